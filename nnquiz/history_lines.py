"""The history as JSON Lines, to move it between machines: one review a line.

`uuid`, `question`, `at` and `rating` alone make a line; `undone` tells when it was taken back.
"""

import json
import re
import uuid as uuids
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from nnquiz.clock import FIRST_YEAR, LAST_YEAR
from nnquiz.rating import Rating
from nnquiz.scheduling import study_day
from nnquiz.store.reviews import Review, Stored

_RATINGS = {rating.label: rating for rating in Rating}
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # as they are written


def lines(stored: Iterable[Stored]) -> Iterator[str]:
    """A line for each review, without a new line at its end."""
    for each in stored:
        review = each.review
        found: dict[str, Any] = {
            "uuid": review.uuid,
            "question": review.question,
            "at": review.at.isoformat(),
            "rating": review.rating.label,
            "study_day": review.study_day.isoformat(),
            "utc_offset": each.utc_offset,
            "suggested": review.suggested.label if review.suggested else None,
            "score": review.score,
            "answer": review.text,
            "seconds": review.seconds,
            "grader": review.grader,
            "undone": each.undone.isoformat() if each.undone else None,
        }
        yield json.dumps({key: value for key, value in found.items() if value is not None})


def parse(line: str) -> Stored:
    """The review that *line* holds. Raises `ValueError` with what is wrong, in plain words."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("is no JSON") from None
    if not isinstance(found, dict):
        raise ValueError("must be a JSON object")
    at = _moment(found, "at")
    minutes = _number(found, "utc_offset", -1_439, 1_439)
    local = at if minutes is None else at.astimezone(timezone(timedelta(minutes=minutes)))
    if minutes is None:
        minutes = (at.utcoffset() or timedelta()).total_seconds() // 60
    day = found.get("study_day")
    review = Review(
        uuid=_uuid(found),
        question=_text(found, "question", required=True) or "",
        at=_utc(at),
        study_day=study_day(local) if day is None else _day(day),
        rating=_rating(found, "rating", required=True) or Rating.AGAIN,
        suggested=_rating(found, "suggested"),
        score=_number(found, "score", 0, 1),
        text=_text(found, "answer"),
        seconds=_number(found, "seconds", 0, 10_000_000),
        grader=_text(found, "grader"),
    )
    undone = _utc(_moment(found, "undone")) if found.get("undone") is not None else None
    return Stored(review, int(minutes), undone)


def _uuid(found: dict[str, Any]) -> str:
    text = _text(found, "uuid", required=True) or ""
    if _UUID.fullmatch(text):
        return text
    try:
        return str(uuids.UUID(text))
    except ValueError:
        raise ValueError('"uuid" is no UUID') from None


def _moment(found: dict[str, Any], key: str) -> datetime:
    text = _text(found, key, required=True) or ""
    try:
        moment = datetime.fromisoformat(text)
        _utc(moment)
    except (ValueError, OverflowError):
        raise ValueError(f'"{key}" is no ISO 8601 time') from None
    if moment.tzinfo is None:
        raise ValueError(f'"{key}" has no offset from UTC')
    _near(moment, key)
    return moment


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _day(text: object) -> date:
    try:
        day = date.fromisoformat(str(text))
    except ValueError:
        raise ValueError('"study_day" is no date') from None
    _near(day, "study_day")
    return day


def _near(day: date, key: str) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f'"{key}" must lie between the years {FIRST_YEAR} and {LAST_YEAR}')


def _text(found: dict[str, Any], key: str, *, required: bool = False) -> str | None:
    value = found.get(key)
    if value is None and not required:
        return None
    if not isinstance(value, str) or (required and not value):
        raise ValueError(f'"{key}" is missing' if value is None else f'"{key}" must be a text')
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise ValueError(f'"{key}" holds half a character') from None
    return value


def _rating(found: dict[str, Any], key: str, *, required: bool = False) -> Rating | None:
    text = _text(found, key, required=required)
    if text is None:
        return None
    if text not in _RATINGS:
        raise ValueError(f'"{key}" must be again, hard, good or easy')
    return _RATINGS[text]


def _number(found: dict[str, Any], key: str, low: float, high: float) -> float | None:
    value = found.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ValueError(f'"{key}" must be a number from {low:g} to {high:g}')
    return float(value)
