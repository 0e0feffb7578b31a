"""Words and their stems: what questions are indexed by, and queries looked up by.

`search/words.js` does the same in the browser, and a test compares the two.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain, count

LONGEST = 40
"""The maximum length of a word in characters; longer ones are cut."""
_UNSPACED_SCRIPTS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
"""Characters of scripts that put no spaces between words: Han, Hiragana and Katakana."""
_UNSPACED = re.compile(f"([{_UNSPACED_SCRIPTS}]+)")
_WORD = re.compile(rf"[^\W_]+(?:['’][^\W_]+)*(?:(?<![{_UNSPACED_SCRIPTS}])(?:\+\+|#))?")
_APOSTROPHE = re.compile("['’]")
_ENDINGS = tuple("ations ation ingly ments ment ions ings edly ing ers ion ies ied ely ed er es ly s y e".split())  # noqa: SIM905
_SHORTEST_STEM = 4
_SPACES = re.compile("[\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")
"""What JavaScript calls white space."""
_FINAL_MARKS = "?.!… "


def words(text: str) -> list[str]:
    """Return the words of a text in order: lower case, without accents and apostrophes, `c++` and `c#` as one word.

    A run of a script without spaces gives each pair of adjacent characters, as in Lucene's CJKAnalyzer.
    """
    flat = text if text.isascii() else unicodedata.normalize("NFKD", text).translate(_MARKS)
    found: list[str] = _WORD.findall(flat.lower())
    if "'" in flat or "’" in flat:
        found = [_APOSTROPHE.sub("", word) for word in found]
    if len(text) > LONGEST and max(map(len, found), default=0) > LONGEST:
        found = [word[:LONGEST] for word in found]
    if text.isascii():
        return found
    return [part for word in found for part in ((word,) if word.isascii() else _parts(word))]


class _Marks(dict[int, int | None]):
    """Maps accents and other marks to nothing, and each other character to itself; it fills itself."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.category(chr(code))[0] == "M" else code
        return self[code]


_MARKS = _Marks()


def _parts(word: str) -> list[str]:
    parts: list[str] = []
    for run in filter(None, _UNSPACED.split(word)):
        if len(run) > 1 and _UNSPACED.match(run):
            parts += [run[at : at + 2] for at in range(len(run) - 1)]
        else:
            parts.append(run)
    return parts


class Numbering(dict[str, tuple[int, ...]]):
    """Numbers the words of texts in the order in which they are first met.

    `split` returns the words of a text, none of which may contain white space: what stands between white space is split
    once, however often it is met, and kept here with the numbers of its words.
    """

    def __init__(self, split: Callable[[str], Iterable[str]]) -> None:
        super().__init__()
        self.numbers: defaultdict[str, int] = defaultdict(count().__next__)
        """The number of each word met so far."""
        self._split = split

    def __missing__(self, piece: str) -> tuple[int, ...]:
        found = self[piece] = tuple(map(self.numbers.__getitem__, self._split(piece)))
        return found

    def of(self, text: str) -> Iterator[int]:
        """Return the numbers of the words of a text, in order."""
        return chain.from_iterable(map(self.__getitem__, text.split()))


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Return a word without one common ending and without a doubled last consonant, if four letters remain.

    It conflates less than Porter's stemmer (1980), so that few words of different meanings become one.
    """
    if word.endswith("ss"):
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word[: -len(ending)]
            break
    else:
        return word[:-1] if word.endswith("s") and len(word) > _SHORTEST_STEM - 1 else word
    doubled = len(word) > _SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "aeiouls"
    return word[:-1] if doubled else word


def normal_form(text: str) -> str:
    """Return a wording as it is compared with another: NFKC, lower case, single spaces, no final punctuation."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text).lower()).strip(" ").rstrip(_FINAL_MARKS)


def fnv1a(text: str) -> int:
    """Return the hash FNV-1a of a text's UTF-8 bytes in 32 bits; bytes that are no text, as commands get, are taken.

    See https://datatracker.ietf.org/doc/html/draft-eastlake-fnv.
    """
    value = 0x811C9DC5
    for byte in text.encode("utf-8", "surrogatepass"):
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value
