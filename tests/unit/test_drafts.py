"""Drafts of questions: from the texts of a form to a file."""

from __future__ import annotations

import pytest
import yaml
from conftest import ROOT
from mkdocs_qbank.model.bank import Source, Status
from mkdocs_qbank.model.forms import EMPTY, FORM, issue_form
from mkdocs_qbank.read.draft import QuestionDraft, write_question
from mkdocs_qbank.read.proposal import read_proposal, split_form
from mkdocs_qbank.read.structure import section_text

FORM_FILE = ROOT / ".github/ISSUE_TEMPLATE/question.yml"
TEXTS = {
    "topic": "optimization",
    "difficulty": "beginner",
    "tags": "Deep Learning, no, c++, deep_learning",
    "aliases": 'Why "so"?\n- Is it\tso?\n\n- Is it so?\nC++ or D - which?',
    "in_short": "In a word.",
    "answer": "\n\nIt is.\n\n```sh\n# a comment\n```\n\n## A heading\n\n    # code\n",
    "key_points": "It is\n\nand it was",
    "sources": "https://example.org/a/\nA | b | https://example.org/?a=b|c\n[C: d](https://example.org/d)\nA book: 'x'",
    "related": "gradient-descent\n- https://example.org/tea/questions/why-tea/#x\n../tea/a-b.md\nWhat?",
}
FILE = """---
difficulty: beginner
tags: [deep-learning, "no", "c++"]
related: [gradient-descent, why-tea, a-b, "What?"]
aliases:
  - "Why \\"so\\"?"
  - "Is it so?"
  - "C++ or D - which?"
sources:
  - title: "example.org/a"
    url: "https://example.org/a/"
  - title: "A | b"
    url: "https://example.org/?a=b|c"
  - title: "C: d"
    url: "https://example.org/d"
  - title: "A book: 'x'"
status: published
---

# What is C \\#

## In Short

In a word.

## Official Answer

It is.

```sh
# a comment
```

\\## A heading

    # code

## Key Points

- It is
- and it was
"""


def body(**texts: str) -> str:
    """The body of the issue that the form makes of some texts."""
    return "\n\n".join(f"### {field.label}\n\n{texts.get(field.id, EMPTY)}" for field in FORM)


def test_the_issue_form_is_made_of_the_table() -> None:
    assert yaml.safe_load(FORM_FILE.read_text(encoding="utf-8")) == issue_form()


def test_the_texts_of_a_form_become_the_fields_and_sections_of_a_file() -> None:
    assert write_question(read_proposal(" What is\nC # ", TEXTS), status=Status.PUBLISHED) == FILE


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "123",
        "2026-11-23",
        "1e3",
        "null",
        "a: b",
        "*a",
        "&a [*a]",
        "!!python/object:x",
        "'",
        '"\\',
        "\u2028a\x85b",
        "\x7f",
    ],
)
def test_yaml_reads_every_field_as_the_text_that_it_was(text: str) -> None:
    sources = (Source(title=text, url=text),)
    draft = QuestionDraft(question="Why?", tags=(text,), related_ids=(text,), aliases=(text,), sources=sources)
    front = yaml.safe_load(write_question(draft).split("---")[1])
    shown = text.replace("\u2028", " ").replace("\x85", " ").strip()
    assert front["tags"] == front["related"] == front["aliases"] == [shown]
    assert front["sources"] == [{"title": shown, "url": shown}]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("# a\n## b\n### c\n#d", "\\# a\n\\## b\n### c\n#d"),
        ("a\n---\nb\n\n---\n- c\n---\n===", "a\n    ---\nb\n\n---\n- c\n---\n==="),
        ("### a\n---\n---\n```\n# b\n```\n---\n> c\n---", "### a\n---\n---\n```\n# b\n```\n---\n> c\n---"),
        ("$$\na\n  =\nb\n$$", "$$\na\n    =\nb\n$$"),
        ("a | b\n--- | ---\n1 | 2", "a | b\n--- | ---\n1 | 2"),
        ("```py\n# a", "```py\n# a\n```"),
        ("~~~~\n# a\n```\n~~~\n\t~~~~~", "~~~~\n# a\n```\n~~~\n\t~~~~~\n~~~~"),
        ("- ```py\n  # a\n  ```\n- b\n\n# c", "- ```py\n  # a\n  ```\n- b\n\n\\# c"),
        ("- ```py\n  # a\n# b", "- ```py\n  # a\n\\# b"),
        ("- a\n\n  ```\n  # b", "- a\n\n  ```\n  # b"),
        ("a\n2. b\n   # c", "a\n2. b\n   \\# c"),
        ("* * *\n   # a", "* * *\n   \\# a"),
        ("<!-- a\n# b", "<!-- a\n# b\n-->"),
        ("<!-- a -->\n# b", "<!-- a -->\n\\# b"),
        ("<SCRIPT>\n# a\n</pre>", "<SCRIPT>\n# a\n</pre>\n</script>"),
        ("<?php\n# a\n?>\n# b", "<?php\n# a\n?>\n\\# b"),
    ],
)
def test_only_what_would_begin_or_hide_a_section_is_changed(text: str, written: str) -> None:
    assert section_text(text) == written


def test_an_issue_is_split_at_the_headings_of_the_form() -> None:
    assert split_form(body(**TEXTS).replace("\n", "\r\n")) == {field: text.strip("\n") for field, text in TEXTS.items()}
    assert split_form(body()) == {}
    assert split_form("") == {}


def test_headings_of_the_form_inside_a_text_stay_there() -> None:
    inside = "It is.\n\n### Answer\n\n### Key points\n\n- a\n\n### Sources\n\n```\n### Topic"
    texts = {"topic": "tea", "answer": inside, "key_points": "- b", "sources": "A book"}
    assert split_form(body(**texts)) == texts


def test_an_issue_without_the_form_is_an_answer() -> None:
    assert split_form("Because.\n\nAnd so on.") == {"answer": "Because.\n\nAnd so on."}
    assert split_form("Oh, and:\n\n### Answer\n\nBecause.") == {"answer": "Oh, and:\n\nBecause."}
