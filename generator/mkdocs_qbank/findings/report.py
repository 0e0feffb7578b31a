"""Findings in print: for people, for programs, and for GitHub."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict

from mkdocs_qbank.findings.finding import Finding, Severity

Line = Callable[[str, int], str | None]
"""Return one line of a file by path and number."""

_WIDEST, _LONGEST_PATH, _LONGEST = 120, 240, 400
"""Of a source line, of a path, and of a message or its cure."""
_MOST, _MOST_OF_A_RULE = 100, 20
_MOST_ANNOTATIONS = 10


def text_report(findings: Iterable[Finding], line: Line) -> str:
    """Return findings as `path:line:column: severity[rule]: message`, each with the source line and its cure.

    Of more than a hundred findings it holds a part, and says how many more there are; see `text_reports`.
    """
    return "\n".join(text_reports(findings, line))


def text_reports(findings: Iterable[Finding], line: Line) -> list[str]:
    """Return the text of each finding, or of a hundred where there are more, then a line for each rule cut short.

    Errors come before warnings, and every rule is shown before any is shown twice: at most twenty times, in as many
    files as there are. What is shown keeps the order of files and lines.
    """
    listed = list(findings)
    shown = listed if len(listed) <= _MOST else _foremost(listed)
    return [*(_text(finding, line) for finding in shown), *_rest(listed, shown)]


def _foremost(findings: Sequence[Finding]) -> list[Finding]:
    in_file: Counter[tuple[str, str]] = Counter()
    turns: list[tuple[int, int]] = []  # how many of the rule stand before it in its file, and its place
    for place, finding in enumerate(findings):
        turns.append((in_file[finding.rule, finding.path], place))
        in_file[finding.rule, finding.path] += 1
    of_rule: Counter[str] = Counter()
    ranked: list[tuple[bool, int, int]] = []
    for _, place in sorted(turns):
        finding = findings[place]
        if of_rule[finding.rule] < _MOST_OF_A_RULE:
            ranked.append((finding.severity is not Severity.ERROR, of_rule[finding.rule], place))
        of_rule[finding.rule] += 1
    return [findings[place] for place in sorted(place for *_, place in sorted(ranked)[:_MOST])]


def _rest(findings: Sequence[Finding], shown: Sequence[Finding]) -> Iterator[str]:
    """How many findings of each rule are not shown, errors first."""
    kept = set(shown)
    left = [finding for finding in findings if finding not in kept]
    counts = Counter((finding.severity is not Severity.ERROR, finding.rule) for finding in left)
    for (_, rule), count in sorted(counts.items()):
        files = len({finding.path for finding in left if finding.rule == rule})
        yield (
            f"{count} more finding{_s(count)} of rule {rule} in {files} file{_s(files)}; "
            "'qbank check PATH' shows those of a file or folder, 'qbank check --format json' shows all\n"
        )


def json_report(findings: Iterable[Finding]) -> str:
    """Return findings as a JSON list of objects, in ASCII: a terminal obeys some characters beyond it."""
    return json.dumps([asdict(finding) for finding in findings], indent=2) + "\n"


def github_report(findings: Iterable[Finding]) -> str:
    """Return findings as workflow commands, which GitHub shows beside the lines of a pull request.

    It shows ten of each severity; a last line says how many more there are.
    """
    found = list(findings)
    shown = [
        finding
        for severity in Severity
        for finding in [item for item in found if item.severity is severity][:_MOST_ANNOTATIONS]
    ]
    more = len(found) - len(shown)
    rest = f"::notice title=more findings::{more} more; run 'qbank check' to see them all\n" if more else ""
    return "".join(map(_command, shown)) + rest


def summary(findings: Iterable[Finding], questions: int) -> str:
    """Return in one line how a check ended."""
    found = list(findings)
    errors = sum(finding.severity is Severity.ERROR for finding in found)
    warnings = len(found) - errors
    looked = f"{questions} question{_s(questions)}"
    if not found:
        return f"{looked} checked, nothing to mend"
    counts = [f"{count} {word}{_s(count)}" for count, word in ((errors, "error"), (warnings, "warning")) if count]
    return f"{looked} checked: {' and '.join(counts)}; 'qbank explain RULE' tells more of a rule"


def visible(text: str) -> str:
    """Return a text whose control characters are written out, so that none reaches a terminal or a log.

    `##[` begins an old form of workflow command wherever it stands in a line; it is broken up too.
    """
    text = text.replace("##[", "## [")
    return "".join(
        char if char.isprintable() else f"\\x{ord(char):02x}" if ord(char) < 256 else f"\\u{ord(char):04x}"
        for char in text
    )


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def _text(finding: Finding, line: Line) -> str:
    place = f"{_cut(finding.path, _LONGEST_PATH)}:{finding.line}:{finding.column}"
    parts = [f"{place}: {finding.severity}[{finding.rule}]: {_cut(finding.message)}"]
    source = line(finding.path, finding.line)
    if source is not None:
        start = max(0, finding.column - _WIDEST // 2)
        shown = source[start : start + _WIDEST].replace(chr(9), " ")
        before = visible(shown[: finding.column - 1 - start])
        parts.append(f"{finding.line:>5} | {_cut(visible(shown), len(before) + _WIDEST)}")
        parts.append(f"{'':>5} | {' ' * len(before)}^")
    parts.append(f"      = help: {_cut(finding.help)}")
    return "\n".join(parts) + "\n"


def _cut(text: str, most: int = _LONGEST) -> str:
    """A text made visible, of at most so many characters."""
    shown = visible(text[: most + 1])
    return shown if len(shown) <= most else shown[: most - 1] + "…"


def _command(finding: Finding) -> str:
    def escape(text: str, more: str = "") -> str:
        for char in "%\r\n" + more:
            text = text.replace(char, f"%{ord(char):02X}")
        return visible(text)

    title = escape(f"{finding.severity}[{finding.rule}]", ":,")
    place = f"file={escape(finding.path, ':,')},line={finding.line},col={finding.column},title={title}"
    return f"::{finding.severity} {place}::{escape(f'{finding.message}. {finding.help}')}\n"
