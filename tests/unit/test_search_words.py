"""The words that questions are indexed by, their stems, and the form in which two wordings are compared."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from mkdocs_qbank.search.words import LONGEST, fnv1a, normal_form, stem, words

LETTERS = st.text(alphabet="abdeginrstuy", min_size=1, max_size=14)
TEXTS = st.text(max_size=60) | st.text(alphabet="aÉß'’+#_ 茶道テİﬁ²①\u0301\u200b\u202e\x00😀", max_size=30)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("What is Machine Learning?", "what is machine learning"),
        ("naïve Café, CRÈME brûlée", "naive cafe creme brulee"),
        ("don't the reader’s dogs'", "dont the readers dogs"),
        ("C++ and C#, F#; not a+b or c+", "c++ and c# f# not a b or c"),
        ("snake_case kebab-case a/b x.y", "snake case kebab case a b x y"),
        ("GPT-4 has 3.5 and 10,000", "gpt 4 has 3 5 and 10 000"),
        ("ﬁne x² №5", "fine x2 no5"),
        ("İstanbul ΣΊΣΥΦΟΣ Straße", "istanbul σισυφος straße"),
        ("緑茶の道", "緑茶 茶の の道"),
        ("茶", "茶"),
        ("用Python写代码", "用 python 写代 代码"),
        ("ما هو التعلم؟", "ما هو التعلم"),
        ("क्या है", "कय ह"),
        ("😀 🎉 —…!? \x00\u200b", ""),
        ("", ""),
    ],
)
def test_words_are_lower_case_without_accents_and_marks(text: str, found: str) -> None:
    assert words(text) == found.split()


@given(TEXTS)
@example("茶" * 41)
@example("ab'" * 60)
@example("İ" * 50)
@example("茶# 茶c#")
def test_the_words_of_words_are_themselves(text: str) -> None:
    found = words(text)
    assert words(" ".join(found)) == found


@given(TEXTS)
def test_a_word_is_never_empty_or_longer_than_the_longest(text: str) -> None:
    assert all(0 < len(word) <= LONGEST for word in words(text))


@given(TEXTS)
def test_case_and_the_form_of_accents_make_no_difference(text: str) -> None:
    assert words(unicodedata.normalize("NFC", text)) == words(unicodedata.normalize("NFD", text)) == words(text)


def test_a_word_without_end_is_cut_in_time() -> None:
    assert words("x" * 100_000 + " y") == ["x" * LONGEST, "y"]
    assert len(words("茶" * 100_000)) == LONGEST - 1


@pytest.mark.parametrize(
    "forms",
    [
        "network networks",
        "train trains trained training trainer",
        "stop stopped stopping stopper",
        "query queries",
        "regularization regularizations",
        "quick quickly",
        "tree trees",
        "class classes classed",
        "loss losses",
        "regress regressed regression",
        "recommend recommended recommendation recommendations",
    ],
)
def test_the_forms_of_a_word_share_a_stem(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize("pair", ["bias base", "loss lost", "bed bedding", "string strong", "on ion", "gas gate"])
def test_words_of_other_meanings_keep_their_own(pair: str) -> None:
    one, other = pair.split()
    assert stem(one) != stem(other)


@given(LETTERS | TEXTS.flatmap(lambda text: st.sampled_from(words(text) or ["x"])))
def test_a_stem_is_a_beginning_of_its_word_and_never_empty(word: str) -> None:
    assert stem(word)
    assert word.startswith(stem(word))
    assert len(stem(word)) >= min(len(word), 3)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What is  tea?", "what IS tea"),
        (" What\tis\ntea ?! ", "What is tea…"),
        ("What is ﬁne tea.", "what is fine tea"),
        ("Ｗｈａｔ？", "what"),
    ],
)
def test_wordings_that_differ_by_case_spaces_and_final_marks_are_the_same(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other)


@pytest.mark.parametrize(
    ("one", "other"), [("C", "C++"), ("C#", "C"), ("resume", "résumé"), ("a b", "ab"), ("¿a", "a")]
)
def test_wordings_that_differ_otherwise_are_not(one: str, other: str) -> None:
    assert normal_form(one) != normal_form(other)


@given(TEXTS)
def test_a_normal_form_is_its_own(text: str) -> None:
    assert normal_form(normal_form(text)) == normal_form(text)


@pytest.mark.parametrize(("text", "value"), [("", 0x811C9DC5), ("a", 0xE40C292C), ("foobar", 0xBF9CF968)])
def test_the_hash_is_that_of_its_draft(text: str, value: int) -> None:
    assert fnv1a(text) == value


def test_the_hash_takes_bytes_that_are_no_text() -> None:
    """Arguments of a command may hold such bytes; no wording of a bank does."""
    assert fnv1a("a\udcff") not in map(fnv1a, ("a", "a?", "a\ufffd", "aÿ"))


def test_the_hashes_of_similar_wordings_differ() -> None:
    assert len({fnv1a(f"what is {number}") for number in range(10_000)}) == 10_000
