"""What headings around questions call their subject."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mkdocs_qbank.read.importers.markdown.marks import Mark
from mkdocs_qbank.read.importers.markdown.wording import is_boilerplate, plain

_OF_LISTS = re.compile(
    r"\W*(?:\b(?:most )?(?:common|popular|frequently|asked|top|best|important|essential|advanced|basic|technical"
    r"|must[- ]know|\d{2,4}\+?)\b\s*)*"
    r"\b(?:(?:coding |job )?interview )?(?:questions?|q ?& ?a|faqs?)\b(?:(?:\s*(?:&|and|with|\+"
    r"|/)\s*)?(?:detailed )?answers?)?(?: list| \(faqs?\))?\W*",
    re.IGNORECASE,
)
_LONGEST_TOPIC = 8
"""The most words of a heading that names a topic."""


def topic_of(around: Sequence[Mark]) -> str:
    """Return what the headings around a question call its subject."""
    for mark in reversed(around):
        title = topic_title(mark.title)
        if title and not is_boilerplate(title) and len(title.split()) <= _LONGEST_TOPIC and "](http" not in mark.title:
            return title
    return ""


def topic_title(title: str) -> str:
    """Return the subject that a title names, without the words that every list of questions has in its title."""
    words = plain(title)
    short = re.sub(
        r"\W*\((?:updated|answered|with|in|for|\d{4})\b[^()]*\)|\bin 20\d\d\b", "", words, flags=re.IGNORECASE
    )
    short = re.sub(
        r"^(?:top |the |best )*\d{2,5}\+? (?=\S+ )", "", _OF_LISTS.sub(" ", short).strip(), flags=re.IGNORECASE
    )
    short = re.sub(
        r"^(?:(?:top|essential|best|common|popular|all|most|asked|frequently)\b\s*)+", "", short, flags=re.IGNORECASE
    )
    short = re.sub(
        r"^\W*\b(?:for|about|on|of)\b|\b(?:for|about|on|of|the|and)\b\W*$", "", short.strip(), flags=re.IGNORECASE
    )
    return " ".join(short.split()).strip(" :-–—|.,&")
