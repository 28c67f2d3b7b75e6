"""The SQLite file itself: opened, brought to the present schema, its errors put in plain words."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from nnquiz import NNQuizError

FILE_NAME = "history.db"
SQLITE_VERSION = sqlite3.sqlite_version
BUSY_TIMEOUT_MS = 10_000
_OPENING_S = 3.0  # how long an opening that others are in the way of is tried again

# Append only: a database of version N has run the first N.
MIGRATIONS: list[list[str]] = [
    [
        """
        create table reviews (
            id         integer primary key,   -- the order in which they came in here
            uuid       text not null unique,  -- the identity, the same on every machine
            question   text not null,         -- the slug: stays when the question is edited
            at         text not null,         -- UTC, ISO 8601 with microseconds
            utc_offset integer not null,      -- minutes east of UTC where it was answered
            study_day  text not null,         -- local, from 04:00 to 04:00
            rating     integer not null check (rating between 1 and 4),
            suggested  integer check (suggested between 1 and 4),  -- by the grader
            score      real check (score between 0 and 1),
            answer     text,                  -- as it was typed
            seconds    real,
            grader     text                   -- its version
        )
        """,
        "create index reviews_by_question on reviews (question, at)",
        "create index reviews_by_time on reviews (at)",
        """
        create trigger reviews_stay before update on reviews
        begin select raise(abort, 'reviews are never changed'); end
        """,
        """
        create trigger reviews_remain before delete on reviews
        begin select raise(abort, 'reviews are never deleted'); end
        """,
        # A review that was taken back: a tombstone, so that merged histories agree on it.
        "create table undone (uuid text primary key, at text not null)",
        "create view live as select * from reviews where uuid not in (select uuid from undone)",
        # A cache: what replaying the live reviews of each question gives.
        """
        create table cards (
            question    text primary key,
            stability   real not null,
            difficulty  real not null,
            last_day    text not null,
            due         text not null,
            last_rating integer not null,
            scheduler   text not null       -- the settings that the row was made with
        )
        """,
    ],
    [
        # A cache: what reading an answer again would find, as JSON lists of the rubric's texts.
        """
        create table findings (
            uuid    text primary key,  -- of the review
            version text not null,     -- of the grader and the rubric that they were found with
            missed  text not null,
            held    text not null
        )
        """,
    ],
    [
        """
        create table interviews (
            id        integer primary key,   -- the order in which they began
            uuid      text not null unique,
            started   text not null,         -- UTC, as in reviews
            study_day text not null,
            minutes   real not null,         -- for the whole
            seed      integer not null,
            finished  text                   -- UTC; null while one can go on with it
        )
        """,
        """
        create table interview_questions (
            interview         text not null references interviews (uuid),
            position          integer not null,         -- from 0
            question          text not null,            -- the slug
            allotted          real not null default 0,  -- seconds, with the follow-up
            review            text,                     -- its uuid; null until it is answered
            first_key         real,                     -- seconds until typing began
            follow_up         text,                     -- as it was asked; null if there was none
            follow_up_answer  text,                     -- null until it is answered
            follow_up_score   real check (follow_up_score between 0 and 1),
            follow_up_seconds real not null default 0,
            primary key (interview, position)
        )
        """,
    ],
    [
        # The day of the interview; the last row counts, and says by a null that there is none.
        """
        create table goals (
            id      integer primary key,
            day     text,                   -- the study day of the interview
            minutes integer not null,       -- a day
            tags    text not null,          -- one a line; none for all questions
            set_at  text not null           -- UTC
        )
        """,
    ],
    [
        # The scheduler's parameters; the last row counts, and says by a null that the defaults do.
        "create table parameters (id integer primary key, w text, set_at text not null)",
    ],
]


def connect(path: Path) -> sqlite3.Connection:
    """Open the database *path*, made or migrated as needed; `:memory:` gives an empty one.

    Raises `NNQuizError` where it cannot be opened, is damaged, or comes from a newer nnquiz.
    """
    until = time.monotonic() + _OPENING_S
    while True:
        try:
            with explained(path):
                return _open(path)
        except NNQuizError as error:
            # Two that open a new file at once may trip over each other's switch to WAL, for which
            # SQLite doesn't wait; a moment later it goes well.
            in_the_way = any(word in str(error.__cause__) for word in ("locked", "disk I/O"))
            if not in_the_way or time.monotonic() > until:
                raise
            time.sleep(0.02)


def connect_to_read(path: Path) -> sqlite3.Connection:
    """The same for reading: of a database that cannot be written to, a copy in memory."""
    try:
        return connect(path)
    except NNQuizError as error:
        if not any(words in str(error.__cause__) for words in ("readonly", "unable to open")):
            raise
    with explained(path):
        return _prepared(_copy_of(path), path, backed_up=False)


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=BUSY_TIMEOUT_MS / 1000)
    return _prepared(connection, path)


def _copy_of(path: Path) -> sqlite3.Connection:
    source = f"{path.absolute().as_uri()}?mode=ro"
    # In a folder where it cannot make the log's index, SQLite reads nothing unless it is told that
    # no one else writes; if there is an index, it must not be told, or it leaves out the log.
    source += "" if path.with_name(f"{path.name}-shm").exists() else "&immutable=1"
    copy = sqlite3.connect(":memory:", isolation_level=None)
    try:
        with closing(sqlite3.connect(source, uri=True)) as connection:
            connection.backup(copy)
    except BaseException:
        copy.close()
        raise
    return copy


def _prepared(
    connection: sqlite3.Connection, path: Path, *, backed_up: bool = True
) -> sqlite3.Connection:
    """The open database with its settings and the present schema; closed if that fails."""
    try:
        connection.row_factory = sqlite3.Row
        connection.execute(f"pragma busy_timeout = {BUSY_TIMEOUT_MS}")
        found = version(connection)
        refuse_newer(found, path)
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")
        if found < len(MIGRATIONS):
            _migrate(connection, path, backed_up=backed_up)
    except BaseException:
        connection.close()
        raise
    return connection


def check(connection: sqlite3.Connection, path: Path) -> None:
    """Raise `NNQuizError` if the database's pages don't hang together."""
    with explained(path):
        [found] = connection.execute("pragma quick_check(1)").fetchone()
    if found != "ok":
        raise NNQuizError(_damaged(path))


def back_up(connection: sqlite3.Connection, target: Path) -> None:
    """Write a whole copy of the open database; a plain file copy would miss what the WAL holds."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    copy = sqlite3.connect(part)
    try:
        connection.backup(copy)
    finally:
        copy.close()
    os.replace(part, target)


