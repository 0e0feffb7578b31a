"""LaTeX into MathML, which browsers draw without a script or a font of ours."""

from __future__ import annotations

import re
from functools import lru_cache

from math_core import LatexError, LatexToMathML

_TO_MATHML = LatexToMathML()
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_MARKUP = re.compile(r"(<[^>]*>)")
_SPECIAL = re.compile(r"[\\`*_{}\[\]()#+\-.!~^=|:$\"']")


class UnreadableError(ValueError):
    """A formula that is no LaTeX, or uses what cannot be drawn."""


@lru_cache(maxsize=8192)
def mathml(latex: str, *, display: bool) -> str:
    """Gives a formula as MathML on one line, written so that no Markdown engine reads marks into it.

    Raises UnreadableError, with the reason in a few words.
    """
    try:
        drawn = _TO_MATHML.convert_with_local_state(latex, displaystyle=display)
    except LatexError as error:
        raise UnreadableError(_reason(str(error))) from None
    if display:
        drawn = drawn.replace("<math", '<math display="block"', 1) if 'display="block"' not in drawn else drawn
    pieces = _MARKUP.split(" ".join(drawn.split()))
    return "".join(piece if piece.startswith("<") else _inert(piece) for piece in pieces)


def _inert(text: str) -> str:
    return _SPECIAL.sub(lambda match: f"&#{ord(match.group())};", text)


def _reason(message: str) -> str:
    """The first line of math-core's report, which goes on to draw the place with colours."""
    lines = [line.strip() for line in _COLOUR.sub("", message).splitlines() if line.strip()]
    reason = lines[0].removeprefix("Error:").strip() if lines else "not LaTeX"
    return reason.rstrip(".")
