"""Where the answer begins in the text below a question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from mkdocs_qbank.read.importers.markdown.lines import In, is_nothing, line_kinds, trimmed
from mkdocs_qbank.read.importers.markdown.outline import outline
from mkdocs_qbank.read.importers.markdown.wording import answer_title, clean_title, shows_answer

_ANSWER = "\ue004answer"
"""A line that stands where the answer begins."""
HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(\S.*?)(?:[ \t]+#+)?[ \t]*$")
BOLD_LINE = re.compile(r" {0,3}(\*\*|__)(?=\S)(?P<words>(?:(?!\1).)+)\1[ \t]*(?P<after>[:：]?)[ \t]*(?P<rest>.*)$")
_ANSWER_LABEL = re.compile(
    r"[ \t]*(?:[-*+][ \t]+)?(?:>[ \t]?)?(?:\*\*|__)?(?P<label>A|Ans|Answer|Solution|ANSWER|ANS|R|Réponse"
    r"|Respuesta|Antwort|Ответ|答案?|答え|解答)"
    r"[ \t]*\d{0,4}[ \t]*(?:\*\*|__)?[ \t]*(?:[:：]|[.)](?=\s)|[-–—](?=\s)|:-)[ \t]*(?:\*\*|__)?[ \t]*(?P<rest>.*)$"
)
_CHOICE = re.compile(r"[ \t]*(?:[-*+][ \t]+)?(?:\*\*)?[B-D][ \t]*[:.)]", re.MULTILINE)
_TASK = re.compile(r"(?P<lead>[ ]{0,3}(?:[-*+]|\d+[.)])[ \t]+)\[[ xX]\][ \t]+")


def with_answer(lines: Iterator[str]) -> Iterator[str]:
    """Yield lines in which a folded answer is open, below a line that says so."""
    written = list(lines)
    if not any("<details" in line.lower() or "???" in line for line in written):
        yield from written
        return
    at = 0
    for mark in outline(written).folded:
        if not shows_answer(mark.title) or mark.line < at:
            continue
        yield from written[at : mark.line]
        before = re.split(r"<details\b", written[mark.line], maxsplit=1, flags=re.IGNORECASE)[0]
        yield from ([before] if before.strip() else [])
        yield _ANSWER
        end = mark.end if mark.column else max(mark.end - 1, mark.body)
        inner = [mark.first, *written[mark.body : end], mark.last]
        yield from ([line.removeprefix(" " * mark.column) for line in inner] if mark.column else inner)
        tail = re.split(r"</details\s*>", written[mark.end - 1], flags=re.IGNORECASE)[-1] if not mark.column else ""
        yield tail if "</details" in written[mark.end - 1].lower() else ""
        at = mark.end
    yield from written[at:]


def split_at_answer(lines: Sequence[str], *, labelled: bool) -> tuple[list[str], list[str]]:
    """Return what is asked beside the question, and the answer: all, without a sign of where it begins."""
    kinds = line_kinds(lines, whole=False)
    choices = bool(_CHOICE.search("\n".join(lines)))
    for number, line in enumerate(lines):
        if kinds[number] is not In.PROSE:
            continue
        first = _answer_line(line, labelled=labelled, choices=choices)
        if first is not None:
            answer = [*first, *(other for other in lines[number + 1 :] if other != _ANSWER)]
            asked = trimmed(lines[:number])
            if any(not is_nothing(other) for other in answer):
                return asked, _without_second_title(answer)
            return [], asked
    return _split_choices([line for line in lines if line != _ANSWER], kinds)


def _split_choices(lines: list[str], kinds: Sequence[In]) -> tuple[list[str], list[str]]:
    """Return the choices of a question without ticks, and the ticked ones with what follows.

    Lines that offer no choice are all the answer.
    """
    tasks = [number for number, line in enumerate(lines) if kinds[number] is In.PROSE and _TASK.match(line)]
    ticked = [number for number in tasks if "[x]" in lines[number].lower()[:12]]
    if len(tasks) < 2 or not ticked or len(ticked) == len(tasks):
        if len(tasks) > 1 and not ticked:
            return lines, []
        return [], lines
    ends = _ends_of_items(lines, tasks, kinds)
    last = ends[tasks[-1]]
    asked = [_TASK.sub(r"\g<lead>", line) if number in ends else line for number, line in enumerate(lines[:last])]
    right = [
        line for number in ticked for line in (_TASK.sub(r"\g<lead>", lines[number]), *lines[number + 1 : ends[number]])
    ]
    return trimmed(asked), [*trimmed(right), "", *trimmed(lines[last:])]


def _ends_of_items(lines: Sequence[str], tasks: Sequence[int], kinds: Sequence[In]) -> dict[int, int]:
    """Return the line after each choice: all up to the next one belongs to it, also code that is not indented.

    To the last one belongs as much code as to the ones before it.
    """
    ends = dict(pairwise(tasks))
    last = tasks[-1]
    ends[last] = _end_of_item(lines, last)
    fences = max(_blocks_of_code(kinds[_end_of_item(lines, number) : end]) for number, end in ends.items())
    for _ in range(fences if ends[last] == last + 1 else 0):
        begin = next((at for at in range(ends[last], len(lines)) if lines[at].strip()), len(lines))
        if begin == len(lines) or kinds[begin] is not In.CODE:
            break
        ends[last] = next((at for at in range(begin, len(lines)) if kinds[at] is not In.CODE), len(lines))
    return ends


def _blocks_of_code(kinds: Sequence[In]) -> int:
    return sum(kind is In.CODE and before is not In.CODE for before, kind in pairwise((In.PROSE, *kinds)))


def _end_of_item(lines: Sequence[str], at: int) -> int:
    """Return the line after an item of a list and what is indented below it."""
    end = at + 1
    while end < len(lines) and (
        lines[end].startswith(("  ", "\t"))
        or (not lines[end].strip() and lines[end + 1 : end + 2] and lines[end + 1].startswith(("  ", "\t")))
    ):
        end += 1
    return end


def _without_second_title(lines: list[str]) -> list[str]:
    """Return an answer in which a heading that says "Answer: D" again is a line in bold."""
    at = next((number for number, line in enumerate(lines) if not is_nothing(line)), 0)
    heading = HEADING.match(lines[at])
    if heading:
        begins, rest = answer_title(heading[2])
        if begins:
            title = clean_title(heading[2])
            return [*lines[:at], *([f"**{title}**"] if rest else []), *lines[at + 1 :]]
    return lines


def _answer_line(line: str, *, labelled: bool, choices: bool) -> list[str] | None:
    """Return the beginning of an answer that a line introduces, or None."""
    if line == _ANSWER:
        return []
    heading = HEADING.match(line)
    if heading:
        begins, rest = answer_title(heading[2])
        return ([f"**{clean_title(heading[2])}**", ""] if rest else []) if begins else None
    label = _ANSWER_LABEL.match(line) if len(line) < 100_000 else None
    if (
        label
        and (len(label["label"]) > 1 or "**" in line[:8] or (labelled and not choices))
        and not (label["label"] == "R" and not labelled)
    ):
        if len(label["label"]) == 1 and choices and "**" not in line[:8]:
            return None
        rest = label["rest"]
        rest = re.sub(r"\*\*\s*$", "", rest) if rest.count("**") % 2 else rest
        return [rest] if rest.strip() else []
    bold = BOLD_LINE.match(line) if "**" in line or "__" in line else None
    if bold and not bold["rest"]:
        begins, rest = answer_title(bold["words"])
        return ([f"**{bold['words'].strip()}**", ""] if rest else []) if begins else None
    return None
