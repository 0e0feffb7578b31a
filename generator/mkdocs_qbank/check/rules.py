"""Every rule there is, and the one function that applies those that need the whole bank."""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs_qbank.check import links, references
from mkdocs_qbank.findings.finding import Finding, Rule
from mkdocs_qbank.markdown import rules as markdown
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.read import bank as bank_
from mkdocs_qbank.read import document, folder, glossary, question, text, values

_ROOMS = (text, folder, document, values, question, glossary, bank_, markdown, references, links)
RULES: Mapping[str, Rule] = {rule.id: rule for room in _ROOMS for rule in vars(room).values() if isinstance(rule, Rule)}


def check_bank(bank: Bank) -> tuple[Finding, ...]:
    """Gives every finding about a bank as a whole."""
    return (
        *references.check_ids(bank),
        *references.check_references(bank),
        *references.check_cycles(bank),
        *links.check_links(bank),
    )
