"""The command line: it reads the arguments, calls the packages, prints, and sets the exit code.

Exit codes: 0 clean, 1 findings, 2 bad usage. Data goes to standard output, messages to standard error.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

import click
from click.shell_completion import CompletionItem

from mkdocs_qbank import __version__
from mkdocs_qbank.cli.console import discard_output, fail, prepare_output
from mkdocs_qbank.findings.faults import sentence


class _Command(NamedTuple):
    """A command: the module that holds it, as a function of the same name, and how `qbank --help` lists it."""

    module: str
    help: str


COMMANDS: Mapping[str, _Command] = {
    "banks": _Command("banks", "Fetch the lists of the other banks that mkdocs.yml names, and pin them there."),
    "check": _Command("check", "Find everything wrong with the bank."),
    "explain": _Command("explain", "Explain a rule."),
    "export": _Command("export", "Write every page to disk, for any engine that reads an mkdocs.yml."),
    "import": _Command("import_", "Turn files of other formats into question files."),
    "init": _Command("init", "Start a bank in DIR with all it needs; never overwrite a file."),
    "link-issues": _Command("link_issues", "Plan the issues about dead links, for a scheduled workflow."),
    "merge": _Command("merge", "Make one question of two that ask the same."),
    "new": _Command("new", "Write a new question file."),
    "owners": _Command("owners", "Write the owners of topics into CODEOWNERS, for GitHub to ask them for reviews."),
    "publish": _Command("publish", "Publish drafts after a check."),
    "receive": _Command("receive", "Turn an issue that proposes a question into a file, and write the answer to it."),
    "related": _Command("related", "Show the relations of a question with kind, score and reason."),
    "rename": _Command("rename", "Give a question another id or topic, and change everything that leads to it."),
    "report": _Command("report", "Print what a change does to the bank, as Markdown for its reviewers."),
    "search": _Command("search", "Find published questions by WORDS, ranked as on the site."),
    "stats": _Command("stats", "Show what would help the bank most, and everything it lacks."),
}


class _Group(click.Group):
    """Imports a command when it runs, since most of them need libraries that take long to import."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = COMMANDS[cmd_name].module
        command: click.Command = getattr(import_module(f"mkdocs_qbank.cli.{module}"), module)
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the commands that begin with what has been typed, without importing them, or options."""
        named = [CompletionItem(name, help=command.help) for name, command in COMMANDS.items()]
        return [item for item in named if item.value.startswith(incomplete)] or super().shell_complete(ctx, incomplete)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.help) for name, command in COMMANDS.items()])

    def main(self, *args: Any, **more: Any) -> Any:
        """Run a command; one that the machine refuses something ends in one sentence."""
        prepare_output()
        try:
            return super().main(*args, **more)
        except OSError as error:
            discard_output()
            fail(sentence(error), 1)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="qbank")
@click.option(
    "--content",
    metavar="DIR",
    help="The content folder of the bank.  [default: that of ./mkdocs.yml, or content]",
)
@click.pass_context
def main(context: click.Context, content: str | None) -> None:
    """Check a question bank that is kept as code, add to it, see how its questions relate, and publish it."""
    context.obj = content
