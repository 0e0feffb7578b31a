"""Social cards as pictures, and what is kept of them."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT, run
from mkdocs_qbank.build.cache import digest
from mkdocs_qbank.build.cards import Painter
from mkdocs_qbank.model.cards import HEIGHT, WIDTH, Card
from mkdocs_qbank.render.paint import card as painting
from mkdocs_qbank.render.paint.mark import ACCENT, FAVICON, PRIMARY, mark
from mkdocs_qbank.render.paint.text import fit, font, lines, showable
from PIL import Image, ImageChops

CARD = Card(site="Tea", title="Brewing", text="How hot, and how long.", facts=("12 questions", "3 beginner"))
LONG = "A question that goes on and on, " * 9


def picture(png: bytes | None) -> Image.Image:
    assert png is not None
    return Image.open(io.BytesIO(png)).convert("RGB")


def differing(one: Image.Image, other: Image.Image) -> tuple[int, int, int, int] | None:
    """The box outside which two pictures look the same."""
    return ImageChops.difference(one, other).convert("L").point([255 * (value > 12) for value in range(256)]).getbbox()


def kept(folder: Path) -> list[Path]:
    return sorted((folder / ".cache/qbank/cards").iterdir())


def test_a_card_has_the_size_that_pages_say_and_is_light() -> None:
    png = painting.paint(replace(CARD, title=LONG, text=LONG * 9))
    assert picture(png).size == (WIDTH, HEIGHT)
    assert len(png or b"") < 60_000


def test_a_card_is_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    script = (
        "import hashlib; from mkdocs_qbank.model.cards import Card; from mkdocs_qbank.render.paint.card import paint;"
        f"print(hashlib.sha256(paint({CARD!r})).hexdigest())"
    )
    said = {run(sys.executable, "-c", script, cwd=tmp_path, check=True, PYTHONHASHSEED=seed).stdout for seed in "12"}
    assert len(said) == 1


@pytest.mark.parametrize("changed", [{"site": "Teas"}, {"title": "Pots"}, {"text": ""}, {"facts": ("1 question",)}])
def test_everything_that_a_card_says_is_seen(changed: dict[str, object]) -> None:
    assert painting.paint(CARD) != painting.paint(replace(CARD, **changed))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["X" * 400, "wide " * 200, "a" * 30 + " " + "b" * 300])
def test_no_text_runs_out_of_a_card(text: str) -> None:
    whole = picture(painting.paint(Card(site=text, title=text, text=text, facts=(text,))))
    plain = picture(painting.paint(Card(site="", title="-", facts=("-",))))
    margin = 40
    for edge in ((0, 0, margin, HEIGHT), (WIDTH - margin, 0, WIDTH, HEIGHT), (0, HEIGHT - margin, WIDTH, HEIGHT)):
        assert differing(whole.crop(edge), plain.crop(edge)) is None


def test_a_text_is_broken_between_words_and_cut_where_there_is_no_room() -> None:
    face = font(40, 400)
    found = lines("the quick brown fox jumps over the lazy dog", face, 300)
    assert " ".join(found) == "the quick brown fox jumps over the lazy dog"
    assert all(face.getlength(line) <= 300 for line in found)
    assert "".join(lines("x" * 100, face, 300)) == "x" * 100
    small, (first, last) = fit(LONG, (60, 40), 400, 600, 2)
    assert small.size == 40
    assert LONG.startswith(first)
    assert last.endswith("…")
    assert LONG.startswith(f"{first} {last[:-1]}")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Tea", "Tea"),
        ("Žluťoučký kůň, Ελλάδα, Чай", "Žluťoučký kůň, Ελλάδα, Чай"),
        ("Cafe\u0301", "Café"),
        ("🍵 Tea \u200b leaves ❤️", "Tea leaves ❤"),
        ("\u202eTea\u202c\n\tleaves", "Tea leaves"),
        ("O(n²) ≤ ∞ → £5", "O(n²) ≤ ∞ → £5"),
        ("🍵", ""),
        ("", ""),
        ("茶", None),
        ("Tea 茶", None),
        ("شاي", None),
        ("चाय", None),
    ],
)
def test_a_text_is_shown_without_the_symbols_and_not_without_the_letters_that_the_font_lacks(
    text: str, shown: str | None
) -> None:
    assert showable(text) == shown


def test_a_card_whose_title_cannot_be_shown_is_none_and_other_texts_are_left_out() -> None:
    assert painting.paint(replace(CARD, title="茶")) is None
    assert painting.paint(replace(CARD, title="🍵")) is None
    left = painting.paint(replace(CARD, site="茶", text="茶", facts=("茶", "12 questions")))
    assert left == painting.paint(Card(site="", title=CARD.title, facts=("12 questions",)))


@pytest.mark.parametrize("facts", [(), ("日本",), (" ",), ("🍵", "日本")])
def test_a_card_none_of_whose_facts_can_be_shown_has_none(facts: tuple[str, ...]) -> None:
    card = picture(painting.paint(replace(CARD, facts=facts)))
    assert differing(card, picture(painting.paint(CARD))) is not None
    assert differing(card, picture(painting.paint(replace(CARD, facts=())))) is None


def test_a_card_is_drawn_once_for_each_wording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wordings = [CARD, replace(CARD, title="Pots"), replace(CARD, title="茶")]
    first = [Painter(tmp_path)(card) for card in wordings]
    assert first == [painting.paint(card) for card in wordings]
    assert [Painter(tmp_path).draws(card) for card in wordings] == [True, True, False]
    assert len(kept(tmp_path)) == 3
    with monkeypatch.context() as patched:
        patched.setattr(painting, "paint", lambda card: pytest.fail(card.title))
        patched.setattr(painting, "drawable", lambda card: pytest.fail(card.title))
        assert [Painter(tmp_path)(card) for card in wordings] == first
        assert [Painter(tmp_path).draws(card) for card in wordings] == [True, True, False]
    assert (tmp_path / ".cache/qbank/.gitignore").read_text(encoding="utf-8") == "*\n"


@pytest.mark.parametrize("damage", [b"", b"noise", None])
def test_a_kept_card_that_is_damaged_is_drawn_again(tmp_path: Path, damage: bytes | None) -> None:
    first = Painter(tmp_path)(CARD)
    (file,) = kept(tmp_path)
    file.write_bytes(file.read_bytes()[:200] if damage is None else damage)
    assert Painter(tmp_path)(CARD) == first
    file.write_bytes(first or b"")  # as earlier versions kept them, without a hash
    assert Painter(tmp_path)(CARD) == first


def test_whether_a_card_can_be_drawn_is_known_before_it_is_drawn(tmp_path: Path) -> None:
    cards = [CARD, replace(CARD, title="茶"), replace(CARD, title=" "), replace(CARD, title="🍵")]
    painter = Painter(tmp_path)
    assert [painter.draws(card) for card in cards] == [painting.paint(card) is not None for card in cards]
    assert [bool(file.read_bytes()[32:]) for file in kept(tmp_path)] == [False] * 3, "none is drawn, three cannot be"
    assert [painter(card) for card in cards] == [painting.paint(card) for card in cards]


def test_a_card_that_another_process_draws_counts_as_asked_for(tmp_path: Path) -> None:
    cards = [replace(CARD, title=f"Card {number}") for number in range(3)]
    painter = Painter(tmp_path)
    assert all(map(painter.draws, cards))
    assert all(map(Painter(tmp_path), cards))
    painter.tidy()
    assert len(kept(tmp_path)) == 3


def test_no_card_is_taken_from_a_folder_of_the_repository(tmp_path: Path) -> None:
    first = Painter(tmp_path)(CARD)
    run("git", "init", "-q", cwd=tmp_path, check=True)
    run("git", "add", "-f", ".cache", cwd=tmp_path, check=True)
    (file,) = kept(tmp_path)
    forged = b"not a card"
    file.write_bytes(digest(forged).encode() + forged)
    assert Painter(tmp_path)(CARD) == first


def test_cards_that_nobody_asks_for_go_once_they_are_the_most(tmp_path: Path) -> None:
    painter = Painter(tmp_path)
    for number in range(3):
        painter(replace(CARD, title=f"Card {number}"))
    painter.tidy()
    assert len(kept(tmp_path)) == 3
    later = Painter(tmp_path)
    for title in ("Card 0", "Card 1"):
        later(replace(CARD, title=title))
    later.tidy()
    assert len(kept(tmp_path)) == 3, "a branch may need the third again"
    last = Painter(tmp_path)
    last(replace(CARD, title="Card 0"))
    last.tidy()
    assert len(kept(tmp_path)) == 1


def test_a_folder_that_cannot_be_written_keeps_nobody_from_a_card(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("a file", encoding="utf-8")
    painter = Painter(tmp_path)
    assert picture(painter(CARD)).size == (WIDTH, HEIGHT)
    painter.tidy()


def test_the_favicon_is_the_mark_and_both_have_the_colours_of_the_site() -> None:
    with Image.open(ROOT / FAVICON) as icon:
        assert icon.size == (96, 96)
        assert differing(icon.convert("RGBA"), mark(96)) is None, "python -m mkdocs_qbank.render.paint.mark"
    style = (ROOT / "theme_overrides/assets/stylesheets/qbank.css").read_text(encoding="utf-8")
    assert f"--md-primary-fg-color: {PRIMARY};" in style
    assert f"--md-typeset-a-color: {ACCENT};" in style
