"""What a grade says."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from nnquiz.bank.model import Question
from nnquiz.rating import Rating

# A change in how answers are scored raises this; it is stored with each answer.
GRADER_VERSION = "9"

HARD_FROM, GOOD_FROM, EASY_FROM = 0.50, 0.70, 0.92
_BORDERLINE = 0.03  # about half of what two people's ratings of one answer differ by
_FEW_POINTS = 0.5  # a share of the points' weight that surprises beside a good score


@dataclass(frozen=True, slots=True)
class Made:
    """A point that the answer makes; *words* are the person's own that made it."""

    label: str
    weight: float
    credit: float
    words: str


@dataclass(frozen=True, slots=True)
class Missed:
    """A point that the answer doesn't make, with a nudge toward it."""

    label: str
    weight: float
    hint: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something wrong that the answer says, what is right, and the misconception behind it."""

    said: str
    correction: str
    claim: str = ""


@dataclass(frozen=True, slots=True)
class Grade:
    """The verdict on one answer; *score* lies in 0..1, *notes* say what else counted."""

    score: float
    covered: tuple[Made, ...] = ()
    missed: tuple[Missed, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def rating(self) -> Rating:
        """The rating that the score suggests; below `HARD_FROM` the question was not recalled."""
        if self.score < HARD_FROM:
            return Rating.AGAIN
        if self.score < GOOD_FROM:
            return Rating.HARD
        return Rating.GOOD if self.score < EASY_FROM else Rating.EASY

    @property
    def nearly(self) -> Rating | None:
        """The neighboring rating where the score lies near its boundary."""
        near = replace(self, score=self.score + _BORDERLINE).rating
        if near is self.rating:
            near = replace(self, score=self.score - _BORDERLINE).rating
        return None if near is self.rating or not self.score else near

    @property
    def beyond_points(self) -> bool:
        """Whether the answer is good though it makes few of the points word for word."""
        made = sum(point.weight * point.credit for point in self.covered)
        total = sum(p.weight for p in self.covered) + sum(p.weight for p in self.missed)
        return self.score >= GOOD_FROM and made < _FEW_POINTS * total


# What turns an answer to a question into a grade.
Grader = Callable[[Question, str], Grade]


def rehearsal(reference: str) -> str:
    """An answer that takes every part of the grader: the *reference*, and a word never heard."""
    return f"{reference} Qzq."
