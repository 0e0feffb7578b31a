"""Links between banks: the list that a bank publishes, its pinned copy in another, and what is checked and shown."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import question, run, small_project
from hypothesis import given
from hypothesis import strategies as st
from mkdocs_qbank.build.options import option_problems, read_options
from mkdocs_qbank.build.pins import with_hash
from mkdocs_qbank.build.pipeline import About, check_content, make_site
from mkdocs_qbank.build.web import Manners, UnreachableError, fetch
from mkdocs_qbank.model.linked import LinkedBank
from mkdocs_qbank.read.linked import MOST_BYTES, NoBankError, parse_linked
from mkdocs_qbank.render.data.bank import SCHEMA_FILE
from selectolax.lexbor import LexborHTMLParser

SITE = "https://tea.example.org/sub/"
SCHEMA = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
NOTHING: dict[str, Any] = {"version": 1, "title": "Tea", "site": None, "questions": []}
ONE: dict[str, Any] = {"id": "black", "title": "Black?", "url": "questions/black/", "formerly": ["dark"]}


def published(folder: Path) -> bytes:
    """The list that the site of a small bank publishes."""
    project = small_project(folder, "black", "white")
    file = project / "content/questions/tea/black.md"
    file.write_text(f"---\nformerly: [dark, white]\n---\n\n{question('Why is <b>black</b> tea & co. black?')}", "utf-8")
    checked = check_content(project / "content")
    options = read_options(project / "mkdocs.yml")
    site = make_site(checked, project / "content", options, about=About(folder=project, name="Tea", url=SITE))
    return str(site.files["data/bank.json"]).encode()


@pytest.fixture
def linking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bank that pins the list of another one, and links to its questions."""
    project = small_project(tmp_path / "coffee", "strong")
    settings = (project / "mkdocs.yml").read_text(encoding="utf-8")
    banks = f"plugins:\n  - qbank:\n      banks:\n        tea:\n          url: {SITE}data/bank.json # theirs\n"
    (project / "mkdocs.yml").write_text(settings.replace("plugins: [qbank]\n", banks), encoding="utf-8")
    (tmp_path / "bank.json").write_bytes(published(tmp_path / "tea"))
    monkeypatch.chdir(project)
    return project


def write(project: Path, links: str) -> None:
    """Write a question with a source and an answer that link to the other bank; the answer begins in line 9."""
    front = f"---\nsources: [{{title: T, url: {SITE}questions/whit/}}]\n---\n\n"
    file = project / "content/questions/tea/strong.md"
    file.write_text(f"{front}# Strong?\n\n## Official Answer\n\n{links}\n", "utf-8")


def findings(project: Path) -> list[tuple[str, int, str, str]]:
    done = run("qbank", "check", "--format", "json", cwd=project)
    return [(item["rule"], item["line"], item["message"], item["help"]) for item in json.loads(done.stdout)]


def test_a_bank_lists_its_questions_for_others_as_the_schema_says(tmp_path: Path) -> None:
    data = json.loads(published(tmp_path))
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    assert data == {
        "version": 1,
        "title": "Tea",
        "site": SITE,
        "questions": [
            {"id": "black", "title": "Why is black tea & co. black?", "url": "questions/black/", "formerly": ["dark"]},
            {"id": "white", "title": "White tea?", "url": "questions/white/", "formerly": []},
        ],
    }


def test_links_to_another_bank_are_checked_fixed_and_shown(linking: Path) -> None:
    assert run("qbank", "banks", "tea", "--from", "../bank.json", cwd=linking).returncode == 0
    write(
        linking,
        f"See [one]({SITE}questions/black/#q-why), [two](http://TEA.example.org:80/sub/questions/dark),\n"
        f"[three]({SITE}questions/blakc/), [a topic]({SITE}topics/x/) and [others](https://example.org/questions/z/).",
    )
    assert findings(linking) == [
        ("unknown-permalink", 2, f"{SITE} has no question 'whit'", f"Did you mean '{SITE}questions/white/'?"),
        (
            "moved-permalink",
            9,
            f"the question 'dark' of {SITE} is called 'black' now",
            "Write 'http://TEA.example.org:80/sub/questions/black'.",
        ),
        ("unknown-permalink", 10, f"{SITE} has no question 'blakc'", f"Did you mean '{SITE}questions/black/'?"),
    ]
    run("qbank", "check", "--fix", cwd=linking)
    text = (linking / "content/questions/tea/strong.md").read_text(encoding="utf-8")
    assert "[two](http://TEA.example.org:80/sub/questions/black)," in text
    assert [rule for rule, *_ in findings(linking)] == ["unknown-permalink"] * 2


