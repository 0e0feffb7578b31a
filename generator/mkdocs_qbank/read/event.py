"""The event that GitHub sends when a label is set on an issue, as data that nobody has to trust."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

MOST_BYTES = 4 * 1024 * 1024
"""The longest event: an issue has at most 65,536 characters, each of which JSON can write in twelve bytes."""
_LOGIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98})(?:\[bot\])?", re.ASCII)
_REPOSITORY = re.compile(r"https://[A-Za-z0-9.-]+(?::\d+)?/[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+", re.ASCII)
_MOST_ID = 10**15


class BadEventError(ValueError):
    """What is wrong with an event, in words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Issue:
    """An issue as its author wrote it."""

    number: int
    title: str
    body: str
    login: str = ""
    """The author's name on GitHub; empty where it can be none."""
    user_id: int = 0
    repository: str = ""
    """The address of the repository, without a slash at its end; empty where it can be none."""

    @property
    def credit(self) -> str:
        """The author as git names people, by an address that GitHub knows and nobody can write to."""
        return f"{self.login} <{self.user_id}+{self.login}@users.noreply.github.com>" if self.login else ""


def read_event(data: bytes) -> Issue:
    """Return the issue of an event. Raises BadEventError where there is none."""
    if len(data) > MOST_BYTES:
        raise BadEventError(f"it has more than {MOST_BYTES:,} bytes")
    try:
        event = json.loads(data)
    except (ValueError, RecursionError):
        raise BadEventError("it is no JSON") from None
    issue = _part(event, "issue")
    number = _id(issue.get("number"))
    if not number:
        raise BadEventError("it is about no issue")
    user = _part(issue, "user")
    login, user_id = _match(_LOGIN, user.get("login")), _id(user.get("id"))
    return Issue(
        number=number,
        title=_text(issue.get("title")),
        body=_text(issue.get("body")),
        login=login if user_id else "",
        user_id=user_id if login else 0,
        repository=_match(_REPOSITORY, _part(event, "repository").get("html_url")),
    )


def _part(value: Any, name: str) -> dict[str, Any]:
    part = value.get(name) if isinstance(value, dict) else None
    return part if isinstance(part, dict) else {}


def _id(value: Any) -> int:
    """Return a number that can be one of GitHub's, or 0."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < _MOST_ID else 0


def _match(form: re.Pattern[str], value: Any) -> str:
    """Return a text if it has a form, or an empty one."""
    return value if isinstance(value, str) and form.fullmatch(value) else ""


def _text(value: Any) -> str:
    """Return a text without halves of surrogate pairs, which no file can hold; empty where it is none."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else ""
