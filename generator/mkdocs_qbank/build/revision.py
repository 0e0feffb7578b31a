"""The content folder as a git revision has it, written from git's objects: nothing is checked out."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from mkdocs_qbank.build.git import GitError, run_git
from mkdocs_qbank.findings.report import visible
from mkdocs_qbank.findings.spelling import nearest
from mkdocs_qbank.read.folder import MOST_DEPTH

_MOST_FILES, _MOST_BYTES = 200_000, 2 * 1024**3
"""The most files of a content folder that are read from a revision, and their bytes together."""
_LARGEST = 2 * 1024**2
"""The largest file that is written with its content; of larger ones only the size matters to a check."""
_LONGEST, _MOST_NAMES = 100, 1000
"""The maximum length of a revision in a sentence, and the most names that it is compared with."""
_NAME = re.compile(r"\w[\w./-]*")
_AT_ONCE = 64 * 1024**2
"""About how many bytes git is asked for at once."""
_FILES = (b"100644", b"100755")
"""The modes of files; links and other repositories have others."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Blob:
    path: str
    name: bytes
    size: int


def commit_of(content: Path, revision: str) -> str:
    """Return the commit that a revision names. Raises GitError, which says how to get it, where git knows none."""
    found = run_git(content, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found.fault is None:
        return found.output.decode("ascii").strip()
    raise GitError(_unknown(content, revision))


def _unknown(content: Path, revision: str) -> str:
    """Return why git knows no commit of a name, and how to get it."""
    shallow = run_git(content, "rev-parse", "--is-shallow-repository")
    commits = run_git(content, "rev-list", "-1", "--all")
    fault = shallow.fault or commits.fault
    if fault is not None:  # there is no repository, or no git, or the repository is damaged
        return fault
    if not commits.output:
        return "the repository has no commit yet"
    if run_git(content, "rev-parse", "--verify", "--quiet", "--end-of-options", revision).fault is None:
        return f"'{visible(revision)[:_LONGEST]}' names no commit"
    listed = run_git(content, "for-each-ref", f"--count={_MOST_NAMES}", "--format=%(refname:short)").output
    known = listed.decode("utf-8", "replace").splitlines()
    remote = run_git(content, "remote").output.decode("utf-8", "replace").partition("\n")[0]
    name = revision.removeprefix(f"{remote}/")
    near = f"{remote}/{revision}" if f"{remote}/{revision}" in known else nearest(revision[:_LONGEST], known)
    cures = [f"did you mean '{near}'?"] if near else []
    if remote and _NAME.fullmatch(name):
        cures.append(f"'git fetch {remote} {name}' gets a branch of that name, then called '{remote}/{name}'")
    if shallow.output.startswith(b"true"):
        cures.append(
            "this clone is shallow: 'git fetch --unshallow' gets the rest, as 'fetch-depth: 0' does in a workflow"
        )
    return "; ".join((f"git knows no revision '{visible(revision)[:_LONGEST]}' here", *cures))


def base_commit(content: Path, revision: str) -> str:
    """Return the commit that the work at hand began from: the last that it has in common with a revision.

    Without such a commit, it is the revision itself. Raises GitError where git knows no such revision.
    """
    commit = commit_of(content, revision)
    common = run_git(content, "merge-base", commit, "HEAD")
    return common.output.decode("ascii").split("\n")[0] or commit


def repository_of(content: Path) -> Path:
    """Return the root of the repository that a content folder is in. Raises GitError where there is none."""
    found = run_git(content, "rev-parse", "--show-toplevel")
    if found.fault is not None:
        raise GitError(found.fault)
    return Path(os.fsdecode(found.output.removesuffix(b"\n")))


def write_revision(content: Path, commit: str, folder: Path) -> None:
    """Write the files that a content folder had in a commit into an empty folder.

    Links are left out. Raises GitError where git cannot read them, and where they are too many or too large.
    """
    folder.mkdir(parents=True)
    waiting: list[_Blob] = []
    size = 0
    for blob in _listed(content, commit):
        if blob.size > _LARGEST:
            with _create(folder / blob.path) as file:
                file.truncate(blob.size)
            continue
        waiting.append(blob)
        size += blob.size
        if size > _AT_ONCE:
            _write(content, waiting, folder)
            waiting, size = [], 0
    _write(content, waiting, folder)


def _listed(content: Path, commit: str) -> Iterator[_Blob]:
    """Yield the files below a content folder in a commit that have a path which stays in that folder."""
    listed = run_git(content, "ls-tree", "-r", "-l", "-z", commit, "--", ".")
    if listed.fault is not None:
        raise GitError(listed.fault)
    entries = [entry for entry in listed.output.split(b"\0") if entry]
    if len(entries) > _MOST_FILES:
        raise GitError(f"the revision has more than {_MOST_FILES:,} files")
    total = 0
    for entry in entries:
        about, _, path = entry.partition(b"\t")
        mode, _, name, size = about.split()
        parts = PurePosixPath(os.fsdecode(path)).parts
        if mode not in _FILES or not _inside(parts):
            continue
        total += int(size)
        if total > _MOST_BYTES:
            raise GitError(f"the files of the revision have more than {_MOST_BYTES // 1024**3} GiB")
        yield _Blob(path="/".join(parts), name=name, size=int(size))


def _inside(parts: tuple[str, ...]) -> bool:
    return 0 < len(parts) <= MOST_DEPTH + 1 and not {"/", "..", ".git"} & {part.casefold() for part in parts}


def _write(content: Path, blobs: list[_Blob], folder: Path) -> None:
    """Write files with the content that git has of them."""
    if not blobs:
        return
    done = run_git(content, "cat-file", "--batch", "--buffer", given=b"\n".join(blob.name for blob in blobs) + b"\n")
    if done.fault is not None:
        raise GitError(done.fault)
    at = 0
    for blob in blobs:
        start = done.output.find(b"\n", at) + 1
        if done.output[at:start].split() != [blob.name, b"blob", str(blob.size).encode()]:
            raise GitError("an object of the revision is missing; fetch the whole history")
        with _create(folder / blob.path) as file:
            file.write(done.output[start : start + blob.size])
        at = start + blob.size + 1


def _create(path: Path) -> BinaryIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("xb")
    except (FileExistsError, NotADirectoryError):
        raise GitError("two files of the revision have one name") from None
