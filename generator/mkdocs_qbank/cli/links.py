"""`qbank check --links`: the web addresses of a bank, looked up on the network."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from mkdocs_qbank.build.web import Manners, dead
from mkdocs_qbank.check.dead_links import addresses, check_dead
from mkdocs_qbank.cli.console import fail, tell
from mkdocs_qbank.findings.finding import Finding
from mkdocs_qbank.model.bank import Bank

_FEW = 5
"""The largest number of addresses that may all be dead while there is a network."""


def find_dead(
    bank: Bank, ignored: Iterable[str], inside: Callable[[str], bool], manners: Manners | None = None
) -> tuple[Finding, ...]:
    """Return a finding at each place of each dead address in some files; where no address answers, the command ends."""
    found = addresses(bank, ignored)
    places = {address: kept for address, at in found.items() if (kept := [place for place in at if inside(place[0])])}
    tell(f"looking up {len(places)} addresses")
    reasons = dead(places, manners)
    if len(reasons) == len(places) > _FEW:
        fail("no address answers; is there a network?")
    return tuple(check_dead(places, reasons))
