"""A session driven with plain lists: no terminal, no printing."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from nnquiz import UsageError
from nnquiz.bank.model import Bank, Question
from nnquiz.drill import Drill, Options
from nnquiz.grading.grade import Grade
from nnquiz.rating import Rating
from nnquiz.store.reviews import Answer, Store

NAMES = ("neuron", "network", "loss", "backprop", "dropout")


def question(number: int, slug: str, **fields: object) -> Question:
    return Question(slug, number, f"What is {slug}?", f"{slug} is.", **fields)


BANK = Bank(
    (
        question(1, "neuron", tags=("basics",), difficulty=1),
        question(2, "network", tags=("basics",), requires=("neuron",), difficulty=1),
        question(3, "loss", tags=("training",), difficulty=2),
        question(4, "backprop", tags=("training",), requires=("network", "loss"), difficulty=2),
        question(5, "dropout", tags=("training",), requires=("backprop",), difficulty=1),
    ),
    Path("bank.yaml"),
)


class Clock:
    """A clock that a test turns."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


def graded_by_length(question: Question, text: str) -> Grade:
    """`good` passes, anything else fails: the score is given by the answer itself."""
    return Grade(float(text))


@pytest.fixture
def drill(store: Store, clock: Clock):
    def begin(**options: object) -> Drill:
        return Drill(BANK, store, clock, graded_by_length, Options(**options))

    return begin


def ask_all(drill: Drill, scores: dict[str, list[float]] | None = None) -> list[str]:
    """Answer until nothing is left; 1.0 unless *scores* has something else for a slug."""
    asked = []
    while (now := drill.next()) is not None:
        slug = now.question.slug
        asked.append(slug)
        left = (scores or {}).get(slug)
        drill.answer(now, str(left.pop(0) if left else 1.0), 1.0)
    return asked


def learn(store: Store, slug: str, when: datetime, *ratings: Rating) -> None:
    for rating in ratings:
        store.add(Answer(slug, when, rating))


def test_new_questions_come_after_what_they_require_the_easiest_first(drill):
    assert ask_all(drill()) == ["neuron", "network", "loss", "backprop", "dropout"]


def test_a_requirement_that_was_not_answered_keeps_a_question_back(drill):
    session = drill()
    session.next()  # put off
    assert session.next().question.slug == "loss"
    assert ask_all(session) == []


def test_a_session_that_skipping_ended_says_how_many_questions_are_locked(drill):
    session = drill(tags=("basics",))
    session.next()  # put off
    assert session.summary().locked == 0
    assert session.next() is None
    assert session.summary().locked == 1


def test_a_requirement_outside_the_chosen_tags_locks_nothing(drill):
    assert ask_all(drill(tags=("training",))) == ["loss", "backprop", "dropout"]


def test_due_questions_come_before_new_ones_the_most_forgotten_first(drill, store, clock):
    learn(store, "dropout", clock.now - timedelta(days=9), Rating.EASY)
    learn(store, "backprop", clock.now - timedelta(days=9), Rating.AGAIN)
    learn(store, "loss", clock.now - timedelta(days=9), Rating.GOOD)
    assert ask_all(drill())[:3] == ["backprop", "loss", "dropout"]


def test_what_is_not_due_is_not_asked_unless_one_goes_ahead(drill, store, clock):
    learn(store, "neuron", clock.now - timedelta(days=1), Rating.EASY)
    assert "neuron" not in ask_all(drill())
    clock.now += timedelta(days=1)
    assert "neuron" in ask_all(drill(ahead=True))


def test_going_ahead_does_not_ask_again_what_was_answered_today(drill):
    assert len(ask_all(drill())) == 5
    assert ask_all(drill(ahead=True)) == []


def test_a_failed_question_comes_back_after_others_until_it_is_passed(drill):
    asked = ask_all(drill(), {"neuron": [0.0, 0.2, 0.9]})
    assert asked[0] == "neuron"
    assert asked.count("neuron") == 3
    assert asked[1:4] == ["network", "loss", "backprop"]
    assert asked[4] == "neuron"


def test_a_failed_question_comes_back_at_once_when_nothing_else_is_left(drill):
    assert ask_all(drill(limit=1), {"neuron": [0.0, 0.0]}) == ["neuron"] * 3


def test_each_answer_is_stored_when_it_is_graded(drill, store):
    session = drill()
    session.answer(session.next(), "0.8", 3.0)
    [review] = store.history()
    assert (review.question, review.text, review.score) == ("neuron", "0.8", 0.8)
    assert (review.rating, review.suggested) == (Rating.GOOD, Rating.GOOD)


@pytest.mark.parametrize(
    ("score", "rating"),
    [(0.0, "again"), (0.49, "again"), (0.5, "hard"), (0.7, "good"), (0.92, "easy"), (1, "easy")],
)
def test_the_score_suggests_the_rating(drill, score, rating):
    session = drill()
    assert session.answer(session.next(), str(score), 1).rating.label == rating


def test_an_answer_that_took_a_hint_is_hard_at_best(drill):
    session = drill()
    assert session.answer(session.next(), "1.0", 1, hinted=True).rating is Rating.HARD
    assert session.answer(session.next(), "0.1", 1, hinted=True).rating is Rating.AGAIN


def test_the_dates_shown_are_those_that_come_true(drill, store):
    session = drill()
    answered = session.answer(session.next(), "0.8", 1)
    promised = dict(answered.choices)
    assert answered.memory.due == promised[Rating.GOOD]
    for rating in (Rating.EASY, Rating.AGAIN, Rating.HARD):
        answered = session.change(answered, rating)
        assert store.memories()["neuron"].due == promised[rating]


