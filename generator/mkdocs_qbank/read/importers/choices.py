"""Multiple choice: the choices of a record, and which of them its answer is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mkdocs_qbank.read.importers.names import plain
from mkdocs_qbank.read.importers.parts import Parts
from mkdocs_qbank.read.importers.texts import bullets, text_of, texts_of

_WRONG_ONLY = ("incorrectanswers", "wronganswers", "distractors")
_MARKS = "abcdefgh12345678"
_COLUMNS = {
    kind: {f"{kind}{mark}": mark.upper() for mark in _MARKS}
    for kind in ("option", "choice", "answer", "alternative", "")
}
"""How tables name the columns of choices, and the label of each."""
_RIGHT = ("iscorrect", "correct", "right", "isanswer", "isright")
_COLUMN = re.compile(r"(?:option|choice|answer|alternative)[ _-]?([a-h1-8])", re.IGNORECASE)
"""How an answer names the column of a choice."""
_LABEL = re.compile(r"\(?([A-Ha-h])[.):]\s+(\S.*)", re.DOTALL)
_MARK = re.compile(r"\(?([A-Ha-h])(?:[.):]\s.*|[.)]?)", re.DOTALL)
_BARE = re.compile(r"\(?(?:[A-Za-z]|\d+)[.)]?")
"""An answer that says nothing without the choices that it names."""
_SEVERAL = re.compile(r"\s*(?:[A-Ha-h](?:\s*[,;&]\s*[A-Ha-h])+|\d{1,2}(?:\s*[,;&]\s*\d{1,2})+)\s*")


@dataclass(frozen=True, slots=True)
class _Choice:
    label: str
    text: str
    right: bool = False
    id: str = ""
    """What the source calls it where it says which is right."""
    place: int = 0
    """The number of its column, from 1, where the columns have numbers."""

    @property
    def shown(self) -> str:
        return f"{self.label}. {self.text}" if self.label else self.text


class UnclearAnswerError(ValueError):
    """Why nobody can tell which choice an answer is."""


@dataclass(frozen=True, slots=True)
class Counting:
    """How the answers of a source name its choices, as far as all of them together tell."""

    base: int | None = None
    """Where its numbers count from, 0 or 1."""
    index_base: int | None = 0
    """The same of numbers that are called an index."""
    torn: bool = False
    """Whether some answers count from 0 and others from 1."""
    kinds: frozenset[str] = frozenset()
    """What answers that can be only one thing are: 'text', 'label' or 'number'."""


class Tally:
    """Counts what the answers of a source can be, record by record."""

    def __init__(self) -> None:
        self._kinds: set[str] = set()
        self._only = {(indexed, base): 0 for indexed in (False, True) for base in (0, 1)}

    def add(self, parts: Parts) -> None:
        """Count the answer of one more record, which is not used for anything else."""
        name, choices = _choices(parts)
        answer_name, answer = parts.name("answer"), parts.peek("answer")
        if not choices or answer is None or plain(name) in _WRONG_ONLY or any(choice.right for choice in choices):
            return
        indexed = "index" in plain(answer_name)
        readings = _readings(_tokens(answer, choices), choices, indexed=indexed)
        kinds = {kind for kind, _ in readings}
        if len(kinds) != 1:
            return
        if not indexed:
            self._kinds |= kinds
        if kinds == {"number"} and len(readings) == 1:
            ((_, base),) = readings
            self._only[indexed, base] += 1

    @property
    def counting(self) -> Counting:
        """What is known of the source."""
        zero, one = self._only[False, 0], self._only[False, 1]
        index_zero, index_one = self._only[True, 0], self._only[True, 1]
        return Counting(
            base=_outnumbering(zero, one),
            index_base=_outnumbering(index_zero, index_one) if index_zero else None if index_one else 0,
            torn=bool(zero and one),
            kinds=frozenset(self._kinds),
        )


def _outnumbering(zero: int, one: int) -> int | None:
    """Return which base the answers that fit only one of them have, if it is that of most by far."""
    return 0 if zero > 2 * one else 1 if one > 2 * zero else None


def choices_of(parts: Parts, counting: Counting) -> tuple[str, str]:
    """Return the choices of a record as a list and the answer among them; empty texts where there are none.

    Raises UnclearAnswerError where the answer can mean two of the choices, or is a mark of none.
    """
    name, choices = _choices(parts)
    answer_name, answer = parts.name("answer"), parts.peek("answer")
    if plain(name) in _WRONG_ONLY and text_of(answer):
        choices = sorted((*choices, _Choice("", text_of(answer), right=True)), key=lambda choice: choice.text)
    if not choices:
        return "", ""
    right = [choice for choice in choices if choice.right]
    if not right and answer is not None:
        tokens = _tokens(answer, choices)
        kind, found = _resolve(tokens, choices, counting, indexed="index" in plain(answer_name))
        lettered = kind == "label" and all(map(_MARK.fullmatch, tokens))
        if lettered and not any(choice.label or choice.id for choice in choices):
            choices = [_Choice(chr(ord("A") + at), choice.text) for at, choice in enumerate(choices[:26])]
        right = [choices[at] for at in found]
    if right and answer_name:
        parts.take_name(answer_name)
    shown = [choice.shown for choice in right]
    return bullets(choice.shown for choice in choices), shown[0] if len(shown) == 1 else bullets(shown)


def _resolve(
    tokens: list[str], choices: list[_Choice], counting: Counting, *, indexed: bool
) -> tuple[str, tuple[int, ...]]:
    """Return what an answer names its choices by, and where they stand; nothing where it is a text of its own."""
    readings = _readings(tokens, choices, indexed=indexed)
    said = ", ".join(tokens)[:40]
    if not readings:
        if tokens and all(_BARE.fullmatch(token) for token in tokens):
            raise UnclearAnswerError(f"its answer is '{said}', which is none of its {len(choices)} choices")
        return "", ()
    base = counting.index_base if indexed else counting.base
    if base is None and not indexed and not counting.torn and choices[0].place:
        base = 1  # the numbers of the columns are those that answers name
    fitting = {reading: at for reading, at in readings.items() if reading[0] != "number" or base in (None, reading[1])}
    numbered = any(kind == "number" for kind, _ in readings)
    if not fitting or (numbered and counting.kinds == {"number"} and all(kind != "number" for kind, _ in fitting)):
        raise UnclearAnswerError(f"its answer is the number {said}, and other answers of its source count from {base}")
    kinds = {kind for kind, _ in fitting}
    if len(kinds) > 1 and len(kinds & counting.kinds) == 1 and len(set(fitting.values())) > 1:
        kinds &= counting.kinds
        fitting = {reading: at for reading, at in fitting.items() if reading[0] in kinds}
    if kinds == {"number"} and base is None:
        why = (
            "answers of its source count from 0 and others from 1"
            if counting.torn
            else ("nothing says where its choices count from")
        )
        raise UnclearAnswerError(f"its answer is the number {said}, and {why}")
    if len(set(fitting.values())) > 1:
        raise UnclearAnswerError(f"its answer is '{said}', which can name one choice or be the text of another")
    ((kind, _), found), *_ = fitting.items()
    return kind, found


def _readings(tokens: list[str], choices: list[_Choice], *, indexed: bool) -> dict[tuple[str, int], tuple[int, ...]]:
    """Return where the choices stand that an answer can mean, by what it names them by and where that counts from."""
    texts = {choice.text.casefold(): at for at, choice in reversed(list(enumerate(choices)))}
    found: dict[tuple[str, int], list[int | None]] = {}
    numbers = bool(tokens) and all(token.isdecimal() and len(token) < 3 for token in tokens)
    if not (indexed and numbers):
        found["text", 0] = [texts.get(token.casefold()) for token in tokens]
        found["label", 0] = [_labelled(token, choices) for token in tokens]
    if numbers and not all((choice.label or choice.id).isdecimal() for choice in choices):
        places = {choice.place or at: at - 1 for at, choice in enumerate(choices, 1)}
        found |= {("number", base): [places.get(int(token) + 1 - base) for token in tokens] for base in (0, 1)}
    return {
        reading: tuple(at for at in places_found if at is not None)
        for reading, places_found in found.items()
        if places_found and None not in places_found
    }


def _labelled(token: str, choices: list[_Choice]) -> int | None:
    """Return where the choice stands that an answer names by its label, its letter or its column."""
    mark = _COLUMN.fullmatch(token) or _MARK.fullmatch(token)
    label = mark[1] if mark else token
    for at, choice in enumerate(choices):
        if (choice.label and choice.label.casefold() == label.casefold()) or (choice.id and choice.id == token):
            return at
        if mark and choice.place and str(choice.place) == label:
            return at
    at = ord(label.upper()) - ord("A") if mark and label.isalpha() else len(choices)
    return at if at < len(choices) and not any(choice.label for choice in choices) else None


def _tokens(answer: Any, choices: list[_Choice]) -> list[str]:
    """Return an answer as the marks of several choices, or alone."""
    if isinstance(answer, list):
        return texts_of(answer)
    text = text_of(answer).strip()
    if _SEVERAL.fullmatch(text) and text not in {choice.text for choice in choices}:
        return re.split(r"\s*[,;&]\s*", text)
    return [text] if text else []


def _choices(parts: Parts) -> tuple[str, list[_Choice]]:
    """Return the name of the value with the choices and the choices."""
    name = parts.name("options") or _answers_to_choose_from(parts)
    if not name:
        for columns in _COLUMNS.values():
            names = parts.called(columns)
            if {"A", "B"} <= names.keys() or {"1", "2"} <= names.keys():
                texts = {mark: text_of(parts.take_name(column)) for mark, column in names.items()}
                return "", [
                    _Choice("", text, place=int(mark)) if mark.isdecimal() else _Choice(mark, text)
                    for mark, text in texts.items()
                ]
        return "", []
    value = parts.take_name(name)
    if isinstance(value, Mapping):
        return name, _choices_beside_labels(value) or [
            _Choice(str(label), text) for label, item in value.items() if (text := text_of(item))
        ]
    choices = (
        [_choice(item) for item in value] if isinstance(value, list) else [_choice(text) for text in texts_of(value)]
    )
    return name, _split_labels([choice for choice in choices if choice.text])


def _choices_beside_labels(value: Mapping[str, Any]) -> list[_Choice]:
    """Return the choices of an object with a list of their texts and, beside it, one of their labels."""
    names = {plain(name): item for name, item in value.items()}
    texts = next((names[name] for name in ("text", "texts") if isinstance(names.get(name), list)), None)
    if texts is None:
        return []
    given: list[Any] = next((names[name] for name in ("label", "labels") if isinstance(names.get(name), list)), [])
    labels = [text_of(label) for label in given]
    if len(set(labels)) != len(texts) or len(labels) != len(texts):
        labels = [""] * len(texts)
    return [_Choice(label, text) for label, item in zip(labels, texts, strict=True) if (text := text_of(item))]


def _answers_to_choose_from(parts: Parts) -> str:
    """Return the name of answers of which another value, or a mark, says which is right; otherwise an empty text."""
    name = next((name for name in parts.names("answer") if plain(name) == "answers"), "")
    value = parts.value(name) if name else None
    if isinstance(value, list) and all(isinstance(item, Mapping) for item in value):
        return name if any(_choice(item).right for item in value) else ""
    others = [other for other in parts.names("answer") if other != name]
    return name if others and isinstance(value, list | Mapping) else ""


def _split_labels(choices: list[_Choice]) -> list[_Choice]:
    """Return choices with the labels that all their texts begin with, such as 'A)', apart."""
    marks = [_LABEL.fullmatch(choice.text) for choice in choices]
    pairs = zip(marks, choices, strict=True)
    split = [_Choice(mark[1].upper(), mark[2], choice.right) for mark, choice in pairs if mark]
    in_order = all(choice.label == chr(ord("A") + at) for at, choice in enumerate(split))
    return split if in_order and len(split) == len(choices) else choices


def _choice(item: Any) -> _Choice:
    if not isinstance(item, Mapping):
        return _Choice("", " ".join(text_of(item).split()))
    names = {plain(name): value for name, value in item.items()}
    right = any(names.get(name) in (True, "true", "1") for name in _RIGHT)
    label = next((text for name in ("label", "letter", "key", "id") if (text := text_of(names.get(name)))), "")
    text = next((text for name in ("option", "choice", "answer") if (text := text_of(names.get(name)))), "")
    return _Choice(label if len(label) == 1 else "", text or text_of(item), right, label)
