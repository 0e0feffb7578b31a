"""The mkdocs.yml of a site, made that of a bank: what must change does, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from mkdocs_qbank.build.adoption import adopt
from mkdocs_qbank.build.mkdocs_yml import items, parse

CASES: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/cases/adoption.yml").read_text(encoding="utf-8"))
EDIT = "edit/main/content/pages/"
KEYS = ("site_name", "plugins", "theme", "docs_dir", "edit_uri", "nav", "extra")
PLUGINS = st.lists(st.sampled_from(["search", "tags", "blog"]), unique=True, max_size=3)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["claim"]))
def test_an_mkdocs_yml_becomes_that_of_a_bank(case: dict[str, Any]) -> None:
    found = adopt(case["before"], "content", EDIT)
    assert found.text == case.get("after", case["before"])
    assert list(found.undone) == case.get("undone", [])
    assert bool(found.changes) == (found.text != case["before"])
    assert adopt(found.text, "content", EDIT).text == found.text


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["claim"]))
def test_line_ends_and_a_byte_order_mark_are_kept(case: dict[str, Any]) -> None:
    before, after = (text.replace("\n", "\r\n") for text in (case["before"], case.get("after", case["before"])))
    assert adopt(f"\ufeff{before}", "content", EDIT).text == f"\ufeff{after}"


@st.composite
def settings(draw: st.DrawFn) -> str:
    """An mkdocs.yml with a comment above each key and behind each value."""
    values: dict[str, Any] = {
        "site_name": draw(st.text(max_size=8)),
        "plugins": [draw(st.sampled_from([name, {name: {"x": ["a", "b"]}}])) for name in draw(PLUGINS)],
        "theme": draw(st.sampled_from(["material", {"name": "material", "features": ["a", "b"]}])),
        "docs_dir": draw(st.sampled_from(["docs", "content/pages", "a b", "über/uns"])),
        "edit_uri": draw(st.sampled_from(["", "edit/main/docs/", "blob/x/"])),
        "nav": [{"Home": "index.md"}],
        "extra": draw(st.dictionaries(st.text(max_size=4), st.text(max_size=8), max_size=2)),
    }
    blocks = []
    for key in draw(st.lists(st.sampled_from(KEYS), unique=True)):
        block = yaml.safe_dump({key: values[key]}, default_flow_style=False, allow_unicode=True)
        text = draw(st.sampled_from([block, f"{key}: {json.dumps(values[key])}\n"]))
        blocks.append(f"# about {key}\n{text}# behind {key}\n\n")
    return "".join(blocks)


@given(settings())
def test_whatever_it_holds_comments_stay_and_it_reads_as_that_of_a_bank(text: str) -> None:
    found = adopt(text, "content", EDIT)
    data = parse(found.text)[1] or {}
    comments = [line for line in text.splitlines() if line.startswith("#")]
    assert [line for line in found.text.splitlines() if line.startswith("#")] == comments
    before = parse(text)[1] or {}
    assert all(data[key] == before[key] for key in ("site_name", "nav", "extra") if key in before)
    if before:
        assert data["docs_dir"] == "content/pages"
        assert "qbank" in dict(items(data["plugins"]))
        assert "search" not in dict(items(data["plugins"]))
