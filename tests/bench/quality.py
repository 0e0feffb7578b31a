"""How well search finds what somebody words in their own way, beside BM25 and Pagefind, in one run.

    python tests/bench/quality.py --queries stackfaq.json [--among bank.jsonl] [--without-pagefind]

A file of queries is an object with `docs`, a list of objects with `id`, `question` and `answer`, and `queries`, a list
of pairs of a wording and the id that it means. A bank is JSONL as `make bench` takes it. Printed is in how many percent
of the wordings the question that is meant is first, among three, among five, and among ten:

- QBank, and the same without what words mean: the site's ranking in Python, which a test compares with the browser's;
- BM25 (k1 1.2, b 0.75) over the question seven times and the answer, in one field;
- Pagefind as it comes, over a page for each question with a heading and a text. It needs Chromium.

Below stands what the check for duplicates makes of the wordings as new questions (see `duplicating.py`); `--pairs`
prints the pairs that it flags in the bank of `--among`.

Then the questions of the bank themselves that are unique in their normal form, and this bank's own half-remembered
wordings (tests/content/half-remembered.yml), written by people who saw the titles alone.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
import yaml
from duplicating import say_duplicates, say_pairs
from mkdocs_qbank.build.pipeline import search_files
from mkdocs_qbank.markdown.links import Destinations
from mkdocs_qbank.markdown.parse import Form, Text, parse
from mkdocs_qbank.model.bank import Bank, Question, Topic
from mkdocs_qbank.read.bank import read_bank
from mkdocs_qbank.search import search as ranking
from mkdocs_qbank.search.reader import Reader
from mkdocs_qbank.search.score import select
from mkdocs_qbank.search.texts import answer_blocks
from mkdocs_qbank.search.words import normal_form, words
from served import ROOT, chromium, serve

FIRST = (1, 3, 5, 10)
_PAGEFIND = """async ([address, queries, most]) => {
    const pagefind = await import(`${address}pagefind/pagefind.js`);
    const ids = [];
    for (const query of queries) {
        const { results } = await pagefind.search(query);
        const data = await Promise.all(results.slice(0, most).map((result) => result.data()));
        ids.push(data.map(({ raw_url }) => raw_url.replace(/^.*\\/|\\.html$/g, "")));
    }
    return ids;
}"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A wording, and the id that it means."""

    text: str
    meant: str


def question(name: str, title: str, answer: str) -> Question:
    """A question as it is read from a file."""
    path = f"questions/bank/{name}.yml"
    texts = (Text(text=title, form=Form.HEADING), Text(text=answer, form=Form.FIELD))
    (first,), (second,) = parse(texts, path, Destinations(), frozenset()).sections
    return Question(id=name, topic="bank", path=path, question=first.title, answer=second.body)


def bank_of(rows: Sequence[Mapping[str, Any]], answer: str) -> Bank:
    """A bank of one topic; `answer` is the field that answers."""
    questions = tuple(question(row["id"].replace("/", "-"), row["question"], row[answer]) for row in rows)
    return Bank(
        questions=questions, topics=(Topic(id="bank", title="Bank", path="questions/bank/_topic.yml"),)
    ).published


def reader_of(bank: Bank) -> Reader:
    """What reads the search index of a bank."""
    files = search_files(bank)
    return Reader(lambda path: text.encode() if isinstance(text := files[path], str) else text)


def by_words_and_meaning(reader: Reader, queries: Sequence[Asked]) -> Iterator[list[str]]:
    """The first ten of QBank."""
    for asked in queries:
        yield [match.id for match in ranking.search(reader, asked.text, FIRST[-1])]


def by_words(reader: Reader, queries: Sequence[Asked]) -> Iterator[list[str]]:
    """The first ten of QBank before it knows what words mean."""
    for asked in queries:
        found = select(ranking.lexical(reader, asked.text), None, reader.exact(asked.text))
        yield [reader.text(number).id for number, _ in found[: FIRST[-1]]]


def by_bm25(bank: Bank, queries: Sequence[Asked]) -> Iterator[list[str]]:
    """The first ten of BM25 over the question seven times and the answer."""
    terms: dict[str, int] = {}
    texts = [[*7 * words(one.question.plain), *words(" ".join(answer_blocks(one)))] for one in bank.questions]
    rows = [Counter(terms.setdefault(word, len(terms)) for word in text) for text in texts]
    counts = sp.csr_matrix(
        (
            [float(count) for row in rows for count in row.values()],
            [term for row in rows for term in row],
            np.cumsum([0, *map(len, rows)]),
        ),
        shape=(len(rows), len(terms)),
    )
    spread = np.bincount(counts.indices, minlength=len(terms))
    rarity = np.log(1 + (len(rows) - spread + 0.5) / (spread + 0.5))
    lengths = np.array([len(text) for text in texts])
    norms = np.repeat(0.25 + 0.75 * lengths / lengths.mean(), np.diff(counts.indptr))
    data = counts.data * 2.2 / (counts.data + 1.2 * norms) * rarity[counts.indices]
    weights = sp.csc_matrix(sp.csr_matrix((data, counts.indices, counts.indptr), shape=counts.shape))
    for asked in queries:
        scores = np.asarray(
            weights[:, sorted({terms[word] for word in words(asked.text) if word in terms})].sum(axis=1)
        ).ravel()
        yield [bank.questions[row].id for row in np.argsort(-scores, kind="stable")[: FIRST[-1]].tolist()]