def test_a_changed_rating_is_stored_beside_the_suggestion(drill, store):
    session = drill()
    session.change(session.answer(session.next(), "0.1", 1), Rating.GOOD)
    [review] = store.history()
    assert (review.rating, review.suggested) == (Rating.GOOD, Rating.AGAIN)
    assert ask_all(session).count("neuron") == 0


def test_changing_to_again_brings_the_question_back(drill):
    session = drill()
    session.change(session.answer(session.next(), "1", 1), Rating.AGAIN)
    assert "neuron" in ask_all(session)


def test_undo_takes_the_last_answer_back_and_asks_it_again_before_the_pending_one(drill, store):
    session = drill()
    session.answer(session.next(), "0.1", 1)
    pending = session.next()
    undone = session.undo(pending)
    assert undone.asked.question.slug == "neuron"
    assert store.history() == []
    assert [session.next().question.slug, session.next().question.slug] == ["neuron", "network"]


def test_undo_in_a_session_reaches_no_further_than_the_session(drill, store, clock):
    learn(store, "loss", clock.now - timedelta(days=3), Rating.GOOD)
    session = drill()
    assert session.undo() is None
    assert len(store.history()) == 1


def test_undo_after_a_failed_answer_does_not_ask_it_twice(drill):
    session = drill(limit=1)
    session.answer(session.next(), "0.0", 1)
    session.undo()
    assert ask_all(session) == ["neuron"]


def test_a_limit_counts_questions_not_their_returns(drill):
    assert ask_all(drill(limit=2), {"neuron": [0.0]}) == ["neuron", "network", "neuron"]


def test_positions_count_up_to_the_total(drill):
    session = drill(limit=3)
    seen = []
    while (asked := session.next()) is not None:
        seen.append((asked.position, asked.total))
        session.answer(asked, "1", 1)
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_no_more_than_ten_new_questions_a_day_unless_asked_for(store, clock):
    many = Bank(tuple(question(n, f"q{n}") for n in range(1, 31)), Path("b"))

    def begin(**options: object) -> Drill:
        return Drill(many, store, clock, graded_by_length, Options(**options))

    assert len(ask_all(begin())) == 10
    assert len(ask_all(begin())) == 0
    assert len(ask_all(begin(new=3))) == 3
    assert len(ask_all(begin(limit=5))) == 5
    clock.now += timedelta(days=1)
    assert sum(slug not in store.memories() for slug in ("q19",)) == 1
    assert begin().total >= 10


def test_only_asks_the_named_questions_due_or_not_in_their_order(drill):
    assert ask_all(drill(only=("5", "neuron"))) == ["dropout", "neuron"]
    assert ask_all(drill(only=("neuron",))) == ["neuron"]


def test_an_unknown_name_is_refused_with_the_nearest(drill):
    with pytest.raises(UsageError, match="did you mean dropout"):
        drill(only=("droput",))
    with pytest.raises(UsageError, match="did you mean training"):
        drill(tags=("trainin",))


def test_the_order_of_what_is_equally_due_follows_the_seed(store, clock):
    many = Bank(tuple(question(n, f"q{n}") for n in range(1, 13)), Path("b"))
    for each in many:
        learn(store, each.slug, clock.now - timedelta(days=5), Rating.GOOD)

    def order(seed: int | None) -> list[str]:
        session = Drill(many, store, clock, graded_by_length, Options(seed=seed))
        slugs = []
        while (asked := session.next()) is not None:
            slugs.append(asked.question.slug)
        return slugs

    assert order(1) == order(1)
    assert order(1) != order(2)
    assert order(None) == order(None)


def test_an_edited_question_keeps_its_history_and_a_removed_one_does_no_harm(store, clock):
    learn(store, "neuron", clock.now - timedelta(days=9), Rating.GOOD)
    learn(store, "removed", clock.now - timedelta(days=9), Rating.GOOD)
    edited = Bank((Question("neuron", 7, "Reworded?", "Quite."),), Path("b"))
    session = Drill(edited, store, clock, graded_by_length, Options())
    asked = session.next()
    assert asked.question.question == "Reworded?"
    assert asked.memory is not None
    assert {review.question for review in store.history()} == {"neuron", "removed"}


def test_the_summary_says_what_was_learned_and_what_is_due_when(drill, clock):
    session = drill(limit=3)
    for score in ("1.0", "0.0", "0.6"):
        session.answer(session.next(), score, 10)
    summary = session.summary()
    assert (summary.answered, summary.passed) == (3, 2)
    assert summary.mean_score == pytest.approx(1.6 / 3)
    assert summary.seconds == 30
    assert [q.slug for q in summary.learned] == ["neuron", "loss"]
    assert summary.weakest.slug == "network"
    assert sum(count for _, count in summary.coming) == 3
    assert [day for day, _ in summary.coming] == sorted(day for day, _ in summary.coming)


def test_an_empty_session_has_an_empty_summary(drill):
    summary = drill(new=0).summary()
    assert (summary.answered, summary.mean_score, summary.weakest) == (0, None, None)


def test_two_sessions_at_once_build_on_each_others_answers(drill, store):
    one, two = drill(), drill()
    first, second = one.next(), two.next()
    one.answer(first, "1.0", 1)
    two.answer(second, "1.0", 1)
    assert len(store.history()) == 2
    replayed = store.scheduler.replay((r.rating, r.study_day) for r in reversed(store.history()))
    assert store.memories()["neuron"] == replayed
