"""What goes into the history and what comes out of it."""

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime

from nnquiz.rating import Rating
from nnquiz.store.findings import Findings


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to be stored, with what grading it *found* if anything was graded.

    *answered_at* is local time with its offset.
    """

    question: str
    answered_at: datetime
    rating: Rating
    suggested: Rating | None = None
    score: float | None = None
    text: str | None = None
    seconds: float | None = None
    grader: str | None = None
    found: Findings | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """A stored answer; *at* is in UTC."""

    uuid: str
    question: str
    at: datetime
    study_day: date
    rating: Rating
    suggested: Rating | None
    score: float | None
    text: str | None
    seconds: float | None
    grader: str | None


@dataclass(frozen=True, slots=True)
class Stored:
    """A review as it lies in the file: *utc_offset* in minutes, and when it was taken back."""

    review: Review
    utc_offset: int
    undone: datetime | None


def review_from(row: sqlite3.Row) -> Review:
    """The review that a row of the table holds."""
    return Review(
        uuid=row["uuid"],
        question=row["question"],
        at=datetime.fromisoformat(row["at"]),
        study_day=date.fromisoformat(row["study_day"]),
        rating=Rating(row["rating"]),
        suggested=None if row["suggested"] is None else Rating(row["suggested"]),
        score=row["score"],
        text=row["answer"],
        seconds=row["seconds"],
        grader=row["grader"],
    )
