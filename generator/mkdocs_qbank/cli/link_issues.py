"""`qbank link-issues`: the issues that a scheduled workflow keeps about dead links."""

from __future__ import annotations

import json
from pathlib import Path

import click

from mkdocs_qbank.build.link_issues import Draft, plan
from mkdocs_qbank.cli.console import fail
from mkdocs_qbank.model.messages import message


@click.command(name="link-issues")
@click.argument("findings", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("issues", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", "folder", metavar="DIR", required=True, type=click.Path(path_type=Path), help="A new folder.")
def link_issues(findings: Path, issues: Path, folder: Path) -> None:
    """Plan the issues about dead links, for a scheduled workflow.

    FINDINGS is the output of 'qbank check --links --format json', ISSUES lists the existing issues, one JSON object per
    line. DIR gets a folder for each issue to open, update or close, with its texts as files.
    """
    try:
        found = json.loads(findings.read_text(encoding="utf-8"))
        known = [json.loads(line) for line in issues.read_text(encoding="utf-8").splitlines() if line.strip()]
        planned = plan(found, known)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        fail(f"these are no findings and issues: {type(error).__name__} ({error})")
    for number, draft in enumerate(planned.opened, 1):
        _write(folder / "open" / f"{number:02}", draft)
    for number, draft in planned.updated.items():
        _write(folder / "update" / str(number), draft)
    for closed in planned.closed:
        (folder / "close" / str(closed)).mkdir(parents=True)
        (folder / "close" / str(closed) / "comment.md").write_text(message("link_issue.gone") + "\n", encoding="utf-8")
    counts = f"{len(planned.opened)} to open, {len(planned.updated)} to update, {len(planned.closed)} to close"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "outcome.txt").write_text(f"{counts}\n", encoding="utf-8")  # an artifact must not be empty
    click.echo(counts, err=True)


def _write(folder: Path, draft: Draft) -> None:
    folder.mkdir(parents=True)
    (folder / "title").write_text(draft.title, encoding="utf-8")
    (folder / "body.md").write_text(draft.body, encoding="utf-8")
