"""mkdocs.yml, read without MkDocs and without running anything that it names."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from mergedeep import merge
from yaml_env_tag import construct_env_tag

CONTENT = "content"
"""The content folder of a bank whose mkdocs.yml names no other, relative to it."""
_NAMES = ("mkdocs.yml", "mkdocs.yaml")
"""What MkDocs looks for, in this order."""


class UnreadableError(Exception):
    """What keeps an mkdocs.yml from being read, in words."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """A value of a tag that only an engine can make, such as a Python function."""

    tag: str

    def __reduce__(self) -> str:
        raise pickle.PicklingError(self.tag)


class Loader(yaml.SafeLoader):
    """Reads plain data and `!ENV`; runs nothing."""


Loader.add_constructor("!ENV", construct_env_tag)
Loader.add_multi_constructor("", lambda _, tag, __: Foreign(tag))


def site_config(folder: Path) -> Path:
    """Return the mkdocs.yml of a folder, as MkDocs finds it; it need not exist."""
    return next((folder / name for name in _NAMES if (folder / name).is_file()), folder / _NAMES[0])


def content_of(config: Path) -> Path:
    """Return the content folder that an mkdocs.yml names, or the usual one."""
    named = plugin_options(read(config)).get("content")
    return Path(os.path.normpath(config.parent / (named if isinstance(named, str) and named else CONTENT)))


def config_of(content: Path) -> Path:
    """Return the nearest mkdocs.yml above a content folder that names this folder; without one, the path beside it."""
    full = Path(os.path.abspath(content))
    for folder in full.parents:
        config = site_config(folder)
        if config.is_file() and content_of(config).resolve() == full.resolve():
            return shown(config)
    return content.parent / _NAMES[0]


def site_url_of(config: Path) -> str:
    """Return the address of the site that an mkdocs.yml describes, or an empty text."""
    address = read(config).get("site_url")
    return address if isinstance(address, str) else ""


def shown(path: Path) -> Path:
    """Return a path as people name it: relative to where they stand, if it is below."""
    full = Path(os.path.abspath(path))
    return full.relative_to(Path.cwd()) if full.is_relative_to(Path.cwd()) else full


def plugin_options(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what the data of an mkdocs.yml set of the plugin."""
    plugins = items(data.get("plugins"))
    return next((options for name, options in plugins if name == "qbank" and isinstance(options, dict)), {})


def parse(text: str) -> tuple[yaml.Node | None, Any]:
    """Return the nodes and the data of the text of an mkdocs.yml. Raises yaml.YAMLError."""
    return yaml.compose(text, Loader), yaml.load(text, Loader)  # noqa: S506 - it is a safe loader


def read(config: Path) -> Mapping[str, Any]:
    """Return the data of an mkdocs.yml, nothing where it cannot be read."""
    try:
        return load(config)
    except (FileNotFoundError, UnreadableError):
        return {}


def load(config: Path, heirs: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the data of an mkdocs.yml, put over that of the one it inherits, as MkDocs does it.

    Raises UnreadableError, and FileNotFoundError where there is none; `heirs` are those that inherit it.
    """
    try:
        data = yaml.load(config.read_text(encoding="utf-8"), Loader)  # noqa: S506 - it is a safe loader
    except FileNotFoundError:
        if heirs:
            raise UnreadableError(f"INHERIT names '{config.as_posix()}', which does not exist") from None
        raise
    except (OSError, ValueError, yaml.YAMLError, RecursionError) as error:
        reason = " ".join(str(getattr(error, "strerror", None) or error).split())
        raise UnreadableError(f"'{config.as_posix()}' cannot be read ({reason})") from None
    if not isinstance(data, dict):
        return {}
    parent = data.pop("INHERIT", None)
    if not isinstance(parent, str):
        return data
    path = os.path.abspath(config)
    if path in heirs:
        raise UnreadableError(f"INHERIT leads in a circle back to '{config.as_posix()}'")
    return dict(merge(load(Path(os.path.normpath(config.parent / parent)), (*heirs, path)), data))


def place_of(config: Path, *names: object) -> str:
    """Return the path, line and column where an mkdocs.yml, or one it inherits, names an option of the plugin.

    `names` lead to a key of the options; where none of these files has it written out, only the first one is named.
    """
    file, seen = config, set()
    while (path := os.path.abspath(file)) not in seen:
        seen.add(path)
        loader = None
        try:
            loader = Loader(file.read_text(encoding="utf-8"))
            root = loader.get_single_node()
            key = _key(loader, root, names)
            if key is not None:
                return f"{shown(file).as_posix()}:{key.start_mark.line + 1}:{key.start_mark.column + 1}"
            parent = loader.construct_document(root).get("INHERIT") if isinstance(root, yaml.MappingNode) else None
        except (OSError, ValueError, yaml.YAMLError, RecursionError):
            break
        finally:
            if loader is not None:
                loader.dispose()
        if not isinstance(parent, str):
            break
        file = Path(os.path.normpath(file.parent / parent))
    return config.as_posix()


def mapping_node(text: str, *names: object) -> yaml.MappingNode | None:
    """Return the mapping that some names lead to from the options of the plugin, as an mkdocs.yml has it written."""
    loader = None
    try:
        loader = Loader(text)
        found = _key(loader, loader.get_single_node(), names, value=True)
    except (ValueError, yaml.YAMLError, RecursionError):
        return None
    finally:
        if loader is not None:
            loader.dispose()
    return found if isinstance(found, yaml.MappingNode) else None


def _key(loader: Loader, root: yaml.Node | None, names: Iterable[object], *, value: bool = False) -> yaml.Node | None:
    """Return the last of some names that lead from the options of the plugin to a key, or its value, or None."""
    _, plugins = _pair(loader, root, "plugins")
    listed = plugins.value if isinstance(plugins, yaml.SequenceNode) else [plugins]
    options = next((found for node in listed if (found := _pair(loader, node, "qbank")[1]) is not None), None)
    key: yaml.Node | None = None
    for name in names:
        key, options = _pair(loader, options, name)
    return options if value else key


def _pair(loader: Loader, node: yaml.Node | None, name: object) -> tuple[yaml.Node | None, yaml.Node | None]:
    """Return the last key of a mapping that has a name, and its value."""
    for key, value in reversed(node.value) if isinstance(node, yaml.MappingNode) else ():
        if isinstance(key, yaml.ScalarNode) and loader.construct_object(key) == name:
            return key, value
    return None, None


def items(listed: object) -> list[tuple[str, Any]]:
    """Return the names of a list or mapping of plugins or extensions, each with what is set for it."""
    if isinstance(listed, dict):
        return [(str(name), options) for name, options in listed.items()]
    found = listed if isinstance(listed, list) else []
    return [next(iter(item.items())) if isinstance(item, dict) and item else (str(item), None) for item in found]


def nav_titles(nav: Any) -> list[tuple[str, str]]:
    """Return the pages that a nav names, each with the title that it gives them."""
    if isinstance(nav, list):
        return [pair for item in nav for pair in nav_titles(item)]
    if isinstance(nav, dict):
        named = [(path, str(title)) for title, path in nav.items() if isinstance(path, str)]
        return named + [pair for item in nav.values() if not isinstance(item, str) for pair in nav_titles(item)]
    return []
