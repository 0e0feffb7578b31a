"""Conversion of LaTeX to MathML, which browsers render without scripts or extra fonts.

math-core converts; it is native code, so the size of a formula is limited first, and only worker processes call it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
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
    return _BIG.sub(r'<mo stretchy="true" symmetric="true" minsize="\1" maxsize="\1"', markup.replace("\n", " "))


@lru_cache(maxsize=8192)
def in_words(latex: str) -> str:
    """Return a formula as plain text on one line, such as `σ^2/k`, or its LaTeX if it cannot be converted."""
    try:
        root = ET.fromstring(_ENTITY.sub(" ", mathml(latex, display=False)))  # noqa: S314 - math-core wrote it
    except (UnreadableError, ET.ParseError):
        return " ".join(latex.split())
    return " ".join(_plain(root).split())


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


def _plain(node: ET.Element) -> str:
    tag = node.tag.rpartition("}")[2]
    parts = [_plain(child) for child in node]
    if tag == "mover" and len(parts) == 2 and parts[1].strip() in _ACCENTS:
        return unicodedata.normalize("NFC", parts[0].strip() + _ACCENTS[parts[1].strip()])
    if tag in ("msup", "mover") and len(parts) == 2:
        return f"{parts[0]}^{_parenthesized(parts[1])}"
    if tag in ("msub", "munder") and len(parts) == 2:
        return f"{parts[0]}_{_parenthesized(parts[1])}"
    if tag in ("msubsup", "munderover") and len(parts) == 3:
        return f"{parts[0]}_{_parenthesized(parts[1])}^{_parenthesized(parts[2])}"
    if tag == "mfrac" and len(parts) == 2:
        return f"{_parenthesized(parts[0])}/{_parenthesized(parts[1])}"
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
