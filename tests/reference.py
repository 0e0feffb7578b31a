"""The tables of the manual that are made from the code.

    python tests/reference.py    write them into the pages of content/pages/manual

A page holds `<!-- made from the code: NAME -->` and `<!-- end -->`; the text between them is what the function NAME of
this module returns.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from conftest import ROOT
from manual import MANUAL, pages
from mkdocs_qbank.build.options import OPTIONS
from mkdocs_qbank.check.rules import RULES
from mkdocs_qbank.cli.main import COMMANDS, main
from mkdocs_qbank.model.addresses import (
    DATA,
    DOWNLOADS,
    HOME,
    HOST_FILES,
    PAGES,
    RESERVED,
    markdown_file,
    output,
    page_number,
    question_page,
    rule_page,
    tag_page,
    topic_page,
    topic_print_page,
)
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.prose import SECTIONS
from mkdocs_qbank.read.fields import PAGE_FIELDS, QUESTION_FIELDS, TOPIC_FIELDS, Field
from mkdocs_qbank.read.importers.importers import IMPORTERS
from mkdocs_qbank.read.importers.names import NAMES
from mkdocs_qbank.render.data.table import COLUMNS

_REGION = re.compile(r"(<!-- made from the code: ([a-z_]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *map(list, rows)]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def _sentence(text: str) -> str:
    """Return the first sentence of a docstring on one line, without its full stop."""
    return " ".join(text.split("\n\n", maxsplit=1)[0].split()).removesuffix(".")


def commands() -> str:
    """Return a section for each command: what it does, its arguments and its options."""
    group = click.Context(main, info_name="qbank")
    parts = [f"```text\nqbank [OPTIONS] COMMAND [ARGS]...\n```\n\n{_options(main, group)}"]
    for name in COMMANDS:
        command = main.get_command(group, name)
        assert command
        context = click.Context(command, info_name=name, parent=group)
        usage = " ".join(("qbank", name, *command.collect_usage_pieces(context)))
        text = "\n\n".join(" ".join(part.split()) for part in inspect.cleandoc(command.help or "").split("\n\n"))
        notes = f"\n{_escaped(command.epilog)}\n" if command.epilog else ""
        parts.append(
            f"## `qbank {name}`\n\n{_escaped(text)}\n\n```text\n{usage}\n```\n\n"
            f"{_options(command, context)}{notes}{_used(name)}"
        )
    return "\n".join(parts)


def _options(command: click.Command, context: click.Context) -> str:
    given = [
        item for item in command.get_params(context) if isinstance(item, click.Option) and "--help" not in item.opts
    ]
    rows = ((_names(item), _meaning(item)) for item in given)
    return _table(("option", "what it does"), rows) if given else "It has no options.\n"


def _names(option: click.Option) -> str:
    """Return the names of an option, the first with what it takes."""
    first, *others = sorted(option.opts, key=len, reverse=True)
    named = f"{first} {_value(option)}".rstrip()
    return ", ".join(f"`{name}`" for name in (named, *others, *option.secondary_opts))


def _value(option: click.Option) -> str:
    """Return what an option takes, in capitals."""
    if option.is_flag:
        return ""
    kinds = {"choice": "VALUE", "integer range": "NUMBER", "filename": "FILE", "directory": "DIR"}
    return option.metavar or kinds.get(option.type.name, option.type.name.upper())


def _meaning(option: click.Option) -> str:
    """Return what an option does, what it may be, and what it is when it is left out."""
    said = re.sub(r"\s*\[default: (.*)\]$", r" Default: \1.", option.help or "")
    parts = [_escaped(said)]
    if isinstance(option.type, click.Choice):
        parts.append(f"One of {', '.join(f'`{choice}`' for choice in option.type.choices)}.")
    if isinstance(option.type, click.IntRange):
        parts.append(f"At least {option.type.min}.")
    if option.required:
        parts.append("Required.")
    if option.show_default and option.default is not None:
        parts.append(f"Default: `{option.default}`.")
    return " ".join(filter(None, parts))


def _escaped(text: str) -> str:
    """Return words of the command line as Markdown."""
    return text.replace("*", r"\*").replace("<", "&lt;").replace("[", r"\[").replace("]", r"\]")


def _used(name: str) -> str:
    """Return a line that leads to the how-tos in which a command is used."""
    used = re.compile(rf"^ *(?:\$ )?qbank {name}\b", re.MULTILINE)
    users = [file for file in pages() if file.parent.name != "reference" and used.search(file.read_text("utf-8"))]
    found = [f"[{title(file)}](../{file.relative_to(MANUAL).as_posix()})" for file in users]
    return f"\nSee {', '.join(found)}.\n" if found else ""


def title(file: Path) -> str:
    """Return the title of a page."""
    named = re.search(r"^title: (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    assert named, file
    return named[1]


def options() -> str:
    """Return the options of the plugin."""
    rows = (
        (f"`{item.name}`", f"{_capital(item.summary)}. {_capital(item.kind)}. Default: `{json.dumps(item.default)}`.")
        for item in OPTIONS
    )
    return _table(("option", "what it sets"), rows)


def fields() -> str:
    """Return the fields of a question."""
    return _fields(QUESTION_FIELDS, required=("question", "answer"))


def topic_fields() -> str:
    """Return the fields of a topic."""
    return _fields(TOPIC_FIELDS)


def page_fields() -> str:
    """Return the fields of a page."""
    return _fields(PAGE_FIELDS)


def _fields(table: Mapping[str, Field], required: Iterable[str] = ()) -> str:
    rows = (
        (f"`{name}`", f"{_code(field.summary)} {_capital(_type(field.schema))}.{' Required.' * (name in required)}")
        for name, field in table.items()
    )
    return _table(("field", "content"), rows)


def _capital(text: str) -> str:
    """Return text that begins with a capital."""
    return f"{text[0].upper()}{text[1:]}"


def _code(text: str) -> str:
    """Return a summary with the headings and names of files in it as code."""
    return re.sub(r"'(#[^']*)'|(?<![\w`])(\.md)\b", lambda m: f"`{m[1] or m[2]}`", text)


def _type(schema: Mapping[str, Any]) -> str:
    """Return the type of a value in words."""
    if "enum" in schema:
        return "one of " + ", ".join(f"`{item}`" for item in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(map(_type, schema["anyOf"]))
    if schema["type"] == "array":
        most = f", at most {schema['maxItems']}" if "maxItems" in schema else ""
        return f"list of {_type(schema['items']).replace('text', 'texts').replace('mapping', 'mappings')}{most}"
    if schema["type"] == "object":
        names = ", ".join(f"`{name}`" for name in schema["properties"])
        return f"mapping with {names}"
    if schema.get("format") == "date":
        return "date, `YYYY-MM-DD`"
    return {"string": "text", "integer": "whole number"}[schema["type"]]


def sections() -> str:
    """Return the sections of a Markdown question file and the fields that they are."""
    rows = ((f"`## {heading}`", f"`{name}`") for name, heading in SECTIONS.items())
    return _table(("heading", "field"), (("`# The question`", "`question`"), *rows))


def rules() -> str:
    """Return all rules."""
    ordered = sorted(RULES.values(), key=lambda rule: rule.id)
    rows = (
        (f"`{rule.id}`", f"{_escaped(rule.summary)} {_capital(rule.severity)}{', fixed by `--fix`' * rule.fixes}.")
        for rule in ordered
    )
    return _table(("rule", "requirement"), rows)


def data_files() -> str:
    """Return the data files of a site."""
    rows = []
    for name, path in DATA.items():
        module = import_module(f"mkdocs_qbank.render.data.{name}")
        schema = getattr(module, "SCHEMA", "")
        version = getattr(module, "VERSION", None)
        about = re.sub(r": `data/.*", "", _sentence(module.__doc__ or ""))
        internal = "" if name in DOWNLOADS else " Internal."
        described = f" Version {version}, described by `/{schema}`." if schema else internal
        rows.append((f"`/{path}`", f"{_escaped(about)}.{described}"))
    return _table(("path", "content"), rows)


def csv_columns() -> str:
    """Return the columns of the CSV table."""
    return ", ".join(f"`{name}`" for name in COLUMNS) + ".\n"


def urls() -> str:
    """Return the addresses of a site's pages."""
    found = {
        HOME: "home",
        question_page("<id>"): "question",
        topic_page("<topic>"): "topic",
        topic_print_page("<topic>"): "print",
        tag_page("<tag>"): "tag",
        **{path: name for name, path in PAGES.items()},
    }
    rows = [(f"`{_url(path)}`", _about(name)) for path, name in found.items()]
    rows.append((f"`/{markdown_file('<id>')}`", "The question as Markdown"))
    rows.append((f"`/{DATA['llms']}`", "The list of all questions for language models"))
    rows.append((f"`{_url(rule_page('<rule>'))}`", "The page of a rule of the check"))
    rows.append((f"`{_url(page_number(topic_page('<topic>'), 2))}`", "The second page of a long list"))
    rows.append((f"`{_url(question_page('<former id>'))}`", _about("moved")))
    rows.append(
        ("`/404.html`", "The page for missing addresses, which names the questions with ids like the one asked for")
    )
    return _table(("address", "page"), rows)


