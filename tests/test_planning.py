"""Planning towards the day of an interview: the formulas, the plan's sense, the command, the drill."""

import json
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnquiz.bank.model import Bank, Question
from nnquiz.planning.costs import Costs, learned
from nnquiz.planning.deck import Deck
from nnquiz.planning.fsrs6 import Fsrs6
from nnquiz.planning.leftover import with_a_short_review
from nnquiz.planning.plan import make
from nnquiz.planning.planner import Planner, Terms
from nnquiz.planning.situation import Situation
from nnquiz.planning.stages import Stage, stages
from nnquiz.planning.value import Horizon
from nnquiz.rating import Rating
from nnquiz.scheduling import Memory, Scheduler
from nnquiz.store.plans import Goal
from nnquiz.store.reviews import Answer
from nnquiz.store.sittings import Sitting, seconds_on, sittings

TODAY = date(2026, 3, 2)
SCHEDULER = Scheduler()
MODEL = Fsrs6(SCHEDULER.parameters)

stabilities = st.floats(0.05, 500)
difficulties = st.floats(1, 10)
gaps = st.integers(1, 400)


@given(stabilities, difficulties, gaps, st.booleans())
def test_the_formulas_on_arrays_are_those_of_the_fsrs_library(stability, difficulty, gap, recalled):
    before = Memory(stability, difficulty, TODAY - timedelta(days=gap), TODAY, Rating.GOOD)
    rating = Rating.GOOD if recalled else Rating.AGAIN
    after = SCHEDULER.review(before, rating, TODAY)
    chance = MODEL.retrievability(np.array([float(gap)]), np.array([stability]))
    assert chance[0] == pytest.approx(SCHEDULER.retrievability(before, TODAY), abs=1e-9)
    move = MODEL.recalled if recalled else MODEL.failed
    [s], [d] = move(np.array([stability]), np.array([difficulty]), chance)
    assert s == pytest.approx(after.stability, rel=1e-9)
    assert d == pytest.approx(after.difficulty, rel=1e-9)
    due = MODEL.interval(np.array([after.stability]), 0.9)[0]
    assert due == (after.due - TODAY).days


@pytest.mark.parametrize("rating", [Rating.AGAIN, Rating.GOOD])
def test_a_first_sight_is_that_of_the_fsrs_library(rating):
    after = SCHEDULER.review(None, rating, TODAY)
    [s], [d] = MODEL.first(np.array([rating is Rating.GOOD]))
    assert (s, d) == (pytest.approx(after.stability), pytest.approx(after.difficulty))


@given(st.integers(1, 1100))
def test_stages_cover_every_day_once_with_today_and_the_last_fortnight_singly(days_left):
    found = stages(days_left)
    assert [s.first for s in found] == [
        sum(s.days for s in found[:number]) for number in range(len(found))
    ]
    assert sum(stage.days for stage in found) == days_left
    assert found[0].days == 1
    assert all(stage.days == 1 for stage in found if stage.first >= days_left - 14)
    assert len(found) <= 70


def worth(stability: float, difficulty: float, elapsed: int, prices: list[float]) -> float:
    """The worth of a memory before the first of `len(prices)` days, by trying everything."""
    chance = float(MODEL.retrievability(np.array(float(elapsed)), np.array(stability)))
    if not prices:
        return chance
    wait = worth(stability, difficulty, elapsed + 1, prices[1:])
    return max(wait, asked(stability, difficulty, elapsed, prices))


def asked(stability: float, difficulty: float, elapsed: int, prices: list[float]) -> float:
    chance = float(MODEL.retrievability(np.array(float(elapsed)), np.array(stability)))
    arguments = np.array(stability), np.array(difficulty), np.array(chance)
    good, again = MODEL.recalled(*arguments), MODEL.failed(*arguments)
    costs = Costs()
    seconds = chance * costs.recalled + (1 - chance) * costs.failed
    after_good, after_again = (worth(float(s), float(d), 1, prices[1:]) for s, d in (good, again))
    return chance * after_good + (1 - chance) * after_again - prices[0] * seconds


