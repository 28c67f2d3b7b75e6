"""A study session: which question comes next, what an answer does. Nothing is printed here."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from nnquiz import findings, selection
from nnquiz.agenda import Agenda, Chosen, DueThenNew, Planned
from nnquiz.bank.model import Bank, Question
from nnquiz.clock import Clock
from nnquiz.grading.grade import GRADER_VERSION, Grade, Grader, rehearsal
from nnquiz.rating import Rating
from nnquiz.scheduling import Memory, study_day
from nnquiz.store.reviews import Answer, Review, Store

NEW_A_DAY = 10
RETRY_AFTER = 3  # other questions, before a failed one comes back

Plan = Callable[[], Sequence[Question]]  # what to ask in the time that is left today, in order


@dataclass(frozen=True, slots=True)
class Options:
    """What the person asked for; None leaves it to the drill."""

    limit: int | None = None
    new: int | None = None
    tags: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    ahead: bool = False
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question put to the person; *position* of *total*, *again* after failing it just now."""

    question: Question
    position: int
    total: int
    memory: Memory | None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """A stored answer: its grade (None if self-rated) and the day that each rating leads to."""

    asked: Asked
    grade: Grade | None
    review: Review
    memory: Memory
    choices: dict[Rating, date]

    @property
    def rating(self) -> Rating:
        """The rating that stands."""
        return self.review.rating

    @property
    def returns_today(self) -> bool:
        """Whether the question comes back in this session: until it is passed."""
        return self.rating is Rating.AGAIN


@dataclass(frozen=True, slots=True)
class Summary:
    """What a session came to; *locked* new questions build on skipped ones.

    *planned* says that it followed a plan for the day of an interview, *ended* that there was
    nothing more to put.
    """

    answered: int
    passed: int
    mean_score: float | None
    seconds: float
    learned: tuple[Question, ...]
    coming: tuple[tuple[date, int], ...]
    weakest: Question | None
    locked: int
    planned: bool
    ended: bool


