"""Whatever the texts of a source are, the file that is made of them breaks no rule that stops a build."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from mkdocs_qbank.findings.finding import errors
from mkdocs_qbank.markdown.targets import link_places
from mkdocs_qbank.model.bank import Source
from mkdocs_qbank.model.prose import PROSE_SECTIONS
from mkdocs_qbank.read.draft import QuestionDraft, write_question
from mkdocs_qbank.read.importers.fitting import UnfitError, fit_draft
from mkdocs_qbank.read.importers.linking import relinked_text
from mkdocs_qbank.read.question import read_question
from mkdocs_qbank.read.text import decode

LINES = st.lists(
    st.sampled_from(
        "|words|# One|## Official Answer|   ## Key Points|#### deep|###### deeper|===|---|--- |* * *|```|```py|~~~|"
        "    ```|- ```|> # q|- # k|<!-- a|-->|<pre>|</pre>|<script>|</script>|<style>|<div align='center'>|<br/>|"
        "<T>|<?php|"
        "<img src=x.png alt='a]b'>|a < b|<a href='javascript:x'>y</a>|<![CDATA[|    # code|[a](b.md)|![a](b.png)|"
        "[a][x]|"
        "[x]: y.md|$$|$x|\\(|status: x|\u200bzero|\u202eback|\x00nul|\ue000|\u2028|\x85|\ttab|"
        "| a | b ||-|-||1. x|  - y|"
        "<details><summary>s</summary>|[^1]|[^1]: note|***a**|`c|\\|https://x.example/a".split("|")
    )
    | st.text(max_size=20),
    max_size=12,
).map("\n".join)
WORDS = st.text(max_size=40) | st.sampled_from(
    ["---", "#", "- a", "a: b", "yes", "<b>x</b>", "<div>", "x" * 500, "\u200b", "\ud800", "C#", "../x", "[a", "'", '"']
)
SOURCES = st.builds(
    Source, title=WORDS, url=st.none() | WORDS | st.sampled_from(["www.x.example", "//x/y", "http://[", "https://x/ y"])
)
DRAFTS = st.builds(
    QuestionDraft,
    question=WORDS.map(lambda words: f"Why {words}?") | WORDS,
    answer=LINES.map(lambda text: (f"So.\n\n{text}",)) | st.lists(LINES, max_size=3).map(tuple),
    context=st.lists(LINES, max_size=2).map(tuple),
    key_points=st.lists(LINES, max_size=2).map(tuple),
    difficulty=WORDS | st.sampled_from(["Easy", "hard", "Level 2", "junior/senior"]),
    tags=st.lists(WORDS, max_size=4).map(tuple),
    aliases=st.lists(WORDS, max_size=4).map(tuple),
    sources=st.lists(SOURCES, max_size=3).map(tuple),
)


@given(draft=DRAFTS)
def test_a_fitted_draft_makes_a_file_without_errors_or_is_refused_with_a_reason(draft: QuestionDraft) -> None:
    try:
        fitted, _ = fit_draft(draft)
    except UnfitError:
        return
    written = write_question(fitted).encode()
    text, problems = decode(written, "content/questions/t/a.md")
    assert text is not None
    found, findings = read_question(text, "content/questions/t/a.md")
    assert errors(problems + findings) == []
    assert found is not None
    given = [field for field in PROSE_SECTIONS if any(part.strip() for part in getattr(fitted, field))]
    assert list(found.texts) == given


def nowhere(target: str, *, image: bool) -> tuple[str, str] | None:
    """Resolves no link within a source."""
    assert isinstance(image, bool)
    return (target, "") if target.startswith("https:") else None


@given(draft=DRAFTS)
def test_no_link_is_left_that_leads_nowhere_and_no_word_is_lost_with_it(draft: QuestionDraft) -> None:
    try:
        fitted, _ = fit_draft(draft)
    except UnfitError:
        return
    for text in (part for field in PROSE_SECTIONS for part in getattr(fitted, field)):
        kept = relinked_text(text, nowhere)
        assert [place.target for place in link_places(kept) if not place.target.startswith("https:")] == []
        assert relinked_text(text, lambda target, **_: (target, "")) == text
        whole = iter(text)
        assert all(char in whole for char in kept)  # it is the text with something left out
