"""The vocabulary of a bank, from which search corrects misspelt words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from mkdocs_qbank.model.addresses import DATA
from mkdocs_qbank.render.data.text import json_text
from mkdocs_qbank.render.view import SiteView
from mkdocs_qbank.search.spelling import LONGEST, SHORTEST
from mkdocs_qbank.search.tokens import STOP_WORDS

VERSION = 3


def files(view: SiteView) -> Mapping[str, str | bytes]:
    """Return the files, text or bytes, by their paths from the root of the site."""
    return vocabulary(view.index.vocabulary)


def vocabulary(words: Iterable[str]) -> Mapping[str, str]:
    """Return the files of words, by path relative to the root.

    There is one for each length, because a misspelt word is almost as long as the correct one; the words keep their
    order. Numbers are left out. One more file contains the stop words.
    """
    lengths: dict[int, list[str]] = defaultdict(list)
    for word in words:
        if not word.isdigit():
            lengths[len(word)].append(word)
    lists = {str(length): lengths[length] for length in range(SHORTEST, LONGEST + 1)} | {"stop": sorted(STOP_WORDS)}
    return {
        f"{DATA['words']}{name}.json": json_text({"version": VERSION, "words": " ".join(listed)})
        for name, listed in lists.items()
    }
