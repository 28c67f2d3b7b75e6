"""Memories, a cache: what replaying the reviews of each question that stand gives.

The only SQL about it; what writes runs inside the caller's transaction.
"""

import sqlite3
from datetime import date
from functools import lru_cache

from nnquiz.rating import Rating
from nnquiz.scheduling import Memory, Scheduler


def everything(connection: sqlite3.Connection) -> dict[str, Memory]:
    """The memory of each question that was ever answered, by slug."""
    rows = connection.execute("select * from cards")
    return {row["question"]: _memory(row) for row in rows}


def are_stale(connection: sqlite3.Connection, scheduler: Scheduler) -> bool:
    """Whether any was made with other settings of the scheduler."""
    [stale] = connection.execute(
        "select exists (select 1 from cards where scheduler <> ?)", [scheduler.fingerprint]
    ).fetchone()
    return bool(stale)


def of(connection: sqlite3.Connection, scheduler: Scheduler, question: str) -> Memory | None:
    """The memory of *question*, up to date; None if it was never answered."""
    row = connection.execute("select * from cards where question = ?", [question]).fetchone()
    if row is not None and row["scheduler"] != scheduler.fingerprint:
        return rebuild(connection, scheduler, question)
    return None if row is None else _memory(row)


def keep(
    connection: sqlite3.Connection, scheduler: Scheduler, question: str, memory: Memory
) -> None:
    """Keep what the last review of *question* led to."""
    connection.execute(
        "insert or replace into cards values (?, ?, ?, ?, ?, ?, ?)",
        [
            question,
            memory.stability,
            memory.difficulty,
            memory.last_day.isoformat(),
            memory.due.isoformat(),
            memory.last_rating.value,
            scheduler.fingerprint,
        ],
    )


def rebuild(connection: sqlite3.Connection, scheduler: Scheduler, question: str) -> Memory | None:
    """Replay the reviews of *question*, and keep what that gives."""
    memory = _replayed(connection, scheduler, question)
    if memory is None:
        connection.execute("delete from cards where question = ?", [question])
    else:
        keep(connection, scheduler, question, memory)
    return memory


def wrong(connection: sqlite3.Connection, scheduler: Scheduler) -> list[str]:
    """Questions whose memory here isn't what replaying gives; nothing is changed.

    What was made with other settings is worked out again before it is used, so it isn't wrong.
    """
    if are_stale(connection, scheduler):
        return []
    kept = everything(connection)
    found = []
    slugs = [slug for [slug] in connection.execute("select distinct question from live")]
    for slug in sorted({*slugs, *kept}):
        if kept.get(slug) != _replayed(connection, scheduler, slug):
            found.append(slug)
    return found


def rebuild_all(connection: sqlite3.Connection, scheduler: Scheduler) -> None:
    """The same for every question."""
    rows = connection.execute("select question from live union select question from cards")
    for [question] in rows.fetchall():
        rebuild(connection, scheduler, question)


_RATINGS = {rating.value: rating for rating in Rating}  # three times as fast as Rating(value)


@lru_cache(maxsize=1024)
def _day(text: str) -> date:
    return date.fromisoformat(text)


def _replayed(connection: sqlite3.Connection, scheduler: Scheduler, question: str) -> Memory | None:
    rows = connection.execute(
        "select rating, study_day from live where question = ? order by at, uuid", [question]
    )
    return scheduler.replay((_RATINGS[rating], _day(day)) for rating, day in rows)


def _memory(row: sqlite3.Row) -> Memory:
    return Memory(
        stability=row["stability"],
        difficulty=row["difficulty"],
        last_day=date.fromisoformat(row["last_day"]),
        due=date.fromisoformat(row["due"]),
        last_rating=Rating(row["last_rating"]),
    )