@contextmanager
def transaction(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """One transaction that takes the write lock at once: all of it is stored, or nothing.

    Inside another one it is a part of that.
    """
    if connection.in_transaction:
        yield
        return
    with explained(path):
        connection.execute("begin immediate")
        try:
            yield
            connection.execute("commit")
        except BaseException:
            if connection.in_transaction:
                connection.execute("rollback")
            raise


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn an error of SQLite or of the file system into one line that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise NNQuizError(_plain_words(error, path)) from error
    except OSError as error:
        raise NNQuizError(
            f"{error.filename or path}: {error.strerror}; free the folder or name another"
            " with --data-dir"
        ) from error


def _plain_words(error: sqlite3.Error, path: Path) -> str:
    text = str(error)
    if "locked" in text or "busy" in text:
        return f"{path}: another program is writing to the history; try again when it has finished"
    if "full" in text or "disk I/O" in text:
        return f"{path}: cannot write to the history ({text}); free some space and try again"
    if "readonly" in text or "unable to open" in text:
        return (
            f"{path}: cannot write to the history ({text}); make the folder writable or name"
            " another with --data-dir"
        )
    if "not a database" in text or "malformed" in text:
        return _damaged(path)
    return f"{path}: the history cannot be used ({text})"


def _damaged(path: Path) -> str:
    return (
        f"{path}: the history is damaged; put back a copy from {path.parent / 'backups'},"
        " or move the file away to start anew"
    )


def version(connection: sqlite3.Connection) -> int:
    """The number of migrations that it has run."""
    [version] = connection.execute("pragma user_version").fetchone()
    return int(version)


def refuse_newer(found: int, path: Path) -> None:
    """Raise `NNQuizError` if *path*, of version *found*, comes from a newer nnquiz."""
    if found > len(MIGRATIONS):
        raise NNQuizError(
            f"{path}: written by a newer nnquiz (history version {found}, this one knows up to"
            f" {len(MIGRATIONS)}); upgrade nnquiz, or name another folder with --data-dir"
        )


def _migrate(connection: sqlite3.Connection, path: Path, *, backed_up: bool) -> None:
    old = version(connection)
    if old > 0 and backed_up:
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        name = f"history-v{old}-{stamp}.db"
        back_up(connection, path.parent / "backups" / name)
    with transaction(connection, path):
        # Again, now that no one else can write: another process may have been quicker.
        for number in range(version(connection), len(MIGRATIONS)):
            for statement in MIGRATIONS[number]:
                connection.execute(statement)
        connection.execute(f"pragma user_version = {len(MIGRATIONS)}")
