"""What scripts read from published data, and so do not repeat."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT
from mkdocs_qbank.model.bank import Difficulty
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.search.tokens import STOP_WORDS

SCRIPTS = sorted((ROOT / "theme_overrides/assets/javascripts").rglob("*.js"))
_STRING = re.compile(r""""([^"\n]*)"|'([^'\n]*)'|`([^`]*)`""")
_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)


def strings(text: str) -> list[list[str]]:
    """The words of each string of a script."""
    return [max(groups, key=len).split() for groups in _STRING.findall(_COMMENT.sub("", text))]


@pytest.mark.parametrize("names", [Kind, Difficulty])
def test_no_script_names_a_kind_or_a_level(names: type[Kind | Difficulty]) -> None:
    for script in SCRIPTS:
        found = strings(script.read_text("utf-8"))
        assert [name for name in names if [name] in found] == [], script.name


def test_no_script_has_a_list_of_stop_words() -> None:
    for script in SCRIPTS:
        for words in strings(script.read_text("utf-8")):
            assert len(words) < 20 or sum(word in STOP_WORDS for word in words) < 0.8 * len(words), script.name
