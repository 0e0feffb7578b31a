"""The hashes by which mkdocs.yml pins the lists of other banks, written where they stand."""

from __future__ import annotations

import copy
import re
from typing import Any

import yaml

from mkdocs_qbank.build.mkdocs_yml import Loader, mapping_node, plugin_options

_REST = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?=[\r\n]|\Z)")


def with_hash(text: str, name: str, digest: str) -> str | None:
    """Return the text of an mkdocs.yml with the hash of a bank, or None where it cannot be surely written.

    Nothing else changes: the result is read again, and has the same data but for the hash.
    """
    node = mapping_node(text, "banks", name)
    parts = {key.value: value for key, value in node.value} if node is not None else {}
    url, old = parts.get("url"), parts.get("hash")
    if node is None or url is None:
        return None
    if old is not None:
        start, end, new = old.start_mark.index, old.end_mark.index, digest
    elif node.flow_style:
        start = end = url.end_mark.index
        new = f", hash: {digest}"
    else:
        rest = _REST.match(text, url.end_mark.index)  # a comment of the address stays on its line
        start = end = rest.end() if rest else url.end_mark.index
        newline = "\r\n" if "\r\n" in text else "\n"
        new = f"{newline}{' ' * node.start_mark.column}hash: {digest}"
    changed = text[:start] + new + text[end:]
    return changed if _is_right(text, changed, name, digest) else None


def _is_right(text: str, changed: str, name: str, digest: str) -> bool:
    try:
        before, after = (yaml.load(each, Loader) for each in (text, changed))  # noqa: S506 - it is a safe loader
    except yaml.YAMLError:
        return False
    expected: Any = copy.deepcopy(before)
    plugin_options(expected)["banks"][name]["hash"] = digest
    return bool(expected == after)
