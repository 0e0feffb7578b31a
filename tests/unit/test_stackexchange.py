"""Dumps of StackExchange sites as questions with their answers, relations and authors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import quoteattr

from mkdocs_qbank.read.importers.importer import Found, Item, Link, Skipped, Source
from mkdocs_qbank.read.importers.stackexchange import STACKEXCHANGE
from sources import folder_of, source_of

_DAY = "2015-01-27T20:09:32.720"


def _xml(root: str, rows: Iterable[Mapping[str, object]]) -> str:
    lines = (" ".join(f"{name}={quoteattr(str(value))}" for name, value in row.items()) for row in rows)
    return (
        f"\ufeff<?xml version='1.0' encoding='utf-8'?>\n<{root}>\n"
        + "".join(f"  <row {line} />\n" for line in lines)
        + f"</{root}>\n"
    )


def _question(identifier: int, title: str = "", body: str = "", **more: object) -> dict[str, object]:
    title = title or f"What is number {identifier} for?"
    return {"Id": identifier, "PostTypeId": 1, "CreationDate": _DAY, "Title": title, "Body": body, **more}


def _answer(identifier: int, parent: int, body: str, score: int = 0, **more: object) -> dict[str, object]:
    return {
        "Id": identifier,
        "PostTypeId": 2,
        "ParentId": parent,
        "CreationDate": _DAY,
        "Score": score,
        "Body": body,
    } | more


def _read(source: Source) -> list[Found]:
    assert STACKEXCHANGE.recognises(source)
    return list(STACKEXCHANGE.read(source))


def _items(*rows: dict[str, object], name: str = "Posts.xml", **columns: str) -> list[Item]:
    found = _read(source_of(_xml("posts", rows), name, **columns))
    return [item for item in found if isinstance(item, Item)]


def test_the_accepted_answer_counts_then_the_highest_score_then_the_oldest() -> None:
    items = _items(
        _answer(9, 1, "early", 3),
        _question(1, AcceptedAnswerId=11),
        _question(2),
        _question(3, AcceptedAnswerId=99),
        _answer(10, 1, "high", 8),
        _answer(11, 1, "accepted", -2),
        _answer(12, 2, "low", -5),
        _answer(13, 2, "first", -1),
        _answer(14, 2, "second", -1),
        _answer(15, 3, "only"),
        _answer(16, 1, "later", 9),
    )

    assert [item.draft.answer for item in items] == [("accepted",), ("first",), ("only",)]
    assert [item.key for item in items] == ["1", "2", "3"]
    assert [item.lost for item in items if item.key == "3"] == [
        ("the addresses of its question and answer, which --map site=HOST would give",)
    ]
    assert items[0].lost[0] == "its other answers"


def test_html_becomes_markdown_and_what_is_asked_in_more_words_is_the_instruction() -> None:
    body = "<p>I have <code>x</code> &amp; <em>y</em>.</p>\n\n<pre><code>a &lt; b\n</code></pre>\n<ul><li>one</li></ul>"
    (item,) = _items(_question(1, "Is <b> < *b* for $x_1$?", body), _answer(2, 1, "<p>$a_1 * b_1$</p>"))

    assert item.draft.question == r"Is \<b> < \*b\* for $x_1$?"
    assert item.draft.instruction == ("I have `x` & *y*.\n\n```\na < b\n```\n\n- one",)
    assert item.draft.answer == ("$a_1 * b_1$",)


def test_what_has_no_answer_is_skipped_and_other_posts_are_none() -> None:
    rows = [_question(1), {"Id": 5, "PostTypeId": 5, "Body": "A tag."}, _answer(6, 7, "to a question of another dump")]
    found = _read(source_of(_xml("posts", rows), "coffee-Posts.xml"))

    assert found == [Skipped(file="coffee-Posts.xml", line=3, title="What is number 1 for?", reason="it has no answer")]


def test_duplicates_and_links_of_the_site_are_links_and_an_unanswered_duplicate_is_an_alias() -> None:
    posts = [
        *(_question(number) for number in range(1, 6)),
        *(_answer(10 + number, number, "x") for number in (1, 2, 3)),
    ]
    links = [
        {"PostId": 1, "RelatedPostId": 2, "LinkTypeId": 1},
        {"PostId": 1, "RelatedPostId": 3, "LinkTypeId": 1},
        {"PostId": 1, "RelatedPostId": 3, "LinkTypeId": 3},
        {"PostId": 2, "RelatedPostId": 13, "LinkTypeId": 1},
        {"PostId": 2, "RelatedPostId": 77, "LinkTypeId": 1},
        {"PostId": 4, "RelatedPostId": 1, "LinkTypeId": 3},
        {"PostId": 88, "RelatedPostId": 1, "LinkTypeId": 3},
    ]
    files = {"b/x-Posts.xml": _xml("posts", posts), "b/x-PostLinks.xml": _xml("postlinks", links)}

    one, two, three, four, five = _read(folder_of(files))

    assert isinstance(one, Item)
    assert isinstance(two, Item)
    assert isinstance(three, Item)
    assert one.links == (
        Link(place="b/x-Posts.xml#2"),
        Link(place="b/x-Posts.xml#3", duplicate=True),
    )
    assert three.places == ("b/x-Posts.xml#3",)
    assert two.links == (Link(place="b/x-Posts.xml#3"),)
    assert "a link to a question without an answer, or of another dump" in two.lost
    assert one.draft.aliases == ("What is number 4 for?",)
    assert isinstance(four, Skipped)
    assert four.reason == "it has no answer; it is another way to ask question 1"
    assert isinstance(five, Skipped)


def test_post_links_and_users_beside_a_file_that_is_named_alone_are_read() -> None:
    posts = _xml(
        "posts", [_question(1, OwnerUserId=4), _question(2), _answer(3, 1, "x"), _answer(4, 2, "y", OwnerUserId=7)]
    )
    links = _xml("postlinks", [{"PostId": 1, "RelatedPostId": 2, "LinkTypeId": 1}])
    users = _xml("users", [{"Id": 4, "DisplayName": "Ada  <b>"}, {"Id": 5, "DisplayName": "Bob"}])
    source = folder_of({"Posts.xml": posts, "PostLinks.xml": links, "Users.xml": users})
    alone = source_of(posts, "Posts.xml")
    one, two = _read(
        Source(
            name="Posts.xml",
            files=("Posts.xml",),
            is_folder=False,
            beginning=alone.beginning,
            open=source.open,
            text=source.text,
            beside=source.open,
        )
    )

    assert isinstance(one, Item)
    assert isinstance(two, Item)
    assert one.links == (Link(place="Posts.xml#2"),)
    assert one.draft.sources[0].title == "Question 1 by Ada <b> (CC BY-SA 3.0)"
    assert two.draft.sources[1].title == "Answer 4 by user 7 (CC BY-SA 3.0)"


def test_authors_addresses_and_licences_are_sources_where_the_site_is_known() -> None:
    rows = [
        _question(1, "How long does it keep?", OwnerDisplayName="Ada"),
        _answer(2, 1, "x", OwnerUserId=7, ContentLicense="CC BY-SA 4.0", CreationDate="2010-01-01T00:00:00.000"),
    ]
    rows += [_question(3, CreationDate="2011-01-01T00:00:00.000"), _answer(4, 3, "x", CreationDate="2020-01-01")]
    item, other = _items(*rows, site="https://tea.example/")

    assert [(source.title, source.url) for source in item.draft.sources] == [
        ("Question 1 by Ada on tea.example (CC BY-SA 3.0)", "https://tea.example/q/1"),
        ("Answer 2 by user 7 on tea.example (CC BY-SA 4.0)", "https://tea.example/a/2"),
    ]
    assert [source.title.rpartition(" (")[2] for source in other.draft.sources] == ["CC BY-SA 2.5)", "CC BY-SA 4.0)"]
    assert item.places == ("https://tea.example/questions/1", "Posts.xml#1")
    assert item.lost == ()


def test_the_site_is_told_by_links_that_name_a_question_of_the_dump() -> None:
    link = '<a href="http://{}/questions/1/how-long-does-it-keep">that</a> <a href="http://b.example/questions/1/whatever-else">b</a>'
    rows = [_question(1, "How long does it keep?"), _answer(2, 1, link.format("tea.stackexchange.com"))]

    (item,) = _items(*rows)

    assert item.places[0] == "https://tea.stackexchange.com/questions/1"
    assert item.draft.answer == (
        "[that](https://tea.stackexchange.com/questions/1) [b](http://b.example/questions/1/whatever-else)",
    )


def test_links_between_posts_in_every_form_lead_to_the_place_of_the_question() -> None:
    forms = [
        "https://tea.example/q/1",
        "http://tea.example/q/1/277",
        "//tea.example/questions/1?lq=1",
        "/questions/1/a-title/2#2",
        "https://tea.example/a/2",
        "https://tea.example/a/2/277",
        "https://tea.example/questions/1/a-title#comment5_1",
    ]
    others = [
        "https://tea.example/q/4",
        "https://meta.tea.example/q/1",
        "https://tea.example/a/5",
        "/questions/tagged/x",
    ]
    body = " ".join(f'<a href="{address}">x</a>' for address in (*forms, *others))
    items = _items(
        _question(1), _answer(2, 1, "x"), _question(3), _answer(6, 3, body), _question(4), site="tea.example"
    )

    targets = [part.partition(")")[0] for part in items[1].draft.answer[0].split("](")[1:]]
    assert targets[: len(forms)] == ["https://tea.example/questions/1"] * len(forms)
    assert targets[len(forms) :] == [*others[:3], "https://tea.example/questions/tagged/x"]


def test_the_topic_is_the_tag_that_most_questions_have_and_the_site_where_tags_are_rare() -> None:
    rows = [_question(number, Tags="<rare-one><c#>" if number == 1 else "|c#|") for number in range(1, 5)]
    rows += [_question(5, Tags="<rare-two>"), *(_answer(10 + number, number, "x") for number in range(1, 6))]
    items = _items(*rows, site="tea.example")

    assert [item.topic for item in items] == ["c#"] * 4 + ["tea"]
    assert items[0].draft.tags == ("rare-one", "c-sharp")


def test_a_file_that_is_no_dump_costs_one_sentence() -> None:
    row = "<row PostTypeId='1'/>"
    bad = {
        "<posts><row PostTypeId='1' Id='1'": "it is not well-formed XML: unclosed token in line 1",
        "<posts><row Body='&lol;'/></posts>": "it is not well-formed XML: undefined entity in line 1",
        f"<!DOCTYPE p [<!ENTITY a 'b'>]><posts>{row}</posts>": "it has a document type, which may hide what it says",
        f"<a><row><b>{row}</b></row></a>": "it is no dump of StackExchange: its rows hold other elements",
    }
    for text, reason in bad.items():
        found = list(STACKEXCHANGE.read(source_of(text, "Posts.xml")))
        assert [item.reason for item in found if isinstance(item, Skipped)] == [reason]
