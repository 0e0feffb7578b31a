"""Questions as they stand on a page with many: all open, each id its own, each link with what paper can say of it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape, unescape

from mkdocs_qbank.model.addresses import page_address, question_page
from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.prose import ID_PREFIX, SECTION_IDS, SECTIONS, Heading, Prose
from mkdocs_qbank.render.summary import facts

_ORDER = ("context", "in_short", "answer", "key_points", "common_mistakes", "follow_up_questions")
_LEVEL = 2
_KEPT = (
    r"/(?!(?:a|h[1-5])>)[a-z][a-z0-9]*"
    r'|(?!(?:a|details|h[1-5]|img)[ >])[a-z][a-z0-9]*(?: (?!(?:href|id|loading|name|src)=)[\w-]+="[^"]*")*'
)
"""A tag, without its brackets, in which nothing changes."""
_TAG = re.compile(rf'(?:<(?:{_KEPT})>[^<]*)+|<(/?)([a-z][a-z0-9]*)((?: [\w-]+="[^"]*")*)>')
"""Tags that are kept, or one tag, as the sanitiser writes them: it escapes quotes in attributes, and `<` in text."""
_ATTRIBUTE = re.compile(r' ([\w-]+)="([^"]*)"')
_PERMALINK = re.compile(r'<a(?: [\w-]+="[^"]*")*? class="headerlink"(?: [\w-]+="[^"]*")*>¶</a>')
_HEADING = re.compile(r"h[1-5]")
_ADDRESS = re.compile(r"([^?#]*)([?#]?)(.*)", re.DOTALL)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def anchor(identifier: str) -> str:
    """Return the id of a question on a page with many."""
    return ID_PREFIX + identifier


def ids_of(question: Question) -> frozenset[str]:
    """Return the ids of the texts of a question on its own page, and of their sections."""
    texts = question.texts
    headings = (heading.id for prose in texts.values() for heading in prose.headings)
    return frozenset((*map(SECTION_IDS.__getitem__, texts), *headings)).union(
        question.question.ids, *(prose.ids for prose in texts.values())
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Printout:
    """A page with many questions."""

    root: str
    """What leads from the page to the root of the site: `../../../`."""
    numbers: Mapping[str, int]
    """The number of each question on the page, by id."""
    ids: Mapping[str, Collection[str]]
    """Those of `ids_of`, by the id of the question."""

    @property
    def anchors(self) -> frozenset[str]:
        """Every id of the questions on the page."""
        own = (f"{anchor(name)}--{identifier}" for name, ids in self.ids.items() for identifier in ids)
        return frozenset((*map(anchor, self.numbers), *own))

    def html(self, question: Question) -> str:
        """Return a question with its answer, assembled from clean parts."""
        return "\n".join(self._parts(question)) + "\n"

    def heading(self, question: Question) -> Heading:
        """Return the heading of a question."""
        return Heading(level=_LEVEL, id=anchor(question.id), text=question.title)

    def _parts(self, question: Question) -> Iterator[str]:
        number, texts = self.numbers[question.id], question.texts
        asked = "{question}" if question.published else message("drafts.title", title="{question}")
        title = message("print.number", number=number, question=asked)
        before, _, after = map(escape, title.partition("{question}"))
        yield '<section class="qb-printed">'
        clean = self._clean(question.question.html, question)
        yield f'<h{_LEVEL} id="{anchor(question.id)}">{before}{clean}{after}</h{_LEVEL}>'
        if said := facts(question):
            yield f'<p class="qb-eyebrow">{escape(" · ".join(said))}</p>'
        if "instruction" in texts:
            identifier = self._own(question, SECTION_IDS["instruction"])
            yield f'<div class="qb-lead" id="{identifier}">{self._clean(texts["instruction"].html, question)}</div>'
        for name in _ORDER:
            if name in texts:
                yield from self._section(name, texts[name], question)
        if question.sources:
            yield f"<h{_LEVEL + 1}>{escape(message('question.sources'))}</h{_LEVEL + 1}><ul>"
            for source in question.sources:
                title = escape(source.title)
                link = f'<a href="{escape(source.url)}" rel="nofollow">{title}</a>' if source.url else title
                yield f"<li>{link}</li>"
            yield "</ul>"
        yield "</section>"

    def _section(self, name: str, prose: Prose, question: Question) -> Iterator[str]:
        identifier = self._own(question, SECTION_IDS[name])
        yield f'<h{_LEVEL + 1} id="{identifier}">{escape(SECTIONS[name])}</h{_LEVEL + 1}>'
        yield self._clean(prose.html, question)

    def _own(self, question: Question, identifier: str) -> str:
        """Return an id of a question's own page as it is here."""
        return f"{anchor(question.id)}--{identifier}"

    def _clean(self, html: str, question: Question) -> str:
        """Return clean HTML as it is here: its tags are changed one by one, and no text."""
        return _TAG.sub(_Tags(self, question).changed, _PERMALINK.sub("", html))

    def link(self, href: str, question: Question) -> tuple[str, str]:
        """Return the address of a link of a question's own page as it is here, and what paper says of it."""
        if href.startswith("#"):
            return f"#{self._anchor(question.id, href[1:])}", ""
        if _ELSEWHERE.match(href):
            return href, ""
        path = self._from_root(href, question)
        page, _, fragment = path.partition("#")
        other = page.removeprefix("questions/").removesuffix("/")
        if other in self.numbers and page == page_address(question_page(other)):
            return f"#{self._anchor(other, fragment)}", message("print.reference", number=self.numbers[other])
        return self.root + path, message("print.address", address=path)

    def _anchor(self, identifier: str, fragment: str) -> str:
        """Return the id here of a part of a question, or that of the question where the part is not here."""
        return anchor(identifier) + (f"--{fragment}" if fragment in self.ids[identifier] else "")

    def source(self, address: str, question: Question) -> str:
        """Return the address of an image of a question's own page as it is here."""
        return self.root + self._from_root(address, question)

    def _from_root(self, address: str, question: Question) -> str:
        path, mark, rest = _ADDRESS.fullmatch(address).groups()  # type: ignore[union-attr]
        joined = posixpath.normpath(posixpath.join(page_address(question_page(question.id)), path))
        joined = "" if joined == "." else joined + ("/" if path.endswith(("/", "..")) else "")
        return joined + mark + rest


