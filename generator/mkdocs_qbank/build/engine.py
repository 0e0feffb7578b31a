"""How the Markdown of a site's own pages is rendered: the engine that its mkdocs.yml describes."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from mkdocs_qbank.build.mkdocs_yml import Foreign, items, read
from mkdocs_qbank.markdown.pages import Engine


def engine_of(extensions: Iterable[object], configs: Mapping[str, Any] | None) -> Engine:
    """Return the engine of a site: those of its extensions that go by name, with those options that are plain data.

    Extensions that other plugins made as objects stay out: they belong to the process that made them.
    """
    names = tuple(dict.fromkeys(["attr_list", "toc", *(item for item in extensions if isinstance(item, str))]))
    kept = {
        name: {option: value for option, value in options.items() if _is_data(value)}
        for name, options in _configs(names, configs)
    }
    return Engine(extensions=names, configs={name: options for name, options in kept.items() if options})


def dropped(extensions: Iterable[object], configs: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Return a sentence for each extension and option of a site that its engine cannot have."""
    listed = list(extensions)
    objects = [
        f"the Markdown extension {type(item).__name__} is left out: a plugin made it, so no other process has it"
        for item in listed
        if not isinstance(item, str)
    ]
    names = dict.fromkeys(item for item in listed if isinstance(item, str))
    options = [
        f"the option '{option}' of the Markdown extension '{name}' is left out: no other process can "
        f"have its value ({value.tag if isinstance(value, Foreign) else type(value).__name__}), and one renders pages"
        for name, given in _configs(names, configs)
        for option, value in given.items()
        if not _is_data(value)
    ]
    return (*objects, *options)


def read_engine(config: Path) -> Engine:
    """Return the engine that an mkdocs.yml describes, or the usual one where there is none that can be read."""
    named = items(read(config).get("markdown_extensions"))
    return engine_of(["tables", "fenced_code", *(name for name, _ in named)], dict(named)) if named else Engine()


def engine_problems(config: Path) -> tuple[str, ...]:
    """Return a sentence for each thing that an mkdocs.yml says about Markdown and that `read_engine` leaves out."""
    named = items(read(config).get("markdown_extensions"))
    return tuple(f"{config.as_posix()}: {sentence}" for sentence in dropped((name for name, _ in named), dict(named)))


def _configs(names: Iterable[str], configs: Mapping[str, Any] | None) -> list[tuple[str, Mapping[str, Any]]]:
    return [(name, options) for name in names if isinstance(options := (configs or {}).get(name), Mapping)]


def _is_data(value: object) -> bool:
    """Whether another process can have a value: plain data, or a function that it imports by its name."""
    try:
        pickle.dumps(value)
    except (pickle.PicklingError, TypeError, AttributeError, RecursionError):
        return False
    return True
