"""The figures of a history: what they are in cases known by hand, and what always holds."""

import math
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import TODAY, bank_of, figures, history, question, review

from nnquiz.bank.model import KeyPoint, Misconception
from nnquiz.frames import Bars
from nnquiz.rating import Rating
from nnquiz.scheduling import Memory, Scheduler, study_day
from nnquiz.statistics import activity, forecast, mastery, recall, weaknesses
from nnquiz.statistics.document import document
from nnquiz.statistics.pictures import frames
from nnquiz.store.findings import Findings
from nnquiz.store.reviews import Review


def days(*offsets: int) -> set[date]:
    return {TODAY + timedelta(days=offset) for offset in offsets}


class TestStreak:
    def test_counts_back_from_today(self):
        assert activity.streak(days(0, -1, -2, -4), TODAY) == activity.Streak(3, 3)

    def test_is_alive_until_the_day_after_has_passed(self):
        assert activity.streak(days(-1, -2), TODAY).days == 2
        assert activity.streak(days(-2, -3), TODAY).days == 0

    def test_the_longest_may_lie_in_the_past(self):
        assert activity.streak(days(0, -5, -6, -7, -8), TODAY) == activity.Streak(1, 4)

    def test_no_history_has_none(self):
        assert activity.streak(set(), TODAY) == activity.Streak(0, 0)

    def test_goes_on_over_the_end_of_the_year_and_a_leap_day(self):
        new_year = {date(2027, 12, 30) + timedelta(days=n) for n in range(5)}
        assert activity.streak(new_year, date(2028, 1, 3)).days == 5
        leap = {date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1)}
        assert activity.streak(leap, date(2028, 3, 1)).days == 3

    @pytest.mark.parametrize("offsets", [("+01:00", "+02:00"), ("+02:00", "+01:00")])
    def test_a_change_of_clocks_breaks_nothing(self, offsets):
        before, after = offsets
        evenings = [f"2026-03-28T23:30:00{before}", f"2026-03-29T23:30:00{after}"]
        studied = {study_day(datetime.fromisoformat(moment)) for moment in evenings}
        assert activity.streak(studied, date(2026, 3, 29)).days == 2

    def test_past_midnight_still_counts_for_the_day_before(self):
        studied = {study_day(datetime.fromisoformat("2026-03-02T03:59:00+01:00"))}
        assert studied == {date(2026, 3, 1)}
        assert activity.streak(studied, TODAY).days == 1

    @given(st.sets(st.integers(-40, 0)))
    def test_is_what_counting_by_hand_gives(self, offsets):
        start = 0 if 0 in offsets else -1
        alive = next(n for n in range(60) if start - n not in offsets)
        longest = max(
            (n for n in range(60) for at in offsets if all(at + i in offsets for i in range(n))),
            default=0,
        )
        assert activity.streak(days(*offsets), TODAY) == activity.Streak(alive, longest)


class TestWeeks:
    def test_a_week_begins_on_monday(self):
        assert activity.monday(date(2026, 3, 1)) == date(2026, 2, 23)
        assert activity.monday(TODAY) == TODAY

    def test_the_last_weeks_hold_the_same_day_of_a_year_ago(self):
        for ahead in range(7):
            today = TODAY + timedelta(days=ahead)
            weeks = activity.last_weeks(today)
            assert weeks[0] <= today - timedelta(days=364)
            assert weeks[-1] <= today < weeks[-1] + timedelta(weeks=1)
            assert len(weeks) == 53

    def test_a_week_may_span_two_years(self):
        worked = {date(2025, 12, 31): activity.Work(2, 1, 10.0), date(2026, 1, 1): activity.Work(3)}
        assert activity.by_week(worked) == {date(2025, 12, 29): activity.Work(5, 1, 10.0)}


class TestTime:
    def test_answers_without_a_time_are_left_out(self):
        spent = activity.time_spent(
            [review("a", seconds=10), review("a"), review("a", seconds=50), review("a", seconds=0)]
        )
        assert spent == activity.Time(60, 3, 20, 10)

    def test_a_screen_left_open_counts_for_a_quarter_of_an_hour(self):
        left = [review("a", seconds=8 * 3600.0), review("a", seconds=60.0)]
        assert activity.time_spent(left).seconds == 960
        assert activity.by_day(left) == {TODAY: activity.Work(2, 2, 960)}

    def test_an_even_number_has_its_median_in_the_middle(self):
        assert activity.time_spent([review("a", seconds=s) for s in (1, 100, 3, 2)]).median == 2.5

    def test_nothing_timed_has_no_mean(self):
        assert activity.time_spent([review("a")]) == activity.Time(0.0, 0, None, None)


