"""Conversion of LaTeX to MathML, which browsers render without scripts.

math-core converts; it is native code, so the size of a formula is limited first, and only worker processes call it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate
from xml.etree import ElementTree as ET

from math_core import LatexError, LatexToMathML

MOST_CHARACTERS = 4096
"""The maximum length of a formula, in characters."""
_MOST_DEPTH, _MOST_MATHML = 100, 262_144
_CONVERTER = LatexToMathML(
    fancy_error=False,
    macros={
        "substack": r"\begin{subarray}{c}#1\end{subarray}",
        "widetilde": r"\tilde{#1}",
        "mbox": r"\text{#1}",
        "hbox": r"\text{#1}",
    },
)
_TAG = re.compile(r"<(/?)[a-z][^>]*?(/?)>")
_ENTITY = re.compile(r"&(?!amp;|lt;|gt;|quot;|apos;|#)\w+;")
_SPACED = frozenset("=+−<>≤≥≈∼→∈≠∝←⋅×")
_ACCENTS = {"ˆ": "\u0302", "^": "\u0302", "¯": "\u0304", "‾": "\u0304", "~": "\u0303", "˜": "\u0303", "→": "\u20d7"}
_FORMS = {
    **dict.fromkeys([("msup", 2), ("mover", 2)], "{0}^{3}"),
    **dict.fromkeys([("msub", 2), ("munder", 2)], "{0}_{3}"),
    **dict.fromkeys([("msubsup", 3), ("munderover", 3)], "{0}_{4}^{5}"),
    ("mfrac", 2): "{2}/{3}",
}
"""The plain form of an element with so many parts: these are numbered from 0, then once more in parentheses."""
_BIG = re.compile(r'<mo minsize="([\d.]+em)" maxsize="\1"')
_BIG_BASE = re.compile(r'(<msu(?:b|p|bsup)>)(<mo stretchy="true" symmetric="true"[^>]*>[^<]*</mo>)')
_LINE = re.compile(r'(<mo stretchy="true">)\u0332(</mo></m(over|under)>)')
_LINES = {"over": "‾", "under": "_"}

_ALIGNED_AT = r"\{(?:x?x?alignat|alignedat)\*?\}"
_REWRITES = {
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
}
"""What math-core does not know, in the order of replacement: it numbers no equations and lacks some environments."""
_MATHS_IN_TEXT = re.compile(r"(\\(?:text|mbox|textrm|textit|textbf)\s*)\{([^{}$]*)\$([^$]*)\$")
_MOST_MATHS_IN_TEXT = 16


class UnreadableError(ValueError):
    """A formula is not LaTeX, or uses commands that are not supported."""


@lru_cache(maxsize=8192)
def mathml(latex: str, *, display: bool) -> str:
    """Return a formula as MathML on one line.

    Raises UnreadableError, with a short reason, if the formula is too long, nested too deep, not LaTeX, or uses
    unsupported commands.
    """
    if len(latex) > MOST_CHARACTERS:
        raise UnreadableError(f"it has {len(latex):,} characters, more than {MOST_CHARACTERS:,}")
    try:
        markup = _CONVERTER.convert_with_local_state(_supported(latex), displaystyle=display)
    except LatexError as error:
        raise UnreadableError(_reason(str(error))) from None
    if _depth(markup) > _MOST_DEPTH or len(markup) > _MOST_MATHML:
        raise UnreadableError("it is nested too deep or too large")
    if "(??)" in markup:
        raise UnreadableError("it refers to the number of another formula")
    return _as_browsers_draw(markup.replace("\n", " "))


@lru_cache(maxsize=8192)
def in_words(latex: str) -> str:
    """Return a formula as plain text on one line, such as `σ^2/k`, or its LaTeX if it cannot be converted."""
    try:
        root = ET.fromstring(_ENTITY.sub(" ", mathml(latex, display=False)))  # noqa: S314 - math-core wrote it
    except (UnreadableError, ET.ParseError):
        return " ".join(latex.split())
    return " ".join(_plain(root).split())


def _as_browsers_draw(markup: str) -> str:
    """Return MathML of which Chromium draws lines over and under as wide as their base, and big brackets big."""
    markup = _LINE.sub(lambda match: match[1] + _LINES[match[3]] + match[2], markup)
    markup = _BIG.sub(r'<mo stretchy="true" symmetric="true" minsize="\1" maxsize="\1"', markup)
    return _BIG_BASE.sub(r"\1<mrow>\2</mrow>", markup)


def _supported(latex: str) -> str:
    """Return LaTeX rewritten for math-core."""
    for pattern, replacement in _REWRITES.items():
        latex = re.sub(pattern, replacement, latex)
    for _ in range(_MOST_MATHS_IN_TEXT):
        latex, count = _MATHS_IN_TEXT.subn(r"\1{\2}\3\1{", latex, count=1)
        if not count:
            break
    return latex


def _depth(markup: str) -> int:
    """Return the nesting depth of the elements of MathML."""
    return max(accumulate(-1 if match[1] else int(not match[2]) for match in _TAG.finditer(markup)), default=0)


def _plain(node: ET.Element) -> str:
    tag = node.tag.rpartition("}")[2]
    parts = [_plain(child) for child in node]
    if tag == "mover" and len(parts) == 2 and parts[1].strip() in _ACCENTS:
        return unicodedata.normalize("NFC", parts[0].strip() + _ACCENTS[parts[1].strip()])
    if tag == "munder" and parts[-1] == "_":
        return parts[0]
    if form := _FORMS.get((tag, len(parts))):
        return form.format(*parts, *map(_parenthesized, parts))
    if tag == "msqrt":
        return f"√{_parenthesized(''.join(parts))}"
    text = node.text or ""
    spaced = tag == "mo" and text.strip() in _SPACED
    return f" {text} " if spaced else " " if tag == "mspace" else text + "".join(parts)


def _parenthesized(text: str) -> str:
    text = text.strip()
    return text if len(text) == 1 or text.isalnum() else f"({text})"


def _reason(message: str) -> str:
    """Return math-core's message without its leading offset."""
    return " ".join(re.sub(r"^\d+: ", "", message).split()).rstrip(".") or "it is not LaTeX"