@pytest.mark.parametrize("price", [0.0, 3e-4, 2e-3])
@pytest.mark.parametrize(
    ("stability", "difficulty", "elapsed"), [(0.212, 6.4, 1), (2.3, 2.1, 2), (8, 5, 6), (40, 3, 30)]
)
def test_the_gain_of_a_review_is_what_trying_everything_finds(
    stability, difficulty, elapsed, price
):
    prices = [price, price * 2, 0.0, price]
    chance = float(MODEL.retrievability(np.array(float(elapsed)), np.array(stability)))
    seconds = chance * Costs().recalled + (1 - chance) * Costs().failed
    free_now = [0.0, *prices[1:]]
    wanted = asked(stability, difficulty, elapsed, free_now) - worth(
        stability, difficulty, elapsed + 1, prices[1:]
    )
    horizon = Horizon(MODEL, Costs(), tuple(Stage(day, 1) for day in range(len(prices))))
    gains = horizon.gains(np.array(prices))
    memory = (np.array([stability]), np.array([difficulty]), np.array([float(elapsed)]))
    assert gains.of(0, *memory)[0] * seconds == pytest.approx(wanted, abs=0.006)


def sitting(question: str, rating: Rating, *, new: bool = False, seconds: float = 0.0) -> Sitting:
    return Sitting(question, TODAY, new, rating, seconds)


def test_costs_are_the_defaults_until_there_is_a_history():
    assert learned([]) == Costs()


def test_many_answers_make_the_costs_those_of_the_person():
    slow = [sitting("q", Rating.GOOD, new=True, seconds=200)] * 500
    slow += [sitting("q", Rating.GOOD, seconds=100), sitting("q", Rating.AGAIN, seconds=300)] * 500
    found = learned(slow)
    assert found.new == pytest.approx(200, rel=0.02)
    assert found.recalled == pytest.approx(100, rel=0.02)
    assert found.failed == pytest.approx(300, rel=0.02)
    assert found.first_failure < 0.02


def test_a_sitting_is_all_of_a_days_answers_to_a_question(store, now):
    for minutes, rating, seconds in ((0, Rating.AGAIN, 50), (5, Rating.GOOD, 20)):
        at = now + timedelta(minutes=minutes)
        store.add(Answer("dropout", at, rating, seconds=seconds))
    later = now + timedelta(days=3)
    store.add(Answer("dropout", later, Rating.GOOD, seconds=5_000))  # went for lunch
    first, second = sittings(store)
    assert (first.new, first.rating, first.seconds) == (True, Rating.AGAIN, 70)
    assert (second.new, second.rating, second.seconds) == (False, Rating.GOOD, 900)
    assert seconds_on(store, first.day) == 70


def question(number: int, requires: tuple[str, ...] = ()) -> Question:
    slug = f"q{number}"
    return Question(slug, number, f"What is {slug}?", "It is so.", ("basics",), 2, requires)


QUESTIONS = tuple(question(n, (f"q{n + 1}",) if n in (3, 7) else ()) for n in range(1, 31))


def situation(
    days: int, minutes: int, memories: dict[str, Memory] | None = None, spent: float = 0.0
) -> Situation:
    return Situation(
        questions=QUESTIONS,
        memories=memories or {},
        goal=Goal(TODAY + timedelta(days=days), minutes),
        today=TODAY,
        costs=Costs(),
        spent=spent,
        desired_retention=0.9,
        new_a_day=10,
        parameters=SCHEDULER.parameters,
    )


def memory(stability: float = 3, last: int = 2, difficulty: float = 5) -> Memory:
    day = TODAY - timedelta(days=last)
    return Memory(stability, difficulty, day, day + timedelta(days=3), Rating.GOOD)


