"""The words of a bank as its pages show them, so that search can tell a misspelt word from one that is there."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from html import escape, unescape

from mkdocs_qbank.model.addresses import DATA
from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.render.body import question_body
from mkdocs_qbank.render.view import SiteView
from mkdocs_qbank.search.tokens import STOP_WORDS

SHORTEST, LONGEST = 3, 32
"""The lengths of words, in characters, of which there are files."""
FEW, SHARE = 500, 0.1
"""A word is common that stands in more pages than these: a number, and a share of all."""
VERSION, STOP_VERSION = 2, 1
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W_]+")


def files(view: SiteView) -> Mapping[str, str | bytes]:
    """Return the files, text or bytes, by their paths from the root of the site."""
    return vocabulary(map(_searched, view.bank.questions))


def _searched(question: Question) -> str:
    """What search reads of a question."""
    body, _ = question_body(question)
    return " ".join([body, *map(escape, question.aliases)])


def vocabulary(pages: Iterable[str]) -> Mapping[str, str]:
    """Return the text of each file of words, by its path from the root, from the HTML of all pages.

    There is one for each length, since a misspelt word is nearly as long as the right one; the words that stand in most
    pages come first, and `common` has the number of pages of those that stand in so many that they tell them little
    apart. Numbers are left out. One more file has the stop words.
    """
    pages = tuple(pages)
    most = max(FEW, len(pages) * SHARE)
    spread: Counter[str] = Counter()
    for page in pages:
        spread.update({word.lower() for word in _WORD.findall(unescape(_TAG.sub(" ", page))) if not word.isdigit()})
    lengths: dict[int, list[str]] = defaultdict(list)
    for word, _ in sorted(spread.items(), key=lambda item: (-item[1], item[0])):
        lengths[len(word)].append(word)
    stop = {"version": STOP_VERSION, "words": " ".join(sorted(STOP_WORDS))}
    return {f"{DATA['words']}stop.json": json.dumps(stop)} | {
        f"{DATA['words']}{length}.json": json.dumps(
            {
                "version": VERSION,
                "common": [spread[word] for word in lengths[length] if spread[word] > most],
                "words": " ".join(lengths[length]),
            },
            ensure_ascii=False,
        )
        for length in range(SHORTEST, LONGEST + 1)
    }
