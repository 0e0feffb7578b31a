"""MathML in one line of text, for titles, summaries and search, where nothing can be above or below anything.

What characters exist for is written with them (`xᵢ²`, `√`, `ℝ`, `ŷ`), the rest with brackets (`(x + 1)/2`,
`e^(−x/2)`), so that it can be read and spoken. Only typefaces, colours and frames are left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from html import unescape
from xml.etree import ElementTree as ET

from mkdocs_qbank.markdown.pieces import SCRIPTS, Kind, Piece, arranged, base, factor, grouped, joined, script, term
from mkdocs_qbank.model.messages import message

_ENTITY = re.compile(r"&(?!amp;|lt;|gt;|quot;|apos;|#)\w+;")
_WIDTH = re.compile(r"(\d*\.?\d+)em")
_WIDE = 0.9
"""The width in em from which a space separates formulas: `\\quad` and more."""
_ACCENTS = {
    **dict.fromkeys("ˆ^\u0302", ("\u0302", "hat")),
    **dict.fromkeys("¯‾\u0304\u0305\u0332", ("\u0304", "bar")),
    **dict.fromkeys("~˜\u0303", ("\u0303", "tilde")),
    **dict.fromkeys("→\u20d7", ("\u20d7", "vector")),
    **dict.fromkeys("˙\u0307", ("\u0307", "dot")),
    **dict.fromkeys("¨\u0308", ("\u0308", "dots")),
    **dict.fromkeys("⃛\u20db", ("\u20db", "dots")),
    **dict.fromkeys("ˇ\u030c", ("\u030c", "check")),
    **dict.fromkeys("˘\u0306", ("\u0306", "breve")),
    **dict.fromkeys("´\u0301", ("\u0301", "acute")),
    **dict.fromkeys("`\u0300", ("\u0300", "grave")),
    **dict.fromkeys("˚\u030a", ("\u030a", "ring")),
}
"""The combining character of each accent, and the key of its name for what is longer than one letter."""
_ACCENTED = re.compile(rf"([^\W\d_][\u0300-\u036f\u20d0-\u20ff]*)((?:[{re.escape(''.join(SCRIPTS))}]|[_^].)*)")
_BRACES = frozenset("⏞⏟︷︸")
_UNDERLINES = frozenset("\u0332_")
_KINDS: dict[str, Kind] = {
    **dict.fromkeys("∑∏∐∫∬∭⨌∮∯∰⋃⋂⨆⨅⋁⋀⨁⨂⨀⨄", Kind.BIG),
    **dict.fromkeys("∂∇∀∃∄¬√#$", Kind.PREFIX),
    **dict.fromkeys("!%‰°′″‴⁗", Kind.POSTFIX),
    **dict.fromkeys(",;.", Kind.COMMA),
    **dict.fromkeys("([{⟨⌈⌊⟦", Kind.OPEN),
    **dict.fromkeys(")]}⟩⌉⌋⟧", Kind.CLOSE),
    **dict.fromkeys("|‖", Kind.BAR),
    **dict.fromkeys("…⋯⋮⋱⋰∞∅?_", Kind.OPERAND),
    "/": Kind.SLASH,
}
"""What a character is to its neighbours; other operators stand between two parts, other characters are operands."""
_CLOSING = {"(": ")", "[": "]", "{": "}", "⟨": "⟩", "|": "|", "‖": "‖"}
_REPLACED = {"⋅": "·", "∣": "|", "∥": "‖", "⟂": "⊥", **dict.fromkeys("\u2061\u2062\u2063\u2064", "")}
_STYLED = re.compile(
    "[\u03d0-\u03f5\U0001d400-\U0001d49b\U0001d504-\U0001d537\U0001d56c-\U0001d7d7\U0001d7e2-\U0001d7ff]"
)
"""Letters and digits whose typeface is left out; script and blackboard letters stay, because they are other symbols."""
_VARIATION = re.compile("[\ufe00-\ufe0f]")


def linear(markup: str) -> str:
    """Return MathML that math-core wrote as text on one line. Raises ParseError if it is not XML."""
    named = _ENTITY.sub(lambda match: unescape(match[0]).replace("&", " "), markup)
    return " ".join(joined(_pieces(ET.fromstring(named))).split())  # noqa: S314 - math-core wrote it


def _pieces(node: ET.Element) -> list[Piece]:
    """Return the pieces of an element; a row has those of its children, so that brackets pair across elements."""
    handler = _HANDLERS.get(node.tag)
    return handler(node) if handler else _row(node)


def _row(nodes: Iterable[ET.Element]) -> list[Piece]:
    children = list(nodes)
    if [child.tag for child in children] == ["mo", "mtable", "mo"]:
        return [_matrix(children[1], _symbol(children[0]), _symbol(children[2]))]
    row: list[Piece] = []
    for child in children:
        row += _pieces(child)
        if [piece.text for piece in row[-3:]] == [".", ".", "."]:
            row[-3:] = [Piece("…", simple=False)]
        elif child.tag == "mn" and len(row) > 2 and row[-2].text == "," and not row[-2].simple:
            row[-3:] = [Piece("".join(piece.text for piece in row[-3:]), Kind.NUMBER)]
    return row


def _symbol(node: ET.Element) -> str:
    """Return the text of an element, without what only its typeface says."""
    text = (node.text or "").strip()
    if text.isascii():
        return text
    text = _STYLED.sub(lambda match: unicodedata.normalize("NFKC", match[0]), _VARIATION.sub("", text))
    return _REPLACED.get(text, text)


def _identifier(node: ET.Element) -> list[Piece]:
    text = _symbol(node)
    kind = Kind.COMMA if text == ":" else _KINDS.get(text, Kind.OPERAND) if len(text) == 1 else Kind.NAME
    return [Piece(text, kind)] if text else []


def _number(node: ET.Element) -> list[Piece]:
    return [Piece(_symbol(node), Kind.NUMBER)]


def _operator(node: ET.Element) -> list[Piece]:
    text = _symbol(node)
    kind = _KINDS.get(text, Kind.INFIX)
    if kind is Kind.BAR and "form" in node.attrib:
        kind = Kind.OPEN if node.attrib["form"] == "prefix" else Kind.CLOSE
    if node.text == "∣":
        kind = Kind.INFIX
    # In `10{,}000` no space follows the comma.
    return [Piece(text, kind, simple=text != "," or node.get("rspace") != "0")] if text else []


def _words(node: ET.Element) -> list[Piece]:
    text = "".join(node.itertext()).replace("\N{NO-BREAK SPACE}", " ")
    space = [Piece(" ", Kind.SPACE)]
    words = " ".join(text.split())
    found = [Piece(words, Kind.TEXT)] if words else []
    return (space if text[:1] == " " else []) + found + (space if words and text[-1:] == " " else [])


def _unknown(node: ET.Element) -> list[Piece]:
    return [Piece("".join(node.itertext()).strip().lstrip("\\"), Kind.TEXT)]


def _space(node: ET.Element) -> list[Piece]:
    match = _WIDTH.fullmatch(node.get("width", ""))
    width = float(match[1]) if match else 0.0
    return [Piece(" ", Kind.GAP if width > _WIDE else Kind.SPACE)] if width else []


def _fraction(node: ET.Element) -> list[Piece]:
    top, bottom = map(_pieces, node)
    if node.get("linethickness") == "0":
        return [Piece(message("formulas.choose", n=factor(top), k=factor(bottom)), Kind.FRACTION, simple=False)]
    return [Piece(f"{factor(top)}/{factor(bottom, below=True)}", Kind.FRACTION, simple=False)]


def _root(node: ET.Element) -> list[Piece]:
    inside, index = (_row(node), []) if node.tag == "msqrt" else map(_pieces, node)
    row = arranged(inside)
    text = joined(row)
    degree = joined(index)
    sign = {"": "√", "3": "∛", "4": "∜"}.get(degree) or f"{script('^', index).lstrip('^')}√"
    bare = (len(row) == 1 and row[0].simple) or grouped(row)
    return [Piece(f"{sign}{text}" if bare else f"{sign}({text})", simple=False)]


def _sub(node: ET.Element) -> list[Piece]:
    return _scripted(node[0], node[1], None)


def _super(node: ET.Element) -> list[Piece]:
    return _scripted(node[0], None, node[1])


def _sub_and_super(node: ET.Element) -> list[Piece]:
    return _scripted(node[0], node[1], node[2])


def _under_or_over(node: ET.Element) -> list[Piece]:
    inner, mark = node[0], node[1]
    sign = _symbol(mark) if mark.tag == "mo" else ""
    if sign in _BRACES or (node.tag == "munder" and sign in _UNDERLINES):
        return _pieces(inner)
    if node.tag == "mover" and sign in _ACCENTS and (node.get("accent") or sign != "→"):
        return [_accented(_pieces(inner), *_ACCENTS[sign])]
    if len(inner) == 2 and _symbol(inner[1]) in _BRACES:
        return [Piece(f"{term(_pieces(inner[0]))} ({joined(_pieces(mark))})", simple=False)]
    return _sub(node) if node.tag == "munder" else _super(node)


def _accented(pieces: Sequence[Piece], mark: str, name: str) -> Piece:
    row = arranged(pieces)
    text = joined(row)
    match = _ACCENTED.fullmatch(text) if len(row) == 1 else None
    if match:
        return Piece(unicodedata.normalize("NFC", match[1] + mark) + match[2], simple=row[0].simple)
    return Piece(f"{message(f'formulas.{name}')}({text})", simple=False)


def _scripted(inner: ET.Element, below: ET.Element | None, above: ET.Element | None) -> list[Piece]:
    bearer = base(_pieces(inner))
    low, high = ([] if node is None else _pieces(node) for node in (below, above))
    if bearer.kind is Kind.BIG:
        return [Piece(bearer.text + _limits(low, high), Kind.BIG, simple=False)]
    if bearer.kind is Kind.INFIX:
        words = ", ".join(filter(None, (joined(low), joined(high))))
        return [Piece(f"{bearer.text}({words})" if words else bearer.text, Kind.INFIX, simple=False)]
    kind = {Kind.PREFIX: Kind.NAME, Kind.NUMBER: Kind.OPERAND, Kind.TEXT: Kind.NAME}.get(bearer.kind, bearer.kind)
    scripts = script("_", low) + script("^", high)
    return [Piece(bearer.text + scripts, kind, simple=bearer.simple and not scripts)] if bearer.text + scripts else []


def _limits(low: list[Piece], high: list[Piece]) -> str:
    """Return the limits of a sum or an integral: in small characters, or else as a range in brackets."""
    below, above = script("_", low), script("^", high)
    if below and above and (below[0] == "_" or above[:2] == "^("):
        return f"({joined(low).replace(' = ', '=')}..{joined(high)})"
    return below + above


def _multiscripts(node: ET.Element) -> list[Piece]:
    tags = [child.tag for child in node]
    at = tags.index("mprescripts") if "mprescripts" in tags else len(tags)
    before, after = list(node)[at + 1 :], list(node)[1:at]
    text = base(_pieces(node[0])).text
    for scripts, left in ((after, False), (before, True)):
        small = "".join(script("_^"[number % 2], _pieces(child)) for number, child in enumerate(scripts))
        text = small + text if left else text + small
    return [Piece(text, simple=False)]


def _table(node: ET.Element) -> list[Piece]:
    if node.get("displaystyle") == "true" or (node.get("scriptlevel") == "1" and all(len(row) == 1 for row in node)):
        return _lines(node)
    return [_matrix(node, "[", "]")]


def _matrix(node: ET.Element, opening: str, closing: str) -> Piece:
    """Return a table with its brackets: columns after commas, rows after semicolons."""
    rows = "; ".join(", ".join(joined(_pieces(cell)).rstrip(",; ") for cell in row) for row in node)
    opening = opening or next((mark for mark, other in _CLOSING.items() if other == closing), "")
    return Piece(f"{opening}{rows}{closing or _CLOSING.get(opening, '')}", simple=False)


def _lines(node: ET.Element) -> list[Piece]:
    """Return aligned formulas one after the other; a line that begins with a relation continues the one before."""
    lines: list[Piece] = []
    for row in node:
        pieces = [piece for cell in row for piece in _cell(cell)]
        visible = [piece for piece in pieces if piece.kind not in (Kind.SPACE, Kind.GAP)]
        if lines and visible and lines[-1].kind is not Kind.COMMA:
            first = visible[0]
            aligned = bool(len(row)) and not _pieces(row[0])
            if first.kind is not Kind.INFIX or (first.text in "+−±" and not aligned):
                lines.append(Piece("," if node.get("scriptlevel") == "1" else ";", Kind.COMMA))
        lines += pieces
    return lines


def _cell(node: ET.Element) -> list[Piece]:
    """Return a cell of aligned formulas, after a wide space if another formula of the same line begins with it."""
    begins = "right" in node.get("style", "").partition(";")[0]
    return [Piece(" ", Kind.GAP), *_pieces(node)] if begins else _pieces(node)


def _nothing(node: ET.Element) -> list[Piece]:  # noqa: ARG001 - a handler like the others
    return []


_HANDLERS: dict[str, Callable[[ET.Element], list[Piece]]] = {
    "mi": _identifier,
    "mn": _number,
    "mo": _operator,
    "mtext": _words,
    "ms": _words,
    "merror": _unknown,
    "mspace": _space,
    "mphantom": _nothing,
    "mfrac": _fraction,
    "msqrt": _root,
    "mroot": _root,
    "msub": _sub,
    "msup": _super,
    "msubsup": _sub_and_super,
    "munder": _under_or_over,
    "mover": _under_or_over,
    "munderover": _sub_and_super,
    "mmultiscripts": _multiscripts,
    "mtable": _table,
}
