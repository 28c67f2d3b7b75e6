"""How well each topic is known today, and where what others build on is weak."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from nnquiz.bank.model import Bank, Question
from nnquiz.scheduling import Memory, Scheduler

KNOWN_FROM = 21.0  # days of stability; Anki calls a card mature from this interval on


@dataclass(frozen=True, slots=True)
class Mastery:
    """Questions by how far they are learned; *recall* is the mean chance of recall today.

    A question that was never answered counts as 0; it is None of no questions.
    """

    questions: int
    new: int
    learning: int
    known: int
    recall: float | None


@dataclass(frozen=True, slots=True)
class Topic:
    """A tag; *base* is the mean recall of what its questions build on outside of it, if any."""

    tag: str
    mastery: Mastery
    base: float | None


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """A weak question and the slugs of those that build on it, however far; *recall* None: new."""

    question: Question
    recall: float | None
    carries: tuple[str, ...]

    @property
    def weight(self) -> float:
        """How much is built on what is missing."""
        return (1.0 - (self.recall or 0.0)) * len(self.carries)


def chances(
    bank: Iterable[Question], memories: Mapping[str, Memory], scheduler: Scheduler, today: date
) -> dict[str, float]:
    """The chance that each answered question of the bank is recalled today, by slug."""
    return {
        question.slug: scheduler.retrievability(memories[question.slug], today)
        for question in bank
        if question.slug in memories
    }


def mastery(
    questions: Collection[Question], memories: Mapping[str, Memory], recall: Mapping[str, float]
) -> Mastery:
    """How far *questions* are learned."""
    answered = [memories[q.slug] for q in questions if q.slug in memories]
    known = sum(memory.stability >= KNOWN_FROM for memory in answered)
    return Mastery(
        questions=len(questions),
        new=len(questions) - len(answered),
        learning=len(answered) - known,
        known=known,
        recall=_mean_recall((q.slug for q in questions), recall),
    )


def topics(
    bank: Bank, memories: Mapping[str, Memory], recall: Mapping[str, float]
) -> tuple[Topic, ...]:
    """Each tag of the bank, those that build on little first."""
    below = foundations(bank)
    found = []
    for place, tag in enumerate(bank.tags()):
        questions = [q for q in bank if tag in q.tags]
        own = {q.slug for q in questions}
        base = set().union(*(below[slug] for slug in own))
        depth = sum(len(below[slug]) for slug in own) / len(own)
        topic = Topic(tag, mastery(questions, memories, recall), _mean_recall(base - own, recall))
        found.append((depth, place, topic))
    return tuple(topic for *_, topic in sorted(found, key=lambda each: each[:2]))


def bottlenecks(
    bank: Bank, recall: Mapping[str, float], desired_retention: float
) -> tuple[Bottleneck, ...]:
    """Questions known worse than desired that others build on, the most in the way first."""
    carried: dict[str, list[str]] = {question.slug: [] for question in bank}
    for slug, base in foundations(bank).items():
        for below in base:
            carried[below].append(slug)
    weak = (
        Bottleneck(question, recall.get(question.slug), tuple(carried[question.slug]))
        for question in bank
        if carried[question.slug] and recall.get(question.slug, 0.0) < desired_retention
    )
    return tuple(sorted(weak, key=lambda each: (-each.weight, each.question.number)))


def foundations(bank: Bank) -> dict[str, set[str]]:
    """The slugs of all that each question builds on, however far; never itself."""
    found = {}
    for question in bank:
        below: set[str] = set()
        waiting = list(question.requires)
        while waiting:
            slug = waiting.pop()
            required = bank.get(slug)
            if required is not None and slug not in below and slug != question.slug:
                below.add(slug)
                waiting += required.requires
        found[question.slug] = below
    return found


def _mean_recall(slugs: Iterable[str], recall: Mapping[str, float]) -> float | None:
    values = [recall.get(slug, 0.0) for slug in slugs]
    return sum(values) / len(values) if values else None
