"""`removed.yml`: terms that a version of a product removed, which answers about later versions should not use."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from mkdocs_qbank.findings.finding import Finding
from mkdocs_qbank.model.versions import MOST_CHARACTERS, RemovedTerm, read_version
from mkdocs_qbank.read.document import compose
from mkdocs_qbank.read.rules import BAD_VALUE, WRONG_TYPE
from mkdocs_qbank.read.values import Report, mapping, read_text, type_of

REMOVED_FILE = "removed.yml"
_FIELDS = ("term", "since", "instead")
_FORM = 'Write - {term: findDOMNode, since: "React 19", instead: a ref}.'
_VERSION = "Write a product and the number of its version, such as React 19."


def read_removed(source: str, path: str) -> tuple[tuple[RemovedTerm, ...], list[Finding]]:
    """Return the removed terms in the order of the file, without those that are wrong, and every finding about it."""
    node, findings = compose(source, path)
    if node is None:
        return (), findings
    report = Report(path=path, offset=0, findings=findings)
    if not isinstance(node, yaml.SequenceNode):
        report.add(WRONG_TYPE, node, f"this file must be a list, not {type_of(node)}", help=_FORM)
        return (), findings
    terms = [term for item in node.value for term in _term(item, report)]
    return tuple(dict.fromkeys(terms)), findings


def _term(item: yaml.Node, report: Report) -> Iterator[RemovedTerm]:
    """Yield the term of one item, if nothing is wrong with it."""
    if not isinstance(item, yaml.MappingNode):
        report.add(WRONG_TYPE, item, f"a removed term must be a mapping, not {type_of(item)}", help=_FORM)
        return
    parts = mapping(item, "removed terms", _FIELDS, report)
    values = {name: read_text(node, name, report) for name, node in parts.items()}
    lacking = [name for name in _FIELDS[:2] if name not in parts]
    if lacking:
        report.add(WRONG_TYPE, item, f"this removed term lacks its '{lacking[0]}'", help=_FORM)
    term, since = values.get("term"), values.get("since")
    if term and (len(term) > MOST_CHARACTERS or not any(char.isalnum() for char in term)):
        cure = f"Write one word or name, of at most {MOST_CHARACTERS} characters, as answers write it."
        report.add(BAD_VALUE, parts["term"], f"'{term[:40]}' cannot be looked for", help=cure)
        term = None
    if since and read_version(since) is None:
        report.add(BAD_VALUE, parts["since"], f"'{since[:80]}' is no version of a product", help=_VERSION)
        since = None
    if term and since:
        yield RemovedTerm(term=term, since=since, instead=values.get("instead") or "")