class TestRecall:
    def test_the_first_sight_and_later_tries_of_a_day_do_not_count(self):
        day = TODAY - timedelta(days=5)
        found = recall.recalls(
            [
                review("a", day, Rating.AGAIN, hour=10),
                review("a", day, Rating.GOOD, hour=11),
                review("a", TODAY, Rating.AGAIN, hour=10),
                review("a", TODAY, Rating.GOOD, hour=11),
            ],
            Scheduler(),
        )
        assert [(each.day, each.recalled) for each in found] == [(TODAY, False)]

    def test_the_prediction_is_the_schedulers_before_the_answer(self):
        scheduler, day = Scheduler(), TODAY - timedelta(days=9)
        memory = scheduler.review(None, Rating.GOOD, day)
        [found] = recall.recalls(
            [review("a", TODAY, Rating.AGAIN), review("a", day, Rating.GOOD)], scheduler
        )
        assert found.predicted == scheduler.retrievability(memory, TODAY)

    def test_a_clock_set_back_gives_no_recall(self):
        first = review("a", TODAY, hour=10)
        later = review("a", TODAY - timedelta(days=3), hour=11)
        later = Review(
            later.uuid, "a", first.at + timedelta(hours=1), later.study_day, Rating.GOOD,
            None, None, None, None, None,
        )  # fmt: skip
        assert recall.recalls([first, later], Scheduler()) == []

    def test_a_week_has_the_share_that_was_recalled(self):
        found = [
            recall.Recall("a", TODAY, 0.9, True),
            recall.Recall("b", TODAY + timedelta(days=6), 0.9, False),
            recall.Recall("c", TODAY - timedelta(days=1), 0.9, True),
        ]
        assert recall.by_week(found) == {
            TODAY - timedelta(days=7): recall.Share(1, 1),
            TODAY: recall.Share(1, 2),
        }


class TestCalibration:
    def test_figures_known_by_hand(self):
        found = [
            recall.Recall("a", TODAY, 0.92, True),
            recall.Recall("b", TODAY, 0.92, False),
            recall.Recall("c", TODAY, 0.55, True),
        ]
        calibration = recall.calibration(found)
        assert [(b.low, b.count, b.actual) for b in calibration.bins] == [
            (0.5, 1, 1),
            (0.9, 2, 0.5),
        ]
        assert calibration.log_loss == pytest.approx(
            -(math.log(0.92) + math.log(0.08) + math.log(0.55)) / 3
        )
        assert calibration.rmse == pytest.approx(math.sqrt((0.45**2 + 2 * 0.42**2) / 3))

    def test_predictions_that_fit_have_no_error_of_the_bins(self):
        found = [recall.Recall("a", TODAY, 0.75, n % 4 > 0) for n in range(400)]
        assert recall.calibration(found).rmse == pytest.approx(0)

    def test_a_certain_prediction_that_fails_costs_much_but_not_endlessly(self):
        loss = recall.calibration([recall.Recall("a", TODAY, 1.0, False)]).log_loss
        assert loss is not None
        assert 5 < loss < 20

    def test_nothing_recalled_has_no_figures(self):
        assert recall.calibration([]) == recall.Calibration(0, None, None, None, None, ())

    def test_the_likely_range_is_wilsons(self):
        # Newcombe 1998, table I: 81 of 263, and 0 of 20.
        assert recall.likely(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
        assert recall.likely(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)

    @given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60))
    def test_bins_hold_every_recall_once(self, drawn):
        found = [recall.Recall("a", TODAY, chance, passed) for chance, passed in drawn]
        calibration = recall.calibration(found)
        assert sum(b.count for b in calibration.bins) == len(found)
        for b in calibration.bins:
            assert b.low <= b.predicted <= b.high + 1e-12
            assert 0 <= b.from_ <= b.actual <= b.to <= 1
        parts = sum(b.count * b.actual for b in calibration.bins)
        assert parts == pytest.approx(sum(passed for _, passed in drawn))


class TestForecast:
    def memory(self, due: date) -> Memory:
        return Memory(5.0, 5.0, TODAY - timedelta(days=9), due, Rating.GOOD)

    def test_what_is_overdue_counts_today(self):
        coming = forecast.forecast(
            [self.memory(TODAY + timedelta(days=n)) for n in (-8, 0, 1, 29, 30)], TODAY
        )
        assert len(coming) == 30
        assert {day: due for day, due in coming.items() if due} == {
            TODAY: 2,
            TODAY + timedelta(days=1): 1,
            TODAY + timedelta(days=29): 1,
        }


