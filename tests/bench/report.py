"""The figures of a benchmark: as a table, as sentences, as JSON, and in the pages that show them."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from builders import IN_NAV, QBANK, STOCK, ZENSICAL
from mkdocs_qbank import __version__
from pairs import Figures
from runs import Run

_REGION = re.compile(r"(?<=<!-- bench -->\n).*?(?=<!-- /bench -->)", re.DOTALL)
_HEAD = (
    "questions",
    "built by",
    "cold",
    "text edited",
    "question added",
    "prerequisite added",
    "largest process",
    "all processes",
    "site",
)
_COLUMNS = ("text", "question", "prerequisite")


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """The figures of all builders for a bank."""

    bank: str
    questions: int
    made: bool
    """Whether its questions are made up."""
    figures: list[Figures]

    def of(self, builder: str) -> Figures | None:
        """Return the figures of a builder, if it was measured."""
        return next((each for each in self.figures if each.builder == builder), None)

    def ratios(self) -> dict[str, float]:
        """Return what this build takes as a share of others, and how many times as fast as Zensical it is."""
        ours, stock, nav, other = map(self.of, (QBANK, STOCK, IN_NAV, ZENSICAL))
        if not ours or not ours.warm:
            return {}
        cold, warm = ours.cold.seconds, ours.warm.seconds
        found: dict[str, float] = {}
        if stock:
            found |= {"cold / MkDocs": cold / stock.cold.seconds, "edit / MkDocs": warm / stock.cold.seconds}
        if nav:
            found["cold / MkDocs in its nav"] = cold / nav.cold.seconds
        if other and other.warm:
            slowest = min(other.edits[kind].seconds / ours.edits[kind].seconds for kind in ours.edits)
            found |= {"Zensical / cold": other.cold.seconds / cold, "Zensical / edit": slowest}
        return found


def versions(program: str | None) -> str:
    """Return what was compared, in words."""
    compared = [
        f"QBank {__version__}",
        f"MkDocs {version('mkdocs')} with Material for MkDocs {version('mkdocs-material')}",
    ]
    if program:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
        compared.append(f"Zensical {said.split()[-1]}")
    return f"{', '.join(compared)}; Python {platform.python_version()}, {os.cpu_count()} cores"


def table(results: Sequence[Result]) -> str:
    """Return the figures as a Markdown table that can be read as it is."""
    rows = [_HEAD, *(_row(result, each) for result in results for each in result.figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    rule = " | ".join("-" * (width - 1) + (":" if at > 1 else "-") for at, width in enumerate(widths))
    return "".join(f"| {line} |\n" for line in (lines[0], rule, *lines[1:]))


def _row(result: Result, each: Figures) -> tuple[str, ...]:
    stock = result.of(STOCK)
    name = f"{result.questions:,}" if result.made else f"{result.questions:,} of {result.bank}"

    def time(run: Run | None) -> str:
        if not run:
            return "–"
        share = f" ({run.seconds / stock.cold.seconds:.2f})" if stock and stock is not each else ""
        return f"{run.seconds:.1f} s{share}"

    return (
        name,
        each.builder,
        time(each.cold),
        *(time(each.edits.get(kind)) for kind in _COLUMNS),
        _megabytes(each.cold.largest),
        _megabytes(each.cold.together) if each.cold.together else "–",
        _megabytes(each.site.bytes),
    )


def sentences(results: Sequence[Result]) -> list[str]:
    """Return what the figures come to."""
    said = [_compared(result) for result in results]
    measured = [(each.questions, ours) for each in results if each.made and (ours := each.of(QBANK))]
    if measured:
        count, ours = measured[-1]
        taken = ours.site.bytes / count
        said.append(
            f"A question takes {taken / 1000:.1f} kB of the site; 1 GB holds about {round(1e9 / taken, -3):,.0f}."
        )
    if len(measured) > 1:
        (few, first), (many, last) = measured[0], measured[-1]
        grown = (last.cold.seconds / many) / (first.cold.seconds / few)
        each = last.cold.seconds / many
        said.append(
            f"From {few:,} to {many:,} questions, the time for each grows {grown:.2f} times, to {1000 * each:.1f} ms; "
            f"the largest process takes {_megabytes(last.cold.largest)}"
            + (f", all together {_megabytes(last.cold.together)}." if last.cold.together else ".")
        )
    return said


def _compared(result: Result) -> str:
    ratios = result.ratios()
    names = {"cold / MkDocs": "of MkDocs", "cold / MkDocs in its nav": "of MkDocs with all pages in its nav"}
    shares = [f"{ratios[name]:.2f} {words}" for name, words in names.items() if name in ratios]
    cold, warm = ", ".join(shares), f"{ratios['edit / MkDocs']:.2f}" if "edit / MkDocs" in ratios else "–"
    other = (
        f" Zensical takes {ratios['Zensical / cold']:.1f} times as long cold and {ratios['Zensical / edit']:.1f} times "
        "as long after an edit."
        if "Zensical / cold" in ratios
        else ""
    )
    return f"{result.questions:,} questions: {cold} cold, {warm} of MkDocs after one edit.{other}"


def as_json(results: Sequence[Result], command: str, compared: str) -> dict[str, Any]:
    """Return all figures; sizes are in bytes."""
    return {
        "command": command,
        "compared": compared,
        "banks": [{**asdict(result), "ratios": result.ratios()} for result in results],
    }


def write(page: Path, text: str) -> None:
    """Put a text between the markers of a page, if it has any."""
    before = page.read_text(encoding="utf-8")
    page.write_text(_REGION.sub(lambda _: text, before), encoding="utf-8")


def for_manual(results: Sequence[Result], command: str, compared: str) -> str:
    """Return what the manual shows."""
    listed = "".join(f"- {sentence}\n" for sentence in sentences(results))
    return f"\n{table(results)}\n{listed}\nMeasured with `{command}`: {compared}.\n\n"


def for_readme(results: Sequence[Result], compared: str) -> str:
    """Return what the README says of the largest made bank."""
    made = [result for result in results if result.made]
    count = made[-1].questions if made else 0
    if not made or not (ours := made[-1].of(QBANK)) or not ours.warm or not (stock := made[-1].of(STOCK)):
        return ""
    return (
        f"**{count:,} questions build in {ours.cold.seconds:.0f} s, and in {ours.warm.seconds:.1f} s after "
        "an edit**; MkDocs with Material takes\n"
        f"{stock.cold.seconds:.0f} s for the same questions as plain pages, each time ({compared}).\n"
    )


def _megabytes(count: int) -> str:
    return f"{count / 1e6:,.0f} MB"