memories = st.dictionaries(
    st.sampled_from([q.slug for q in QUESTIONS]),
    st.builds(memory, stabilities, st.integers(0, 500), difficulties),
)


@given(memories, st.integers(0, 40), st.integers(1, 300), st.floats(0, 4000))
def test_any_state_gives_a_plan_that_makes_sense(known, days, minutes, spent):
    plan = make(situation(days, minutes, known, spent))
    slugs = [q.slug for q in plan.today]
    assert len(set(slugs)) == len(slugs)
    assert not [s for s in slugs if s in known and known[s].last_day == TODAY]
    assert len(plan.days) == max(1, days)
    assert [day.day for day in plan.days] == [
        TODAY + timedelta(days=n) for n in range(max(1, days))
    ]
    assert 0 <= plan.expected_recall <= 1
    new = [int(s[1:]) for s in slugs if s not in known]
    for first, then in ((4, 3), (8, 7)):  # 3 builds on 4, and 7 on 8
        if then in new and f"q{first}" not in known:
            assert new.index(first) < new.index(then)
    if spent >= minutes * 60:
        assert slugs == []
    if plan.left_out:
        assert plan.enough_minutes is not None
        assert plan.enough_minutes > minutes


def test_the_same_state_gives_the_same_plan():
    assert make(situation(9, 8)) == make(situation(9, 8))


def test_the_plan_expects_more_to_be_recalled_than_without_it():
    for days, minutes in ((3, 10), (10, 8), (20, 10)):
        plan = make(situation(days, minutes))
        assert plan.expected_recall > plan.expected_recall_without_plan


def test_the_minutes_that_would_do_do():
    plan = make(situation(4, 5))
    assert plan.left_out > 0
    enough = make(situation(4, plan.enough_minutes))
    assert (enough.left_out, enough.enough_minutes) == (0, None)


def test_more_minutes_are_never_expected_to_recall_less():
    recall = [make(situation(8, minutes)).expected_recall for minutes in (2, 5, 10, 20, 40)]
    luck = 0.01  # ten futures are no more exact
    assert all(more > less - luck for less, more in pairwise(recall))
    assert recall[-1] > recall[0] + 0.4


def test_what_is_nearly_forgotten_and_cheap_to_save_comes_before_what_is_safe():
    known = {q.slug: memory(stability=300) for q in QUESTIONS}
    known["q9"] = memory(stability=0.8, last=2)
    assert make(situation(2, 3, known)).today[0].slug == "q9"


def test_a_failed_question_of_today_is_not_planned_twice():
    known = {"q1": memory(last=0, stability=0.2)}
    assert "q1" not in [q.slug for q in make(situation(5, 60, known)).today]


def test_prices_rise_where_time_is_short():
    def price(minutes: int) -> float:
        planner = Planner(MODEL, Costs(), Terms(6, minutes * 60, minutes * 60))
        return float(planner.fit(Deck.new(8, 30), np.random.default_rng(0)).max())

    assert price(3) > 4 * price(60)


def day_of(chance: float, gain: float, minutes: float) -> list[int]:
    """The order of a day with eight new questions (0 to 7) and a review (8) that gains less."""
    gains = np.array([[0.01 - 1e-6 * n for n in range(8)] + [gain]])
    seen = np.array([[False] * 8 + [True]])
    chances = np.array([[0.0] * 8 + [chance]])
    found = with_a_short_review(gains, chances, seen, Costs(), minutes * 60)
    return np.argsort(-found[0]).tolist()


def test_a_review_that_is_over_before_the_last_new_question_begins_is_asked_before_it():
    assert day_of(chance=0.9, gain=0.005, minutes=10)[:8] == [0, 1, 2, 3, 4, 5, 8, 6]


def test_a_review_that_would_cost_the_last_new_question_more_than_it_gains_waits():
    assert day_of(chance=0.1, gain=0.005, minutes=10).index(8) == 8  # fails, and takes its place
    assert day_of(chance=0.9, gain=0.005, minutes=9.5).index(8) == 8  # 30 seconds are too short


