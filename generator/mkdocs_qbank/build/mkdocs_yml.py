"""What mkdocs.yml says about a bank, read without MkDocs: its folder, its options, how Markdown is rendered."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

import yaml
from mergedeep import merge
from yaml_env_tag import construct_env_tag

from mkdocs_qbank.build.options import Options
from mkdocs_qbank.findings.spelling import nearest
from mkdocs_qbank.markdown.pages import Engine

T = TypeVar("T")

CONTENT = "content"
"""The content folder of a bank whose mkdocs.yml names no other, relative to it."""
_NAMES = ("mkdocs.yml", "mkdocs.yaml")
"""What MkDocs looks for, in this order."""


class _UnreadableError(Exception):
    """What keeps an mkdocs.yml from being read, in words."""


@dataclass(frozen=True, slots=True)
class _Foreign:
    """A value of a tag that only an engine can make, such as a Python function."""

    tag: str

    def __reduce__(self) -> str:
        raise pickle.PicklingError(self.tag)


class _Loader(yaml.SafeLoader):
    """Reads plain data and `!ENV`; runs nothing."""


_Loader.add_constructor("!ENV", construct_env_tag)
_Loader.add_multi_constructor("", lambda _, tag, __: _Foreign(tag))


def site_config(folder: Path) -> Path:
    """Return the mkdocs.yml of a folder, as MkDocs finds it; it need not exist."""
    return next((folder / name for name in _NAMES if (folder / name).is_file()), folder / _NAMES[0])


def content_of(config: Path) -> Path:
    """Return the content folder that an mkdocs.yml names, or the usual one."""
    named = _plugin_options(_read(config)).get("content")
    return Path(os.path.normpath(config.parent / (named if isinstance(named, str) and named else CONTENT)))


def config_of(content: Path) -> Path:
    """Return the nearest mkdocs.yml above a content folder that names this folder; without one, the path beside it."""
    full = Path(os.path.abspath(content))
    for folder in full.parents:
        config = site_config(folder)
        if config.is_file() and content_of(config).resolve() == full.resolve():
            return shown(config)
    return content.parent / _NAMES[0]


def shown(path: Path) -> Path:
    """Return a path as people name it: relative to where they stand, if it is below."""
    full = Path(os.path.abspath(path))
    return full.relative_to(Path.cwd()) if full.is_relative_to(Path.cwd()) else full


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
        f"have its value ({value.tag if isinstance(value, _Foreign) else type(value).__name__}), and one renders pages"
        for name, given in _configs(names, configs)
        for option, value in given.items()
        if not _is_data(value)
    ]
    return (*objects, *options)


def read_engine(config: Path) -> Engine:
    """Return the engine that an mkdocs.yml describes, or the usual one where there is none that can be read."""
    items = _items(_read(config).get("markdown_extensions"))
    return engine_of(["tables", "fenced_code", *(name for name, _ in items)], dict(items)) if items else Engine()


def engine_problems(config: Path) -> tuple[str, ...]:
    """Return a sentence for each thing that an mkdocs.yml says about Markdown and that `read_engine` leaves out."""
    items = _items(_read(config).get("markdown_extensions"))
    return tuple(f"{config.as_posix()}: {sentence}" for sentence in dropped((name for name, _ in items), dict(items)))


def read_options(config: Path) -> Options:
    """Return the options of the plugin that an mkdocs.yml sets, and the usual ones for the rest.

    A value of another type than the option's is passed over here; `option_problems` names it.
    """
    found = _plugin_options(_read(config))
    usual = Options()
    number = found.get("threshold")
    return Options(
        suggestions=_typed(found.get("suggestions"), usual.suggestions),
        threshold=float(number) if isinstance(number, int) else _typed(number, usual.threshold),
        model=_typed(found.get("model"), usual.model),
        history=_typed(found.get("history"), usual.history),
        host_files=_texts(found.get("host_files")),
        external_hosts=_texts(found.get("external_hosts")),
    )


def option_problems(config: Path) -> tuple[str, ...]:
    """Return a sentence for each thing that an mkdocs.yml says about the plugin and that `read_options` leaves out."""
    return tuple(f"{config.as_posix()}: {sentence}" for sentence in _option_problems(config))


def _option_problems(config: Path) -> Iterator[str]:
    try:
        found = _plugin_options(_load(config, ()))
    except FileNotFoundError:
        return  # a bank needs no mkdocs.yml to be checked
    except _UnreadableError as error:
        yield f"{error}; the usual settings hold"
        return
    used = read_options(config)
    known = [CONTENT, *(field.name for field in fields(Options))]
    for name, value in found.items():
        if name not in known:
            near = nearest(str(name), known)
            yield f"the plugin has no option '{name}'" + (f"; did you mean '{near}'?" if near else "")
        elif name == CONTENT:
            if not isinstance(value, str):
                yield f"the option '{name}' of the plugin is left out: {value!r} is no text"
        elif not _same(value, getattr(used, name)):
            usual = getattr(used, name)
            yield f"the option '{name}' of the plugin is left out: {value!r} is of another type than {usual!r}"


def _same(given: object, used: object) -> bool:
    """Whether a value from YAML is the one in use, which may hold a list as another collection."""
    if isinstance(given, list) and isinstance(used, tuple | frozenset | set):
        return list(map(str, given)) == list(used) or {*map(str, given)} == set(used)
    return given == used


def _typed(value: object, usual: T) -> T:
    return value if type(value) is type(usual) else usual


def _texts(value: object) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _read(config: Path) -> Mapping[str, Any]:
    try:
        return _load(config, ())
    except (FileNotFoundError, _UnreadableError):
        return {}


def _load(config: Path, heirs: tuple[str, ...]) -> dict[str, Any]:
    """The data of an mkdocs.yml, put over that of the one it inherits, as MkDocs does it."""
    try:
        data = yaml.load(config.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - it is a safe loader
    except FileNotFoundError:
        if heirs:
            raise _UnreadableError(f"INHERIT names '{config.as_posix()}', which does not exist") from None
        raise
    except (OSError, ValueError, yaml.YAMLError, RecursionError) as error:
        reason = " ".join(str(getattr(error, "strerror", None) or error).split())
        raise _UnreadableError(f"'{config.as_posix()}' cannot be read ({reason})") from None
    if not isinstance(data, dict):
        return {}
    parent = data.pop("INHERIT", None)
    if not isinstance(parent, str):
        return data
    path = os.path.abspath(config)
    if path in heirs:
        raise _UnreadableError(f"INHERIT leads in a circle back to '{config.as_posix()}'")
    base = _load(Path(os.path.normpath(config.parent / parent)), (*heirs, path))
    return dict(merge(base, data))


def _plugin_options(data: Mapping[str, Any]) -> Mapping[str, Any]:
    return next(
        (options for name, options in _items(data.get("plugins")) if name == "qbank" and isinstance(options, dict)), {}
    )


def _items(listed: object) -> list[tuple[str, Any]]:
    """The names of a list or mapping of plugins or extensions, each with what is set for it."""
    if isinstance(listed, dict):
        return [(str(name), options) for name, options in listed.items()]
    items = listed if isinstance(listed, list) else []
    return [next(iter(item.items())) if isinstance(item, dict) and item else (str(item), None) for item in items]


def _configs(names: Iterable[str], configs: Mapping[str, Any] | None) -> list[tuple[str, Mapping[str, Any]]]:
    found = configs or {}
    return [(name, options) for name in names if isinstance(options := found.get(name), Mapping)]


def _is_data(value: object) -> bool:
    """Whether another process can have a value: plain data, or a function that it imports by its name."""
    try:
        pickle.dumps(value)
    except (pickle.PicklingError, TypeError, AttributeError, RecursionError):
        return False
    return True


def nav_titles(nav: Any) -> list[tuple[str, str]]:
    """Return the pages that a nav names, each with the title that it gives them."""
    if isinstance(nav, list):
        return [pair for item in nav for pair in nav_titles(item)]
    if isinstance(nav, dict):
        named = [(path, str(title)) for title, path in nav.items() if isinstance(path, str)]
        return named + [pair for item in nav.values() if not isinstance(item, str) for pair in nav_titles(item)]
    return []
