"""One record of named values, such as a JSON object or a row of a table, as a question.

Which value is which part is told by the names that people give them (`names.py`) or by `--map`, and where names leave
it open by what the values are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mkdocs_qbank.read.draft import QuestionDraft
from mkdocs_qbank.read.importers.choices import Counting, UnclearAnswerError, choices_of
from mkdocs_qbank.read.importers.citations import citations
from mkdocs_qbank.read.importers.importer import Found, Item, Link, Skipped
from mkdocs_qbank.read.importers.names import difficulty, plain, tag
from mkdocs_qbank.read.importers.parts import Parts
from mkdocs_qbank.read.importers.texts import MOST_CHARACTERS, code_of, list_of, split_question, text_of, texts_of
from mkdocs_qbank.read.slugs import slug

_LONGEST_QUESTION = 240
"""The longest question that no rule of a bank minds."""
_SHORT = 200
"""The longest answer that needs no heading between itself and its explanation."""
_ABOUT_ASKING = re.compile(r"\b(?:this question|candidates?|interviewers?|interviewees?)\b", re.IGNORECASE)
"""What an explanation speaks of that says why something is asked, not why the answer is right."""
_ABOUT_CODE = re.compile(r"\b(?:output|following|this code|snippet|below|printed|logged|returns?)\b", re.IGNORECASE)
"""What a question speaks of that asks about the code beside it."""
_WITH_EITHER = ("code", "snippet", "snippets")
"""Names of code that belongs to the question or to the answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a record stands in its source."""

    file: str
    line: int = 1
    topic: str = ""
    key: str = ""
    """What names it there, where the record has no id of its own."""
    alone: bool = False
    """Whether it is all that its file holds."""
    counting: Counting = field(default_factory=Counting)
    """How the source names its choices."""
    lost: tuple[str, ...] = ()


def asks(record: Mapping[str, Any], columns: Mapping[str, str]) -> bool:
    """Return whether a record has a question, and not only a title."""
    parts = Parts(record, columns)
    asked = parts.peek(_asking(parts))
    return bool(text_of(asked)) and not isinstance(asked, list)


def _asking(parts: Parts) -> str:
    """Return which part of a record asks: a text does, without a question or a title, if there is an answer to it."""
    if parts.name("question") or parts.name("title") or not parts.name("answer"):
        return "question"
    return next((part for part in ("body", "instruction") if parts.name(part)), "question")


def is_question(record: Mapping[str, Any], columns: Mapping[str, str]) -> bool:
    """Return whether a record is meant as a question: it asks, or it has a title and what can be an answer to it."""
    if asks(record, columns):
        return True
    parts = Parts(record, columns)
    if "question" in columns:
        return parts.peek("answer") is not None
    return bool(text_of(parts.peek("title"))) and any(
        text_of(parts.peek(part)) for part in ("answer", "explanation", "body")
    )


def item_of(record: Mapping[str, Any], place: Place, columns: Mapping[str, str]) -> Found:
    """Return the question of a record, or why it is none."""
    longest = max((len(value) for value in record.values() if isinstance(value, str)), default=0)
    if longest > MOST_CHARACTERS:
        return _skipped(record, place, f"it has a text of {longest:,} characters, more than {MOST_CHARACTERS:,}")
    parts = Parts(record, columns)
    question, alias, instruction = _question(parts)
    if not question:
        return _skipped(record, place, _missing("question", columns))
    try:
        choices, right = choices_of(parts, place.counting)
    except UnclearAnswerError as error:
        return _skipped(record, place, str(error), question)
    best, lost = _answer(parts, right)
    if not best:
        return _skipped(record, place, _missing("answer", columns), question)
    answer = [best]
    instruction += [*parts.texts("body"), *parts.texts("instruction"), choices]
    _add_code(parts, question, instruction, answer)
    explanation, context = _explanation(parts, best)
    answer += explanation
    sources, addresses = citations(parts)
    level, levels = _difficulty(parts)
    topic, *further = [word for value in parts.take_all("topic") for word in _topics(value)] or [""]
    key, ids = _ids(parts)
    draft = QuestionDraft(
        question=question,
        answer=tuple(answer),
        instruction=tuple(filter(None, instruction)),
        context=(*parts.texts("context"), *context),
        in_short=tuple(parts.texts("in_short")),
        key_points=_list(parts, "key_points"),
        common_mistakes=_list(parts, "common_mistakes"),
        follow_up_questions=_list(parts, "follow_up_questions"),
        difficulty=level,
        tags=tuple(dict.fromkeys(filter(None, map(tag, (*parts.words("tags"), *further))))),
        aliases=tuple(dict.fromkeys(filter(None, (alias, *parts.sentences("aliases"))))),
        sources=sources,
    )
    places = [place.file] if place.alone else []
    places += [address for name in ids for address in (f"{place.file}#{name}", f"#{name}")]
    return Item(
        key=key or place.key or slug(question) or question,
        file=place.file,
        line=place.line,
        draft=draft,
        topic=topic or place.topic,
        places=tuple(dict.fromkeys((*places, *addresses))),
        links=tuple(link for value in parts.take_all("related") for link in _links(value)),
        formerly=tuple(parts.words("formerly")),
        lost=(*place.lost, *lost, *levels, *(f"the field '{name[:60]}'" for name in parts.left())),
    )


def _missing(part: str, columns: Mapping[str, str]) -> str:
    name = columns.get(part)
    return f"it has no {part}" if name is None else f"it has no '{name}', which --map makes its {part}"


def _skipped(record: Mapping[str, Any], place: Place, reason: str, title: str = "") -> Skipped:
    first = next((value for value in record.values() if isinstance(value, str) and value.strip()), place.file)
    shown = " ".join(text_of((title or first)[:400]).split())
    return Skipped(file=place.file, line=place.line, title=shown[:120], reason=reason)


def _question(parts: Parts) -> tuple[str, str, list[str]]:
    """Return the question on one line, another way to ask it, and what belongs to it besides.

    Where a record has both a title and a question, the title is the question if the question is a text of several
    paragraphs, or a long one below a title that asks; otherwise it is a name for it.
    """
    asked = parts.text(_asking(parts))
    title = " ".join(parts.text("title").split()) if "question" not in parts.columns or not asked else ""
    if not asked:
        return title, "", []
    first, rest = split_question(asked)
    if title and (rest or (len(first) > _LONGEST_QUESTION and title.endswith("?"))):
        return title, "", [asked]
    return first, title if len(title.split()) > 1 and plain(title) != plain(first) else "", [rest]


def _answer(parts: Parts, right: str) -> tuple[str, list[str]]:
    """Return the answer, which is the right choice where there are choices, and what is lost of the answers."""
    if right:
        return right, []
    for part in ("answer", "explanation", "body"):
        answer, others = _best(parts.take(part))
        if answer:
            return answer, ["its other answers"] if others else []
    return "", []


def _explanation(parts: Parts, answer: str) -> tuple[list[str], list[str]]:
    """Return what explains an answer, below a heading if the answer is long, and what says why it is asked."""
    texts: list[str] = []
    context: list[str] = []
    for name in list(parts.names("explanation")):
        text = text_of(parts.take_name(name))
        if _ABOUT_ASKING.search(text):
            context.append(text)
        elif text and text not in answer:
            heading = re.sub(r"(?<=[a-z])(?=[A-Z])|[_-]+", " ", name.rpartition(".")[2]).strip().capitalize()
            texts += [f"### {heading}", text] if len(answer) > _SHORT else [text]
    return texts, context


def _best(value: Any) -> tuple[str, int]:
    """Return an answer, and how many others there are: of a list of them the accepted, or the one with most votes."""
    if not isinstance(value, list) or not value or not all(isinstance(item, Mapping) for item in value):
        return text_of(value), 0
    answers = [{plain(name): content for name, content in item.items()} for item in value]

    def rank(at: int) -> tuple[bool, int]:
        accepted = any(answers[at].get(name) in (True, "true") for name in ("isaccepted", "accepted", "iscorrect"))
        votes = next((answers[at][name] for name in ("score", "votes", "upvotes") if name in answers[at]), "0")
        return accepted, int(votes) if re.fullmatch(r"-?\d{1,9}", str(votes)) else 0

    best = max((at for at in range(len(value)) if text_of(value[at])), key=rank, default=None)
    return ("", 0) if best is None else (text_of(value[best]), len(value) - 1)


def _add_code(parts: Parts, question: str, instruction: list[str], answer: list[str]) -> None:
    """Add code to the question or to the answer, whichever it belongs to."""
    instruction += [code_of(value) for value in parts.take_all("questioncode")]
    for name in list(parts.names("code")):
        asked = plain(name) in _WITH_EITHER and _ABOUT_CODE.search(question)
        code = code_of(parts.take_name(name))
        (instruction if asked else answer).append(code)


def _list(parts: Parts, part: str) -> tuple[str, ...]:
    return tuple(filter(None, map(list_of, parts.take_all(part))))


def _difficulty(parts: Parts) -> tuple[str, list[str]]:
    """Return the difficulty, and what else is said of it and cannot be kept."""
    said = [word for value in parts.take_all("difficulty") for word in texts_of(value)]
    levels = [difficulty(word) for word in said]
    chosen = next(filter(None, levels), "")
    lost = [word for word, level in zip(said, levels, strict=True) if level != chosen or not level]
    return chosen, [f"the difficulty '{word[:60]}'" for word in lost]


def _topics(value: Any) -> list[str]:
    """Return a topic, or the topics in a list; commas in a topic's name part nothing."""
    if isinstance(value, list):
        return [text for item in value for text in _topics(item)]
    return [" ".join(text.split())] if (text := text_of(value)) else []


