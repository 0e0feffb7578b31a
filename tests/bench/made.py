"""A bank of any size, in words that mean nothing, with answers that are as long and as mixed as real ones.

Lengths and the shares of code, lists, headings, links, formulas and tables follow 2,460 answers of public banks: half
of the answers are shorter than 900 characters, one in ten is longer than 4,000, and a file has 2 kB on average. Code
and formulas differ from file to file, so that nothing that renders them only once is flattered. Words are as unevenly
common as words are, and each topic has words of its own.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

_SYLLABLES = [a + b for a in "bdfgklmnprstv" for b in "aeiou"]
_TOPICS, _WORDS, _OWN = 20, 20_000, 400
_TAGS = 60
_DIFFICULTIES = ("beginner", "intermediate", "advanced")
_MEDIAN, _SPREAD, _SHORTEST, _LONGEST = 850, 1.1, 150, 12_000
"""The lengths of answers, in characters: a log-normal distribution, cut off."""
_CODE = {
    "python": """
def {a}({b}: int) -> list[int]:
    # what {c} needs
    for item in range({n}):
        print(item, {b} + {m})
    return [{b} * item for item in range({m})]
""",
    "javascript": """
const {a} = async ({b}) => {{
  const {c} = await fetch(`/{d}/${{{b}}}`);
  if (!{c}.ok) throw new Error('{d} {n}');
  return {c}.json(); // item {m}
}};
""",
    "bash": """
set -e
for item in {a} {b} {c}; do
  curl -fsS --retry {m} "https://example.org/$item" > {d}-{n}.txt
done
""",
    "yaml": """
{a}:
  {b}: {n}
  {c}:
    - item: {d}
      enabled: true
    - item: {a}-{m}
""",
    "sql": """
SELECT {a}, count(*) AS item
FROM {b}
JOIN {c} ON {c}.id = {b}.{c}_id
WHERE {d} > {n}
GROUP BY {a};
""",
}
_FORMULAS = (
    "$y = w^2 + {n} b$",
    "$\\hat{{y}}_{{{n}}} = \\sigma(w^2 x + b_{{{m}}})$",
    "$\\frac{{\\partial L}}{{\\partial w_{{{n}}}}} = {m} \\sum_{{i=1}}^{{{n}}} w^2 x_i$",
    "$P(A \\mid B) = \\frac{{{n}}}{{{m}}} w^2$",
)


def make_bank(folder: Path, count: int, seed: int = 7) -> Path:
    """Write a content folder with `count` questions, and return its path.

    They have tags, prerequisites, related questions and links. The same seed gives the same files.
    """
    chance = random.Random(seed)  # noqa: S311 - nothing here is secret
    words = ["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) for _ in range(_WORDS)]
    weights = list(accumulate(1 / (rank + 3) for rank in range(_WORDS)))
    content = folder / "content"
    (content / "pages").mkdir(parents=True)
    (content / "pages/index.md").write_text("# A made bank\n", encoding="utf-8")
    writers = []
    for topic in range(_TOPICS):
        path = content / "questions" / f"topic-{topic}"
        path.mkdir(parents=True)
        (path / "_topic.yml").write_text(f"title: Topic {topic}\n", encoding="utf-8")
        writers.append(_Writer(chance, words, weights, chance.sample(words, _OWN)))
    for number in range(count):
        text = _question(number, chance, writers[number % _TOPICS])
        (content / "questions" / f"topic-{number % _TOPICS}" / f"q-{number}.md").write_text(text, encoding="utf-8")
    return content


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes about one topic."""

    chance: random.Random
    words: Sequence[str]
    weights: Sequence[float]
    own: Sequence[str]

    def prose(self, length: int) -> str:
        """Return words, one in four of them a word of the topic."""
        found = self.chance.choices(self.words, cum_weights=self.weights, k=length)
        return " ".join(self.chance.choice(self.own) if self.chance.random() < 0.25 else word for word in found)

    def sentence(self) -> str:
        """Return a sentence; some have a bold word or one of code."""
        text = self.prose(self.chance.randint(6, 20)).capitalize()
        mark = self.chance.random()
        marked = f" **{self.prose(2)}**" if mark < 0.04 else f" `{self.prose(1)}({mark:.2f})`" if mark < 0.08 else ""
        return f"{text}{marked}."

    def paragraph(self) -> str:
        """Return one to five sentences; some end with the address of a page elsewhere."""
        text = " ".join(self.sentence() for _ in range(self.chance.randint(1, 5)))
        if self.chance.random() < 0.1:
            text += f" See [{self.prose(3)}](https://example.org/{self.prose(2).replace(' ', '/')})."
        return text

    def bullets(self) -> str:
        """Return a list of three to six items."""
        return "\n".join(f"- {self.prose(self.chance.randint(3, 14))}" for _ in range(self.chance.randint(3, 6)))

    def steps(self) -> str:
        """Return a numbered list."""
        return "\n".join(f"{step}. {self.sentence()}" for step in range(1, self.chance.randint(4, 6)))

    def code(self) -> str:
        """Return a block of code that no other answer has."""
        language, text = self.chance.choice(list(_CODE.items()))
        return f"```{language}{text.format(**self._names(), **self._numbers())}```"

    def formula(self) -> str:
        """Return a paragraph with a formula."""
        formula = self.chance.choice(_FORMULAS).format(**self._numbers())
        return f"{self.sentence()} Then {formula} holds. {self.sentence()}"

    def section(self) -> str:
        """Return a heading and a paragraph."""
        return f"### {self.prose(self.chance.randint(1, 4)).capitalize()}\n\n{self.paragraph()}"

    def table(self) -> str:
        """Return a table of three columns."""
        rows = [[self.prose(self.chance.randint(1, 4)) for _ in range(3)] for _ in range(self.chance.randint(3, 6))]
        lines = [rows[0], ["---"] * 3, *rows[1:]]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def answer(self, links: Sequence[str]) -> str:
        """Return an answer of a random length; each link ends a paragraph."""
        drawn = self.chance.lognormvariate(math.log(_MEDIAN), _SPREAD)
        length = min(max(drawn, _SHORTEST), _LONGEST)
        parts = [f"{self.paragraph()} {link}" for link in links] or [self.paragraph()]
        while sum(map(len, parts)) < length:
            (kind,) = self.chance.choices(_KINDS, _SHARES)
            parts.append(kind(self))
        return "\n\n".join(parts)

    def _names(self) -> dict[str, str]:
        return {letter: self.prose(1) for letter in "abcd"}

    def _numbers(self) -> dict[str, int]:
        return {letter: self.chance.randint(2, 999) for letter in "nm"}


