"""What the page that proposes a question needs: the bank's tags, and the rules of one file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mkdocs_qbank.check import rules
from mkdocs_qbank.check.sections import MOST_CHARACTERS, MOST_WORDS
from mkdocs_qbank.findings.levels import OFF, level
from mkdocs_qbank.model.addresses import DATA
from mkdocs_qbank.render.data.text import json_text
from mkdocs_qbank.render.view import SiteView

VERSION = 2
RULES = (
    "missing-question",
    "missing-answer",
    "long-question",
    "long-in-short",
    "empty-item",
    "bad-value",
    "bad-id",
    "hidden-character",
    "unknown-section",
    "source-form",
    "fence-language",
    "skipped-heading",
    "repeated-answer",
    "answer-length",
)
"""The rules that the page checks while somebody types; `propose/rules.js` has them."""
RULES_OF_IDS = ("duplicate-id", "unknown-id")
"""Those that it looks up in what the site publishes of each question."""


def files(view: SiteView) -> Mapping[str, str | bytes]:
    """Return the files, text or bytes, by their paths from the root of the site."""
    return {DATA["propose"]: json_text(propose_data(view))}


def propose_data(view: SiteView) -> dict[str, Any]:
    """Return the tags, the most frequent first, and what rules say, those left out that are off in this bank."""
    tags = sorted(view.bank.by_tag, key=lambda tag: -len(view.bank.by_tag[tag]))
    levels = {identifier: level(rules.RULES[identifier], view.levels) for identifier in (*RULES, *RULES_OF_IDS)}
    return {
        "version": VERSION,
        "tags": " ".join(tags),
        "rules": {
            identifier: {"severity": severity, "summary": rules.RULES[identifier].summary}
            for identifier, severity in levels.items()
            if severity != OFF
        },
        "limits": {"question": MOST_CHARACTERS, "in_short": MOST_WORDS},
    }
