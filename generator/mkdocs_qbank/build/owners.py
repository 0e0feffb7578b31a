"""The section of CODEOWNERS that names the owners of topics."""

from __future__ import annotations

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
    """Return the CODEOWNERS of a repository, or the path of a new one."""
    return next((repository / place for place in PLACES if (repository / place).is_file()), repository / PLACES[0])


def with_owners(text: str, topics: Iterable[Topic], folder: str) -> str:
    """Return the text of CODEOWNERS with the owners of topics, whose folders are below `folder` in the repository.

    What stands outside the two lines that enclose the section is kept. A new section is the last, because the last
    line that names a file decides. Raises MarkerError where one of the two lines is missing or repeated.
    """
    owned = sorted((topic.id, topic.owners) for topic in topics if topic.owners)
    lines = [f"/{_escaped(f'{folder}/{name}')}/ {' '.join(owners)}" for name, owners in owned]
    section = "\n".join([_BEGIN, *lines, _END])
    counts = [len(re.findall(rf"^{re.escape(line)}\r?$", text, re.MULTILINE)) for line in (_BEGIN, _END)]
    if counts == [0, 0]:
        before = f"{text.rstrip()}\n\n" if text.strip() else ""
        return f"{before}{section}\n" if lines else text
    start, end = text.find(_BEGIN), text.find(_END)
    if counts != [1, 1] or end < start:
        raise MarkerError(f"it needs the lines '{_BEGIN}' and '{_END}' once each, in this order")
    return text[:start] + section + text[end + len(_END) :]


def _escaped(path: str) -> str:
    """Return a path as a pattern of CODEOWNERS, where spaces and what makes a pattern are escaped."""
    return re.sub(r"([\\ #*?\[\]!])", r"\\\1", path)
