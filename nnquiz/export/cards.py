"""What goes on a flashcard: plain text, before any format escapes it for its own rules."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from nnquiz.bank.model import Question

# Control codes, and marks that reorder the text around them.
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class Card:
    """One question; *picture* is its demo's as SVG, or empty."""

    slug: str
    number: int
    question: str
    answer: str
    points: tuple[str, ...]
    misconceptions: tuple[tuple[str, str], ...]  # what is said, and what is right
    references: tuple[tuple[str, str], ...]  # text, link
    tags: tuple[str, ...]
    picture: str = ""


def card(question: Question, picture: str = "") -> Card:
    """The card of *question*, without control codes."""
    return Card(
        question.slug,
        question.number,
        clean(question.question),
        clean(question.answer),
        tuple(clean(point.label) for point in question.key_points),
        tuple((clean(wrong.claim), clean(wrong.correction)) for wrong in question.misconceptions),
        tuple(
            (clean(f"{r.author} ({r.year}), {r.title}"), clean(r.link)) for r in question.references
        ),
        tuple(clean(tag) for tag in question.tags),
        picture,
    )


def cards(questions: Iterable[Question], picture_of: Callable[[Question], str]) -> list[Card]:
    """A card for each question, with the picture that *picture_of* gives."""
    return [card(question, picture_of(question)) for question in questions]


def clean(text: str) -> str:
    """*text* without control codes; lines end with a line feed."""
    return UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
