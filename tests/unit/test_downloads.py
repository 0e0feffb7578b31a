"""What a reader can take along: JSON, a table, a feed, llms.txt and Markdown twins, and the page that lists them."""

from __future__ import annotations

import csv
import functools
import io
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest
import yaml
from conftest import BANK, Write, commit, question
from mkdocs_qbank.build import auto
from mkdocs_qbank.build.options import OPTIONS, Options, options_of
from mkdocs_qbank.build.pipeline import Site, check_content
from mkdocs_qbank.model.addresses import DATA, DOWNLOADS
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.render.data.llms import files as llms_files
from mkdocs_qbank.render.data.table import cell
from mkdocs_qbank.render.view import SiteView
from taken import URL, made, taken, text

ATOM = "{http://www.w3.org/2005/Atom}"
LINKS = """See [the other](../u/other.md#official-answer), [its twin][t], <a href="../u/other.md">raw</a>, [here](#q-x),
[a page](../../pages/about.md), [the web](https://example.com/(a)) and ![a curve](curve.png).

[t]: ../u/other.md
"""


@functools.cache
def site_of(content: Path, *, url: str = URL, downloads: tuple[str, ...] = DOWNLOADS) -> Site:
    """All that is published of a bank that does not change, made once."""
    return made(content, url=url, downloads=downloads)


