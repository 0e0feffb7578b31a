"""What a check is: rules, and the function that finds where a bank breaks them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mkdocs_qbank.findings.finding import Finding, Rule
from mkdocs_qbank.model.bank import Bank


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """What can only be found in a bank as a whole."""

    rules: tuple[Rule, ...]
    """The rules that this check alone holds a bank to; its findings may be of other rules too."""
    run: Callable[[Bank], Iterable[Finding]]