@given(
    st.lists(
        st.tuples(st.floats(1e-5, 0.05), st.floats(0, 1), st.booleans()), min_size=1, max_size=6
    ),
    st.floats(0, 400),
    st.booleans(),
)
def test_a_short_review_never_makes_a_day_worth_less(questions, budget, all_on_average):
    gain, chance, seen = (np.array([column]) for column in zip(*questions, strict=True))
    costs = Costs(failed=35.0) if all_on_average else Costs()
    found = with_a_short_review(gain, chance, seen, costs, budget)
    moved = found != gain
    assert moved.sum() <= 1
    assert (found >= gain).all()

    seconds = np.where(seen, chance * costs.recalled + (1 - chance) * costs.failed, costs.new)[0]

    def worth(order: list[int], taken: dict[int, float]) -> float:
        begun, total = 0.0, 0.0
        for question in order:
            if begun < budget:
                total += gain[0, question] * seconds[question]
            begun += taken.get(question, seconds[question])
        return total

    before, after = (np.argsort(-each[0], kind="stable").tolist() for each in (gain, found))
    if moved.any():
        review = int(moved.argmax())
        passes = chance[0, review]
        expected = passes * worth(after, {review: costs.recalled})
        expected += (1 - passes) * worth(after, {review: costs.failed})
        assert expected > worth(before, {}) - 1e-9


# The command


PLAN_KEYS = {
    "date", "minutes_a_day", "days_left", "today", "days", "expected_recall",
    "expected_recall_without_plan", "tags", "left_out", "enough_minutes",
}  # fmt: skip


def test_a_plan_is_set_shown_changed_and_dropped(nnquiz):
    assert "No day is set" in nnquiz("plan").out
    assert nnquiz("plan", "2026-03-12", "--minutes", "15").code == 0
    shown = json.loads(nnquiz("plan", "--json").out)
    assert shown.keys() == PLAN_KEYS
    assert (shown["date"], shown["minutes_a_day"], shown["days_left"]) == ("2026-03-12", 15, 10)
    assert len(shown["days"]) == 10
    assert shown["days"][0].keys() == {"date", "minutes", "reviews", "new"}
    assert shown["today"][0] == "neuron-vs-network"
    changed = json.loads(nnquiz("plan", "--minutes", "30", "--json").out)
    assert (changed["date"], changed["minutes_a_day"]) == ("2026-03-12", 30)
    assert nnquiz("plan", "off").code == 0
    assert json.loads(nnquiz("plan", "--json").out)["date"] is None
    assert "No day is set" in nnquiz("plan").out


