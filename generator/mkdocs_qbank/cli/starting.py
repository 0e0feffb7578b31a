"""Starting a bank: its files are written, the questions of a source imported, and the next steps named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import click

from mkdocs_qbank.build.mkdocs_yml import nav_titles
from mkdocs_qbank.build.remote import root_of
from mkdocs_qbank.build.starter import LISTS, PUBLISH, Starter, packages_of, starter_files
from mkdocs_qbank.cli import asking
from mkdocs_qbank.cli.answers import Wanted, starter_of
from mkdocs_qbank.cli.place import Done, Site, can_move, change_config, move_pages, site_in, text_of, write_all
from mkdocs_qbank.read.slugs import slug
from mkdocs_qbank.read.values import KEBAB

_BUILDS = re.compile(r"gh-deploy|deploy-pages|gh-pages")
"""What a workflow says that publishes a site."""


def start_bank(wanted: Wanted) -> None:
    """Write what a bank lacks, import its questions if a source is given, and say what comes next."""
    folder, done = wanted.folder, Done()
    site = site_in(folder)
    starter = starter_of(wanted, site)
    move = wanted.move is not False and can_move(folder, site)
    if move and wanted.asks and not wanted.move:
        move = asking.sure(f"Move {site.docs}/ to {site.pages}/, where a bank has its pages?", default=True)
    folder.mkdir(parents=True, exist_ok=True)
    if move:
        move_pages(folder, site, done)
    write_all(folder, _files(folder, site, starter, done), done)
    if site.text is not None:
        change_config(site, starter.edit_uri, done)
    for path in done.written:
        click.echo((folder / path).as_posix())
    code = _import(wanted, folder / site.content) if wanted.source is not None else 0
    _summarize(wanted, starter, site, done)
    raise SystemExit(code or (1 if done.undone else 0))


def _files(folder: Path, site: Site, starter: Starter, done: Done) -> Mapping[str, str]:
    """Return the files to write, without those that something in the folder does already."""
    files = starter_files(starter)
    if site.text is not None:
        del files["mkdocs.yml"]
    if starter.github and not (folder / PUBLISH).exists():
        other = next((path for path in _workflows(folder) if _BUILDS.search(text_of(path))), None)
        if other is not None:
            del files[PUBLISH]
            done.notes.append(
                f"{PUBLISH} was not written: {other.relative_to(folder).as_posix()} publishes a site already."
            )
    if (folder / site.pages / "README.md").exists():  # it is the home page then
        del files[f"{site.pages}/index.md"]
    return files


def _workflows(folder: Path) -> list[Path]:
    return [path for path in sorted((folder / ".github/workflows").glob("*.y*ml")) if path.is_file()]


def _import(wanted: Wanted, content: Path) -> int:
    """Run `qbank import` in the new bank; return its exit code."""
    command: click.Command = import_module("mkdocs_qbank.cli.import_").import_
    topic = ["--topic", slug(wanted.topic)] if wanted.topic else []
    try:
        command.main([*topic, "--", str(wanted.source)], "qbank import", standalone_mode=False, obj=str(content))
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 1
    return 0


def _summarize(wanted: Wanted, starter: Starter, site: Site, done: Done) -> None:
    if not done.written:
        asking.say("Every file is there already.")
    if done.left:
        asking.say(f"Left as they were: {', '.join(done.left)}")
    for note in done.notes:
        asking.say(note)
    unknown = packages_of(site.plugins)[1]
    if unknown and starter.requirements in done.written:
        asking.say(f"{starter.requirements} should also have the packages of the plugins {', '.join(unknown)}")
    if "nav" in site.data and not {path for path, _ in nav_titles(site.data["nav"])} & {*LISTS.values()}:
        lines = ", ".join(f"'- {title}: {path}'" for title, path in LISTS.items())
        asking.say(f"Questions are found by search and links; nav may have {lines} too.")
    if done.undone:
        asking.say("To be done by hand, since it cannot be done surely:")
        for what in done.undone:
            asking.say(f"  {what}")
    asking.say("Next:")
    if wanted.folder.resolve() != Path.cwd():
        asking.say(f"  cd {wanted.folder}")
    asking.say("  qbank check" if wanted.source else f'  qbank new "Your question?" --topic {_topic(wanted, starter)}')
    asking.say("  mkdocs serve")
    begin = "" if root_of(wanted.folder) is not None else f"git init -b {starter.branch} && "
    asking.say(f'  {begin}git add -A && git commit -m "Start the bank"' + (" && git push" if starter.repo_url else ""))
    if starter.github and PUBLISH in done.written:
        asking.say("On GitHub, once: Settings > Pages > Source: GitHub Actions. Every push then publishes the site.")


def _topic(wanted: Wanted, starter: Starter) -> str:
    """Return a topic that the bank has."""
    found = sorted((wanted.folder / starter.content / "questions").glob("*/"))
    names = [] if starter.sample else [folder.name for folder in found if folder.is_dir()]
    return next(filter(KEBAB.fullmatch, names), starter.topic.id)
