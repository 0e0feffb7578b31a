"""The texts of questions as Markdown for use elsewhere: links and images lead to the site."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from mkdocs_qbank.markdown.links import allowed_address
from mkdocs_qbank.markdown.targets import Notation, as_written
from mkdocs_qbank.model.addresses import markdown_file, page_address, question_page
from mkdocs_qbank.model.bank import Question, Source, Status
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.prose import SECTIONS, Link, Prose
from mkdocs_qbank.render.view import SiteView

_SPECIAL = re.compile(r"[\\`*_\[\]<>&#|~$!]")


def words_of(text: str) -> str:
    """Return a text on one line that Markdown shows as it is, also between brackets."""
    return _SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))


def _source(source: Source) -> str:
    title = words_of(source.title)
    return f"- [{title}]({as_written(source.url, Notation.BARE)})" if source.url else f"- {title}"


@dataclass(frozen=True, kw_only=True)
class Portable:
    """A way to write the Markdown of a site's questions for one place."""

    view: SiteView
    root: str
    """What leads from that place to the root of the site: `https://example.org/` or `../../`."""
    twins: bool = False
    """Whether links to questions lead to their Markdown twins rather than to their pages."""

    @cached_property
    def _addresses(self) -> Mapping[str, str]:
        """The address of each page written by hand and of each image, by its file."""
        bank = self.view.bank
        images = {path: image.address for path, image in bank.images.items()}
        return images | {page.source: page_address(page.path) for page in bank.pages}

    def question(self, identifier: str, anchor: str = "") -> str:
        """Return the address of a question; twins have no anchors."""
        if self.twins:
            return f"{self.root}{markdown_file(identifier)}"
        return f"{self.root}{page_address(question_page(identifier))}{f'#{anchor}' if anchor else ''}"

    def texts(self, question: Question) -> dict[str, str]:
        """Return the Markdown of the question itself and of each of its sections, by field."""
        parts = {"question": question.question, **question.texts}
        links = {link.target: link for prose in parts.values() for link in prose.links}
        return {field: self._text(field, prose, links, question) for field, prose in parts.items()}

    def document(self, question: Question) -> str:
        """Return the Markdown of a whole question: what it is as front matter, itself, each section below its heading,
        its sources and what it relates to.
        """
        texts = self.texts(question)
        parts = [f"{self._front_matter(question)}# {texts.pop('question')}"]
        if question.status is Status.DEPRECATED:
            parts.append(f"> {words_of(message('question.deprecated'))}")
        for field, text in texts.items():
            parts += [f"## {SECTIONS[field]}", text]
        if question.sources:
            parts += [f"## {message('question.sources')}", "\n".join(map(_source, question.sources))]
        if related := list(self._related(question)):
            parts += [f"## {SECTIONS['related']}", "\n".join(related)]
        return "\n\n".join(parts) + "\n"

    def _front_matter(self, question: Question) -> str:
        """Return the front matter of a question with its permalink; fields without a value are left out."""
        fields = {
            "id": question.id,
            "url": f"{self.view.site_url}{page_address(question_page(question.id))}",
            "topic": question.topic,
            "difficulty": str(question.difficulty) if question.difficulty else None,
            "tags": list(question.tags),
            "status": str(question.status),
        }
        lines = (f"{name}: {json.dumps(value)}\n" for name, value in fields.items() if value)  # YAML contains JSON
        return f"---\n{''.join(lines)}---\n\n"

    def _related(self, question: Question) -> Iterator[str]:
        for relation in self.view.relations.outgoing[question.id]:
            title = words_of(self.view.titles[relation.target])
            yield f"- [{title}]({self.question(relation.target)}): {words_of(relation.reason)}"

    def _text(self, field: str, prose: Prose, links: Mapping[str, Link], question: Question) -> str:
        text = prose.text
        if "](" not in text and "]:" not in text and "<" not in text:
            return text
        targets, images = self.view.written_links(question.id, field, prose)
        edits = []
        for target in targets:
            address = self._address(target.target, links.get(target.target), question)
            if address != target.target:
                edits.append((target.start, target.end, as_written(address, target.notation)))
        for place in images:
            if not self._address(place.target, links.get(place.target), question):  # only its words are left
                first, last = place.words
                edits += [(place.start, first, ""), (last, place.end, "")]
        parts, at = [], 0
        for start, end, new in sorted(edits):
            if start >= at:
                parts += [text[at:start], new]
                at = end
        return "".join((*parts, text[at:]))

    def _address(self, written: str, link: Link | None, question: Question) -> str:
        """Return where a link leads; one that has no page, or whose address is not allowed, leads nowhere."""
        anchor = link.anchor if link else ""
        if link is None or link.path is None:
            if written.startswith("#"):
                return self.question(question.id, anchor)
            return written if allowed_address(written) else ""
        if link.path in self.view.bank.by_path:
            return self.question(self.view.bank.by_path[link.path].id, anchor)
        if link.path not in self._addresses:
            return ""
        return f"{self.root}{self._addresses[link.path]}{f'#{anchor}' if anchor else ''}"
