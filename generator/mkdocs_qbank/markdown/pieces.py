"""The pieces of a formula written in one line, and how they are joined: what stands apart, and what needs brackets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum, auto
from itertools import islice, pairwise

_LONGEST_SCRIPT = 8
"""The largest number of characters written above or below the line; more are hard to read."""
_NEAR = 60
"""The number of pieces within which a vertical bar has its other half."""


def _by_meaning(marks: str) -> dict[str, str]:
    return {unicodedata.normalize("NFKC", mark): mark for mark in marks}


_SUPERSCRIPTS = _by_meaning("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ")
_SUPERSCRIPTS |= {"∗": "*", "†": "†", "‡": "‡", "∘": "°", "⊤": "ᵀ", "′": "′", "″": "″", "‴": "‴", "⁗": "⁗"}
_SUBSCRIPTS = _by_meaning("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ")
SCRIPTS = frozenset((*_SUPERSCRIPTS.values(), *_SUBSCRIPTS.values()))
"""The characters that are written above or below the line."""
_LETTER = re.compile("[A-Za-z]")
_SUFFIX = re.compile("[a-z]{1,2}")
"""A text that continues the letter or number before it, as in `nth` and `10ms`."""


class Kind(StrEnum):
    """What a piece is to its neighbours."""

    OPERAND = auto()
    NUMBER = auto()
    NAME = auto()
    """A name of several letters, such as that of a function."""
    TEXT = auto()
    FRACTION = auto()
    BIG = auto()
    """A sum, an integral or the like, with its limits."""
    PREFIX = auto()
    POSTFIX = auto()
    INFIX = auto()
    SLASH = auto()
    COMMA = auto()
    OPEN = auto()
    CLOSE = auto()
    BAR = auto()
    """A vertical bar that may open, close or separate."""
    SPACE = auto()
    GAP = auto()
    """A wide space, which may separate two formulas."""


_OPERANDS = frozenset((Kind.OPERAND, Kind.NUMBER, Kind.NAME, Kind.TEXT, Kind.FRACTION))
_ENDS = _OPERANDS | {Kind.CLOSE, Kind.POSTFIX}
_BEGINS = _OPERANDS | {Kind.OPEN, Kind.BIG, Kind.PREFIX}
_FORMULA = _BEGINS - {Kind.TEXT, Kind.OPEN}
_FACTORS = frozenset((Kind.OPERAND, Kind.NUMBER))


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a formula, written in one line."""

    text: str
    kind: Kind = Kind.OPERAND
    simple: bool = True
    """Whether it is one symbol, number or word, without scripts."""
    apart: bool = False
    """Whether its author put a space before it."""
    tight: bool = False
    """Whether it is a letter of a product of single letters, which is written as one word."""


def joined(pieces: Iterable[Piece]) -> str:
    """Return pieces in one line."""
    return _text(arranged(pieces))


def arranged(pieces: Iterable[Piece]) -> list[Piece]:
    """Return pieces without spaces, in the form that each has between its neighbours."""
    row: list[Piece] = []
    space: Kind | None = None
    pieces = [piece for piece in pieces if piece.text]
    if len(pieces) == 1 and pieces[0].kind in _FACTORS:  # the usual script
        return _with_runs(pieces)
    for piece in _with_bars(pieces):
        if piece.kind in (Kind.SPACE, Kind.GAP):
            space = piece.kind if space is not Kind.GAP else space
            continue
        ends = bool(row) and row[-1].kind in _ENDS
        if space is Kind.GAP and ends and row[-1].kind is not Kind.TEXT and piece.kind in _FORMULA:
            row.append(Piece(";", Kind.COMMA))
        if piece.kind is Kind.INFIX and piece.text in "+−-±∓" and not ends:
            row.append(Piece(piece.text, Kind.PREFIX, apart=space is not None))
        else:
            row.append(replace(piece, apart=True) if space else piece)
        space = None
    return _with_brackets(_with_runs(row))


