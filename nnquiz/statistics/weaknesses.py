"""What keeps going wrong: points missed, misconceptions held, questions that won't stick."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from nnquiz.bank.model import Bank, Question
from nnquiz.rating import Rating
from nnquiz.store.findings import Findings
from nnquiz.store.reviews import Review

LEECH_FROM = 5  # answers rated "again", in all: a question that costs more than it gives
LATEST = 10  # typed answers to a question that count: what was mended long ago is no weakness


@dataclass(frozen=True, slots=True)
class Weakness:
    """A key point's label or a misconception's claim: seen in *times* of the last *answers*."""

    question: Question
    text: str
    times: int
    answers: int


@dataclass(frozen=True, slots=True)
class Leech:
    """A question that was failed `LEECH_FROM` times or more; *point* keeps failing, if known."""

    question: Question
    failed: int
    answers: int
    last_failed: date
    point: Weakness | None


def typed(reviews: Iterable[Review], bank: Bank) -> dict[str, list[Review]]:
    """The last `LATEST` typed answers to each question of the bank, the latest first.

    Here and below *reviews* come with the latest first.
    """
    found: dict[str, list[Review]] = {question.slug: [] for question in bank}
    for review in reviews:
        answers = found.get(review.question)
        if review.text is not None and answers is not None and len(answers) < LATEST:
            answers.append(review)
    return found


def failed_typed(reviews: Sequence[Review], bank: Bank) -> dict[str, list[Review]]:
    """The same of the failed answers to leeches, by which the point that keeps failing is found."""
    failures = Counter(r.question for r in reviews if r.rating is Rating.AGAIN)
    leeching = {slug for slug, failed in failures.items() if failed >= LEECH_FROM}
    lost = [r for r in reviews if r.rating is Rating.AGAIN and r.question in leeching]
    return typed(lost, bank)


def missed_points(
    bank: Bank, answers: Mapping[str, Sequence[Review]], findings: Mapping[str, Findings]
) -> tuple[Weakness, ...]:
    """Key points by how often the last typed answers missed them, most often first."""
    found = []
    for question in bank:
        given = answers.get(question.slug, ())
        missed = Counter(label for review in given for label in set(findings[review.uuid].missed))
        found += [
            (point.weight, Weakness(question, point.label, missed[point.label], len(given)))
            for point in question.key_points
        ]
    return _most_often_first(found)


def misconceptions(
    bank: Bank, answers: Mapping[str, Sequence[Review]], findings: Mapping[str, Findings]
) -> tuple[Weakness, ...]:
    """Misconceptions by how often the last typed answers stated them, most often first."""
    found = []
    for question in bank:
        given = answers.get(question.slug, ())
        held = Counter(claim for review in given for claim in set(findings[review.uuid].held))
        found += [
            (1.0, Weakness(question, wrong.claim, held[wrong.claim], len(given)))
            for wrong in question.misconceptions
        ]
    return _most_often_first(found)


def leeches(
    bank: Bank,
    reviews: Iterable[Review],
    lost: Mapping[str, Sequence[Review]],
    findings: Mapping[str, Findings],
) -> tuple[Leech, ...]:
    """The questions failed `LEECH_FROM` times or more, the most often failed first.

    *lost* are their `failed_typed` answers.
    """
    total: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    last: dict[str, date] = {}
    for review in reviews:
        total[review.question] += 1
        if review.rating is Rating.AGAIN:
            failed[review.question] += 1
            last.setdefault(review.question, review.study_day)
    found = []
    for question in bank:
        slug = question.slug
        if failed[slug] >= LEECH_FROM:
            point = _failing_point(question, lost.get(slug, ()), findings)
            found.append(Leech(question, failed[slug], total[slug], last[slug], point))
    return tuple(sorted(found, key=lambda leech: (-leech.failed, leech.question.number)))


def _failing_point(
    question: Question, lost: Sequence[Review], findings: Mapping[str, Findings]
) -> Weakness | None:
    """The point that the failed answers missed most often; of equals the most weighty."""
    missed = Counter(label for review in lost for label in set(findings[review.uuid].missed))
    points = [point for point in question.key_points if missed[point.label]]
    if not points:
        return None
    worst = max(points, key=lambda point: (missed[point.label], point.weight))
    return Weakness(question, worst.label, missed[worst.label], len(lost))


def _most_often_first(found: Iterable[tuple[float, Weakness]]) -> tuple[Weakness, ...]:
    """Those seen at all; of equals the most weighty, then the one seen in fewer answers."""
    seen = [(weight, each) for weight, each in found if each.times]
    ranked = sorted(seen, key=lambda pair: (-pair[1].times, -pair[0], pair[1].answers))
    return tuple(each for _, each in ranked)
