"""Made-up questions, answers and a year of a person: seeded, with breaks, forgetting and errors."""

import random
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from nnquiz.bank.model import Bank, Question
from nnquiz.rating import Rating
from nnquiz.scheduling import Memory, Scheduler
from nnquiz.statistics.overview import Overview, overview, to_read
from nnquiz.store.findings import Findings
from nnquiz.store.reviews import Review, Stored

TODAY = date(2026, 3, 2)  # a Monday


def question(slug: str, number: int = 1, **more: Any) -> Question:
    return Question(slug, number, f"What is {slug}?", f"It is {slug}.", **more)


def bank_of(*questions: Question) -> Bank:
    return Bank(questions, Path("made-up.yaml"))


def review(
    slug: str,
    day: date = TODAY,
    rating: Rating = Rating.GOOD,
    *,
    seconds: float | None = None,
    text: str | None = None,
    hour: int = 12,
) -> Review:
    at = datetime.combine(day, time(hour), UTC)
    return Review(
        str(uuid.uuid4()), slug, at, day, rating, None, None, text, seconds, None
    )  # fmt: skip


def figures(
    bank: Bank, reviews: list[Review], findings: dict[str, Findings] | None = None
) -> Overview:
    """The overview of reviews in any order."""
    scheduler = Scheduler()
    latest_first = sorted(reviews, key=lambda r: (r.at, r.uuid), reverse=True)
    memories: dict[str, Memory] = {}
    for each in reversed(latest_first):
        before = memories.get(each.question)
        memories[each.question] = scheduler.review(before, each.rating, each.study_day)
    if findings is None:
        findings = {r.uuid: Findings("1", (), ()) for r in to_read(bank, latest_first)}
    return overview(bank, latest_first, memories, findings, scheduler, TODAY)


def history(bank: Bank, until: date, days: int = 365, seed: int = 0) -> list[Stored]:
    """The answers of the *days* up to *until*, the first of all first.

    The person studies on most days, learns a few questions at a time, recalls about as well as the
    scheduler expects, but finds every ninth question far harder than that.
    """
    rng = random.Random(seed)
    scheduler = Scheduler()
    memories: dict[str, Memory] = {}
    waiting = sorted(bank, key=lambda q: (q.difficulty, q.number))
    found: list[Stored] = []
    day = until - timedelta(days=days - 1)
    while day <= until:
        away = day.month in {7, 8} and rng.random() < 0.6
        if not away and rng.random() < (0.85 if day.weekday() < 5 else 0.4):
            due = [q for q in bank if q.slug in memories and memories[q.slug].due <= day]
            new = [waiting.pop(0) for _ in range(min(len(waiting), rng.randint(0, 1)))]
            at = datetime.combine(day, time(18), UTC) + timedelta(minutes=rng.randint(0, 120))
            for question in due + new:
                for review in _tries(question, memories, scheduler, day, at, rng):
                    at = review.at
                    found.append(Stored(review, 60, None))
        day += timedelta(days=1)
    return found


def _tries(
    question: Question,
    memories: dict[str, Memory],
    scheduler: Scheduler,
    day: date,
    at: datetime,
    rng: random.Random,
) -> Iterator[Review]:
    """Answers until the question is passed, three at most."""
    for attempt in range(3):
        memory = memories.get(question.slug)
        chance = 0.5 if memory is None else scheduler.retrievability(memory, day)
        chance = 0.9 if attempt else chance * (0.75 if question.number % 9 == 0 else 1.0)
        rating = Rating.AGAIN
        if rng.random() < chance:
            rating = rng.choices([Rating.HARD, Rating.GOOD, Rating.EASY], [2, 6, 1])[0]
        share = {1: 0.15, 2: 0.4, 3: 0.65, 4: 0.9}[rating.value]
        at += timedelta(seconds=(seconds := rng.lognormvariate(3.9, 0.5)))
        memories[question.slug] = scheduler.review(memory, rating, day)
        yield Review(
            uuid=str(uuid.UUID(int=rng.getrandbits(128), version=4)),
            question=question.slug,
            at=at,
            study_day=day,
            rating=rating,
            suggested=rating,
            score=share,
            text=_answer(question, share, rng),
            seconds=round(seconds, 1),
            grader="2",
        )
        if rating is not Rating.AGAIN:
            return


def _answer(question: Question, share: float, rng: random.Random) -> str:
    """A text that makes about *share* of the points and now and then holds a misconception."""
    said = [
        rng.choice(point.phrasings)
        for place, point in enumerate(question.key_points)
        if rng.random() < share * (0.3 if place % 4 == 3 else 1.0)
    ]
    if question.misconceptions and rng.random() < (1 - share) * 0.3:
        said.append(rng.choice(question.misconceptions[0].phrasings))
    return ". ".join(said) or "no idea"
