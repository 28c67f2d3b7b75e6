"""The day of the interview, as it was set."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from nnquiz.store import database
from nnquiz.store.reviews import Store


@dataclass(frozen=True, slots=True)
class Goal:
    """The *day* of the interview, the *minutes* to learn on each day before it, and what *tags*."""

    day: date
    minutes: int
    tags: tuple[str, ...] = ()


def goal(store: Store) -> Goal | None:
    """The goal that was set last, or None if there is none."""
    with database.explained(store.path):
        row = store.connection.execute(
            "select day, minutes, tags from goals order by id desc limit 1"
        ).fetchone()
    if row is None or row["day"] is None:
        return None
    tags = tuple(row["tags"].split("\n")) if row["tags"] else ()
    return Goal(date.fromisoformat(row["day"]), row["minutes"], tags)


def set_goal(store: Store, wanted: Goal | None) -> None:
    """Set another goal, or none. Earlier ones stay in the file."""
    day = None if wanted is None else wanted.day.isoformat()
    minutes = 0 if wanted is None else wanted.minutes
    tags = "" if wanted is None else "\n".join(wanted.tags)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with database.transaction(store.connection, store.path):
        store.connection.execute(
            "insert into goals (day, minutes, tags, set_at) values (?, ?, ?, ?)",
            [day, minutes, tags, now],
        )
