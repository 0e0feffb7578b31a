"""Conversion of LaTeX to MathML, which browsers render without scripts.

math-core converts; it is native code, so the size of a formula is limited first, and only worker processes call it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from xml.etree.ElementTree import ParseError

from math_core import LatexError, LatexToMathML

from mkdocs_qbank.markdown.characters import without_hidden
from mkdocs_qbank.markdown.linear import linear

MOST_CHARACTERS = 4096
"""The maximum length of a formula, in characters."""
_MOST_DEPTH, _MOST_MATHML = 100, 262_144
_SHORT = 20
"""The most characters of a formula that is sure to fit into a line of a phone."""
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
_BIG_BASE = re.compile(r'(<msu(?:b|p|bsup)>)(<mo stretchy="true" symmetric="true"[^>]*>[^<]*</mo>)')
_LINE = re.compile(r'(<mo stretchy="true">)\u0332(</mo></m(over|under)>)')
_LINES = {"over": "‾", "under": "_"}

_ALIGNED_AT = r"\{(?:x?x?alignat|alignedat)\*?\}"
_REWRITES = [
    (re.compile(pattern), replacement)
    for pattern, replacement in {
        r"(\\(?:left|right|middle|[bB]igg?[lrm]?))\s*<": r"\1\\langle ",
        r"(\\(?:left|right|middle|[bB]igg?[lrm]?))\s*>": r"\1\\rangle ",
        r"\\(?:label|require)\s*\{[^{}]*\}|\\(?:notag|nonumber)(?![A-Za-z])": "",
        r"\\(begin|end)\{(equation|align|gather|multline|flalign)\}": r"\\\1{\2*}",
        rf"\\(?:(begin){_ALIGNED_AT}\s*\{{\d+\}}|(end){_ALIGNED_AT})": r"\\\1\2{aligned}",
        r"\\begin\{eqnarray\*?\}": r"\\begin{array}{rcl}",
        r"\\end\{eqnarray\*?\}": r"\\end{array}",
        r"\\begin\{smallmatrix\}": r"\\begin{subarray}{cccccccccc}",
        r"\\end\{smallmatrix\}": r"\\end{subarray}",
        r"\\(begin|end)\{split\}": r"\\\1{aligned}",
        r"\\tag\*\s*\{([^{}]*)\}": r"\\qquad\\text{\1}",
        r"\\tag\s*\{([^{}]*)\}": r"\\qquad\\text{(\1)}",
    }.items()
]
"""What math-core does not know, in the order of replacement: it numbers no equations and lacks some environments."""
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
    return _as_browsers_draw(_converted(latex, _CONVERTER, display=display))


def framed(markup: str, *, display: bool) -> str:
    """Return the MathML of a formula in what it scrolls in, if it stands alone or may be wider than a phone."""
    if display:
        return f'<span class="qb-formula">{markup}</span>'
    long = len(_TAG.sub("", markup)) > _SHORT
    return f'<span class="qb-long">{markup}</span>' if long else markup


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


@lru_cache(maxsize=1024)
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


def _as_browsers_draw(markup: str) -> str:
    """Return MathML of which Chromium draws lines over and under as wide as their base, and big brackets big."""
    markup = _LINE.sub(lambda match: match[1] + _LINES[match[3]] + match[2], markup)
    markup = _BIG.sub(r'<mo stretchy="true" symmetric="true" minsize="\1" maxsize="\1"', markup)
    return _BIG_BASE.sub(r"\1<mrow>\2</mrow>", markup)


@lru_cache(maxsize=1024)
def _supported(latex: str) -> str:
    """Return LaTeX rewritten for math-core."""
    if "\\" not in latex:
        return latex
    for pattern, replacement in _REWRITES:
        latex = pattern.sub(replacement, latex)
    for _ in range(_MOST_MATHS_IN_TEXT):
        latex, count = _MATHS_IN_TEXT.subn(r"\1{\2}\3\1{", latex, count=1)
        if not count:
            break
    return latex


def _depth(markup: str) -> int:
    """Return the nesting depth of the elements of MathML, or if that is small, what it may be at most."""
    if (most := markup.count("<")) <= _MOST_DEPTH:
        return most
    return max(accumulate(-1 if match[1] else int(not match[2]) for match in _TAG.finditer(markup)), default=0)


def _reason(message: str) -> str:
    """Return math-core's message without its leading offset."""
    return " ".join(re.sub(r"^\d+: ", "", message).split()).rstrip(".") or "it is not LaTeX"
