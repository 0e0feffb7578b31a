"""Every rule says why, and says the same in the command and on a page of the site."""

from __future__ import annotations

import shutil
from html import unescape
from pathlib import Path

import pytest
from conftest import ROOT, run
from mkdocs_qbank.build.options import Options
from mkdocs_qbank.build.pipeline import check_content, make_site
from mkdocs_qbank.check.rules import RULES
from mkdocs_qbank.findings.report import visible
from mkdocs_qbank.model.pages import Page
from selectolax.lexbor import LexborHTMLParser

FOLDER = ROOT / "tests" / "rules"
ALONE = sorted(rule.id for rule in RULES.values() if rule.alone and (FOLDER / rule.id).is_dir())


def test_every_rule_says_why_in_a_sentence_or_two_of_its_own() -> None:
    assert [rule.id for rule in RULES.values() if not 30 <= len(rule.why) <= 300 or rule.why[-1] != "."] == []
    assert len({rule.why for rule in RULES.values()}) == len(RULES)


def alone(file: Path, content: Path, folder: Path) -> set[str]:
    """The rules that one file of a bank breaks in an empty bank."""
    copy = folder / file.relative_to(content)
    copy.parent.mkdir(parents=True)
    shutil.copyfile(file, copy)
    (folder / "questions").mkdir(exist_ok=True)
    return {found.rule for found in check_content(folder).findings}


@pytest.mark.parametrize("rule", ALONE)
def test_a_rule_that_one_file_decides_asks_nothing_of_the_rest_of_the_bank(rule: str, tmp_path: Path) -> None:
    content = FOLDER / rule / "fail"
    broken = [Path(path) for path in sorted({found.path for found in check_content(content).findings})]
    for file in broken:
        assert rule in alone(file, content, tmp_path / f"fail-{file.stem}")
    content = FOLDER / rule / "pass"
    for file in (path for path in sorted(content.rglob("*")) if path.is_file()):
        assert rule not in alone(file, content, tmp_path / f"pass-{file.stem}")


def test_the_site_has_a_page_for_every_rule_that_says_what_the_command_says(site: Path) -> None:
    for rule in RULES.values():
        page = LexborHTMLParser((site / "rules" / rule.id / "index.html").read_text(encoding="utf-8"))
        assert page.body is not None
        words = " ".join(page.body.text().split())
        examples = [visible(line) for example in (rule.fails, rule.passes) for line in example.split("\n")]
        for part in (rule.id, rule.summary, rule.why, rule.help, *examples):
            assert " ".join(part.split()) in words
    explained = " ".join(run("qbank", "explain", "bad-value", cwd=ROOT).stdout.split())
    rule = RULES["bad-value"]
    for part in (rule.id, rule.summary, rule.why, rule.help, rule.fails, rule.passes):
        assert " ".join(part.split()) in explained


def test_pages_of_rules_are_small_and_in_no_list_but_their_own(site: Path) -> None:
    pages = [site / "rules" / rule / "index.html" for rule in RULES]
    assert max(page.stat().st_size for page in pages) < 5000
    home, listed = ((site / path).read_text(encoding="utf-8") for path in ("index.html", "rules/index.html"))
    assert all(f'href="{rule}/"' in listed for rule in RULES)
    assert 'href="rules/' not in home
    assert all('content="noindex"' in page.read_text(encoding="utf-8") for page in pages)


@pytest.fixture(scope="module")
def pages() -> dict[str, Page]:
    """The pages of a bank whose owner has set two levels, by path."""
    content = FOLDER / "no-list" / "pass"
    options = Options(history=False, cards="none", rules={"no-list": "error", "alt-text": "off"})
    return {page.path: page for page in make_site(check_content(content), content, options).pages}


def test_the_page_of_a_rule_names_its_level_in_this_bank(pages: dict[str, Page]) -> None:
    levels = {rule: pages[f"rules/{rule}.md"].meta["qbank"]["level"].partition(":")[0] for rule in RULES}
    assert (levels["no-list"], levels["alt-text"]) == ("Error", "Off")
    assert (levels["unsafe-html"], levels["bad-yaml"]) == ("Warning", "Error")


def test_the_list_of_rules_has_each_once_below_its_level(pages: dict[str, Page]) -> None:
    groups = pages["rules/index.md"].meta["qbank"]["levels"]
    listed = {rule["id"]: group["label"].partition(":")[0] for group in groups for rule in group["rules"]}
    assert (listed.keys(), sum(len(group["rules"]) for group in groups)) == (RULES.keys(), len(RULES))
    assert (listed["no-list"], listed["alt-text"]) == ("Error", "Off")


def test_titles_and_descriptions_of_rule_pages_are_escaped_once(pages: dict[str, Page]) -> None:
    for rule in RULES.values():
        assert unescape(pages[f"rules/{rule.id}.md"].meta["description"]) == rule.summary
