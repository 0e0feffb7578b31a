"""The words of questions as rows of a sparse matrix: TF-IDF (Salton and Buckley, 1988).

The frequency of a term in a text counts as one plus its logarithm, its rarity as one plus the logarithm of the texts
there are over those that hold it, each count raised by one; every row has length 1, so that the product of two rows is
the cosine of the angle between them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import scipy.sparse as sp

from generator.model import Question
from generator.read.markdown import outline

_TOKEN = re.compile(r"[^\W\d_][\w+#-]*[\w+#]")
_STOP_WORDS = frozenset(
    """a about above after again against all almost alone already also although always am among an and another any are
    as at away be became because been before being below between both but by can cannot could did do does doing done
    down during each either else enough et etc even ever every few first for from further get gets give given go had
    has have having he her here hers him his how however if in instead into is it its itself just keep kept last least
    less let like made make makes many may me mean means might mine more most much must my neither never no nor not
    nothing now of off often on once one ones only onto or other others our ours out over own per perhaps rather same
    say says see seem seems several she should since so some something still such take takes than that the their theirs
    them then there therefore these they this those though through thus to together too toward two under until up upon
    us use used uses using usually very via vs was way we well were what when where whether which while who whole whom
    whose why will with within without work works would yet you your yours""".split()  # noqa: SIM905 - it reads better so
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """The terms of a bank and how much each question is about each of them."""

    names: tuple[str, ...]
    rows: sp.csr_matrix
    """Shape (questions, terms), in the order in which the questions were given."""
    spread: np.ndarray[tuple[int], np.dtype[np.int64]]
    """In how many questions each term stands."""


def weigh(questions: Sequence[Question]) -> Terms:
    """Gives the weighed terms of questions: all their words, and those pairs of words that stand in two or more.

    A word that stands in one question only relates it to none, but it counts in the length of the row: without it, two
    short texts with one common word would be taken for the same.
    """
    texts = [[_tokens(block) for block in _blocks(question)] for question in questions]
    words = _count(Counter(word for block in blocks for word in block) for blocks in texts)
    pairs = _count(Counter(f"{a} {b}" for block in blocks for a, b in pairwise(block)) for blocks in texts)
    (names, counts), (more, pair_counts) = words, pairs
    shared = np.flatnonzero(np.bincount(pair_counts.indices, minlength=len(more)) > 1)
    counts = sp.hstack([counts, pair_counts[:, shared]], format="csr")
    spread = np.bincount(counts.indices, minlength=counts.shape[1])
    rarity = 1 + np.log((1 + len(questions)) / (1 + spread))
    counts.data = (1 + np.log(counts.data)) * rarity[counts.indices]
    lengths = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1)).ravel())
    scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    rows = sp.csr_matrix(sp.diags(scale) @ counts)
    return Terms(names=(*names, *(more[index] for index in shared)), rows=rows, spread=spread)


def heading(question: Question) -> list[str]:
    """Gives what names the subject of a question best: its own words and its tags."""
    return [question.question.text, *(tag.replace("-", " ") for tag in question.tags)]


def _blocks(question: Question) -> Iterable[str]:
    for part in (*heading(question), *question.aliases, *(prose.text for prose in question.prose)):
        yield from outline(part).words


def _tokens(text: str) -> list[str]:
    return [word for word in _TOKEN.findall(text.lower()) if word not in _STOP_WORDS]


def _count(counters: Iterable[Counter[str]]) -> tuple[list[str], sp.csr_matrix]:
    """The terms in the order in which they are met, and how often each stands in each text."""
    vocabulary: dict[str, int] = {}
    indices: list[int] = []
    data: list[int] = []
    starts = [0]
    for counter in counters:
        indices += [vocabulary.setdefault(term, len(vocabulary)) for term in counter]
        data += counter.values()
        starts.append(len(indices))
    shape = (len(starts) - 1, len(vocabulary))
    return list(vocabulary), sp.csr_matrix((np.array(data, dtype=np.float64), indices, starts), shape=shape)
