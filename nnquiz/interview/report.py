"""What an interview came to: scores by question and topic, how answers fell short, what next."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from shlex import quote

from nnquiz.bank.model import Bank, Question
from nnquiz.grading.grade import GOOD_FROM, Grade, Grader
from nnquiz.interview.choosing import OTHER, topic
from nnquiz.interview.failings import Failing, failings, is_pass
from nnquiz.store.interviews import FollowUp, Interview
from nnquiz.store.reviews import Review

FOLLOW_UP_SHARE = 0.25  # of a question's score; a follow-up has no points, only its answer's words
_TO_STUDY = 3


@dataclass(frozen=True, slots=True)
class Followed:
    """A follow-up with the person's answer and the bank's."""

    question: str
    answer: str
    model_answer: str
    score: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question that was answered; *score* counts its follow-up, the grade doesn't."""

    question: Question
    position: int
    topic: str
    answer: str
    grade: Grade
    review: Review
    follow_up: Followed | None
    failings: tuple[Failing, ...]
    score: float
    seconds: float
    allotted: float
    first_key: float | None
    demo: str | None

    @property
    def commands(self) -> tuple[str, ...]:
        """What to type to study it: its demo, if there is one, and its page in the bank."""
        show = f"nnquiz show {self.question.slug}"
        return (f"nnquiz demo {self.demo}", show) if self.demo else (show,)


@dataclass(frozen=True, slots=True)
class Topic:
    """The mean score of a topic's questions, and that of the last interview if it had any."""

    name: str
    score: float
    questions: int
    last: float | None


@dataclass(frozen=True, slots=True)
class Advice:
    """A question or a topic to study, and what to type for it."""

    name: str
    score: float
    commands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Last:
    """The finished interview before this one."""

    study_day: date
    score: float


@dataclass(frozen=True, slots=True)
class Report:
    """The whole; *not_reached* are the questions that were not put, *last* to compare with."""

    uuid: str
    started: datetime
    finished: datetime | None
    study_day: date
    minutes: float
    seconds: float
    score: float
    outcomes: tuple[Outcome, ...]
    not_reached: tuple[Question, ...]
    topics: tuple[Topic, ...]
    last: Last | None

    @property
    def planned(self) -> int:
        """How many questions it was to have."""
        return len(self.outcomes) + len(self.not_reached)

    @property
    def fell_short(self) -> dict[Failing, tuple[Outcome, ...]]:
        """Each kind of failure that there was, with the answers that show it."""
        found = {f: tuple(o for o in self.outcomes if f in o.failings) for f in Failing}
        return {failing: outcomes for failing, outcomes in found.items() if outcomes}

    @property
    def to_study(self) -> tuple[Outcome, ...]:
        """The weakest answers below good, at most three, the weakest first."""
        weak = sorted((o for o in self.outcomes if o.score < GOOD_FROM), key=lambda o: o.score)
        return tuple(weak[:_TO_STUDY])

    @property
    def advice(self) -> tuple[Advice, ...]:
        """What to study next: the weakest questions, then the weakest topic if it is a tag."""
        found = [Advice(o.question.slug, o.score, o.commands) for o in self.to_study]
        topic = min(self.topics, key=lambda each: each.score)
        if found and topic.name != OTHER:
            command = f"nnquiz drill --tag {quote(topic.name)}"
            found.append(Advice(topic.name, topic.score, (command,)))
        return tuple(found)


def report(
    interview: Interview,
    last: Interview | None,
    bank: Bank,
    grader: Grader,
    demos: Collection[str],
) -> Report | None:
    """What *interview* came to, beside the *last*; None if it holds no answer to a known question.

    Scores are those that were stored; the points are looked for anew in the stored answers.
    *demos*: the names of those that can be shown.
    """
    outcomes = tuple(_outcomes(interview, bank, grader, demos))
    if not outcomes:
        return None
    waiting = (bank.get(turn.question) for turn in interview.turns if turn.review is None)
    before = {} if last is None else _by_topic(last, bank)
    return Report(
        uuid=interview.uuid,
        started=interview.started,
        finished=interview.finished,
        study_day=interview.study_day,
        minutes=interview.minutes,
        seconds=interview.seconds,
        score=_mean([outcome.score for outcome in outcomes]),
        outcomes=outcomes,
        not_reached=tuple(question for question in waiting if question is not None),
        topics=tuple(
            Topic(name, _mean(scores), len(scores), _mean(before[name]) if name in before else None)
            for name, scores in _by_topic(interview, bank).items()
        ),
        last=None if last is None else Last(last.study_day, _mean(_scores(last).values())),
    )


def _outcomes(
    interview: Interview, bank: Bank, grader: Grader, demos: Collection[str]
) -> Iterator[Outcome]:
    scores = _scores(interview)
    for number, turn in enumerate(interview.turns, 1):
        question = bank.get(turn.question)
        if question is None or turn.review is None:
            continue
        answer = turn.review.text or ""
        grade = grader(question, "" if is_pass(answer) else answer)
        if turn.review.score is not None:
            grade = replace(grade, score=turn.review.score)
        yield Outcome(
            question=question,
            position=number,
            topic=topic(question),
            answer=answer,
            grade=grade,
            review=turn.review,
            follow_up=_followed(question, turn.follow_up),
            failings=failings(question, turn, grade),
            score=scores[question.slug],
            seconds=turn.seconds,
            allotted=turn.allotted,
            first_key=turn.first_key,
            demo=question.demo if question.demo in demos else None,
        )


def _followed(question: Question, told: FollowUp | None) -> Followed | None:
    if told is None or told.answer is None:
        return None
    model = next((f.answer for f in question.follow_ups if f.question == told.question), "")
    return Followed(told.question, told.answer, model, told.score or 0.0, told.seconds)


def _scores(interview: Interview) -> dict[str, float]:
    """The score of each answered question by slug, with that of its follow-up."""
    found = {}
    for turn in interview.turns:
        if turn.review is not None:
            score = turn.review.score or 0.0
            if turn.follow_up is not None and turn.follow_up.score is not None:
                score += FOLLOW_UP_SHARE * (turn.follow_up.score - score)
            found[turn.question] = score
    return found


def _by_topic(interview: Interview, bank: Bank) -> dict[str, list[float]]:
    """The scores of each topic, in the order in which topics came up."""
    found: dict[str, list[float]] = {}
    for slug, score in _scores(interview).items():
        question = bank.get(slug)
        if question is not None:
            found.setdefault(topic(question), []).append(score)
    return found


def _mean(scores: Collection[float]) -> float:
    return sum(scores) / len(scores)
