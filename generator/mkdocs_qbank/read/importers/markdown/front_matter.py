"""The fields at the beginning of a Markdown file: YAML between `---`, or TOML between `+++`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

import yaml

from mkdocs_qbank.read.document import read_node

_FRONT = re.compile(r"\s*(?P<mark>---|\+\+\+)[ \t]*\n(?P<fields>.*?)^(?P=mark)[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_MOST = 64 * 1024
"""The maximum length of the fields, in characters."""


def split_fields(text: str, file: str) -> tuple[Mapping[str, Any], str, int]:
    """Return the fields of a file by their names in lower case, the text below them, and the lines before that.

    Fields that cannot be read are none, and the text is below them all the same.
    """
    match = _FRONT.match(text[:_MOST])
    if not match or (match["fields"].strip() and not re.search(r"^[\"']?\w[^\n]*[:=]", match["fields"], re.MULTILINE)):
        return {}, text, 0
    fields = _toml(match["fields"]) if match["mark"] == "+++" else _yaml(match["fields"], file)
    return fields, text[match.end() :], text.count("\n", 0, match.end())


def _toml(text: str) -> Mapping[str, Any]:
    try:
        fields = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
    return {name.casefold(): value for name, value in fields.items()}


def _yaml(text: str, file: str) -> Mapping[str, Any]:
    node, _ = read_node(text, file)
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {str(key.value).casefold(): _value(value) for key, value in node.value if isinstance(key, yaml.ScalarNode)}


def _value(node: yaml.Node) -> Any:
    """Return a text, a list of texts, or None for what is neither."""
    if isinstance(node, yaml.ScalarNode):
        return None if node.tag == "tag:yaml.org,2002:null" else str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [str(item.value) for item in node.value if isinstance(item, yaml.ScalarNode)]
    return None


def texts(value: Any) -> list[str]:
    """Return what a field holds as texts: those of a list, or those between commas."""
    if isinstance(value, str):
        value = value.strip("[]").split(",")
    return [str(item).strip() for item in value if str(item).strip()] if isinstance(value, list) else []


def text_of(value: Any) -> str:
    """Return what a field holds as one line of text."""
    return " ".join(str(value).split()) if isinstance(value, (str, int, float)) else ""
