"""Multiple choice: the choices of a record, and which of them its answer is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Any

from mkdocs_qbank.read.importers.names import NAMES, plain
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
_BARE_MARK = re.compile(r"\(?[A-Ha-h][.)]?")
_MARK = re.compile(r"\(?([A-Ha-h])(?:[.):]\s.*|[.)]?)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Choice:
    label: str
    text: str
    right: bool = False
    id: str = ""
    """What the source calls it where it says which is right."""

    @property
    def shown(self) -> str:
        return f"{self.label}. {self.text}" if self.label else self.text


class UnclearAnswerError(ValueError):
    """Why nobody can tell which choice an answer is."""


def choices_of(parts: Parts, count_from: int | None = None) -> tuple[str, str]:
    """Return the choices of a record as a list and the answer among them; empty texts where there are none.

    `count_from` is where the source counts its choices from, if that is known. Raises UnclearAnswerError where the
    answer is a number that can mean two of the choices, or a number or a letter that means none of them.
    """
    name, choices = _choices(parts)
    answer_name, answer = parts.name("answer"), parts.peek("answer")
    if plain(name) in _WRONG_ONLY and text_of(answer):
        choices = sorted((*choices, _Choice("", text_of(answer))), key=lambda choice: choice.text)
    if not choices:
        return "", ""
    right = [choice for choice in choices if choice.right]
    if not right and answer is not None:
        tokens = texts_of(answer) if isinstance(answer, list) else _tokens(text_of(answer))
        choices = _lettered(choices, tokens)
        count_from = 0 if "index" in plain(answer_name) else count_from
        found = [_resolve(token, choices, count_from) for token in tokens]
        right = [choice for choice in found if choice is not None] if None not in found else []
    if right and answer_name:
        parts.take_name(answer_name)
    shown = [choice.shown for choice in right]
    return bullets(choice.shown for choice in choices), shown[0] if len(shown) == 1 else bullets(shown)


def counted_from(records: Iterable[Parts]) -> int | None:
    """Return where the records of a source count their choices from, 0 or 1; None where no answer or two tell it."""
    found: set[int] = set()
    for parts in records:
        _, choices = _choices(parts)
        answer = parts.peek("answer")
        if not choices or answer is None or "index" in plain(parts.name("answer")):
            continue
        texts = {choice.text for choice in choices}
        for token in texts_of(answer) if isinstance(answer, list) else [text_of(answer)]:
            if token not in texts and token in ("0", str(len(choices))):
                found.add(min(int(token), 1))
    return found.pop() if len(found) == 1 else None


def offers_choices(names: Iterable[str]) -> bool:
    """Return whether records with values of these names have choices."""
    found = set(map(plain, names))
    columns = (_begins({mark for name, mark in marks.items() if name in found}) for marks in _COLUMNS.values())
    return any(columns) or not found.isdisjoint((*NAMES["options"], "answers"))


def _choices(parts: Parts) -> tuple[str, list[_Choice]]:
    """Return the name of the value with the choices and the choices."""
    name = parts.name("options") or _answers_to_choose_from(parts)
    if not name:
        for columns in _COLUMNS.values():
            names = parts.called(columns)
            if _begins(names.keys()):
                return "", [_Choice(label, text_of(parts.take_name(column))) for label, column in names.items()]
        return "", []
    value = parts.take_name(name)
    if isinstance(value, Mapping) and (pairs := _parallel(value)):
        return name, pairs
    if isinstance(value, Mapping):
        return name, [_Choice(str(label), text) for label, item in value.items() if (text := text_of(item))]
    choices = (
        [_choice(item) for item in value] if isinstance(value, list) else [_choice(text) for text in texts_of(value)]
    )
    return name, _split_labels([choice for choice in choices if choice.text])


def _begins(labels: Set[str]) -> bool:
    """Return whether labels begin as those of choices do."""
    return {"A", "B"} <= labels or {"1", "2"} <= labels


def _parallel(value: Mapping[str, Any]) -> list[_Choice]:
    """Return choices whose texts and labels are two lists of the same length."""
    labels, texts = value.get("label"), value.get("text")
    if not isinstance(labels, list) or not isinstance(texts, list) or len(labels) != len(texts):
        return []
    return [_Choice(text_of(label), text_of(text)) for label, text in zip(labels, texts, strict=True)]


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
    right = any(
        names.get(name) in (True, "true", "1") for name in ("iscorrect", "correct", "right", "isanswer", "isright")
    )
    label = next((text for name in ("label", "letter", "key", "id") if (text := text_of(names.get(name)))), "")
    text = next((text for name in ("option", "choice", "answer") if (text := text_of(names.get(name)))), "")
    return _Choice(label if len(label) == 1 else "", text or text_of(item), right, label)


def _tokens(text: str) -> list[str]:
    """Return an answer as the marks of several choices, or alone."""
    return re.split(r"\s*[,;&]\s*", text) if re.fullmatch(r"\s*[A-Ha-h](?:\s*[,;&]\s*[A-Ha-h])+\s*", text) else [text]


def _lettered(choices: list[_Choice], tokens: list[str]) -> list[_Choice]:
    """Return choices with letters before them, if an answer names one by its letter and they have no labels."""
    texts = {choice.text.casefold() for choice in choices}
    named = any(_MARK.fullmatch(token.strip()) and token.strip().casefold() not in texts for token in tokens)
    if not named or any(choice.label for choice in choices):
        return choices
    return [_Choice(chr(ord("A") + at), choice.text) for at, choice in enumerate(choices[:26])]


def _resolve(token: str, choices: list[_Choice], count_from: int | None) -> _Choice | None:
    """Return the choice that an answer is, by its text, its label or its number; None where it is none of them."""
    token = token.strip()
    number = int(token) if token.isdecimal() and len(token) < 3 else None
    if number is not None and count_from is not None and 0 <= number - count_from < len(choices):
        return choices[number - count_from]
    for choice in choices:
        if choice.text.casefold() == token.casefold():
            return choice
    mark = _COLUMN.fullmatch(token) or _MARK.fullmatch(token)
    label = mark[1] if mark else token
    for choice in choices:
        if choice.label.casefold() == label.casefold() or (choice.id and choice.id == token):
            return choice
    if number is not None and count_from is None:
        raise UnclearAnswerError(f"its answer is the number {token}, and nothing says where its choices count from")
    if number is not None or _BARE_MARK.fullmatch(token):
        raise UnclearAnswerError(f"its answer is {token}, which none of its {len(choices)} choices is")
    return None
