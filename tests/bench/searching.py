"""Whether search finds the question that somebody half remembers, and what it costs them, in headless Chromium.

    python tests/bench/searching.py [BANK.jsonl…] [--size 10000]

For this bank, and for each given as JSONL: the share of known-item queries (see known.py) whose question is among the
first three, by rare words and with one letter wrong; the size of the index and the seconds it takes; the bytes over the
wire and the time to the first result. For this bank also by alias: it is built once without the first alias of every
question, once without the second, and so on, and each time asked for those that are left out.

Then a bank of `--size` made questions, beside the same question files built by MkDocs with nothing but Material and its
own search, in the same run. Times count from opening a question page to the first result; bytes are compressed.
"""

from __future__ import annotations

import argparse
import itertools
import re
import shutil
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from given import take_bank
from known import Query, misspelt, rare
from made import make_bank
from mkdocs_qbank.build.pipeline import search_files
from mkdocs_qbank.model.addresses import DATA
from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.read.bank import read_bank
from served import ROOT, Served, build, chromium, serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FIRST = 3
_STOCK = """site_name: Stock
docs_dir: content/questions
theme: {name: material, font: false}
plugins: [search]
nav: [index.md]
not_in_nav: "*"
markdown_extensions: [attr_list, tables, pymdownx.highlight, pymdownx.superfences]"""
_LINE = {"offline": False, "latency": 40, "downloadThroughput": 1_250_000, "uploadThroughput": 1_250_000}
_ASK = """async ([engine, queries, first]) => {
    const { find } = await import(engine);
    const ids = [];
    for (const query of queries) {
        const answer = await find(query);
        ids.push((await ((await answer.later?.()) ?? answer).more(first)).map(({ id }) => id));
    }
    return ids;
}"""
_WATCH = """(result) => {
    new MutationObserver((_, watch) => {
        if (!document.querySelector(result)?.checkVisibility()) return;
        watch.disconnect();
        window.firstResult = performance.now();
    }).observe(document.body, { childList: true, subtree: true, attributes: true });
    return performance.now();
}"""
_LOADS = """(started) => performance.getEntriesByType("resource").filter(({ startTime }) => startTime >= started)
    .map(({ responseEnd, encodedBodySize }) => [responseEnd, encodedBodySize])"""
_AGAIN = """([dialog, query]) => new Promise(done => {
    const [input, list] = ["input", "[role=listbox]"].map(part => document.querySelector(`${dialog} ${part}`));
    const started = performance.now();
    new MutationObserver((_, watch) => { watch.disconnect(); done(performance.now() - started); })
        .observe(list, { childList: true });
    input.value = query;
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
})"""


def published(content: Path) -> Sequence[Question]:
    """The questions of a content folder that have a page."""
    return read_bank(content).bank.published.questions


def share(browser: Browser, site: Path, queries: Sequence[Query]) -> tuple[int, list[Query]]:
    """How many queries find the question that is meant among the first three, and those that do not."""
    with serve(site) as served:
        page = browser.new_page()
        page.goto(f"{served.address}search/")
        engine = f"{served.address}assets/javascripts/search/engine.js"
        found = page.evaluate(_ASK, [engine, [query.text for query in queries], FIRST])
        page.close()
    missed = [query for query, ids in zip(queries, found, strict=True) if query.meant not in ids]
    return len(queries) - len(missed), missed


def say_share(name: str, found: int, missed: Sequence[Query]) -> None:
    """Prints a share, and some of what was missed."""
    asked = found + len(missed)
    some = "; ".join(f"{query.text} ({query.meant})" for query in missed[:3])
    print(f"  {name}: {100 * found / asked:.1f} % of {asked} in the first {FIRST}{f'; missed: {some}' if some else ''}")


def known_items(browser: Browser, site: Path, questions: Sequence[Question]) -> None:
    """Prints what is found by rare words, and with one letter of them wrong."""
    queries = rare(questions)
    say_share("rare words", *share(browser, site, queries))
    say_share("one letter wrong", *share(browser, site, [misspelt(query) for query in queries]))


def held_out(browser: Browser, content: Path, scratch: Path) -> None:
    """Prints what is found by an alias that is not in the index."""
    questions = published(content)
    found, missed = 0, list[Query]()
    for number in range(max(len(question.aliases) for question in questions)):
        project = scratch / f"without-{number}"
        shutil.copytree(content, project / "content")
        for question in questions:
            _drop(project / "content" / Path(question.path).relative_to(content), number)
        queries = [
            Query(question.aliases[number], question.id) for question in questions if len(question.aliases) > number
        ]
        hits, others = share(browser, build(project), queries)
        found, missed = found + hits, missed + others
    say_share("held-out alias", found, missed)


def _drop(path: Path, number: int) -> None:
    """Takes the alias of that number out of a question file."""
    _, front, body = re.split(r"^---\n", path.read_text(encoding="utf-8"), maxsplit=2, flags=re.MULTILINE)
    fields = yaml.safe_load(front)
    aliases = fields.get("aliases", [])
    fields["aliases"] = aliases[:number] + aliases[number + 1 :]
    path.write_text(f"---\n{yaml.safe_dump(fields, allow_unicode=True)}---\n{body}", encoding="utf-8")


