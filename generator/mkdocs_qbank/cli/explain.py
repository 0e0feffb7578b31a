"""`qbank explain`: what the rules of a bank mean."""

from __future__ import annotations

import click

from mkdocs_qbank.check.rules import RULES
from mkdocs_qbank.cli.completion import complete_rule
from mkdocs_qbank.cli.console import fail
from mkdocs_qbank.findings.spelling import nearest
from mkdocs_qbank.model.messages import message


@click.command()
@click.argument("rule", required=False, shell_complete=complete_rule)
def explain(rule: str | None) -> None:
    """Explain a rule.

    It says what the rule means and why, what fails it, what passes and how to fix it, as the page of the rule on the
    site does. Without RULE, all rules are listed.
    """
    if rule is None:
        for known in sorted(RULES.values(), key=lambda item: item.id):
            click.echo(f"{known.id}: {known.summary}")
        return
    found = RULES.get(rule)
    if found is None:
        near = nearest(rule, RULES)
        fail(f"there is no rule '{rule}'" + (f"; did you mean '{near}'?" if near else ""))
    parts = {
        message("rules.why"): found.why,
        message("rules.fails"): found.fails,
        message("rules.passes"): found.passes,
        message("rules.help"): found.help,
    }
    click.echo(f"{found.id} ({found.severity})\n\n{found.summary}\n")
    for title, text in parts.items():
        click.echo(f"{title}:\n{_indented(text)}\n")
    fixes = message("rules.fixes", command="qbank check --fix") if found.fixes else message("rules.by_hand")
    click.echo(f"{fixes} {message('rules.alone' if found.alone else 'rules.not_alone')}")


def _indented(example: str) -> str:
    return "\n".join(f"    {line}" for line in example.split("\n"))
