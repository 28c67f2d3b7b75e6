"""Reviews in, memories out: the only SQL about answers.

The append-only `reviews` are the truth; a memory state is a cache of what replaying them gives,
brought up to date in the transaction that stores an answer. Taking back is a tombstone.
"""

import sqlite3
import uuid as uuids
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from nnquiz import NNQuizError
from nnquiz.rating import Rating
from nnquiz.scheduling import Memory, Scheduler, study_day
from nnquiz.store import database, findings, memories, parameters
from nnquiz.store.findings import Findings
from nnquiz.store.records import Answer, Review, Stored, review_from

if TYPE_CHECKING:
    from nnquiz.store.interviews import Interviews

__all__ = ["Answer", "Review", "Store", "Stored"]


class Store:
    """The history of one person, in one file."""

    def __init__(self, connection: sqlite3.Connection, path: Path, scheduler: Scheduler) -> None:
        self.connection = connection
        self.path = path
        with database.explained(path):
            fitted = parameters.fitted(connection)
        self.scheduler = (
            scheduler if fitted is None else Scheduler(scheduler.desired_retention, fitted)
        )

    @classmethod
    def open(cls, folder: Path, scheduler: Scheduler) -> "Store":
        """Open the history in *folder* for writing, made if need be. Raises `NNQuizError`."""
        path = folder / database.FILE_NAME
        with database.explained(folder):
            folder.mkdir(parents=True, exist_ok=True)
        connection = database.connect(path)
        database.check(connection, path)
        return cls(connection, path, scheduler)

    @classmethod
    def open_to_read(cls, folder: Path, scheduler: Scheduler) -> "Store":
        """Open the history in *folder*; where there is none, an empty one that leaves no trace."""
        path = folder / database.FILE_NAME
        with database.explained(folder):
            exists = path.exists()
        source = path if exists else Path(":memory:")
        return cls(database.connect_to_read(source), path, scheduler)

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.connection.close()

    def add(self, answer: Answer) -> tuple[Review, Memory]:
        """Store *answer* and return it with the memory that it leads to.

        A clock that was set back counts as 0 days: the review is dated just after the last one of
        its question, so that replaying gives the same order.
        """
        with database.transaction(self.connection, self.path):
            last = self._last_at(answer.question)
            at = answer.answered_at.astimezone(UTC)
            if last is not None and at <= last:
                at = last + timedelta(microseconds=1)
            before = memories.of(self.connection, self.scheduler, answer.question)
            day = study_day(answer.answered_at)
            if before is not None:
                day = max(day, before.last_day)
            offset = answer.answered_at.utcoffset() or timedelta()
            review = Review(
                uuid=str(uuids.uuid4()),
                question=answer.question,
                at=at,
                study_day=day,
                rating=answer.rating,
                suggested=answer.suggested,
                score=answer.score,
                text=answer.text,
                seconds=answer.seconds,
                grader=answer.grader,
            )
            self._insert(review, int(offset.total_seconds() // 60))
            memory = self.scheduler.review(before, answer.rating, day)
            memories.keep(self.connection, self.scheduler, answer.question, memory)
            if answer.found is not None:
                findings.put(self.connection, {review.uuid: answer.found})
        return review, memory

    def amend(self, review: Review, rating: Rating) -> tuple[Review, Memory]:
        """Give a stored review another *rating*: it is taken back and stored anew."""
        with database.transaction(self.connection, self.path):
            [offset] = self.connection.execute(
                "select utc_offset from reviews where uuid = ?", [review.uuid]
            ).fetchone()
            self._bury([review])
            amended = Review(
                uuid=str(uuids.uuid4()),
                question=review.question,
                at=review.at,
                study_day=review.study_day,
                rating=rating,
                suggested=review.suggested,
                score=review.score,
                text=review.text,
                seconds=review.seconds,
                grader=review.grader,
            )
            self._insert(amended, offset)
            findings.carry_over(self.connection, review.uuid, amended.uuid)
            memory = self._rebuild(review.question)
        assert memory is not None
        return amended, memory

    def use_parameters(self, w: tuple[float, ...] | None) -> None:
        """Schedule with these parameters of FSRS-6 from now on, None for the defaults."""
        with database.transaction(self.connection, self.path):
            parameters.put(self.connection, w)
        self.scheduler = Scheduler(self.scheduler.desired_retention, w)

    def undo(self, reviews: Iterable[Review]) -> None:
        """Take *reviews* back; each stays in the file, under a tombstone."""
        reviews = list(reviews)
        with database.transaction(self.connection, self.path):
            self._bury(reviews)
            for question in {review.question for review in reviews}:
                self._rebuild(question)

    @property
    def interviews(self) -> "Interviews":
        """The mock interviews, in the same file."""
        from nnquiz.store.interviews import Interviews

        return Interviews(self.connection, self.path, self.add)

    def history(self, limit: int | None = None) -> list[Review]:
        """The last *limit* reviews that stand, latest first; all of them for None."""
        with database.explained(self.path):
            rows = self.connection.execute(
                "select * from live order by at desc, id desc limit ?",
                [-1 if limit is None else limit],
            )
            return [review_from(row) for row in rows]

    def memories(self) -> dict[str, Memory]:
        """The memory of each question that was ever answered, by slug."""
        with database.explained(self.path):
            if memories.are_stale(self.connection, self.scheduler):
                with database.transaction(self.connection, self.path):
                    memories.rebuild_all(self.connection, self.scheduler)
            return memories.everything(self.connection)

    def findings(self) -> dict[str, Findings]:
        """What answers that stand were found to miss and get wrong, by uuid; not all have any."""
        with database.explained(self.path):
            return findings.everything(self.connection)

    def keep_findings(self, found: Mapping[str, Findings]) -> None:
        """Keep what reading answers again has *found*, by uuid."""
        with database.transaction(self.connection, self.path):
            findings.put(self.connection, found)

    def failures(self, question: str) -> int:
        """How many answers to *question* were rated "again"."""
        with database.explained(self.path):
            [count] = self.connection.execute(
                "select count(*) from live where question = ? and rating = ?",
                [question, Rating.AGAIN.value],
            ).fetchone()
        return int(count)

    def new_on(self, day: date) -> int:
        """How many questions were answered for the first time on study day *day*."""
        with database.explained(self.path):
            [count] = self.connection.execute(
                "select count(*) from (select min(study_day) as first from live group by question)"
                " where first = ?",
                [day.isoformat()],
            ).fetchone()
        return int(count)

    def everything(self) -> Iterator[Stored]:
        """All reviews, those taken back too, the first of all first."""
        with database.explained(self.path):
            rows = self.connection.execute(
                "select r.*, u.at as undone from reviews r left join undone u on u.uuid = r.uuid"
                " order by r.at, r.uuid"
            )
            for row in rows:
                undone = row["undone"]
                taken_back = None if undone is None else datetime.fromisoformat(undone)
                yield Stored(review_from(row), row["utc_offset"], taken_back)

    def merge(self, stored: Iterable[Stored], told: Callable[[], None] = lambda: None) -> int:
        """Add reviews that are not here yet, by their uuid; the number of those that are new.

        The order doesn't matter, nor does doing it twice. *told* is called for each question.
        """
        with database.transaction(self.connection, self.path):
            # With SQLite's 2 MB a large history would be written to the log over and over.
            self.connection.execute(f"pragma cache_size = -{_CACHE_KIB}")
            known = {uuid for [uuid] in self.connection.execute("select uuid from reviews")}
            buried = dict(self.connection.execute("select uuid, at from undone").fetchall())
            new: dict[str, Stored] = {}
            undone: dict[str, Stored] = {}
            earlier: dict[str, str] = {}
            for each in stored:
                uuid = each.review.uuid
                if uuid not in known and uuid not in new:
                    new[uuid] = each
                if each.undone is not None:
                    taken_back = each.undone.isoformat(timespec="microseconds")
                    # Of two machines that took it back, the first did: so they agree on when.
                    if uuid not in buried or taken_back < buried[uuid]:
                        if uuid not in buried:
                            undone[uuid] = each
                        buried[uuid] = earlier[uuid] = taken_back
            rows = (_row(each.review, each.utc_offset) for each in new.values())
            self.connection.executemany(_INSERT, rows)
            self.connection.executemany(
                "insert or replace into undone (uuid, at) values (?, ?)", earlier.items()
            )
            changed = new | undone
            for question in dict.fromkeys(each.review.question for each in changed.values()):
                memories.rebuild(self.connection, self.scheduler, question)
                told()
        return len(changed)

    def _insert(self, review: Review, utc_offset: int) -> None:
        self.connection.execute(_INSERT, _row(review, utc_offset))

    def _bury(self, reviews: Iterable[Review]) -> None:
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        for review in reviews:
            done = self.connection.execute(
                "insert or ignore into undone (uuid, at) values (?, ?)", [review.uuid, now]
            )
            if not done.rowcount:
                raise NNQuizError(f"the answer to {review.question} was taken back already")

    def _last_at(self, question: str) -> datetime | None:
        [last] = self.connection.execute(
            "select max(at) from live where question = ?", [question]
        ).fetchone()
        return None if last is None else datetime.fromisoformat(last)

    def _rebuild(self, question: str) -> Memory | None:
        return memories.rebuild(self.connection, self.scheduler, question)


_CACHE_KIB = 65_536
_INSERT = (
    "insert into reviews (uuid, question, at, utc_offset, study_day, rating, suggested, score,"
    " answer, seconds, grader) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def _row(review: Review, utc_offset: int) -> tuple[object, ...]:
    return (
        review.uuid,
        review.question,
        review.at.isoformat(timespec="microseconds"),
        utc_offset,
        review.study_day.isoformat(),
        review.rating.value,
        None if review.suggested is None else review.suggested.value,
        review.score,
        review.text,
        review.seconds,
        review.grader,
    )
