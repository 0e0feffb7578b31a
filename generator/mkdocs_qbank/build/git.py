"""When each file was last changed, and by whom, from one pass over git's log.

Dates, names and file names in a log are chosen by strangers: dates are kept where every reader of them can hold them,
names are bounded and stripped of what a page would obey, and no text is ever read as the structure of the log.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from mkdocs_qbank.findings.report import visible
from mkdocs_qbank.model.pages import Change

_FORMAT = "%H%x00%ad%x00%aN"
"""Three fields that end with NUL, which neither a name nor a path can hold. Dates are raw: git makes no date of a time
before 1970, it ends."""
_HASHES = (40, 64)
"""How long the name of a commit is; a status, the other thing that can follow a path, is shorter."""

MOST_SECONDS = 2**32 - 1
"""The last second that the header of a gzip file holds, and MkDocs writes the newest date of a page into one."""
_NO_COMMIT = re.compile("0{40}|0{64}")
_ZONE = re.compile(r"[+-]\d{4}", re.ASCII)
_FURTHEST_ZONE = 14 * 3600

_LONGEST_NAME = 60
_MOST_NAMES = 20
_MOST_BYTES = 10_000
"""Of a name, before anything is done with it."""
_RECENT = 100
_LONGEST_FAULT = 300


@dataclass(frozen=True, kw_only=True, slots=True)
class _History:
    changes: Mapping[str, Change] = field(default_factory=dict)
    gap: str = ""


def read_history(content: Path) -> Mapping[str, Change]:
    """Return the change of each file below a content folder, by its path as the bank names it.

    A file that git does not know has none. Without a repository there are none at all, and none where `history_gap`
    says why. Renamed files keep their past. Names are those that .mailmap settles on.
    """
    return _history(content).changes


def history_gap(content: Path) -> str:
    """Return why the history of a bank in a repository is omitted, in one sentence, or nothing."""
    return _history(content).gap


def last_change(content: Path) -> int | None:
    """Return the time of the newest commit in seconds since 1970, or None outside a repository.

    A commit whose time cannot be a date of today's formats is passed over.
    """
    done = run_git(content, "log", f"-{_RECENT}", "--no-show-signature", "--format=%ct")
    times = (int(line) for line in done.output.split() if line.isdigit())
    return next((time for time in times if time <= MOST_SECONDS), None)


def newest_file(content: Path) -> int:
    """Return the time of the newest file below a folder in seconds since 1970, and none that is still to come."""
    times = (_modified(Path(folder, name)) for folder, _, names in os.walk(content) for name in names)
    return int(min(max(times, default=0), datetime.now(UTC).timestamp()))


def _modified(file: Path) -> float:
    try:
        return max(file.lstat().st_mtime, 0)
    except OSError:
        return 0


def epoch_fault() -> str:
    """Return what is wrong with SOURCE_DATE_EPOCH, of which MkDocs makes dates, or nothing."""
    text = os.environ.get("SOURCE_DATE_EPOCH", "0")
    if text.isdecimal() and len(text) <= len(str(MOST_SECONDS)) and int(text) <= MOST_SECONDS:
        return ""
    return f"SOURCE_DATE_EPOCH is not a time in seconds from 0 to {MOST_SECONDS}; correct or unset it"


def no_commit(revision: str) -> bool:
    """Return whether git names no commit at all so: what a branch was before its first push."""
    return bool(_NO_COMMIT.fullmatch(revision))


def gone_since(content: Path, commit: str) -> Mapping[str, str]:
    """Return the text of each question file that a commit had and that is gone, by its path.

    Raises GitError where git cannot say.
    """
    listed = run_git(content, "ls-tree", "-r", "-z", "--name-only", commit, "--", "questions")
    if listed.fault is not None:
        raise GitError(listed.fault)
    paths = (os.fsdecode(path) for path in listed.output.split(b"\0") if path)
    return {
        f"{content.as_posix()}/{path}": run_git(content, "show", f"{commit}:./{path}").output.decode("utf-8", "replace")
        for path in paths
        if not os.path.lexists(content / path)
    }


def changed_since(content: Path, commit: str) -> frozenset[str]:
    """Return the paths of the files below a content folder that are new or different since a commit.

    Raises GitError where git cannot say.
    """
    listings = (
        run_git(content, "diff", "--name-only", "--no-renames", "--relative", "-z", commit, "--", "."),
        run_git(content, "ls-files", "--others", "--exclude-standard", "-z", "--", "."),
    )
    fault = next((done.fault for done in listings if done.fault is not None), None)
    if fault is not None:
        raise GitError(fault)
    names = (name for done in listings for name in done.output.split(b"\0") if name)
    return frozenset(f"{content.as_posix()}/{os.fsdecode(name)}" for name in names)


class GitError(Exception):
    """Why git did not answer, in one sentence."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """What git printed, or why it printed nothing."""

    output: bytes = b""
    fault: str | None = None
    unexplained: bool = False
    """Whether git ended with an error and gave no reason."""


def _history(content: Path) -> _History:
    state = run_git(content, "rev-parse", "--quiet", "--is-shallow-repository", "--verify", "HEAD")
    if state.fault is not None:
        silent = state.unexplained or not _in_repository(content)  # a repository without a commit has no words
        return _History(gap="" if silent else _left_out(state.fault))
    return _history_at(content, state.output)


@functools.lru_cache(maxsize=1)
def _history_at(content: Path, state: bytes) -> _History:
    """Return the history up to one commit; while a site is served, it is read again only after a commit."""
    if state.startswith(b"true"):
        return _History(gap=_left_out("the clone is shallow; fetch the rest with 'git fetch --unshallow'"))
    options = ("--date-order", "-z", "-M", "--name-status", "--relative", "--no-show-signature")
    done = run_git(content, "log", *options, "--encoding=UTF-8", "--date=raw", f"--format={_FORMAT}", "--", ".")
    if done.fault is not None:
        return _History(gap=_left_out(done.fault))
    changes = parse_log(done.output).items()
    return _History(changes={f"{content.as_posix()}/{path}": change for path, change in changes})


def _left_out(reason: str) -> str:
    return f"pages do not say when and by whom they were changed: {reason}"


def parse_log(log: bytes) -> dict[str, Change]:
    """Return the change of each path from the output of `git log -z -M --name-status`, newest commit first.

    A commit whose date cannot be read counts for its author alone, one without a name for its date alone; a path
    without any date has no change.
    """
    days: dict[str, date] = {}
    firsts: dict[str, date] = {}
    authors: dict[str, dict[str, None]] = {}
    now: dict[str, str] = {}
    for day, author, paths in _commits(log):
        for old, new in paths:
            path = now.get(new, new)
            if old != new:
                now[old] = path
            if day is not None:
                days.setdefault(path, day)
                firsts[path] = day
            names = authors.setdefault(path, {})
            if author:
                names.pop(author, None)
                names[author] = None
    return {
        path: Change(date=day, authors=_credited(reversed(authors[path])), first=firsts[path])
        for path, day in days.items()
    }


def clean_name(name: str) -> str:
    """Return the name of a person in one bounded line, without what could change how the text around it reads.

    Control and format characters (bidirectional ones among them), line separators, and what is no character at all
    count as spaces; marks are kept to two on one letter.
    """
    shown: list[str] = []
    marks = 0
    for char in name[: _LONGEST_NAME * 10]:
        kind = unicodedata.category(char)
        marks = marks + 1 if kind.startswith("M") else 0
        if marks <= 2:
            shown.append(" " if kind[0] in "CZ" else char)
    line = " ".join("".join(shown).split())
    return line if len(line) <= _LONGEST_NAME else line[: _LONGEST_NAME - 1].rstrip() + "…"


def _credited(names: Iterable[str]) -> tuple[str, ...]:
    listed = tuple(names)
    more = len(listed) - _MOST_NAMES
    return listed if more <= 0 else (*listed[:_MOST_NAMES], f"{more} more")


def _commits(log: bytes) -> Iterator[tuple[date | None, str, list[tuple[str, str]]]]:
    """Each commit's day, author, and the old and new path of each file it changed.

    After a path comes either the status of another file or the next commit: the first is a letter with digits, the
    second as long as a hash. All else has its fixed place, so no name or path is ever read as either.
    """
    tokens = iter(log.split(b"\0"))
    head = next(tokens, b"").strip()
    while len(head) in _HASHES:
        day, author = _day(next(tokens, b"")), _name(next(tokens, b""))
        paths: list[tuple[str, str]] = []
        head = next(tokens, b"").strip()
        while head and len(head) not in _HASHES:
            old = os.fsdecode(next(tokens, b""))
            paths.append((old, os.fsdecode(next(tokens, b""))) if head[:1] in b"RC" else (old, old))
            head = next(tokens, b"").strip()
        yield day, author, paths
        head = head or next(tokens, b"").strip()


def _name(text: bytes) -> str:
    """Return a name, or nothing where a commit has none and git repeats the format."""
    return "" if text == b"%aN" else clean_name(text[:_MOST_BYTES].decode("utf-8", "replace"))


def _day(text: bytes) -> date | None:
    """Return the author's local date, from seconds since 1970 and an offset such as +0530."""
    seconds, _, zone = text.decode("ascii", "replace").partition(" ")
    if not (seconds.isdecimal() and len(seconds) <= len(str(MOST_SECONDS)) and _ZONE.fullmatch(zone)):
        return None
    offset = int(f"{zone[0]}1") * (int(zone[1:3]) * 3600 + int(zone[3:]) * 60)
    time = int(seconds) + (offset if abs(offset) <= _FURTHEST_ZONE else 0)
    return datetime.fromtimestamp(time, UTC).date() if 0 <= time <= MOST_SECONDS else None


def _in_repository(content: Path) -> bool:
    return any(os.path.lexists(folder / ".git") for folder in (content.absolute() / ".git").parents)


def _program() -> str | None:
    """Return the path of git. Windows looks for it in the current folder first, where a bank could bring its own."""
    found = shutil.which("git")
    return None if found is None or Path(found).absolute().parent == Path.cwd() else found


def run_git(content: Path, *arguments: str, given: bytes | None = None) -> Done:
    """Return the output of git in a folder, to which `given` is its input, or the reason why there is none."""
    git = _program()
    if git is None:
        return Done(fault="git is not installed")
    command = [git, "-C", str(content), "-c", "core.quotePath=off", *arguments]
    try:
        done = subprocess.run(
            command,
            input=given,
            capture_output=True,
            check=False,
            env={**os.environ, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"},
        )
    except OSError as error:
        return Done(fault=f"git does not start ({error.strerror})")
    if done.returncode == 0:
        return Done(output=done.stdout)
    said = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    fault = next((line for line in said if line.startswith("fatal: ")), next(iter(said), ""))
    reason = visible(fault.removeprefix("fatal: "))[:_LONGEST_FAULT]
    return Done(fault=f"git refuses ({reason})" if reason else "git ended with an error", unexplained=not reason)
