"""No file of a stranger ends in a traceback, in a hang, or in silence."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import LONG, ROOT, question
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mkdocs_qbank.build.pipeline import Checked, check_content
from mkdocs_qbank.findings.report import github_report, text_report
from mkdocs_qbank.read.question import read_question
from mkdocs_qbank.read.text import decode

CORPUS = ROOT.parent / "shared" / "corpora" / "hostile"
OWN_YAML = {
    "laughs": "a: &a [x, x]\n"
    + "\n".join(f"{c}: &{c} [*{p}, *{p}, *{p}, *{p}, *{p}]" for p, c in zip("abcdefgh", "bcdefghi", strict=True)),
    "deep flow": "tags: " + "[" * 5000,
    "deep block": "\n".join(" " * n + "a:" for n in range(400)),
    "recursive": "related: &r [*r]",
    "odd tag": "question: !!python/object/apply:os.system [id]",
    "binary": "question: !!binary '@@@'",
    "surrogate": 'question: "\\ud800"',
    "bell": 'question: "\\a"',
    "date": "reviewed: 2026-99-99",
    "merge": "<<: [1]",
    "two": "a: 1\n---\nb: 2",
    "number key": "5: 6",
    "list key": "? [a]\n: b",
    "nul": "question: a\x00b",
}


def bank(folder: Path, files: dict[str, bytes]) -> Path:
    topic = folder / "content/questions/t"
    topic.mkdir(parents=True)
    (topic / "_topic.yml").write_text("title: T\n", encoding="utf-8")
    for name, data in files.items():
        (topic / name).write_bytes(data)
    return folder / "content"


def refused(checked: Checked, content: Path, names: list[str]) -> list[str]:
    """Those files that became no question and have no finding with a line of their own."""
    read = {question.path for question in checked.reading.bank.questions}
    told = {finding.path for finding in checked.findings if finding.line >= 1}
    paths = [(content / "questions/t" / name).as_posix() for name in names]
    return [path for path in paths if path not in read and path not in told]


def check(tmp_path: Path, texts: list[str], wrap: Callable[[str], str], suffix: str) -> None:
    files = {f"s-{n}{suffix}": wrap(text).encode("utf-8", "surrogatepass") for n, text in enumerate(texts)}
    content = bank(tmp_path, files)
    started = time.monotonic()
    checked = check_content(content)
    print(f"{len(files)} files, {len(checked.findings)} findings, {time.monotonic() - started:.1f} s")
    assert refused(checked, content, list(files)) == []
    for report in (text_report(checked.findings, checked.reading.line), github_report(checked.findings)):
        assert all(char == "\n" or char.isprintable() for char in report)


@pytest.mark.parametrize("name", OWN_YAML)
@pytest.mark.parametrize("suffix", [".md", ".yml"])
def test_hostile_yaml_is_told(name: str, suffix: str, tmp_path: Path) -> None:
    text = OWN_YAML[name] if suffix == ".yml" else f"---\n{OWN_YAML[name]}\n---\n\n# A?\n\n## Official Answer\n\nSo.\n"
    content = bank(tmp_path, {f"a{suffix}": text.encode()})
    assert check_content(content).findings


def corpus(name: str) -> Any:
    path = CORPUS / name
    if not path.exists():
        pytest.skip("the corpus is not on this machine")
    return json.loads(path.read_text(encoding="utf-8"))


def test_every_hostile_document_is_read_or_told(tmp_path: Path) -> None:
    data = corpus("yaml.json")
    texts = [*data["hostile"].values(), *(case["yaml"] for case in data["suite"])]
    texts = [text if isinstance(text, str) else str(text) for text in texts]
    check(tmp_path / "yml", texts, str, ".yml")
    check(tmp_path / "md", texts, lambda text: f"---\n{text}\n---\n\n# A?\n\n## Official Answer\n\nSo.\n", ".md")


def test_every_naughty_string_is_read_or_told(tmp_path: Path) -> None:
    texts = corpus("naughty.json")
    check(tmp_path / "body", texts, lambda text: question("What is it?", "", f"It is {text}"), ".md")
    check(tmp_path / "title", texts, question, ".md")
    check(
        tmp_path / "field", texts, lambda text: json.dumps({"question": "A?", "answer": "B", "aliases": [text]}), ".yml"
    )


FORMS = {"difficulty": "{}", "status": "{}", "reviewed": "{}", "tags": "[{}]", "formerly": "[{}]"}
URL = "[{{title: A, url: {}}}]"


def test_fields_of_fixed_form_take_no_attack_string() -> None:
    strings = corpus("xss.json")
    for text in strings:
        for name, form in FORMS.items():
            file = f"question: A?\nanswer: B\n{name}: {form.format(json.dumps(text))}\n"
            assert read_question(file, "content/questions/t/a.yml")[1], (name, text)
        found, findings = read_question(
            f"question: A?\nanswer: B\nsources: {URL.format(json.dumps(text))}\n", "content/questions/t/a.yml"
        )
        assert findings or (found and str(found.sources[0].url).startswith(("http://", "https://", "mailto:"))), text
    print(f"{len(strings)} strings in {len(FORMS)} fields of fixed form and in the address of a source")


@settings(max_examples=5000 if LONG else 400, suppress_health_check=[HealthCheck.too_slow])
@given(
    data=st.one_of(
        st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
    )
)
def test_random_files_are_read_or_told(data: bytes) -> None:
    for path in ("content/questions/t/a.md", "content/questions/t/a.yml"):
        text, findings = decode(data, path)
        found = None
        if text is not None:
            found, more = read_question(text, path)
            findings = findings + more
        assert found is not None or findings
        assert all(finding.path == path and finding.line >= 1 for finding in findings)


NOTES = "".join(f"[^{n}] " for n in range(8_000)) + "\n\n" + "".join(f"[^{n}]: a\n\n" for n in range(8_000))


@pytest.mark.parametrize(
    "text", ["[" * 16_000, NOTES, "[) " * 5_300, "![" * 8_000, "- " * 500 + "a", "> " * 500 + "a", "<a " * 5_000]
)
def test_no_markdown_holds_up_a_check(text: str, tmp_path: Path) -> None:
    content = bank(tmp_path, {"a.md": question("A?", "", text).encode(), "b.md": question("B?").encode()})
    started = time.monotonic()
    checked = check_content(content)
    print(f"{time.monotonic() - started:.1f} s, {[finding.rule for finding in checked.findings]}")
    assert any(question.id == "b" for question in checked.reading.bank.questions)
    assert {finding.path.rpartition("/")[2] for finding in checked.findings} <= {"a.md"}


def test_annotations_cannot_be_forged(tmp_path: Path) -> None:
    title = "x\\n::error file=a::forged"
    files = {f"a{n}.md": question("A?", f'dificulty: "{title}%0A::error::y ##[error]z"').encode() for n in range(12)}
    printed = github_report(check_content(bank(tmp_path, files)).findings)
    lines = printed.splitlines()
    assert len(lines) == 11
    assert all(line.startswith("::error file=") for line in lines[:10])
    assert lines[10].startswith("::notice title=more findings::2 more")


def test_a_link_out_of_the_bank_is_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "s.md").write_text(question("A secret?"), encoding="utf-8")
    content = bank(tmp_path, {"a.md": question("A?").encode()})
    (content / "questions/t/s.md").symlink_to(secret / "s.md")
    (content / "questions/u").symlink_to(secret)
    (content / "pages").mkdir()
    (content / "pages/more").symlink_to(secret)
    checked = check_content(content)
    assert [question.id for question in checked.reading.bank.questions] == ["a"]
    assert checked.reading.bank.pages == ()
    assert sorted(finding.rule for finding in checked.findings) == ["symlink"] * 3