def _url(path: str) -> str:
    return f"/{output(path).removesuffix('index.html')}"


def _about(name: str) -> str:
    return _escaped(_sentence(import_module(f"mkdocs_qbank.render.pages.{name}").__doc__ or ""))


def reserved() -> str:
    """Return the names that pages of one's own cannot have at the root of a site."""
    return ", ".join(f"`{name}`" for name in sorted(RESERVED)) + ".\n"


def host_files() -> str:
    """Return the names of files that configure hosts."""
    return ", ".join(f"`{name}`" for name in sorted(HOST_FILES)) + ".\n"


def kinds() -> str:
    """Return the kinds of relations."""
    source = {"mentions": "a link inside an answer", "suggested": "computed from the texts"}
    shown = {"mentions": "the sentence that contains the link", "suggested": "what the two have in common"}
    rows = (
        (
            f"`{kind}`",
            f"the field `{kind.traits.field}`" if kind.traits.field else source[kind],
            shown.get(kind) or ("its `why`" if kind.traits.symmetric else kind.reason),
        )
        for kind in Kind
    )
    return _table(("kind", "source", "reason shown"), rows)


def keys() -> str:
    """Return the keys of the site, as its own list of them has them."""
    script = (ROOT / "theme_overrides/assets/javascripts/keys.js").read_text(encoding="utf-8")
    (groups,) = re.findall(r"^const GROUPS = \{\n(.*?)^\};", script, re.MULTILINE | re.DOTALL)
    rows = [
        (
            " ".join(f"`{key}`" for key in pressed.split()),
            message(f"scripts.shortcuts.{name}"),
            message(f"scripts.shortcuts.{group}"),
        )
        for group, inside in re.findall(r"(\w+): \{(.*?)\}", groups)
        for name, pressed in re.findall(r'(\w+): "([^"]*)"', inside)
    ]
    return _table(("keys", "what they do", "where"), rows)


