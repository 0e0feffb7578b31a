"""Anki decks as questions: notes of every kind, gaps, formulas, code and images."""

from __future__ import annotations

import pytest
from decks import Row, archive, collection, deck
from mkdocs_qbank.read.importers.anki import ANKI
from mkdocs_qbank.read.importers.importer import Found, Item, Skipped
from sources import source_of

FORMS = pytest.mark.parametrize("new", [False, True], ids=["old form", "new form"])


def _read(*rows: Row, media: dict[str, bytes] | None = None, new: bool = False) -> list[Found]:
    source = source_of(deck(rows, media, new=new), "Geo.apkg")
    assert ANKI.recognises(source)
    return list(ANKI.read(source))


def _items(*rows: Row, new: bool = False) -> list[Item]:
    return [item for item in _read(*rows, new=new) if isinstance(item, Item)]


@FORMS
def test_a_basic_note_is_a_question_in_the_topic_of_its_deck(*, new: bool) -> None:
    rows = [
        (1, " storage::object leech ", "What is <b>S3</b>?|A &lt; B<br>and<div>C</div>", 2),
        (2, "", "HTTP|A protocol", 1),
    ]
    one, two, three = _items(*rows, (1, "", "DNS|Names", -2), new=new)

    assert one.draft.question == "What is **S3**?"
    assert one.draft.answer == ("A < B  \nand\n\nC",)
    assert one.draft.tags == ("storage-object", "cloud")
    assert (one.key, one.topic, one.lost) == ("guid1", "AWS", ())
    assert (two.topic, two.lost) == ("Geo", ("its reversed card",))
    assert three.topic == "AWS"


@FORMS
def test_images_come_along_by_the_links_in_the_text(*, new: bool) -> None:
    fields = "Where?|<img src=\"my pic.png\"> <img src='b%C3%A9.png'> <img src=gone.png> [sound:a.mp3]"
    media = {"my pic.png": b"one", "bé.png": b"two", "unused.png": b"three"}
    (item,) = _read((1, "", fields, 2), media=media, new=new)

    assert isinstance(item, Item)
    assert item.draft.answer == ("![](my%20pic.png) ![](b%C3%A9.png) ![](gone.png)",)
    assert {link: read() for link, read in item.attachments.items()} == {"my%20pic.png": b"one", "b%C3%A9.png": b"two"}
    assert item.lost == ("its sounds",)


def test_images_are_read_while_the_deck_is_read_as_well_as_later() -> None:
    source = source_of(deck([(1, "", '<p>Q?</p>|<img src="a.png">', 1)], {"a.png": b"one"}), "a.apkg")
    items = ANKI.read(source)
    item = next(items)
    assert isinstance(item, Item)
    assert [read() for read in item.attachments.values()] == [b"one"]
    assert list(items) == []
    assert [read() for read in item.attachments.values()] == [b"one"]


def test_each_numbered_gap_is_a_question_with_the_whole_text_for_its_answer() -> None:
    text = "{{c1::Paris::city}} is the capital of {{c2::{{c1::old}} France}}, says {{c1::he}}"
    one, two = _items((3, "geo", f"{text}|More.", 2))

    assert one.draft.question == "[city] is the capital of […] France, says […]"
    assert one.draft.answer == ("**Paris** is the capital of **old** France, says **he**", "More.")
    assert two.draft.question == "Paris is the capital of […], says he"
    assert two.draft.answer == ("Paris is the capital of **old France**, says he", "More.")
    assert (one.key, two.key) == ("guid1-1", "guid1-2")


def test_a_gap_in_a_formula_stays_inside_it() -> None:
    (item,) = _items((3, "", r"Mass is \(E = {{c1::mc^2}}\), and [$]x_1[/$]|", 2))

    assert item.draft.question == r"Mass is $E = [\text{…}]$, and $x_1$"
    assert item.draft.answer == ("Mass is $E = mc^2$, and $x_1$",)


def test_code_lists_and_formulas_stay_intact() -> None:
    code = '<pre><code class="language-python">def f():<br>    pass  # **</code></pre><ul><li>a_1</li><li>*b*</li></ul>'
    (item,) = _items((1, "", rf"What is \(a_1 * b_1\)?|{code}", 2))

    assert item.draft.question == "What is $a_1 * b_1$?"
    assert item.draft.answer == ("```python\ndef f():\n    pass  # **\n```\n\n- a_1\n- \\*b\\*",)


def test_a_note_of_another_kind_is_read_by_its_first_two_fields_or_by_map() -> None:
    data = deck([(4, "", "Haus|Das Haus.|B", 2)])
    (item,) = ANKI.read(source_of(data, "a.apkg"))
    (mapped,) = ANKI.read(source_of(data, "a.apkg", question="Satz", answer="Wort"))

    assert isinstance(item, Item)
    assert isinstance(mapped, Item)
    assert (item.draft.question, item.draft.answer, item.lost) == ("Haus", ("Das Haus.",), ("the field 'Bild'",))
    assert (mapped.draft.question, mapped.draft.answer) == ("Das Haus.", ("Haus",))


def test_a_note_without_the_field_that_map_names_is_skipped_with_the_reason() -> None:
    (found,) = ANKI.read(source_of(deck([(4, "", "Haus|Das Haus.|B", 2)]), "a.apkg", question="Word"))

    assert isinstance(found, Skipped)
    assert (found.title, found.reason) == ("Haus", "it has no 'Word', which --map makes its question")


def test_a_note_without_words_or_answer_is_skipped_with_the_reason() -> None:
    rows = [(1, "", "Front| ", 2), (1, "", "<img src=x.png>|Back", 2), (3, "", "{{c1::image-occlusion:rect}}|x", 2)]

    assert [found.reason for found in _read(*rows) if isinstance(found, Skipped)] == [
        "it has no answer",
        "it has no question",
        "it asks what is hidden in an image",
    ]


def test_a_collection_that_was_copied_from_one_in_use_is_read() -> None:
    data = bytearray(collection([(1, "", "Front?|Back", 2)]))
    data[18:20] = b"\x02\x02"  # it says that a write-ahead log stands beside it
    (item,) = ANKI.read(source_of(archive({"collection.anki21": bytes(data)}), "a.colpkg"))

    assert isinstance(item, Item)
    assert item.draft.question == "Front?"
