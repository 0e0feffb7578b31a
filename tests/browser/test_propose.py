"""The page that proposes a question, in a real browser."""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from conftest import ROOT, SETTINGS, run, serve, small_project, start_project, until
from mkdocs_qbank.model.bank import Question, Status
from mkdocs_qbank.model.forms import FORM
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.model.prose import SECTIONS
from mkdocs_qbank.read.draft import write_question
from mkdocs_qbank.read.proposal import read_proposal
from mkdocs_qbank.read.question import read_question
from mkdocs_qbank.read.slugs import slug
from playwright.sync_api import expect
from proposing import HOSTILE, QUESTION, field, file_of, fill, go, near, problems, way
from tabs import watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.site, pytest.mark.browser]
CASES = sorted((ROOT / "tests/cases/propose").glob("*.yml"))
STOPS = 80
"""The largest number of stops of the Tab key before what is wanted."""
METACHARACTERS = {
    "question": "Why does `$(rm -rf /)` & \"echo 'x'\" | tee > f; say %0A \\ ~ 😀 é ½ 你好 C #",
    "tags": "soil, no, 1e3",
    "in_short": '$a_b$ **bold** {{ x }} ${{ github.token }} & "q" <kbd>k</kbd> \\* 👩\u200d👩\u200d👧 שלום',
    "answer": "$(touch /x) `ls`; rm *\n\n- : {a: [b]} &x *y !tag | > % @\n\n```sh\n# a comment\n---\n```\n\n%0A+%2B &",
    "sources": "A | \"b\" | https://example.org/?q=%22a%22&b='c'+d#e\nA book # with: a sign | https://b.example",
    "key_points": "- : x\n- # y",
    "aliases": "\"quoted\" \\ 'single' # not --- a comment\nC++ or Rust - or neither",
    "context": "::set-output name=a::b @somebody #12 \u200f%",
    "id": "meta-characters",
}


@pytest.fixture(scope="module")
def scripts(browser: Browser, served: str) -> Iterator[Page]:
    """A page that the functions of the scripts are called in."""
    opened = browser.new_page()
    opened.goto(f"{served}404.html")
    yield opened
    opened.close()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_browser_makes_the_same_file_id_and_findings_as_python(scripts: Page, served: str, case: Path) -> None:
    data = yaml.safe_load(case.read_text(encoding="utf-8"))
    made = scripts.evaluate(
        """async ([address, fields, id, headings]) => {
            const load = (name) => import(`${address}assets/javascripts/propose/${name}.js`);
            const { fileOf, proposed } = await load("draft");
            const { problemsOf } = await load("rules");
            const { slugOf } = await load("slug");
            const bank = await (await fetch(`${address}data/propose.json`)).json();
            const draft = proposed(fields);
            const found = problemsOf(draft, id, bank).filter(({ note }) => !note).map(({ rule }) => rule);
            const file = fileOf(draft, headings);
            return { file, rules: [...new Set(found)].sort(), id: slugOf(draft.question) };
        }""",
        [served, data["fields"], data["id"], dict(SECTIONS)],
    )
    assert made["file"] == data["file"]
    assert made["rules"] == data.get("rules", [])
    assert made["id"] in (data["id"], None)
    assert made["id"] is not None or not data["fields"]["question"].isascii()


STARTS = ["", "", " ", "   ", "    ", "\t", "- ", "1. ", "2) ", "-", "+ ", "> "]
LINES = [
    *("# x", "## y", "#", "```", "~~~", "```py", "```a`b", "===", "---", "- - -", "x", "", "", "- ", "1.", "٣. x"),
    *("<!--", "-->", "<pre>", "</PRE>", "<script>", "<?", "?>", "<!x", "<![CDATA[", "]]>", "a - b", "C++ or", "C #"),
    *("[T](https://a.b)", "https://a.b/c", "T | https://x.y", "https://q | w", "<mailto:a@b>", "questions/soil/"),
    *(
        "../t/a.md",
        "a, b; c_D",
        "A_B c",
        "null",
        "\x85",
        "\u3000",
        "\u2028",
        "\xa0y",
        "\x01",
        "\ufeff",
        "😀",
        'i: "x" \\',
    ),
]


