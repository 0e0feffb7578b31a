"""Banks of questions that were never on disk, and the files of their search index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from mkdocs_qbank.model.bank import Bank, Question, Topic
from mkdocs_qbank.model.prose import Prose
from mkdocs_qbank.model.relations import Relations
from mkdocs_qbank.render.site import data_files
from mkdocs_qbank.render.view import SiteView
from mkdocs_qbank.search.index import Index, make_index
from mkdocs_qbank.search.reader import Reader
from mkdocs_qbank.search.texts import read_texts

Files = dict[str, str | bytes]


def asked(name: str, title: str, *blocks: str, aliases: Sequence[str] = (), code: Sequence[str] = ()) -> Question:
    """A question as it is read."""
    return Question(
        id=name,
        topic="t",
        path=f"{name}.md",
        question=Prose(text=title, blocks=(title,)),
        answer=Prose(text=" ".join(blocks), blocks=blocks, code=tuple(code)),
        aliases=tuple(aliases),
    )


def bank_of(*questions: Question) -> Bank:
    return Bank(questions=questions, topics=(Topic(id="t", title="Tea", path="t"),)).published


def files_of(bank: Bank, order: Sequence[str] | None = None) -> Files:
    """All that search reads of a bank, by path; `order` is that of the questions of the bank unless it is given."""
    ids = tuple(order or (question.id for question in bank.questions))
    relations = Relations(outgoing={}, incoming={})
    view = SiteView(bank=bank, relations=relations, order=ids, as_of=date(2025, 11, 24))
    return dict(data_files(view, ("search", "words", "glossary")))


def index_of(questions: Sequence[Question], order: Sequence[int] | None = None) -> Index:
    """The index of questions; `order` has their rows in the order of numbers, unless it is their own."""
    return make_index(questions, read_texts(questions), order or range(len(questions)))


def reader_of(files: Mapping[str, str | bytes]) -> Reader:
    def fetch(path: str) -> bytes:
        content = files[path]
        return content.encode() if isinstance(content, str) else content

    return Reader(fetch)
