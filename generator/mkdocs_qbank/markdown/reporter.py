"""What is wrong in one text of a file, as findings with positions in that file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mkdocs_qbank.findings.edit import Edit
from mkdocs_qbank.findings.finding import Finding, Rule
from mkdocs_qbank.markdown.events import Event, Positions
from mkdocs_qbank.markdown.headings import skips, without_skips
from mkdocs_qbank.markdown.links import moved_target
from mkdocs_qbank.markdown.rules import MOVED_LINK, SKIPPED_HEADING


@dataclass(frozen=True, kw_only=True, slots=True)
class Reporter:
    """Where the parser of one text puts what it finds; places are byte offsets in `data`."""

    path: str
    data: bytes
    positions: Positions
    verbatim: bool
    """Whether the file holds the text as it is in `data`, so that it can be edited there."""
    findings: list[Finding]

    def report(
        self,
        rule: Rule,
        start: int,
        message: str,
        help: str | None = None,
        *,
        below: int = 0,
        edits: tuple[Edit, ...] = (),
    ) -> None:
        """Add a finding at a place, or some lines below it; `help` is more specific than the rule's own."""
        for _ in range(below):
            start = self.data.find(b"\n", start) + 1
        self.findings.append(rule.at(self.path, *self.positions.at(start), message, help=help, edits=edits))

    def report_moved(self, start: int, target: str, path: str) -> None:
        """Add a finding about a link whose question stands at `path` now."""
        right = moved_target(target, path, self.path)
        message = f"the question of '{target[:80]}' has moved"
        edits = self._edits(start, target, right)
        self.report(MOVED_LINK, start, message, f"Write '{right[:80]}'.", edits=edits)

    def report_skips(self, events: Sequence[Event], above: int | None) -> None:
        """Add a finding for each heading that skips a level; the first one has the edits of all.

        `above` is the level of the heading of their section, or None if its own highest may have any level.
        """
        heads = [event for event in events if event[0] == "+Heading"]
        if not heads:
            return
        levels = [int(event[1]["level"][1]) for event in heads]
        top = min(levels) - 1 if above is None else above
        right = without_skips(levels, top)
        edits: tuple[Edit, ...] = tuple(
            edit
            for head, old, new in zip(heads, levels, right, strict=True)
            if old != new
            for edit in self._edits(head[2], "#" * old, "#" * new)
        )
        for number in skips(levels, top):
            before = levels[number - 1] if number else top
            message = f"a heading of level {levels[number]} stands directly below one of level {before}"
            cure = f"Begin it with '{'#' * right[number]} '."
            self.report(SKIPPED_HEADING, heads[number][2], message, cure, edits=edits)
            edits = ()

    def _edits(self, start: int, old: str, new: str) -> tuple[Edit, ...]:
        """Return what replaces a text at a place, if it stands there."""
        data = old.encode()
        if not self.verbatim or "\n" in old or self.data[start : start + len(data)] != data:
            return ()
        line, column = self.positions.at(start)
        return (Edit(line=line, column=column, end_line=line, end_column=column + len(old), text=new, old=old),)
