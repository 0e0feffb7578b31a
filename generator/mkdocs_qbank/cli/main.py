"""The command line: it reads the arguments, calls the rooms, prints, and sets the exit code.

Exit codes: 0 clean, 1 findings, 2 bad usage. Data goes to standard output, messages to standard error.
"""

from __future__ import annotations

import errno
import os
import re
import sys
from pathlib import Path

import click

from mkdocs_qbank import __version__
from mkdocs_qbank.build.engine import engine_problems, read_engine
from mkdocs_qbank.build.git import GitError, gone_since
from mkdocs_qbank.build.mkdocs_yml import config_of, content_of, site_config
from mkdocs_qbank.build.options import option_problems, read_options
from mkdocs_qbank.build.pipeline import Checked, check_content
from mkdocs_qbank.check.lost_ids import check_lost
from mkdocs_qbank.check.rules import RULES
from mkdocs_qbank.cli import add, related, stats
from mkdocs_qbank.cli.messages import fail, tell
from mkdocs_qbank.cli.related import embedding
from mkdocs_qbank.findings.faults import sentence
from mkdocs_qbank.findings.finding import errors
from mkdocs_qbank.findings.report import github_report, json_report, summary, text_report
from mkdocs_qbank.findings.spelling import nearest
from mkdocs_qbank.publish.export import ExportError, export_site
from mkdocs_qbank.publish.search_index import SearchError, index_site
from mkdocs_qbank.read.bank import SUFFIXES
from mkdocs_qbank.read.question import was_published

_NO_COMMIT = re.compile("0{40}|0{64}")
"""How git names no commit at all: what a branch was before its first push."""


class _Commands(click.Group):
    def invoke(self, ctx: click.Context) -> object:
        """End a command that the machine refuses something in one sentence."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever reads has seen enough; click ends quietly
                raise
            fail(sentence(error), 1)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="qbank")
@click.option(
    "--content",
    metavar="DIR",
    help="The content folder of the bank.  [default: that of ./mkdocs.yml, or content]",
)
@click.pass_context
def main(context: click.Context, content: str | None) -> None:
    """A question bank as code: check it, add to it, see how its questions relate, publish it."""
    context.obj = Path(os.path.normpath(content)) if content else content_of(site_config(Path()))


def _folder(content: Path) -> Path:
    if not content.is_dir():
        fail(f"there is no folder '{content}'; name the content folder with 'qbank --content DIR …'")
    return content


def _checked(content: Path, config: Path) -> Checked:
    for problem in (*option_problems(config), *engine_problems(config)):
        tell(problem)
    return check_content(_folder(content), read_engine(config), host_files=read_options(config).host_files)


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option("--base", metavar="REV", help="Also find ids that were published at this git revision and are gone.")
@click.pass_obj
def check(content: Path, paths: tuple[Path, ...], form: str, base: str | None) -> None:
    """Find everything wrong with the bank; with PATH, show only what is wrong there."""
    checked = _checked(content, config_of(content))
    reading, findings = checked.reading, checked.findings
    if base is not None:
        findings = tuple(sorted({*findings, *check_lost(reading.bank, _gone(content, base))}))
    if paths:
        wanted = [Path(os.path.abspath(path)) for path in paths]
        findings = tuple(
            finding
            for finding in findings
            if any(Path(os.path.abspath(finding.path)).is_relative_to(path) for path in wanted)
        )
    if form == "json":
        click.echo(json_report(findings), nl=False)
    elif form == "github":
        click.echo(github_report(findings), nl=False)
    elif findings:
        click.echo(text_report(findings, reading.line), nl=False)
    click.echo(summary(findings, len(reading.bank.questions)), err=True)
    sys.exit(1 if findings else 0)


def _gone(content: Path, revision: str) -> dict[str, str]:
    """The files of the questions that a revision published and that are gone, by path, with their ids."""
    if _NO_COMMIT.fullmatch(revision):
        tell("the base is all zeros, as for the first push of a branch: there is nothing to find lost ids by")
        return {}
    try:
        texts = gone_since(content, revision)
    except GitError as error:
        fail(f"git shows no revision '{revision}' of this bank: {error}")
    files = {path: text for path, text in texts.items() if path.endswith(SUFFIXES)}
    return {path: Path(path).stem for path, text in files.items() if was_published(text, path)}


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--config",
    "named",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The site's mkdocs.yml.  [default: the nearest above the content folder]",
)
@click.pass_obj
def export(content: Path, folder: Path, named: Path | None) -> None:
    """Write every page to DIR with an mkdocs.yml, so that any engine that reads it can build the site."""
    config = named or config_of(content)
    checked = _checked(content, config)
    if checked.findings:
        click.echo(text_report(checked.findings, checked.reading.line), err=True)
    if errors(checked.findings):
        fail("nothing was exported", 1)
    try:
        options = read_options(config)
        count = export_site(checked, content, config, folder, options, embedding(options.model, config.parent))
    except ExportError as error:
        fail(str(error))
    click.echo(f"{count} pages in {folder.as_posix()}", err=True)


@main.command()
@click.argument("site", metavar="SITE", type=click.Path(exists=True, file_okay=False, path_type=Path))
def index(site: Path) -> None:
    """Write the search index of a built SITE, whatever engine built it; the plugin does so by itself."""
    try:
        index_site(site)
    except SearchError as error:
        fail(str(error), 1)


@main.command()
@click.argument("rule", required=False)
def explain(rule: str | None) -> None:
    """Say what a rule means, what fails it and what passes; without RULE, list all rules."""
    if rule is None:
        for known in sorted(RULES.values(), key=lambda item: item.id):
            click.echo(f"{known.id}: {known.summary}")
        return
    found = RULES.get(rule)
    if found is None:
        near = nearest(rule, RULES)
        fail(f"there is no rule '{rule}'" + (f"; did you mean '{near}'?" if near else ""))
    indent = "\n    "
    click.echo(f"{found.id} ({found.severity})\n\n{found.summary}\n\nTo fix it: {found.help}\n")
    click.echo(
        f"Fails:{indent}{indent.join(found.fails.split(chr(10)))}\n\nPasses:{indent}{indent.join(found.passes.split(chr(10)))}"
    )


main.add_command(add.new)
main.add_command(add.import_)
main.add_command(related.related)
main.add_command(stats.stats)