def test_the_browser_writes_any_texts_as_python_does(scripts: Page, served: str) -> None:
    some = random.Random(14)  # noqa: S311 - no secret
    names = ["question", *(field.id for field in FORM)]

    def text() -> str:
        lines = (some.choice(STARTS) + some.choice(LINES) for _ in range(some.randrange(6)))
        return some.choice(["\n", "\n", "\r\n"]).join(lines)

    proposals = [{name: text() for name in names} for _ in range(400)]
    made = scripts.evaluate(
        """async ([address, proposals, headings]) => {
            const { fileOf, proposed } = await import(`${address}assets/javascripts/propose/draft.js`);
            return proposals.map((texts) => fileOf(proposed(texts), headings));
        }""",
        [served, proposals, dict(SECTIONS)],
    )
    for texts, file in zip(proposals, made, strict=True):
        assert file == write_question(read_proposal(texts["question"], texts), status=Status.PUBLISHED)


def test_an_id_made_in_the_browser_is_the_one_that_python_makes(scripts: Page, served: str) -> None:
    some = random.Random(14)  # noqa: S311 - no secret
    alphabet = "abc  --''&;,.#1239éøß’“—…Ωя😀½ﬁ"
    texts = [f"a{chr(code)}b" for code in range(0x20, 0x10000) if unicodedata.category(chr(code)) not in ("Cs", "Cn")]
    texts += ["".join(some.choices(alphabet, k=some.randrange(1, 120))) for _ in range(500)]
    texts += [" ".join("x" * some.randrange(1, 30) for _ in range(some.randrange(1, 12))) for _ in range(500)]
    made = scripts.evaluate(
        """async ([address, texts]) => {
            const { slugOf } = await import(`${address}assets/javascripts/propose/slug.js`);
            return texts.map(slugOf);
        }""",
        [served, texts],
    )
    decided = [(text, identifier) for text, identifier in zip(texts, made, strict=True) if identifier is not None]
    assert decided == [(text, slug(text)) for text, _ in decided]
    assert [text for text, identifier in zip(texts, made, strict=True) if identifier is None and text.isascii()] == []
    assert len(decided) > 3000


