"""The form that proposes a question: its fields in one table, from which the issue form is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mkdocs_qbank.model.bank import Difficulty
from mkdocs_qbank.model.messages import message


class Input(StrEnum):
    """How a field is filled in."""

    LINE = "input"
    TEXT = "textarea"
    CHOICE = "dropdown"


@dataclass(frozen=True, kw_only=True, slots=True)
class FormField:
    """One field; its id is also the name of the parameter that fills it in by URL."""

    id: str
    input: Input = Input.TEXT
    choices: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The heading of the field, which GitHub repeats above its text in the issue."""
        return message(f"form.{self.id}.label")


FORM = (
    FormField(id="topic", input=Input.LINE),
    FormField(id="difficulty", input=Input.CHOICE, choices=tuple(map(str, Difficulty))),
    FormField(id="tags", input=Input.LINE),
    FormField(id="aliases"),
    FormField(id="context"),
    FormField(id="in_short"),
    FormField(id="answer"),
    FormField(id="key_points"),
    FormField(id="sources"),
    FormField(id="related"),
    FormField(id="id", input=Input.LINE),
)
"""The fields in the order of the form; the question itself is the title of the issue."""
EMPTY = "_No response_"
"""What GitHub writes for a field that is left empty."""


def issue_form() -> Mapping[str, Any]:
    """Return the issue form as the data of `.github/ISSUE_TEMPLATE/question.yml`."""
    return {
        "name": message("form.name"),
        "description": message("form.description"),
        "labels": ["question"],
        "body": [
            {"type": "markdown", "attributes": {"value": message("form.title")}},
            *map(_element, FORM),
        ],
    }


def _element(field: FormField) -> Mapping[str, Any]:
    attributes: dict[str, Any] = {"label": field.label, "description": message(f"form.{field.id}.description")}
    if placeholder := message(f"form.{field.id}.placeholder"):
        attributes["placeholder"] = placeholder
    if field.choices:
        attributes["options"] = list(field.choices)
    return {"type": str(field.input), "id": field.id, "attributes": attributes}
