"""The trusted scripts of a page: those in templates are trusted, those from page content are not.

Each `<script>` of a template is recorded when rendered. One with an address is replaced by an inline script that adds
the same element, because `strict-dynamic` trusts scripts added by a trusted script, but no addresses.
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import re
from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes, pass_context
from jinja2.ext import Extension
from jinja2.meta import find_undeclared_variables
from jinja2.runtime import Context
from markupsafe import Markup
from rjsmin import jsmin

log = logging.getLogger("mkdocs.plugins.qbank")

_ELEMENT = re.compile(
    r"<script\b(?:\{\{.*?\}\}|\{%.*?%\}|[^>])*>.*?</script\s*>",
    re.DOTALL | re.IGNORECASE,
)
_RAW = re.compile(r"\{%[-+]?\s*(?P<end>end)?raw\s*[-+]?%\}")
_FILTER = "qbank_script"
_SITE = frozenset(
    ["base_url", "build_date_utc", "config", "extra_css", "extra_javascript", "features", "lang", "mkdocs_version"]
)
"""Template variables that do not depend on page content."""
_CLASSIC = re.compile(r"(?:(?:text|application)/(?:x-)?(?:java|ecma)script)?\Z", re.IGNORECASE)


def _function(name: str) -> str:
    return str(jsmin((Path(__file__).resolve().parent / name).read_text(encoding="utf-8"))).removesuffix(";")


_GUARD, _INSTANT = _function("guard.js"), _function("instant.js")


class Scripts(Extension):
    """An extension that marks the scripts of all templates of an environment and records those rendered."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self.texts: set[str] = set()
        self.told: set[str] = set()
        """The templates that were warned of; an overlay of the environment compiles some once more."""
        environment.filters[_FILTER] = self._trust
        if tag := environment.filters.get("script_tag"):
            environment.filters["script_tag"] = self._tag(tag)

    def take(self) -> frozenset[str]:
        """Return the texts of the inline scripts rendered since the last call."""
        texts, self.texts = self.texts, set()
        return frozenset(texts)

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        """Return the source of a template with each script marked that does not depend on page content."""
        if "<script" not in source.lower() or name is None:
            return source
        plain = self.environment.overlay()
        plain.extensions = {key: value for key, value in plain.extensions.items() if not isinstance(value, Scripts)}
        known = _site_names(plain, source)

        def mark(match: re.Match[str]) -> str:
            element = match[0]
            if source.rfind("{{", 0, match.start()) > source.rfind("}}", 0, match.start()):
                return element  # a string inside an expression
            raw = _inside_raw(source, match.start())
            try:
                names = set() if raw else find_undeclared_variables(plain.parse(element))
            except TemplateSyntaxError:
                names = {element}
            if names - known:
                if not _is_data(element) and name not in self.told:
                    self.told.add(name)
                    log.warning("a script in the template %s prints what a page says, so browsers refuse it", name)
                return element
            begin, end = "{% filter " + _FILTER + " %}", "{% endfilter %}"
            if raw:
                begin, end = "{% endraw %}" + begin + "{% raw %}", "{% endraw %}" + end + "{% raw %}"
            return begin + element + end

        return _ELEMENT.sub(mark, source)

    def _trust(self, text: str) -> Markup:
        """Return a rendered script of a template after recording it; one with an address becomes a loader."""
        return Markup(self._record(text))  # noqa: S704 - a template is HTML

    def _record(self, text: str) -> str:
        element = _parse(text)
        kind = element.attributes.get("type") or ""
        module, classic = kind.lower() == "module", bool(_CLASSIC.match(kind))
        if not (module or classic or kind.lower() in ("importmap", "speculationrules")):
            return text
        if "src" not in element.attributes:
            self.texts.add(element.text)
            return text
        late = (module or "defer" in element.attributes) and "async" not in element.attributes
        script = loader(element.attributes.items(), late=late)
        self.texts.add(script)
        return f"<script>{script}</script>"

    def _tag(self, tag: Callable[..., str]) -> Callable[..., str]:
        """Return the filter `script_tag`, whose scripts are trusted if mkdocs.yml lists them."""

        @pass_context
        def trusted(context: Context, script: Any) -> str:
            config = context.get("config")
            named = [*config.extra_javascript, *(config.extra.get("polyfills") or ())] if config else []
            element = tag(context, script)
            return self._trust(element) if any(script == one for one in named) else element

        return trusted


def sha256(text: str) -> str:
    """Return the source expression that allows an inline script in a policy."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def loader(attributes: Iterable[tuple[str, str | None]], *, late: bool) -> str:
    """Return a script that adds a script element with these attributes at its own position.

    With `late`, the element is added once the page has been parsed, when a module or a deferred script would run.
    """
    return f"qbankAdd({_literal([[name, value or ''] for name, value in attributes])},{_literal(late)})"


def guard(texts: Iterable[str], *, instant: bool) -> str:
    """Return the first script of a page; with `instant` navigation it contains the texts of the other scripts."""
    return f"{_GUARD}{_INSTANT}({_literal(sorted(texts))})" if instant else _GUARD


def _literal(value: object) -> str:
    """Return a value as a JavaScript literal that is safe inside HTML."""
    return json.dumps(value, separators=(",", ":")).replace("<", "\\u003c")


class _Element(HTMLParser):
    """The parsed script element of a text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.attributes: dict[str, str | None] = {}
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.attributes = self.attributes or dict(attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def _parse(text: str) -> _Element:
    element = _Element()
    element.feed(text)
    element.close()
    return element


def _is_data(element: str) -> bool:
    """Return whether browsers treat a script element of a template as data, whatever is printed into it."""
    kind = _parse(element).attributes.get("type") or ""
    return not (_CLASSIC.match(kind) or kind.lower() in ("module", "importmap") or "{" in kind)


def _site_names(environment: Environment, source: str) -> frozenset[str]:
    """Return the variables of a template that do not depend on page content."""
    try:
        tree = environment.parse(source)
    except TemplateSyntaxError:
        return frozenset()
    assigned: dict[str, list[nodes.Node]] = {}
    assignments = ((node.target, node.node) for node in tree.find_all(nodes.Assign))
    for target, value in (*assignments, *((node.target, node.iter) for node in tree.find_all(nodes.For))):
        for name in _names(target):
            assigned.setdefault(name, []).append(value)
    known = {*_SITE, *environment.globals} - assigned.keys()
    while True:
        more = {name for name, values in assigned.items() if all(_names(value) <= known for value in values)} - known
        if not more:
            return frozenset(known)
        known |= more


def _names(value: nodes.Node) -> set[str]:
    names = {name.name for name in value.find_all(nodes.Name)}
    return names | {value.name} if isinstance(value, nodes.Name) else names


def _inside_raw(source: str, position: int) -> bool:
    marks = [match for match in _RAW.finditer(source) if match.start() < position]
    return bool(marks) and not marks[-1]["end"]