class TestMastery:
    def test_topics_come_after_what_they_build_on(self):
        bank = bank_of(
            question("top", 1, tags=("deep",), requires=("middle",)),
            question("middle", 2, tags=("half",), requires=("base",)),
            question("base", 3, tags=("ground",)),
        )
        assert [t.tag for t in mastery.topics(bank, {}, {})] == ["ground", "half", "deep"]

    def test_a_new_question_counts_as_not_recalled(self):
        bank = bank_of(question("a", 1, tags=("t",)), question("b", 2, tags=("t",)))
        found = figures(bank, [review("a", TODAY, Rating.GOOD)])
        [topic] = found.topics
        assert (topic.mastery.new, topic.mastery.learning, topic.mastery.known) == (1, 1, 0)
        assert topic.mastery.recall == pytest.approx(0.5)

    def test_a_topics_base_is_what_lies_outside_of_it(self):
        bank = bank_of(
            question("a", 1, tags=("ground",)),
            question("b", 2, tags=("house",), requires=("a",)),
            question("c", 3, tags=("house",), requires=("b",)),
        )
        ground, house = mastery.topics(bank, {}, {"a": 0.4, "b": 1.0})
        assert ground.base is None
        assert house.base == 0.4

    def test_the_bottleneck_is_what_most_build_on(self):
        bank = bank_of(
            question("a", 1),
            question("b", 2, requires=("a",)),
            question("c", 3, requires=("b",)),
        )
        first, second = mastery.bottlenecks(bank, {"a": 0.3, "b": 0.2, "c": 0.1}, 0.9)
        assert (first.question.slug, first.carries) == ("a", ("b", "c"))
        assert (second.question.slug, second.carries) == ("b", ("c",))

    def test_what_is_known_as_well_as_desired_is_no_bottleneck(self):
        bank = bank_of(question("a", 1), question("b", 2, requires=("a",)))
        assert mastery.bottlenecks(bank, {"a": 0.95}, 0.9) == ()

    def test_a_circle_and_a_missing_slug_do_no_harm(self):
        bank = bank_of(
            question("a", 1, requires=("b", "nowhere")), question("b", 2, requires=("a",))
        )
        assert mastery.foundations(bank) == {"a": {"b"}, "b": {"a"}}

    def test_a_long_chain_is_followed_to_its_end(self):
        chain = [question("q0", 1)]
        chain += [question(f"q{n}", n + 1, requires=(f"q{n - 1}",)) for n in range(1, 2000)]
        assert len(mastery.foundations(bank_of(*chain))["q1999"]) == 1999


POINTS = (KeyPoint("light", ("a",), 1.0), KeyPoint("heavy", ("b",), 3.0))
SLIP = Misconception("It is the other.", ("the other",), "It is not.")
HARD = question("hard", 1, key_points=POINTS, misconceptions=(SLIP,), demo="backprop")


class TestWeaknesses:
    def test_points_and_misconceptions_by_how_often(self):
        first, second = review("hard", text="x"), review("hard", text="y", hour=13)
        findings = {
            first.uuid: Findings("1", ("light", "heavy"), (SLIP.claim,)),
            second.uuid: Findings("1", ("heavy",), ()),
        }
        found = figures(bank_of(HARD), [first, second], findings)
        assert [(w.text, w.times, w.answers) for w in found.missed] == [
            ("heavy", 2, 2), ("light", 1, 2),
        ]  # fmt: skip
        assert [(w.text, w.times) for w in found.held] == [(SLIP.claim, 1)]

    def test_only_the_last_typed_answers_count(self):
        old = [review("hard", TODAY - timedelta(days=30 + n), text="x") for n in range(5)]
        new = [review("hard", TODAY - timedelta(days=n), text="y") for n in range(10)]
        findings = {r.uuid: Findings("1", ("heavy",), ()) for r in old}
        findings |= {r.uuid: Findings("1", (), ()) for r in new}
        assert figures(bank_of(HARD), [*old, *new], findings).missed == ()

    @pytest.mark.parametrize(("failed", "leech"), [(4, False), (5, True)])
    def test_a_leech_was_failed_five_times(self, failed, leech):
        reviews = [review("hard", TODAY - timedelta(days=n), Rating.AGAIN) for n in range(failed)]
        reviews += [review("hard", TODAY - timedelta(days=50 + n)) for n in range(9)]
        found = figures(bank_of(HARD), reviews).leeches
        assert len(found) == leech
        if leech:
            assert (found[0].failed, found[0].answers, found[0].last_failed) == (5, 14, TODAY)
            assert found[0].point is None  # nothing was typed

    def test_a_leech_names_the_point_that_failed_answers_missed(self):
        lost = [review("hard", TODAY - timedelta(days=n), Rating.AGAIN, text="") for n in range(5)]
        passed = [review("hard", TODAY, text="b", hour=h) for h in range(13, 24)]
        findings = {r.uuid: Findings("1", ("light",), ()) for r in lost}
        findings |= {r.uuid: Findings("1", ("heavy",), ()) for r in passed}
        [leech] = figures(bank_of(HARD), [*lost, *passed], findings).leeches
        assert leech.point == weaknesses.Weakness(HARD, "light", 5, 5)

    def test_of_points_missed_equally_often_the_weighty_one_is_named(self):
        lost = [review("hard", TODAY - timedelta(days=n), Rating.AGAIN, text="") for n in range(5)]
        findings = {r.uuid: Findings("1", ("light", "heavy"), ()) for r in lost}
        [leech] = figures(bank_of(HARD), lost, findings).leeches
        assert leech.point is not None
        assert leech.point.text == "heavy"

    def test_equals_come_in_the_order_of_the_bank_and_the_rubric(self):
        even = tuple(KeyPoint(f"point {n}", ("a",)) for n in range(9))
        bank = bank_of(question("q", 1, key_points=even), question("p", 2, key_points=even))
        labels = tuple(point.label for point in even)
        given = [review("p", text="x"), review("q", text="x")]
        findings = {r.uuid: Findings("1", labels[::-1], ()) for r in given}
        found = figures(bank, given, findings).missed
        assert [(w.question.slug, w.text) for w in found] == [
            (slug, label) for slug in "qp" for label in labels
        ]


