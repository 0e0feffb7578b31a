"""No YAML text is deeper than what is told without parsing it."""

from __future__ import annotations

import yaml
from hypothesis import given
from hypothesis import strategies as st
from mkdocs_qbank.read.document import _is_shallow, _too_deep

PIECES = [
    "- ",
    "? ",
    ": ",
    "a: ",
    "[",
    "{",
    "]",
    "}",
    "\n",
    " ",
    "-\n",
    "a:\n",
    "b",
    "\t",
    "?\n",
    ":\n",
    "|\n",
    ", ",
    "!t ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_a_text_that_is_taken_for_shallow_is_not_too_deep(text: str) -> None:
    if _is_shallow(text):
        depth = deepest = 0
        try:
            for event in yaml.parse(text, Loader=yaml.CSafeLoader):
                depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
                deepest = max(deepest, depth)
        except yaml.YAMLError:
            pass
        assert deepest <= 16


def test_nesting_of_every_kind_is_found() -> None:
    for text in ("[" * 17, "- " * 17 + "a", "\n".join(" " * level + "a:" for level in range(17)), "{a: " * 17):
        assert not _is_shallow(text)
    assert _too_deep("- " * 17 + "a", "a.yml", 0) is not None
