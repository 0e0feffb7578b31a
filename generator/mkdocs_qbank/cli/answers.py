"""What a new bank is made from: what is given, what git knows, and what somebody at a terminal says."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, replace
from pathlib import Path

from mkdocs_qbank.build.remote import MAIN, Remote, git_branch, git_remote, is_branch, remote_of, root_of
from mkdocs_qbank.build.starter import LICENCES, OTHER_REQUIREMENTS, REQUIREMENTS, Starter, installs_qbank, packages_of
from mkdocs_qbank.cli import asking
from mkdocs_qbank.cli.console import fail
from mkdocs_qbank.cli.place import Site, text_of
from mkdocs_qbank.findings.report import visible
from mkdocs_qbank.model.bank import Topic
from mkdocs_qbank.read.draft import on_one_line
from mkdocs_qbank.read.owners import OWNER
from mkdocs_qbank.read.slugs import slug, taken
from mkdocs_qbank.read.text import hidden

_ABOUT = "About this bank"
_LOCAL = "http://localhost:8000/"
_URL = re.compile(r"https?://[^\s\"'<>]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """The arguments and options of the command."""

    folder: Path
    name: str | None
    topic: str | None
    repo: str | None
    url: str | None
    branch: str | None
    owner: str | None
    licence: str | None
    github: bool | None
    move: bool | None
    source: Path | None
    yes: bool

    @property
    def asks(self) -> bool:
        """Whether somebody is there to answer."""
        return asking.can_ask() and not self.yes


def starter_of(wanted: Wanted, site: Site) -> Starter:
    """Return what the bank is made from, once somebody has been asked for what is not given."""
    _demand_good(wanted)
    here = wanted.folder if wanted.folder.is_dir() else _existing(wanted.folder)
    root = root_of(here)
    known = git_remote(here) if root is not None else None
    empty = wanted.source is None and not taken(wanted.folder / site.content)
    if wanted.asks:
        wanted = _asked(wanted, site, known, empty=empty)
    remote = remote_of(wanted.repo) if wanted.repo else known
    branch = wanted.branch or (git_branch(here) if root is not None else MAIN)
    owner = wanted.owner or _owner(remote)
    return Starter(
        name=on_one_line(wanted.name or _name(wanted.folder, site)),
        topic=_topic(wanted.topic or _ABOUT, owner),
        bank_id=_bank_id(wanted.name or _name(wanted.folder, site)),
        repo_url=remote.url if remote else "",
        site_url=wanted.url or _site_url(remote),
        edit_uri=remote.edit_uri(branch, site.pages) if remote else "",
        branch=branch,
        content=site.content,
        owner=owner,
        licence=LICENCES.get(wanted.licence or ""),
        requirements=_requirements(wanted.folder),
        packages=packages_of(site.plugins)[0],
        github=_is_for_github(wanted, remote, root),
        sample=empty,
    )


def _asked(wanted: Wanted, site: Site, known: Remote | None, *, empty: bool) -> Wanted:
    """Return what is wanted with the answers of somebody; a site says most of it itself."""
    if site.text is None:
        name = wanted.name or _ask("Name of the site", _name(wanted.folder, site))
        repo = wanted.repo or _ask_repo(known)
        wanted = replace(wanted, name=name, repo=repo, licence=wanted.licence or _ask_licence())
        remote = remote_of(repo)
        wanted = replace(wanted, url=wanted.url or _ask_url(_site_url(remote)))
    else:
        remote = remote_of(wanted.repo) if wanted.repo else known
    wanted = replace(wanted, owner=wanted.owner or _ask_owner(_owner(remote)))
    return replace(wanted, topic=wanted.topic or _ask_topic()) if empty else wanted


def _name(folder: Path, site: Site) -> str:
    named = site.data.get("site_name")
    words = re.sub(r"[-_\s]+", " ", folder.resolve().name).strip()
    return (named if isinstance(named, str) else "") or words[:1].upper() + words[1:] or "Questions"


def _site_url(remote: Remote | None) -> str:
    return (remote.site_url if remote else "") or _LOCAL


def _owner(remote: Remote | None) -> str:
    return f"@{remote.owner}" if remote and remote.host == "github.com" else ""


def _bank_id(name: str) -> str:
    """Return what no other bank has: two may have the same name."""
    return "-".join(filter(None, (slug(name), secrets.token_hex(4))))


def _demand_good(wanted: Wanted) -> None:
    """End the command where a value cannot be used."""
    for text in filter(None, (wanted.name, wanted.topic, wanted.repo, wanted.url, wanted.branch, wanted.owner)):
        if unseen := hidden(text):
            fail(f"there is {unseen[0][1]} in '{text[:80]}'")
    if wanted.topic is not None and not slug(wanted.topic):
        fail(f"the topic '{wanted.topic[:80]}' has no letter to name a folder with")
    if wanted.repo is not None and remote_of(wanted.repo) is None:
        fail(f"'{wanted.repo[:200]}' is no address of a repository; write it as https://github.com/you/tea")
    if wanted.url is not None and not _URL.fullmatch(wanted.url):
        fail(f"'{wanted.url[:200]}' is no address of a site; write it as https://you.github.io/tea/")
    if wanted.branch is not None and not is_branch(wanted.branch):
        fail(f"'{wanted.branch[:80]}' cannot be the name of a branch in a workflow")
    if wanted.owner is not None and not OWNER.fullmatch(wanted.owner):
        fail(f"'{wanted.owner[:80]}' is no owner; write @user, @organization/team or a mail address")


def _is_for_github(wanted: Wanted, remote: Remote | None, root: Path | None) -> bool:
    at_root = root is None or root == wanted.folder.resolve()
    if wanted.github and not at_root:
        fail(f"GitHub reads workflows at the root of a repository alone, which is '{root}'")
    elsewhere = remote is not None and remote.host != "github.com"
    return wanted.github if wanted.github is not None else at_root and not elsewhere


def _existing(folder: Path) -> Path:
    """Return the nearest folder above one that exists."""
    return next(parent for parent in folder.absolute().parents if parent.is_dir())


def _topic(title: str, owner: str) -> Topic:
    title = on_one_line(title)
    about = title == _ABOUT
    return Topic(
        id=slug(title),
        title=title,
        path="",
        description="How this bank works, and how to add to it." if about else f"Questions about {title.lower()}.",
        owners=(owner,) if owner else (),
    )


def _requirements(folder: Path) -> str:
    """Return the name of the file of requirements: another one where that of the folder is another program's."""
    text = text_of(folder / REQUIREMENTS)
    return OTHER_REQUIREMENTS if text.strip() and not installs_qbank(text.splitlines()) else REQUIREMENTS


