"""Every rule there is, by its id.

Rules stand in modules that import next to nothing, so that one can be explained without reading a bank.
"""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs_qbank.check.checks import CHECKS
from mkdocs_qbank.check.dead_links import DEAD_LINK
from mkdocs_qbank.check.lost_ids import LOST_ID
from mkdocs_qbank.findings.finding import Rule
from mkdocs_qbank.markdown import rules as markdown
from mkdocs_qbank.read import rules as read

RULES: Mapping[str, Rule] = {
    rule.id: rule
    for rule in (*read.RULES, *markdown.RULES, *(rule for check in CHECKS for rule in check.rules), LOST_ID, DEAD_LINK)
}
