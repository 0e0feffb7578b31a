"""Changes of single fields of a question file that leave every other byte as it is."""

from __future__ import annotations

import codecs
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, zip_longest

import yaml

from mkdocs_qbank.findings.edit import Edit, apply
from mkdocs_qbank.read.document import parse, read_node, split_front_matter
from mkdocs_qbank.read.draft import scalar
from mkdocs_qbank.read.fields import QUESTION_FIELDS

Span = tuple[int, int, str]
"""The text that replaces the characters between two indices."""
Item = str | Mapping[str, str]
"""An item to write in a list of YAML: a text, or fields with their texts."""


_TEXT = "tag:yaml.org,2002:str"
_LONG = 60
"""The length of a text from which a list has a line for each."""


class UneditableError(Exception):
    """A file is written in a way that cannot be edited in place; says what, in words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Front:
    """The fields of a file, with the bounds of their YAML in its text."""

    text: str
    """The text of the whole file."""
    start: int
    end: int
    fields: Mapping[str, yaml.Node]
    keys: Mapping[str, int]
    """The index of the name of each field."""
    flow: bool
    """Whether the fields stand in braces."""

    def span(self, node: yaml.Node) -> tuple[int, int]:
        """Return the indices in the file of the beginning and the end of a node."""
        return self.start + node.start_mark.index, self.start + _end(node)

    def items(self, field: str) -> list[yaml.Node]:
        """Return the items of a list."""
        node = self.fields.get(field)
        return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def read_front(text: str, path: str) -> Front | None:
    """Return the fields of a question file, or None where they cannot be read."""
    markdown = path.endswith(".md")
    front, body, _, findings = split_front_matter(text, path) if markdown else (text, "", 0, [])
    document, _ = parse(front, path)
    if findings or document is None:
        return None
    head = text[: len(text) - len(body)]
    fenced = markdown and bool(head)
    start = head.index("\n") + 1 if fenced and "\n" in head else 0
    end = (head.rstrip("\n").rfind("\n") + 1 if fenced else 0) if markdown else len(text)
    node, _ = read_node(front, path)
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    named = [(key, value) for key, value in reversed(pairs) if isinstance(key, yaml.ScalarNode)]
    return Front(
        text=text,
        start=start,
        end=end,
        fields={str(key.value): value for key, value in named},
        keys={str(key.value): start + key.start_mark.index for key, _ in named},
        flow=isinstance(node, yaml.MappingNode) and bool(node.flow_style),
    )


def new_scalar(front: Front, node: yaml.ScalarNode, identifier: str) -> Span:
    """Return the change of a text to an id, which keeps its quotes, and its lack of them where YAML allows it."""
    start, end = front.span(node)
    read, _ = read_node(identifier, "")
    text = isinstance(read, yaml.ScalarNode) and (read.tag, read.value) == (_TEXT, identifier)
    bare = node.style in ("'", '"') or (not node.style and text)
    return start, end, f"{node.style or ''}{identifier}{node.style or ''}" if bare else scalar(identifier)


def changed_items(front: Front, field: str, removed: Collection[int], added: Sequence[Item]) -> Iterator[Span]:
    """Yield the changes that remove the items of a list with some indices, and add others; the field may be missing.

    An added item takes the place of a removed one while there are both. Raises UneditableError.
    """
    node = front.fields.get(field)
    if node is None:
        if added:
            yield _new_field(front, field, added)
        return
    if not isinstance(node, yaml.SequenceNode):
        raise UneditableError(f"'{field}' is no list")
    start = front.start + node.start_mark.index
    if any(not start <= front.span(item)[0] < front.start + node.end_mark.index for item in node.value):
        raise UneditableError(f"'{field}' has an alias of YAML")
    flow = bool(node.flow_style)
    gone: list[int] = []
    more: list[Item] = []
    for index, item in zip_longest(sorted(removed), added):
        if index is None and item is not None:
            more.append(item)
        elif item is None and index is not None:
            gone.append(index)
        elif index is not None and item is not None:
            first, last = front.span(node.value[index])
            column = first - front.text.rfind("\n", 0, first) - 1
            yield first, last, _flow(item) if flow else _block(item, " " * column)
    if gone and len(gone) == len(node.value):
        yield (start + 1, front.start + node.end_mark.index - 1, "") if flow else _whole_field(front, field)
    else:
        yield from (_without(front, node, index, flow=flow) for index in gone)
    if more:
        yield _more(front, node, more)


def with_fences(front: Front, spans: Iterable[Span]) -> list[Span]:
    """Return changes with one for all that is inserted at a place, between lines of dashes where these are missing."""
    inserted: dict[int, str] = {}
    changes: dict[Span, None] = {}
    for start, end, new in spans:
        if start == end:
            inserted[start] = inserted.get(start, "") + new
        else:
            changes[start, end, new] = None
    if 0 in inserted and front.end == 0:
        inserted[0] = f"---\n{inserted[0]}---\n\n"
    return [*changes, *((at, at, new) for at, new in inserted.items())]


def as_edits(text: str, spans: Iterable[Span]) -> tuple[Edit, ...]:
    """Return changes between indices of a text as edits between lines and columns."""
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]

    def place(index: int) -> tuple[int, int]:
        line = bisect_right(starts, index)
        return line, index - starts[line - 1] + 1

    def edit(start: int, end: int, new: str) -> Edit:
        (line, column), (end_line, end_column) = place(start), place(end)
        return Edit(line=line, column=column, end_line=end_line, end_column=end_column, text=new)

    return tuple(edit(*span) for span in sorted(spans))


def edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return the bytes of a file with some edits made, which use the line ends of the file. Raises UneditableError."""
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    text = data[len(mark) :].decode("utf-8")
    if "\r" in text.replace("\r\n", ""):
        raise UneditableError("some of its lines end with a carriage return alone")
    ends = "\r\n" if "\r\n" in text else "\n"
    return mark + apply(text, (replace(edit, text=edit.text.replace("\n", ends)) for edit in edits)).encode()


