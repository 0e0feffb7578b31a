"""Reports of findings: as text, as JSON, and as GitHub annotations."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict

from mkdocs_qbank.findings.finding import Finding, Severity

Line = Callable[[str, int], str | None]
"""Return one line of a file by path and number."""

_WIDEST, _LONGEST_PATH, _LONGEST = 120, 240, 400
"""The maximum length in characters of a source line, of a path, and of a message or its cure."""
_MOST, _MOST_OF_A_RULE = 100, 20
_MOST_ANNOTATIONS = 10


def text_report(findings: Iterable[Finding], line: Line) -> str:
    """Return findings as `path:line:column: severity[rule]: message`, each with its source line and its cure.

    More than a hundred findings are cut short as in `text_reports`.
    """
    return "\n".join(text_reports(findings, line))


def text_reports(findings: Iterable[Finding], line: Line) -> list[str]:
    """Return the text of each finding, of at most a hundred, then one line for each rule that is cut short.

    If there are more than a hundred, errors take precedence over warnings, every rule is shown before any is shown
    twice, a rule is shown at most twenty times, and its findings are spread over files. The order stays as given.
    """
    listed = list(findings)
    shown = listed if len(listed) <= _MOST else _select(listed)
    return [*(_text(finding, line) for finding in shown), *_omitted(listed, shown)]


def _select(findings: Sequence[Finding]) -> list[Finding]:
    in_file: Counter[tuple[str, str]] = Counter()
    turns: list[tuple[int, int]] = []  # the number of earlier findings of the same rule and file, and the index
    for index, finding in enumerate(findings):
        turns.append((in_file[finding.rule, finding.path], index))
        in_file[finding.rule, finding.path] += 1
    of_rule: Counter[str] = Counter()
    ranked: list[tuple[bool, int, int]] = []
    for _, index in sorted(turns):
        finding = findings[index]
        if of_rule[finding.rule] < _MOST_OF_A_RULE:
            ranked.append((finding.severity is not Severity.ERROR, of_rule[finding.rule], index))
        of_rule[finding.rule] += 1
    return [findings[index] for index in sorted(index for *_, index in sorted(ranked)[:_MOST])]


def _omitted(findings: Sequence[Finding], shown: Sequence[Finding]) -> Iterator[str]:
    """Yield the number of omitted findings of each rule, errors first."""
    kept = set(shown)
    omitted = [finding for finding in findings if finding not in kept]
    counts = Counter((finding.severity is not Severity.ERROR, finding.rule) for finding in omitted)
    for (_, rule), count in sorted(counts.items()):
        files = len({finding.path for finding in omitted if finding.rule == rule})
        yield (
            f"{count} more finding{_s(count)} of rule {rule} in {files} file{_s(files)}; "
            "'qbank check PATH' shows those of a file or folder, 'qbank check --format json' shows all\n"
        )


def json_report(findings: Iterable[Finding]) -> str:
    """Return findings as a JSON list of objects, in ASCII, because terminals interpret some other characters."""
    return json.dumps([asdict(finding) for finding in findings], indent=2) + "\n"


def github_report(findings: Iterable[Finding]) -> str:
    """Return findings as workflow commands, which GitHub shows beside the lines of a pull request.

    GitHub shows ten of each severity, so the others are counted in a final notice.
    """
    listed = list(findings)
    shown = [
        finding
        for severity in Severity
        for finding in [item for item in listed if item.severity is severity][:_MOST_ANNOTATIONS]
    ]
    more = len(listed) - len(shown)
    rest = f"::notice title=more findings::{more} more; run 'qbank check' to see them all\n" if more else ""
    return "".join(map(_command, shown)) + rest


def summary(findings: Iterable[Finding], questions: int) -> str:
    """Return the outcome of a check of a number of questions, in one line."""
    listed = list(findings)
    errors = sum(finding.severity is Severity.ERROR for finding in listed)
    warnings = len(listed) - errors
    checked = f"{questions} question{_s(questions)} checked"
    if not listed:
        return f"{checked}, nothing to fix"
    counts = [f"{count} {word}{_s(count)}" for count, word in ((errors, "error"), (warnings, "warning")) if count]
    return f"{checked}: {' and '.join(counts)}; 'qbank explain RULE' explains a rule"


def visible(text: str) -> str:
    """Return a text with its control characters escaped, so that none reaches a terminal or a log.

    `##[` is split as well: anywhere in a line, it begins an old form of workflow command.
    """
    text = text.replace("##[", "## [")
    return "".join(
        char if char.isprintable() else f"\\x{ord(char):02x}" if ord(char) < 256 else f"\\u{ord(char):04x}"
        for char in text
    )


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def _text(finding: Finding, line: Line) -> str:
    position = f"{_cut(finding.path, _LONGEST_PATH)}:{finding.line}:{finding.column}"
    parts = [f"{position}: {finding.severity}[{finding.rule}]: {_cut(finding.message)}"]
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
    """Return a text with control characters escaped, cut to at most `most` characters."""
    shown = visible(text[: most + 1])
    return shown if len(shown) <= most else shown[: most - 1] + "…"


def _command(finding: Finding) -> str:
    def escape(text: str, more: str = "") -> str:
        for char in "%\r\n" + more:
            text = text.replace(char, f"%{ord(char):02X}")
        return visible(text)

    title = escape(f"{finding.severity}[{finding.rule}]", ":,")
    properties = f"file={escape(finding.path, ':,')},line={finding.line},col={finding.column},title={title}"
    return f"::{finding.severity} {properties}::{escape(f'{finding.message}. {finding.help}')}\n"
