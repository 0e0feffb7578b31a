"""The versions that an answer was checked against."""

from __future__ import annotations

import re

import yaml

from mkdocs_qbank.model.versions import read_version
from mkdocs_qbank.read.rules import BAD_VALUE
from mkdocs_qbank.read.values import Report, few, read_text

_ONE = re.compile(r"[A-Za-z][\w+#-]* \d+(?:\.\d+)*")
"""A text that can only be one version."""
_FORM = "Write a product and the number of its version, such as React 19 or Python 3.12; each version is an item."


def read_versions(node: yaml.Node, name: str, report: Report) -> tuple[str, ...]:
    """Return a list of versions, each with its product, as they are written."""
    found = []
    for item in few(node, name, report, _ONE):
        version = read_text(item, name, report)
        if version is not None and read_version(version) is None:
            report.add(BAD_VALUE, item, f"'{version[:80]}' in '{name}' is no version of a product", help=_FORM)
        elif version is not None:
            found.append(version)
    return tuple(dict.fromkeys(found))
