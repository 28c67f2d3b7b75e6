"""All figures of a history together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from nnquiz.bank.model import Bank
from nnquiz.scheduling import Memory, Scheduler
from nnquiz.statistics import activity, forecast, mastery, recall, weaknesses
from nnquiz.statistics.activity import Streak, Time, Work
from nnquiz.statistics.mastery import Bottleneck, Mastery, Topic
from nnquiz.statistics.recall import Calibration, Share
from nnquiz.statistics.weaknesses import Leech, Weakness
from nnquiz.store.findings import Findings
from nnquiz.store.reviews import Review


@dataclass(frozen=True, slots=True)
class Overview:
    """What a history says on study day *today*.

    *days* and *weeks* are those that saw an answer, of all time; *gone* answers were to questions
    that the bank no longer has, which count as work and as recall, and nowhere else.
    """

    today: date
    desired_retention: float
    total: Work
    gone: int
    days: Mapping[date, Work]
    weeks: Mapping[date, Work]
    recall_by_week: Mapping[date, Share]
    streak: Streak
    time: Time
    calibration: Calibration
    forecast: Mapping[date, int]
    mastery: Mastery
    topics: Sequence[Topic]
    bottlenecks: Sequence[Bottleneck]
    missed: Sequence[Weakness]
    held: Sequence[Weakness]
    leeches: Sequence[Leech]

    @property
    def work_today(self) -> Work:
        """What was done today."""
        return self.days.get(self.today, Work())

    @property
    def due(self) -> int:
        """How many questions wait to be answered today."""
        return self.forecast[self.today]


def overview(
    bank: Bank,
    reviews: Sequence[Review],
    memories: Mapping[str, Memory],
    findings: Mapping[str, Findings],
    scheduler: Scheduler,
    today: date,
) -> Overview:
    """The figures of *reviews*, the latest first, and of the *memories* that they led to.

    *findings*, by uuid, hold at least those of the answers that are `to_read`.
    """
    days = activity.by_day(reviews)
    known = {slug: memory for slug, memory in memories.items() if bank.get(slug) is not None}
    found = recall.recalls(reviews, scheduler)
    chances = mastery.chances(bank, known, scheduler, today)
    answers = weaknesses.typed(reviews, bank)
    lost = weaknesses.failed_typed(reviews, bank)
    return Overview(
        today=today,
        desired_retention=scheduler.desired_retention,
        total=sum(days.values(), Work()),
        gone=sum(bank.get(review.question) is None for review in reviews),
        days=days,
        weeks=activity.by_week(days),
        recall_by_week=recall.by_week(found),
        streak=activity.streak(days.keys(), today),
        time=activity.time_spent(reviews),
        calibration=recall.calibration(found),
        forecast=forecast.forecast(known.values(), today),
        mastery=mastery.mastery(bank.questions, known, chances),
        topics=mastery.topics(bank, known, chances),
        bottlenecks=mastery.bottlenecks(bank, chances, scheduler.desired_retention),
        missed=weaknesses.missed_points(bank, answers, findings),
        held=weaknesses.misconceptions(bank, answers, findings),
        leeches=weaknesses.leeches(bank, reviews, lost, findings),
    )


def to_read(bank: Bank, reviews: Sequence[Review]) -> list[Review]:
    """Those of *reviews*, the latest first, whose findings an overview takes."""
    given = (weaknesses.typed(reviews, bank), weaknesses.failed_typed(reviews, bank))
    chosen = {r.uuid: r for answers in given for each in answers.values() for r in each}
    return list(chosen.values())
