"""No formula and no code of a stranger ends or holds up a check: each is drawn, or shown as written with a finding."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random

import formulas
import pytest
from conftest import question
from mkdocs_qbank.markdown.links import Destinations
from mkdocs_qbank.markdown.parse import Form, Text
from mkdocs_qbank.markdown.workers import Job, parse_all
from mkdocs_qbank.read.bank import read_bank


def read(folder: Path, answers: Mapping[str, str]) -> set[str]:
    """Return the rules that a bank of these answers breaks, none of whose files goes unheard."""
    reading = read_bank(formulas.write_bank(folder, answers))
    assert formulas.silent(reading, list(answers)) == []
    return {finding.rule for finding in reading.findings}


def test_random_formulas_are_drawn_or_named(tmp_path: Path) -> None:
    some = formulas.formulas(300, Random(2026))  # noqa: S311 - nothing here is secret
    assert "bad-maths" in read(tmp_path, {f"f-{n}": f"$$\n{latex}\n$$" for n, latex in enumerate(some)})


def test_forty_kilobytes_of_any_command_are_named(tmp_path: Path) -> None:
    banks = dict(formulas.banks(0, 0))
    read(tmp_path / "long", banks["40 kB of each command"])
    read(tmp_path / "deep", banks["deep formulas"])


@pytest.mark.parametrize(("language", "code"), formulas.STALLING)
def test_code_that_takes_too_long_to_colour_is_shown_without_colours(language: str, code: str) -> None:
    text = question(answer=f"A $x$.\n\n```{language}\n{code}\n```")
    job = Job(path="content/questions/t/a.md", texts=(Text(text=text, form=Form.FILE),))
    parsed = parse_all([job], Destinations(), limit=0.5)[job]
    assert [finding.rule for finding in parsed.findings] == ["undrawn"]
    shown = parsed.sections[0][-1].body.html
    assert f'<div class="language-{language} highlight"><pre><code>{code[:9]}' in shown
    assert "<span" not in shown