def test_the_page_says_what_is_expected_and_what_does_not_fit(nnquiz):
    out = nnquiz("plan", "+3", "--minutes", "10").out
    assert "Interview on 5 Mar, in 3 days · 10 minutes a day" in out
    assert "new questions don't fit into the time; --minutes" in out
    assert "with an ordinary drill" in out
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("typed", "day"), [("today", "2026-03-02"), ("tomorrow", "2026-03-03"), ("+10", "2026-03-12")]
)
def test_days_may_be_named_from_today(nnquiz, typed, day):
    assert json.loads(nnquiz("plan", typed, "--json").out)["date"] == day


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["2026-03-01"], "2026-03-01 is over"),
        (["soon"], "'soon' is no day"),
        (["2026-02-30"], "is no day"),
        (["2036-01-01"], "more than three years away"),
        (["--minutes", "10"], "say the day of the interview as well"),
        (["+5", "--minutes", "0"], "0"),
        (["+5", "--tag", "gradient"], "did you mean gradients"),
        (["off", "--minutes", "5"], "leave the rest out"),
    ],
)
def test_what_cannot_be_planned_is_told_and_nothing_is_set(nnquiz, arguments, said):
    ran = nnquiz("plan", *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert json.loads(nnquiz("plan", "--json").out)["date"] is None


def test_a_plan_for_some_topics_asks_only_these(nnquiz, bank: Bank):
    plan = json.loads(nnquiz("plan", "+20", "--minutes", "60", "--tag", "gradients", "--json").out)
    asked = {bank.find(slug).slug for slug in plan["today"]}
    assert asked
    assert all("gradients" in bank.find(slug).tags for slug in asked)
    assert plan["tags"] == ["gradients"]


def test_the_drill_asks_what_the_plan_says_in_its_order(nnquiz, bank: Bank):
    nnquiz("plan", "+5", "--minutes", "10")
    planned = json.loads(nnquiz("plan", "--json").out)["today"]
    drilled = nnquiz("drill", "--limit", "3", stdin="a\nb\nc\n").out
    places = [drilled.index(bank.find(slug).question) for slug in planned[:3]]
    assert places == sorted(places)
    assert bank.find(planned[3]).question not in drilled


def test_the_drill_under_a_plan_takes_new_questions_beyond_ten_a_day(nnquiz):
    nnquiz("plan", "+2", "--minutes", "60")
    out = nnquiz("drill", "--reveal", stdin="3\n" * 200).out
    assert out.count(" · new") > 10
    assert "nnquiz drill --ahead" in out


def test_time_spent_today_is_taken_off_and_missed_days_are_planned_anew(nnquiz, at, tmp_path: Path):
    nnquiz("plan", "2026-03-12", "--minutes", "10")
    before = json.loads(nnquiz("plan", "--json").out)
    line = {
        "uuid": "6f0c0f3e-1111-4222-8333-123456789abc", "question": before["today"][0],
        "at": "2026-03-02T08:30:00+01:00", "rating": "good", "seconds": 400,
    }  # fmt: skip
    (tmp_path / "h.jsonl").write_text(json.dumps(line))
    nnquiz("history", "import", str(tmp_path / "h.jsonl"))
    after = json.loads(nnquiz("plan", "--json").out)
    assert before["today"][0] not in after["today"]
    assert len(after["today"]) < len(before["today"]) - 1
    at("2026-03-08T09:00:00+01:00")
    later = json.loads(nnquiz("plan", "--json").out)
    assert later["days_left"] == 4
    assert len(later["days"]) == 4
    assert later["expected_recall"] < after["expected_recall"]


def test_after_the_day_the_drill_is_as_ever(nnquiz, at):
    nnquiz("plan", "2026-03-04", "--minutes", "60")
    nnquiz("drill", "--limit", "2", stdin="a\nb\n")
    at("2026-03-05T09:00:00+01:00")
    shown = nnquiz("plan")
    assert shown.code == 0
    assert "2026-03-04, is over" in shown.out
    assert json.loads(nnquiz("plan", "--json").out)["today"] == []
    out = nnquiz("drill", "--limit", "1", stdin="a\n").out
    assert "last seen 3 days ago" in out
    assert "--ahead goes on beyond it" not in out


def test_a_plan_is_read_without_leaving_a_trace(nnquiz, tmp_path: Path):
    assert nnquiz("--data-dir", str(tmp_path / "none"), "plan").code == 0
    assert not (tmp_path / "none").exists()


def test_the_goal_of_a_bank_without_its_tags_covers_all(nnquiz, tmp_path: Path):
    nnquiz("plan", "+5", "--tag", "gradients")
    bank = tmp_path / "own.yaml"
    bank.write_text("questions:\n- {slug: one, question: What is one?, answer: One is one.}\n")
    assert json.loads(nnquiz("--bank", str(bank), "plan", "--json").out)["today"] == ["one"]


def test_the_study_day_of_the_plan_begins_at_four(nnquiz, at):
    at("2026-03-03T03:00:00+01:00")
    assert json.loads(nnquiz("plan", "2026-03-04", "--json").out)["days_left"] == 2