class Drill:
    """One session over a bank, a store and a clock. Each answer is stored as it is graded."""

    def __init__(
        self,
        bank: Bank,
        store: Store,
        clock: Clock,
        grader: Grader,
        options: Options,
        plan: Plan | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._grader = grader
        self._memories = store.memories()
        self.today = study_day(clock())
        self._pool = bank.tagged(options.tags)
        self.planned = plan is not None and not options.only
        self._agenda = self._agenda_for(bank, options, plan)
        self._limit = options.limit
        self._asked = 0
        self._again: list[tuple[int, Asked]] = []  # comes back once so many have been asked
        self._first: list[Asked] = []  # comes before all else: what was undone
        self._log: list[Answered] = []
        self._turns = 0
        self._exhausted = False

    def _agenda_for(self, bank: Bank, options: Options, plan: Plan | None) -> Agenda:
        if options.only:
            chosen = [bank.find(ref) for ref in dict.fromkeys(options.only)]
            self._pool = tuple(q for q in chosen if q in self._pool)
            return Chosen(self._pool)
        rng = random.Random(self.today.toordinal() if options.seed is None else options.seed)
        asking = (self._pool, self._memories, self.today, self._store.scheduler, rng)
        due = selection.due(*asking)
        ahead = selection.ahead(*asking) if options.ahead else []
        if plan is not None:
            forward = [*due, *ahead] if options.ahead else []
            return Planned(plan, self._pool, self._memories, options.new, forward)
        unseen = sum(q.slug not in self._memories for q in self._pool)
        return DueThenNew(self._pool, due, min(self._new_allowance(options), unseen), ahead)

    @property
    def total(self) -> int:
        """How many questions the session puts, at most."""
        total = self._agenda.total
        return total if self._limit is None else min(total, self._limit)

    def _new_allowance(self, options: Options) -> int:
        if options.new is not None:
            return options.new
        if options.limit is not None:
            return options.limit
        return max(0, NEW_A_DAY - self._store.new_on(self.today))

    def next(self) -> Asked | None:
        """The question to ask now; None when the session has nothing more to ask."""
        if self._first:
            return self._first.pop(0)
        self._turns += 1
        if self._again and self._again[0][0] <= self._turns:
            return self._take_again()
        question = None
        if self._limit is None or self._asked < self._limit:
            question = self._agenda.next(self._memories)
        if question is not None:
            self._asked += 1
            memory = self._memories.get(question.slug)
            return Asked(question, self._asked, self.total, memory)
        if self._again:
            return self._take_again()
        self._exhausted = True
        return None

    def _take_again(self) -> Asked:
        _, asked = self._again.pop(0)
        return replace(asked, memory=self._memories.get(asked.question.slug), again=True)

    def prepare(self, asked: Asked) -> None:
        """Load all that grading an answer to *asked* takes, so that the grade comes at once."""
        self._grader(asked.question, rehearsal(asked.question.answer))

    def answer(self, asked: Asked, text: str, seconds: float, hinted: bool = False) -> Answered:
        """Grade and store a typed answer; one that took a hint was hard to recall at best."""
        grade = self._grader(asked.question, text)
        rating = min(grade.rating, Rating.HARD) if hinted else grade.rating
        return self._record(
            asked,
            grade,
            Answer(
                question=asked.question.slug,
                answered_at=self._clock(),
                rating=rating,
                suggested=rating,
                score=grade.score,
                text=text,
                seconds=seconds,
                grader=GRADER_VERSION,
                found=findings.of_grade(asked.question, grade),
            ),
        )

    def rate(self, asked: Asked, rating: Rating, seconds: float) -> Answered:
        """Store the person's own rating, where nothing was typed."""
        answer = Answer(asked.question.slug, self._clock(), rating, seconds=seconds)
        return self._record(asked, None, answer)

    def _record(self, asked: Asked, grade: Grade | None, answer: Answer) -> Answered:
        choices = self.choices(asked)
        review, memory = self._store.add(answer)
        self._memories[asked.question.slug] = memory
        answered = Answered(asked, grade, review, memory, choices)
        self._log.append(answered)
        self._schedule_retry(answered)
        return answered

    def change(self, answered: Answered, rating: Rating) -> Answered:
        """Overrule the rating of an answer; what the grader suggested is kept beside it."""
        if rating is answered.rating:
            return answered
        review, memory = self._store.amend(answered.review, rating)
        self._memories[review.question] = memory
        changed = replace(answered, review=review, memory=memory)
        self._log[self._log.index(answered)] = changed
        self._schedule_retry(changed)
        return changed

    def _schedule_retry(self, answered: Answered) -> None:
        slug = answered.asked.question.slug
        self._again = [(turn, a) for turn, a in self._again if a.question.slug != slug]
        if answered.returns_today:
            self._again.append((self._turns + RETRY_AFTER + 1, answered.asked))

    def times_failed(self, answered: Answered) -> int:
        """How often a question was failed that has just become a leech, or was one; else 0."""
        if answered.rating is not Rating.AGAIN:
            return 0
        from nnquiz.statistics.weaknesses import LEECH_FROM

        failed = self._store.failures(answered.asked.question.slug)
        return failed if failed >= LEECH_FROM else 0

    def choices(self, asked: Asked) -> dict[Rating, date]:
        """The due day that each rating of *asked* would lead to now."""
        memory = self._memories.get(asked.question.slug)
        return self._store.scheduler.choices(memory, study_day(self._clock()))

    def undo(self, pending: Asked | None = None) -> Answered | None:
        """Take back the last answer of this session; its question comes next, *pending* after it.

        Returns what was taken back, or None if this session holds no answer.
        """
        if not self._log:
            return None
        last = self._log.pop()
        self._store.undo([last.review])
        self._memories = self._store.memories()
        slug = last.asked.question.slug
        self._again = [(turn, a) for turn, a in self._again if a.question.slug != slug]
        self._first = [last.asked, *([pending] if pending else []), *self._first]
        return last

    def summary(self) -> Summary:
        """What the session came to so far."""
        latest = {a.asked.question.slug: a for a in self._log}
        scores = [a.review.score for a in self._log if a.review.score is not None]
        shaky = [a for a in latest.values() if a.rating <= Rating.HARD]
        weakest = min(shaky, key=lambda a: (a.rating, a.review.score or 0.0), default=None)
        return Summary(
            answered=len(self._log),
            passed=sum(a.rating is not Rating.AGAIN for a in latest.values()),
            mean_score=sum(scores) / len(scores) if scores else None,
            seconds=sum(a.review.seconds or 0.0 for a in self._log),
            learned=tuple(
                a.asked.question
                for a in latest.values()
                if a.asked.memory is None and a.rating is not Rating.AGAIN
            ),
            coming=self._coming(),
            weakest=weakest.asked.question if weakest else None,
            locked=self._agenda.locked if self._exhausted and self._asked < self.total else 0,
            planned=self.planned,
            ended=self._exhausted,
        )

    def _coming(self) -> tuple[tuple[date, int], ...]:
        """How many questions of the pool fall due on each coming day, the next first."""
        counts: dict[date, int] = {}
        for question in self._pool:
            memory = self._memories.get(question.slug)
            if memory is not None:
                day = max(memory.due, self.today)
                counts[day] = counts.get(day, 0) + 1
        return tuple(sorted(counts.items()))
