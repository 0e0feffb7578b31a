"""Issues about dead links: which to open, to update and to close, one for each address."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mkdocs_qbank.check.dead_links import DEAD_LINK
from mkdocs_qbank.findings.report import visible
from mkdocs_qbank.model.messages import message

MOST_NEW = 20
"""The largest number of issues that one run opens; the others follow with the next run."""
_AUTHOR = "github-actions[bot]"
_MOST_PLACES, _LONGEST_TITLE = 50, 200
_KEY = re.compile(r"<!-- qbank: dead-link ([0-9a-f]{32}) -->")


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """The title and the body of an issue."""

    title: str
    body: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What to do with the issues of a repository."""

    opened: tuple[Draft, ...] = ()
    updated: Mapping[int, Draft]
    """Issues whose text is out of date or that are closed, by number; they are open afterwards."""
    closed: tuple[int, ...] = ()


def plan(findings: Iterable[Mapping[str, Any]], issues: Iterable[Mapping[str, Any]]) -> Plan:
    """Return what to do, given the findings of `qbank check --links --format json` and the issues that a run opened.

    Each issue is an object of GitHub with its `number`, `state`, `state_reason`, `title`, `body` and `user`. Those of
    other authors are left alone, and addresses whose issue somebody closed as not planned.
    """
    drafts = _drafts(findings)
    known: dict[str, Mapping[str, Any]] = {}
    for issue in sorted(issues, key=lambda issue: (issue["state"] != "open", issue["number"])):
        key = _KEY.match(issue.get("body") or "")
        if key and issue.get("user") == _AUTHOR:
            known.setdefault(key[1], issue)
    updated = {
        int(issue["number"]): drafts[key]
        for key, issue in known.items()
        if key in drafts and _is_out_of_date(issue, drafts[key])
    }
    return Plan(
        opened=tuple(draft for key, draft in drafts.items() if key not in known)[:MOST_NEW],
        updated=updated,
        closed=tuple(int(issue["number"]) for key, issue in known.items() if key not in drafts and _is_open(issue)),
    )


def _is_open(issue: Mapping[str, Any]) -> bool:
    return bool(issue["state"] == "open")


def _is_out_of_date(issue: Mapping[str, Any], draft: Draft) -> bool:
    if not _is_open(issue):
        return issue.get("state_reason") != "not_planned"
    return bool(issue["body"].replace("\r\n", "\n").strip() != draft.body.strip())


def _drafts(findings: Iterable[Mapping[str, Any]]) -> dict[str, Draft]:
    """Return the issue of each dead address by a key that its body holds, in the order of the findings."""
    places: dict[tuple[str, str], list[str]] = {}
    for finding in findings:
        if finding["rule"] == DEAD_LINK.id:
            place = message("link_issue.place", path=_code(finding["path"]), line=finding["line"])
            said = finding["details"]["address"], finding["details"]["reason"]
            places.setdefault(said, []).append(place)
    return {
        _key(address): Draft(title=_title(address), body=_body(address, reason, listed))
        for (address, reason), listed in places.items()
    }


def _key(address: str) -> str:
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _title(address: str) -> str:
    title = visible(message("link_issue.title", address=address))
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1]}…"


def _body(address: str, reason: str, places: list[str]) -> str:
    """Return Markdown in which all that a contributor or a server chose is code."""
    more = len(places) - _MOST_PLACES
    listed = [f"- {place}" for place in places[:_MOST_PLACES]]
    listed += [f"- {message('link_issue.more', count=more)}"] if more > 0 else []
    parts = (
        f"<!-- qbank: dead-link {_key(address)} -->",
        message("link_issue.address"),
        _code(address),
        message("link_issue.reason", reason=_code(reason)),
        message("link_issue.places"),
        "\n".join(listed),
        message("link_issue.help", help=DEAD_LINK.help),
        message("link_issue.note"),
    )
    return "\n\n".join(parts) + "\n"


def _code(text: str) -> str:
    """Return a text as Markdown code, whatever is in it."""
    shown = visible(text)
    fence = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    return f"{fence} {shown} {fence}" if "`" in shown else f"`{shown}`"
