"""The templates and styles: where they are, and how they are read."""

from __future__ import annotations

import os
import re
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Environment
from jinja2.ext import Extension

NAME = "theme_overrides"
_MEANT = re.compile(r"<pre|<textarea|`", re.IGNORECASE)
_INDENTATION = re.compile(r"\n[ \t]+")
_TAG_LINE = re.compile(r"^((?:\{%(?:(?!%\}).)*%\}|\{#(?:(?!#\}).)*#\})+)\n", re.MULTILINE)
_BLOCKS = (
    "article|aside|body|div|dl|footer|form|h[1-6]|head|header|html|li|link|main|meta|nav|ol|p|section|table|tbody|td|th"
    "|thead|title|tr|ul"
)
"""Elements beside which a line break shows nothing, by their names."""
_CODE = r"\{\{(?:(?!\}\}).)*\}\}|\{%(?:(?!%\}).)*%\}"
_BESIDE_BLOCK = re.compile(rf"\n+(?=</?(?:{_BLOCKS})\b)|(</?(?:{_BLOCKS})\b(?:{_CODE}|[^>{{\n]|\{{(?![{{%#]))*>)\n+")


_TIGHT = ("partials/nav-item.html", "partials/toc-item.html")
"""Templates of the theme whose elements are all laid out as boxes, so that no line break between them shows."""
_BREAK = re.compile(r"(?<=[>}])\n+|\n+(?=[<{])")
_NEEDED = MappingProxyType(
    {
        "partials/javascripts/content.html": 'not page or not page.meta or page.meta.template != "question.html"',
    }
)
"""Where a template of the theme does something, if not on all pages: no question has tabs."""


def theme_dir() -> Path:
    """Return the folder of QBank's Material overrides: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / NAME
    return inside if inside.is_dir() else package.parent.parent / NAME


def add_templates(config: Any) -> None:
    """Have MkDocs take our templates after the site's own and before the theme's."""
    ours = str(theme_dir())
    if ours not in map(os.path.realpath, config.theme.dirs):
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, ours)


def _is_known(filename: str | None) -> bool:
    """Return whether a template is ours or Material's, whose styles lay out no blocks as words of a line."""
    file = Path(filename or "")
    return "material" in file.parts or file.is_relative_to(theme_dir())


def look_up_at_once(environment: Environment) -> None:
    """Have `a.b` find the item of a dictionary at once: Jinja looks for an attribute first, whose absence is costly."""
    usual, attributes = environment.getattr, frozenset(dir(dict))

    def look_up(value: Any, name: str) -> Any:
        if type(value) is dict and name in value and name not in attributes:
            return value[name]
        return usual(value, name)

    setattr(environment, "getattr", look_up)  # noqa: B010 - a type checker takes it for an error


class Unindented(Extension):
    """An extension that leaves out blank space of templates, a tenth of a page, unless it may be meant."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.policies["json.dumps_kwargs"] = {
            **environment.policies["json.dumps_kwargs"],
            "ensure_ascii": False,
            "separators": (",", ":"),
        }

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the source of a template, without indentation and without lines that only tags of Jinja leave.

        One line break stays wherever there was space, so that no words are joined, except beside elements that begin
        and end a line of their own.
        """
        if name is not None and name in _NEEDED:
            source = f"{{% if {_NEEDED[name]} %}}{source}{{% endif %}}"
        if _MEANT.search(source):
            return source
        lean = _TAG_LINE.sub(r"\1", _INDENTATION.sub("\n", source))
        if name in _TIGHT:
            return _BREAK.sub("", lean)
        return _BESIDE_BLOCK.sub(lambda match: match[1] or "", lean) if _is_known(filename) else lean
