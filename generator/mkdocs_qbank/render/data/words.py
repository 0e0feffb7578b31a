"""The vocabulary of a bank's pages, from which search corrects misspelt words."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from html import escape, unescape

from mkdocs_qbank.markdown.images import alternative_texts
from mkdocs_qbank.model.addresses import DATA
from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.render.body import question_body
from mkdocs_qbank.render.view import SiteView
from mkdocs_qbank.search.tokens import STOP_WORDS

SHORTEST, LONGEST = 3, 32
"""The lengths of words, in characters, for which there are files."""
FEW, SHARE = 500, 0.1
"""A word is common if it occurs on more pages than both of these: a number, and a share of all pages."""
VERSION, STOP_VERSION = 2, 1
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W_]+")


def files(view: SiteView) -> Mapping[str, str | bytes]:
    """Return the files, text or bytes, by their paths from the root of the site."""
    return vocabulary(map(_indexed, view.bank.questions))


def _indexed(question: Question) -> str:
    """Return the HTML of a question that search indexes."""
    body, _ = question_body(question)
    return " ".join([body, *alternative_texts(body), *map(escape, question.aliases)])


def vocabulary(pages: Iterable[str]) -> Mapping[str, str]:
    """Return the files of words, by path relative to the root, from the HTML of all pages.

    There is one for each length, because a misspelt word is almost as long as the correct one. The words on most pages
    come first, and `common` contains the document frequencies of those common words that discriminate little. Numbers
    are left out. One more file contains the stop words.
    """
    pages = tuple(pages)
    most = max(FEW, len(pages) * SHARE)
    document_frequency: Counter[str] = Counter()
    for page in pages:
        document_frequency.update(
            {word.lower() for word in _WORD.findall(unescape(_TAG.sub(" ", page))) if not word.isdigit()}
        )
    lengths: dict[int, list[str]] = defaultdict(list)
    for word, _ in sorted(document_frequency.items(), key=lambda item: (-item[1], item[0])):
        lengths[len(word)].append(word)
    stop = {"version": STOP_VERSION, "words": " ".join(sorted(STOP_WORDS))}
    return {f"{DATA['words']}stop.json": json.dumps(stop)} | {
        f"{DATA['words']}{length}.json": json.dumps(
            {
                "version": VERSION,
                "common": [count for word in lengths[length] if (count := document_frequency[word]) > most],
                "words": " ".join(lengths[length]),
            },
            ensure_ascii=False,
        )
        for length in range(SHORTEST, LONGEST + 1)
    }
