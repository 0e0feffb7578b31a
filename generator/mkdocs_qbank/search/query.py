"""What the words of a query stand for in an index, as in `search/query.js`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from mkdocs_qbank.search.reader import Reader, Term
from mkdocs_qbank.search.spelling import LONGEST, SHORTEST, corrected
from mkdocs_qbank.search.words import stem, words

_SHORT = 2
"""Letters: a word with less is never looked up as the beginning of another."""
_HALF = 3
"""Letters of a word that may be one half of a compound."""
_MOST = 4
"""Spellings of a word that the bank does not have."""
_SLIPS = 3
"""Words that a known one may be a slip for."""
_KEYWORDS = 4
"""The most words of a query in which two may be a compound written apart."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """Words that a question has all of."""

    words: tuple[str, ...]
    terms: tuple[Term, ...]
    slip: bool = False

    @property
    def rarity(self) -> int:
        """The sum of the rarities of its terms."""
        return sum(term.rarity for term in self.terms)


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """One word of a query, or some that belong together."""

    words: tuple[str, ...]
    forms: tuple[Form, ...]
    """What it stands for; the best counts."""
    weight: int
    """Its rarity."""
    telling: bool
    """Whether it is more than stop words."""
    replaced: bool = False
    """Whether its forms are other spellings of it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Span:
    at: int
    length: int
    others: tuple[tuple[str, ...], ...]


def units_of(reader: Reader, query: str) -> tuple[Unit, ...]:
    """Return the units of a query."""
    asked = words(query)
    spans = [*_terms_of_glossary(asked, reader.glossary), *_compounds(reader, asked)]
    units: dict[tuple[str, ...], Unit] = {}
    at = 0
    while at < len(asked):
        here = sorted((span for span in spans if span.at == at), key=lambda span: -span.length)
        span = here[0] if here else _Span(at=at, length=1, others=())
        own = tuple(asked[at : at + span.length])
        at += span.length
        units.setdefault(tuple(map(stem, own)), _unit(reader, own, span.others, unfinished=at == len(asked)))
    if any(unit.telling for unit in units.values()):
        return tuple(units.values())
    return tuple(replace(unit, telling=True) for unit in units.values())


def with_slips(reader: Reader, units: Iterable[Unit]) -> tuple[Unit, ...]:
    """Return the same units, each known word also as those that it may be a slip for."""
    return tuple(_with_slips(reader, unit) for unit in units)


def _with_slips(reader: Reader, unit: Unit) -> Unit:
    if len(unit.words) > 1 or unit.replaced or not unit.telling:
        return unit
    forms = (_form(reader, (other,)) for other in corrected(unit.words[0], reader.words)[:_SLIPS])
    return replace(unit, forms=(*unit.forms, *(replace(form, slip=True) for form in forms if form)))


def _unit(reader: Reader, own: tuple[str, ...], others: Sequence[tuple[str, ...]], *, unfinished: bool) -> Unit:
    telling = any(word not in reader.stop_words for word in own)
    itself = _form(reader, own)
    forms = tuple(form for form in (itself, *(_form(reader, other) for other in others)) if form)
    if forms:
        weight = itself.rarity if itself else max(form.rarity for form in forms)
        return Unit(words=own, forms=forms, weight=weight, telling=telling)
    forms, replaced = ((), False) if len(own) > 1 else _spellings(reader, own[0], unfinished=unfinished)
    weight = max((form.rarity for form in forms), default=reader.unknown)
    return Unit(words=own, forms=forms, weight=weight, telling=telling, replaced=replaced)


def _form(reader: Reader, written: tuple[str, ...], stems: tuple[str, ...] | None = None) -> Form | None:
    terms = [reader.term(one) for one in stems or map(stem, written)]
    some = tuple(term for term in terms if term is not None)
    return Form(words=written, terms=some) if len(some) == len(terms) else None


def _spellings(reader: Reader, word: str, *, unfinished: bool) -> tuple[tuple[Form, ...], bool]:
    """Return the forms of a word that the index lacks, and whether they replace it.

    They are two words, what it begins, or words that are spelt nearly so.
    """
    for at in range(_HALF, len(word) - _HALF + 1):
        halves = word[:at], word[at:]
        if all(half not in reader.stop_words and _known(reader, half) for half in halves):
            form = _form(reader, halves)
            if form:
                return (form,), True
    if unfinished and len(word) >= _SHORT:
        found = [_form(reader, (word,), (one,)) for one in reader.completions(word)]
        if any(found):
            return tuple(filter(None, found)), False
    others = [_form(reader, (other,)) for other in corrected(word, reader.words)[:_MOST]]
    return tuple(filter(None, others)), True


def _known(reader: Reader, word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and word in reader.words(len(word))


def _terms_of_glossary(asked: Sequence[str], groups: Iterable[Sequence[str]]) -> Iterator[_Span]:
    """Yield where forms of the glossary are in a query, with the other forms of their group."""
    for group in groups:
        forms = [form for form in map(tuple, map(words, group)) if form]
        for form in forms:
            at = next((at for at in range(len(asked)) if tuple(asked[at : at + len(form)]) == form), None)
            if at is not None:
                yield _Span(at=at, length=len(form), others=tuple(other for other in forms if other is not form))


def _compounds(reader: Reader, asked: Sequence[str]) -> Iterator[_Span]:
    """Yield where two words of a short query are one in the index."""
    for at in range(len(asked) - 1 if len(asked) <= _KEYWORDS else 0):
        joined = asked[at] + asked[at + 1]
        if reader.term(stem(joined)):
            yield _Span(at=at, length=2, others=((joined,),))
