"""Which question to ask next: what is due, then what is new, then what could be brought forward."""

import random
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from nnquiz.bank.model import Question
from nnquiz.scheduling import Memory, Scheduler


def due(
    questions: Iterable[Question],
    memories: Mapping[str, Memory],
    today: date,
    scheduler: Scheduler,
    rng: random.Random,
) -> list[Question]:
    """What is due on *today*, the most forgotten first; equals in an order that *rng* gives."""
    waiting = [q for q in questions if q.slug in memories and memories[q.slug].due <= today]
    return _most_forgotten_first(waiting, memories, today, scheduler, rng)


def ahead(
    questions: Iterable[Question],
    memories: Mapping[str, Memory],
    today: date,
    scheduler: Scheduler,
    rng: random.Random,
) -> list[Question]:
    """What is not due yet and was not answered today, the most forgotten first."""
    later = [
        q
        for q in questions
        if q.slug in memories and memories[q.slug].due > today and memories[q.slug].last_day < today
    ]
    return _most_forgotten_first(later, memories, today, scheduler, rng)


def next_new(
    questions: Iterable[Question], answered: Collection[str], put_off: Collection[str]
) -> Question | None:
    """The easiest question never answered whose `requires` have been, as far as they are asked.

    What a question requires counts only if it is among *questions*: a tag or a list of one's own
    must not lock a question up for ever.
    """
    questions = list(questions)
    asked = {q.slug for q in questions}
    open_now = [
        q
        for q in questions
        if q.slug not in answered
        and q.slug not in put_off
        and all(slug in answered or slug not in asked for slug in q.requires)
    ]
    return min(open_now, key=lambda q: (q.difficulty, q.number), default=None)


def _most_forgotten_first(
    questions: list[Question],
    memories: Mapping[str, Memory],
    today: date,
    scheduler: Scheduler,
    rng: random.Random,
) -> list[Question]:
    rng.shuffle(questions)  # questions learned together would cue each other in their old order
    return sorted(questions, key=lambda q: scheduler.retrievability(memories[q.slug], today))
