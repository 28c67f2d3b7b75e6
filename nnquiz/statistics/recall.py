"""What was recalled: against the week, and against what the scheduler had expected."""

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from nnquiz.rating import Rating
from nnquiz.scheduling import Memory, Scheduler
from nnquiz.statistics.activity import monday
from nnquiz.store.reviews import Review

# Most predictions lie near the desired retention, so there the bins are narrower.
EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)
_Z95 = 1.959964  # of the normal distribution, two-sided
_LEAST_CHANCE = 1e-6  # keeps the log loss finite


@dataclass(frozen=True, slots=True)
class Recall:
    """The first answer of a day to a question that had been answered on an earlier day.

    *predicted* is the chance of recall, 0 to 1, that the scheduler gave it before that answer.
    """

    question: str
    day: date
    predicted: float
    recalled: bool


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """Between 0 and 1; None of nothing."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Bin:
    """The recalls whose prediction lies above *low* and up to *high*.

    *actual* is the share recalled; *from_* and *to* hold the true chance in 19 cases of 20.
    """

    low: float
    high: float
    count: int
    predicted: float
    actual: float
    from_: float
    to: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Predicted against actual recall; the less *log_loss* and *rmse* are, the better."""

    count: int
    predicted: float | None
    actual: float | None
    log_loss: float | None
    rmse: float | None
    bins: tuple[Bin, ...]


def recalls(reviews: Iterable[Review], scheduler: Scheduler) -> list[Recall]:
    """All recalls of *reviews* (in any order), by replaying each question's answers."""
    found = []
    memories: dict[str, Memory] = {}
    for review in sorted(reviews, key=lambda review: (review.at, review.uuid)):
        slug = review.question
        memory = memories.get(slug)
        if memory is not None and review.study_day > memory.last_day:
            chance = scheduler.retrievability(memory, review.study_day)
            recalled = review.rating is not Rating.AGAIN
            found.append(Recall(slug, review.study_day, chance, recalled))
        memories[slug] = scheduler.review(memory, review.rating, review.study_day)
    return found


def by_week(found: Iterable[Recall]) -> dict[date, Share]:
    """The share recalled in each week that had a recall, by its Monday."""
    counts: dict[date, list[int]] = {}
    for recall in found:
        week = counts.setdefault(monday(recall.day), [0, 0])
        week[0] += recall.recalled
        week[1] += 1
    return {week: Share(*count) for week, count in sorted(counts.items())}


def calibration(found: Sequence[Recall]) -> Calibration:
    """How well the predictions fit: by bins, by log loss, and by the bins' root mean square error.

    The log loss is the mean of -ln(chance given to what happened). RMSE(bins) weighs each bin's
    error, mean predicted less share recalled, by its count, as the SRS benchmark does
    (https://github.com/open-spaced-repetition/srs-benchmark), but with bins of the prediction.
    """
    if not found:
        return Calibration(0, None, None, None, None, ())
    binned: dict[int, list[Recall]] = {}
    for recall in found:
        place = max(0, bisect_left(EDGES, recall.predicted) - 1)
        binned.setdefault(place, []).append(recall)
    bins = tuple(_bin(place, members) for place, members in sorted(binned.items()))
    count = len(found)
    return Calibration(
        count=count,
        predicted=_mean([recall.predicted for recall in found]),
        actual=_mean([float(recall.recalled) for recall in found]),
        log_loss=_mean([_surprise(recall) for recall in found]),
        rmse=math.sqrt(sum(b.count * (b.predicted - b.actual) ** 2 for b in bins) / count),
        bins=bins,
    )


def likely(part: int, whole: int) -> tuple[float, float]:
    """Between what the true share lies in 19 cases of 20 (Wilson 1927).

    https://doi.org/10.1080/01621459.1927.10502953
    """
    share, square = part / whole, _Z95**2
    middle = (share + square / (2 * whole)) / (1 + square / whole)
    spread = _Z95 * math.sqrt(share * (1 - share) / whole + square / (4 * whole**2))
    reach = spread / (1 + square / whole)
    return max(0.0, min(share, middle - reach)), min(1.0, max(share, middle + reach))


def _bin(place: int, members: Sequence[Recall]) -> Bin:
    part = sum(recall.recalled for recall in members)
    return Bin(
        EDGES[place],
        EDGES[place + 1],
        len(members),
        _mean([recall.predicted for recall in members]),
        part / len(members),
        *likely(part, len(members)),
    )


def _surprise(recall: Recall) -> float:
    chance = recall.predicted if recall.recalled else 1 - recall.predicted
    return -math.log(max(_LEAST_CHANCE, chance))


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)
