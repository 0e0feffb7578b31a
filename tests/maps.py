"""How much a map changes with a bank, as two folders of tests ask."""

from __future__ import annotations

from mkdocs_qbank.graph.layout import Layout
from mkdocs_qbank.model.bank import Bank


def without(bank: Bank, identifier: str) -> Bank:
    kept = tuple(item for item in bank.questions if item.id != identifier)
    return Bank(questions=kept, topics=bank.topics)


def moves(before: Layout, after: Layout) -> list[float]:
    """How far each question moves, in parts of the width."""
    return [
        ((x - after.questions[name][0]) ** 2 + (y - after.questions[name][1]) ** 2) ** 0.5 / after.width
        for name, (x, y) in before.questions.items()
        if name in after.questions
    ]
