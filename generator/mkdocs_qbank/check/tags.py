"""Tags that say the same in other words: each subject has one tag."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import zip_longest

from mkdocs_qbank.check.check import Check
from mkdocs_qbank.check.rewrite import rewrite
from mkdocs_qbank.findings.finding import Finding, Rule, Severity
from mkdocs_qbank.model.bank import Bank, Question

TAG_VARIANT = Rule(
    id="tag-variant",
    summary="A subject has one tag; no other tag differs only by number, hyphens, an abbreviation or a misspelling.",
    why="Each spelling has a page and a filter of its own, so readers of one never see the questions of the other.",
    help="Use the tag that more questions have.",
    fails="tags: [word-embedding]",
    passes="tags: [word-embeddings]",
    severity=Severity.WARNING,
    fixes=True,
)
_APART = frozenset(
    """accounts acoustics airs arms arras athletics atlas axes bangs bearings bias blues braces brains briefs
    brussels canvas capers census chambers chaos charades checkers clothes colours compass contents corps cosmos
    customs damages darts draughts drawers earnings effects facilities finals fireworks flats forces ftps games
    glasses goods greens grounds headquarters heavens honours hops https humanities imaps innings irons jeans
    jenkins keras kubernetes kudos ldaps leads lens letters looks lyrics manners maps maths means minutes morals
    news nodes odds pains pandas pants papers peoples pieces plus pops premises proceeds props pulses quarters
    rails rapids regards remains riches sales savings scales scissors securities senses series shorts sights
    slacks smtps species specs spectacles spirits springs stairs states stocks surroundings terms thanks tights
    times troops tropics trousers trunks utilities vespers wages waters whites windows wits woods works yards""".split()  # noqa: SIM905
)
"""Words that are about something else than the same without their ending."""
_COUNTED = frozenset(("characteristics", "clinics", "fabrics", "heuristics", "metrics", "mosaics", "topics"))
"""Plurals in `ics`; the other words are subjects, or mean something else than the word in `ic`."""
_PARTED = re.compile(r"\b(?:[a-z]|co|de|in|re|un)-[a-z]")
"""A beginning whose hyphen can tell two words apart, as in `re-sign`."""
_SHORTEST_SINGULAR = 3
_LONGEST = 40
"""The longest tag that is compared letter by letter."""
_SHORTEST_SLIP, _MUCH = 7, 10
"""The shortest word with a slip of the pen, and how many times more questions have the right tag."""
_RARE = 2
"""The most questions that have the wrong one."""
_SHORTEST_ABBREVIATION = 3
_JOINT = re.compile(r"(?<=[a-z])-|-(?=[a-z])")
"""A hyphen that may be left out: not one between two numbers."""
_HISSES = ("che", "she", "sse", "xe", "ze")
_PLAIN = re.compile(r"[\w\s'’/.-]+")
"""A form that loses no sign when it is written as a tag, as `C++` does."""
_LETTERS = re.compile(r"[a-z0-9]+")

Better = Mapping[str, tuple[str, str, bool]]
"""The better tag for each tag that rewords it, why, and whether nothing else can be meant."""


def _check(bank: Bank) -> Iterator[Finding]:
    """Yield a finding for each use of a tag that rewords another."""
    better = variants(bank)
    if not better:
        return
    for question in bank.questions:
        for tag in question.tag_references:
            if tag.id in better:
                right, why, sure = better[tag.id]
                counts = (len(bank.by_tag[name]) for name in (right, tag.id))
                message = f"the tag '{tag.id}' {why} '{right}' ({' questions, not '.join(map(str, counts))})"
                edits = rewrite(tag, right) if sure else ()
                cure = f"Write '{right}'."
                yield TAG_VARIANT.at(question.path, tag.line, tag.column, message, help=cure, edits=edits)


def variants(bank: Bank) -> Better:
    """Return the tags of a bank that reword another, which more questions have, each with that one."""
    counts = {tag: len(questions) for tag, questions in bank.by_tag.items()}
    better: dict[str, tuple[str, str, bool]] = {}
    for why, written_alike, groups in (
        ("is another way to write", True, _by_key(counts, _written)),
        ("is short or long for", False, _by_key(counts, _forms(bank.glossary))),
        ("is short or long for", False, _abbreviations(counts)),
    ):
        for group in groups:
            right, *others = sorted(group, key=lambda tag: (-counts[tag], -len(tag), tag))
            for tag in others:
                sure = written_alike and counts[right] > counts[tag] and _is_same(tag, right)
                better.setdefault(tag, (right, why, sure))
    for tag, right in _slips(counts, bank):
        better.setdefault(tag, (right, "looks like a slip for", False))
    return {tag: (_last(right, better), why, sure) for tag, (right, why, sure) in better.items()}


def _last(tag: str, better: Better) -> str:
    """Return the tag that a better one, and the better one of that, and so on, lead to."""
    passed = {tag}
    while tag in better and better[tag][0] not in passed:
        tag = better[tag][0]
        passed.add(tag)
    return tag


def _by_key(tags: Iterable[str], key: Callable[[str], str | None]) -> list[list[str]]:
    """Return the groups of tags with the same key, of which each has several."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for tag in tags:
        name = key(tag)
        if name is not None:
            groups[name].append(tag)
    return [group for group in groups.values() if len(group) > 1]


