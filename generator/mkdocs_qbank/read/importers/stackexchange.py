"""Questions from a dump of a StackExchange site: Posts.xml, with PostLinks.xml and Users.xml beside it where they are.

The answer is the accepted one, otherwise the one with the highest score. What is asked in more words than the title is
the instruction. The licence, CC BY-SA, asks for the authors and the addresses of both, which become sources.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO

from mkdocs_qbank.model.bank import Source as Citation
from mkdocs_qbank.read.draft import QuestionDraft
from mkdocs_qbank.read.importers.html import escaped
from mkdocs_qbank.read.importers.importer import Found, Importer, Item, Link, Skipped, Source
from mkdocs_qbank.read.importers.names import tag
from mkdocs_qbank.read.importers.posts import BadXMLError, Index, Question, number, read_index, read_rows, row_at
from mkdocs_qbank.read.importers.texts import MOST_CHARACTERS, clean, markdown

_NAME = re.compile(r"(?:.*[-_. ])?(posts)\.xml", re.IGNORECASE)
_ROOT = re.compile(r"\s*(?:<\?xml[^>]*\?>)?\s*<posts>", re.IGNORECASE)
_HOST = re.compile(
    r"(?:[a-z0-9-]+\.)*(?:stackexchange|stackoverflow|superuser|serverfault|askubuntu|stackapps|mathoverflow)"
    r"\.(?:com|net)",
    re.IGNORECASE,
)
_HREF = re.compile(
    r"""(?<=href=")(?:https?:)?(?://(?P<host>[a-z0-9.-]+))?/(?P<kind>questions|q|a)/(?P<id>[0-9]{1,12})"""
    r"""(?:/(?![0-9]+(?:[#?/"]|$))[^"/#?]*)?(?:/(?P<answer>[0-9]{1,12}))?/?(?:[?#][^"]*)?(?=")""",
    re.IGNORECASE,
)
_FROM_ROOT = re.compile(r"""((?:href|src)=")(/(?!/))""", re.IGNORECASE)
"""An address without a site."""
_FEWEST = 4
"""How many questions a tag must have to be a topic."""
_LINKED, _DUPLICATE = 1, 3
_NO_ADDRESS = "the addresses of its question and answer, which --map site=HOST would give"


@dataclass(slots=True)
class _Dump:
    """What is known of a dump before its texts are read again."""

    file: str
    index: Index
    host: str
    names: dict[int, str] = field(default_factory=dict)
    linked: dict[int, list[tuple[int, bool]]] = field(default_factory=dict)
    """The questions that each question is linked to, and whether it asks the same."""
    asking: dict[int, list[Question]] = field(default_factory=dict)
    """Unanswered questions by the question that they duplicate."""

    def place(self, identifier: int) -> str:
        return f"https://{self.host}/questions/{identifier}" if self.host else f"{self.file}#{identifier}"

    def answered(self, identifier: int) -> Question | None:
        """Return a question of the dump that has an answer."""
        question = self.index.questions.get(identifier)
        return question if question and question.answer_at >= 0 else None


def _recognises(source: Source) -> bool:
    if source.is_folder:
        return any(_NAME.fullmatch(PurePosixPath(name).name) for name in source.files)
    return bool(_ROOT.match(source.beginning)) and "PostTypeId=" in source.beginning


def _read(source: Source) -> Iterator[Found]:
    for file in source.files:
        if not source.is_folder or _NAME.fullmatch(PurePosixPath(file).name):
            yield from _read_posts(source, file)


def _read_posts(source: Source, file: str) -> Iterator[Found]:
    with source.open(file) as opened:
        try:
            index = read_index(opened)
        except BadXMLError as error:
            yield Skipped(file=file, line=error.line, title=file, reason=str(error))
            return
        host = source.columns.get("site") or _host_in(source.name) or _host_in(file) or index.host
        dump = _Dump(file=file, index=index, host=re.sub(r"^https?://|/.*$", "", host.strip()).casefold())
        yield from _read_links(source, dump)
        yield from _read_users(source, dump)
        for question in index.questions.values():
            yield _found(opened, question, dump)


def _host_in(path: str) -> str:
    """Return the site that a folder is named after."""
    return next((part for part in re.split(r"[\\/]", path) if _HOST.fullmatch(part)), "")


def _each_row(source: Source, file: str, name: str, handle: Callable[[Mapping[str, str]], None]) -> Iterator[Skipped]:
    """Call a function with each row of the file that belongs to a Posts.xml, if there is one; yield what is wrong."""
    other = re.sub(r"posts(?=\.xml$)", name, file, flags=re.IGNORECASE)
    names = {path.casefold(): path for path in source.files}
    opened: IO[bytes] | None = None
    with suppress(OSError):
        if source.is_folder:
            opened = source.open(names[other.casefold()]) if other.casefold() in names else None
        else:
            opened = source.beside(other)
    if opened is None or other == file:
        return
    with opened:
        try:
            read_rows(opened, lambda row, _, __: handle(row))
        except BadXMLError as error:
            yield Skipped(file=file, line=error.line, title=other, reason=str(error))


def _read_links(source: Source, dump: _Dump) -> Iterator[Skipped]:
    """Read PostLinks.xml into a dump: links between its questions, and duplicates."""
    index = dump.index

    def handle(row: Mapping[str, str]) -> None:
        kind = number(row.get("LinkTypeId"))
        at, to = (
            index.question_of.get(post, post) for post in (number(row.get("PostId")), number(row.get("RelatedPostId")))
        )
        if at == to or at not in index.questions or kind not in (_LINKED, _DUPLICATE):
            return
        if kind == _DUPLICATE and not dump.answered(at) and dump.answered(to):
            dump.asking.setdefault(to, []).append(index.questions[at])
        dump.linked.setdefault(at, []).append((to, kind == _DUPLICATE))

    yield from _each_row(source, dump.file, "PostLinks", handle)


