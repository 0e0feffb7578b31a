"""Topics that hold questions."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding, Rule, Severity
from generator.model import Bank

EMPTY_TOPIC = Rule(
    id="empty-topic",
    summary="A topic holds at least one question.",
    help="Add a question to its folder, or remove the folder.",
    fails="title: Metrics",
    passes="# What is precision?",
    severity=Severity.WARNING,
)


def check_topics(bank: Bank) -> Iterator[Finding]:
    """Gives a finding for each topic without a question."""
    for topic in bank.topics:
        if topic.id not in bank.by_topic:
            yield EMPTY_TOPIC.at(topic.path, 1, 1, f"the topic '{topic.id}' holds no question")
