"""`qbank related`: the relations of a question, and the way from one question to another."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from mkdocs_qbank.build.mkdocs_yml import config_of
from mkdocs_qbank.build.relating import make_relations, meanings
from mkdocs_qbank.cli.bank import embedding, options_of
from mkdocs_qbank.cli.console import fail
from mkdocs_qbank.cli.content import bank_folder
from mkdocs_qbank.findings.report import visible
from mkdocs_qbank.findings.spelling import nearest
from mkdocs_qbank.graph.graph import shortest_path
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.model.relations import Relation
from mkdocs_qbank.read.bank import read_bank
from mkdocs_qbank.relate.suggested import gather, suggested

_LIMIT = 10


def show_relations(
    named: str | None,
    *,
    identifier: str | None,
    everything: bool,
    end: str | None,
    limit: int | None,
    no_threshold: bool,
    model: str | None,
    form: str,
) -> None:
    """Print the relations of the command's questions."""
    if bool(identifier) == everything or (end and not identifier):
        raise click.UsageError("name one ID, or say --all; --to needs an ID to begin at")
    content = bank_folder(named)
    bank = read_bank(content).bank.published
    for wanted in filter(None, (identifier, end)):
        if wanted not in bank.by_id:
            near = nearest(wanted, bank.by_id)
            fail(f"there is no question '{wanted}'" + (f"; did you mean '{near}'?" if near else ""))
    config = config_of(content)
    options = options_of(config)
    embed = embedding(model or options.model, Path() if model else config.parent)
    chosen = [identifier] if identifier else sorted(bank.by_id)
    if no_threshold:
        evidence = gather(bank.questions, meanings(bank, embed))
        ranked = suggested(evidence, evidence.similarity({}), {}, limit=limit or _LIMIT, threshold=None)
        _show({item: ranked.get(item, ()) for item in chosen}, bank, form)
        return
    relations = make_relations(bank, options, embed)
    if identifier and end:
        _show_path(shortest_path(relations, identifier, end), identifier, end, bank, form)
        return
    _show({item: relations.outgoing.get(item, ())[:limit] for item in chosen}, bank, form)


def _show(chosen: Mapping[str, Sequence[Relation]], bank: Bank, form: str) -> None:
    if form == "json":
        found = {item: [_as_json(relation) for relation in relations] for item, relations in chosen.items()}
        click.echo(json.dumps(found, indent=1))
    else:
        for item, relations in chosen.items():
            click.echo(_as_text(item, relations, bank))


def _show_path(path: Sequence[Relation] | None, start: str, end: str, bank: Bank, form: str) -> None:
    if form == "json":
        steps = None if path is None else [{"source": step.source, **_as_json(step)} for step in path]
        click.echo(json.dumps(steps, indent=1))
        return
    click.echo(f"{start}: {visible(bank.by_id[start].question.plain)}")
    here = start
    for step in path or ():
        here, way = (step.target, "→") if step.source == here else (step.source, "←")
        click.echo(f"  {way} {here}: {visible(bank.by_id[here].question.plain)}")
        click.echo(f"      {step.kind}, {step.source} → {step.target}: {visible(step.reason)}")
    if path is None:
        click.echo(f"  no relations lead from here to {end}")


def _as_json(relation: Relation) -> dict[str, object]:
    return {
        "id": relation.target,
        "kind": str(relation.kind),
        "score": relation.score,
        "reason": relation.reason,
        **({"sentence": relation.sentence} if relation.sentence else {}),
    }


def _as_text(identifier: str, relations: Sequence[Relation], bank: Bank) -> str:
    lines = [f"{identifier}: {visible(bank.by_id[identifier].question.plain)}"]
    for relation in relations:
        score = f" {relation.score:.2f}" if relation.kind is Kind.SUGGESTED and relation.score is not None else ""
        lines.append(f"  {relation.kind}{score} {relation.target}: {visible(relation.reason)}")
    return "\n".join(lines if relations else [*lines, "  nothing is near"])
