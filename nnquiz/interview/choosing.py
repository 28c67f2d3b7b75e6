"""Which questions an interview puts: across topics, the often asked and the weak ones rather."""

import math
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from nnquiz.bank.model import Bank, Question
from nnquiz.rating import Rating
from nnquiz.scheduling import Memory, Scheduler

_Item = TypeVar("_Item")

OTHER = "other"  # the topic of questions without tags

# An interviewer begins with the basics and gets to the special subjects less often.
_ASKED = {1: 1.5, 2: 1.0, 3: 0.6}
# How well a question is known right after a review, as far as its rating tells.
_KNOWN = {Rating.AGAIN: 0.0, Rating.HARD: 0.5, Rating.GOOD: 0.8, Rating.EASY: 1.0}
_NEVER_SEEN = 0.7  # the weakness of a new question: below that of one that was failed
_EVEN_STRONG = 0.2  # added to each weakness, so that what one knows well comes up, too


def topic(question: Question) -> str:
    """The subject of a question: its first tag."""
    return question.tags[0] if question.tags else OTHER


def weights(
    bank: Bank,
    memories: Mapping[str, Memory],
    scores: Mapping[str, float],
    today: date,
    scheduler: Scheduler,
) -> dict[str, float]:
    """How much each question of *bank* ought to be asked, by slug; all above 0.

    What others build on is asked more often (by the square root of how many), and so is what is
    not known well: see `weakness`. *scores*: the mean of the last scores, where there are any.
    """
    built_on = Counter(slug for question in bank for slug in question.requires)
    return {
        q.slug: _ASKED.get(q.difficulty, 1.0)
        * math.sqrt(1 + built_on[q.slug])
        * (_EVEN_STRONG + weakness(memories.get(q.slug), scores.get(q.slug), today, scheduler))
        for q in bank
    }


def weakness(
    memory: Memory | None, score: float | None, today: date, scheduler: Scheduler
) -> float:
    """How far from known a question is, 0 to 1.

    One minus the chance that it is recalled today times how well it went: the mean of what the last
    rating says and the *score* of the last answers.
    """
    if memory is None:
        return _NEVER_SEEN
    known = _KNOWN[memory.last_rating]
    if score is not None:
        known = (known + score) / 2
    return 1.0 - known * scheduler.retrievability(memory, today)


def spread(
    questions: Iterable[Question], weight: Mapping[str, float], count: int, rng: random.Random
) -> list[Question]:
    """*count* different questions (all, if there are fewer), drawn by *weight*, basics first.

    A topic comes a second time only after each other one that has questions left.
    """
    left: dict[str, list[Question]] = {}
    for question in questions:
        left.setdefault(topic(question), []).append(question)
    chosen: list[Question] = []
    waiting: list[str] = []
    while left and len(chosen) < count:
        waiting = waiting or list(left)
        heavy = [sum(weight[q.slug] for q in left[name]) for name in waiting]
        name = _draw(waiting, heavy, rng)
        waiting.remove(name)
        question = _draw(left[name], [weight[q.slug] for q in left[name]], rng)
        left[name].remove(question)
        if not left[name]:
            del left[name]
        chosen.append(question)
    return sorted(chosen, key=lambda q: q.difficulty)


def _draw(items: Sequence[_Item], weights: Sequence[float], rng: random.Random) -> _Item:
    [item] = rng.choices(items, weights)
    return item
