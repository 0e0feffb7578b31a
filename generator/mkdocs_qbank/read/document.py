"""YAML as nodes that know their line and column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from mkdocs_qbank.findings.edit import Edit
from mkdocs_qbank.findings.finding import Finding
from mkdocs_qbank.read.rules import BAD_YAML, DUPLICATE_KEY, TOO_DEEP

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML was built without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]


NAMELESS = "(a name that is no text)"
"""What an entry is called whose name is a list or a mapping."""

_SPACES = "Indent this line with spaces: YAML does not count tabs."
_MOST_DEPTH, _MOST_ALIASES = 16, 32
_INDENTATION, _NESTING = re.compile("^[ \t]+", re.MULTILINE), re.compile(r"[-?]\s|[\[{]")
_FRONT = re.compile(r"---[ \t]*\n(?:(.*?)\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One `name: value` of a mapping, with the place of the name."""

    name: str
    value: yaml.Node
    line: int
    column: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A mapping read from YAML; `offset` is the number of lines of the file before its first."""

    entries: tuple[Entry, ...] = ()
    offset: int = 0


def split_front_matter(text: str, path: str) -> tuple[str, str, int, list[Finding]]:
    """Return front matter, body, the number of lines before the body, and a finding where front matter never ends."""
    if not re.match(r"---[ \t]*(?:\n|\Z)", text):
        return "", text, 0, []
    match = _FRONT.match(text)
    if match is None:
        help_ = "Put a line of three dashes after the last field."
        return "", "", 0, [BAD_YAML.at(path, 1, 1, "the front matter is opened but never closed", help=help_)]
    return match.group(1) or "", text[match.end() :], text.count("\n", 0, match.end()), []


def read_node(text: str, path: str, *, offset: int = 0) -> tuple[yaml.Node | None, list[Finding]]:
    """Return the node of a YAML text, or None where there is none, with every finding about its form."""
    try:
        deep = _too_deep(text, path, offset)
        if deep:
            return None, [deep]
        node = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1 + offset, mark.column + 1) if mark else (offset + 1, 1)
        if mark and "\t" in _indent(text, mark.line):
            return None, [BAD_YAML.at(path, line, column, "a tab stands where YAML expects spaces", help=_SPACES)]
        return None, [BAD_YAML.at(path, line, column, " ".join((error.problem or "not YAML").split()))]
    except yaml.reader.ReaderError as error:
        before = text[: error.position] if isinstance(error.position, int) else ""
        line, column = before.count("\n") + 1 + offset, len(before) - before.rfind("\n")
        return None, [BAD_YAML.at(path, line, column, "a character that YAML does not allow")]
    return node, [] if node is None else list(_duplicates(node, path, offset))


def parse(text: str, path: str, *, offset: int = 0) -> tuple[Document | None, list[Finding]]:
    """Return the mapping in a YAML text, or None where there is none, with every finding about its form."""
    node, findings = read_node(text, path, offset=offset)
    if node is None:
        return None if findings else Document(offset=offset), findings
    if not isinstance(node, yaml.MappingNode):
        line, column = place(node, offset)
        help_ = "Write each as 'name: value', on a line of its own."
        return None, [BAD_YAML.at(path, line, column, "these are no fields of the form 'name: value'", help=help_)]
    return Document(entries=tuple(entries(node, offset)), offset=offset), findings


def _indent(text: str, number: int) -> str:
    """Return the white space that a line of a text, counted from 0, begins with."""
    line = "".join(text.split("\n")[number : number + 1])
    return line[: len(line) - len(line.lstrip())]


def entries(node: yaml.MappingNode, offset: int) -> Iterator[Entry]:
    """Return each field of a mapping once: the first, where a name is repeated."""
    seen = set()
    for key, value in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else NAMELESS
        if name not in seen:
            seen.add(name)
            line, column = place(key, offset)
            yield Entry(name=name, value=value, line=line, column=column)


def written_end(node: yaml.ScalarNode) -> int:
    """Return the column after a text of one line that stands in its file as it is, quotes included; otherwise 0."""
    start, end = node.start_mark, node.end_mark
    quotes = 2 if node.style in ("'", '"') else 0
    exact = start.line == end.line and end.column - start.column == len(node.value) + quotes
    return end.column + 1 if exact else 0


def place(node: yaml.Node, offset: int) -> tuple[int, int]:
    """Return line and column of a node in its file, from 1."""
    return node.start_mark.line + 1 + offset, node.start_mark.column + 1


def replacement(node: yaml.Node, text: str, offset: int) -> tuple[Edit, ...]:
    """Return the edit that gives a node another value, or none where it is not written as it reads, on one line."""
    start, end = node.start_mark, node.end_mark
    quote = (node.style or "") if isinstance(node, yaml.ScalarNode) else ""
    written = f"{quote}{node.value}{quote}"
    if quote not in ("", "'", '"') or start.line != end.line or end.column - start.column != len(written):
        return ()
    line, column = place(node, offset)
    new = f"{quote}{text}{quote}"
    return (Edit(line=line, column=column, end_line=line, end_column=column + len(written), text=new, old=written),)


def _duplicates(node: yaml.Node, path: str, offset: int) -> Iterator[Finding]:
    """Visit each node once: an alias can repeat a node, or nest it in itself."""
    waiting, looked_at = [node], set()
    while waiting:
        current = waiting.pop()
        if id(current) in looked_at:
            continue
        looked_at.add(id(current))
        if isinstance(current, yaml.SequenceNode):
            waiting.extend(current.value)
        elif isinstance(current, yaml.MappingNode):
            first: dict[str, int] = {}
            for key, value in current.value:
                waiting.append(value)
                if isinstance(key, yaml.ScalarNode):
                    line, column = place(key, offset)
                    if key.value in first:
                        message = f"'{key.value}' stands already in line {first[key.value]}"
                        yield DUPLICATE_KEY.at(path, line, column, message)
                    first.setdefault(key.value, line)


def _too_deep(text: str, path: str, offset: int) -> Finding | None:
    """Check the parser's events, which need no recursion, before nodes are composed, which does."""
    if _is_shallow(text):
        return None
    depth = aliases = 0
    for event in yaml.parse(text, Loader=Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        aliases += isinstance(event, yaml.AliasEvent)
        if depth > _MOST_DEPTH or aliases > _MOST_ALIASES:
            many = f"{_MOST_DEPTH} levels" if depth > _MOST_DEPTH else f"{_MOST_ALIASES} aliases"
            line = (event.start_mark.line if event.start_mark else 0) + 1 + offset
            return TOO_DEEP.at(path, line, 1, f"this YAML has more than {many}")
    return None


def _is_shallow(text: str) -> bool:
    """Return whether a text cannot be too deep: one needs a space, or two a bracket, a dash or a question mark."""
    indented = max(map(len, _INDENTATION.findall(text)), default=0)
    return 1 + indented + 2 * len(_NESTING.findall(text)) <= _MOST_DEPTH and not ("*" in text or "&" in text)
