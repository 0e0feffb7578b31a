"""LaTeX into MathML, which browsers draw without a script or a font of ours."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from xml.etree import ElementTree as ET

from math_core import LatexError, LatexToMathML

_TO_MATHML = LatexToMathML()
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_MARKUP = re.compile(r"(<[^>]*>)")
_ENTITY = re.compile(r"&(?!amp;|lt;|gt;|quot;|apos;|#)\w+;")
_SPACED = frozenset("=+−<>≤≥≈∼→∈≠∝←⋅×")
_ACCENTS = {"ˆ": "\u0302", "^": "\u0302", "¯": "\u0304", "‾": "\u0304", "~": "\u0303", "˜": "\u0303", "→": "\u20d7"}
_ANGLE = re.compile(r"(\\(?:left|right|middle|[bB]igg?[lrm]?))\s*([<>])")
_SPECIAL = re.compile(r"[\\`*_{}\[\]()#+\-.!~^=|:$\"']")


class UnreadableError(ValueError):
    """A formula that is no LaTeX, or uses what cannot be drawn."""


@lru_cache(maxsize=8192)
def mathml(latex: str, *, display: bool) -> str:
    """Gives a formula as MathML on one line, written so that no Markdown engine reads marks into it.

    Raises UnreadableError, with the reason in a few words.
    """
    try:
        drawn = _drawn(latex, display=display)
    except LatexError as error:
        raise UnreadableError(_reason(str(error))) from None
    if display:
        drawn = drawn.replace("<math", '<math display="block"', 1) if 'display="block"' not in drawn else drawn
    pieces = _MARKUP.split(" ".join(drawn.split()))
    return "".join(piece if piece.startswith("<") else _inert(piece) for piece in pieces)


@lru_cache(maxsize=8192)
def in_words(latex: str) -> str:
    """Gives a formula on one line as people type it without LaTeX: `σ^2/k`; what cannot be read stays as it is."""
    try:
        drawn = _drawn(latex, display=False)
        return " ".join(_typed(ET.fromstring(_ENTITY.sub(" ", drawn))).split())  # noqa: S314 - math-core wrote it
    except (LatexError, ET.ParseError):
        return " ".join(latex.split())


def _drawn(latex: str, *, display: bool) -> str:
    """MathML as math-core writes it, which takes no `<` for a bracket, though LaTeX does."""
    angled = _ANGLE.sub(lambda match: match[1] + (r"\langle " if match[2] == "<" else r"\rangle "), latex)
    return _TO_MATHML.convert_with_local_state(angled, displaystyle=display)


def _typed(node: ET.Element) -> str:
    tag = node.tag.rpartition("}")[2]
    parts = [_typed(child) for child in node]
    if tag == "mover" and len(parts) == 2 and parts[1].strip() in _ACCENTS:
        return unicodedata.normalize("NFC", parts[0].strip() + _ACCENTS[parts[1].strip()])
    if tag in ("msup", "mover") and len(parts) == 2:
        return f"{parts[0]}^{_grouped(parts[1])}"
    if tag in ("msub", "munder") and len(parts) == 2:
        return f"{parts[0]}_{_grouped(parts[1])}"
    if tag in ("msubsup", "munderover") and len(parts) == 3:
        return f"{parts[0]}_{_grouped(parts[1])}^{_grouped(parts[2])}"
    if tag == "mfrac" and len(parts) == 2:
        return f"{_grouped(parts[0])}/{_grouped(parts[1])}"
    if tag == "msqrt":
        return f"√{_grouped(''.join(parts))}"
    text = node.text or ""
    spaced = tag == "mo" and text.strip() in _SPACED
    return f" {text} " if spaced else " " if tag == "mspace" else text + "".join(parts)


def _grouped(text: str) -> str:
    text = text.strip()
    return text if len(text) == 1 or text.isalnum() else f"({text})"


def _inert(text: str) -> str:
    return _SPECIAL.sub(lambda match: f"&#{ord(match.group())};", text)


def _reason(message: str) -> str:
    """The first line of math-core's report, which goes on to draw the place with colours."""
    lines = [line.strip() for line in _COLOUR.sub("", message).splitlines() if line.strip()]
    reason = lines[0].removeprefix("Error:").strip() if lines else "not LaTeX"
    return reason.rstrip(".")
