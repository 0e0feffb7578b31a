"""The words of questions: texts by field, passages to embed, and content words."""

from __future__ import annotations

import re

from mkdocs_qbank.model.bank import Question

_WORD = re.compile(r"[^\W\d_][\w+#-]*[\w+#]")
STOP_WORDS = frozenset(
    """a about above after again against all almost alone already also although always am among an and another any are
    as at away be became because been before being below between both but by can cannot could did do does doing done
    down during each either else enough et etc even ever every few first for from further get gets give given go had
    has have having he her here hers him his how however i if in instead into is it its itself just keep kept last least
    less let like made make makes many may me mean means might mine more most much must my neither never no nor not
    nothing now of off often on once one ones only onto or other others our ours out over own per perhaps rather same
    say says see seem seems several she should since so some something still such take takes than that the their theirs
    them then there therefore these they this those though through thus to together too toward two under until up upon
    us use used uses using usually versus very via vs was way we well were what when where whether which while who whole
    whom whose why will with within without work works would yet you your yours""".split()  # noqa: SIM905 - it reads better so
)


def heading(question: Question) -> list[str]:
    """Return the texts that name the subject of a question best: the question itself and its tags."""
    return [question.question.text, *(tag.replace("-", " ") for tag in question.tags)]


def passages(question: Question) -> tuple[str, ...]:
    """Return the texts of a question to embed: the question itself, its tags, its aliases, and its prose."""
    return (
        " ".join(question.question.words),
        ", ".join(question.tags),
        *question.aliases,
        *(word for prose in question.prose for word in prose.words),
    )


def blocks(question: Question) -> list[str]:
    """Return every text of a question: the question itself, its tags and aliases, then its prose."""
    return [
        *question.question.words,
        *(tag.replace("-", " ") for tag in question.tags),
        *question.aliases,
        *(word for prose in question.prose for word in prose.words),
    ]


def content_words(text: str) -> list[str]:
    """Return the words of a text in lower case, without stop words."""
    return [word for word in _WORD.findall(text.lower()) if word not in STOP_WORDS]
