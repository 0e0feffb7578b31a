"""What is rendered how, as mkdocs.yml says it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml

from generator.publish.pipeline import Options
from generator.render.html import Engine

T = TypeVar("T")


class _Loader(yaml.SafeLoader):
    """Reads what it knows; of tags that only an engine knows it keeps nothing."""


_Loader.add_multi_constructor("", lambda *_: None)


def engine_of(extensions: Iterable[object], configs: Mapping[str, Any] | None) -> Engine:
    """Gives the engine of a site: those of its extensions that go by name, with those options that are plain data.

    Extensions that other plugins made as objects stay out: they belong to the process that made them.
    """
    names = tuple(dict.fromkeys(["attr_list", "toc", *(item for item in extensions if isinstance(item, str))]))
    kept = {name: _plain(dict((configs or {}).get(name) or {})) for name in names}
    return Engine(extensions=names, configs={name: options for name, options in kept.items() if options})


def read_options(config: Path) -> Options:
    """Gives the options of the plugin that an mkdocs.yml sets, and the usual ones for the rest.

    A value of another type than the option's is passed over here: MkDocs finds it before it builds.
    """
    plugins = _read(config).get("plugins")
    items = list(plugins.items()) if isinstance(plugins, dict) else [_item(item) for item in plugins or ()]
    found = next((options for name, options in items if name == "qbank" and isinstance(options, dict)), {})
    usual = Options()
    number = found.get("threshold")
    return Options(
        suggestions=_typed(found.get("suggestions"), usual.suggestions),
        threshold=float(number) if isinstance(number, int) else _typed(number, usual.threshold),
        model=_typed(found.get("model"), usual.model),
        history=_typed(found.get("history"), usual.history),
        host_files=_texts(found.get("host_files")),
    )


def _typed(value: object, usual: T) -> T:
    return value if type(value) is type(usual) else usual


def _texts(value: object) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _read(config: Path) -> Mapping[str, Any]:
    try:
        data = yaml.load(config.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - it is a safe loader
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return {}
    return data if isinstance(data, dict) else {}


def read_engine(config: Path) -> Engine:
    """Gives the engine that an mkdocs.yml describes, or the usual one where there is none that can be read."""
    data = _read(config)
    listed = data.get("markdown_extensions")
    if not listed:
        return Engine()
    items = list(listed.items()) if isinstance(listed, dict) else [_item(item) for item in listed]
    return engine_of(
        ["tables", "fenced_code", *(name for name, _ in items)],
        {name: options for name, options in items if isinstance(options, dict)},
    )


def _item(item: object) -> tuple[str, Any]:
    return next(iter(item.items())) if isinstance(item, dict) and item else (str(item), None)


def _plain(options: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if _is_data(value)}


def _is_data(value: object) -> bool:
    try:
        json.dumps(value)
    except (TypeError, ValueError):
        return False
    return True
