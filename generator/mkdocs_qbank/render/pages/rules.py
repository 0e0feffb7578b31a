"""The list of the rules of the check, and a page for each: what it means, why, and how to fix it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mkdocs_qbank.check.rules import RULES
from mkdocs_qbank.findings.finding import Rule
from mkdocs_qbank.findings.levels import LEVELS, level
from mkdocs_qbank.findings.report import visible
from mkdocs_qbank.model.addresses import PAGES, page_address, rule_page
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.render.contents import generated_page
from mkdocs_qbank.render.entries import list_meta
from mkdocs_qbank.render.view import SiteView


def pages(view: SiteView) -> Iterable[Page]:
    """Yield the page `rules/`, every rule by its level in this bank, and the page of each rule."""
    title, about = message("rules.title"), message("rules.about")
    rules = sorted(RULES.values(), key=lambda rule: rule.id)
    meta = _meta("rules.html", title, about)
    meta["qbank"] = {"levels": [_group(name, rules, view) for name in LEVELS]}
    yield generated_page(PAGES["rules"], meta, title, about)
    for rule in rules:
        yield _page(rule, view)


def _meta(template: str, title: str, description: str) -> dict[str, Any]:
    """Return the front matter of a page that readers reach from a report alone."""
    return {**list_meta(template, title, description), "hide": ["navigation", "toc"], "search": {"exclude": True}}


def _group(name: str, rules: Iterable[Rule], view: SiteView) -> dict[str, Any]:
    named = [rule for rule in rules if level(rule, view.levels) == name]
    return {
        "label": message(f"rules.level.{name}"),
        "rules": [{"id": rule.id, "url": page_address(rule_page(rule.id)), "summary": rule.summary} for rule in named],
    }


def _page(rule: Rule, view: SiteView) -> Page:
    meta = _meta("rule.html", rule.id, rule.summary)
    meta["qbank"] = {
        "level": message(f"rules.level.{level(rule, view.levels)}"),
        "why": rule.why,
        "help": rule.help,
        "fails": _shown(rule.fails),
        "passes": _shown(rule.passes),
        "fixes": rule.fixes,
        "alone": rule.alone,
    }
    return generated_page(rule_page(rule.id), meta, rule.id, rule.summary)


def _shown(example: str) -> str:
    """Return an example with what nobody sees in it escaped."""
    return "\n".join(visible(line) for line in example.split("\n"))
