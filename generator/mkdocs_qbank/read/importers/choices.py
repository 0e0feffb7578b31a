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
    kind: {f"{kind}{mark}": mark.upper() for mark in _MARKS} for kind in ("option", "choice", "answer", "alternative")
}
"""How tables name the columns of choices, and the label of each."""
_MARK = re.compile(r"\(?([A-Ha-h])(?:[.):]\s.*|[.)]?)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Choice:
    label: str
    text: str
    right: bool = False

    @property
    def shown(self) -> str:
        return f"{self.label}. {self.text}" if self.label else self.text


class UnclearAnswerError(ValueError):
    """Why nobody can tell which choice an answer is."""


def choices_of(parts: Parts) -> tuple[str, str]:
    """Return the choices of a record as a list and the answer among them; empty texts where there are none.

    Raises UnclearAnswerError where the answer is a number that can mean two of the choices.
    """
    name, choices = _choices(parts)
    if len(choices) < 2:
        return "", ""
    answer_name = parts.name("answer")
    answer = parts.peek("answer")
    if plain(name) in _WRONG_ONLY:
        right = text_of(answer)
        choices = [*choices, _Choice("", right)] if right else choices
        choices.sort(key=lambda choice: choice.text)
    right_ones = [choice for choice in choices if choice.right]
    if not right_ones and answer is not None:
        tokens = texts_of(answer) if isinstance(answer, list) else _tokens(text_of(answer))
        choices = _lettered(choices, tokens)
        found = [_resolve(token, choices, from_zero="index" in plain(answer_name)) for token in tokens]
        right_ones = [choice for choice in found if choice is not None] if None not in found else []
    if right_ones and answer_name:
        parts.take_name(answer_name)
    shown = [choice.shown for choice in right_ones]
    return bullets(choice.shown for choice in choices), shown[0] if len(shown) == 1 else bullets(shown)


def _choices(parts: Parts) -> tuple[str, list[_Choice]]:
    """Return the name of the value with the choices and the choices."""
    name = parts.name("options")
    if not name:
        for columns in _COLUMNS.values():
            names = parts.called(columns)
            if len(names) > 1:
                return "", [_Choice(label, text_of(parts.take_name(column))) for label, column in names.items()]
        return "", []
    value = parts.take_name(name)
    if isinstance(value, Mapping):
        return name, [_Choice(str(label), text) for label, item in value.items() if (text := text_of(item))]
    if isinstance(value, list):
        return name, [choice for item in value if (choice := _choice(item)).text]
    return name, [_Choice("", text) for text in texts_of(value)]


def _choice(item: Any) -> _Choice:
    if not isinstance(item, Mapping):
        return _Choice("", " ".join(text_of(item).split()))
    names = {plain(name): value for name, value in item.items()}
    right = any(names.get(name) in (True, "true", "1") for name in ("iscorrect", "correct", "right", "isanswer"))
    label = next((text for name in ("label", "letter", "key", "id") if (text := text_of(names.get(name)))), "")
    text = next((text for name in ("option", "choice", "answer") if (text := text_of(names.get(name)))), "")
    return _Choice(label if len(label) == 1 else "", text or text_of(item), right)


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


def _resolve(token: str, choices: list[_Choice], *, from_zero: bool) -> _Choice | None:
    """Return the choice that an answer is, by its text, its label or its number; None where it is none of them."""
    token = token.strip()
    for choice in choices:
        if choice.text.casefold() == token.casefold():
            return choice
    mark = _MARK.fullmatch(token)
    label = mark[1] if mark else token
    for choice in choices:
        if choice.label and choice.label.casefold() == label.casefold():
            return choice
    if token.isdecimal() and len(token) < 3:
        if not from_zero:
            raise UnclearAnswerError(f"its answer is the number {token}, and nothing says where its choices count from")
        return choices[int(token)] if int(token) < len(choices) else None
    return None
