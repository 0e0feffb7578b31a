"""The questions around one as a Mermaid diagram, which GitHub draws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mkdocs_qbank.findings.report import visible
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.model.relations import Relation
from mkdocs_qbank.render.report.neutral import fenced

_MOST, _LONGEST = 12, 60
"""The number of relations drawn, and the maximum length of a title in characters."""


def picture(identifier: str, relations: Iterable[Relation], titles: Mapping[str, str]) -> str:
    """Return a diagram of a question and its strongest relations; what is read first points to what follows."""
    drawn = sorted(relations, key=lambda relation: relation.kind.rank)[:_MOST]
    ids = dict.fromkeys([identifier, *(end for relation in drawn for end in (relation.source, relation.target))])
    names = {name: f"q{number}" for number, name in enumerate(ids)}
    nodes = [f'    {names[name]}["{_label(titles.get(name, name))}"]' for name in names]
    edges = [f"    {_edge(relation, names)}" for relation in drawn]
    return fenced("\n".join(["graph LR", *nodes, *edges, "    style q0 stroke-width:4px"]), "mermaid")


def _edge(relation: Relation, names: Mapping[str, str]) -> str:
    source, target = names[relation.source], names[relation.target]
    if relation.kind.traits.first:
        source, target = target, source
    line = "-.-" if relation.kind is Kind.SUGGESTED else "---" if relation.kind.traits.symmetric else "-->"
    return f'{source} {line}|"{_label(relation.kind.label)}"| {target}'


def _label(text: str) -> str:
    """Return a text of which Mermaid obeys no character: all but letters, digits and spaces are written as numbers."""
    shown = visible(" ".join(text[: 4 * _LONGEST].split()))
    cut = shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
    return "".join(char if char.isalnum() or char in " ,.…" else f"#{ord(char)};" for char in cut)
