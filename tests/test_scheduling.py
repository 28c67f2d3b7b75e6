import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import fsrs_rs_python
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnquiz import UsageError
from nnquiz.rating import Rating
from nnquiz.scheduling import Scheduler, study_day

ratings = st.sampled_from(list(Rating))
A_LIFETIME, TEN_YEARS = 80 * 365, 10 * 365  # days
BERLIN = ZoneInfo("Europe/Berlin")  # changes its clocks on 29 March and 25 October 2026


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-03-02T03:59:59+01:00", date(2026, 3, 1)),
        ("2026-03-02T04:00:00+01:00", date(2026, 3, 2)),
        ("2026-03-02T23:59:59-08:00", date(2026, 3, 2)),
        ("2026-03-03T00:30:00+05:30", date(2026, 3, 2)),
    ],
)
def test_a_study_day_begins_at_four_in_the_morning_on_the_wall_clock(moment, day):
    assert study_day(datetime.fromisoformat(moment)) == day


@pytest.mark.parametrize("clocks_change", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_day_with_a_change_of_clocks_begins_at_four_too(clocks_change):
    four = datetime(clocks_change.year, clocks_change.month, clocks_change.day, 4, tzinfo=BERLIN)
    assert study_day(four) == clocks_change
    assert study_day(four - timedelta(minutes=1)) == clocks_change - timedelta(days=1)


class Twins:
    """The same reviews told to nnquiz and to the Rust core that Anki uses."""

    def __init__(self, retention: float) -> None:
        self.scheduler = Scheduler(retention)
        self.retention = retention
        self._core = fsrs_rs_python.FSRS(parameters=list(fsrs_rs_python.DEFAULT_PARAMETERS))
        self._state = None
        self.memory = None

    def review(self, rating: Rating, local: datetime) -> tuple[int, float]:
        """Our interval in days, and the core's before it is rounded."""
        day = study_day(local)
        last = self.memory.last_day if self.memory else day
        states = self._core.next_states(self._state, self.retention, max(0, (day - last).days))
        theirs = (states.again, states.hard, states.good, states.easy)[rating - 1]
        self._state = theirs.memory
        self.memory = self.scheduler.review(self.memory, rating, day)
        ours = min(self.memory.stability, 36500)  # where the core stops counting
        assert ours == pytest.approx(theirs.memory.stability, rel=1e-4)
        assert self.memory.difficulty == pytest.approx(theirs.memory.difficulty, rel=1e-4)
        return (self.memory.due - self.memory.last_day).days, theirs.interval


def local_time(day: date, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=BERLIN)


def test_no_interval_of_3000_random_histories_differs_from_the_rust_core():
    """Any time of day, across changes of clocks, on the due day, before it and after it."""
    different, compared = [], 0
    for seed in range(3000):
        rng = random.Random(seed)
        twins = Twins(rng.choice([0.70, 0.80, 0.90, 0.95, 0.97]))
        day = date(2026, 1, 1) + timedelta(days=rng.randrange(365))
        for _ in range(rng.randint(1, 12)):
            ours, core = twins.review(
                rng.choice(list(Rating)), local_time(day, rng.randrange(1440))
            )
            if ours > TEN_YEARS:  # beyond, the core's 32 bits no longer resolve half a day
                break
            compared += 1
            if abs(ours - max(1, core)) > 0.5:  # 599.5 may be 599 or 600
                different.append((seed, ours, core))
            day += timedelta(days=rng.choice([0, 1, 2, ours, rng.randint(0, 300)]))
    assert different == []
    assert compared > 10_000


@settings(max_examples=300)
@given(
    retention=st.floats(0.70, 0.97),
    history=st.lists(
        st.tuples(ratings, st.integers(0, 400), st.integers(0, 1439)), min_size=1, max_size=14
    ),
)
def test_any_interval_is_that_of_the_rust_core_rounded(retention, history):
    twins = Twins(retention)
    day = date(2026, 1, 5)
    for rating, gap, minute in history:
        day += timedelta(days=gap)
        ours, core = twins.review(rating, local_time(day, minute))
        if twins.memory.stability > A_LIFETIME:
            break
        # The core counts in 32 bits: at exactly half a day its last digits decide.
        assert abs(ours - min(36500, max(1, core))) <= 0.5 + 1e-4 * core


def test_an_evening_answer_is_due_on_the_morning_of_the_due_day():
    scheduler = Scheduler()
    evening = datetime(2026, 3, 2, 20, tzinfo=UTC)
    memory = scheduler.review(None, Rating.AGAIN, study_day(evening))
    assert memory.due == study_day(datetime(2026, 3, 3, 5, tzinfo=UTC))


def test_good_in_the_evening_and_good_the_next_evening_a_minute_earlier_is_another_day():
    scheduler = Scheduler()
    first = scheduler.review(None, Rating.GOOD, study_day(datetime(2026, 3, 2, 20, 0)))
    second = scheduler.review(first, Rating.GOOD, study_day(datetime(2026, 3, 3, 19, 59)))
    same_day = scheduler.review(first, Rating.GOOD, first.last_day)
    assert second.stability > same_day.stability


@given(days=st.integers(1, 5000), rating=ratings)
def test_a_clock_set_back_counts_as_no_days(days, rating):
    scheduler = Scheduler()
    first = scheduler.review(None, Rating.GOOD, date(2026, 3, 2))
    back = scheduler.review(first, rating, date(2026, 3, 2) - timedelta(days=days))
    assert back == scheduler.review(first, rating, date(2026, 3, 2))


def test_retrievability_is_ninety_percent_when_stability_has_passed():
    scheduler = Scheduler()
    memory = scheduler.review(None, Rating.EASY, date(2026, 3, 2))
    after = memory.last_day + timedelta(days=round(memory.stability))
    assert scheduler.retrievability(memory, after) == pytest.approx(0.9, abs=0.01)
    assert scheduler.retrievability(memory, memory.last_day) == 1


def test_better_ratings_lead_to_later_days():
    choices = Scheduler().choices(None, date(2026, 3, 2))
    assert list(choices.values()) == sorted(choices.values())
    assert choices[Rating.AGAIN] > date(2026, 3, 2)


@pytest.mark.parametrize("retention", [0, 0.69, 0.98, 1.0, float("nan")])
def test_a_desired_retention_out_of_range_is_refused(retention):
    with pytest.raises(UsageError, match=r"between 0\.70 and 0\.97"):
        Scheduler(retention)