def _ask(words: str, default: str) -> str:
    return asking.ask(f"{words} [{visible(default)}]") or default


def _ask_repo(known: Remote | None) -> str:
    """Return the address of the repository, or an empty text."""
    while True:
        hint = f" [{known.url}]" if known else " (Enter for none)"
        typed = asking.ask(f"Address of the repository{hint}") or (known.url if known else "")
        if not typed or remote_of(typed):
            return typed
        asking.say(f"'{typed}' is no address of a repository; write it as https://github.com/you/tea")


def _ask_url(known: str) -> str:
    while not _URL.fullmatch(typed := _ask("Address of the site", known)):
        asking.say(f"'{typed}' is no address of a site; write it as https://you.github.io/tea/")
    return typed


def _ask_topic() -> str:
    while not slug(typed := _ask("First topic", _ABOUT)):
        asking.say("it has no letter to name a folder with")
    return typed


def _ask_owner(known: str) -> str:
    while True:
        hint = f" [{known}]" if known else " (Enter for none)"
        typed = asking.ask(f"Who reviews changes, as @user or @organization/team{hint}") or known
        if not typed or OWNER.fullmatch(typed):
            return typed
        asking.say(f"'{typed}' is no owner")


def _ask_licence() -> str:
    while True:
        typed = asking.ask(f"Licence of the answers, {', '.join(LICENCES)} (Enter for none)", LICENCES)
        found = next((name for name in LICENCES if name.casefold() == typed.casefold()), "")
        if found or not typed:
            return found
        asking.say(f"there is no licence '{typed}' to choose")
