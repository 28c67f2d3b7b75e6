"""When a question comes back: FSRS-6 on study days.

The `fsrs` library does the arithmetic (Ye, Su & Cao 2022, https://doi.org/10.1145/3534678.3539081;
the FSRS-6 formulas: https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm).
It counts days as spans of 24 hours and knows learning steps and random fuzz; here a day is a study
day (04:00 to 04:00 local time), each review is told to it as noon UTC of that day, and there are
neither steps nor fuzz. So an answer in the evening is due again on a morning, a change of clocks
moves nothing, and all intervals equal those of the Rust core that Anki uses.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from nnquiz import UsageError
from nnquiz.rating import Rating

if TYPE_CHECKING:
    import fsrs

DAY_BEGINS_AT_HOUR = 4
DEFAULT_RETENTION = 0.90
LOWEST_RETENTION, HIGHEST_RETENTION = 0.70, 0.97


@lru_cache(maxsize=1024)
def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12, tzinfo=UTC))


def study_day(moment: datetime) -> date:
    """The study day of a local *moment*: it begins at 04:00 on the wall clock."""
    return (moment.replace(tzinfo=None) - timedelta(hours=DAY_BEGINS_AT_HOUR)).date()


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of one question's place in memory after its last review.

    *stability*: days until the chance of recall has fallen to 90 %. *difficulty*: 1 to 10.
    """

    stability: float
    difficulty: float
    last_day: date
    due: date
    last_rating: Rating


class Scheduler:
    """Turns ratings into memory states and due days, at a *desired_retention*.

    With 21 *parameters* of FSRS-6 that were fitted to a person, or with the defaults.
    """

    def __init__(
        self,
        desired_retention: float = DEFAULT_RETENTION,
        parameters: tuple[float, ...] | None = None,
    ) -> None:
        if not LOWEST_RETENTION <= desired_retention <= HIGHEST_RETENTION:
            raise UsageError(
                f"desired retention must lie between {LOWEST_RETENTION:.2f} and"
                f" {HIGHEST_RETENTION:.2f}, not {desired_retention}"
            )
        self.desired_retention = desired_retention
        self.fitted = parameters

    @staticmethod
    def accepts(parameters: tuple[float, ...]) -> bool:
        """Whether these lie within the bounds of FSRS-6."""
        try:
            return bool(Scheduler(parameters=parameters)._fsrs)
        except ValueError:
            return False

    @property
    def fingerprint(self) -> str:
        """What memory states depend on: states made under another one are out of date."""
        with_what = "default" if self.fitted is None else " ".join(map(repr, self.fitted))
        return f"fsrs-6 {with_what} {self.desired_retention:.4f}"

    @property
    def parameters(self) -> tuple[float, ...]:
        """The 21 parameters of FSRS-6."""
        return tuple(self._fsrs.parameters)

    def review(self, memory: Memory | None, rating: Rating, day: date) -> Memory:
        """The memory after a review on study day *day*; a day before the last counts as it."""
        memory = self.replay([(rating, day)], memory)
        assert memory is not None
        return memory

    def replay(
        self, reviews: Iterable[tuple[Rating, date]], memory: Memory | None = None
    ) -> Memory | None:
        """The memory after all *reviews*, in their order; without any, the one before."""
        import fsrs

        card = fsrs.Card(card_id=1) if memory is None else self._card(memory)
        last = None if memory is None else memory.last_day
        rating = None
        for rating, day in reviews:
            last = day if last is None else max(day, last)
            card, _ = self._fsrs.review_card(card, fsrs.Rating(rating), _noon(last))
        if rating is None or last is None:
            return memory
        assert card.stability is not None
        assert card.difficulty is not None
        return Memory(card.stability, card.difficulty, last, card.due.date(), rating)

    def choices(self, memory: Memory | None, day: date) -> dict[Rating, date]:
        """The due day that each rating would lead to."""
        return {rating: self.review(memory, rating, day).due for rating in Rating}

    def retrievability(self, memory: Memory, day: date) -> float:
        """The chance, 0 to 1, that the question is recalled on study day *day*."""
        moment = _noon(max(day, memory.last_day))
        return self._fsrs.get_card_retrievability(self._card(memory), moment)

    @cached_property
    def _fsrs(self) -> "fsrs.Scheduler":
        import fsrs

        return fsrs.Scheduler(
            parameters=self.fitted or fsrs.scheduler.DEFAULT_PARAMETERS,
            desired_retention=self.desired_retention,
            learning_steps=(),
            relearning_steps=(),
            enable_fuzzing=False,
        )

    @staticmethod
    def _card(memory: Memory) -> "fsrs.Card":
        import fsrs

        return fsrs.Card(
            card_id=1,  # without one the constructor sleeps a millisecond to make one
            state=fsrs.State.Review,
            stability=memory.stability,
            difficulty=memory.difficulty,
            due=_noon(memory.due),
            last_review=_noon(memory.last_day),
        )
