"""How many suggestions are links that people made themselves, on banks whose links are known.

    python tests/bench/suggesting.py BANK.jsonl… [--model MODEL]

Each line of a bank is an object with `id`, `question`, `answer` and `related`, a list of ids, which the measure hides.
Printed for each bank, over the questions that have links, in percent: MAP@10, the mean average precision of the first
ten without any threshold; then, of what a page shows (three suggestions at most, none below the threshold), the share
that people made, how many are shown, and the share of the questions that have any.

People link only some of what is related, so the precision is what a reader meets at least.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mkdocs_qbank.build.options import Options
from mkdocs_qbank.build.pipeline import meanings
from mkdocs_qbank.embed.embedder import embedder
from mkdocs_qbank.markdown.links import Destinations
from mkdocs_qbank.markdown.parse import Form, Text, parse
from mkdocs_qbank.model.bank import Bank, Question, Topic
from mkdocs_qbank.model.relations import Relation
from mkdocs_qbank.relate.suggested import suggested

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


def average_precision(truth: Mapping[str, set[str]], ranked: Mapping[str, Sequence[Relation]]) -> float:
    """Gives MAP@10."""
    total = 0.0
    for identifier, wanted in truth.items():
        hits = [item.target in wanted for item in ranked[identifier][:FIRST]]
        found = sum(sum(hits[: place + 1]) / (place + 1) for place, hit in enumerate(hits) if hit)
        total += found / min(len(wanted), FIRST)
    return total / len(truth)


def main() -> None:
    """Prints one line for each bank, and the means."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("banks", nargs="+", type=Path)
    parser.add_argument("--model", help="a sentence-embedding model: a folder, or a name on the hub")
    options = parser.parse_args()
    embed = embedder(options.model, Path()) if options.model else None
    print(f"{'bank':>20} {'MAP@10':>8} {'precision':>10} {'shown':>7} {'questions with some':>20}")
    found = []
    for path in options.banks:
        bank, truth = read(path)
        vectors = meanings(bank, embed)
        ranked = suggested(bank, {}, limit=FIRST, threshold=None, embeddings=vectors)
        shown = suggested(bank, {}, limit=Options().suggestions, embeddings=vectors)
        items = [(item.target in wanted) for name, wanted in truth.items() for item in shown[name]]
        with_some = sum(bool(shown[name]) for name in truth) / len(truth)
        found.append((100 * average_precision(truth, ranked), 100 * sum(items) / max(len(items), 1)))
        print(f"{path.stem:>20} {found[-1][0]:>8.1f} {found[-1][1]:>10.1f} {len(items):>7} {100 * with_some:>20.0f}")
    means = [sum(column) / len(found) for column in zip(*found, strict=True)]
    print(f"{'mean':>20} {means[0]:>8.1f} {means[1]:>10.1f}")


if __name__ == "__main__":
    main()
