"""What removes an item that a list can do without: a repetition, the question itself, an item without words.

The line and column of a finding say which item; the text of its file says how it is written.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import yaml

from mkdocs_qbank.findings.edit import Edit
from mkdocs_qbank.findings.finding import Finding
from mkdocs_qbank.read.document import place, read_node, split_front_matter

_ITEM = re.compile(r" {0,3}[-*+](?:[ \t]+(\S.*?))?[ \t]*")
"""A line of a Markdown list, with its words."""
_LINK_ALONE = re.compile(r"\[[^\[\]]*\]\([^()\s]*\)")
_BETWEEN = re.compile(r"\s*,\s*")
_KEY = re.compile(r"[\w-]+:[ \t]*")
REPEATED, ITSELF, EMPTY = "repeated", "itself", "empty"
"""Why an item can go."""


def with_removals(
    findings: Iterable[Finding], reasons: Mapping[str, str], texts: Mapping[str, str]
) -> tuple[Finding, ...]:
    """Return findings, those of some rules with the edit that removes their item, where the file shows how.

    `reasons` says why an item can go, by the id of the rule; `texts` holds the text of each file.
    """
    listed = list(findings)
    by_file: dict[str, list[int]] = defaultdict(list)
    for number, finding in enumerate(listed):
        if finding.rule in reasons and not finding.edits and finding.path in texts:
            by_file[finding.path].append(number)
    for path, numbers in by_file.items():
        written = _Written(texts[path], path)
        for number in numbers:
            finding = listed[number]
            listed[number] = replace(finding, edits=written.removal(finding, reasons[finding.rule]))
    return tuple(listed)


class _Written:
    """The lists of a file, as they are written."""

    def __init__(self, text: str, path: str) -> None:
        self.lines = text.split("\n")
        markdown = path.endswith(".md")
        front, _, self.before, _ = split_front_matter(text, path) if markdown else (text, "", len(self.lines), [])
        self.offset = int(markdown)
        root, _ = read_node(front, path)
        self.removed: dict[int, set[int]] = defaultdict(set)
        self.lists = dict(self._items(root)) if isinstance(root, yaml.MappingNode) else {}

    def removal(self, finding: Finding, reason: str) -> tuple[Edit, ...]:
        """Return what removes the item at a finding, or nothing where more than one way is right."""
        if reason == EMPTY:
            return self._of_markdown(finding.line, reason)
        found = self.lists.get((finding.line, finding.column))
        if found is None:
            return self._of_markdown(finding.line, reason) if finding.line > self.before else ()
        key, nodes, at = found
        if not _says_no_more(nodes[at], nodes[:at]) if reason == REPEATED else _parts(nodes[at])[1]:
            return ()  # its reason would be lost
        removed = self.removed[id(nodes)]
        if len(removed - {at}) == len(nodes) - 1 > 0:
            return ()  # the last one goes with the name of its list, once it is alone
        edit = self._in_line(nodes, at) if key is None else self._in_block(key, nodes, at)
        if edit:
            removed.add(at)
        return (edit,) if edit else ()

    def _items(
        self, root: yaml.MappingNode
    ) -> Iterator[tuple[tuple[int, int], tuple[yaml.Node | None, list[yaml.Node], int]]]:
        """Yield the place of each item of each list, with the name of the list if it has a line for each item."""
        for key, value in root.value:
            if not isinstance(value, yaml.SequenceNode) or self._at(value.start_mark) == "&":
                continue  # what has an anchor stands elsewhere too
            places = [place(node, self.offset) for node in value.value]
            inside = all(key.end_mark.line + 1 + self.offset <= line for line, _ in places)
            if inside and places == sorted(set(places)):  # an alias stands elsewhere
                for at, node in enumerate(value.value):
                    named = [part for name, part in node.value if name.value == "id"] if _is_mapping(node) else []
                    for where in (node, *named):  # a finding stands at either
                        yield place(where, self.offset), (None if value.flow_style else key, value.value, at)

    def _in_line(self, nodes: list[yaml.Node], at: int) -> Edit | None:
        """Return what removes an item between brackets with one of its commas."""
        node = nodes[at]
        if self._at(node.start_mark) in "&*!":
            return None
        start, end = node.start_mark, node.end_mark
        if at:
            start = nodes[at - 1].end_mark
            between = self._text(start, node.start_mark)
        elif len(nodes) > 1:
            end = nodes[1].start_mark
            between = self._text(node.end_mark, end)
        else:
            between = ","
        if not _BETWEEN.fullmatch(between):
            return None  # a comment stands there
        first, last, old = start.line + 1 + self.offset, end.line + 1 + self.offset, self._text(start, end)
        return Edit(line=first, column=start.column + 1, end_line=last, end_column=end.column + 1, text="", old=old)

    def _in_block(self, key: yaml.Node, nodes: list[yaml.Node], at: int) -> Edit | None:
        """Return what removes the lines of an item; of the only one, with the name of the list."""
        line, column = place(nodes[at], self.offset)
        before = self.lines[line - 1][: column - 1]
        if not re.fullmatch(r"\s*-[ \t]+", before) or self._at(nodes[at].start_mark) in "&*!":
            return None
        if self.lines[line - 2].lstrip().startswith("#"):
            return None  # a comment that may be about the item
        dash = before.index("-")
        last = line
        while last < min(len(self.lines), self.before or len(self.lines)) and _is_deeper(self.lines[last], dash):
            last += 1
        if len(nodes) == 1:
            name = key.start_mark.line + 1 + self.offset
            if line != name + 1 or not _KEY.fullmatch(self.lines[name - 1]):
                return None
            line = name
        return self._remove_lines(line, last)

    def _of_markdown(self, line: int, reason: str) -> tuple[Edit, ...]:
        """Return what removes the line of an item of a Markdown list that has others."""
        lines = self.lines
        match = _ITEM.fullmatch(lines[line - 1])
        above, below = (lines[line - 2] if line > 1 else ""), "".join(lines[line : line + 1])
        beside = [other for other in (above, below) if _ITEM.fullmatch(other) and other.strip(" \t*+-")]
        if not match or not beside or not self._ends(line, match):
            return ()
        words = match[1] or ""
        if reason == EMPTY:
            fits = not words
        else:
            repeats = any(_words(other) == words for other in lines[self.before : line - 1])
            fits = bool(_LINK_ALONE.fullmatch(words)) and (repeats or reason == ITSELF)
        edit = self._remove_lines(line, line) if fits else None
        return (edit,) if edit else ()

    def _ends(self, line: int, item: re.Match[str]) -> bool:
        """Return whether nothing goes on with an item of one line: an item like it follows, a heading, or the end."""
        after = next((other for other in self.lines[line:] if other.strip()), "")
        follows = _ITEM.fullmatch(after)
        return not after or after.startswith("#") or bool(follows and _mark(follows) == _mark(item))

    def _remove_lines(self, first: int, last: int) -> Edit | None:
        """Return what removes whole lines, or nothing where one of them has a comment or ends the file."""
        comment = any(re.search(r"(?:^|\s)#", line) for line in self.lines[first - 1 : last])
        if comment or last >= len(self.lines):
            return None
        old = "".join(f"{line}\n" for line in self.lines[first - 1 : last])
        return Edit(line=first, column=1, end_line=last + 1, end_column=1, text="", old=old)

    def _at(self, mark: yaml.Mark) -> str:
        return self.lines[mark.line + self.offset][mark.column : mark.column + 1]

    def _text(self, start: yaml.Mark, end: yaml.Mark) -> str:
        """Return the text between two places."""
        lines = self.lines[start.line + self.offset : end.line + self.offset + 1]
        lines[-1] = lines[-1][: end.column]
        lines[0] = lines[0][start.column :]
        return "\n".join(lines)


def _is_mapping(node: yaml.Node) -> bool:
    return isinstance(node, yaml.MappingNode)


def _is_deeper(line: str, dash: int) -> bool:
    """Whether a line of YAML belongs to the item whose dash stands in a column."""
    return bool(line.strip()) and len(line) - len(line.lstrip(" ")) > dash


def _mark(item: re.Match[str]) -> str:
    """Return the mark of an item, with its indent."""
    return item.string[: item.string.index(item.string.lstrip()[0]) + 1]


def _words(line: str) -> str | None:
    match = _ITEM.fullmatch(line)
    return match[1] if match else None


def _says_no_more(node: yaml.Node, earlier: Iterable[yaml.Node]) -> bool:
    """Whether an item says nothing that one of the earlier items does not say."""
    name, said = _parts(node)
    return any(name == other and said in ("", more) for other, more in map(_parts, earlier))


def _parts(node: yaml.Node) -> tuple[str, str]:
    """Return the id that an item names, and its reason."""
    if not isinstance(node, yaml.MappingNode):
        return (node.value, "") if isinstance(node, yaml.ScalarNode) else (str(id(node)), "")
    parts = {key.value: value.value for key, value in node.value if isinstance(key.value, str)}
    return str(parts.get("id", id(node))), str(parts.get("why", ""))
