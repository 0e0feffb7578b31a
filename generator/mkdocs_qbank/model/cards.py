"""Social cards: the pictures that other sites show beside a link to a page."""

from __future__ import annotations

from dataclasses import dataclass

WIDTH, HEIGHT = 1200, 630
"""The size of a card in pixels, the one that most sites show whole."""

TOPICS, QUESTIONS, NONE = "topics", "questions", "none"
CHOICES = (TOPICS, QUESTIONS, NONE)
"""Which pages have a card of their own: topics, questions too, or none at all."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """What a social card says."""

    site: str
    """The name of the site; empty where it is the title."""
    title: str
    text: str = ""
    facts: tuple[str, ...]
    """Short facts, such as the number of questions, the most important one first."""
