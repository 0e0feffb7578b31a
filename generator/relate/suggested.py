"""Relations that nobody made: questions whose words are alike.

The likeness is the cosine of TF-IDF vectors (Salton and Buckley, 1988: sublinear term frequency, smoothed inverse
document frequency) over words and pairs of words. The products are made and cut to the best few by a sparse-matrix
library in compiled code, so that no list of all pairs ever exists.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer
from sparse_dot_topn import sp_matmul_topn

from generator.model import Bank, Kind, Question, Relation
from generator.read.markdown import outline

THRESHOLD = 0.15
_COMMON, _COMMONPLACE = 0.15, 10.0
_STOP_WORDS = [*ENGLISH_STOP_WORDS, "al", "did", "do", "does", "et", "just", "like", "make", "makes", "mean", "means", "say"]
_STOP_WORDS += ["says", "use", "used", "uses", "using", "vs", "want", "work", "works"]
_SPARE = 12
"""How many more of the nearest are fetched than are asked for, since those that people made already are passed over."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Nearness:
    """How alike the questions of a bank are: one row of weighted terms for each, in the order of `ids`."""

    ids: tuple[str, ...]
    terms: tuple[str, ...]
    rows: sp.csr_matrix
    """Shape (questions, terms), each row of length 1."""
    headings: tuple[str, ...]
    """The question and tags of each in small letters: what stands there names a subject best."""
    spread: np.ndarray[tuple[int], np.dtype[np.int64]]
    """In how many questions each term stands."""

    def nearest(self, count: int, threshold: float) -> list[list[tuple[int, float]]]:
        """Gives for each question the other questions most like it, as (row, cosine), the most alike first."""
        best = sp_matmul_topn(self.rows, self.rows.T.tocsr(), top_n=count + 1, threshold=threshold, sort=True)
        found = []
        for row in range(len(self.ids)):
            columns = best.indices[best.indptr[row] : best.indptr[row + 1]]
            scores = best.data[best.indptr[row] : best.indptr[row + 1]]
            pairs = [(int(column), float(score)) for column, score in zip(columns, scores, strict=True) if column != row]
            found.append(sorted(pairs, key=lambda pair: (-round(pair[1], 9), self.ids[pair[0]]))[:count])
        return found

    def shared(self, one: int, other: int, passed: Collection[str] = (), count: int = 3) -> list[str]:
        """Gives the terms that make two questions alike, best first, none a form or a part of another.

        A term is as good as it adds to the likeness, twice that in the heading of one of them, three times in both;
        a term that stands all over the bank says little and comes last.
        """
        product = self.rows[one].multiply(self.rows[other]).tocsr()
        product.data[self.spread[product.indices] > max(2, _COMMON * len(self.ids))] /= _COMMONPLACE
        pairs = ((self.terms[index], float(value)) for index, value in zip(product.indices, product.data, strict=True))
        named = [(value * (1 + sum(term in self.headings[row] for row in (one, other))), term) for term, value in pairs]
        chosen: list[str] = []
        for _, term in sorted(named, key=lambda item: (-round(item[0], 9), item[1])):
            if term in passed:
                continue
            stems = {word[:-1] for word in term.split()}
            if all(not any(word.startswith(stem) for stem in stems for word in kept.split()) for kept in chosen):
                chosen.append(term)
            if len(chosen) == count:
                break
        return chosen


def measure(questions: Sequence[Question]) -> Nearness:
    """Weighs the terms of each question; a term that stands in one question only relates it to none and is left out."""
    ids = tuple(question.id for question in questions)
    vectorizer = TfidfVectorizer(
        sublinear_tf=True,
        stop_words=_STOP_WORDS,
        token_pattern=r"(?u)\b[^\W\d_][\w+#-]*[\w+#]",
        ngram_range=(1, 2),
        min_df=2,
        dtype=np.float64,
    )
    try:
        rows = vectorizer.fit_transform([_words(question) for question in questions])
    except ValueError:  # no term stands in two questions
        return Nearness(ids=ids, terms=(), rows=sp.csr_matrix((len(ids), 0)), headings=(), spread=np.zeros(0, dtype=np.int64))
    headings = tuple(" . ".join(_heading(question)).casefold() for question in questions)
    rows = rows.tocsr()
    spread = np.bincount(rows.indices, minlength=rows.shape[1])
    return Nearness(ids=ids, terms=tuple(vectorizer.get_feature_names_out()), rows=rows, headings=headings, spread=spread)


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
    nearness = measure(bank.questions)
    if not nearness.terms:
        return MappingProxyType({})
    spare = min(max(map(len, known.values()), default=0), _SPARE)
    found = {}
    for row, near in enumerate(nearness.nearest(limit + spare, threshold)):
        identifier = nearness.ids[row]
        passed = known.get(identifier, ())
        chosen = [(other, score) for other, score in near if nearness.ids[other] not in passed][:limit]
        found[identifier] = tuple(_relation(bank, nearness, row, other, score) for other, score in chosen)
    return MappingProxyType(found)


def _heading(question: Question) -> list[str]:
    return [question.question.text, *(tag.replace("-", " ") for tag in question.tags)]


def _words(question: Question) -> str:
    parts = (*_heading(question), *question.aliases, *(prose.text for prose in question.prose))
    blocks = [outline(part).words for part in parts]
    return " . ".join(word for words in blocks for word in words)


def _relation(bank: Bank, nearness: Nearness, row: int, other: int, score: float) -> Relation:
    source, target = nearness.ids[row], nearness.ids[other]
    tags = [tag for tag in bank.by_id[source].tags if tag in bank.by_id[target].tags]
    spoken = {word for tag in tags for word in (tag, *tag.split("-"), tag.replace("-", " "))}
    terms = nearness.shared(row, other, spoken)
    return Relation(
        kind=Kind.SUGGESTED,
        source=source,
        target=target,
        reason=_reason(terms, tags),
        score=round(score, 4),
    )


def _reason(terms: list[str], tags: list[str]) -> str:
    words = f"Both are about {_and(terms)}" if terms else ""
    tagged = f"both are tagged {_and(tags[:2])}" if tags else ""
    if words and tagged:
        return f"{words}; {tagged}."
    return f"{words or tagged.capitalize()}."


def _and(items: list[str]) -> str:
    marked = [f"“{item}”" for item in items]
    return marked[0] if len(marked) == 1 else f"{', '.join(marked[:-1])} and {marked[-1]}"
