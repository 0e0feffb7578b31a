"""What a new bank begins with: the files of `starter/`, filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path

import jinja2
import yaml

from mkdocs_qbank import __version__
from mkdocs_qbank.build.owners import PLACES, with_owners
from mkdocs_qbank.model.addresses import PAGES
from mkdocs_qbank.model.bank import Topic
from mkdocs_qbank.model.forms import issue_form
from mkdocs_qbank.read.draft import on_one_line, quoted, scalar
from mkdocs_qbank.read.schema import SCHEMA_FILE, TOPIC_SCHEMA_FILE
from mkdocs_qbank.read.topic import TOPIC_FILE

_FOLDER = Path(__file__).resolve().parent.parent / "starter"
SAMPLE = "how-do-i-add-a-question-to-this-bank"
"""The id of the question that a new bank begins with."""
REQUIREMENTS = "requirements.txt"
OTHER_REQUIREMENTS = "requirements-site.txt"
"""The file of requirements where the first one is that of another program."""
LISTS = {name.capitalize(): PAGES[name] for name in ("topics", "tags", "map", "propose")}
"""The pages of a bank that its nav names, by their titles."""
PUBLISH = ".github/workflows/publish.yml"
_BROUGHT = ("mkdocs", "mkdocs-material", "mkdocs-qbank")
"""The packages that every bank has."""
_WORKFLOWS = ("check.yml", "links.yml", "publish.yml", "receive.yml")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>&#])")


@dataclass(frozen=True, kw_only=True, slots=True)
class Licence:
    """What the answers of a bank are published under."""

    title: str
    url: str


LICENCES: Mapping[str, Licence] = {
    "CC-BY-4.0": Licence(title="CC BY 4.0", url="https://creativecommons.org/licenses/by/4.0/"),
    "CC-BY-SA-4.0": Licence(title="CC BY-SA 4.0", url="https://creativecommons.org/licenses/by-sa/4.0/"),
    "CC0-1.0": Licence(title="CC0 1.0", url="https://creativecommons.org/publicdomain/zero/1.0/"),
    "MIT": Licence(title="MIT License", url="https://opensource.org/license/mit"),
}
"""The licences to choose from, by their SPDX names."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Setup:
    """How a workflow gets the commands of QBank."""

    name: str
    run: str
    bin: str = ""
    """The folder of the commands, where they are not on the path."""
    site: str = ""
    """The command that sets up what it needs and builds the site, where there is one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Starter:
    """What a new bank is made from."""

    name: str
    topic: Topic
    bank_id: str = ""
    """What Anki knows the cards of the bank by."""
    repo_url: str = ""
    site_url: str = ""
    edit_uri: str = ""
    branch: str = "main"
    content: str = "content"
    owner: str = ""
    licence: Licence | None = None
    requirements: str = REQUIREMENTS
    packages: tuple[str, ...] = ()
    """What else builds the site, as lines of requirements."""
    github: bool = True
    """Whether it has the files that only GitHub reads."""
    sample: bool = True
    """Whether it has a first question."""

    @property
    def description(self) -> str:
        """What the site says of itself before anybody describes it."""
        return f"Questions and answers about {on_one_line(self.name)}."


def starter_files(starter: Starter) -> dict[str, str]:
    """Return the text of each file, by its path in the folder of mkdocs.yml."""
    content, github = starter.content, starter.github
    questions = f"{content}/questions"
    topic = f"{questions}/{starter.topic.id}"
    described = {f"{topic}/{TOPIC_FILE}": "content/topic.yml", f"{topic}/{SAMPLE}.md": "content/sample.md"}
    templates = {
        "mkdocs.yml": "mkdocs.yml",
        f"{content}/pages/index.md": "content/index.md",
        f"{content}/pages/contribute.md": "content/contribute.md",
        **(described if starter.sample else {}),
        starter.requirements: "requirements.txt",
        "README.md": "README.md",
        ".gitignore": "gitignore",
        ".editorconfig": "editorconfig",
        ".vscode/settings.json": "vscode/settings.json",
        ".vscode/extensions.json": "vscode/extensions.json",
    }
    files = {path: render(name, starter) for path, name in templates.items()}
    for schema in (SCHEMA_FILE, TOPIC_SCHEMA_FILE):
        files[f".vscode/{schema.name}"] = schema.read_text(encoding="utf-8")
    return {**files, **_github_files(starter, questions)} if github else files


def _github_files(starter: Starter, questions: str) -> dict[str, str]:
    plain = ("dependabot.yml", "pull_request_template.md", "ISSUE_TEMPLATE/config.yml", "ISSUE_TEMPLATE/mistake.yml")
    names = (*(f"workflows/{name}" for name in _WORKFLOWS), *plain)
    files = {f".github/{name}": render(f"github/{name}", starter) for name in names}
    files[".github/ISSUE_TEMPLATE/question.yml"] = issue_form_text()
    if starter.owner:
        files[PLACES[0]] = with_owners(render("github/CODEOWNERS", starter), [starter.topic], questions)
    return files


def render(name: str, starter: Starter, setup: Setup | None = None) -> str:
    """Return the text of one template; `setup` is another than pip."""
    pip = Setup(name="Install QBank", run=f"python -m pip install -r {starter.requirements}")
    return (
        _environment()
        .get_template(name)
        .render(
            **{field: getattr(starter, field) for field in Starter.__dataclass_fields__},
            description=starter.description,
            setup=setup or pip,
            example=Example(topic=starter.topic.id),
            version=__version__,
            lists=LISTS,
        )
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """The question that the page for contributors shows the file of, and the one it refers to."""

    topic: str
    question: str = "Why does water temperature matter?"
    tag: str = "contributing"
    id: str = SAMPLE
    link: str = "how to add a question"


def issue_form_text() -> str:
    """Return the text of the issue form that proposes a question."""
    return yaml.dump(dict(issue_form()), Dumper=_Indented, sort_keys=False, allow_unicode=True, width=118)


def missing_lines(text: str, wanted: str) -> list[str]:
    """Return the lines that a .gitignore should have and has not, with or without slashes at their ends."""
    there = {line.strip().strip("/") for line in text.splitlines()}
    return [line for line in wanted.splitlines() if line.strip("/") not in there]


def packages_of(plugins: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the packages of plugins as lines of requirements, and the plugins whose package is not installed."""
    packages, unknown = set(), []
    for name in plugins:
        points = entry_points(group="mkdocs.plugins")
        found = next((point.dist for point in points if point.name in (name, f"material/{name}")), None)
        if found is None:
            unknown.append(name)
        elif found.name not in _BROUGHT:
            packages.add(f"{found.name}=={found.version}")
    return tuple(sorted(packages)), tuple(unknown)


def installs_qbank(lines: Iterable[str]) -> bool:
    """Return whether a file of requirements names the package."""
    return any(re.match(r"\s*mkdocs[-_.]+qbank\b", line, re.IGNORECASE) for line in lines)


class _Indented(yaml.SafeDumper):
    """Writes lists below their key with an indent, as people do."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        super().increase_indent(flow, indentless=False)


@cache
def _environment() -> jinja2.Environment:
    """Return the templates; their tags are such as neither GitHub's expressions nor Bash have."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER),
        variable_start_string="{=",
        variable_end_string="=}",
        comment_start_string="{=#",
        comment_end_string="#=}",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701 - YAML and Markdown, by filters of their own
    )
    environment.filters["quoted"], environment.filters["scalar"] = quoted, scalar
    environment.filters["heading"] = lambda text: _MARKDOWN.sub(r"\\\1", on_one_line(text))
    return environment
