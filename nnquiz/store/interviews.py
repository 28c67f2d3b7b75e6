"""Mock interviews: which questions each put, and the answers, as they came.

The answer to a question is a review like any other and lies with the reviews; here are its place in
the interview and what only an interview has. An answer that was taken back since then no longer
counts for the schedule, but the interview stays as it was.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from nnquiz import NNQuizError
from nnquiz.scheduling import Memory
from nnquiz.store import database
from nnquiz.store.records import Answer, Review, review_from

_SCORES_BACK = 3  # the last so many scores of a question tell how well it goes


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What was asked after an answer; without *answer* it still waits for one."""

    question: str
    answer: str | None = None
    score: float | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Turn:
    """A question, by its slug, and what was answered; without *review* it still waits.

    *allotted*: the seconds that it had, its follow-up included. *first_key*: the seconds until
    something was typed, where that was measured.
    """

    question: str
    allotted: float = 0.0
    review: Review | None = None
    first_key: float | None = None
    follow_up: FollowUp | None = None

    @property
    def seconds(self) -> float:
        """What it took, with its follow-up."""
        answer = self.review.seconds if self.review else None
        return (answer or 0.0) + (self.follow_up.seconds if self.follow_up else 0.0)


@dataclass(frozen=True, slots=True)
class Interview:
    """An interview as far as it went; *finished* is None while one can go on with it."""

    uuid: str
    started: datetime
    study_day: date
    minutes: float
    seed: int
    turns: tuple[Turn, ...]
    finished: datetime | None = None

    @property
    def seconds(self) -> float:
        """What all answers took: pauses between sessions don't count."""
        return sum(turn.seconds for turn in self.turns)

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(turn.review is not None for turn in self.turns)

    def with_turn(self, position: int, turn: Turn) -> "Interview":
        """The same with another turn at *position*, from 0."""
        turns = (*self.turns[:position], turn, *self.turns[position + 1 :])
        return replace(self, turns=turns)


class Interviews:
    """The interviews of one person; *add* stores an answer as a review."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        add: Callable[[Answer], tuple[Review, Memory]],
    ) -> None:
        self._connection = connection
        self._path = path
        self._add = add

    def latest(self) -> Interview | None:
        """The interview that began last, if any holds an answer."""
        return self._read("select * from interviews order by id desc limit 1", [])

    def last_finished(self, before: Interview) -> Interview | None:
        """The last interview that was finished, other than *before*."""
        return self._read(
            "select * from interviews where finished is not null and uuid <> ?"
            " order by id desc limit 1",
            [before.uuid],
        )

    def answer(self, interview: Interview, position: int, turn: Turn, answer: Answer) -> Interview:
        """Store *answer* as a review, and *turn* with it at *position*, at once or not at all.

        With its first answer the interview itself is stored. Raises `NNQuizError` if the question
        was answered in another session meanwhile.
        """
        with database.transaction(self._connection, self._path):
            self._begin(interview)
            review, _ = self._add(answer)
            stored = self._connection.execute(
                "update interview_questions set allotted = ?, review = ?, first_key = ?,"
                " follow_up = ? where interview = ? and position = ? and review is null",
                [
                    turn.allotted,
                    review.uuid,
                    turn.first_key,
                    turn.follow_up.question if turn.follow_up else None,
                    interview.uuid,
                    position,
                ],
            ).rowcount
            _refuse_second(stored)
        return interview.with_turn(position, replace(turn, review=review))

    def answer_follow_up(
        self, interview: Interview, position: int, follow_up: FollowUp
    ) -> Interview:
        """Store the answer to the follow-up at *position*. Raises `NNQuizError` as `answer`."""
        with database.transaction(self._connection, self._path):
            stored = self._connection.execute(
                "update interview_questions set follow_up_answer = ?, follow_up_score = ?,"
                " follow_up_seconds = ?"
                " where interview = ? and position = ? and follow_up_answer is null",
                [
                    follow_up.answer,
                    follow_up.score,
                    follow_up.seconds,
                    interview.uuid,
                    position,
                ],
            ).rowcount
            _refuse_second(stored)
        turn = replace(interview.turns[position], follow_up=follow_up)
        return interview.with_turn(position, turn)

    def finish(self, interview: Interview, at: datetime) -> Interview:
        """Mark that nothing more is asked."""
        at = at.astimezone(UTC)
        with database.transaction(self._connection, self._path):
            self._connection.execute(
                "update interviews set finished = ? where uuid = ?",
                [at.isoformat(timespec="microseconds"), interview.uuid],
            )
        return replace(interview, finished=at)

    def recent_scores(self) -> dict[str, float]:
        """The mean of the last scores of each question that has any, by slug."""
        with database.explained(self._path):
            rows = self._connection.execute(
                "select question, avg(score) as mean from ("
                " select question, score,"
                " row_number() over (partition by question order by at desc, id desc) as back"
                " from live where score is not null"
                ") where back <= ? group by question",
                [_SCORES_BACK],
            )
            return {row["question"]: row["mean"] for row in rows}

    def _begin(self, interview: Interview) -> None:
        new = self._connection.execute(
            "insert or ignore into interviews (uuid, started, study_day, minutes, seed)"
            " values (?, ?, ?, ?, ?)",
            [
                interview.uuid,
                interview.started.astimezone(UTC).isoformat(timespec="microseconds"),
                interview.study_day.isoformat(),
                interview.minutes,
                interview.seed,
            ],
        ).rowcount
        if new:
            self._connection.executemany(
                "insert into interview_questions (interview, position, question) values (?, ?, ?)",
                [(interview.uuid, n, turn.question) for n, turn in enumerate(interview.turns)],
            )

    def _read(self, query: str, values: list[str]) -> Interview | None:
        with database.explained(self._path):
            row = self._connection.execute(query, values).fetchone()
            if row is None:
                return None
            turns = self._connection.execute(
                "select q.*, r.uuid, r.at, r.study_day, r.rating, r.suggested, r.score, r.answer,"
                " r.seconds, r.grader"
                " from interview_questions q left join reviews r on r.uuid = q.review"
                " where q.interview = ? order by q.position",
                [row["uuid"]],
            ).fetchall()
        finished = row["finished"]
        return Interview(
            uuid=row["uuid"],
            started=datetime.fromisoformat(row["started"]),
            study_day=date.fromisoformat(row["study_day"]),
            minutes=row["minutes"],
            seed=row["seed"],
            turns=tuple(map(_turn, turns)),
            finished=None if finished is None else datetime.fromisoformat(finished),
        )


def _turn(row: sqlite3.Row) -> Turn:
    return Turn(
        question=row["question"],
        allotted=row["allotted"],
        review=None if row["uuid"] is None else review_from(row),
        first_key=row["first_key"],
        follow_up=None
        if row["follow_up"] is None
        else FollowUp(
            row["follow_up"],
            row["follow_up_answer"],
            row["follow_up_score"],
            row["follow_up_seconds"],
        ),
    )


def _refuse_second(stored: int) -> None:
    if not stored:
        raise NNQuizError(
            "this interview is gone on with elsewhere: finish it there, or begin another with"
            " nnquiz interview --new"
        )
