"""Whether a text asks something, as far as English in ASCII can tell.

`asks` is true unless it is sure of the opposite: text in another script or language always passes.
"""

from __future__ import annotations

import re

_MARK = re.compile("[?\uff1f\u061f\u037e\u055e]")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_CLAUSE = re.compile(r"[.,:;!()\u2013\u2014\u2026-]\s+|\s[-\u2013\u2014]\s|[\"'(]")
_TASK = re.compile(r"\b(?:need|want|like|have|going|asked) to\b")
_APOSTROPHES = str.maketrans("‘’", "''")
_INTERROGATIVES = frozenset(
    """am are aren't can can't could did didn't do does doesn't don't had has have how how's is
    isn't may might must shall should was wasn't were what what's when where where's which who who's
    whom whose why will won't would""".split()  # noqa: SIM905
)
_ORDERS = frozenset(
    """access add allow analyse analyze answer apply argue arrange assess assume avoid balance block
    break build calculate change check choose cite clarify classify code combine compare complete
    compose compute configure consider construct contrast convert copy correct count create critique
    debug decide deduce define delete demonstrate deploy derive describe design detect determine
    develop devise diagnose differentiate disable discuss display distinguish download draft draw
    elaborate eliminate embed enable enumerate estimate evaluate examine expand explain explore
    export express extend extract fill filter find fix flatten force format formulate generate get
    give guess handle hide identify illustrate implement import improve infer insert install
    introduce invent invert join justify keep label link list locate make map match measure mention
    merge modify move name open optimise optimize order organise organize outline parse paste pick
    plan play plot point predict prepare present print prioritise prioritize prove provide put rank
    read recall recognise recognize recommend reduce refactor remove rename reorder replace report
    reset restate return reverse review rewrite rotate run save say scale schedule search select
    send set share show simplify simulate sketch solve sort specify split spot start state stop
    suggest summarise summarize suppose swap switch sync talk tell test think trace track transfer
    transform translate troubleshoot try turn update upload use validate verify view visualise
    visualize walk write""".split()  # noqa: SIM905
)
"""Verbs that a task begins with; some are nouns too, so `Design patterns` passes."""
_LEADS = frozenset(
    """a all also an and any at briefly but each every first for from further given if in it its
    let's next no not now of on or please q question some that the their there these this to two
    three using we with without you your""".split()  # noqa: SIM905
)
"""Words that may stand before the verb of a task."""
_ENGLISH = frozenset(
    """about and basics between cheatsheet faq from fundamentals guide into introduction notes of
    overview questions summary the tutorial using with""".split()  # noqa: SIM905
)
"""Words that make sure a text of more than one word is English."""
_FOREIGN = frozenset(
    """att av che co com con da das de del den der des di die dos du e een ein eine el em en er es
    est et gli i il ist jak je la las le les lo los mit na nie och og os para per por que som till
    um un una und van von w y z zu""".split()  # noqa: SIM905
)
"""Words that put it in doubt."""


def asks(text: str) -> bool:
    """Return whether a text asks for something, or cannot be judged: a question, a task, another language."""
    plain = text.translate(_APOSTROPHES).lower()
    words = _WORD.findall(plain)
    if _MARK.search(plain) or not words or any(char.isalpha() and not char.isascii() for char in plain):
        return True
    if not _INTERROGATIVES.isdisjoint(words) or _TASK.search(plain):
        return True
    if any(map(_orders, _CLAUSE.split(plain))):
        return True
    known = len(words) == 1 or not _ENGLISH.isdisjoint(words)
    return not known or not _FOREIGN.isdisjoint(words)


def _orders(clause: str) -> bool:
    """Return whether a verb of a task is the first word of a clause, or follows words that may stand before it."""
    for word in _WORD.findall(clause)[:4]:
        if word in _ORDERS:
            return True
        if word not in _LEADS and not word.endswith("ly"):
            return False
    return False