def say_index(site: Path, content: Path) -> None:
    """Prints what the index of a site takes, and how long it takes to make."""
    bank = read_bank(content).bank.published
    started = time.perf_counter()
    search_files(bank)
    seconds = time.perf_counter() - started
    files = [path for path in (site / DATA["search"]).rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    pages = sum(path.stat().st_size for path in site.rglob("*.html"))
    print(
        f"  index: {size / 1000:.0f} kB in {len(files)} files ({100 * size / pages:.0f} % of the pages), "
        f"made in {seconds:.1f} s"
    )


@dataclass(frozen=True, slots=True)
class First:
    """What a first search took: times in milliseconds, and bytes beside those of the page."""

    result: float
    """From opening the page; the others are from the key that opens the dialog."""
    asked: float
    page: int
    lexical: int
    whole: float
    """When the last part of the index was there."""
    everything: int


def first_result(browser: Browser, served: Served, path: str, query: str, result: str) -> First:
    """Opens a page with nothing kept, on a line of 10 Mbit/s with 40 ms, and searches with the keyboard."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(600_000)
    context.new_cdp_session(page).send("Network.emulateNetworkConditions", _LINE)
    served.sent.clear()
    page.goto(served.address + path, wait_until="load")
    before = sum(served.sent.values())
    started: float = page.evaluate(_WATCH, result)
    page.keyboard.press("/")
    page.keyboard.insert_text(query)
    page.wait_for_selector(result)
    page.wait_for_load_state("networkidle")
    taken: float = page.evaluate("window.firstResult")
    loads: list[tuple[float, int]] = page.evaluate(_LOADS, started)
    context.close()
    return First(
        result=taken,
        asked=taken - started,
        page=before,
        lexical=sum(size for end, size in loads if end <= taken),
        whole=max(taken, *(end for end, _ in loads)) - started,
        everything=sum(size for _, size in loads),
    )


def say_first(browser: Browser, site: Path, queries: Sequence[Query]) -> float:
    """Prints what the first result costs on a question page, the median over some queries; gives its milliseconds."""
    with serve(site) as served:
        runs = [
            first_result(browser, served, f"questions/{query.meant}/", query.text, "#qb-search [role=option]")
            for query in queries
        ]
    taken = statistics.median(run.result for run in runs)
    asked = statistics.median(run.asked for run in runs)
    lexical = statistics.median(run.lexical for run in runs)
    whole = statistics.median(run.whole for run in runs)
    everything = statistics.median(run.everything for run in runs)
    most = max(run.everything for run in runs)
    print(
        f"  first result: {asked:.0f} ms after it was asked for, {taken:.0f} ms after opening a page of "
        f"{runs[0].page / 1000:.0f} kB, {lexical / 1000:.0f} kB more; by meaning: {whole:.0f} ms after, "
        f"{everything / 1000:.0f} kB more, {most / 1000:.0f} kB at most"
    )
    return taken


def say_later(browser: Browser, site: Path, queries: Sequence[Query], asked: Sequence[str]) -> None:
    """Prints how long a query takes that is not the first, from the key to the results."""
    with serve(site) as served:
        page = browser.new_page()
        page.goto(f"{served.address}questions/{queries[0].meant}/")
        page.keyboard.press("/")
        page.keyboard.type(queries[0].text)
        page.wait_for_selector("#qb-search [role=option]")
        rest = queries[1:]
        kinds = {
            "rare words": [query.text for query in rest],
            "one letter wrong": [misspelt(query).text for query in rest],
            "a question as it is asked": asked,
        }
        for kind, texts in kinds.items():
            times = sorted(page.evaluate(_AGAIN, ["#qb-search", text]) for text in texts)
            middle, late = times[len(times) // 2], times[int(0.95 * len(times))]
            print(
                f"  later queries, {kind}: {middle:.0f} ms, one in twenty {late:.0f} or more, {times[-1]:.0f} at most"
            )
        page.close()


def beside_material(browser: Browser, size: int, scratch: Path) -> None:
    """Prints what the first result costs in a large bank, and beside Material's own search."""
    content = make_bank(scratch / "made", size)
    site = build(content.parent)
    questions = published(content)
    queries = rare(questions)[:: max(1, size // 50)][:50]
    print(f"{size} made questions")
    say_index(site, content)
    ours = say_first(browser, site, queries[:5])
    say_later(browser, site, queries, [question.question.text for question in questions[5 :: max(1, size // 50)]])
    stock = scratch / "stock"
    shutil.copytree(content, stock / "content")
    (stock / "content/questions/index.md").write_text("# Questions\n", encoding="utf-8")
    path = next((stock / "content/questions").rglob(f"{queries[0].meant}.md")).relative_to(stock / "content/questions")
    with serve(build(stock, _STOCK)) as served:
        address = f"{path.with_suffix('').as_posix()}/"
        found = ".md-search-result__item"
        theirs = first_result(browser, served, address, queries[0].text, found).result
        index = served.sent["/search/search_index.json"]
    print(
        f"  Material's own search: {theirs:.0f} ms, its index {index / 1000:.0f} kB over the wire; "
        f"QBank takes {ours / theirs:.3f} of its time"
    )


def main() -> None:
    """Builds, asks, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("banks", nargs="*", type=Path)
    parser.add_argument("--size", type=int, default=10_000, help="0 leaves the comparison out")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        scratch = Path(folder)
        shutil.copytree(ROOT / "content", scratch / "own/content")
        contents = [scratch / "own/content"]
        print("this bank" + "".join(f", {path.stem}" for path in options.banks), flush=True)
        contents += [take_bank(path, scratch / path.stem) for path in options.banks]
        for content in contents:
            questions = published(content)
            site = build(content.parent)
            print(f"{content.parent.name}: {len(questions)} questions")
            known_items(browser, site, questions)
            if content is contents[0]:
                held_out(browser, content, scratch)
            say_index(site, content)
            say_first(browser, site, list(itertools.islice(rare(questions), 5)))
        if options.size:
            beside_material(browser, options.size, scratch)


if __name__ == "__main__":
    main()