def listed(site: Site) -> list[str]:
    """The names on the page of downloads."""
    page = next(page for page in site.pages if page.path == "data/index.md")
    return [entry["name"] for entry in page.meta["qbank"]["downloads"]]


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bank with a link and an image of every kind, committed on two days; nobody may write to it."""
    content = tmp_path_factory.mktemp("linked") / "content"
    files = {
        "pages/index.md": "# Home\n",
        "pages/about.md": "# About\n",
        "questions/t/first.md": question("What is `a[0]` & *b*?", "tags: [x]\nrelated: [other]", LINKS),
        "questions/u/other.md": question("Other?", "", "Short."),
        "questions/u/later.md": question("Drafted?", "status: draft"),
    }
    for path, words in (files | {f"questions/{topic}/_topic.yml": f"title: {topic.upper()}" for topic in "tu"}).items():
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_text(words, encoding="utf-8")
    image = Path(__file__).parents[1] / "cases/images/curve.png"
    (content / "questions/t/curve.png").write_bytes(image.read_bytes())
    commit(content.parent, "All", "Ann", "2025-03-01")
    other = content / "questions/u/other.md"
    other.write_text(other.read_text(encoding="utf-8").replace("Short.", "Shorter."), encoding="utf-8")
    commit(content.parent, "Shorter", "Bob", "2025-04-02")
    return content


def test_the_questions_are_published_as_their_schema_says() -> None:
    files = taken(BANK / "content")
    data, schema = (json.loads(text(files, f"data/questions.{name}json")) for name in ("", "schema."))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(data, schema, format_checker=jsonschema.FormatChecker())
    assert [(row["id"], row["url"]) for row in data["questions"][:1]] == [("matcha", f"{URL}questions/matcha/")]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**data, "questions": [{**data["questions"][0], "status": "draft"}]}, schema)


def test_links_in_the_texts_of_the_json_lead_to_the_site_and_drafts_are_not_in_it(linked: Path) -> None:
    rows = json.loads(text(site_of(linked).files, "data/questions.json"))["questions"]
    assert [row["id"] for row in rows] == ["first", "other"]
    image = next(path for path in site_of(linked).images)
    assert rows[0]["answer"] == (
        f"See [the other]({URL}questions/other/#official-answer), [its twin][t], "
        f'<a href="{URL}questions/other/">raw</a>, '
        f"[here]({URL}questions/first/#q-q-x),\n[a page]({URL}about/), [the web](https://example.com/(a)) "
        f"and ![a curve]({URL}{image}).\n\n[t]: {URL}questions/other/"
    )


def test_links_of_a_markdown_twin_lead_to_twins_and_files_that_the_site_has(linked: Path) -> None:
    site = site_of(linked)
    twin = text(site.files, "questions/first/index.md")
    assert twin.startswith(
        f'---\nid: "first"\nurl: "{URL}questions/first/"\ntopic: "t"\ntags: ["x"]\nstatus: "published"\n---\n\n'
        "# What is `a[0]` & *b*?\n\n## Official Answer\n\nSee [the other](../../questions/other/index.md),"
    )
    assert "[t]: ../../questions/other/index.md" in twin
    assert "[a page](../../about/)" in twin
    assert f"![a curve](../../{next(iter(site.images))})" in twin
    assert "\n## Related Questions\n\n- [Other?](../../questions/other/index.md): This page says: “See" in twin
    assert "questions/later/index.md" not in site.files


def test_an_address_that_no_page_links_to_is_not_in_a_twin_either(write: Write) -> None:
    content = write({"questions/t/a.md": question(answer="A [bad](<javascript:alert(1)>) and [no](gone.md) link.")})
    assert "A [bad](<>) and [no]() link." in text(taken(content), "questions/a/index.md")


def test_an_image_that_is_not_published_is_its_alternative_text(write: Write) -> None:
    answer = (
        "Before ![a *drawing*](draw.svg), "
        "[![linked](gone.png)](https://a.example/) and ![named][d] after.\n\n[d]: draw.svg"
    )
    content = write({"questions/t/a.md": question(answer=answer)})
    (content / "questions/t/draw.svg").write_text("<svg/>", encoding="utf-8")
    expected = "Before a *drawing*, [linked](https://a.example/) and named after."
    assert expected in text(taken(content), "questions/a/index.md")


def test_a_row_of_the_table_is_a_question_and_spreadsheets_know_its_encoding(linked: Path) -> None:
    table = text(site_of(linked).files, "data/questions.csv")
    assert table.startswith("\ufeffid,url,topic,question,")
    rows = list(csv.DictReader(io.StringIO(table[1:], newline="")))
    assert [(row["id"], row["related"], row["changed"]) for row in rows] == [
        ("first", "other", "2025-03-01"),
        ("other", "", "2025-04-02"),
    ]


@pytest.mark.parametrize(
    "formula", ['=HYPERLINK("x")', "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "\u200b=1"]
)
def test_no_cell_is_computed(formula: str) -> None:
    assert cell(formula) == f"'{formula}"


def test_other_cells_stay_as_they_are() -> None:
    assert [cell(words) for words in ("", "a = b", "5 - 3", "'quoted'")] == ["", "a = b", "5 - 3", "'quoted'"]


def test_a_formula_in_a_question_reaches_the_table_as_text(write: Write) -> None:
    content = write({"questions/t/a.md": question("=cmd|' /C calc'!A0", answer="=1+1 is two.")})
    row = next(csv.DictReader(io.StringIO(text(taken(content), "data/questions.csv")[1:], newline="")))
    assert (row["question"][:2], row["answer"]) == ("'=", "'=1+1 is two.")


def test_the_feed_has_what_changed_last_first_with_ids_that_stay(linked: Path) -> None:
    feed = ET.fromstring(text(site_of(linked).files, "data/feed.xml"))  # noqa: S314 - our own
    assert feed.findtext(f"{ATOM}updated") == "2025-04-02T00:00:00Z"
    entries = [
        tuple(entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated", "published", "summary"))
        for entry in feed.iter(f"{ATOM}entry")
    ]
    assert entries[0] == (
        "tag:example.org,2026:bank/questions/other/",
        "Other?",
        "2025-04-02T00:00:00Z",
        "2025-03-01T00:00:00Z",
        "Shorter.",
    )
    assert [entry[1] for entry in entries] == ["Other?", "What is a[0] & b?"]
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"self": f"{URL}data/feed.xml", "alternate": URL}
    assert not [name for name in feed.attrib if name.endswith("}lang")], "questions may be in any language"


def test_without_a_public_address_or_dates_there_is_no_feed_and_no_page_names_one(linked: Path) -> None:
    for site in (
        site_of(linked, url=""),
        site_of(linked, url="ftp://example.org/"),
        site_of(linked, url="http://a..b/"),
    ):
        assert DATA["feed"] not in site.files
        assert site.extra["feed"] == ""
        assert "Atom feed" not in listed(site)
    assert site_of(linked).extra["feed"] == "data/feed.xml"


def test_llms_txt_names_every_question_below_its_topic_and_no_title_breaks_its_links(linked: Path) -> None:
    assert text(site_of(linked).files, "llms.txt").splitlines() == [
        "# A bank",
        "",
        "> Of \\*tea\\*.",
        "",
        "## T",
        "",
        (
            f"- [What is a\\[0\\] \\& b?]({URL}questions/first/index.md): "
            "See the other, its twin, raw, here, a page, the web and a curve."
        ),
        "",
        "## U",
        "",
        f"- [Other?]({URL}questions/other/index.md): Shorter.",
    ]


def test_a_question_that_is_out_of_date_is_marked_as_such_in_every_text(write: Write) -> None:
    content = write(
        {"questions/t/a.md": question("Old?", "status: deprecated", "Past."), "questions/t/b.md": question()}
    )
    commit(content.parent, "All", "Ann", "2025-03-01")
    files = taken(content)
    notice = message("question.deprecated")
    assert f"# Old?\n\n> {notice}\n\n## Official Answer" in text(files, "questions/a/index.md")
    assert "index.md): out of date · Past.\n" in text(files, "llms.txt")
    assert f"<summary>{notice} Past.</summary>" in text(files, "data/feed.xml")
    for path in ("questions/b/index.md", "llms.txt", "data/feed.xml"):
        assert text(files, path).count("out of date") == (path != "questions/b/index.md")


def test_sources_and_versions_are_taken_along(write: Write) -> None:
    sources = "sources: [{title: '=A [b]', url: 'https://a.example/(x)'}, {title: A book}]"
    front = f"{sources}\napplies_to: [React 19, Python 3.12]"
    files = taken(write({"questions/t/a.md": question("A?", front, "A.")}))
    sources = "- [=A \\[b\\]](https://a.example/%28x%29)\n- A book\n"
    assert text(files, "questions/a/index.md").endswith(f"\n\nA.\n\n## Sources\n\n{sources}")
    row = next(csv.DictReader(io.StringIO(text(files, "data/questions.csv")[1:], newline="")))
    assert row["sources"] == "'=A [b] https://a.example/(x)\nA book"
    assert row["applies_to"] == "React 19\nPython 3.12"


def test_a_list_for_language_models_that_the_bank_has_itself_is_kept(linked: Path) -> None:
    bank = replace(check_content(linked).reading.bank.published, files=frozenset({"content/pages/llms.txt"}))
    view = SiteView(bank=bank, relations={}, order=tuple(bank.by_id), as_of=date(2026, 1, 1))  # type: ignore[arg-type]
    assert llms_files(view) == {}


@pytest.mark.parametrize("chosen", [(), ("table",), ("anki", "markdown")])
def test_what_is_switched_off_is_neither_made_nor_named(chosen: tuple[str, ...], linked: Path) -> None:
    every, some = site_of(linked), site_of(linked, downloads=chosen)
    gone = [path for path in every.files if path not in some.files]
    for name in DOWNLOADS:
        assert (name not in chosen) == any(path.startswith(DATA[name]) for path in gone), name
    assert listed(some) == [message(f"downloads.{name}.name") for name in (*chosen, "graph", "other_banks")]
    assert (some.extra["markdown"], some.extra["feed"]) == ("markdown" in chosen, "")


def test_an_unknown_name_in_the_option_is_told_with_those_there_are() -> None:
    option = next(option for option in OPTIONS if option.name == "downloads")
    (fault,) = option.faults(["anki", "pdf"])
    assert fault.sentence.endswith(f"is not auto, or a list of {', '.join(DOWNLOADS)}")
    assert option.read([]) == ()
    assert option.read(["anki"]) == ("anki",)


def test_a_large_bank_has_the_heavy_files_only_if_mkdocs_yml_asks_for_them(
    linked: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="mkdocs.plugins.qbank")
    made(linked, url=URL)
    assert caplog.messages == []
    monkeypatch.setattr(auto, "LARGE", 1)
    small = made(linked, url=URL)
    (said,) = caplog.messages
    every = made(linked, url=URL, downloads=DOWNLOADS, print_pages=True)
    assert caplog.messages == [said]
    gone = set(every.files) - set(small.files)
    assert gone == {DATA["table"], *(path for path in every.files if path.endswith("/index.md"))}
    printed = {page.path for page in every.pages} - {page.path for page in small.pages}
    assert printed
    assert all(path.endswith("/print.md") for path in printed)
    assert not any(page.meta["qbank"].get("print") for page in small.pages)
    # How to have them is told as it is written in mkdocs.yml.
    lines = re.findall(r"'(\w+: [^']+)'", said)
    assert options_of(yaml.safe_load("\n".join(lines))) == Options(downloads=DOWNLOADS, print_pages=True)
    # No list leads to a twin that does not exist.
    assert "index.md" in str(every.files["llms.txt"])
    assert "index.md" not in str(small.files["llms.txt"])
    assert (every.extra["markdown"], small.extra["markdown"]) == (True, False)


def test_what_auto_stands_for_changes_above_the_largest_size_and_never_what_is_chosen() -> None:
    assert Options().at(auto.LARGE) == Options(downloads=DOWNLOADS, print_pages=True)
    assert Options().at(auto.LARGE + 1) == Options(downloads=("anki", "questions", "feed", "llms"), print_pages=False)
    chosen = Options(downloads=("table",), print_pages=True)
    assert chosen.at(auto.LARGE + 1) == chosen
    assert chosen.left_out(auto.LARGE + 1) == Options().left_out(auto.LARGE) == ""
    assert options_of({"print_pages": "auto", "downloads": "auto"}) == Options()
