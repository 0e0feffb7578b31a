"""A bank of any size, made of words that mean nothing but are as common, and as unevenly so, as words are."""

from __future__ import annotations

import random
from pathlib import Path

_SYLLABLES = [a + b for a in "bdfgklmnprstv" for b in "aeiou"]
_TOPICS, _WORDS = 20, 20_000


def make_bank(folder: Path, count: int, seed: int = 7) -> Path:
    """Writes a content folder with `count` questions of about 2 KB, each with tags, prerequisites, related questions
    and links, and gives its path. The same seed gives the same files.
    """
    chance = random.Random(seed)  # noqa: S311 - nothing here is secret
    words = ["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) for _ in range(_WORDS)]
    weights = [1 / (rank + 3) for rank in range(_WORDS)]
    content = folder / "content"
    (content / "pages").mkdir(parents=True)
    (content / "pages/index.md").write_text("# A made bank\n", encoding="utf-8")
    for topic in range(_TOPICS):
        path = content / "questions" / f"topic-{topic}"
        path.mkdir(parents=True)
        (path / "_topic.yml").write_text(f"title: Topic {topic}\n", encoding="utf-8")
    for number in range(count):
        text = _question(number, chance, words, weights)
        (content / "questions" / f"topic-{number % _TOPICS}" / f"q-{number}.md").write_text(text, encoding="utf-8")
    return content


def _question(number: int, chance: random.Random, words: list[str], weights: list[float]) -> str:
    def prose(length: int) -> str:
        return " ".join(chance.choices(words, weights, k=length)).capitalize()

    earlier = sorted(chance.sample(range(number), k=min(number, 4)))
    ids = [f"q-{other}" for other in earlier]
    links = [f"See [{prose(2)}](../topic-{other % _TOPICS}/q-{other}.md) for more." for other in earlier[2:]]
    paragraphs = [prose(60) + ". " + link for link in (*links, "", "")]
    front = [
        f"difficulty: {chance.choice(['beginner', 'intermediate', 'advanced'])}",
        f"tags: [{', '.join(sorted({f'tag-{chance.randint(0, 60)}' for _ in range(3)}))}]",
        f"prerequisites: [{', '.join(ids[:1])}]",
        f"related: [{', '.join(ids[1:2])}]",
        "reviewed: 2026-01-01",
    ]
    parts = [f"# {prose(8)}?", f"## Instruction\n\n{prose(12)}.", f"## Context\n\n{prose(12)}."]
    code = "```python\nfor item in range(3):\n    print(item)\n```"
    answer = "\n\n".join([*paragraphs, "The formula $y = w^2 + b$ is short.", code])
    return "---\n" + "\n".join(front) + "\n---\n\n" + "\n\n".join([*parts, f"## Official Answer\n\n{answer}"]) + "\n"
