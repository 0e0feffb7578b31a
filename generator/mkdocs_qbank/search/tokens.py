"""The words of questions: texts by field, passages to embed, and content words."""

from __future__ import annotations

import re

from mkdocs_qbank.model.bank import Question

_WORD = re.compile(r"[^\W\d_][\w+#-]*[\w+#]")
STOP_WORDS = frozenset(
    """a about above after again against all almost alone already also although always am among an and another
    any are as at away be became because been before being below between both but by can cannot could did do
    does doing done down during each either else enough et etc even ever every few first for from further get
    gets give given go had has have having he her here hers him his how however i if in instead into is it its
    itself just keep kept last least less let like made make makes many may me mean means might mine more most
    much must my neither never no nor not nothing now of off often on once one ones only onto or other others
    our ours out over own per perhaps rather same say says see seem seems several she should since so some
    something still such take takes than that the their theirs them then there therefore these they this those
    though through thus to together too toward two under until up upon us use used uses using usually versus
    very via vs was way we well were what when where whether which while who whole whom whose why will with
    within without work works would yet you your yours arent cant couldnt didnt doesnt dont hadnt hasnt havent
    heres hows im isnt ive lets shouldnt thats theres theyre wasnt werent whats whens wheres whos wont wouldnt
    youre youve""".split()  # noqa: SIM905 - it reads better so
)
VAGUE_WORDS = frozenset(
    """ability able actual add advantage amount answer answers apart approach aspect back bad bar basic
    basically basis baz best better big bit case cases certain change clear clearly common commonly completely
    consider contain contains correct corresponding create day default describe description detail details
    differ difference differences different difficult directly disadvantage easily easy effect end entire equal
    especially example examples exist exists explain explanation fact false find following follows foo form full
    general generally good great hand handle handled handles happen happens hard help helps high idea important
    include includes including info information instance interesting issue issues item items key kind kinds know
    large later lead leads left less level line list little long look lot low main mainly matter meaning means
    mention method methods middle multiple name names near necessary need needed needs new nice normally note
    null number numbers obvious old order original page part particular particularly parts people perform person
    piece place point points possible practice previous problem problems proper properly provide provided
    provides purpose put question questions quick quickly quite read real really reason reasons receive refer
    related remain require required requires respond rest result results return returns right role run running
    runs section sense separate set sets show shown shows side similar simple simply single situation situations
    small solution solve somebody someone something sometimes sort specific specifically start state statement
    step steps stop stuff subject suppose sure talk task tasks tell term terms text thing things think three
    time times title tool tools total true try turn two type types typical typically undefined understand unit
    usage useful user users valid value values various version versions want wants watch way ways whatever word
    words world write wrong year yes bool boolean char const def elif else endif enum float func function
    functions impl int let namespace nil none param params print println private public self static str string
    struct switch this throw typeof var void while yield args kwargs len http https www com org html code""".split()  # noqa: SIM905 - it reads better so
)
"""Words of any text, and the keywords of programming languages: none is what a question is about."""


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
