"""Definitions at the end of a file that its questions refer to: of links and of footnotes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mkdocs_qbank.read.importers.markdown.lines import In, line_kinds

_DEFINITION = re.compile(
    r" {0,3}\[(?P<label>[^\[\]^\s][^\[\]]{0,200})\]:[ \t]*<?(?P<url>[^\s<>]+)>?"
    r"(?:[ \t]+(?:\"(?P<title>[^\"]*)\"|'[^']*'|\([^()]*\)))?[ \t]*$"
)
_FOOTNOTE = re.compile(r" {0,3}\[\^(?P<label>[^\[\]\s]{1,100})\]:[ \t]*")
_REFERENCE = re.compile(
    r"(?P<mark>!?)\[(?P<words>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])+)\](?:\[(?P<label>[^\[\]]*)\])?(?![(:\[])"
)
_NOTE = re.compile(r"\[\^([^\[\]\s]{1,100})\](?!:)")


@dataclass(frozen=True, slots=True)
class References:
    """What a file defines, by labels in lower case."""

    links: Mapping[str, str]
    """The destinations of links, with their titles."""
    notes: Mapping[str, str]
    """The Markdown of footnotes, with their labels."""

    def resolved(self, text: str) -> str:
        """Return a text whose links name their destinations."""
        return _REFERENCE.sub(self._link, text) if self.links and "[" in text else text

    def _link(self, match: re.Match[str]) -> str:
        label = match["label"] or match["words"]
        destination = self.links.get(_folded(label))
        if destination is None:
            return match[0]
        return f"{match['mark']}[{match['words']}]({destination})"

    def with_notes(self, text: str) -> str:
        """Return a text with the footnotes that it refers to, below it."""
        if not self.notes or "[^" not in text:
            return text
        labels = list(dict.fromkeys(_folded(label) for label in _NOTE.findall(text)))
        for label in labels:  # grows when a footnote refers to others
            found = map(_folded, _NOTE.findall(self.notes.get(label, "")))
            labels += [other for other in dict.fromkeys(found) if other not in labels]
        notes = [self.notes[label] for label in labels if label in self.notes]
        return "\n\n".join((text, "\n".join(notes))) if notes else text


def take_references(lines: Sequence[str]) -> tuple[list[str], References]:
    """Return lines without the definitions among them, which are blank then, and what they define."""
    kept = list(lines)
    links: dict[str, str] = {}
    notes: dict[str, str] = {}
    if not any("]:" in line for line in lines):
        return kept, References(links, notes)
    kinds = line_kinds(lines)
    for number, line in enumerate(lines):
        if kinds[number] is not In.PROSE or "]:" not in line:
            continue
        match = _DEFINITION.match(line)
        if match and not line.lstrip().startswith("[^"):
            title = f' "{match["title"]}"' if match["title"] else ""
            links.setdefault(_folded(match["label"]), f"{_destination(match['url'])}{title}")
            kept[number] = ""
        elif note := _FOOTNOTE.match(line):
            end = _end_of_note(lines, number + 1)
            notes.setdefault(_folded(note["label"]), "\n".join(lines[number:end]).rstrip())
            kept[number:end] = [""] * (end - number)
    return kept, References(links, notes)


def _end_of_note(lines: Sequence[str], at: int) -> int:
    """Return the line after a footnote; paragraphs that belong to it are indented."""
    while at < len(lines):
        if lines[at].startswith(("    ", "\t")):
            at += 1
        elif not lines[at].strip() and at + 1 < len(lines) and lines[at + 1].startswith(("    ", "\t")):
            at += 2
        else:
            break
    return at


def _destination(url: str) -> str:
    balanced = url.count("(") == url.count(")")
    return url if balanced else url.replace("(", "%28").replace(")", "%29")


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()
