"""Laws of the text of formulas, whatever a formula holds."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from mkdocs_qbank.markdown.characters import without_hidden
from mkdocs_qbank.markdown.maths import MOST_CHARACTERS, in_words, mathml, spelled_out

SYMBOLS = st.sampled_from(
    [
        *"abnxTWθ12",
        r"\alpha",
        r"\infty",
        r"\ell",
        r"\mathbb{R}",
        r"\mathcal{L}",
        r"\mathbf{x}",
        r"\text{if so}",
        r"\max",
    ]
)
SIGNS = st.sampled_from(["+", "-", "=", " ", ",", r"\,", r"\quad ", r"\cdot ", r"\in ", "/", "!", "|", r"\to "])
ONE = ("{%s}", "(%s)", r"\sqrt{%s}", r"\hat{%s}", r"\overline{%s}", r"\left|%s\right|", r"\boxed{%s}", r"\log(%s)")
TWO = (
    "{%s}^{%s}",
    "{%s}_{%s}",
    r"\frac{%s}{%s}",
    r"\binom{%s}{%s}",
    r"\sqrt[%s]{%s}",
    r"\sum_{%s}^{%s}",
    r"\underbrace{%s}_{%s}",
    r"\overset{%s}{%s}",
    r"\begin{pmatrix}%s&%s\end{pmatrix}",
    r"\begin{aligned}%s\\&=%s\end{aligned}",
    r"\xrightarrow[%s]{%s}",
)


def larger(smaller: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Formulas made of smaller ones."""
    one = st.tuples(st.sampled_from(ONE), smaller).map(lambda made: made[0] % made[1])
    two = st.tuples(st.sampled_from(TWO), smaller, smaller).map(lambda made: made[0] % made[1:])
    row = st.lists(st.one_of(smaller, SIGNS), min_size=1, max_size=5).map(" ".join)
    return st.one_of(one, two, row)


FORMULAS = st.recursive(SYMBOLS, larger, max_leaves=12)
PIECES = st.sampled_from(
    [*r"\{}[]()^_&|'$%~ ab1é", r"\frac", r"\left", r"\right", r"\begin{cases}", r"\end{cases}", r"\\"]
)


@given(latex=FORMULAS)
def test_what_is_latex_has_neither_backslash_nor_brace_in_its_text(latex: str) -> None:
    mathml(latex, display=False)  # it is LaTeX
    text = in_words(latex)
    assert not set(text) & set("\\{}")
    assert text == " ".join(text.split())
    assert text.count("(") == text.count(")")


@given(latex=FORMULAS)
def test_no_letter_of_a_formula_is_missing_in_its_text(latex: str) -> None:
    text = unicodedata.normalize("NFKD", in_words(latex))
    for written, shown in {"θ": "θ", "W": "W", r"\infty": "∞", r"\alpha": "α", "2": "2"}.items():
        assert text.count(shown) == latex.count(written), text


@given(latex=st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=30).map("".join)))
def test_anything_has_a_text_of_limited_length(latex: str) -> None:
    for text in (in_words(latex), spelled_out(latex)):
        assert len(text) <= MOST_CHARACTERS
        assert "\n" not in text
        assert without_hidden(text) == text


@given(latex=FORMULAS, times=st.integers(1, 2000))
def test_a_formula_of_any_length_has_a_text_of_limited_length(latex: str, times: int) -> None:
    assert len(in_words(latex * times)) <= MOST_CHARACTERS