def _written(tag: str) -> str:
    """Return a tag without hyphens between letters, each word in its singular."""
    return _JOINT.sub("", "-".join(map(_singular, tag.split("-"))))


def _singular(word: str) -> str:
    """Return a word as it is compared: `queries` as `query`, `caches` and `cache` as `cach`."""
    if word in _APART or not word.isalpha() or (word.endswith("ics") and word not in _COUNTED):
        return word
    if len(word) > _SHORTEST_SINGULAR + 1 and word.endswith(("ie", "ies")):
        return f"{word.removesuffix('s')[:-2]}y"
    bare = word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > _SHORTEST_SINGULAR else word
    return bare[:-1] if bare.endswith(_HISSES) else bare


def _is_same(tag: str, other: str) -> bool:
    """Return whether two tags can only be the same words: a plural with another sense and a telling hyphen may not."""
    if tag.replace("-", "") == other.replace("-", ""):
        return not (_PARTED.search(tag) or _PARTED.search(other))
    pairs = list(zip_longest(tag.split("-"), other.split("-"), fillvalue=""))
    return all(one == two or _is_plural(*sorted((one, two), key=len)) for one, two in pairs)


def _is_plural(word: str, plural: str) -> bool:
    if plural.endswith("ics"):
        return False
    return plural in (f"{word}s", f"{word}es") or (word.endswith("y") and plural == f"{word[:-1]}ies")


def _forms(glossary: Iterable[tuple[str, ...]]) -> Callable[[str], str | None]:
    """Return the function from a tag to the entry of a glossary that has it as a form, written as a tag."""
    entries: dict[str, str | None] = {}
    for number, forms in enumerate(glossary):
        for form in filter(_PLAIN.fullmatch, forms):
            key = _written("-".join(_LETTERS.findall(form.casefold())))
            entries[key] = str(number) if entries.get(key, str(number)) == str(number) else None
    return lambda tag: entries.get(_written(tag))


def _abbreviations(tags: Iterable[str]) -> list[list[str]]:
    """Return each tag with the one that has the initials of its words, unless there are several such."""
    long: defaultdict[str, list[str]] = defaultdict(list)
    for tag in tags:
        words = tag.split("-")
        if len(words) >= _SHORTEST_ABBREVIATION:
            long["".join(word[0] for word in words)].append(tag)
    return [[tag, *long[tag]] for tag in tags if len(long.get(tag, ())) == 1]


def _slips(counts: Mapping[str, int], bank: Bank) -> Iterator[tuple[str, str]]:
    """Yield each rare tag with the frequent one that it misspells by one letter.

    Both are looked up by what remains of them without one letter (SymSpell; Garbe, 2012), so the cost is linear.
    """
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - explaining a rule needs no compiled code

    frequent: defaultdict[str, list[str]] = defaultdict(list)
    for tag, count in counts.items():
        if count >= _MUCH and len(tag) <= _LONGEST:
            for rest in _without_letter(tag):
                frequent[rest].append(tag)
    for tag, count in counts.items():
        if frequent and count <= _RARE and len(tag) <= _LONGEST:
            near = {other for rest in _without_letter(tag) for other in frequent.get(rest, ())} - {tag}
            right = [
                other
                for other in sorted(near)
                if counts[other] >= _MUCH * count
                and OSA.distance(tag, other) == 1
                and _is_slip(tag, other, bank.by_tag[tag])
            ]
            if len(right) == 1:
                yield tag, right[0]


def _without_letter(tag: str) -> set[str]:
    return {tag, *(tag[:at] + tag[at + 1 :] for at in range(len(tag)))}


def _is_slip(tag: str, other: str, questions: Iterable[Question]) -> bool:
    """Return whether the word that differs is long, begins alike, and stands nowhere in the questions with the tag."""
    pairs = [pair for pair in zip_longest(tag.split("-"), other.split("-"), fillvalue="") if pair[0] != pair[1]]
    wrong, right = pairs[0]
    if len(pairs) > 1 or not (wrong.isalpha() and right.isalpha() and wrong[0] == right[0]):
        return False
    if min(len(wrong), len(right)) < _SHORTEST_SLIP or f"{wrong}s" == right or f"{right}s" == wrong:
        return False
    texts = (text for question in questions for prose in (question.question, *question.prose) for text in prose.words)
    return not any(wrong in text.lower() for text in texts)


TAGS = Check(rules=(TAG_VARIANT,), run=_check)
