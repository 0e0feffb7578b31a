"""The section of CODEOWNERS that names the owners of topics."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from mkdocs_qbank.model.bank import Topic

PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
"""Where GitHub looks for the file, in this order."""
_BEGIN = "# Topics and their owners, written by 'qbank owners' from the _topic.yml files."
_END = "# End of topics and their owners."


class MarkerError(Exception):
    """Why the section of a file cannot be found, in one sentence."""


def owners_file(repository: Path) -> Path:
    """Return the CODEOWNERS of a repository, which may be a symbolic link, or the path of a new one."""
    return next((repository / place for place in PLACES if os.path.lexists(repository / place)), repository / PLACES[0])


def written_file(file: Path, repository: Path) -> Path | None:
    """Return the file that is written for a CODEOWNERS: what a link leads to; None where that is not the repository's.

    `repository` is a path without links.
    """
    there = Path(os.path.realpath(file))
    inside = there.is_relative_to(repository) and ".git" not in there.relative_to(repository).parts
    return there if inside and (there.is_file() or not os.path.lexists(there)) else None


def with_owners(text: str, topics: Iterable[Topic], folder: str) -> str:
    """Return the text of CODEOWNERS with the owners of topics, whose folders are below `folder` in the repository.

    What stands outside the two lines that enclose the section is kept, and so are the ends of lines. A new section is
    the last, because the last line that names a file decides. Raises MarkerError where one of the two lines is missing
    or repeated.
    """
    owned = sorted((topic.id, topic.owners) for topic in topics if topic.owners)
    lines = [f"/{_escaped(f'{folder}/{name}')}/ {' '.join(owners)}" for name, owners in owned]
    begins, ends = (list(re.finditer(rf"^{re.escape(line)}(?=(\r?)$)", text, re.MULTILINE)) for line in (_BEGIN, _END))
    if not begins and not ends:
        newline = "\r\n" if "\r\n" in text else "\n"
        before = f"{text.rstrip()}{newline * 2}" if text.strip() else ""
        return f"{before}{newline.join([_BEGIN, *lines, _END, ''])}" if lines else text
    if len(begins) != 1 or len(ends) != 1 or ends[0].start() < begins[0].start():
        raise MarkerError(f"it needs the lines '{_BEGIN}' and '{_END}' once each, in this order")
    section = f"{begins[0][1]}\n".join([_BEGIN, *lines, _END])
    return text[: begins[0].start()] + section + text[ends[0].end() :]


def _escaped(path: str) -> str:
    """Return a path as a pattern of CODEOWNERS, where spaces and what makes a pattern are escaped."""
    return re.sub(r"([\\ #*?\[\]!])", r"\\\1", path)
