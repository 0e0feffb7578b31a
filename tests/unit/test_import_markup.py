"""What becomes of Markdown that a question file cannot hold as it is."""

from __future__ import annotations

import pytest
from mkdocs_qbank.model.bank import Source
from mkdocs_qbank.read.draft import QuestionDraft
from mkdocs_qbank.read.importers.fitting import UnfitError, fit_draft, tag
from mkdocs_qbank.read.importers.markup import fit_heading, fit_section

CHANGED = {
    "# One\n\n## Two\n\n#### Four\n": "### One\n\n#### Two\n\n##### Four\n",
    "##### Five\n\nOne\n===\n": "### Five\n\n### One\n",
    "Two\nlines\n---\n\n- # in a list\n": "### Two lines\n\n- ### in a list\n",
    "> # quoted\n\n```\n# code\n```\n": "> ### quoted\n\n```\n# code\n```\n",
    'a <font color="red">red</font> <div onclick="x" class="note">b</div>': 'a red <div class="note">b</div>',
    "a <script>b</script> <T> `<T>` 1 < 2": "a &lt;script>b&lt;/script> &lt;T> `<T>` 1 < 2",
    'a <img src="b c.png" alt="d [e]"> f': "a ![d \\[e\\]](<b c.png>) f",
    '<p>\n<img src="b.png">\n</p>\n': "<p>\n\n\n![](<b.png>)\n\n\n</p>\n",
    "<details>\n```js\na\n\n# b\n```\n</details>\n": "<details>\n\n```js\na\n\n# b\n```\n</details>\n",
    "<!-- a comment --> <kbd>k</kbd>": "<!-- a comment --> <kbd>k</kbd>",
}


@pytest.mark.parametrize(("text", "fitted"), CHANGED.items())
def test_what_a_section_cannot_hold_is_changed_and_nothing_else(text: str, fitted: str) -> None:
    assert fit_section(text)[0] == fitted


def test_what_is_lost_of_html_is_said_once() -> None:
    assert fit_section("<center>a</center> <b>b</b> <x-y>c</x-y>")[1] == (
        "the HTML element <center> around its text",
        "the HTML element <x-y>, which is shown as text",
    )
    assert fit_heading("What is <div> in <code>x</code>?")[0] == "What is &lt;div> in <code>x</code>?"


def test_the_fields_of_a_draft_take_the_form_that_the_bank_has() -> None:
    draft = QuestionDraft(
        question="What is\ntea?",
        answer=("A dr\u200bink.",),
        difficulty="Level: Easy",
        tags=("C++", "c++", "Node.js", "???"),
        aliases=("what is tea?", "Tea, what is it?", "tea,  what is it?"),
        sources=(
            Source(title="https://www.tea.example/a/b"),
            Source(title="Tea", url="www.tea.example/a b"),
            Source(title="Milk", url="milk"),
            Source(title=""),
        ),
    )
    fitted, lost = fit_draft(draft)
    assert (fitted.answer, fitted.difficulty, fitted.tags) == (("A drink.",), "beginner", ("cpp", "node-js"))
    assert fitted.aliases == ("Tea, what is it?",)
    assert [(source.title, source.url) for source in fitted.sources] == [
        ("tea.example/a/b", "https://www.tea.example/a/b"),
        ("Tea", "https://www.tea.example/a%20b"),
        ("Milk", None),
    ]
    assert lost == ("characters that nobody sees", "the address 'milk' of a source")
    assert fit_draft(QuestionDraft(question="Why?", answer=("So.",), difficulty="junior/senior"))[1] == (
        "the difficulty 'junior/senior'",
    )
    assert [tag(name) for name in ("C#", "F#", ".NET", "Ruby on Rails")] == [
        "c-sharp",
        "f-sharp",
        "dotnet",
        "ruby-on-rails",
    ]


@pytest.mark.parametrize(
    ("question", "answer", "reason"),
    [
        ("\u200b", "So.", "it has no question"),
        ("Why?", " \u2060 ", "it has no answer"),
        ("Why?", "> " * 200 + "x", "its elements are nested too deep"),
        ("Why?", "x" * 300_000, "it has more than 240 KiB of text"),
    ],
)
def test_what_can_be_no_question_file_is_refused_with_the_reason(question: str, answer: str, reason: str) -> None:
    with pytest.raises(UnfitError, match=reason):
        fit_draft(QuestionDraft(question=question, answer=(answer,)))
