"""Whether a text asks something, as far as English in ASCII can tell.

`asks` is false only where the text is the name of a subject for sure, by the form of its words. No list of verbs is
complete, so a text that begins with an unknown word passes.
"""

from __future__ import annotations

import re
from itertools import pairwise

from mkdocs_qbank.check.task_words import HAPPENINGS, SUBJECTS, TASKS, TITLES, VERBS_LIKE_NOUNS

_MARK = re.compile("[?\uff1f\u061f\u037e\u055e]")
_WORD = re.compile(r"[A-Za-z]+(?:['-][A-Za-z]+)*")
_CLAUSE = re.compile(r"[.,:;!()\u2013\u2014\u2026-]\s+|\s[-\u2013\u2014]\s|[\"'(]")
_TASK = re.compile(r"\b(?:(?:need|want|like|have|going|asked|unable) to|differences? between)\b")
_APOSTROPHES = str.maketrans("‘’", "''")
_INTERROGATIVES = frozenset(
    """am are aren't can can't cannot could couldn't did didn't do does doesn't don't had has hasn't have haven't how
    how's hows is isn't may might must shall should shouldn't true was wasn't were weren't what what's whats when when's
    where where's wheres which who who's whom whos whose why why's will won't would wouldn't""".split()  # noqa: SIM905
)
_LEADS = frozenset(
    """a all also an and any at briefly but each every first for from further given if in it its
    let's next no not now of on or please q question some that the their there these this to two
    three using we with without you your""".split()  # noqa: SIM905
)
"""Words that may stand before the verb of a task."""
_DETERMINERS = frozenset(
    """a an another both each every her his its my our that the their them these this those three two us
    your""".split()  # noqa: SIM905
)
"""Words that follow the verb of a task, and no noun."""
_PARTICLES = frozenset(
    """about above according across after against along although amid among around as assuming based because before
    behind below beneath beside besides between beyond by concerning considering despite down during either except
    following having inside into like near neither nor off once onto out outside over past perhaps regarding since so
    sometimes supposing than thanks though through throughout thus till toward towards under underneath unless unlike
    until up upon via when while within yet always afterwards""".split()  # noqa: SIM905
)
"""Words that neither a task nor the name of a subject begins with, or both do."""
_FOREIGN = frozenset(
    """att av che co com con da das de del den der des di die dos du e een ein eine el em en er es
    est et gli i il ist jak je la las le les lo los mit na nie och og os para per por que som till
    um un una und van von w y z zu""".split()  # noqa: SIM905
)
"""Words that put it in doubt whether a text is English."""
_OF = frozenset(
    """approve beware conceive dispose dream hear know learn partake repent sing speak take talk tell think""".split()  # noqa: SIM905
)
"""Verbs that `of` follows."""
_NAME = re.compile(r"[A-Z][A-Z0-9]+s?|[A-Za-z]*[a-z][A-Z]\w*")
"""An abbreviation, or a name with a capital inside."""
_ERROR = re.compile(r"\w*(?:error|exception|warning)", re.IGNORECASE)
_NOUN = re.compile(
    r"[a-z]{2,}(?:[ts]ion|ment|ness|ity|ism|ics|logy|nomy|graphy|metry|[ae]nc[ey]|cy|hood|dom|ist|ship|ery|ory|ary|al|ive"
    r"|ous|able|ible|less|ful|ic|ian|um|ium|sis|ware|ty|th|oid|[ae]nt|gram|[^aious]s)"
)
"""A noun or an adjective by its ending. Of the 8,429 verbs of WordNet, 41 rare ones end so besides VERBS_LIKE_NOUNS."""
_PREFIX = re.compile(r"^(?:re|un|de|dis|mis|over|under|out|pre|co|inter|sub)-?(?=[a-z]{3})")
_GERUND, _PARTICIPLE = re.compile(r"[a-z]{2,}ing"), re.compile(r"[a-z]{2,}ed")
_MOST_AFTER_GERUND, _MOST_AFTER_PARTICIPLE, _MOST_WORDS = 3, 5, 12
"""How many words a name has that begins with a gerund, with a participle, and at most."""


def asks(text: str) -> bool:
    """Return whether a text asks for something, or cannot be judged: a question, a task, another language."""
    plain = text.translate(_APOSTROPHES)
    words = _WORD.findall(plain)
    if _MARK.search(plain) or not words or any(char.isalpha() and not char.isascii() for char in plain):
        return True
    lower = plain.lower()
    if not _INTERROGATIVES.isdisjoint(_WORD.findall(lower)) or _TASK.search(lower):
        return True
    return any(map(_orders, _CLAUSE.split(lower))) or not _is_name(words)


def _orders(clause: str) -> bool:
    """Return whether a clause begins with the verb of a task, also after words that may stand before it.

    A word is one that a list holds, or that an article or the like follows: `Bisect an angle`.
    """
    words = _WORD.findall(clause)
    if words[:1] in (["a"], ["an"], ["the"]):
        return False
    for number, word in enumerate(words[:4]):
        if word in TASKS:
            return True
        if word not in _LEADS and not word.endswith("ly"):
            follows = words[number + 1] if number + 1 < len(words) else ""
            return follows in _DETERMINERS and word not in _PARTICLES
    return False


def _is_name(words: list[str]) -> bool:
    """Return whether the words of a text in English can only be the name of a subject."""
    lower = [word.lower() for word in words]
    first, last = lower[0], lower[-1]
    if len(words) == 1:
        return True
    if len(words) > _MOST_WORDS or not _FOREIGN.isdisjoint(lower) or not HAPPENINGS.isdisjoint(lower[1:]):
        return False
    if last in TITLES or (lower[1] == "of" and first not in _OF):
        return True
    if first in ("the", "a", "an"):
        return not any(word.endswith("s") and following != "of" for word, following in pairwise(lower[2:]))
    if lower[1] in TASKS or (_PARTICIPLE.fullmatch(lower[1]) and len(words) >= _MOST_AFTER_PARTICIPLE):
        return False
    if _NAME.fullmatch(words[0]):
        return not _ERROR.fullmatch(first)
    return first in SUBJECTS or (len(words) == 3 and lower[1] == "and") or _is_noun(first, len(words))


def _is_noun(word: str, count: int) -> bool:
    """Return whether the first of some words is no verb by its form."""
    if word in _PARTICLES or word in _LEADS or {word, _PREFIX.sub("", word)} & VERBS_LIKE_NOUNS:
        return False
    if _GERUND.fullmatch(word):
        return count <= _MOST_AFTER_GERUND
    if _PARTICIPLE.fullmatch(word):
        return count <= _MOST_AFTER_PARTICIPLE
    return bool(_NOUN.fullmatch(word))