def test_what_is_here_appears_while_one_types_in_the_order_of_the_search(page: Page, served: str) -> None:
    go(page)
    assert page.locator(".qb-near").is_hidden()
    field(page, "question").press_sequentially(QUESTION, delay=5)
    found = page.evaluate(
        """async ([address, question]) => {
            const { find } = await import(`${address}assets/javascripts/search/engine.js`);
            const answer = await find(question);
            const better = (await answer.later?.()) ?? answer;
            return (await better.more(5)).map(({ title }) => title);
        }""",
        [served, QUESTION],
    )
    assert len(found) == 5
    expect(page.locator(".qb-near__title")).to_have_text(found)
    assert "Why is compost useful?" in near(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_question_that_is_mine_leads_to_where_it_is_edited(tab: Page) -> None:
    fill(tab, question="Why is compost useful?")
    tab.locator(".qb-near li", has_text="Why is compost useful?").get_by_text("This is mine").click()
    tab.wait_for_url("**/questions/why-is-compost-useful/#improve")
    edit = tab.locator("#improve a[rel=edit]")
    expect(edit).to_be_in_viewport()
    assert edit.get_attribute("href") == (
        "https://github.com/example/bank/edit/main/content/questions/garden/why-is-compost-useful.md"
    )


def test_every_question_leads_to_its_form_for_mistakes_and_to_a_related_question(tab: Page) -> None:
    tab.goto("questions/soil/")
    mistake = urlsplit(tab.locator("#improve").get_by_text("Something is wrong").get_attribute("href") or "")
    assert mistake._replace(query="").geturl() == "https://github.com/example/bank/issues/new"
    assert parse_qs(mistake.query) == {
        "template": ["mistake.yml"],
        "id": ["soil"],
        "permalink": ["https://example.org/questions/soil/"],
    }
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/mistake.yml").read_text(encoding="utf-8"))
    assert {"id", "permalink"} < {item.get("id") for item in form["body"]}
    title = tab.locator("h1").inner_text().removesuffix("¶").strip()
    tab.locator("#improve").get_by_text("Propose a related question").click()
    tab.wait_for_url("**/propose/")
    expect(tab.locator(".qb-field__chosen li")).to_contain_text(title)
    assert field(tab, "topic").input_value() == "garden"
    assert "related: [soil]" in file_of(tab)


def test_the_search_and_the_missing_page_lead_here_with_the_words(tab: Page) -> None:
    tab.goto("404.html")
    assert tab.locator("article a[href$='/propose/'], article a[href$='propose/']").count() == 1
    tab.goto("search/?q=zzqqzz+%26+qqz%3F")
    tab.locator(".qb-find__propose a", has_text="zzqqzz & qqz?").click()
    tab.locator(".qb-propose[data-ready]").wait_for()
    assert field(tab, "question").input_value() == "zzqqzz & qqz?"


def by_keyboard(page: Page, selector: str) -> None:
    """Tab to the first element of a selector, which must be seen to have the focus."""
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            break
    else:
        raise AssertionError(f"no stop at {selector}")
    assert page.evaluate("document.activeElement.checkVisibility()")


def type_in(page: Page, name: str, text: str) -> None:
    by_keyboard(page, f"[name={name}]")
    page.keyboard.insert_text(text)


@pytest.mark.parametrize("screen", ["phone light", "desktop dark"])
def test_from_the_home_page_to_github_by_keyboard_and_every_character_arrives(
    browser: Browser, served: str, screen: str, tmp_path: Path
) -> None:
    with watched(browser, served, screen, console=True) as page:
        page.goto("")
        by_keyboard(page, ".qb-home a[href$='propose/']")
        page.keyboard.press("Enter")
        page.locator(".qb-propose[data-ready]").wait_for()
        by_keyboard(page, "[name=question]")
        page.keyboard.type(QUESTION)
        until(page, "document.querySelectorAll('.qb-near__title').length === 5")
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.insert_text(METACHARACTERS["question"])
        by_keyboard(page, "[name=topic]")
        page.keyboard.type("Kitchen")
        by_keyboard(page, "[name=difficulty]")
        page.keyboard.type("adv")
        type_in(page, "tags", "soi")
        expect(page.locator("#propose-tags-list [role=option]").first).to_have_text("soil")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.keyboard.insert_text("no, 1e3")
        for name in ("in_short", "answer", "sources"):
            type_in(page, name, METACHARACTERS[name])
        by_keyboard(page, "#propose-find")
        page.keyboard.type("why is compost useful")
        expect(page.locator("#propose-find-list [role=option]").first).to_contain_text("Why is compost useful?")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        by_keyboard(page, ".qb-propose summary")
        page.keyboard.press("Enter")
        for name in ("key_points", "aliases", "context", "id"):
            type_in(page, name, METACHARACTERS[name])
        by_keyboard(page, "[data-way=file]")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        address, query = way(page, "file")
        issue, texts = way(page, "issue")
        assert query["value"] == file_of(page)
    assert address == "https://github.com/example/bank/new/main/content/questions/kitchen"
    assert (query["filename"], issue) == ("meta-characters.md", "https://github.com/example/bank/issues/new")
    project = start_project(tmp_path / "project")
    path = f"{unquote(urlsplit(address).path).partition('/new/main/')[2]}/{query['filename']}"
    (project / path).write_text(query["value"], encoding="utf-8")
    done = run("qbank", "check", cwd=project)
    assert (done.returncode, done.stdout) == (0, "")
    question, findings = read_question(query["value"], path)
    assert question is not None
    assert findings == []
    compare(question)
    assert texts["title"] == METACHARACTERS["question"]
    assert {name: text for name, text in texts.items() if name in METACHARACTERS} == {
        name: text for name, text in METACHARACTERS.items() if name != "question"
    }
    assert (texts["topic"], texts["difficulty"], texts["related"]) == ("kitchen", "advanced", "why-is-compost-useful")


def compare(question: Question) -> None:
    """Every field is what was typed; only a number sign at the end of a heading is marked as one."""
    assert question.question.text == METACHARACTERS["question"].replace("C #", "C \\#")
    for name in ("in_short", "answer", "context", "key_points"):
        assert question.texts[name].text == METACHARACTERS[name]
    assert list(question.aliases) == METACHARACTERS["aliases"].split("\n")
    assert question.tags == ("soil", "no", "1e3")
    assert [(source.title, source.url) for source in question.sources] == [
        ('A | "b"', "https://example.org/?q=%22a%22&b='c'+d#e"),
        ("A book # with: a sign", "https://b.example"),
    ]
    assert str(question.difficulty) == "advanced"
    assert [reference.id for reference in question.named(Kind.RELATED)] == ["why-is-compost-useful"]


def test_problems_are_told_beside_their_fields_with_the_rule_and_a_list_leads_to_them(tab: Page) -> None:
    fill(tab, question=QUESTION, tags="watr, c++", answer="## A part", in_short="so " * 81, key_points="- a\n-")
    assert "Did you mean water" in problems(tab, "tags")
    assert "bad-value" in problems(tab, "tags")
    assert "unknown-section" in problems(tab, "answer")
    assert "at most 80 words" in problems(tab, "in_short")
    assert "empty-item" in problems(tab, "key_points")
    rule = tab.locator("[data-field=in_short] .qb-field__rule")
    assert rule.evaluate("link => new URL(link.href).pathname") == "/rules/long-in-short/"
    assert field(tab, "tags").get_attribute("aria-invalid") == "true"
    assert field(tab, "in_short").get_attribute("aria-invalid") == "false"  # a warning stops nothing
    assert set(tab.locator(".qb-todo a").all_inner_texts()) == {"Topic", "Tags"}
    tab.locator("[data-field=tags] .qb-field__wrong button", has_text="water").click()
    assert field(tab, "tags").input_value() == "water, c++"
    tab.locator(".qb-todo a", has_text="Topic").click()
    expect(field(tab, "topic")).to_be_focused()


def test_nobody_is_told_what_is_missing_where_they_have_not_been(tab: Page) -> None:
    assert (problems(tab, "question"), problems(tab, "answer")) == ("", "")
    field(tab, "answer").focus()
    field(tab, "sources").focus()
    expect(tab.locator("[data-field=answer] .qb-field__wrong")).to_contain_text("missing-answer")
    tab.locator("[data-way=file]").click()
    expect(field(tab, "question")).to_be_focused()
    fill(tab, question=QUESTION)
    tab.locator("[data-way=file]").click()
    expect(field(tab, "topic")).to_be_focused()
    expect(tab.locator(".qb-propose__said")).to_have_text("Choose a topic: the file goes into its folder.")


def test_an_id_that_is_taken_is_told_with_the_question_that_has_it(tab: Page) -> None:
    fill(tab, question="Soil?")
    expect(tab.locator("[data-field=id] .qb-field__wrong")).to_contain_text("duplicate-id")
    fill(tab, id="Other one")
    assert "bad-id" in problems(tab, "id")
    fill(tab, id="other-soil")
    expect(tab.locator("[data-field=id] .qb-field__wrong")).to_be_empty()
    assert tab.locator(".qb-file__path").inner_text().endswith("/other-soil.md")


def test_an_id_that_only_python_can_make_is_asked_for(tab: Page) -> None:
    fill(tab, question="什么是过拟合？", topic="tea")
    assert "bad-id" in problems(tab, "id")
    tab.locator("[data-way=file]").click()
    expect(field(tab, "id")).to_be_focused()


LONG = "Not only that, but also this & that. " * 300


def test_a_file_too_long_for_an_address_goes_to_the_clipboard(browser: Browser, served: str) -> None:
    with watched(browser, served, console=True, permissions=("clipboard-read", "clipboard-write")) as page:
        go(page)
        fill(page, question=QUESTION, topic="garden", answer=LONG)
        page.locator("[data-way=file]").press("Enter")
        expect(page.locator(".qb-propose__said")).to_contain_text("on your clipboard")
        assert page.evaluate("navigator.clipboard.readText()") == file_of(page)
        link = page.locator(".qb-propose__said a")
        expect(link).to_be_focused()
        address = urlsplit(link.get_attribute("href") or "")
        assert set(parse_qs(address.query)) == {"filename"}
        page.locator("[data-way=issue]").press("Enter")
        expect(page.locator(".qb-propose__said")).to_contain_text("“Answer” is too long")
        assert page.evaluate("navigator.clipboard.readText()") == LONG
        query = parse_qs(urlsplit(page.locator(".qb-propose__said a").get_attribute("href") or "").query)
        assert (query["title"], query["topic"], "answer" in query) == ([QUESTION], ["garden"], False)
        page.locator("[data-way=copy]").click()
        expect(page.locator(".qb-propose__said")).to_have_text("Copied.")
        with page.expect_download() as saved:
            page.locator("[data-way=download]").click()
        assert saved.value.suggested_filename == "why-do-people-put-compost-on-their-beds.md"
        assert Path(saved.value.path()).read_text(encoding="utf-8") == file_of(page)


def test_of_several_fields_too_long_for_an_address_each_is_copied_by_its_button(browser: Browser, served: str) -> None:
    with watched(browser, served, console=True, permissions=("clipboard-read", "clipboard-write")) as page:
        go(page)
        fill(page, question=QUESTION, answer=LONG, context=LONG[9000::-1])
        page.locator("[data-way=issue]").press("Enter")
        said = page.locator(".qb-propose__said")
        expect(said).to_contain_text("Answer and Context are too long for an address.")
        said.get_by_text("Copy Context").click()
        expect(said).to_contain_text("Context is copied")
        assert page.evaluate("navigator.clipboard.readText()") == LONG[9000::-1]
        assert said.locator("a").get_attribute("target") == "_blank"  # the page with the other texts stays open


def test_no_way_leads_on_with_an_id_that_is_none(tab: Page) -> None:
    fill(tab, question=QUESTION, topic="tea", answer="So.", id="Gear Box!")
    tab.locator("[data-way=file]").click()
    expect(field(tab, "id")).to_be_focused()
    expect(tab.locator(".qb-propose__said")).to_contain_text("An id is lower case")
    fill(tab, id="gear-box")
    assert way(tab, "file")[1]["filename"] == "gear-box.md"
    assert way(tab, "issue")[1]["id"] == "gear-box"


def test_what_is_missing_is_listed_in_the_order_of_the_form(tab: Page) -> None:
    missing = ["Question: Write the question.", "Topic: Choose a topic: the file goes into its folder."]
    assert tab.locator(".qb-todo li").all_inner_texts() == [*missing, "Answer: Write an answer."]


SIGNS = [("Node.js", ["node-js"]), ("#Deep Learning!", ["deep-learning"])]
SIGNS += [(tag, []) for tag in ("C++", "C#", ".NET", "café")]


@pytest.mark.parametrize(("tag", "better"), SIGNS)
def test_no_better_tag_is_offered_that_loses_a_sign(tab: Page, tag: str, better: list[str]) -> None:
    fill(tab, tags=tag)
    expect(tab.locator("[data-field=tags] .qb-field__wrong")).to_contain_text("is not lower case")
    assert tab.locator("[data-field=tags] .qb-field__wrong button").all_inner_texts() == better


def test_a_tag_is_replaced_among_semicolons_and_the_browser_can_undo_it(tab: Page) -> None:
    fill(tab, tags="Foo_Bar!; soil; wa")
    expect(tab.locator("#propose-tags-list")).to_be_visible()
    field(tab, "tags").press("Escape")
    tab.locator("[data-field=tags] .qb-field__wrong button", has_text="foo-bar").click()
    expect(field(tab, "tags")).to_have_value("foo-bar, soil, wa")
    tab.keyboard.press("ControlOrMeta+z")
    expect(field(tab, "tags")).to_have_value("Foo_Bar!; soil; wa")
    tab.keyboard.press("End")
    tab.keyboard.type("t")
    tab.keyboard.press("ArrowDown")
    expect(tab.locator("#propose-tags-list [aria-selected=true]")).to_have_text("water")
    tab.keyboard.press("Enter")
    expect(field(tab, "tags")).to_have_value("Foo_Bar!, soil, water, ")


def test_an_address_is_as_long_as_8000_bytes(tab: Page) -> None:
    fill(tab, question=QUESTION, topic="garden", answer="&" * 2000)
    length = len(tab.locator("[data-way=file]").get_attribute("href") or "")
    fill(tab, answer="&" * 2000 + "a" * (8000 - length))
    assert len(tab.locator("[data-way=file]").get_attribute("href") or "") == 8000
    fill(tab, answer="&" * 2000 + "a" * (8001 - length))
    assert "value" not in way(tab, "file")[1]


def test_a_clipboard_that_fails_is_told_and_the_file_is_selected(tab: Page) -> None:
    tab.evaluate("navigator.clipboard.writeText = () => Promise.reject(new Error('no')); 0")
    fill(tab, question=QUESTION, topic="garden", answer=LONG)
    for name in ("copy", "file"):
        tab.evaluate("getSelection().removeAllRanges()")
        tab.locator(f"[data-way={name}]").click()
        expect(tab.locator(".qb-propose__said")).to_contain_text("The file is selected")
        assert tab.evaluate("getSelection().toString()").strip().startswith("---")
    tab.locator("[data-way=issue]").click()
    expect(tab.locator(".qb-propose__said")).to_contain_text("copy it there from this page")


def test_the_page_does_without_the_search(tab: Page) -> None:
    tab.route("**/data/search/**", lambda route: route.fulfill(status=200, body="{"))
    fill(tab, question=QUESTION, topic="garden", answer="So.")
    expect(tab.locator(".qb-near__said")).to_have_text("What is already here could not be searched.")
    assert way(tab, "file")[1]["filename"] == "why-do-people-put-compost-on-their-beds.md"


def test_what_is_typed_is_never_markup(tab: Page) -> None:
    fill(tab, **dict.fromkeys(METACHARACTERS, HOSTILE))
    assert HOSTILE in file_of(tab)
    assert tab.locator("article img").count() == 0


def test_without_script_the_page_says_how_to_do_it_by_hand(scriptless: Page) -> None:
    scriptless.goto("propose/")
    assert scriptless.locator(".qb-propose__two").is_hidden()
    links = scriptless.locator("article noscript a")
    assert links.first.get_attribute("href") == "https://github.com/example/bank/issues/new?template=question.yml"
    assert links.nth(1).get_attribute("href") == "https://github.com/example/bank/new/main/content/questions/tea"
    assert scriptless.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_bank_on_another_host_offers_its_edit_address_and_the_file_alone(browser: Browser, tmp_path: Path) -> None:
    host = "repo_url: https://gitlab.example/o/tea\nedit_uri: -/edit/main/content/pages/\n"
    project = small_project(tmp_path / "tea", "green", settings=f"{SETTINGS}{host}")
    run("mkdocs", "build", "--strict", "-q", cwd=project, check=True)
    with serve(project / "site") as address, watched(browser, address, console=True) as page:
        go(page)
        fill(page, question="Why is tea brown?", topic="tea", answer="It is so.")
        assert page.locator(".qb-send > *").all_inner_texts() == ["Copy", "Download"]
        assert page.locator(".qb-propose__next a").get_attribute("href") == "https://gitlab.example/o/tea"
        page.goto("questions/green/")
        links = {link.inner_text(): link.get_attribute("href") for link in page.locator("#improve a").all()}
    edit = "https://gitlab.example/o/tea/-/edit/main/content/questions/tea/green.md"
    assert links == {
        "Edit this question": edit,
        "Propose a related question": "../../propose/?related=green&topic=tea",
    }


@pytest.mark.parametrize("screen", ["phone dark", "desktop light"])
def test_axe_finds_nothing_wrong_with_it(browser: Browser, served: str, screen: str) -> None:
    with watched(browser, served, screen, bypass_csp=True) as page:  # for the script of axe
        go(page)
        fill(page, question=QUESTION, tags="watr, c++, ", answer="## A part", key_points="- a\n-")
        until(page, "document.querySelectorAll('.qb-near__title').length === 5")
        field(page, "tags").press("ArrowDown")
        expect(page.locator("#propose-tags-list")).to_be_visible()
        found = Axe().run(page, context="article").response["violations"]
        assert [(item["id"], node["html"]) for item in found for node in item["nodes"]] == []


def test_the_page_tells_what_rules_say_of_themselves(site: Path) -> None:
    data = json.loads((site / "data/propose.json").read_text(encoding="utf-8"))
    printed = run("qbank", "explain", "long-in-short", cwd=ROOT).stdout
    assert data["rules"]["long-in-short"]["summary"] in printed
