"""Sources that nobody of this project wrote, imported as a maintainer would: what arrives, and that twice is once."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, run

RAW = ROOT.parent / "shared" / "corpora" / "raw"
pytestmark = pytest.mark.skipif(not RAW.is_dir(), reason="the corpora are not on this machine")

COUNTED = {
    "30-seconds": (109, 0),
    "javascript-questions.md": (155, 0),
    "devops-daily": (110, 0),
    "faqtory": (16, 1),
    "coffee-Posts.xml": (212, 13),
}
"""How many items of each source have a question and an answer, and how many lack one, counted by hand."""


@pytest.mark.parametrize("name", COUNTED)
def test_every_item_with_an_answer_arrives_and_a_second_import_writes_nothing(name: str, tmp_path: Path) -> None:
    first = run("qbank", "import", RAW / name, "--report", "report.json", cwd=tmp_path)
    assert (first.returncode, "Traceback" in first.stderr) == (0, False)
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert (report["counts"]["imported"], report["counts"]["skipped"]) == COUNTED[name]
    assert all(item["reason"] for item in report["items"] if item["outcome"] == "skipped")
    checked = json.loads(run("qbank", "check", "--format", "json", cwd=tmp_path).stdout)
    assert [finding for finding in checked if finding["severity"] == "error"] == []
    assert {finding["rule"] for finding in checked}.isdisjoint({"broken-link", "unsafe-html", "skipped-heading"})
    before = {file: (file.stat().st_mtime_ns, file.read_bytes()) for file in tmp_path.rglob("*") if file.is_file()}
    again = run("qbank", "import", RAW / name, cwd=tmp_path)
    assert (again.returncode, again.stdout) == (0, "")
    assert before == {
        file: (file.stat().st_mtime_ns, file.read_bytes()) for file in tmp_path.rglob("*") if file.is_file()
    }


def test_links_and_duplicates_of_a_dump_arrive_as_relations(tmp_path: Path) -> None:
    posts = (RAW / "coffee-Posts.xml").read_text(encoding="utf-8")
    asked = re.findall(r'<row Id="(\d+)" PostTypeId="1" AcceptedAnswerId="\d+"[^>]*? Title="([^"&]+)"', posts)[:3]
    (one, first), (two, second), (three, third) = asked
    rows = [
        f'<row Id="1" CreationDate="2020-01-01" PostId="{one}" RelatedPostId="{two}" LinkTypeId="1" />',
        f'<row Id="2" CreationDate="2020-01-01" PostId="{two}" RelatedPostId="{three}" LinkTypeId="3" />',
        f'<row Id="3" CreationDate="2020-01-01" PostId="{three}" RelatedPostId="999999" LinkTypeId="1" />',
    ]
    (tmp_path / "dump").mkdir()
    shutil.copy(RAW / "coffee-Posts.xml", tmp_path / "dump/Posts.xml")
    text = '<?xml version="1.0" encoding="utf-8"?>\n<postlinks>\n{}\n</postlinks>\n'.format("\n".join(rows))
    (tmp_path / "dump/PostLinks.xml").write_text(text, encoding="utf-8")
    run("qbank", "import", "dump", "--publish", "--report", "report.json", cwd=tmp_path, check=True)
    items = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["items"]
    ids = {item["title"]: item["id"] for item in items if item["id"]}
    related = json.loads(run("qbank", "related", "--all", "--format", "json", cwd=tmp_path).stdout)
    for source, target, why in ((first, second, ""), (second, third, "duplicate")):
        (relation,) = [found for found in related[ids[source]] if found["id"] == ids[target]]
        assert relation["kind"] == "related"
        assert why in relation["reason"]