def ids_of(record: Mapping[str, Any], columns: Mapping[str, str]) -> list[str]:
    """Return every id of a record."""
    return _ids(Parts(record, columns))[1]


def _ids(parts: Parts) -> tuple[str, list[str]]:
    """Return the id that is most like a name, and every id."""
    ids = [" ".join(text.split())[:200] for text in parts.texts("id")]
    named = [name for name in ids if re.fullmatch(r"(?=.*[a-z]{3})[a-z0-9_/.-]+", name) and not _is_random(name)]
    return next(iter(named or ids), ""), list(dict.fromkeys(ids))


def _is_random(name: str) -> bool:
    """Return whether an id was made by a machine, such as a UUID or a hash."""
    return bool(re.fullmatch(r"[0-9a-f]{8,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", name))


def _links(value: Any) -> Iterator[Link]:
    """Yield the links in a value that names other questions by their ids, with the reasons that it gives."""
    if isinstance(value, list):
        for item in value:
            yield from _links(item)
    elif isinstance(value, Mapping):
        name = next((text for name in ("id", "slug", "key") if (text := text_of(value.get(name)))), "")
        why = next((text for name in ("why", "reason") if (text := text_of(value.get(name)))), "")
        if name:
            yield Link(place=f"#{name}", why=" ".join(why.split()))
    else:
        yield from (Link(place=f"#{name}") for name in texts_of(value))
