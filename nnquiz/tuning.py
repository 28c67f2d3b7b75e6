"""Fitting the scheduler's parameters to one person's history, and finding out whether that helps.

The Rust core that Anki uses fits FSRS-6 to the earlier reviews; the later ones, that the fit didn't
see, are then predicted with the fitted and with the default parameters. For a few hundred reviews a
fit is often worse than the defaults, which come from hundreds of millions: so it must show that it
isn't.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from nnquiz import NNQuizError
from nnquiz.scheduling import Scheduler
from nnquiz.store.reviews import Review

LEAST_REVIEWS = 200  # on a later day than the one before: only these tell of forgetting
_SHARE_TO_FIT = 0.75  # the earliest
_LEAST_CHANCE = 1e-4  # a prediction of 0 or 1 that fails would count without bound


@dataclass(frozen=True, slots=True)
class Tuned:
    """What a fit came to; log losses are means over the *tried* reviews, lower is better.

    *gain* is the defaults' loss minus the fitted one's, *error* its standard error.
    """

    parameters: tuple[float, ...]
    fitted: int
    tried: int
    loss_default: float
    loss_fitted: float
    error: float

    @property
    def gain(self) -> float:
        """By how much the fitted parameters predict better; negative if worse."""
        return self.loss_default - self.loss_fitted

    @property
    def better(self) -> bool:
        """Whether the gain is more than luck: more than one standard error."""
        return self.gain > self.error


@dataclass(frozen=True, slots=True)
class _Case:
    """A review to be predicted: what came before it, days since then, and whether it recalled."""

    day: date
    ratings: tuple[tuple[int, int], ...]  # rating and days since the one before, this one last

    @property
    def recalled(self) -> bool:
        return self.ratings[-1][0] > 1


def tune(reviews: Iterable[Review]) -> Tuned:
    """Fit to the earlier of *reviews* (in any order) and try on the later.

    Raises `NNQuizError` if there are too few, or the library that fits is not installed.
    """
    try:
        import fsrs_rs_python as core
    except ImportError:
        raise NNQuizError(
            "tune needs the package fsrs-rs-python: pip install 'nnquiz[tune]'"
        ) from None
    cases = sorted(_cases(reviews), key=lambda case: case.day)
    if len(cases) < LEAST_REVIEWS:
        raise NNQuizError(
            f"{len(cases)} reviews on later days are too few to fit to: it takes {LEAST_REVIEWS}"
        )
    edge = cases[int(len(cases) * _SHARE_TO_FIT)].day  # a day is fitted to or tried, as a whole
    earlier = [case for case in cases if case.day < edge]
    later = [case for case in cases if case.day >= edge]

    def items(chosen: list[_Case]) -> list[core.FSRSItem]:
        return [
            core.FSRSItem([core.FSRSReview(rating, gap) for rating, gap in case.ratings])
            for case in chosen
        ]

    default = Scheduler().parameters
    w = tuple(core.FSRS(list(default)).compute_parameters(items(earlier)))
    losses = [_losses(later, parameters) for parameters in (default, w)]
    gains = [before - after for before, after in zip(*losses, strict=True)]
    mean = sum(gains) / len(gains)
    variance = sum((gain - mean) ** 2 for gain in gains) / max(1, len(gains) - 1)
    return Tuned(
        parameters=w,
        fitted=len(earlier),
        tried=len(later),
        loss_default=sum(losses[0]) / len(later),
        loss_fitted=sum(losses[1]) / len(later),
        error=math.sqrt(variance / len(gains)),
    )


def _cases(reviews: Iterable[Review]) -> list[_Case]:
    """Each review on a later day than the one before, with all that came before it."""
    cases = []
    so_far: dict[str, list[tuple[int, int]]] = {}
    last: dict[str, date] = {}
    for review in sorted(reviews, key=lambda review: (review.at, review.uuid)):
        slug = review.question
        gap = max(0, (review.study_day - last.get(slug, review.study_day)).days)
        history = so_far.setdefault(slug, [])
        history.append((review.rating.value, gap))
        last[slug] = max(review.study_day, last.get(slug, review.study_day))
        if gap:
            cases.append(_Case(review.study_day, tuple(history)))
    return cases


def _losses(cases: list[_Case], parameters: Sequence[float]) -> list[float]:
    """The log loss of each case: -log of the chance that was given to what came."""
    import fsrs_rs_python as core

    w = list(parameters)
    before = [
        core.FSRSItem([core.FSRSReview(rating, gap) for rating, gap in case.ratings[:-1]])
        for case in cases
    ]
    states = core.FSRS(w).memory_state_batch(before)
    decay = -w[20]
    factor = 0.9 ** (1 / decay) - 1
    found = []
    for case, state in zip(cases, states, strict=True):
        # R = (1 + f t/S)^decay
        chance = (1 + factor * case.ratings[-1][1] / state.stability) ** decay
        chance = min(max(chance, _LEAST_CHANCE), 1 - _LEAST_CHANCE)
        found.append(-math.log(chance if case.recalled else 1 - chance))
    return found
