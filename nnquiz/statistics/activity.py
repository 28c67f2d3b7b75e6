"""How much was done: day by day, week by week, in a row, and in what time."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from nnquiz.rating import Rating
from nnquiz.store.reviews import Review
from nnquiz.store.sittings import LONGEST_S

WEEKS = 53  # that a calendar shows: whatever the weekday, a whole year lies in them
_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Work:
    """What was done in some time; *seconds* are those of the answers whose time is known."""

    answers: int = 0
    passed: int = 0
    seconds: float = 0.0

    def __add__(self, other: "Work") -> "Work":
        return Work(
            self.answers + other.answers,
            self.passed + other.passed,
            self.seconds + other.seconds,
        )


@dataclass(frozen=True, slots=True)
class Streak:
    """Study days in a row: up to today (or yesterday, while today can still be studied)."""

    days: int
    longest: int


@dataclass(frozen=True, slots=True)
class Time:
    """The time that answers took, over the *timed* ones whose time is known."""

    seconds: float
    timed: int
    mean: float | None
    median: float | None


def by_day(reviews: Iterable[Review]) -> dict[date, Work]:
    """The work of each study day that saw an answer, in their order."""
    counts: dict[date, list[float]] = {}
    for review in reviews:
        day = counts.setdefault(review.study_day, [0, 0, 0.0])
        day[0] += 1
        day[1] += review.rating is not Rating.AGAIN
        day[2] += seconds_of(review) or 0.0
    return {
        day: Work(int(answers), int(passed), seconds)
        for day, (answers, passed, seconds) in sorted(counts.items())
    }


def by_week(days: Mapping[date, Work]) -> dict[date, Work]:
    """The work of each week that saw an answer, by its Monday."""
    weeks: dict[date, Work] = {}
    for day, work in days.items():
        weeks[monday(day)] = weeks.get(monday(day), Work()) + work
    return weeks


def streak(studied: Collection[date], today: date) -> Streak:
    """The run of study days that is alive on *today*, and the longest of all."""
    longest = run = 0
    before: date | None = None
    for day in sorted(studied):
        run = run + 1 if before is not None and day - before == _DAY else 1
        longest = max(longest, run)
        before = day
    end = today if today in studied else today - _DAY
    days = 0
    while end in studied:
        days += 1
        end -= _DAY
    return Streak(days, longest)


def monday(day: date) -> date:
    """The Monday of the week of *day*."""
    return day - timedelta(days=day.weekday())


def last_weeks(today: date, count: int = WEEKS) -> list[date]:
    """The Mondays of the last *count* weeks, this one last."""
    this = monday(today)
    return [this - _WEEK * back for back in reversed(range(count))]


def time_spent(reviews: Iterable[Review]) -> Time:
    """The time of all answers, and what one took in the mean and in the median."""
    known = map(seconds_of, reviews)
    seconds = [each for each in known if each is not None]
    total = sum(seconds)
    if not seconds:
        return Time(0.0, 0, None, None)
    return Time(total, len(seconds), total / len(seconds), _median(seconds))


def seconds_of(review: Review) -> float | None:
    """How long an answer took, None if it isn't known; a screen left open counts in part only."""
    return None if review.seconds is None else min(review.seconds, LONGEST_S)


def _median(values: list[float]) -> float:
    ordered, half = sorted(values), len(values) // 2
    return (ordered[half] + ordered[-1 - half]) / 2
