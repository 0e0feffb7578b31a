"""Reports that stay readable, however much there is to report."""

from __future__ import annotations

import json

from conftest import Write, run
from mkdocs_qbank.findings.finding import Finding, Severity, beyond
from mkdocs_qbank.findings.report import json_report, text_report, text_reports


def finding(number: int, rule: str = "a-rule", severity: Severity = Severity.ERROR, **more: object) -> Finding:
    fields: dict[str, object] = {
        "path": f"content/questions/t/q-{number:05}.md",
        "message": "It is wrong.",
        "help": "Fix it.",
    }
    return Finding(rule=rule, severity=severity, **(fields | more))  # type: ignore[arg-type]


def nothing(*_: object) -> None:
    """No file has this line."""


def test_a_hundred_findings_are_printed_whole() -> None:
    report = text_report([finding(number) for number in range(100)], nothing)
    assert report.count("error[a-rule]") == 100
    assert "more finding" not in report


def test_of_more_findings_each_rule_is_shown_in_many_files_and_the_rest_counted() -> None:
    findings = [finding(number // 3, line=number) for number in range(7500)]
    reports = text_reports(findings, nothing)
    assert len(reports) == 21
    assert len({report.partition(":")[0] for report in reports[:20]}) == 20
    assert reports[20].startswith("7480 more findings of rule a-rule in 2500 files; 'qbank check PATH' shows")
    one = text_reports([finding(0, line=number) for number in range(121)], nothing)
    assert one[20].startswith("101 more findings of rule a-rule in 1 file; ")


def test_errors_come_before_warnings_where_the_bound_cuts_and_no_rule_is_shut_out() -> None:
    warnings = [finding(n, f"warning-{n % 9}", Severity.WARNING) for n in range(900)]
    errors = [finding(1000 + n, f"error-{n % 7}") for n in range(700)]
    report = text_report([*warnings, *errors, finding(5000, "rare")], nothing)
    assert report.count("error[error-") == 99
    assert report.count("error[rare]") == 1
    assert "warning[" not in report
    rest = [line for line in report.splitlines() if "more finding" in line]
    assert [line.split(" of rule ")[1].split()[0] for line in rest] == [
        *(f"error-{n}" for n in range(7)),
        *(f"warning-{n}" for n in range(9)),
    ]


def test_each_part_of_a_finding_is_bounded() -> None:
    wide = "\u202e" * 100_000
    report = text_report([finding(1, path=wide, message=wide, help=wide, column=50_001)], lambda *_: wide)
    assert len(report) < 2500
    assert len(max(report.splitlines(), key=len)) < 700
    assert "\u202e" not in report


def test_the_caret_stands_below_its_column_where_a_character_is_written_out() -> None:
    report = text_report([finding(1, column=3)], lambda *_: "\u202eab").splitlines()
    assert report[1].index("b") == report[2].index("^")


def test_json_is_complete_and_holds_no_character_that_a_terminal_obeys() -> None:
    findings = [finding(number, message="\u202e\x9b\udcff") for number in range(2500)]
    report = json_report(findings)
    assert report.isascii()
    assert len(json.loads(report)) == 2500


def test_a_finding_is_new_neither_in_another_line_nor_where_what_it_is_about_has_moved() -> None:
    known = [finding(1, line=3), finding(1, message="like 'b' (b.md:1), score 0.93", details=(("other", "b.md"),))]
    moved = [finding(1, line=9), finding(1, message="like 'b' (b.md:8), score 0.94", details=(("other", "b.md"),))]
    assert beyond(moved, known) == []
    assert beyond([*moved, moved[0]], known) == [moved[0]]
    for other in ({"path": "c.md"}, {"severity": Severity.ADVICE}, {"message": "It is worse."}, {"rule": "b-rule"}):
        assert beyond([finding(1, **other)], known)


def test_a_bank_of_broken_files_is_checked_and_built_in_few_words(write: Write) -> None:
    content = write({f"questions/t/q-{number}.md": f"---\nwrong: {number}\n---\n\n# Q\n" for number in range(400)})
    (content / "pages").mkdir()
    (content.parent / "mkdocs.yml").write_text(
        "site_name: T\ndocs_dir: content/pages\nplugins: [qbank]\n", encoding="utf-8"
    )
    done = run("qbank", "check", cwd=content.parent)
    assert done.returncode == 1
    assert len(done.stdout) < 20_000
    assert "more findings of rule unknown-field in 380 files" in done.stdout
    assert len(run("mkdocs", "build", cwd=content.parent).stderr) < 20_000
    some = run("qbank", "check", "content/questions/t/q-399.md", cwd=content.parent)
    assert "q-399.md:2:1: error[unknown-field]" in some.stdout


def test_warnings_of_a_build_are_bounded_and_fail_a_strict_one(write: Write) -> None:
    content = write({"questions/t/a.md": "# A?\n\n## Official Answer\n\nYes.\n"})
    for number in range(400):
        (content / f"questions/t/stray-{number}.txt").write_text("x", encoding="utf-8")
    (content / "pages").mkdir()
    (content / "pages/index.md").write_text("# Home\n", encoding="utf-8")
    settings = "site_name: T\ndocs_dir: content/pages\ntheme: {name: material, font: false}\nplugins: [qbank]\n"
    (content.parent / "mkdocs.yml").write_text(settings, encoding="utf-8")
    done = run("mkdocs", "build", "--strict", cwd=content.parent)
    assert done.returncode == 1
    assert done.stderr.count("warning[stray-file]") == 20
    assert "380 more findings of rule stray-file" in done.stderr
    assert len(done.stderr) < 20_000
