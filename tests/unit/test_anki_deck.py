"""The Anki deck: its cards, what stays the same from one deck to the next, and what Anki makes of them."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import commit, question
from mkdocs_qbank.markdown.maths import mathml
from mkdocs_qbank.model.prose import Prose
from mkdocs_qbank.render.card_html import card_html, plain_text
from taken import taken

ROOT = Path(__file__).parents[1]
ANSWER = """It is $a < b$, see [the other](other.md). ![A curve](curve.png)

$$
x_1 = \\frac{1}{2}
$$

```python
print("[sound:a.mp3]")
```
"""


class Decks(NamedTuple):
    """Decks of one bank."""

    first: bytes
    again: bytes
    edited: bytes
    elsewhere: bytes
    private: bytes


@pytest.fixture(scope="module")
def decks(tmp_path_factory: pytest.TempPathFactory) -> Decks:
    """The decks of a bank of two topics: made twice, after an edit, at another address, and without one."""
    content = tmp_path_factory.mktemp("decks") / "content"
    files = {
        "questions/t/_topic.yml": "title: T",
        "questions/u/_topic.yml": "title: U",
        "questions/t/first.md": question("What is *it*?", "tags: [x]\ndifficulty: beginner", ANSWER),
        "questions/t/other.md": question("Other?", "", "Short. ![The same curve](curve.png)"),
        "questions/u/third.md": question("Third?", "", "Third."),
    }
    for path, text in files.items():
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_text(text, encoding="utf-8")
    (content / "questions/t/curve.png").write_bytes((ROOT / "cases/images/curve.png").read_bytes())
    commit(content.parent, "All", "Ann", "2025-03-01")
    first, again, private = deck(content), deck(content), deck(content, url="")
    elsewhere = deck(content, url="https://example.com/")
    file = content / "questions/t/first.md"
    file.write_text(file.read_text(encoding="utf-8").replace("It is", "It was"), encoding="utf-8")
    (content / "questions/t/a-new.md").write_text(question("New?", "", "New."), encoding="utf-8")
    commit(content.parent, "Edit", "Bob", "2025-04-02")
    return Decks(first=first, again=again, edited=deck(content), elsewhere=elsewhere, private=private)


def deck(content: Path, **more: str) -> bytes:
    file = taken(content, **more)["data/questions.apkg"]
    assert isinstance(file, bytes)
    return file


def notes(file: bytes) -> dict[str, tuple[Any, ...]]:
    """The guid, model, time, fields and tags of each note, by the words that it is sorted by."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        connection = sqlite3.connect(":memory:")
        connection.deserialize(archive.read("collection.anki2"))
    rows = connection.execute("select sfld, guid, mid, mod, flds, tags from notes").fetchall()
    connection.close()
    return {str(row[0]): row[1:] for row in rows}


def test_an_edit_keeps_the_id_of_a_card_and_makes_it_newer(decks: Decks) -> None:
    before, after = notes(decks.first), notes(decks.edited)
    assert after.keys() - before.keys() == {"New?"}
    for title, (guid, model, time, *_) in before.items():
        assert after[title][:2] == (guid, model)
        assert after[title][2] > time
    assert "It was" in after["What is it?"][3]


def test_decks_of_two_banks_have_no_id_in_common(decks: Decks) -> None:
    ours, theirs = notes(decks.first), notes(decks.elsewhere)
    assert not {row[0] for row in ours.values()} & {row[0] for row in theirs.values()}
    assert not {row[1] for row in ours.values()} & {row[1] for row in theirs.values()}


def test_a_bank_with_an_id_keeps_its_cards_when_its_name_and_its_address_change(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "questions/t").mkdir(parents=True)
    (content / "questions/t/a.md").write_text(question("A?", "", "A."), encoding="utf-8")
    before = notes(deck(content, bank_id="tea-1"))
    after = notes(deck(content, bank_id="tea-1", name="Tea", url="https://tea.example/"))
    assert [row[:2] for row in before.values()] == [row[:2] for row in after.values()]
    assert before["A?"][:2] != notes(deck(content, bank_id="tea-2"))["A?"][:2]


@pytest.mark.parametrize(
    "url", ["http://localhost:8000/", "http://127.0.0.1/", "http://[::1]:8000/", "http://a.localhost/"]
)
def test_an_address_that_every_reader_has_tells_no_banks_apart_and_is_on_no_card(url: str, tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "questions/t").mkdir(parents=True)
    (content / "questions/t/a.md").write_text(question("A?", "", "A."), encoding="utf-8")
    tea, coffee = (notes(deck(content, url=url, name=name))["A?"] for name in ("Tea", "Coffee"))
    assert tea[:2] != coffee[:2]
    assert "http" not in tea[3]


def test_the_same_commit_makes_the_same_bytes(decks: Decks) -> None:
    assert decks.first == decks.again
    with zipfile.ZipFile(io.BytesIO(decks.first)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}, "no time of a build is in it"


