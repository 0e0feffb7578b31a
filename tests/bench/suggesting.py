"""How many suggestions are links that people made themselves, on banks whose links are known.

    python tests/bench/suggesting.py BANK.jsonl… [--model MODEL] [--shown BANK.jsonl]

Each line of a bank is an object with `id`, `question`, `answer` and `related`, a list of ids, which the measure hides.
Printed for each bank, over the questions that have links, in percent: MAP@10, the mean average precision of the first
ten without any threshold; then, of what a page shows (three suggestions at most, none below the threshold), the share
that people made, how many are shown, and the share of the questions that have any.

Without a model, follow the same figures "left out": of a grid of weights, those are used for a bank that give the
highest sum of mean MAP@10 and mean precision on the others. `--shown` names a bank without links, as JSONL of
`make bench`; printed is the share of its questions that have a suggestion, which the threshold was chosen by.

People link only some of what is related, so the precision is what a reader meets at least.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mkdocs_qbank.build.options import Options
from mkdocs_qbank.build.relating import meanings
from mkdocs_qbank.embed.embedder import embedder
from mkdocs_qbank.markdown.links import Destinations
from mkdocs_qbank.markdown.parse import Form, Text, parse
from mkdocs_qbank.model.bank import Bank, Question, Topic
from mkdocs_qbank.relate.similarity import Weights
from mkdocs_qbank.relate.suggested import THRESHOLD, Evidence, choose, gather

FIRST = 10


def read(path: Path) -> tuple[Bank, dict[str, set[str]]]:
    """Gives a bank without its links, and the links of each question that has some."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    questions = tuple(_question(row) for row in sorted(rows, key=lambda row: row["id"]))
    topic = Topic(id="bank", title=path.stem, path="questions/bank/_topic.yml")
    return Bank(questions=questions, topics=(topic,)), {
        row["id"]: set(row["related"]) for row in rows if row["related"]
    }


def _question(row: Mapping[str, Any]) -> Question:
    path = f"questions/bank/{row['id']}.yml"
    texts = (Text(text=row["question"], form=Form.HEADING), Text(text=row["answer"], form=Form.FIELD))
    (question,), (answer,) = parse(texts, path, Destinations(), frozenset()).sections
    return Question(id=row["id"], topic="bank", path=path, question=question.title, answer=answer.body)


def average_precision(ranked: Sequence[Sequence[bool]], wanted: Sequence[int]) -> float:
    """MAP@10: `ranked` says of the first ten of each question which are links, `wanted` how many links there are."""
    total = 0.0
    for hits, links in zip(ranked, wanted, strict=True):
        found = sum(sum(hits[: place + 1]) / (place + 1) for place, hit in enumerate(hits) if hit)
        total += found / min(links, FIRST)
    return total / len(ranked)


def grid() -> list[Weights]:
    """The weights that are compared; the first are those in use."""
    all_weights = itertools.product((1.4, 1.0, 0.7), (0.3, 0.1, 0.5), (0.6, 0.3, 0.9))
    return [Weights(characters=one, heading=two, subject=three) for one, two, three in all_weights]


@dataclass(frozen=True, slots=True)
class Figures:
    """What is measured of one bank, in percent but for `shown`."""

    average: float
    precision: float
    shown: int
    some: float


def measure(evidence: Evidence, truth: Mapping[str, set[str]], weights: Weights) -> Figures:
    """Measures a bank with these weights."""
    ids = [question.id for question in evidence.questions]
    similarities = evidence.similarity({}, weights)

    def hits(limit: int, threshold: float | None) -> list[list[bool]]:
        chosen = choose(evidence, similarities, {}, limit=limit, threshold=threshold)
        rows = zip(ids, chosen, strict=True)
        return [[ids[other] in truth[name] for other, _ in row] for name, row in rows if name in truth]

    wanted = [len(truth[name]) for name in ids if name in truth]
    shown = hits(Options().suggestions, THRESHOLD)
    items = [hit for row in shown for hit in row]
    return Figures(
        average=100 * average_precision(hits(FIRST, None), wanted),
        precision=100 * sum(items) / max(len(items), 1),
        shown=len(items),
        some=100 * sum(map(bool, shown)) / len(shown),
    )


def say(rows: Sequence[tuple[str, Figures]]) -> None:
    """Prints a line for each bank, and the means."""
    for name, row in rows:
        print(f"{name:>20} {row.average:>8.1f} {row.precision:>10.1f} {row.shown:>7} {row.some:>20.0f}")
    average, precision = (sum(getattr(row, name) for _, row in rows) / len(rows) for name in ("average", "precision"))
    print(f"{'mean':>20} {average:>8.1f} {precision:>10.1f}", flush=True)


def share_with_some(path: Path) -> float:
    """The share of the questions of a bank without links that have a suggestion."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    questions = [
        replace(
            _question({**row, "id": row["id"].replace("/", "-"), "answer": row["answer_markdown"]}),
            topic=row["topic"],
            tags=tuple(sorted(set(row.get("tags", ())))),
        )
        for row in rows
    ]
    evidence = gather(tuple(sorted(questions, key=lambda question: question.id)))
    shown = [*choose(evidence, evidence.similarity({}), {}, limit=Options().suggestions)]
    return sum(map(bool, shown)) / len(shown)


def main() -> None:
    """Prints a table of the banks, and one for weights chosen on the other banks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("banks", nargs="+", type=Path)
    parser.add_argument("--model", help="a sentence-embedding model: a folder, or a name on the hub")
    parser.add_argument("--shown", type=Path)
    options = parser.parse_args()
    embed = embedder(options.model, Path()) if options.model else None
    heading = f"{'MAP@10':>8} {'precision':>10} {'shown':>7} {'questions with some':>20}"
    print(f"{'bank':>20} {heading}", flush=True)
    names = [path.stem for path in options.banks]
    weights = grid()[:1] if embed or len(names) < 2 else grid()
    figures: list[list[Figures]] = []
    for path in options.banks:
        bank, truth = read(path)
        evidence = gather(bank.questions, meanings(bank, embed))
        figures.append([measure(evidence, truth, one) for one in weights])
    say([(name, rows[0]) for name, rows in zip(names, figures, strict=True)])
    if len(weights) > 1:
        print("\nleft out: weights chosen on the other banks")
        say([(name, figures[row][_best(figures, row)]) for row, name in enumerate(names)])
    if options.shown:
        share = share_with_some(options.shown)
        print(f"\n{options.shown.stem}: {100 * share:.1f} % of the questions have a suggestion")


def _best(figures: Sequence[Sequence[Figures]], left_out: int) -> int:
    """The place of the weights that are best on all banks but one."""
    others = [rows for row, rows in enumerate(figures) if row != left_out]
    sums = [sum(rows[place].average + rows[place].precision for rows in others) for place in range(len(others[0]))]
    return sums.index(max(sums))


if __name__ == "__main__":
    main()
