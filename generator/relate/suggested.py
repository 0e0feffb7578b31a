"""Relations that nobody made: questions whose words are alike.

The likeness of two questions is the cosine of their rows of terms. The products are made and cut to the best few by a
sparse-matrix library in compiled code, so that no list of all pairs ever exists.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from sparse_dot_topn import sp_matmul_topn

from generator.model import Bank, Kind, Relation
from generator.relate.terms import Terms, heading, weigh

THRESHOLD = 0.2
_SPARE = 12
"""How many more of the nearest are fetched than are asked for, since those that people made already are passed over."""
_COMMON, _COMMONPLACE = 0.15, 10.0
"""A term that stands in more than this share of the questions is worth so many times less as a reason."""


def suggested(
    bank: Bank,
    known: Mapping[str, Collection[str]],
    *,
    limit: int,
    threshold: float = THRESHOLD,
) -> Mapping[str, tuple[Relation, ...]]:
    """Gives up to `limit` suggestions for each question, best first, none below the threshold.

    `known` holds for each id those to which people related it already; they are never suggested.
    """
    if limit < 1 or len(bank.questions) < 2:
        return MappingProxyType({})
    terms = weigh(bank.questions)
    ids = [question.id for question in bank.questions]
    reasons = _Reasons(bank, terms)
    spare = min(max(map(len, known.values()), default=0), _SPARE)
    found = {}
    for row, near in enumerate(_nearest(terms, ids, limit + spare, threshold)):
        passed = known.get(ids[row], ())
        chosen = [(other, score) for other, score in near if ids[other] not in passed][:limit]
        found[ids[row]] = tuple(
            Relation(
                kind=Kind.SUGGESTED,
                source=ids[row],
                target=ids[other],
                reason=reasons.between(row, other),
                score=round(score, 4),
            )
            for other, score in chosen
        )
    return MappingProxyType(found)


def _nearest(terms: Terms, ids: list[str], count: int, threshold: float) -> list[list[tuple[int, float]]]:
    """For each row the other rows most like it with their cosines, the most alike first, equal ones by id."""
    best = sp_matmul_topn(terms.rows, terms.rows.T.tocsr(), top_n=count + 1, threshold=threshold, sort=True)
    found = []
    for row in range(len(ids)):
        span = slice(best.indptr[row], best.indptr[row + 1])
        pairs = zip(best.indices[span].tolist(), best.data[span].tolist(), strict=True)
        others = [(column, score) for column, score in pairs if column != row]
        found.append(sorted(others, key=lambda pair: (-round(pair[1], 9), ids[pair[0]]))[:count])
    return found


class _Reasons:
    """Why two questions are alike, in words."""

    def __init__(self, bank: Bank, terms: Terms) -> None:
        self.terms = terms
        self.tags = [question.tags for question in bank.questions]
        self.headings = [" . ".join(heading(question)).lower() for question in bank.questions]
        self.many = max(2.0, _COMMON * len(bank.questions))

    def between(self, one: int, other: int) -> str:
        """Gives one sentence about two rows."""
        tags = [tag for tag in self.tags[one] if tag in self.tags[other]]
        spoken = {word for tag in tags for word in (tag, *tag.split("-"), tag.replace("-", " "))}
        terms = self._terms(one, other, spoken)
        words = f"Both are about {_and(terms)}" if terms else ""
        tagged = f"both are tagged {_and(tags[:2])}" if tags else ""
        if words and tagged:
            return f"{words}; {tagged}."
        return f"{words or tagged.capitalize()}."

    def _terms(self, one: int, other: int, spoken: Collection[str], count: int = 3) -> list[str]:
        """The terms that make two rows alike, best first, none a form or a part of another.

        A term is as good as it adds to the likeness, twice that in the heading of one of them, three times in both.
        """
        ranked = []
        mine, theirs = self._row(one), self._row(other)
        for index in mine.keys() & theirs.keys():
            term = self.terms.names[index]
            value = mine[index] * theirs[index] * (1 + (term in self.headings[one]) + (term in self.headings[other]))
            ranked.append((-round(value / (_COMMONPLACE if self.terms.spread[index] > self.many else 1), 9), term))
        chosen: list[str] = []
        for _, term in sorted(ranked):
            stems = [word[:-1] for word in term.split()]
            kept = [word for earlier in chosen for word in earlier.split()]
            if term not in spoken and not any(word.startswith(stem) for stem in stems for word in kept):
                chosen.append(term)
            if len(chosen) == count:
                break
        return chosen

    def _row(self, row: int) -> dict[int, float]:
        rows = self.terms.rows
        span = slice(rows.indptr[row], rows.indptr[row + 1])
        return dict(zip(rows.indices[span].tolist(), rows.data[span].tolist(), strict=True))


def _and(items: list[str]) -> str:
    marked = [f"“{item}”" for item in items]
    return marked[0] if len(marked) == 1 else f"{', '.join(marked[:-1])} and {marked[-1]}"