def test_a_card_shows_formulas_by_mathjax_links_to_the_site_and_an_image_that_is_in_the_deck_once(
    decks: Decks,
) -> None:
    file = decks.first
    fields = notes(file)["What is it?"][3].split("\x1f")
    assert fields[0] == "What is <em>it</em>?"
    assert r"\( a &lt; b \)" in fields[2]
    assert "<math" not in fields[2]
    assert 'href="https://example.org/bank/questions/other/"' in fields[2]
    assert fields[3:] == [
        "T · beginner",
        '<p class="qb-link"><a href="https://example.org/bank/questions/first/">This question on the site</a></p>',
    ]
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        assert archive.namelist() == ["collection.anki2", "media", "0"]
        (name,) = json.loads(archive.read("media")).values()
        assert archive.read("0") == (ROOT / "cases/images/curve.png").read_bytes()
    assert f'<img src="{name}"' in fields[2]


def test_a_card_of_a_question_that_is_out_of_date_says_so(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "questions/t").mkdir(parents=True)
    front = "status: deprecated\ndifficulty: beginner"
    (content / "questions/t/a.md").write_text(question("A?", front, "A."), encoding="utf-8")
    assert notes(deck(content))["A?"][3].split("\x1f")[3].endswith(" · beginner · out of date")


def test_the_back_of_a_card_ends_with_the_sources_in_which_nothing_is_a_command(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "questions/t").mkdir(parents=True)
    front = "sources: [{title: 'A [sound:a.mp3]', url: 'https://a.example/?q=[sound:b]&c'}, {title: A book}]"
    (content / "questions/t/a.md").write_text(question("A?", front, "A."), encoding="utf-8")
    back = notes(deck(content))["A?"][3].split("\x1f")[2]
    assert '<h2 id="sources">Sources</h2>\n<ul>\n<li><a href="https://a.example/?q=' in back
    assert back.endswith("<li>A book</li>\n</ul>\n</section>")
    assert "[" not in back


def test_without_a_public_address_links_within_the_bank_are_words(decks: Decks) -> None:
    fields = notes(decks.private)["What is it?"][3].split("\x1f")
    assert "<a>the other</a>" in fields[2]
    assert fields[4] == ""


@pytest.mark.parametrize(
    "html",
    [
        "<p>[sound:a.mp3] [latex]x[/latex] [$]x[/$] [anki:tts lang=en]x[/anki:tts]</p>",
        '<p><img alt="[sound:a.mp3]"></p>',
        "<pre><code>[sound:a.mp3]</code></pre>",
        "<p>{{link}} {{FrontSide}}</p>",
        r"<p>\(x\) \[x\] \begin{x}</p>",
    ],
)
def test_no_text_is_a_command_to_anki(html: str) -> None:
    shown, _ = card_html(Prose(text="", html=html), "a", "", ())
    assert "[" not in shown
    assert "{{" not in shown
    assert not any(mark in shown for mark in (r"\(", r"\)", r"\]", r"\begin"))


def test_code_is_shown_as_it_is() -> None:
    html = r"<pre><code>re.compile(r'\(x\)')</code></pre>"
    assert card_html(Prose(text="", html=html), "a", "", ())[0] == html
    assert plain_text("a <b>") == "a &lt;b&gt;"


def test_a_formula_that_would_do_more_in_mathjax_stays_as_the_site_shows_it() -> None:
    html = f"<p>{mathml('x', display=False)}</p>"
    for latex in (r"\require{html}x", r"\href{javascript:alert(1)}{x}", r"\def\y{x}\y", r"\newcommand{\y}{x}\y"):
        assert card_html(Prose(text="", html=html, formulas=(latex,)), "a", "", ())[0] == html
    assert card_html(Prose(text="", html=html, formulas=()), "a", "", ())[0] == html, (
        "formulas that cannot be told apart"
    )


def test_anki_updates_the_cards_of_an_earlier_deck_and_keeps_what_was_learned(decks: Decks, tmp_path: Path) -> None:
    collection = pytest.importorskip("anki.collection")
    learner = collection.Collection(str(tmp_path / "learner.anki2"))

    def take(made: bytes) -> tuple[int, int]:
        file = tmp_path / "deck.apkg"
        file.write_bytes(made)
        options = collection.ImportAnkiPackageOptions()
        log = learner.import_anki_package(
            collection.ImportAnkiPackageRequest(package_path=str(file), options=options)
        ).log
        return len(log.new), len(log.updated)

    assert take(decks.first) == (3, 0)
    assert sorted(entry.name for entry in learner.decks.all_names_and_ids())[:3] == ["A bank", "A bank::T", "A bank::U"]
    learner.decks.select(learner.decks.id("A bank"))
    for _ in range(3):
        card = learner.sched.getCard()
        card.start_timer()
        learner.sched.answerCard(card, 4)
    learned = learner.db.all("select id, nid, type, queue, ivl, due, reps from cards where reps > 0 order by id")
    assert len(learned) == 3
    assert take(decks.edited) == (1, 3)
    assert (
        learner.db.all("select id, nid, type, queue, ivl, due, reps from cards where reps > 0 order by id") == learned
    )
    assert learner.db.scalar("select count() from revlog") == 3
    assert learner.note_count() == 4
    (edited,) = learner.find_notes('"What is it?"') or learner.find_notes("question:*<em>it</em>*")
    assert "It was" in learner.get_note(edited)["answer"]
    assert not learner.media.check().missing
    learner.close()
