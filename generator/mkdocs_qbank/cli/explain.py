"""`qbank explain`: what the rules of a bank mean."""

from __future__ import annotations

import click

from mkdocs_qbank.check.rules import RULES
from mkdocs_qbank.cli.completion import complete_rule
from mkdocs_qbank.cli.console import fail
from mkdocs_qbank.findings.spelling import nearest


@click.command()
@click.argument("rule", required=False, shell_complete=complete_rule)
def explain(rule: str | None) -> None:
    """Explain a rule.

    It says what the rule means, what fails it and what passes. Without RULE, all rules are listed.
    """
    if rule is None:
        for known in sorted(RULES.values(), key=lambda item: item.id):
            click.echo(f"{known.id}: {known.summary}")
        return
    found = RULES.get(rule)
    if found is None:
        near = nearest(rule, RULES)
        fail(f"there is no rule '{rule}'" + (f"; did you mean '{near}'?" if near else ""))
    click.echo(f"{found.id} ({found.severity})\n\n{found.summary}\n\nTo fix it: {found.help}\n")
    click.echo(f"Fails:\n{_indented(found.fails)}\n\nPasses:\n{_indented(found.passes)}")


def _indented(example: str) -> str:
    return "\n".join(f"    {line}" for line in example.split("\n"))