_KINDS: tuple[Callable[[_Writer], str], ...] = (
    _Writer.paragraph,
    _Writer.bullets,
    _Writer.code,
    _Writer.section,
    _Writer.formula,
    _Writer.steps,
    _Writer.table,
)
_SHARES = (38, 20, 14, 16, 7, 4, 1)


def _question(number: int, chance: random.Random, writer: _Writer) -> str:
    earlier = _earlier(number, chance)
    ids = [f"q-{other}" for other in earlier]
    first = [] if number % 3 == 0 and earlier and earlier[0] % 3 == 2 else ids[:1]  # nobody begins with advanced
    links = [
        f"See [{writer.prose(2)}](../topic-{other % _TOPICS}/q-{other}.md) for more."
        for other in earlier[2 : 2 + chance.choice((0, 1, 1, 2))]
    ]
    tags = {int(_TAGS * chance.random() ** 2) for _ in range(chance.randint(1, 4))}
    front = [
        f"difficulty: {_DIFFICULTIES[number % 3]}",
        f"tags: [{', '.join(f'tag-{tag}' for tag in sorted(tags))}]",
        f"prerequisites: [{', '.join(first)}]",
        f"related: [{', '.join(ids[1:2])}]",
        "reviewed: 2026-01-01",
    ]
    parts = [f"# {writer.prose(chance.randint(5, 13)).capitalize()}?"]
    parts += [f"## {name}\n\n{writer.sentence()}" for name in ("Instruction", "Context") if chance.random() < 0.5]
    parts.append(f"## Official Answer\n\n{writer.answer(links)}")
    return "---\n" + "\n".join(front) + "\n---\n\n" + "\n\n".join(parts) + "\n"


def _earlier(number: int, chance: random.Random) -> list[int]:
    """Return up to four questions that come before, most of them of the same topic."""
    near = [number - _TOPICS * step for step in range(1, 40) if number >= _TOPICS * step]
    found = {chance.choice(near) for _ in range(3) if near}
    found |= set(chance.sample(range(number), k=min(number, 4 - len(found))))
    return chance.sample(sorted(found), k=len(found))
