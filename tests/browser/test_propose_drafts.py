"""The draft on the page that proposes a question: nothing that somebody typed is lost in silence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from proposing import HOSTILE, QUESTION, field, file_of, fill, go, problems, way
from tabs import let_through

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Locator, Page

pytestmark = [pytest.mark.site, pytest.mark.browser]


def reload(page: Page) -> None:
    page.reload()
    page.locator(".qb-propose[data-ready]").wait_for()


def offer(page: Page) -> Locator:
    return page.locator("[data-note=offer]")


def value(page: Page, name: str) -> str:
    return str(field(page, name).input_value())


def test_the_draft_survives_a_reload_and_can_be_discarded_and_had_back(page: Page) -> None:
    go(page)
    fill(page, question=f"{QUESTION} {HOSTILE}", topic="garden", aliases="Compost?")
    file = file_of(page)
    reload(page)
    assert file_of(page) == file
    expect(page.locator(".qb-propose__kept")).to_contain_text("Your draft is back.")
    page.get_by_text("Discard draft").click()
    assert value(page, "question") == ""
    page.get_by_text("Undo").click()
    assert file_of(page) == file
    page.get_by_text("Discard draft").click()
    reload(page)
    assert value(page, "question") == ""
    page.get_by_text("Bring back “Why do people").click()
    assert file_of(page) == file


def test_a_discarded_draft_can_be_had_back_after_typing_and_neither_is_lost(tab: Page) -> None:
    fill(tab, question=QUESTION, answer="So.")
    tab.get_by_text("Discard draft").click()
    expect(field(tab, "question")).to_be_focused()
    tab.keyboard.type("Why tea?")
    tab.get_by_text(f"Bring back “{QUESTION}”").click()
    assert (value(tab, "question"), value(tab, "answer")) == (QUESTION, "So.")
    tab.get_by_text("Bring back “Why tea?”").click()
    assert (value(tab, "question"), value(tab, "answer")) == ("Why tea?", "")


def test_the_key_that_undoes_brings_a_discarded_draft_back_when_the_form_is_empty_again(tab: Page) -> None:
    fill(tab, question=QUESTION)
    tab.get_by_text("Discard draft").click()
    tab.keyboard.type("x")
    tab.keyboard.press("ControlOrMeta+z")
    assert value(tab, "question") == ""
    tab.keyboard.press("ControlOrMeta+z")
    assert value(tab, "question") == QUESTION


def test_what_a_link_asks_for_survives_a_reload_and_the_next_link_replaces_it_while_nobody_has_typed(tab: Page) -> None:
    go(tab, "?question=Why+mulch%3F&topic=garden")
    assert "?" not in tab.url
    reload(tab)
    assert (value(tab, "question"), value(tab, "topic")) == ("Why mulch?", "garden")
    go(tab, "?related=soil&topic=garden")
    assert (value(tab, "question"), value(tab, "related")) == ("", "soil")
    expect(offer(tab)).to_be_empty()


def test_a_link_changes_nothing_in_a_draft_and_asks(tab: Page) -> None:
    fill(tab, question=QUESTION)
    go(tab, "?related=soil&topic=garden")
    assert (value(tab, "question"), value(tab, "related"), value(tab, "topic")) == (QUESTION, "", "")
    reload(tab)
    expect(offer(tab)).to_contain_text("related to “")
    offer(tab).get_by_text("Go on with this draft").click()
    expect(offer(tab)).to_be_empty()
    go(tab, "?related=soil&topic=garden")
    offer(tab).get_by_text("Add that question").click()
    assert (value(tab, "question"), value(tab, "related")) == (QUESTION, "soil")
    go(tab, "?related=soil&topic=garden")
    expect(offer(tab)).to_be_empty()


def test_a_text_that_a_field_cuts_is_told(tab: Page) -> None:
    fill(tab, context="a" * 9999)
    assert problems(tab, "context") == ""
    field(tab, "context").press("End")
    tab.keyboard.insert_text("bcd")
    assert value(tab, "context").endswith("ab")
    assert "takes at most 10000 characters" in problems(tab, "context")


def test_a_button_stays_where_it_is_while_it_is_clicked_even_if_the_click_leaves_a_field(tab: Page) -> None:
    fill(tab, topic="tea", id="x")
    field(tab, "question").focus()
    box = tab.locator("[data-way=discard]").bounding_box()
    assert box is not None
    tab.mouse.move(box["x"] + 5, box["y"] + 5)
    tab.mouse.down()
    assert problems(tab, "question") == ""
    tab.mouse.up()
    expect(field(tab, "id")).to_have_value("")


def test_a_draft_that_a_link_makes_room_for_is_put_aside(tab: Page) -> None:
    fill(tab, question=QUESTION)
    go(tab, "?question=Another&topic=tea")
    expect(offer(tab)).to_contain_text("“Another”")
    offer(tab).get_by_text("Begin the new one").click()
    assert (value(tab, "question"), value(tab, "topic")) == ("Another", "tea")
    assert "?" not in tab.url
    tab.get_by_text(f"Bring back “{QUESTION}”").click()
    assert value(tab, "question") == QUESTION


def test_two_tabs_show_one_draft(tab: Page) -> None:
    fill(tab, question=QUESTION)
    other = tab.context.new_page()
    go(other)
    fill(other, answer="From there.")
    expect(field(tab, "answer")).to_have_value("From there.")
    expect(tab.locator(".qb-propose__kept")).to_contain_text("changed in another tab")
    fill(tab, topic="tea")
    expect(field(other, "topic")).to_have_value("tea")
    assert value(other, "answer") == "From there."
    other.get_by_text("Discard draft").click()
    expect(field(tab, "question")).to_have_value("")
    tab.get_by_text(f"Bring back “{QUESTION}”").click()
    expect(field(other, "question")).to_have_value(QUESTION)


def test_a_draft_that_cannot_be_kept_is_told_so_and_leaving_it_is_asked_about(browser: Browser, served: str) -> None:
    context = browser.new_context(base_url=served)
    context.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"
    )
    page = context.new_page()
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    go(page, "?question=Why+mulch%3F")
    page.reload()
    assert (value(page, "question"), asked) == ("Why mulch?", [])
    field(page, "answer").click()
    page.keyboard.type("So.")
    expect(page.locator(".qb-propose__kept")).to_contain_text("does not keep your draft")
    page.goto("map/")
    assert asked == ["beforeunload"]
    context.close()


SHAPES: dict[str, Any] = {
    "a text": "x",
    "a list": ["x"],
    "a number": 7,
    "nothing": None,
    "numbers and lists": {"question": QUESTION, "answer": 5, "related": ["soil"], "tags": {"a": 1}, "topic": None},
    "other fields": {"question": QUESTION, "colour": "red", "__proto__": {"tags": "soil"}},
    "choices that there are none of": {"question": QUESTION, "topic": "nowhere", "difficulty": "utter"},
    "a text longer than its field": {"question": QUESTION, "id": "a" * 5000},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_of_what_is_kept_only_the_texts_of_fields_are_shown(tab: Page, shape: str) -> None:
    fill(tab, question="x")
    key = tab.evaluate("Object.keys(localStorage).find((key) => key.endsWith('.qb.draft'))")
    tab.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, json.dumps(SHAPES[shape])])
    reload(tab)
    isolated = {name: value(tab, name) for name in ("answer", "related", "tags", "topic", "difficulty")}
    assert set(isolated.values()) == {""}
    assert value(tab, "question") == (QUESTION if isinstance(SHAPES[shape], dict) else "")
    assert len(value(tab, "id")) <= 100
    fill(tab, answer="So.")
    assert "So." in file_of(tab)


def choose(page: Page, text: str) -> None:
    field(page, "find").fill(text)
    field(page, "find").press("Enter")


def test_related_questions_are_chosen_by_words_ids_and_addresses_with_enter(tab: Page, served: str) -> None:
    chosen = field(tab, "related")
    choose(tab, "why is compost useful")
    expect(chosen).to_have_value("why-is-compost-useful")
    choose(tab, "soil")
    expect(chosen).to_have_value("why-is-compost-useful\nsoil")
    choose(tab, f"{served}questions/mulch/#x, roots")
    expect(chosen).to_have_value("why-is-compost-useful\nsoil\nmulch\nroots")
    expect(field(tab, "find")).to_have_value("")


def test_a_guess_is_marked_and_not_chosen_by_enter(tab: Page) -> None:
    choose(tab, "compost-zzqq")
    expect(tab.locator("#propose-find-list [aria-selected=true]")).to_have_count(1)
    assert value(tab, "related") == ""


def test_what_is_typed_and_not_chosen_is_kept_and_told(tab: Page) -> None:
    fill(tab, question=QUESTION, find="zzqqzz qqz")
    field(tab, "answer").focus()
    expect(tab.locator("[data-field=related] .qb-field__wrong")).to_contain_text("“zzqqzz qqz” is not chosen yet")
    assert "Related questions" in tab.locator(".qb-todo a").all_inner_texts()
    reload(tab)
    assert value(tab, "find") == "zzqqzz qqz"
    assert "is not chosen yet" in problems(tab, "related")
    tab.locator(".qb-todo a", has_text="Related questions").click()
    expect(field(tab, "find")).to_be_focused()


def test_an_id_that_no_question_has_is_told_beside_the_field(tab: Page) -> None:
    go(tab, "?related=no-such-question")
    fill(tab, question=QUESTION, topic="tea")
    expect(tab.locator("[data-field=related] .qb-field__wrong")).to_contain_text("no-such-question")
    expect(tab.locator("[data-field=related] .qb-field__wrong a")).to_have_text("unknown-id")
    tab.get_by_label("Remove no-such-question").click()
    expect(tab.locator("[data-field=related] .qb-field__wrong")).to_be_empty()


def test_without_tags_and_rules_the_page_says_so_and_the_question_can_be_sent(tab: Page) -> None:
    tab.route("**/data/propose.json", lambda route: route.fulfill(status=200, body="{}"))
    reload(tab)
    failed = tab.locator("[data-note=failed]")
    expect(failed).to_contain_text("could not be loaded")
    fill(tab, question=QUESTION, topic="tea", answer="So.", tags="watr")
    assert way(tab, "file")[1]["value"] == file_of(tab)
    assert "## Official Answer\n\nSo." in file_of(tab)
    let_through(tab)
    failed.get_by_text("Try again").click()
    expect(failed).to_be_empty()
    assert "Did you mean water" in problems(tab, "tags")


def test_a_search_that_fails_is_told_where_related_questions_are_chosen(tab: Page) -> None:
    tab.route("**/data/search/**", lambda route: route.fulfill(status=200, body="{"))
    field(tab, "find").fill("why is compost useful")
    expect(tab.locator("[data-field=related] .qb-field__wrong")).to_contain_text("could not be searched")
    choose(tab, "soil")
    expect(field(tab, "related")).to_have_value("soil")
