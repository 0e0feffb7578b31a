"""The bank as a deck of Anki, with a deck for each topic: `data/questions.apkg`.

The id of a note is made of the bank's key and the question's id, so that a later deck changes the cards that somebody
learns and keeps their history. The fields of the model never change: Anki would take another model for
another kind of notes.
"""

from __future__ import annotations

import io
import itertools
import json
import posixpath
import sqlite3
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

import genanki
from pygments.formatters import HtmlFormatter

from mkdocs_qbank.model.addresses import DATA, page_address, question_page
from mkdocs_qbank.model.bank import Question, Source
from mkdocs_qbank.model.images import Image
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.prose import SECTION_IDS, SECTIONS
from mkdocs_qbank.render.card_html import card_html, inert, plain_text
from mkdocs_qbank.render.summary import facts
from mkdocs_qbank.render.view import SiteView

FIELDS = ("question", "instruction", "answer", "about", "link")
_BACK = ("in_short", "answer", "key_points", "common_mistakes", "follow_up_questions")
"""The sections on the back of a card, in this order."""
_FRONT_TEMPLATE = """<div class="qb">
<p class="qb-about">{{about}}</p>
<h1>{{question}}</h1>
{{instruction}}
</div>"""
_BACK_TEMPLATE = """{{FrontSide}}
<hr id="answer">
<div class="qb">
{{answer}}
{{link}}
</div>"""
_STYLE = Path(__file__).resolve().with_name("anki.css")
_LIGHT, _DARK = "default", "github-dark"
"""The styles of Pygments for code in the two schemes of Anki."""
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can hold: the same deck is the same bytes whenever it is made."""
_UNIX = 3
_LEVEL = 4
"""The level of compression of a deck; the usual 6 takes almost twice the time and saves one part in thirty."""


class _Note(genanki.Note):  # type: ignore[misc]
    """A note whose HTML is clean already; genanki would search all of it for broken tags."""

    @classmethod
    def _find_invalid_html_tags_in_field(cls, _: str) -> list[str]:
        return []


def files(view: SiteView) -> Mapping[str, str | bytes]:
    """Return the files, text or bytes, by their paths from the root of the site."""
    return {DATA["anki"]: deck_file(view)} if view.bank.questions else {}


def deck_file(view: SiteView) -> bytes:
    """Return the deck as the bytes of an .apkg file."""
    images = {image.address: image for image in view.bank.used_images} if view.read_image else {}
    used: dict[str, Image] = {}
    decks = _decks(view, images, used)
    connection = sqlite3.connect(":memory:")
    try:
        seconds = max(view.changed, 1)
        genanki.Package(decks).write_to_db(connection.cursor(), seconds, itertools.count(seconds * 1000))
        connection.commit()
        collection = connection.serialize()
    finally:
        connection.close()
    return _packed(collection, used, view)


def _decks(view: SiteView, images: Mapping[str, Image], used: dict[str, Image]) -> list[Any]:
    """Return the deck of the bank, and one below it for each topic; what they show of `images` is added to `used`."""
    bank = view.key
    name = _deck_name(view.site_name or message("downloads.bank"))
    model = genanki.Model(
        _number(bank, "model"),
        f"QBank: {name}",
        fields=[{"name": field} for field in FIELDS],
        templates=[{"name": message("downloads.anki.card"), "qfmt": _FRONT_TEMPLATE, "afmt": _BACK_TEMPLATE}],
        css=_style(),
    )
    about = message("downloads.anki.deck", site=view.address) if view.address else ""
    decks = [genanki.Deck(_number(bank, "deck"), name, escape(about))]
    for topic in view.bank.topics:
        deck = genanki.Deck(_number(bank, f"deck {topic.id}"), f"{name}::{_deck_name(topic.title)}")
        for identifier in view.topics[topic.id]:
            deck.add_note(_note(view.bank.by_id[identifier], bank, model, view, images, used))
        decks.append(deck)
    return decks


def _note(
    question: Question, bank: str, model: Any, view: SiteView, images: Mapping[str, Image], used: dict[str, Image]
) -> _Note:
    html = {}
    for field, prose in {"question": question.question, **question.texts}.items():
        if field in {"question", "instruction", *_BACK}:
            html[field], shown = card_html(prose, question.id, view.address, images)
            used.update((address, images[address]) for address in shown)
    about = [view.bank.topic_by_id[question.topic].title, *facts(question)]
    fields = [
        html["question"],
        html.get("instruction", ""),
        _back(html, question),
        plain_text(" · ".join(about)),
        _link(question, view),
    ]
    return _Note(
        model=model,
        fields=fields,
        sort_field=view.titles[question.id],
        tags=[*question.tags, *([str(question.difficulty)] if question.difficulty else [])],
        guid=_digest(bank, f"question {question.id}").hex()[:20],
        due=view.position(question.id) + 1,
    )


def _back(html: Mapping[str, str], question: Question) -> str:
    parts = []
    for field in _BACK:
        if field in html:
            heading = "" if field == "in_short" else f'<h2 id="{SECTION_IDS[field]}">{escape(SECTIONS[field])}</h2>\n'
            parts.append(f'<section class="qb-{field.replace("_", "-")}">\n{heading}{html[field]}</section>')
    if question.sources:
        items = "".join(f"<li>{_source(source)}</li>\n" for source in question.sources)
        heading = escape(message("question.sources"))
        parts.append(f'<section class="qb-sources">\n<h2 id="sources">{heading}</h2>\n<ul>\n{items}</ul>\n</section>')
    return "\n".join(parts)


def _source(source: Source) -> str:
    title = plain_text(source.title)
    return f'<a href="{inert(escape(source.url))}">{title}</a>' if source.url else title


def _link(question: Question, view: SiteView) -> str:
    if not view.address:
        return ""
    address = f"{view.address}{page_address(question_page(question.id))}"
    return f'<p class="qb-link"><a href="{escape(address)}">{escape(message("downloads.anki.link"))}</a></p>'


def _deck_name(title: str) -> str:
    """Return a name for a deck: two colons would make two decks of it."""
    return " ".join(title.replace("::", ":").replace('"', "”").split()).strip(":") or message("downloads.bank")


def _number(bank: str, name: str) -> int:
    """Return a number that stands for something of a bank for ever, which JavaScript can hold too."""
    return int.from_bytes(_digest(bank, name)[:6], "big") + (1 << 48)


def _digest(bank: str, name: str) -> bytes:
    return sha256(f"{bank}\n{name}".encode()).digest()


def _style() -> str:
    return "\n".join([_STYLE.read_text(encoding="utf-8"), *_code_style(_LIGHT, ""), *_code_style(_DARK, ".nightMode ")])


def _code_style(style: str, scheme: str) -> list[str]:
    """Return the rules for the words of code, without those of line numbers."""
    place = f"{scheme}.highlight"
    rules = HtmlFormatter(style=style, nobackground=True).get_style_defs(place).splitlines()
    return [rule.partition(" /*")[0] for rule in rules if rule.startswith(f"{place} .") and ".hll" not in rule]


def _packed(collection: bytes, images: Mapping[str, Image], view: SiteView) -> bytes:
    """Return the zip file of a deck: its database, and each image once."""
    packed = io.BytesIO()
    addresses = sorted(images)
    names = {str(number): posixpath.basename(address) for number, address in enumerate(addresses)}
    with zipfile.ZipFile(packed, "w") as archive:
        _add(archive, "collection.anki2", collection, zipfile.ZIP_DEFLATED)
        _add(archive, "media", json.dumps(names).encode(), zipfile.ZIP_DEFLATED)
        for number, address in enumerate(addresses):
            if view.read_image:
                _add(archive, str(number), view.read_image(images[address]), zipfile.ZIP_STORED)
    return packed.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes, method: int) -> None:
    entry = zipfile.ZipInfo(name, _FIRST_DAY)
    entry.compress_type, entry.create_system = method, _UNIX
    archive.writestr(entry, content, compresslevel=_LEVEL)