def script(mark: str, pieces: Iterable[Piece]) -> str:
    """Return pieces as a superscript (`^`) or a subscript (`_`): in small characters, or else after the mark.

    A name or a text stays on the line, where it is read as a word: `q_max`, not `qₘₐₓ`.
    """
    row = arranged(pieces)
    if row and row[0].kind is Kind.INFIX:
        row[0] = replace(row[0], kind=Kind.PREFIX)  # such as `<` in `x_(<t)`
    row = [replace(piece, kind=Kind.SLASH) if piece.text == ":" else piece for piece in row]
    text = _text(row)
    small = _SUPERSCRIPTS if mark == "^" else _SUBSCRIPTS
    compact = text.replace(" ", "")
    word = any(piece.kind in (Kind.NAME, Kind.TEXT) and len(piece.text) > 1 for piece in row)
    if not word and len(compact) <= _LONGEST_SCRIPT and all(char in small for char in compact):
        return "".join(small[char] for char in compact)
    if compact.replace(",", ", ") == text:  # a list of symbols
        text = compact
    symbol = len(row) == 1 and row[0].simple and (len(text) == 1 or text.isalnum())
    return f"{mark}{text}" if symbol or grouped(row) or all(piece.tight for piece in row) else f"{mark}({text})"


def factor(pieces: Iterable[Piece], *, below: bool = False) -> str:
    """Return pieces as the numerator of a fraction, or as the denominator if `below`: in brackets where needed."""
    row = arranged(pieces)
    text = _text(row)
    bare = row[1:] if row and row[0].text == "∂" else row
    whole = grouped(row) or (len(bare) == 1 and bare[0].kind is not Kind.FRACTION)
    whole = whole or (_is_call(row) or (len(text) == 2 and text[0] == "d") if below else not _divided(row))
    return text if whole else f"({text})"


def term(pieces: Iterable[Piece]) -> str:
    """Return pieces as one term of a sum: in brackets if they are several."""
    row = arranged(pieces)
    text = _text(row)
    several = any(Kind.INFIX in (before.kind, after.kind) for before, after in _outside(row))
    return f"({text})" if several else text


def base(pieces: Iterable[Piece]) -> Piece:
    """Return pieces as the one to which scripts are attached: in brackets if they are more than one."""
    row = arranged(pieces)
    if len(row) == 1 and row[0].kind is not Kind.FRACTION:
        return replace(row[0], apart=False, tight=False)
    text = _text(row)
    whole = not row or row[-1].text == "|" or grouped(row) or _is_call(row)
    return Piece(text if whole else f"({text})", simple=False)


def grouped(row: Sequence[Piece]) -> bool:
    """Return whether arranged pieces are one pair of brackets and what is inside."""
    if len(row) < 2 or row[0].kind is not Kind.OPEN or row[-1].kind is not Kind.CLOSE:
        return False
    depth = 0
    for piece in row[:-1]:
        depth += (piece.kind is Kind.OPEN) - (piece.kind is Kind.CLOSE)
        if depth == 0:
            return False
    return True


def _text(row: Sequence[Piece]) -> str:
    return "".join([piece.text for piece in row[:1]] + [_between(*pair) + pair[1].text for pair in pairwise(row)])


def _outside(row: Sequence[Piece]) -> Iterator[tuple[Piece, Piece]]:
    """Yield the neighbours in a row that no brackets enclose."""
    depth = 0
    for before, after in pairwise(row):
        depth += (before.kind is Kind.OPEN) - (after.kind is Kind.CLOSE)
        if depth == 0:
            yield before, after


def _divided(row: Sequence[Piece]) -> bool:
    """Return whether a row, outside of its brackets, has a space or is a fraction."""
    divisions = {Kind.SLASH, Kind.FRACTION}
    if len(row) == 1:
        return row[0].kind in divisions
    return any(divisions & {before.kind, after.kind} or _between(before, after) for before, after in _outside(row))


def _is_call(row: Sequence[Piece]) -> bool:
    """Return whether a row is a function with its argument, not a product: `exp(x + 1)`, `p(x)`, not `n(n + 1)`."""
    argument = row[1:]
    return grouped(argument) and (row[0].kind is Kind.NAME or (len(argument) == 3 and argument[1].simple))