def by_pagefind(bank: Bank, queries: Sequence[Asked]) -> list[list[str]]:
    """The first ten of Pagefind."""
    from pagefind.service import get_executable

    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        site = Path(folder)
        for one in bank.questions:
            text = "".join(f"<p>{escape(block)}</p>" for block in answer_blocks(one))
            body = f"<h1>{escape(one.question.plain)}</h1>{text}"
            html = f"<!doctype html><html lang=en><title>-</title><body>{body}</body></html>"
            (site / f"{one.id}.html").write_text(html, encoding="utf-8")
        subprocess.run([str(get_executable()), "--site", folder, "--silent"], check=True, capture_output=True)
        with serve(site) as served:
            page = browser.new_page()
            page.goto(f"{served.address}{bank.questions[0].id}.html")
            found: list[list[str]] = page.evaluate(
                _PAGEFIND, [served.address, [asked.text for asked in queries], FIRST[-1]]
            )
    return found


def say(name: str, found: Sequence[Sequence[str]], queries: Sequence[Asked]) -> None:
    """Print the shares."""
    ranks = [
        ids.index(asked.meant) if asked.meant in ids else FIRST[-1] for ids, asked in zip(found, queries, strict=True)
    ]
    shares = " / ".join(f"{100 * sum(rank < most for rank in ranks) / len(ranks):5.1f}" for most in FIRST)
    print(f"  {name:<28} {shares}   of {len(ranks)}", flush=True)


def compare(title: str, bank: Bank, queries: Sequence[Asked], *, pagefind: bool) -> Reader:
    """Print what each finds."""
    print(f"{title}: {len(bank.questions)} questions", flush=True)
    reader = reader_of(bank)
    say("QBank", [*by_words_and_meaning(reader, queries)], queries)
    say("QBank, words alone", [*by_words(reader, queries)], queries)
    say("BM25", [*by_bm25(bank, queries)], queries)
    if pagefind:
        say("Pagefind", by_pagefind(bank, queries), queries)
    wordings: dict[str, list[str]] = {}
    for asked in queries:
        wordings.setdefault(asked.meant, []).append(asked.text)
    meant = [one for one in bank.questions if one.id in wordings]
    say_duplicates(meant, [one for one in bank.questions if one.id not in wordings], wordings)
    return reader


def own_questions(bank: Bank, reader: Reader) -> None:
    """Print for how many unique questions that very question is first."""
    forms = Counter(normal_form(one.question.plain) for one in bank.questions)
    unique = [
        Asked(one.question.plain, one.id) for one in bank.questions if forms[normal_form(one.question.plain)] == 1
    ]
    say("the questions themselves", [*by_words_and_meaning(reader, unique)], unique)


def half_remembered() -> None:
    """Print what is found of this bank."""
    rows = yaml.safe_load((ROOT / "tests/content/half-remembered.yml").read_text(encoding="utf-8"))
    reader = reader_of(read_bank(ROOT / "content").bank.published)
    print("this bank, half-remembered")
    for name, kept in {
        "all": rows,
        "no word shared with a title or alias": [row for row in rows if not row["shares"]],
    }.items():
        asked = [Asked(row["words"], row["id"]) for row in kept]
        found = [*by_words_and_meaning(reader, asked)]
        say(name, found, asked)
    missed = [f"{one.text} ({one.meant})" for one, ids in zip(asked, found, strict=True) if one.meant not in ids]
    print("  not in ten:", "; ".join(missed) or "none")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--queries", type=Path, action="append", default=[])
    parser.add_argument("--among", type=Path)
    parser.add_argument("--without-pagefind", action="store_true")
    parser.add_argument("--pairs", action="store_true", help="print the pairs that are flagged in the bank of --among")
    options = parser.parse_args()
    for path in options.queries:
        given = json.loads(path.read_text(encoding="utf-8"))
        queries = [Asked(text, name) for text, name in given["queries"]]
        alone = bank_of(given["docs"], "answer")
        compare(path.stem, alone, queries, pagefind=not options.without_pagefind)
        if options.among:
            rows = [json.loads(line) for line in options.among.read_text(encoding="utf-8").splitlines()]
            others = bank_of(rows, "answer_markdown")
            both = Bank(questions=(*alone.questions, *others.questions), topics=alone.topics).published
            reader = compare(
                f"{path.stem} among {options.among.stem}", both, queries, pagefind=not options.without_pagefind
            )
            own_questions(both, reader)
            if options.pairs:
                say_pairs(sorted(others.questions, key=lambda question: question.path))
    half_remembered()


if __name__ == "__main__":
    main()
