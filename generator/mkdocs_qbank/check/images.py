"""Images in questions: each is a file of the bank with an alternative text, and each file is used."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import quote

from mkdocs_qbank.check.check import Check
from mkdocs_qbank.check.links import BROKEN_LINK
from mkdocs_qbank.findings.finding import Finding, Rule, Severity
from mkdocs_qbank.findings.spelling import Suggestions
from mkdocs_qbank.markdown.rules import IMAGE
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.model.prose import Link

ALT_TEXT = Rule(
    id="alt-text",
    summary="An image has an alternative text, for people who cannot see it.",
    why="Somebody who does not see the picture learns nothing from it, and search cannot find it.",
    help="Say between the brackets what the image shows: ![what it shows](name.png). Search finds it by these words.",
    fails="![](curve.png)",
    passes="![A curve that falls and then rises](curve.png)",
    severity=Severity.WARNING,
)
UNUSED_IMAGE = Rule(
    id="unused-image",
    summary="Each image beside a question is used by a question or a page.",
    why="It makes every clone of the repository larger and is never shown; often it is a picture that somebody "
    "forgot to link.",
    help="Show it with ![what it shows](name.png), or remove it. It is not published.",
    fails="questions/metrics/old-curve.png",
    passes="questions/metrics/curve.png",
    severity=Severity.WARNING,
)
_BESIDE = "Put the image beside the question, and name it relative to the question: ![what it shows](name.png)."
_NO_FILE = "Write its file between the round brackets: ![what it shows](name.png). Until then pages show its words."
_NO_IMAGE = "Images are PNG, JPEG, WebP, GIF or AVIF files; export it as one. Until then pages show its words."


def _check(bank: Bank) -> Iterator[Finding]:
    """Yield the findings about images that questions show, and about images that nothing uses."""
    suggestions = Suggestions()
    for question in bank.questions:
        for prose in (question.question, *question.prose):
            for link in (link for link in prose.links if link.image):
                if link.path in bank.images and prose is not question.question:
                    yield from _check_text(link, question.path)
                else:
                    yield from _check_file(link, question.path, bank, suggestions)
    used = {image.path for image in bank.used_images}
    for path in bank.images:
        if path not in used:
            yield UNUSED_IMAGE.at(path, 1, 1, "no question and no page uses this image")


def _check_text(link: Link, path: str) -> Iterator[Finding]:
    """Yield what is wrong with the alternative text of an image that a page shows."""
    place = (path, link.line, link.column)
    if not link.text:
        yield ALT_TEXT.at(*place, f"nothing says what '{link.target[:80]}' shows")
    elif link.text == posixpath.basename(link.path or ""):
        yield ALT_TEXT.at(*place, f"'{link.text[:80]}' is the name of the file, not what it shows")


def _check_file(link: Link, path: str, bank: Bank, suggestions: Suggestions) -> Iterator[Finding]:
    """Yield why no page shows the file of an image."""
    place = (path, link.line, link.column)
    if not link.target.strip():
        yield IMAGE.at(*place, "this image names no file", help=_NO_FILE)
    elif link.path in bank.strays:
        yield IMAGE.at(*place, f"'{link.target[:80]}' is no image", help=_NO_IMAGE)
    elif not link.dead:
        yield IMAGE.at(*place, f"this image is shown as a link: '{link.target[:80]}'")
    elif link.path not in bank.unread:
        near = _nearest(link, path, bank, suggestions)
        cure = f"Did you mean '{near}'?" if near else _BESIDE
        yield BROKEN_LINK.at(*place, f"there is no image at '{link.target[:80]}'", help=cure)


def _nearest(link: Link, path: str, bank: Bank, suggestions: Suggestions) -> str | None:
    """Return the target that means the image whose name is closest to that of a link, in this topic if there is one."""
    folder = posixpath.dirname(path)
    names = {posixpath.basename(image): image for image in sorted(bank.images)}
    names |= {posixpath.basename(image): image for image in sorted(bank.images) if image.startswith(f"{folder}/")}
    near = suggestions.nearest(posixpath.basename(link.path or ""), names)
    return quote(posixpath.relpath(names[near], folder)) if near else None


IMAGES = Check(rules=(ALT_TEXT, UNUSED_IMAGE), run=_check)
