"""When each file was last changed, and by whom, from one pass over git's log."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from generator.model import Change

_COMMIT = "\x01"


def read_history(content: Path) -> Mapping[str, Change]:
    """Gives the change of each file below a content folder, by its path as the bank names it.

    A file that git does not know has none; outside a repository, or without git, there are none at all. Renamed
    files keep their past. Names are those that .mailmap settles on.
    """
    log = _git(
        content,
        *("-c", "core.quotePath=off", "log", "-z", "-M", "--name-status", "--relative"),
        *(f"--format={_COMMIT}%as%x02%aN", "--", "."),
    )
    if log is None:
        return {}
    prefix = content.as_posix()
    found = parse_log(log)
    return {f"{prefix}/{path}": change for path, change in found.items()}


def parse_log(log: str) -> dict[str, Change]:
    """Gives the change of each path from the output of `git log -z -M --name-status`, newest commit first."""
    days: dict[str, date] = {}
    authors: dict[str, dict[str, None]] = {}
    now: dict[str, str] = {}
    for day, author, paths in _commits(log):
        for old, new in paths:
            path = now.get(new, new)
            if old != new:
                now[old] = path
            days.setdefault(path, day)
            names = authors.setdefault(path, {})
            names.pop(author, None)
            names[author] = None
    return {path: Change(date=day, authors=tuple(reversed(authors[path]))) for path, day in days.items()}


def _commits(log: str) -> Iterator[tuple[date, str, list[tuple[str, str]]]]:
    for entry in log.split(_COMMIT)[1:]:
        head, _, rest = entry.partition("\0")
        day, _, author = head.partition("\x02")
        tokens = iter(token for token in rest.lstrip("\n").split("\0") if token)
        paths = []
        for status in tokens:
            old = next(tokens, "")
            paths.append((old, next(tokens, "")) if status[0] in "RC" else (old, old))
        yield date.fromisoformat(day), author.strip(), paths


def gone_since(content: Path, revision: str) -> Mapping[str, str] | None:
    """Gives the text of each question file that a revision had and that is gone, by its path; None where git cannot."""
    listed = _git(content, "ls-tree", "-r", "-z", "--name-only", revision, "--", "questions")
    if listed is None:
        return None
    gone = [path for path in listed.split("\0") if path and not (content / path).exists()]
    texts = {path: _git(content, "show", f"{revision}:./{path}") or "" for path in gone}
    return {f"{content.as_posix()}/{path}": text for path, text in texts.items()}


def last_change(content: Path) -> int | None:
    """Gives the time of the newest commit in seconds since 1970, or None outside a repository."""
    done = _git(content, "log", "-1", "--format=%ct")
    return int(done) if done and done.strip().isdigit() else None


def _git(content: Path, *arguments: str) -> str | None:
    """What git says about a folder, or None where there is no git or it ends with an error."""
    git = shutil.which("git")
    if git is None or not content.is_dir():
        return None
    done = subprocess.run([git, "-C", str(content), *arguments], capture_output=True, check=False)
    return None if done.returncode else done.stdout.decode("utf-8", "replace")
