"""Reports of findings: as text, as JSON, and as GitHub annotations."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import count

from mkdocs_qbank.findings.finding import Finding, Severity

Line = Callable[[str, int], str | None]
"""Return one line of a file by path and number."""
Explain = Callable[[str], str]
"""Return what explains a rule, by its id: the address of its page, or a command."""

_WIDEST, _LONGEST_PATH, _LONGEST = 120, 240, 400
"""The maximum length in characters of a source line, of a path, and of a message or its cure."""
_MOST, _MOST_OF_A_RULE = 100, 20
_MOST_ANNOTATIONS = 10
_ANNOTATIONS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}
"""How GitHub names each severity."""
_RANKS = {severity: rank for rank, severity in enumerate(Severity)}
_COUNTED = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.ADVICE: ("piece of advice", "pieces of advice"),
}
"""One finding of each severity in words, and several."""


def explain_command(rule: str) -> str:
    """Return the command that explains a rule."""
    return f"qbank explain {rule}"


def text_report(findings: Iterable[Finding], line: Line, explain: Explain = explain_command) -> str:
    """Return findings as `path:line:column: severity[rule]: message`, each with its source line and its cure.

    More than a hundred findings are cut short as in `text_reports`.
    """
    return "\n".join(text_reports(findings, line, explain))


def text_reports(findings: Iterable[Finding], line: Line, explain: Explain = explain_command) -> list[str]:
    """Return the text of each finding, of at most a hundred, then one line for each rule that is cut short.

    If there are more than a hundred, errors take precedence over warnings and these over advice, every rule is shown
    before any is shown twice, a rule is shown at most twenty times, and its findings are spread over files. The order
    stays as given, but for advice, which comes last and without its source line.
    """
    listed = list(findings)
    shown = listed if len(listed) <= _MOST else _select(listed)
    shown = sorted(shown, key=lambda finding: finding.severity is Severity.ADVICE)
    return [*(_text(finding, line, explain) for finding in shown), *_omitted(listed, shown)]


def _select(findings: Sequence[Finding]) -> list[Finding]:
    in_file = _earlier((finding.rule, finding.path) for finding in findings)
    spread = sorted(range(len(findings)), key=in_file.__getitem__)
    of_rule = _earlier(findings[index].rule for index in spread)
    ranked = sorted(
        (_RANKS[findings[index].severity], turn, index)
        for index, turn in zip(spread, of_rule, strict=True)
        if turn < _MOST_OF_A_RULE
    )
    return [findings[index] for index in sorted(index for *_, index in ranked[:_MOST])]


def _earlier(keys: Iterable[Hashable]) -> list[int]:
    """Return how many equal keys come before each."""
    counters: dict[Hashable, Iterator[int]] = defaultdict(count)
    return [next(counters[key]) for key in keys]


def _omitted(findings: Sequence[Finding], shown: Sequence[Finding]) -> Iterator[str]:
    """Yield the number of omitted findings of each rule, errors first."""
    kept = set(shown)
    omitted = [finding for finding in findings if finding not in kept]
    counts = Counter((_RANKS[finding.severity], finding.rule) for finding in omitted)
    for (_, rule), number in sorted(counts.items()):
        files = len({finding.path for finding in omitted if finding.rule == rule})
        yield (
            f"{number} more finding{_s(number)} of rule {rule} in {files} file{_s(files)}; "
            "'qbank check PATH' shows those of a file or folder, 'qbank check --format json' shows all\n"
        )


def json_report(findings: Iterable[Finding], address: Callable[[str], str | None] = lambda _: None) -> str:
    """Return findings as a JSON list of objects, in ASCII, because terminals interpret some other characters.

    `address` gives the address of the page of a rule, if there is one: the field `url`.
    """
    objects = [
        {**asdict(finding), "details": dict(finding.details), "url": address(finding.rule)} for finding in findings
    ]
    return json.dumps(objects, indent=2) + "\n"


def github_report(findings: Iterable[Finding], explain: Explain = explain_command) -> str:
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
    return "".join(_command(finding, explain) for finding in shown) + rest


def summary(findings: Iterable[Finding], questions: int) -> str:
    """Return the outcome of a check of a number of questions, in one line."""
    checked = f"{questions} question{_s(questions)} checked"
    found = counted(findings)
    return f"{checked}: {found}; 'qbank explain RULE' explains a rule" if found else f"{checked}, nothing to fix"


def counted(findings: Iterable[Finding]) -> str:
    """Return how many findings there are of each severity, in words; an empty text for none."""
    counts = Counter(finding.severity for finding in findings)
    parts = [f"{counts[kind]} {_COUNTED[kind][counts[kind] != 1]}" for kind in Severity if counts[kind]]
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def visible(text: str) -> str:
    """Return a text with its control characters escaped, so that none reaches a terminal or a log.

    `##[` is split as well: anywhere in a line, it begins an old form of workflow command.
    """
    return "".join(
        char if char.isprintable() else f"\\x{ord(char):02x}" if ord(char) < 256 else f"\\u{ord(char):04x}"
        for char in text.replace("##[", "## [")
    )


def _s(number: int) -> str:
    return "" if number == 1 else "s"


def _text(finding: Finding, line: Line, explain: Explain) -> str:
    position = f"{_cut(finding.path, _LONGEST_PATH)}:{finding.line}:{finding.column}"
    parts = [f"{position}: {finding.severity}[{finding.rule}]: {_cut(finding.message)}"]
    source = line(finding.path, finding.line) if finding.severity is not Severity.ADVICE else None
    if source is not None:
        start = max(0, finding.column - _WIDEST // 2)
        shown = source[start : start + _WIDEST].replace(chr(9), " ")
        before = visible(shown[: finding.column - 1 - start])
        parts.append(f"{finding.line:>5} | {_cut(visible(shown), len(before) + _WIDEST)}")
        parts.append(f"{'':>5} | {' ' * len(before)}^")
    parts.append(f"      = help: {_cut(finding.help)}")
    parts.append(f"      = see: {_cut(explain(finding.rule))}")
    return "\n".join(parts) + "\n"


def _cut(text: str, most: int = _LONGEST) -> str:
    """Return a text with control characters escaped, cut to at most `most` characters."""
    shown = visible(text[: most + 1])
    return shown if len(shown) <= most else shown[: most - 1] + "…"


def _command(finding: Finding, explain: Explain) -> str:
    def escape(text: str, more: str = "") -> str:
        return visible(text.translate({ord(char): f"%{ord(char):02X}" for char in "%\r\n" + more}))

    title = escape(f"{finding.severity}[{finding.rule}]", ":,")
    properties = f"file={escape(finding.path, ':,')},line={finding.line},col={finding.column},title={title}"
    message = f"{finding.message}. {finding.help} See {explain(finding.rule)}"
    return f"::{_ANNOTATIONS[finding.severity]} {properties}::{escape(message)}\n"
