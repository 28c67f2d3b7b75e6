"""A schedule and its review log inside an Anki package, for cards that a collection doesn't have.

Anki keeps its own schedule of what it has, so this works once.
"""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

_DAY_BEGINS_AT_HOUR = 4  # in Anki, unless set otherwise, as here


@dataclass(frozen=True, slots=True)
class Review:
    """One review for Anki's log: when, the rating 1 to 4, and the interval after it, in days."""

    at: datetime
    rating: int
    interval: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Schedule:
    """A card's memory in Anki's terms: *due_in* days from today; FSRS-6's S, D and decay."""

    stability: float
    difficulty: float
    decay: float
    interval: int
    due_in: int
    last: datetime
    desired_retention: float
    reviews: tuple[Review, ...]

    @property
    def lapses(self) -> int:
        """How often it was forgotten."""
        return sum(review.rating == 1 for review in self.reviews[1:])


def put_schedules(
    collection: sqlite3.Connection, schedules: Mapping[str, Schedule], now: datetime
) -> None:
    """Put *schedules*, by the note's GUID, into the *collection*, as of the local time *now*."""
    [conf] = collection.execute("SELECT conf FROM col").fetchone()
    # Without schedVer Anki takes the log for that of its first scheduler, whose buttons differed.
    # Due days count from the day that the collection was made on: let that be today.
    collection.execute(
        "UPDATE col SET crt = ?, conf = ?",
        [int(_day_began(now).timestamp()), json.dumps(json.loads(conf) | {"schedVer": 2})],
    )
    rows = collection.execute(
        "SELECT c.id, n.guid FROM cards c JOIN notes n ON n.id = c.nid WHERE c.ord = 0"
    )
    used: set[int] = set()
    for card, guid in rows.fetchall():
        if guid in schedules:
            _put(collection, card, schedules[guid], used)


def _day_began(now: datetime) -> datetime:
    day = now - timedelta(hours=_DAY_BEGINS_AT_HOUR)
    return day.replace(hour=_DAY_BEGINS_AT_HOUR, minute=0, second=0, microsecond=0)


def _put(db: sqlite3.Connection, card: int, schedule: Schedule, used: set[int]) -> None:
    memory = {
        "s": round(schedule.stability, 4),
        "d": round(schedule.difficulty, 3),
        "dr": schedule.desired_retention,
        "decay": schedule.decay,
        "lrt": int(schedule.last.timestamp()),
    }
    db.execute(
        "UPDATE cards SET type = 2, queue = 2, ivl = ?, due = ?, factor = 2500, reps = ?,"
        " lapses = ?, data = ? WHERE id = ?",
        (
            schedule.interval,
            schedule.due_in,
            len(schedule.reviews),
            schedule.lapses,
            json.dumps(memory, separators=(",", ":")),
            card,
        ),
    )
    before = 0
    for review in schedule.reviews:
        log = int(review.at.timestamp() * 1000)
        while log in used:
            log += 1  # the log's identity is its millisecond
        used.add(log)
        taken = int(review.seconds * 1000)
        db.execute(
            "INSERT INTO revlog VALUES (?, ?, -1, ?, ?, ?, 2500, ?, ?)",
            (log, card, review.rating, review.interval, before, taken, 1 if before else 0),
        )
        before = review.interval