@dataclass(slots=True)
class _Tags:
    """The tags of a text, changed in their order."""

    printout: Printout
    question: Question
    said: list[str] = field(default_factory=list)
    """What paper says of the link that is open."""

    def changed(self, match: re.Match[str]) -> str:
        """Return a tag as it is on a page with many questions."""
        slash, name, attributes = match.groups()
        if name is None:
            return match[0]
        if _HEADING.fullmatch(name) and name != f"h{_LEVEL}":
            name = f"h{int(name[1]) + 1}"
        if slash:
            said = self.said.pop() if name == "a" and self.said else ""
            return f"</{name}>" + (f' <span class="qb-ref">{escape(said)}</span>' if said else "")
        if name == "a":
            self.said.append("")
        pairs = [self._attribute(name, *pair) for pair in _ATTRIBUTE.findall(attributes)]
        more = ' open=""' if name == "details" and ' open="' not in attributes else ""
        return f"<{name}{''.join(pairs)}{more}>"

    def _attribute(self, tag: str, name: str, value: str) -> str:
        if name in ("id", "name"):
            value = f"{anchor(self.question.id)}--{value}"
        elif name == "loading":
            return ""  # what is not in sight is printed too
        elif name == "src":
            value = escape(self.printout.source(unescape(value), self.question))
        elif name == "href" and tag == "a":
            address, self.said[-1] = self.printout.link(unescape(value), self.question)
            value = escape(address)
        return f' {name}="{value}"'