def formats() -> str:
    """Return the formats that questions are imported from."""
    return _table(
        ("`--from`", "what it is"), ((f"`{item.name}`", f"{_escaped(_capital(item.expected))}.") for item in IMPORTERS)
    )


def import_names() -> str:
    """Return the names by which data calls the parts of a question."""
    return _table(
        ("part", "names"), ((f"`{part}`", ", ".join(f"`{name}`" for name in names)) for part, names in NAMES.items())
    )


TABLES: tuple[Callable[[], str], ...] = (
    commands,
    options,
    fields,
    topic_fields,
    page_fields,
    sections,
    rules,
    data_files,
    csv_columns,
    urls,
    reserved,
    host_files,
    kinds,
    keys,
    formats,
    import_names,
)
"""What is made from the code, each by the name of its function."""


def made(text: str) -> str:
    """Return the text of a page with its tables made again."""
    tables = {table.__name__: table for table in TABLES}
    return _REGION.sub(lambda region: f"{region[1]}\n{tables[region[2]]()}\n{region[3]}", text)


def used() -> list[str]:
    """Return the names of the tables that the pages hold."""
    return [name for file in pages() for _, name, _ in _REGION.findall(file.read_text(encoding="utf-8"))]


if __name__ == "__main__":
    for page in pages():
        page.write_text(made(page.read_text(encoding="utf-8")), encoding="utf-8")
