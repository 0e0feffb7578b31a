"""Words that decide what a question asks: questions that differ in one are not the same, however alike they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise, permutations, product

from mkdocs_qbank.search.tokens import STOP_WORDS, VAGUE_WORDS
from mkdocs_qbank.search.wordings import Wordings
from mkdocs_qbank.search.words import stem, words

_SYNONYMS = 0.4
"""The similarity from which two words may mean the same."""
_PAIRS = """above/below absolute/relative add/remove after/before all/any always/never and/or and/not
    advantage/disadvantage ascending/descending best/worst better/worse client/server close/open decrease/increase
    disable/enable download/upload dynamic/static either/neither end/start even/odd ever/never exclude/include
    export/import fail/succeed false/true fast/slow first/last first/second former/latter from/to get/post get/put
    get/set global/local greater/less half/full high/low higher/lower highest/lowest horizontal/vertical how/why
    if/unless implicit/explicit in/out inner/outer input/output inside/outside join/split large/small largest/smallest
    latest/oldest least/most left/right less/more local/remote lock/unlock long/short longest/shortest lower/upper
    many/one max/min maximum/minimum mutable/immutable negative/positive new/old newer/older newest/oldest next/previous
    null/undefined odd/even off/on over/under parent/child post/put private/public pull/push read/write
    receive/send request/response rows/columns row/column same/different shallow/deep single/multiple
    start/stop stateful/stateless success/failure sync/async supervised/unsupervised synchronous/asynchronous train/test
    up/down weak/strong when/where when/who when/why where/who where/why who/why with/without win/lose"""
_OPPOSITES = frozenset(frozenset(pair.split("/")) for pair in _PAIRS.split())
_NEGATIONS = frozenset(
    """no not never neither nor none cannot without arent cant couldnt didnt doesnt dont hadnt hasnt havent isnt
    shouldnt wasnt werent wont wouldnt""".split()  # noqa: SIM905 - it reads better so
)
_COMPARING = frozenset(
    "compare compared comparison differ difference differences distinguish versus vs".split()  # noqa: SIM905
)
_NEGATING = ("un", "in", "im", "il", "ir", "non", "dis", "mis", "anti", "a")
_SWAPPED = ("de/en", "ex/in", "ex/im", "down/up", "in/out", "over/under", "post/pre", "e/in")
_SHORTEST = 3
_OPERATOR = re.compile(r"[=<>!&|+*%^~?@$-]{2,}|^[=<>!|+*%^~$@]$")
_NUMBER = re.compile(r"\d")
_PUNCTUATION = "`'\"“”‘’()[]{},;.:"
_CAPITALIZED = re.compile(r"[^\W_]+")
_MOST = 60
"""Words of a wording that are compared."""
_REPLACING, _SPECIAL = 8, 4
"""Words that two wordings have of their own, stop words included, where one that is another or one more decides."""
_OWN = 2
"""Words that each of two wordings may have of its own beside the name that tells them apart, itself included."""


class Decisive:
    """Says of two wordings whether they differ in a word that decides."""

    def __init__(self, wordings: Wordings, texts: Sequence[str]) -> None:
        self._wordings, self._texts = wordings, texts

    @cached_property
    def _names(self) -> frozenset[str]:
        return _names(self._texts)

    def differ(self, one: int, other: int) -> bool:
        """Return whether the wordings in two rows ask different things, although they are much alike."""
        mine, others = (self._wordings.words[row][:_MOST] for row in (one, other))
        left, right = _beside(mine, others), _beside(others, mine)
        if all(len(self._texts[row].split()) == 1 for row in (one, other)):
            return bool(left or right)  # two identifiers
        return (
            _differ_in(_NUMBER, self._texts[one], self._texts[other])
            or _differ_in(_OPERATOR, self._texts[one], self._texts[other])
            or _opposed(mine, others)
            or _compares_more(mine, right, others, left)
            or (
                len(left) + len(right) <= _REPLACING
                and (
                    self._another_subject(mine, others)
                    or any(_opposite(*pair) for pair in product(_telling(left), _telling(right)))
                )
            )
            or self._only_about(mine, others)
            or (len(left) + len(right) <= _SPECIAL and (_more_special(mine, others) or _more_special(others, mine)))
            or self._another_name(left, right)
        )

    def _another_subject(self, mine: Sequence[str], others: Sequence[str]) -> bool:
        """Return whether the two are the same but for one word, and the two words mean different things."""
        replaced = _replaced(mine, others)
        return replaced is not None and self._wordings.word_similarity(*replaced) < _SYNONYMS

    def _only_about(self, mine: Sequence[str], others: Sequence[str]) -> bool:
        """Return whether the two have a single word in common, and one asks of it what the other does not."""
        left, right = _telling(mine), _telling(others)
        shared = {*map(stem, left)} & {*map(stem, right)}
        own, theirs = _beside(left, others), _beside(right, mine)
        return (
            len(shared) == 1
            and bool(own or theirs)
            and all(self._wordings.word_similarity(*pair) < _SYNONYMS for pair in product(own, theirs))
        )

    def _another_name(self, left: Iterable[str], right: Iterable[str]) -> bool:
        """Return whether each of the two has a name where the other has nothing alike, and little else of its own."""
        mine, others = _telling(left), _telling(right)
        return max(len(mine), len(others)) <= _OWN and all(
            any(
                word in self._names and all(self._wordings.word_similarity(word, other) < _SYNONYMS for other in theirs)
                for word in own
            )
            for own, theirs in ((mine, others), (others, mine))
        )


def _compares_more(mine: Iterable[str], lacked: Iterable[str], others: Iterable[str], more: Iterable[str]) -> bool:
    """Return whether one asks how two things differ, and the other only about one of them."""
    comparing = [not _COMPARING.isdisjoint(words) for words in (mine, others)]
    return comparing[0] != comparing[1] and bool(_telling(more if comparing[0] else lacked))


def _beside(mine: Iterable[str], others: Iterable[str]) -> list[str]:
    """Return the words that the others lack, in every form."""
    known = {*map(stem, others)}
    return [word for word in dict.fromkeys(mine) if stem(word) not in known]


def _telling(words: Iterable[str]) -> list[str]:
    return [word for word in words if word not in STOP_WORDS and word not in VAGUE_WORDS]


def _replaced(mine: Iterable[str], others: Iterable[str]) -> tuple[str, str] | None:
    """Return the one word of each in which the two differ, in the same place, or None if they differ otherwise."""
    left, right = _telling(mine), _telling(others)
    if len(left) != len(right):
        return None
    pairs = [pair for pair in zip(left, right, strict=True) if stem(pair[0]) != stem(pair[1])]
    return pairs[0] if len(pairs) == 1 else None


def _differ_in(what: re.Pattern[str], one: str, other: str) -> bool:
    """Return whether each of two texts has a word of a kind that the other lacks."""
    mine, others = ({word for word in _written(text) if what.search(word)} for text in (one, other))
    return bool(mine - others) and bool(others - mine)


def _written(text: str) -> list[str]:
    """Return what stands between spaces, without the punctuation around it."""
    return [word.strip(_PUNCTUATION) for word in text.lower().rstrip("?!. ").split()[:_MOST]]


def _opposed(mine: Sequence[str], others: Sequence[str]) -> bool:
    """Return whether the two are the same but for a word and its opposite, or one negates what the other does not."""
    replaced = _replaced(mine, others)
    if replaced is not None:
        return _opposite(*replaced) or (_negated(*replaced) and not _odd_negations(mine, others))
    if [*map(stem, _telling(mine))] != [*map(stem, _telling(others))]:
        return False
    pairs = product(_beside(mine, others), _beside(others, mine))
    return _odd_negations(mine, others) or any(_opposite(*pair) for pair in pairs)


def _odd_negations(mine: Iterable[str], others: Iterable[str]) -> bool:
    return sum(word in _NEGATIONS for word in (*mine, *others)) % 2 == 1


def _opposite(one: str, other: str) -> bool:
    return frozenset((one, other)) in _OPPOSITES or _swapped(one, other)


def _negated(one: str, other: str) -> bool:
    """Return whether one is the other with a negating prefix."""
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _SHORTEST and any(
        longer.startswith(prefix) and stem(longer[len(prefix) :]) == stem(shorter) for prefix in _NEGATING
    )


def _swapped(one: str, other: str) -> bool:
    """Return whether the two begin with opposite prefixes and go on in the same way."""
    return any(
        one.startswith(first)
        and other.startswith(second)
        and len(one) - len(first) >= _SHORTEST
        and stem(one[len(first) :]) == stem(other[len(second) :])
        for pair in _SWAPPED
        for first, second in permutations(pair.split("/"))
    )


def _more_special(mine: Sequence[str], others: Sequence[str]) -> bool:
    """Return whether one is the other with a word more right before one of both, or anywhere if they are just names.

    An abstract class is not just a class, and the derivation of a filter is not the filter.
    """
    longer, shorter = _telling(mine), [*map(stem, _telling(others))]
    if len(longer) != len(shorter) + 1:
        return False
    left_out = (word for at, word in enumerate(longer) if [*map(stem, longer[:at] + longer[at + 1 :])] == shorter)
    extra = next((word for word in left_out if not word.endswith("ly")), None)
    if extra is None or STOP_WORDS.isdisjoint(mine):
        return extra is not None
    return any(first == extra and second not in STOP_WORDS for first, second in pairwise(mine))


def _names(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that begin with a capital, in the middle of a text, more often than not."""
    upper, lower = Counter[str](), Counter[str]()
    for word, capital in (item for text in texts for item in _cased(text)):
        (upper if capital else lower)[word] += 1
    return frozenset(word for word, count in upper.items() if count > lower[word])


def _cased(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each word and whether it has a capital that the start of the text does not explain."""
    found = [match.group() for match in _CAPITALIZED.finditer(text)]
    later = [word for word in found[1:] if word.lower() not in STOP_WORDS]
    if later and all(word != word.lower() for word in later) and len(later) > 2:
        return  # a text In Title Case tells nothing
    for at, written in enumerate(found):
        capital = written[1:] != written[1:].lower() or (at > 0 and written != written.lower())
        if at or capital:
            for word in words(written):
                yield word, capital
