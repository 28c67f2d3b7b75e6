"""Copies of the history: made, thinned out, put back, and what can be saved of a damaged one."""

import os
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from datetime import UTC, date, datetime
from pathlib import Path

from nnquiz import NNQuizError
from nnquiz.store import database
from nnquiz.store.reviews import Store

FOLDER = "backups"
# The newest of so many days, weeks and months that have one.
_DAILY, _WEEKLY, _MONTHLY = 12, 10, 9
_STAMP = "%Y%m%dT%H%M%S"


def make(store: Store, now: datetime) -> Path:
    """Write a copy into the folder of backups, thin out older ones, and return its path."""
    folder = store.path.parent / FOLDER
    target = folder / f"history-{now.astimezone(UTC):{_STAMP}}.db"
    with database.explained(folder):
        database.back_up(store.connection, target)
        for file in superfluous(_found(folder)):
            file.unlink(missing_ok=True)
    return target


def write(store: Store, target: Path) -> None:
    """Write a copy to *target*, in place of what is there. Raises `NNQuizError`."""
    if target.resolve() == store.path.resolve():
        raise NNQuizError(f"{target}: is the history itself; name another file")
    with database.explained(target):
        database.back_up(store.connection, target)


def make_if_none_today(store: Store, now: datetime) -> None:
    """A copy a day is enough; one that fails must not cost the session that was just held."""
    days = {made.date() for made, _ in _found(store.path.parent / FOLDER)}
    if now.astimezone(UTC).date() not in days:
        with suppress(NNQuizError):
            make(store, now)


def _found(folder: Path) -> list[tuple[datetime, Path]]:
    """The backups that `make` wrote, with the moment of each, the newest first."""
    found = []
    for file in folder.glob("history-*.db"):
        with suppress(ValueError):
            stamp = datetime.strptime(file.stem.removeprefix("history-"), _STAMP)
            found.append((stamp.replace(tzinfo=UTC), file))
    return sorted(found, reverse=True)


def superfluous(backups: Iterable[tuple[datetime, Path]]) -> list[Path]:
    """Those, of *backups* from the newest, that are not the newest of a day, week or month kept."""
    backups = list(backups)
    kept: set[Path] = set()
    spans: list[tuple[int, Callable[[date], object]]] = [
        (_DAILY, lambda day: day),
        (_WEEKLY, lambda day: day.isocalendar()[:2]),
        (_MONTHLY, lambda day: (day.year, day.month)),
    ]
    for number, span in spans:
        newest: dict[object, Path] = {}
        for made, file in backups:
            newest.setdefault(span(made.date()), file)
        kept |= set(list(newest.values())[:number])
    return [file for _, file in backups if file not in kept]


def restore(store: Store, source: Path, now: datetime) -> Path:
    """Put the history of *source* in place of the present one, which is backed up first.

    Returns the path of that backup. Raises `NNQuizError` if *source* is no sound history.
    """
    if not source.is_file():
        raise NNQuizError(f"{source}: there is no such file")
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        with database.explained(source), closing(_to_read(source)) as there:
            there.backup(copy)
        _refuse_unsound(copy, source)
        kept = make(store, now)
        with database.explained(store.path):
            copy.backup(store.connection)
    database.connect(store.path).close()  # brings an older schema up to date
    return kept


def _to_read(source: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)


def _refuse_unsound(copy: sqlite3.Connection, source: Path) -> None:
    with database.explained(source):
        [found] = copy.execute("pragma quick_check(1)").fetchone()
        named = {name for [name] in copy.execute("select name from sqlite_master")}
        database.refuse_newer(database.version(copy), source)
    if found != "ok" or not {"reviews", "undone"} <= named:
        raise NNQuizError(f"{source}: holds no sound history of nnquiz; nothing was changed")


def empty(store: Store, now: datetime) -> Path:
    """Begin with an empty history; the present one is backed up. Returns the backup's path."""
    kept = make(store, now)
    with database.explained(store.path), closing(database.connect(Path(":memory:"))) as new:
        new.backup(store.connection)
    return kept


def salvage(path: Path, now: datetime) -> tuple[int, Path]:
    """Put a new history with all readable reviews in place of the damaged one at *path*.

    Returns how many reviews were saved, and where the damaged file lies now.
    """
    aside = path.with_name(f"history-damaged-{now.astimezone(UTC):{_STAMP}}.db")
    part = path.with_name(f"{path.name}.salvaged")
    with database.explained(path):
        part.unlink(missing_ok=True)
        with closing(database.connect(part)) as new:
            saved = _copy_rows(path, new)
            new.execute("pragma journal_mode = delete")  # all in one file, to be moved
        for suffix in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                os.replace(f"{path}{suffix}", f"{aside}{suffix}")
        os.replace(part, path)
    return saved, aside


def _copy_rows(path: Path, new: sqlite3.Connection) -> int:
    """Copy reviews and tombstones one by one, from both ends, as far as they can be read."""
    saved = 0
    try:
        old = _to_read(path)
    except sqlite3.Error:
        return 0
    with closing(old):
        for table in ("reviews", "undone"):
            rows: dict[object, tuple[object, ...]] = {}
            for order in ("asc", "desc"):
                with suppress(sqlite3.Error, OverflowError):
                    query = f"select rowid, * from {table} order by rowid {order}"
                    for rowid, *row in old.execute(query):
                        rows[rowid] = tuple(row)
            for _, row in sorted(rows.items(), key=lambda item: str(item[0]).zfill(20)):
                marks = ", ".join("?" * len(row))
                with suppress(sqlite3.Error):
                    new.execute(f"insert into {table} values ({marks})", row)
                    saved += table == "reviews"
    return saved
