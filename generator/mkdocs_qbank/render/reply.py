"""Replies on GitHub, in Markdown that takes every text of others for text.

No text of others is markup, a mention, a reference or a link in them.
"""

from __future__ import annotations

from urllib.parse import quote

from mkdocs_qbank.findings.finding import Finding
from mkdocs_qbank.findings.report import visible
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.render.received import Outcome, Received
from mkdocs_qbank.render.report.neutral import code, fenced, neutral

MARKER = "<!-- qbank: receive -->"
"""The first line of the comment, by which the workflow finds it again."""
_MOST_FINDINGS = 20
_LONGEST, _LONGEST_REPORT, _LONGEST_FILE = 300, 20_000, 20_000
"""The most characters of a text on one line, of a report and of a file: together less than GitHub's 65,536."""


def block(text: str, most: int, language: str = "text") -> str:
    """Return a text as a block of code of at most about `most` characters."""
    shown = "\n".join(map(visible, text[:most].expandtabs(4).rstrip("\n").split("\n")))
    if len(shown) > most or len(text) > most:
        shown = f"{shown[:most]}\n{message('receive.cut')}"
    return fenced(shown, language)


def comment(received: Received, repository: str) -> str:
    """Return the answer to an issue."""
    parts = [MARKER]
    path = code(received.path, _LONGEST)
    if received.outcome is Outcome.VALID:
        parts.append(message("receive.advised" if received.report else "receive.accepted", path=path))
    else:
        parts.append(message("receive.empty" if received.outcome is Outcome.EMPTY else "receive.refused"))
        parts += ["\n".join(f"- {problem}" for problem in received.problems)]
        if received.report:
            parts.append(message("receive.found", path=path))
    if received.report:
        parts.append(block(received.report, _LONGEST_REPORT))
    if received.outcome is Outcome.INVALID and received.text:
        whole = block(received.text, _LONGEST_FILE, "markdown")
        parts.append(f"<details><summary>{message('receive.whole')}</summary>\n\n{whole}\n\n</details>")
    return _join([*parts, *_near(received, repository)])


def pull_request(received: Received, repository: str, number: int, login: str) -> str:
    """Return the description of the pull request that adds the file; merging it closes the issue.

    Findings stand without the lines of the file: merging can make a commit message of the description, in which GitHub
    would obey “closes #1” even in code.
    """
    author = f"[{login}](https://github.com/{quote(login)})"
    by = message("receive.proposed_by", author=author, number=number) if login else ""
    return _join(
        [
            f"{by or message('receive.proposed', number=number)} {message('receive.closes', number=number)}",
            message("receive.file", path=code(received.path, _LONGEST)),
            "\n".join(map(_item, received.findings[:_MOST_FINDINGS])),
            *_near(received, repository),
            message("receive.unchecked"),
        ]
    )


def commit_message(received: Received, number: int, credit: str) -> str:
    """Return the message of the commit that adds the file, with credit to its author."""
    trailer = f"Co-authored-by: {credit}" if credit else ""
    return _join([title(received), message("receive.proposed", number=number), trailer])


def title(received: Received) -> str:
    """Return the title of the pull request: the id, since GitHub would obey “closes #1” in a question."""
    return message("receive.title", id=received.id)


def _item(finding: Finding) -> str:
    texts = {"message": neutral(finding.message, _LONGEST), "help": neutral(finding.help, _LONGEST)}
    return f"- {message('receive.finding', line=finding.line, level=finding.severity, rule=finding.rule, **texts)}"


def _near(received: Received, repository: str) -> list[str]:
    if not received.near:
        return []
    items = (
        f"- [{title}]({repository}/blob/HEAD/{quote(path)})" if repository else f"- {title}"
        for title, path in ((neutral(near.title, _LONGEST), near.path) for near in received.near)
    )
    return [message("receive.near"), "\n".join(items)]


def _join(parts: list[str]) -> str:
    return "\n\n".join(filter(None, parts)) + "\n"
