"""What the page that proposes a question knows of the bank: its tags, the sections of a file, and rules of one file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mkdocs_qbank.check import rules
from mkdocs_qbank.check.sections import MOST_CHARACTERS, MOST_WORDS
from mkdocs_qbank.findings.finding import Rule
from mkdocs_qbank.model.addresses import DATA
from mkdocs_qbank.model.forms import FORM
from mkdocs_qbank.model.prose import SECTIONS
from mkdocs_qbank.render.data.text import json_text
from mkdocs_qbank.render.view import SiteView

VERSION = 1
RULES = (
    "missing-question",
    "missing-answer",
    "long-question",
    "long-in-short",
    "empty-item",
    "bad-value",
    "bad-id",
    "duplicate-id",
    "hidden-character",
    "unknown-section",
    "source-form",
    "fence-language",
    "skipped-heading",
    "repeated-answer",
    "answer-length",
)
"""The rules that the page checks while somebody types; `propose/rules.js` has them."""


def files(view: SiteView) -> Mapping[str, str | bytes]:
    """Return the files, text or bytes, by their paths from the root of the site."""
    return {DATA["propose"]: json_text(propose_data(view))}


def propose_data(view: SiteView) -> dict[str, Any]:
    """Return the tags, the most frequent first, headings of a file, fields of the issue form, and what rules say."""
    tags = sorted(view.bank.by_tag, key=lambda tag: -len(view.bank.by_tag[tag]))
    return {
        "version": VERSION,
        "tags": " ".join(tags),
        "headings": dict(SECTIONS),
        "form": [field.id for field in FORM],
        "rules": {identifier: _told(rules.RULES[identifier]) for identifier in RULES},
        "limits": {"question": MOST_CHARACTERS, "in_short": MOST_WORDS},
    }


def _told(rule: Rule) -> dict[str, str]:
    return {"severity": str(rule.severity), "summary": rule.summary}
