"""What the Markdown of questions costs, beside the renderer that it was before, in one process.

    python tests/bench/rendering.py [BANK.jsonl …] [--count 10000] [--sample 500]

The former way is Python-Markdown with the extensions that mkdocs.yml had for questions, then nh3 with the same table
of what is allowed; it gives HTML alone, while parsing gives words, links and findings too. Processor seconds are
counted, since other programs take none of them.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from made import make_bank
from markdown import Markdown
from mkdocs_qbank.markdown.clean import clean
from mkdocs_qbank.markdown.code import highlight
from mkdocs_qbank.markdown.links import Destinations
from mkdocs_qbank.markdown.maths import in_words, mathml
from mkdocs_qbank.markdown.parse import Form, Text, parse
from mkdocs_qbank.read.document import split_front_matter

_EXTENSIONS = (
    "admonition attr_list def_list footnotes tables toc pymdownx.details pymdownx.highlight pymdownx.superfences "
    "pymdownx.tasklist"
)
_PATH = "content/questions/t/a.md"


def seconds(texts: Sequence[str], render: Callable[[str], object]) -> float:
    """Return the processor seconds of rendering every text."""
    for text in texts[:50]:
        render(text)
    for cached in (highlight, mathml, in_words):
        cached.cache_clear()
    started = time.process_time()
    for text in texts:
        render(text)
    return time.process_time() - started


def ours(text: str) -> object:
    """Parse a text as the body of a question file."""
    return parse([Text(text=text, form=Form.FILE)], _PATH, Destinations(), frozenset())


def former() -> Callable[[str], object]:
    """Return the renderer that questions had before."""
    renderer = Markdown(extensions=_EXTENSIONS.split(), extension_configs={"toc": {"permalink": True}})

    def render(text: str) -> str:
        renderer.reset()
        return clean(renderer.convert(text), lambda _, value: value)

    return render


def compare(name: str, texts: Sequence[str]) -> None:
    """Print what both take for these texts."""
    new, old = seconds(texts, ours), seconds(texts, former())
    print(f"{name:<42} {len(texts):>7,} {new:>8.2f} s {old:>8.2f} s {new / old:>7.3f}", flush=True)


def made(count: int) -> list[str]:
    """Return the bodies of the files of a made bank."""
    with tempfile.TemporaryDirectory() as scratch:
        files = sorted((make_bank(Path(scratch), count) / "questions").rglob("q-*.md"))
        return [split_front_matter(file.read_text(encoding="utf-8"), _PATH)[1] for file in files]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("banks", nargs="*", type=Path)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--sample", type=int, default=500)
    options = parser.parse_args()
    print(f"\n{'Markdown of':<42} {'texts':>7} {'parsed':>10} {'formerly':>10} {'ratio':>7}")
    texts = made(options.count)
    compare("made questions", texts)
    other = [text.replace("item", f"item{number}").replace("w^2", f"w^{number}") for number, text in enumerate(texts)]
    compare("the same, each with other code and formula", other)
    for bank in options.banks:
        rows = [json.loads(line) for line in bank.read_text(encoding="utf-8").splitlines()]
        answers = [str(row.get("answer_markdown") or row.get("answer") or "") for row in rows]
        step = max(len(answers) // options.sample, 1)
        compare(f"answers of {bank.name}", [f"## Official Answer\n\n{text}" for text in answers[::step]])


if __name__ == "__main__":
    main()
