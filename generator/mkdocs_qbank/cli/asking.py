"""Questions to whoever sits at a terminal. They never mix with data in standard output."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec

import click

from mkdocs_qbank.findings.report import visible
from mkdocs_qbank.findings.spelling import nearest
from mkdocs_qbank.model.bank import Bank, Difficulty
from mkdocs_qbank.read.slugs import as_tag, slug
from mkdocs_qbank.read.text import hidden
from mkdocs_qbank.search.search import Match

_LETTER = re.compile(r"[^\W\d_]")
_DIGITS = 10
_MOST_SHOWN = 12
"""The largest number of tags that are shown as examples."""


def can_ask() -> bool:
    """Return whether somebody sits at a terminal, who sees what is asked."""
    return sys.stdin.isatty() and (sys.stdout.isatty() or sys.stderr.isatty())


def ask(words: str, known: Iterable[str] = ()) -> str:
    """Return what is typed on one line, empty for nothing; the Tab key completes what is known."""
    with _completing(known):
        while True:
            typed = " ".join(str(click.prompt(words, default="", show_default=False, err=_aside())).split())
            unseen = hidden(typed)
            if not unseen:
                return typed
            say(f"there is {unseen[0][1]} in it; type it again")


def say(words: str) -> None:
    """Print a line."""
    click.echo(visible(words), err=True)


def sure(words: str, *, default: bool) -> bool:
    """Return the answer to a question of yes or no."""
    return click.confirm(words, default=default, err=_aside())


def ask_topic(bank: Bank) -> str:
    """Return the topic that is chosen by number, name or title, or a new one."""
    topics = {topic.id: topic.title for topic in bank.topics}
    if topics:
        say("Topics:")
    for number, (name, title) in enumerate(topics.items(), 1):
        say(f"  {number:>2}  {name}  {title}")
    while True:
        typed = ask("Topic, by number or name", topics)
        chosen = _chosen(typed, topics)
        if chosen:
            return chosen
        name = slug(typed)
        if typed and not _LETTER.search(typed):
            numbers = f"the numbers are 1 to {len(topics)}" if topics else "there are no topics yet; name the first"
            say(f"there is no topic '{typed}'; {numbers}")
            continue
        near = nearest(typed, topics) if typed else None
        if near and sure(f"There is no such topic. Did you mean '{near}'?", default=True):
            return near
        if name and sure(f"Begin the new topic '{name}'?", default=False):
            return name


def ask_difficulty() -> str:
    """Return a difficulty, or nothing."""
    levels = {str(level): "" for level in Difficulty}
    named = ", ".join(f"{number} {level}" for number, level in enumerate(levels, 1))
    while True:
        typed = ask(f"Difficulty ({named}; Enter for none)", levels)
        chosen = _chosen(typed, levels)
        if chosen or not typed:
            return chosen or ""
        say(f"there is no difficulty '{typed}'")


def ask_tags(bank: Bank, topic: str) -> tuple[str, ...]:
    """Return tags, each in kebab-case; those that the topic uses most are shown."""
    counts = {tag: len(questions) for tag, questions in bank.by_tag.items()}
    here = [tag for question in bank.by_topic.get(topic, ()) for tag in question.tags]
    usual = sorted(counts, key=lambda tag: (-here.count(tag), -counts[tag], tag))[:_MOST_SHOWN]
    if usual:
        say(f"Tags in use: {', '.join(usual)}{', …' if len(counts) > len(usual) else ''}")
    tags: dict[str, None] = {}
    for tag in _typed_tags(counts):
        near = nearest(tag, counts) if tag not in counts else None
        better = near and sure(f"No question has the tag '{tag}'. Use '{near}' instead?", default=False)
        tags[near if near and better else tag] = None
    return tuple(tags)


def _typed_tags(known: Iterable[str]) -> list[str]:
    """Return what is typed as tags, once all of them are tags: none loses a sign, as `c++` would."""
    while True:
        words = [word.strip() for word in ask("Tags, separated by commas (Enter for none)", known).split(",")]
        tags = {word: as_tag(word) for word in words if word}
        wrong = [word for word, tag in tags.items() if tag is None]
        if not wrong:
            return [tag for tag in tags.values() if tag]
        listed = ", ".join(f"'{word}'" for word in wrong)
        say(f"{listed}: a tag has small letters, digits and single hyphens; write other signs as words: 'c-sharp'")


def ask_related(bank: Bank, near: Sequence[Match]) -> tuple[str, ...]:
    """Return the ids of related questions, named by their ids or by their numbers among the nearest."""
    numbered = {match.id: match.title for match in near}
    while True:
        typed = ask("Related to, by number or id, separated by commas (Enter for none)", bank.by_id)
        chosen = {word: _one_of(word, numbered, bank) for word in typed.replace(",", " ").split()}
        wrong = [word for word, identifier in chosen.items() if identifier is None]
        if not wrong:
            return tuple(dict.fromkeys(filter(None, chosen.values())))
        closest = nearest(wrong[0], bank.by_id) if _LETTER.search(wrong[0]) else None
        say(f"there is no question '{wrong[0]}'" + (f"; did you mean '{closest}'?" if closest else ""))


def show_near(near: Sequence[Match]) -> None:
    """Print the questions nearest to one, with their scores by search."""
    say("The nearest questions, with their scores:")
    width = max(len(match.id) for match in near)
    for number, match in enumerate(near, 1):
        say(f"  {number}  {match.score:5.2f}  {match.id:<{width}}  {match.title}")


def _one_of(word: str, numbered: Mapping[str, str], bank: Bank) -> str | None:
    if word in bank.by_id:
        return word
    return _at(word, list(numbered))


def _chosen(typed: str, titles: Mapping[str, str]) -> str | None:
    """Return the name that is meant by a number, a name, a title, or a beginning that only one name has."""
    names = list(titles)
    numbered = _at(typed, names)
    if numbered:
        return numbered
    folded = typed.casefold()
    same = [name for name in names if folded in (name, titles[name].casefold())]
    begun = [name for name in names if folded and name.startswith(folded)]
    return same[0] if same else begun[0] if len(begun) == 1 else None


def _at(typed: str, names: Sequence[str]) -> str | None:
    """Return the name that a number counts to, if it is such a number."""
    number = int(typed) if typed.isdecimal() and len(typed) < _DIGITS else 0
    return names[number - 1] if 0 < number <= len(names) else None


def _aside() -> bool:
    """Return whether to ask on standard error. On a terminal, lines can be edited on standard output alone."""
    return not sys.stdout.isatty()


@contextmanager
def _completing(known: Iterable[str]) -> Iterator[None]:
    """Let the Tab key complete words, where the machine has a library for that."""
    if find_spec("readline") is None:  # as on Windows
        yield
        return
    readline = import_module("readline")
    words = sorted(known)

    def complete(begun: str, number: int) -> str | None:
        return next(iter([word for word in words if word.startswith(begun)][number:]), None)

    before, delimiters = readline.get_completer(), readline.get_completer_delims()
    readline.set_completer(complete)
    readline.set_completer_delims(" ,\t\n")
    readline.parse_and_bind("bind ^I rl_complete" if "libedit" in (readline.__doc__ or "") else "tab: complete")
    try:
        yield
    finally:
        readline.set_completer(before)
        readline.set_completer_delims(delimiters)
