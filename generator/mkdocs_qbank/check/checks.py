"""Every check of a bank as a whole, and the one function that runs them."""

from __future__ import annotations

from mkdocs_qbank.check.check import Check
from mkdocs_qbank.check.duplicate_ids import DUPLICATE_IDS
from mkdocs_qbank.check.images import IMAGES
from mkdocs_qbank.check.links import LINKS
from mkdocs_qbank.check.near_duplicates import NEAR_DUPLICATES
from mkdocs_qbank.check.permalinks import PERMALINKS
from mkdocs_qbank.check.prerequisite_cycles import PREREQUISITE_CYCLES
from mkdocs_qbank.check.references import REFERENCES
from mkdocs_qbank.check.removed_terms import REMOVED_TERMS
from mkdocs_qbank.check.sections import SECTION_FORMS
from mkdocs_qbank.check.tags import TAGS
from mkdocs_qbank.check.wording import WORDING
from mkdocs_qbank.findings.finding import Finding
from mkdocs_qbank.model.bank import Bank

CHECKS: tuple[Check, ...] = (
    DUPLICATE_IDS,
    REFERENCES,
    TAGS,
    PREREQUISITE_CYCLES,
    LINKS,
    PERMALINKS,
    IMAGES,
    SECTION_FORMS,
    WORDING,
    REMOVED_TERMS,
    NEAR_DUPLICATES,
)


def check_bank(bank: Bank) -> tuple[Finding, ...]:
    """Return every finding about a bank as a whole."""
    return tuple(finding for check in CHECKS for finding in check.run(bank))
