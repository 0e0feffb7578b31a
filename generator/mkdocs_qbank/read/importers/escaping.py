"""Plain text and code as Markdown that shows them as they are."""

from __future__ import annotations

import re

_FORMULA = re.compile(
    r"\$\$(?=\S)[^$]{1,4000}\$\$|\$(?![\s\d$])[^$\n]{1,1000}(?<!\s)\$(?!\d)|\$\d[^$\n]{0,1000}[\\^_=+][^$\n]{0,1000}(?<!\s)\$(?!\d)"
)
"""What is a formula between dollar signs, not two amounts of money."""
_BRACKETED = re.compile(r"\\\((?P<inline>.{1,2000}?)\\\)|\\\[(?P<block>.{1,4000}?)\\\]", re.DOTALL)
"""Formulas as MathJax and Anki write them in HTML."""
_SPECIAL = re.compile(
    r"""
    [\\`*]                                  # escapes, code, emphasis
    | (?<![^\W_])_ | _(?![^\W_])            # underscores, unless inside a word
    | ~(?=~) | (?<=~)~
    | <(?=[A-Za-z/!?])                      # a tag, as text
    | &(?=\#?\w{1,40};)                     # an entity, as text
    | \[(?=[^\[\]]*\][(\[:]) | \[(?=\^)     # a link, a definition, a footnote
    | ^\#{1,6}(?=\s|$) | ^>                 # a heading, a quotation
    | ^[-+](?=\s|$) | ^(?:=+|-{2,})(?=[ \t]*$)
    """,
    re.VERBOSE | re.MULTILINE,
)
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)", re.MULTILINE)
_BACKTICKS = re.compile(r"`+")


def fenced(code: str, language: str = "") -> str:
    """Return code as a fenced block, in a fence that nothing in it closes."""
    longest = max((len(run) for run in re.findall(r"^\s*(`{3,})", code, re.MULTILINE)), default=2)
    fence = "`" * (longest + 1)
    name = language.strip() if re.fullmatch(r"[\w+#.-]{1,32}", language.strip()) else ""
    return f"{fence}{name}\n{code.rstrip()}\n{fence}"


def with_dollars(text: str) -> str:
    """Return a text in which formulas stand between dollar signs."""
    return _BRACKETED.sub(
        lambda match: f"${match['inline'].strip()}$" if match["inline"] else f"$${(match['block'] or '').strip()}$$",
        text,
    )


def escaped(text: str) -> str:
    """Return plain text as Markdown that shows it as it is; formulas between dollar signs stay formulas."""
    parts = []
    at = 0
    for formula in _FORMULA.finditer(text) if "$" in text else ():
        parts += [_escape(text[at : formula.start()]), formula[0]]
        at = formula.end()
    return "".join((*parts, _escape(text[at:])))


def _escape(text: str) -> str:
    return _NUMBERED.sub(r"\1\\\2", _SPECIAL.sub(r"\\\g<0>", text))


def code_span(code: str) -> str:
    """Return code on one line as a code span."""
    longest = max((len(run) for run in _BACKTICKS.findall(code)), default=0)
    mark = "`" * (longest + 1)
    pad = " " if code.startswith("`") or code.endswith("`") else ""
    return f"{mark}{pad}{code}{pad}{mark}"
