"""A session: the next question and how long it has, what an answer does. Nothing is printed here.

Nobody is told a grade before the end. Each answer is stored as it is graded, so that an interview
which is broken off can be gone on with.
"""

import random
import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace

from nnquiz.bank.model import Bank, Question
from nnquiz.clock import Clock
from nnquiz.findings import of_grade
from nnquiz.grading.grade import GRADER_VERSION, Grader, rehearsal
from nnquiz.interview.choosing import spread, topic, weights
from nnquiz.interview.failings import is_pass
from nnquiz.interview.probing import as_question, choose_follow_up
from nnquiz.interview.report import Report, report
from nnquiz.scheduling import study_day
from nnquiz.store.interviews import FollowUp, Interview, Turn
from nnquiz.store.reviews import Answer, Store

QUESTIONS = 6
MINUTES_A_QUESTION = 5


@dataclass(frozen=True, slots=True)
class Options:
    """What the person asked for; None leaves it to the interviewer.

    Without *minutes*, each question has five; without *count*, so many as fit into the minutes.
    """

    count: int | None = None
    minutes: int | None = None
    tags: tuple[str, ...] = ()
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked now: question *position* of *total*, or a follow-up to the answer just given.

    *left*: the seconds that this question still has, its follow-up included, below 0 where it ran
    over; *allotted*: what it had at first; *left_in_all*: those of the whole interview.
    """

    question: Question
    topic: str
    position: int
    total: int
    is_follow_up: bool
    allotted: float
    left: float
    left_in_all: float


class Session:
    """One interview between a bank and a person, from its first question or from where it broke."""

    def __init__(
        self, bank: Bank, store: Store, clock: Clock, grader: Grader, interview: Interview
    ) -> None:
        self._bank = bank
        self._store = store
        self._clock = clock
        self._grader = grader
        self.interview = interview

    @property
    def finished(self) -> bool:
        """Whether nothing more is asked."""
        return self.interview.finished is not None

    def next(self) -> Asked | None:
        """What to ask now; None, for good, when all was asked or the time is used up."""
        if self.finished:
            return None
        in_all = 60 * self.interview.minutes - self.interview.seconds
        if in_all > 0:
            for position in range(len(self.interview.turns)):
                asked = self._waiting_at(position, in_all)
                if asked is not None:
                    return asked
        if self.interview.answered:
            self.interview = self._store.interviews.finish(self.interview, self._clock())
        return None

    def _waiting_at(self, position: int, in_all: float) -> Asked | None:
        """The question or follow-up at *position*, if it waits for an answer and still exists."""
        turns = self.interview.turns
        turn = turns[position]
        question = self._bank.get(turn.question)
        if question is None:
            return None
        asked = Asked(question, topic(question), position + 1, len(turns), False, 0, 0, in_all)
        if turn.review is None:
            waiting_too = (t for t in turns if t.review is None and self._bank.get(t.question))
            share = in_all / sum(1 for _ in waiting_too)
            return replace(asked, allotted=share, left=share)
        waiting = turn.follow_up
        if waiting is None or waiting.answer is not None:
            return None
        for follow_up in question.follow_ups:
            if follow_up.question == waiting.question:
                return replace(
                    asked,
                    question=as_question(follow_up, question),
                    is_follow_up=True,
                    allotted=turn.allotted,
                    left=turn.allotted - turn.seconds,
                )
        return None

    def prepare(self, asked: Asked) -> None:
        """Load all that grading takes, so that the next question comes at once."""
        self._grader(asked.question, rehearsal(asked.question.answer))

    def answer(
        self, asked: Asked, text: str, seconds: float, first_key: float | None = None
    ) -> None:
        """Grade and store an answer that took *seconds*, typed from *first_key* on.

        To pass is an answer, too, graded as nothing: the interviewer has heard that one doesn't
        know, moves on without a follow-up, and the schedule brings the question back.
        """
        place = asked.position - 1
        passed = is_pass(text)
        grade = self._grader(asked.question, "" if passed else text)
        if asked.is_follow_up:
            told = FollowUp(asked.question.question, text, grade.score, seconds)
            self.interview = self._store.interviews.answer_follow_up(self.interview, place, told)
            return
        rng = random.Random(f"{self.interview.seed} {asked.question.slug}")
        probing = None if passed else choose_follow_up(asked.question, grade, rng)
        answer = Answer(
            question=asked.question.slug,
            answered_at=self._clock(),
            rating=grade.rating,
            suggested=grade.rating,
            score=grade.score,
            text=text,
            seconds=seconds,
            grader=GRADER_VERSION,
            found=of_grade(asked.question, grade),
        )
        turn = Turn(
            asked.question.slug,
            asked.allotted,
            first_key=first_key,
            follow_up=FollowUp(probing.question) if probing else None,
        )
        self.interview = self._store.interviews.answer(self.interview, place, turn, answer)

    def report(self, demos: Collection[str]) -> Report | None:
        """What it came to so far, None if nothing was answered; *demos* can be shown."""
        last = self._store.interviews.last_finished(self.interview)
        return report(self.interview, last, self._bank, self._grader, demos)


def begin(bank: Bank, store: Store, clock: Clock, grader: Grader, options: Options) -> Session:
    """A new interview. Raises `UsageError` for a tag that no question has."""
    now = clock()
    today = study_day(now)
    count = options.count
    if count is None:
        fitting = QUESTIONS if options.minutes is None else options.minutes // MINUTES_A_QUESTION
        count = max(1, fitting)
    seed = int(now.timestamp()) if options.seed is None else options.seed
    weight = weights(
        bank, store.memories(), store.interviews.recent_scores(), today, store.scheduler
    )
    questions = spread(bank.tagged(options.tags), weight, count, random.Random(seed))
    interview = Interview(
        uuid=str(uuid.uuid4()),
        started=now,
        study_day=today,
        minutes=options.minutes or MINUTES_A_QUESTION * len(questions),
        seed=seed,
        turns=tuple(Turn(question.slug) for question in questions),
    )
    return Session(bank, store, clock, grader, interview)


def broken_off(bank: Bank, store: Store) -> Interview | None:
    """The last interview, if it was broken off and *bank* holds its questions."""
    latest = store.interviews.latest()
    if latest is None or latest.finished is not None:
        return None
    return latest if any(bank.get(turn.question) for turn in latest.turns) else None