def _end(node: yaml.Node) -> int:
    """Return the index after the last character of a node, without the white space and comments below it."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    return _end(node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1])


def _line_end(front: Front, index: int) -> int:
    """Return where the line after the one with `index` begins, or where the fields end."""
    stripped = len(front.text[:index].rstrip())
    found = front.text.find("\n", stripped, front.end)
    return found + 1 if found >= 0 else front.end


def _whole_field(front: Front, field: str) -> Span:
    key, last = front.keys[field], front.span(front.fields[field])[1]
    return front.text.rfind("\n", 0, key) + 1, _line_end(front, last), ""


def _without(front: Front, node: yaml.SequenceNode, index: int, *, flow: bool) -> Span:
    first, last = front.span(node.value[index])
    if not flow:
        begin = front.text.rfind("\n", 0, first) + 1
        if front.text[begin:first].strip() != "-":
            raise UneditableError(f"the item in line {front.text.count(chr(10), 0, first) + 1} does not stand alone")
        return begin, _line_end(front, last), ""
    if index + 1 < len(node.value):
        return first, front.span(node.value[index + 1])[0], ""
    return front.span(node.value[index - 1])[1], last, ""


def _more(front: Front, node: yaml.SequenceNode, items: Sequence[Item]) -> Span:
    """Return the change that adds items at the end of a list."""
    if node.flow_style:
        close = front.start + node.end_mark.index - 1
        inner = front.text[front.start + node.start_mark.index + 1 : close].rstrip()
        at = front.start + node.start_mark.index + 1 + len(inner)
        lead = "" if not inner else " " if inner.endswith(",") else ", "
        return at, at, lead + ", ".join(map(_flow, items))
    at = _line_end(front, front.span(node)[1])
    lead = "" if front.text[:at].endswith("\n") else "\n"
    return at, at, lead + _listed(items, " " * int(node.start_mark.column))


def _new_field(front: Front, field: str, items: Sequence[Item]) -> Span:
    """Return the change that adds a field with a list, where it stands among the others in a file."""
    plain = all(isinstance(item, str) and len(item) < _LONG for item in items)
    value = f"[{', '.join(map(_flow, items))}]"
    if front.flow:
        inner = front.text[front.start : front.end].rstrip()[:-1].rstrip()
        lead = "" if inner.endswith(("{", ",")) else ", "
        at = front.start + len(inner)
        return at, at, f"{lead}{field}: {value}"
    names = list(QUESTION_FIELDS)
    column = min((key - front.text.rfind("\n", 0, key) - 1 for key in front.keys.values()), default=0)
    indent = " " * column
    line = f"{indent}{field}: {value}\n" if plain else f"{indent}{field}:\n{_listed(items, indent + '  ')}"
    if front.end == 0:
        return 0, 0, line
    later = [key for name, key in front.keys.items() if name in names and names.index(name) > names.index(field)]
    at = min(later, default=front.end)
    at = front.text.rfind("\n", 0, at) + 1 if later else at
    while later and front.text[: at - 1].rpartition("\n")[2].startswith("#") and at > front.start:
        at = front.text.rfind("\n", 0, at - 1) + 1
    lead = "" if front.text[:at].endswith("\n") or at == 0 else "\n"
    return at, at, lead + line


def _listed(items: Iterable[Item], indent: str) -> str:
    return "".join(f"{indent}- {_block(item, indent + '  ')}\n" for item in items)


def _block(item: Item, indent: str) -> str:
    """Return an item as it stands after its dash; `indent` is that of its further lines."""
    if isinstance(item, str):
        return scalar(item)
    return f"\n{indent}".join(f"{name}: {scalar(text)}" for name, text in item.items())


def _flow(item: Item) -> str:
    if isinstance(item, str):
        return scalar(item)
    return "{" + ", ".join(f"{name}: {scalar(text)}" for name, text in item.items()) + "}"
