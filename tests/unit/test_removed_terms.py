"""Versions that answers apply to, and terms that a version removed."""

from __future__ import annotations

import pytest
from conftest import Write, question
from mkdocs_qbank.build.options import Options
from mkdocs_qbank.build.pipeline import check_content, make_site
from mkdocs_qbank.check.removed_terms import REMOVED_TERMS
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.model.versions import MOST_CHARACTERS, RemovedTerm, read_version
from mkdocs_qbank.read.question import read_question
from mkdocs_qbank.read.removed import read_removed

TERMS = (
    RemovedTerm(term="findDOMNode", since="React 19", instead="a ref"),
    RemovedTerm(term="string refs", since="React 19.1"),
)


@pytest.mark.parametrize(
    ("text", "product", "number"),
    [
        ("React 19", "react", (19,)),
        ("Python 3.12", "python", (3, 12)),
        ("Node.js v22", "node.js", (22,)),
        ("Kubernetes version 1.30", "kubernetes", (1, 30)),
        ("C++20", "c++", (20,)),
        ("Log4j 2.17", "log4j", (2, 17)),
        (".NET 8", ".net", (8,)),
        ("Vue 3.x", "vue", (3,)),
    ],
)
def test_a_version_is_a_product_and_a_number(text: str, product: str, number: tuple[int, ...]) -> None:
    version = read_version(text)
    assert version is not None
    assert (version.product, version.number) == (product, number)


@pytest.mark.parametrize(
    "text", ["", "React", "19", "Python 3.8-3.12", "Python 3 or 4", f"{'x' * MOST_CHARACTERS} 1", "- 1"]
)
def test_other_texts_are_no_version(text: str) -> None:
    assert read_version(text) is None


@pytest.mark.parametrize(
    ("one", "other", "reaches"),
    [
        ("React 19", "React 19", True),
        ("React 19", "React 19.1", True),
        ("React 19.0", "React 19.1", False),
        ("React 19.2", "React 19.1", True),
        ("react 20", "React 19.1", True),
        ("React 18.9", "React 19", False),
        ("React 100", "React 19", True),
        ("Vue 20", "React 19", False),
    ],
)
def test_a_version_reaches_what_it_includes_or_passes(one: str, other: str, reaches: bool) -> None:
    first, second = read_version(one), read_version(other)
    assert first is not None
    assert second is not None
    assert first.reaches(second) is reaches


def found(answer: str, applies_to: str = "", status: str = "published") -> list[tuple[int, str]]:
    """The line and message of each finding about an answer."""
    front = f"status: {status}\napplies_to: [{applies_to}]"
    read, findings = read_question(question(front=front, answer=answer), "content/questions/t/a.md")
    assert read is not None
    assert findings == []
    findings = list(REMOVED_TERMS.run(Bank(questions=(read,), removed=TERMS)))
    return [(finding.line, finding.message) for finding in findings]


@pytest.mark.parametrize("applies_to", ["", "React 19", "React 20.1", "Vue 3", "React 18, React 19"])
def test_a_term_that_a_version_removed_is_found_in_an_answer_about_it_or_about_none(applies_to: str) -> None:
    said = [(11, "'findDOMNode' is gone since React 19")]
    assert found("So:\nCall `findDOMNode(x)`.", applies_to) == said
    assert found("```js\nReactDOM.findDOMNode(x)\n```", applies_to) == said


@pytest.mark.parametrize("applies_to", ["React 18", "React 16.8, Vue 3"])
def test_an_answer_about_older_versions_passes(applies_to: str) -> None:
    assert found("Call `findDOMNode(x)`.", applies_to) == []


@pytest.mark.parametrize(
    "answer",
    [
        "Call findDOMNodes.",
        "Call myfindDOMNode.",
        "findDOMNode is gone since React 19.",
        "Use string refsets.",
        "string\n\nrefs",
        "Nothing.",
    ],
)
def test_other_words_and_a_paragraph_that_says_since_when_pass(answer: str) -> None:
    assert found(answer) == []


def test_terms_of_several_words_may_be_broken_over_lines() -> None:
    assert found("Use string\nrefs here.") == [(10, "'string refs' is gone since React 19.1")]


def test_a_deprecated_question_may_use_them() -> None:
    assert found("Call findDOMNode.", status="deprecated") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", []),
        ("- {term: a, since: React 19}", []),
        ("a: b", ["1:1 wrong-type: this file must be a list, not a mapping"]),
        ("- a", ["1:3 wrong-type: a removed term must be a mapping, not text"]),
        ("- term: a", ["1:3 wrong-type: this removed term lacks its 'since'"]),
        ("- since: React 19", ["1:3 wrong-type: this removed term lacks its 'term'"]),
        ("- {term: a, since: 19}", ["1:20 wrong-type: 'since' must be text, not a number"]),
        ("- {term: a, since: React}", ["1:20 bad-value: 'React' is no version of a product"]),
        ("- {term: '(', since: React 19}", ["1:10 bad-value: '(' cannot be looked for"]),
        (
            "- {term: a, since: React 19, hint: b}",
            ["1:30 unknown-field: an item of 'removed terms' has no field 'hint'"],
        ),
        ("- {term: a, term: b, since: React 19}", ["1:13 duplicate-key: 'term' stands already in line 1"]),
        ("- [", ["2:1 bad-yaml: did not find expected node content"]),
    ],
)
def test_what_is_wrong_with_the_list_is_told_with_its_place(text: str, said: list[str]) -> None:
    _, findings = read_removed(text, "content/removed.yml")
    assert [f"{finding.line}:{finding.column} {finding.rule}: {finding.message}" for finding in findings] == said


def test_an_answer_that_applies_to_no_version_of_a_product_is_told(write: Write) -> None:
    content = write({"questions/t/a.md": question(front="applies_to: [React]")})
    (finding,) = check_content(content).findings
    assert (finding.rule, finding.line, finding.column) == ("bad-value", 2, 14)


def test_the_page_says_what_an_answer_applies_to(write: Write) -> None:
    content = write({"questions/t/a.md": question(front='applies_to: [React 19, "<b>3</b> 1"]')})
    checked = check_content(content)
    site = make_site(checked, content, Options(history=False))
    page = next(page for page in site.pages if page.path == "questions/a.md")
    assert page.meta["qbank"]["applies_to"] == "Applies to React 19 and <b>3</b> 1."