def _with_bars(row: list[Piece]) -> list[Piece]:
    """Return a row in which each vertical bar opens, closes or separates."""
    levels: list[list[str]] = [[]]
    before: Kind | None = None
    for at, piece in enumerate(row):
        kind = piece.kind
        if kind is Kind.BAR:
            bar, waiting = piece.text[0], levels[-1]
            if before in _ENDS and waiting and waiting[-1] == bar:
                kind = Kind.CLOSE
                waiting.pop()
            elif before not in _ENDS or _another(bar, row, at):
                kind = Kind.OPEN
                waiting.append(bar)
            else:
                kind = Kind.INFIX
            row[at] = replace(piece, kind=kind)
        elif kind is Kind.OPEN:
            levels.append([])
        elif kind is Kind.CLOSE and len(levels) > 1:
            levels.pop()
        before = before if kind is Kind.SPACE else kind
    return row


def _another(bar: str, row: Sequence[Piece], at: int) -> bool:
    """Return whether a bar follows the one at `at` before the brackets around it end."""
    depth = 0
    for piece in islice(row, at + 1, at + _NEAR):
        depth += (piece.kind is Kind.OPEN) - (piece.kind is Kind.CLOSE)
        if depth < 0:
            return False
        if depth == 0 and piece.kind is Kind.BAR and piece.text[0] == bar:
            return True
    return False


def _with_runs(row: list[Piece]) -> list[Piece]:
    """Return a row in which the letters of a product of single letters, such as `BA`, are tight.

    If one factor is more than a letter, as in `2L h dₖ`, all stand apart.
    """
    start = 0
    for at in range(1, len(row) + 1):
        if at < len(row) and row[at].kind in _FACTORS and not row[at].apart:
            continue
        run = row[start:at]
        if all(piece.kind is Kind.NUMBER or (piece.simple and _LETTER.fullmatch(piece.text)) for piece in run):
            row[start:at] = [replace(piece, tight=True) if piece.kind is Kind.OPERAND else piece for piece in run]
        start = at if at < len(row) and row[at].kind in _FACTORS else at + 1
    return row


def _with_brackets(row: list[Piece]) -> list[Piece]:
    """Return a row in which fractions that are multiplied or divided are in brackets."""
    for at, piece in enumerate(row):
        if piece.kind is Kind.FRACTION:
            before = row[at - 1].kind if at else None
            after = row[at + 1].kind if at + 1 < len(row) else None
            if Kind.SLASH in (before, after) or before in _ENDS or after in _BEGINS:
                row[at] = replace(piece, text=f"({piece.text})", kind=Kind.OPERAND, simple=False)
    return row


def _between(before: Piece, after: Piece) -> str:
    """Return what separates two neighbours."""
    first, second = before.kind, after.kind
    if first in (Kind.OPEN, Kind.PREFIX) or second in (Kind.CLOSE, Kind.COMMA, Kind.POSTFIX):
        return ""
    if Kind.INFIX in (first, second):
        return "" if before.text in (":", "<", ">", "!", "=") and after.text in ("=", ">", "<") else " "
    if Kind.SLASH in (first, second):
        return ""
    if first in (Kind.COMMA, Kind.BIG) or second in (Kind.BIG, Kind.PREFIX):
        return " "
    if second is Kind.OPEN:
        return " " if _multiplies(before, after) else ""
    if Kind.TEXT in (first, second):
        return "" if _continues(before, after) else " "
    if first is Kind.NUMBER and not after.apart and (second is Kind.NUMBER or not after.text[0].isdigit()):
        return ""
    return "" if (before.tight and after.tight and not after.apart) or _applies(before, after) else " "


def _applies(before: Piece, after: Piece) -> bool:
    """Return whether a function is followed by its argument in brackets, such as a fraction."""
    return before.kind is Kind.NAME and before.simple and after.text[0] == "("


def _multiplies(before: Piece, opening: Piece) -> bool:
    """Return whether what precedes an opening bracket stands apart from it."""
    if opening.text in "|‖" or (before.text[0] == "(" and not before.simple):
        return True
    return opening.apart and not (before.kind is Kind.NAME and before.simple)


def _continues(before: Piece, after: Piece) -> bool:
    """Return whether one of two neighbours, of which one is text, continues the other as part of a word."""
    if after.apart:
        return False
    if before.kind is Kind.TEXT and before.text[-1] in "-–/(":
        return True
    if after.kind is not Kind.TEXT:
        return False
    suffix = before.simple and before.kind is not Kind.TEXT and _SUFFIX.fullmatch(after.text)
    return not after.text[0].isalnum() or bool(suffix)