@pytest.mark.site
def test_the_page_lists_each_question_of_another_bank_once_with_its_title(linking: Path) -> None:
    run("qbank", "banks", "--from", "../bank.json", cwd=linking, check=True)
    write(linking, f"See [one]({SITE}questions/black/) and [two]({SITE}questions/dark/), [no]({SITE}questions/none/).")
    run("mkdocs", "build", cwd=linking, check=True)
    page = LexborHTMLParser((linking / "site/questions/strong/index.html").read_text(encoding="utf-8"))
    (item,) = page.css("section[aria-labelledby=elsewhere] li")
    assert item.text().strip() == "Why is black tea & co. black? – Tea"
    assert [link.attributes["href"] for link in item.css("a")] == [f"{SITE}questions/black/"]
    assert (
        json.loads((linking / "site/data/bank.json").read_text(encoding="utf-8"))["site"] == "https://example.org/tea/"
    )
    assert (linking / "site/data/bank.schema.json").read_text(encoding="utf-8") == SCHEMA_FILE.read_text(
        encoding="utf-8"
    )


def test_the_hash_is_written_into_mkdocs_yml_and_a_second_run_changes_nothing(linking: Path) -> None:
    before = (linking / "mkdocs.yml").read_text(encoding="utf-8")
    run("qbank", "banks", "--from", "../bank.json", cwd=linking, check=True)
    after = (linking / "mkdocs.yml").read_text(encoding="utf-8")
    added = [line for line in after.splitlines() if line not in before.splitlines()]
    pin = read_options(linking / "mkdocs.yml").banks["tea"]
    assert "# theirs" in after
    assert len(added) <= 2
    assert pin.hash.startswith("sha256-")
    assert option_problems(linking / "mkdocs.yml") == ()
    files = {path: path.stat().st_mtime_ns for path in linking.rglob("*")}
    run("qbank", "banks", "--from", "../bank.json", cwd=linking, check=True)
    assert files == {path: path.stat().st_mtime_ns for path in linking.rglob("*")}


def test_a_copy_that_is_missing_or_changed_is_not_used(linking: Path) -> None:
    write(linking, f"See [one]({SITE}questions/none/).")
    assert [rule for rule, *_ in findings(linking)] == ["bank-copy"]
    run("qbank", "banks", "--from", "../bank.json", cwd=linking, check=True)
    copy = linking / "content/banks/tea.json"
    copy.write_bytes(copy.read_bytes().replace(b"\n", b"\r\n"))
    assert [rule for rule, *_ in findings(linking)] == ["unknown-permalink"] * 2, "git changes line ends on Windows"
    copy.write_bytes(copy.read_bytes().replace(b'"id":"white"', b'"id":"none"'))
    assert [(rule, message) for rule, _, message, _ in findings(linking)] == [
        ("bank-copy", "this copy is not the one that mkdocs.yml pins; links to it are not checked")
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"[" * 100_000, "no JSON"),
        (b"\xff", "no JSON"),
        (b"9" * 5000, "no JSON"),
        (b"[]", "no list of a bank"),
        (b'{"version": true}', "no list of a bank"),
        (b'{"version": 2}', "newer version"),
        (b" " * (MOST_BYTES + 1), "more than"),
        (json.dumps({**NOTHING, "questions": {}}).encode(), "lacks"),
        (json.dumps({**NOTHING, "title": ""}).encode(), "lacks"),
        (json.dumps({**NOTHING, "questions": [ONE, {**ONE, "id": "../x"}]}).encode(), "question 2"),
        (
            json.dumps({**NOTHING, "questions": [{**ONE, "id": "../x", "url": "questions/../x/"}]}).encode(),
            "question 1",
        ),
        (json.dumps({**NOTHING, "questions": [{**ONE, "url": "https://evil.example/"}]}).encode(), "question 1"),
        (json.dumps({**NOTHING, "questions": [{**ONE, "formerly": "dark"}]}).encode(), "question 1"),
        (json.dumps({**NOTHING, "questions": [{**ONE, "title": "x" * 1001}]}).encode(), "question 1"),
    ],
)
def test_a_hostile_list_is_refused_in_one_sentence(data: bytes, reason: str) -> None:
    with pytest.raises(NoBankError, match=reason):
        parse_linked(data, SITE)


def test_titles_of_another_bank_hold_nothing_that_hides() -> None:
    text = json.dumps({**NOTHING, "questions": [{**ONE, "title": "a\u202eb\ud800\x1b[31m\n c"}]})
    assert parse_linked(text.encode(), SITE).titles == {"black": "ab[31m c"}


VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-1, 3)
    | st.text(max_size=3)
    | st.lists(st.text("a-", max_size=3), max_size=2)
)


@given(
    st.dictionaries(st.sampled_from([*NOTHING, "more"]), VALUES),
    st.dictionaries(st.sampled_from([*ONE, "more"]), VALUES),
)
def test_what_the_reader_accepts_follows_the_schema_and_the_reverse(
    outer: dict[str, Any], inner: dict[str, Any]
) -> None:
    item = {**ONE, **inner}
    data = {**NOTHING, "questions": [item], **outer}
    valid = jsonschema.Draft202012Validator(SCHEMA).is_valid(data)
    try:
        parse_linked(json.dumps(data).encode(), SITE)
        read = True
    except NoBankError:
        read = False
    assert read == (valid and all(each["url"] == f"questions/{each['id']}/" for each in data["questions"]))


@pytest.mark.parametrize("more", ["", "index.html", "?a=b", "#q-x", "index.html#q-x"])
def test_every_way_to_write_a_permalink_is_recognised(more: str) -> None:
    bank = LinkedBank(title="Tea", site=SITE)
    assert bank.named(f"HTTP://Tea.Example.Org/sub/questions/black/{more}") == "black"


@pytest.mark.parametrize(
    "address",
    [
        "https://tea.example.org/questions/black/",
        "https://tea.example.org/sub/topics/black/",
        "https://tea.example.org/sub/questions/black/more/",
        "https://tea.example.org.evil.example/sub/questions/black/",
        "https://[::1/sub/questions/black/",
        "mailto:a@tea.example.org",
        "#questions/black/",
    ],
)
def test_other_addresses_are_not_taken_for_permalinks(address: str) -> None:
    assert LinkedBank(title="Tea", site=SITE).named(address) is None


@pytest.mark.parametrize(
    ("banks", "said"),
    [
        ("[tea]", "is not a mapping of names to banks"),
        ("{Tea: {url: https://a.b/data/bank.json}}", "small letters"),
        ("{tea: https://a.b/data/bank.json}", "a mapping of 'url' and 'hash'"),
        ("{tea: {url: https://a.b/data/bank.json, has: x}}", "a mapping of 'url' and 'hash'"),
        ("{tea: {url: javascript:alert(1)}}", "no address that ends with /data/bank.json"),
        ("{tea: {url: file:///data/bank.json}}", "no address that ends with /data/bank.json"),
        ("{tea: {url: https://a.b/data/bank.json, hash: 5}}", "64 hexadecimal digits"),
    ],
)
def test_a_bank_that_mkdocs_yml_names_wrongly_is_left_out_with_the_reason(
    banks: str, said: str, tmp_path: Path
) -> None:
    config = tmp_path / "mkdocs.yml"
    config.write_text(f"plugins: [{{qbank: {{banks: {banks}}}}}]\n", encoding="utf-8")
    (problem,) = option_problems(config)
    assert said in problem
    assert not read_options(config).banks


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{url: U}", "{url: U, hash: H}"),
        ("{hash: sha256-1, url: U} # x", "{hash: H, url: U} # x"),
        ("\n          url: U # x\n", "\n          url: U # x\n          hash: H\n"),
        ("\n          url: 'U' # x\n          hash: old\n", "\n          url: 'U' # x\n          hash: H\n"),
    ],
)
def test_only_the_hash_changes_in_mkdocs_yml(before: str, after: str) -> None:
    head = "# Ours\nplugins:\n  - search\n  - qbank:\n      banks:\n        tea: "
    assert with_hash(head + before, "tea", "H") == head + after
    assert with_hash("plugins: [qbank]\n", "tea", "H") is None


class Host(http.server.BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        self.send_response({"/moved": 302, "/gone": 404}.get(self.path, 200))
        if self.path == "/moved":
            self.send_header("Location", "/list")
        self.end_headers()
        self.wfile.write(b"x" * (100 if self.path == "/large" else 10))


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Host)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_a_list_is_fetched_from_the_public_network_alone_and_bounded(host: str) -> None:
    here = Manners(seconds=5.0, allowed=lambda _: True)
    assert fetch(f"{host}/moved", 10, here) == b"x" * 10
    with pytest.raises(UnreachableError, match="404"):
        fetch(f"{host}/gone", 10, here)
    with pytest.raises(UnreachableError, match="more than 50 bytes"):
        fetch(f"{host}/large", 50, here)
    with pytest.raises(UnreachableError, match="not on the public network"):
        fetch(f"{host}/list", 10)