def _read_users(source: Source, dump: _Dump) -> Iterator[Skipped]:
    """Read the names of authors from Users.xml into a dump."""

    def handle(row: Mapping[str, str]) -> None:
        user = number(row.get("Id"))
        if user in dump.index.users:
            dump.names[user] = " ".join(clean(row.get("DisplayName", "")).split())[:80]

    yield from _each_row(source, dump.file, "Users", handle)


def _found(opened: IO[bytes], question: Question, dump: _Dump) -> Found:
    """Return a question with its answer, or why it cannot be imported."""
    row = row_at(opened, question.at)
    title = " ".join(clean(row.get("Title", "")).split())

    def skipped(reason: str) -> Skipped:
        return Skipped(file=dump.file, line=question.line, title=title[:120] or str(question.id), reason=reason)

    if not title:
        return skipped("it has no title")
    if question.answer_at < 0:
        same = next((to for to, duplicate in dump.linked.get(question.id, ()) if duplicate and dump.answered(to)), 0)
        return skipped(f"it has no answer; it is another way to ask question {same}" if same else "it has no answer")
    answer = row_at(opened, question.answer_at)
    bodies = [row.get("Body", ""), answer.get("Body", "")]
    if max(map(len, bodies)) > MOST_CHARACTERS:
        return skipped(f"it has a text of more than {MOST_CHARACTERS:,} characters")
    asked, answered = (markdown(_with_places(body, dump)) for body in bodies)
    if not answered:
        return skipped("its answer is empty")
    aliases = [row_at(opened, other.at).get("Title", "") for other in dump.asking.get(question.id, ())]
    draft = QuestionDraft(
        question=escaped(title),
        instruction=(asked,) if asked else (),
        answer=(answered,),
        tags=tuple(dict.fromkeys(filter(None, map(tag, question.tags)))),
        aliases=tuple(" ".join(clean(alias).split()) for alias in aliases),
        sources=(_citation("Question", row, dump), _citation("Answer", answer, dump)),
    )
    return Item(
        key=str(question.id),
        file=dump.file,
        line=question.line,
        draft=draft,
        topic=_topic(question, dump),
        places=tuple(dict.fromkeys((dump.place(question.id), f"{dump.file}#{question.id}"))),
        links=tuple(_links(question, dump)),
        lost=tuple(_lost(question, row, dump)),
    )


def _topic(question: Question, dump: _Dump) -> str:
    """Return the tag of a question that most others have, or the name of the site where few have any of them."""
    common = max(question.tags, key=lambda name: dump.index.tags[name], default="")
    site = dump.host.partition(".")[0]
    few = max(_FEWEST, len(dump.index.questions) // 50)
    return common if common and (dump.index.tags[common] >= few or not site) else site


def _links(question: Question, dump: _Dump) -> Iterator[Link]:
    """Yield the links of a question to questions that are imported, each once: as a duplicate if it is called one."""
    kinds: dict[int, bool] = {}
    for to, duplicate in dump.linked.get(question.id, ()):
        if dump.answered(to):
            kinds[to] = kinds.get(to, False) or duplicate
    yield from (Link(place=dump.place(to), duplicate=duplicate) for to, duplicate in kinds.items())


def _lost(question: Question, row: Mapping[str, str], dump: _Dump) -> Iterator[str]:
    """Yield what of a question is not kept."""
    if question.answers > 1:
        yield "its other answers"
    if "ClosedDate" in row:
        yield "that it is closed"
    if not dump.host:
        yield _NO_ADDRESS
    if any(not dump.answered(to) for to, _ in dump.linked.get(question.id, ())):
        yield "a link to a question without an answer, or of another dump"


def _with_places(html: str, dump: _Dump) -> str:
    """Return the HTML of a post in which links to questions of the dump have the addresses that are their places."""

    def place(match: re.Match[str]) -> str:
        host = match["host"]
        if host and host.casefold() != dump.host:
            return match[0]
        identifier = number(match["id"])
        if match["kind"].casefold() == "a":
            identifier = dump.index.question_of.get(identifier, 0)
        if dump.answered(identifier):
            return dump.place(identifier)
        return match[0]

    html = _HREF.sub(place, html)
    return _FROM_ROOT.sub(rf"\1https://{dump.host}\2", html) if dump.host else html


def _citation(kind: str, row: Mapping[str, str], dump: _Dump) -> Citation:
    """Return a post as a source: what it is, by whom, where, and under which licence."""
    user = number(row.get("OwnerUserId"))
    author = dump.names.get(user) or " ".join(clean(row.get("OwnerDisplayName", "")).split())[:80]
    author = author or (f"user {user}" if user else "an unnamed user")
    site = f" on {dump.host}" if dump.host else ""
    address = f"https://{dump.host}/{kind[0].lower()}/{row.get('Id')}" if dump.host else None
    return Citation(title=f"{kind} {row.get('Id')} by {author}{site} ({_licence(row)})", url=address)


def _licence(row: Mapping[str, str]) -> str:
    """Return the licence of a post: as it says, otherwise the one that the sites had on its day."""
    written = row.get("ContentLicense", "")
    if re.fullmatch(r"CC BY-SA [0-9.]{1,5}", written):
        return written
    day = row.get("CreationDate", "")[:10]
    version = "2.5" if day < "2011-04-08" else "3.0" if day < "2018-05-02" else "4.0"
    return f"CC BY-SA {version}" if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else "CC BY-SA"


STACKEXCHANGE = Importer(
    name="stackexchange",
    expected="Posts.xml of a StackExchange dump, or its folder",
    recognises=_recognises,
    read=_read,
)