BANK = bank_of(
    question("a", 1, tags=("x",)),
    question("b", 2, tags=("x", "y"), requires=("a",)),
    HARD,
)
REVIEWS = st.lists(
    st.builds(
        lambda slug, ago, hour, rating, seconds, text: review(
            slug, TODAY - timedelta(days=ago), Rating(rating), seconds=seconds, text=text, hour=hour
        ),
        st.sampled_from(["a", "b", "hard", "gone"]),
        st.integers(0, 800),
        st.integers(0, 23),
        st.integers(1, 4),
        st.none() | st.floats(0, 1e5),
        st.none() | st.just("x"),
    ),
    max_size=60,
)


@given(REVIEWS)
def test_any_history_gives_figures_that_hang_together(reviews):
    found = figures(BANK, reviews)
    assert found.total.answers == len(reviews)
    assert found.total.passed == sum(r.rating is not Rating.AGAIN for r in reviews)
    assert sum(week.answers for week in found.weeks.values()) == len(reviews)
    assert found.gone == sum(r.question == "gone" for r in reviews)
    assert found.streak.days <= found.streak.longest <= len(found.days)
    whole = found.mastery
    assert whole.new + whole.learning + whole.known == whole.questions == len(BANK)
    assert sum(found.forecast.values()) <= whole.learning + whole.known
    assert sum(share.whole for share in found.recall_by_week.values()) == found.calibration.count
    assert {leech.question.slug for leech in found.leeches} <= {"a", "b", "hard"}
    for shape in (*document(found)["weeks"], *document(found)["topics"]):
        share = shape.get("retention", shape.get("recall"))
        assert share is None or 0 <= share <= 1


@given(REVIEWS, st.randoms())
def test_the_order_in_which_reviews_come_changes_nothing(reviews, rng):
    shuffled = list(reviews)
    rng.shuffle(shuffled)
    assert document(figures(BANK, shuffled)) == document(figures(BANK, reviews))


def test_a_made_up_year(bank):
    stored = history(bank, TODAY)
    found = figures(bank, [each.review for each in stored])
    assert found.total.answers == len(stored) > 1000
    assert found.calibration.count > 500
    assert found.calibration.log_loss is not None
    assert found.calibration.log_loss < math.log(2)  # better than a coin
    assert found.mastery.new == 0
    assert found.leeches
    assert found.mastery.recall is not None
    assert found.mastery.recall > 0.8


@pytest.mark.parametrize(("ago", "weeks"), [(-20, 12), (0, 12), (20, 12), (200, 30), (900, 53)])
def test_weekly_pictures_begin_with_the_first_answer(ago, weeks):
    found = figures(bank_of(question("a")), [review("a", TODAY - timedelta(days=ago))])
    shown = {frame.key: frame for frame in frames(found) if isinstance(frame, Bars)}
    assert len(shown["answers"].edges) == weeks + 1
    assert sum(shown["answers"].bars.popitem()[1]) == (0 <= ago < 365)
