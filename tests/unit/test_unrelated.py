"""Which data files can be written before the questions are related."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
from conftest import ROOT
from mkdocs_qbank.build.options import Options
from mkdocs_qbank.build.pipeline import check_content, make_view
from mkdocs_qbank.build.relating import make_relations
from mkdocs_qbank.model.addresses import DATA
from mkdocs_qbank.render.site import batches, data_batches, data_files
from mkdocs_qbank.render.view import SiteView

UNRELATED = [kind for kinds in data_batches(related=False) for kind in kinds]


@pytest.fixture(scope="module")
def unrelated() -> SiteView:
    content = ROOT / "content"
    return make_view(check_content(content), content, Options())


@pytest.fixture(scope="module")
def related(unrelated: SiteView) -> SiteView:
    return unrelated.related_by(make_relations(unrelated.bank, Options()))


@pytest.mark.parametrize("kind", UNRELATED)
def test_a_data_file_that_is_written_early_says_nothing_of_relations(
    kind: str, unrelated: SiteView, related: SiteView
) -> None:
    turned = replace(
        related.relations,
        outgoing=MappingProxyType({name: found[::-1] for name, found in related.relations.incoming.items()}),
    )
    files = data_files(unrelated, [kind])
    assert files == data_files(related, [kind]) == data_files(related.related_by(turned), [kind])


def test_every_kind_of_data_file_is_written_once(related: SiteView) -> None:
    drawn = {kind for batch in batches(related) for kind in batch.data}
    late = [kind for kinds in data_batches(related=True) for kind in kinds]
    assert sorted([*UNRELATED, *late, *drawn]) == sorted(DATA)
