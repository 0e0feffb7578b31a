"""Conversion of LaTeX to MathML, which browsers render without scripts or extra fonts.

math-core converts; it is native code, so the size of a formula is limited first, and only worker processes call it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree.ElementTree import ParseError

from math_core import LatexError, LatexToMathML

from mkdocs_qbank.markdown.characters import without_hidden
from mkdocs_qbank.markdown.linear import linear

MOST_CHARACTERS = 4096
"""The maximum length of a formula, in characters."""
_MOST_DEPTH, _MOST_MATHML = 100, 262_144
_MACROS = {
    "substack": r"\begin{subarray}{c}#1\end{subarray}",
    "widetilde": r"\tilde{#1}",
    "mbox": r"\text{#1}",
    "hbox": r"\text{#1}",
}
_CONVERTER = LatexToMathML(fancy_error=False, macros=_MACROS)
_LENIENT = LatexToMathML(fancy_error=False, macros=_MACROS, ignore_unknown_commands=True)
"""Shows the name of an unknown command instead of raising."""
_TAG = re.compile(r"<(/?)[a-z][^>]*?(/?)>")
_BIG = re.compile(r'<mo minsize="([\d.]+em)" maxsize="\1"')

_ANGLE = re.compile(r"(\\(?:left|right|middle|[bB]igg?[lrm]?))\s*([<>])")
_NUMBERED = re.compile(r"\\(begin|end)\{(equation|align|gather|multline|flalign)\}")
_ALIGNED_AT = re.compile(r"\\begin\{(?:x?x?alignat|alignedat)\*?\}\s*\{\d+\}|\\end\{(?:x?x?alignat|alignedat)\*?\}")
_ROWS = re.compile(r"\\(begin|end)\{eqnarray\*?\}")
_SMALL = re.compile(r"\\(begin|end)\{smallmatrix\}")
_SPLIT = re.compile(r"\\(begin|end)\{split\}")
_STATE = re.compile(r"\\(?:label|require)\s*\{[^{}]*\}|\\(?:notag|nonumber)(?![A-Za-z])")
_TAGGED = re.compile(r"\\tag(\*?)\s*\{([^{}]*)\}")
_MATHS_IN_TEXT = re.compile(r"(\\(?:text|mbox|textrm|textit|textbf)\s*)\{([^{}$]*)\$([^$]*)\$")
_MOST_MATHS_IN_TEXT = 16
_LAYOUT = re.compile(
    r"\\(?:left|right|middle|[bB]igg?[lrm]?|begin|end|text(?:rm|it|bf|tt|sf)?|math(?:rm|it|bf|tt|sf|bb|cal|frak|scr)|"
    r"operatorname\*?|displaystyle|limits|q?quad)(?![A-Za-z])"
)
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_MARKS = re.compile(r"\\([%$#&_])|\\.|[{}\\&~]")


class UnreadableError(ValueError):
    """A formula is not LaTeX, or uses commands that are not supported."""


@lru_cache(maxsize=8192)
def mathml(latex: str, *, display: bool) -> str:
    """Return a formula as MathML on one line.

    Raises UnreadableError, with a short reason, if the formula is too long, nested too deep, not LaTeX, or uses
    unsupported commands.
    """
    markup = _converted(latex, _CONVERTER, display=display)
    return _BIG.sub(r'<mo stretchy="true" symmetric="true" minsize="\1" maxsize="\1"', markup)


@lru_cache(maxsize=8192)
def in_words(latex: str) -> str:
    """Return a formula as plain text on one line, such as `σ²/k`, of at most MOST_CHARACTERS characters.

    Unknown commands are written as their names, and so are all commands of what is not LaTeX.
    """
    for converter in (_CONVERTER, _LENIENT):
        try:
            return _cut(linear(_converted(latex, converter, display=False)))
        except (UnreadableError, ParseError):
            continue
    return spelled_out(latex)


def spelled_out(latex: str) -> str:
    """Return LaTeX as plain text without reading it as a formula: commands as their names, and no braces."""
    text = _LAYOUT.sub(" ", latex[: 2 * MOST_CHARACTERS])
    text = _MARKS.sub(lambda match: match[1] or " ", _COMMAND.sub(r" \1 ", text))
    return _cut(" ".join(text.split()))


def _cut(text: str) -> str:
    """Return a text without hidden characters, cut to MOST_CHARACTERS."""
    text = without_hidden(text)
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…"


def _converted(latex: str, converter: LatexToMathML, *, display: bool) -> str:
    """Return a formula as MathML of limited size and depth. Raises UnreadableError."""
    if len(latex) > MOST_CHARACTERS:
        raise UnreadableError(f"it has {len(latex):,} characters, more than {MOST_CHARACTERS:,}")
    try:
        markup = converter.convert_with_local_state(_supported(latex), displaystyle=display)
    except LatexError as error:
        raise UnreadableError(_reason(str(error))) from None
    if _depth(markup) > _MOST_DEPTH or len(markup) > _MOST_MATHML:
        raise UnreadableError("it is nested too deep or too large")
    if "(??)" in markup:
        raise UnreadableError("it refers to the number of another formula")
    return markup.replace("\n", " ")


def _supported(latex: str) -> str:
    """Return LaTeX rewritten for math-core, which numbers no equations and lacks some environments."""
    latex = _ANGLE.sub(lambda match: match[1] + (r"\langle " if match[2] == "<" else r"\rangle "), latex)
    latex = _NUMBERED.sub(r"\\\1{\2*}", _STATE.sub("", latex))
    latex = _ALIGNED_AT.sub(lambda match: rf"\{match[0][1:].partition('{')[0]}{{aligned}}", latex)
    latex = _ROWS.sub(lambda match: r"\begin{array}{rcl}" if match[1] == "begin" else r"\end{array}", latex)
    latex = _SMALL.sub(
        lambda match: r"\begin{subarray}{cccccccccc}" if match[1] == "begin" else r"\end{subarray}", latex
    )
    latex = _SPLIT.sub(r"\\\1{aligned}", latex)
    latex = _TAGGED.sub(lambda match: r"\qquad\text{" + (match[2] if match[1] else f"({match[2]})") + "}", latex)
    for _ in range(_MOST_MATHS_IN_TEXT):
        latex, count = _MATHS_IN_TEXT.subn(r"\1{\2}\3\1{", latex, count=1)
        if not count:
            break
    return latex


def _depth(markup: str) -> int:
    """Return the nesting depth of the elements of MathML."""
    depth = most = 0
    for match in _TAG.finditer(markup):
        if match[1]:
            depth -= 1
        elif not match[2]:
            depth += 1
            most = max(most, depth)
    return most


def _reason(message: str) -> str:
    """Return math-core's message without its leading offset."""
    return " ".join(re.sub(r"^\d+: ", "", message).split()).rstrip(".") or "it is not LaTeX"
