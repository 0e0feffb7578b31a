"""A hash of all that pages of a site depend on besides what they say: templates, settings, navigation and code."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from mkdocs_qbank.build.cache import code_version, digest
from mkdocs_qbank.publish.theme import theme_dir

_ELSEWHERE = frozenset(
    ["site_dir", "docs_dir", "config_file_path", "nav", "theme", "plugins", "hooks", "watch", "pages"]
)
"""Settings that are folders, or that are told below in another way."""
_COUNTED = frozenset(["ids", "topics", "card"])
"""What the pages of questions and lists do not show of the values that all templates are given."""
_ASSETS = "assets"
"""The folder of a theme with what pages link to, and no template includes."""
_MOMENT = re.compile(r"build_date|now\b")


def fingerprint(settings: Mapping[str, Any], theme: Any, navigation: object, frame: Iterable[str]) -> str:
    """Return the fingerprint of a site; `frame` are the texts of the frame of a page, with all that templates print
    into it.
    """
    shared = dict(settings.get("extra", {}))
    given = shared.pop("qbank", {})
    own = _own_templates(theme.dirs)
    if not own:
        given = {name: value for name, value in given.items() if name not in _COUNTED}
    told = {
        "settings": {name: value for name, value in settings.items() if name not in _ELSEWHERE | {"extra"}},
        "extra": shared,
        "qbank": given,
        "theme": {name: theme[name] for name in theme},
        "plugins": {name: dict(getattr(plugin, "config", ())) for name, plugin in settings["plugins"].items()},
        "navigation": navigation,
    }
    files = {*own, *(file for folder in theme.dirs for file in _templates(Path(folder)))}
    templates = [part for file in sorted(files) for part in _named(file)]
    return digest(code_version(), json.dumps(_plain(told)).encode(), *_bytes(frame), *templates)


def depends_on_moment(theme: Any) -> bool:
    """Return whether a template of the site's own prints when a page was built, so that no page is the same twice."""
    return any(
        _MOMENT.search(file.read_text(encoding="utf-8", errors="replace")) for file in _own_templates(theme.dirs)
    )


def prints_pages(theme: Any) -> bool:
    """Return whether a template of the site's own may print what a page says outside of the parts that we know."""
    return any(b"page" in file.read_bytes() for file in _own_templates(theme.dirs))


def outline(items: Iterable[Any]) -> list[Any]:
    """Return the titles and addresses of a navigation."""
    return [[item.title, getattr(item, "url", None), outline(item.children or ())] for item in items]


def _own_templates(folders: Iterable[str]) -> list[Path]:
    """Return the files that neither we nor a theme brings, and that a template may be or may include."""
    package = (find_spec(name) for name in ("mkdocs", "material"))
    known = [theme_dir(), *(Path(spec.origin).parent for spec in package if spec and spec.origin)]
    own = (folder for folder in map(Path, folders) if not any(folder.resolve().is_relative_to(one) for one in known))
    return [file for folder in own for file in sorted(folder.rglob("*")) if file.is_file() and _included(file, folder)]


def _included(file: Path, folder: Path) -> bool:
    return file.suffix == ".html" or file.relative_to(folder).parts[0] != _ASSETS


def _templates(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*.html") if ".icons" not in file.parts)


def _named(file: Path) -> tuple[bytes, bytes]:
    return file.as_posix().encode("utf-8", "surrogatepass"), file.read_bytes()


def _bytes(texts: Iterable[str]) -> list[bytes]:
    return [text.encode("utf-8", "surrogatepass") for text in texts]


def _plain(value: object) -> object:
    """Return a setting as plain data, which tells the order of its parts and the types of their names."""
    if isinstance(value, Mapping):
        return [[_told(name), _plain(part)] for name, part in value.items()]
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value if isinstance(value, str | int | float | None) else _told(value)


def _told(value: object) -> str:
    """Return what tells a setting that is no plain value; an address in memory does not."""
    text = repr(value)
    return type(value).__name__ if " at 0x" in text else text
