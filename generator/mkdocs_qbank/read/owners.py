"""The owners of a topic, as CODEOWNERS names them."""

from __future__ import annotations

import re

import yaml

from mkdocs_qbank.read.rules import BAD_VALUE
from mkdocs_qbank.read.values import Report, items, read_text

_NAME = r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,98}[A-Za-z0-9_])?"
OWNER = re.compile(rf"@{_NAME}(?:/{_NAME}){{0,5}}|[A-Za-z0-9_.+-]{{1,64}}@{_NAME}\.[A-Za-z]{{2,24}}", re.ASCII)
"""A person, a team, or a mail address: nothing that could be another word of a line of CODEOWNERS."""


def read_owners(node: yaml.Node, name: str, report: Report) -> tuple[str, ...]:
    """Return a list of owners, each kept once."""
    if not isinstance(node, yaml.SequenceNode):
        items(node, name, report)
        return ()
    found: dict[str, None] = {}
    for item in node.value:
        owner = read_text(item, name, report)
        if owner is None:
            continue
        if OWNER.fullmatch(owner):
            found[owner] = None
            continue
        better = f"@{owner}"
        cure = f"Write '{better}'." if OWNER.fullmatch(better) else "Write @user, @organization/team or a mail address."
        report.add(BAD_VALUE, item, f"'{owner[:80]}' in '{name}' is no owner", help=cure)
    return tuple(found)
