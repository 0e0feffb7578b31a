"""Which data files can be written before the questions are related."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from types import MappingProxyType

import pytest
from conftest import ROOT
from mkdocs_qbank.build.options import Options
from mkdocs_qbank.build.pipeline import About, check_content, make_view
from mkdocs_qbank.build.relating import make_relations
from mkdocs_qbank.model.addresses import DATA
from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.model.cards import QUESTIONS, Card
from mkdocs_qbank.render import cards
from mkdocs_qbank.render.site import batches, data_batches, data_files
from mkdocs_qbank.render.view import SiteView


@pytest.fixture(scope="module")
def unrelated(tmp_path_factory: pytest.TempPathFactory) -> SiteView:
    content, about = ROOT / "content", About(folder=tmp_path_factory.mktemp("cards"), name="Questions")
    return make_view(check_content(content), content, Options(), about)


@pytest.fixture(scope="module")
def related(unrelated: SiteView) -> SiteView:
    return unrelated.related_by(make_relations(unrelated.bank, Options()))


def written(view: SiteView, *, related: bool) -> list[str]:
    """Return the kinds of data files that are written with or without relations, each once for each span of it."""
    return [kind for kinds, _ in data_batches(view, related=related) for kind in kinds]


def test_a_data_file_that_is_written_early_says_nothing_of_relations(unrelated: SiteView, related: SiteView) -> None:
    turned = replace(
        related.relations,
        outgoing=MappingProxyType({name: found[::-1] for name, found in related.relations.incoming.items()}),
    )
    kinds = dict.fromkeys(written(unrelated, related=False))
    assert len(kinds) > 10
    for kind in kinds:
        files = data_files(unrelated, [kind])
        assert files == data_files(related, [kind]) == data_files(related.related_by(turned), [kind]), kind


def test_every_kind_of_data_file_is_written_once(related: SiteView) -> None:
    drawn = {kind for batch in batches(related) for kind in batch.data}
    early, late = ({*written(related, related=when)} for when in (False, True))
    assert sorted([*early, *late, *drawn]) == sorted(DATA)
    for when in (False, True):
        assert {kind for kind, times in Counter(written(related, related=when)).items() if times > 1} <= {"cards"}


def test_the_cards_of_all_spans_are_those_of_the_site(unrelated: SiteView, monkeypatch: pytest.MonkeyPatch) -> None:
    view, made, usual = replace(unrelated, cards=QUESTIONS), Counter[str](), cards._question_card

    def counted(one: Question, view: SiteView) -> Card:
        made[one.id] += 1
        return usual(one, view)

    monkeypatch.setattr(cards, "_question_card", counted)
    spans = [span for kinds, span in data_batches(view, related=False) if kinds == ("cards",)]
    parts = [data_files(view, ["cards"], span) for span in spans]
    assert made == Counter(one.id for one in view.bank.questions), (
        "each is told once, or the time would grow with the square"
    )
    whole = data_files(view, ["cards"])
    assert len(parts) > 2
    assert len(whole) == 1 + len(view.bank.topics) + len(view.bank.questions)
    assert {path: png for part in parts for path, png in part.items()} == whole
    assert sum(map(len, parts)) == len(whole)
