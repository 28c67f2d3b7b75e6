"""A mock interview driven with plain lists: what is asked, what is stored, what it came to."""

import random
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnquiz import NNQuizError, UsageError
from nnquiz.bank.model import Bank, FollowUp, KeyPoint, Question
from nnquiz.grading.grade import Grade, Made, Missed, Wrong
from nnquiz.interview.choosing import spread, topic, weakness, weights
from nnquiz.interview.failings import Failing, is_pass
from nnquiz.interview.probing import as_question, choose_follow_up
from nnquiz.interview.session import Options, Session, begin, broken_off
from nnquiz.rating import Rating
from nnquiz.scheduling import Memory, Scheduler, study_day
from nnquiz.store import database
from nnquiz.store.reviews import Answer, Store

ANSWER = "one two three four five six seven eight " * 8  # 64 words: thin is below 8


def question(number: int, slug: str, **fields: object) -> Question:
    follow_ups = fields.pop("follow_ups", (FollowUp(f"And {slug}?", "and so on"),))
    return Question(slug, number, f"What is {slug}?", ANSWER, follow_ups=follow_ups, **fields)


BANK = Bank(
    (
        question(1, "neuron", tags=("basics",), difficulty=1, demo="network"),
        question(2, "network", tags=("basics",), requires=("neuron",), difficulty=1),
        question(3, "loss", tags=("training",), difficulty=2),
        question(
            4, "backprop", tags=("training", "basics"), requires=("network", "loss"), difficulty=3
        ),
        question(5, "dropout", tags=("tricks",), difficulty=3, follow_ups=()),
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


def graded(question: Question, text: str) -> Grade:
    """The first word of an answer is its score; `wrong` in it is a misconception."""
    first = text.split()[:1]
    score = float(first[0]) if first and first[0][0].isdigit() else 0.0
    wrong = (Wrong("wrong", "right"),) if "wrong" in text else ()
    return Grade(score, (Made("a", 1, 1, "a"),), (Missed("b", 1, ""),), wrong)


@pytest.fixture
def sit(store: Store, clock: Clock):
    def new(**options: object) -> Session:
        return begin(BANK, store, clock, graded, Options(seed=1, **options))

    return new


def go_on(session: Session, store: Store, clock: Clock) -> Session:
    waiting = broken_off(BANK, store)
    assert waiting is not None
    return Session(BANK, store, clock, graded, waiting)


def answer_all(session: Session, *answers: str, seconds: float = 0.0) -> list[str]:
    """Answer until nothing is left, then with `0.8`; what was asked."""
    left, asked = list(answers), []
    while (now := session.next()) is not None:
        asked.append(now.question.question)
        session.answer(now, left.pop(0) if left else "0.8 and six more words in all", seconds)
    return asked


def report_of(session: Session):
    return session.report(demos={"network"})


# What is asked


QUESTIONS = st.lists(st.integers(0, 4), min_size=1, max_size=25).map(
    lambda topics: [
        question(n, f"q{n}", tags=(f"t{t}",) if t else (), difficulty=n % 3 + 1)
        for n, t in enumerate(topics, 1)
    ]
)


@given(QUESTIONS, st.integers(1, 30), st.integers(), st.data())
def test_no_question_twice_and_no_topic_twice_before_the_others(questions, count, seed, data):
    weight = {q.slug: data.draw(st.floats(0.05, 50)) for q in questions}
    chosen = spread(questions, weight, count, random.Random(seed))
    slugs = [q.slug for q in chosen]
    assert len(slugs) == len(set(slugs)) == min(count, len(questions))
    assert set(slugs) <= {q.slug for q in questions}
    assert [q.difficulty for q in chosen] == sorted(q.difficulty for q in chosen)
    assert chosen == spread(questions, weight, count, random.Random(seed))
    asked = dict.fromkeys(map(topic, questions), 0)
    left = dict.fromkeys(asked, 0)
    for each in questions:
        asked[topic(each)] += each in chosen
        left[topic(each)] += each not in chosen
    unexhausted = [asked[name] for name in asked if left[name]]
    assert max(asked.values()) <= min(unexhausted, default=99) + 1


def test_what_weighs_more_is_asked_more_often():
    pool = [question(n, f"q{n}", tags=("one",)) for n in range(1, 6)]
    weight = {q.slug: 8.0 if q.slug == "q3" else 1.0 for q in pool}
    first = [spread(pool, weight, 1, random.Random(seed))[0].slug for seed in range(300)]
    assert first.count("q3") > 120  # 200 of 300 by its weight, 60 if all were alike


def memory(rating: Rating, day, days_ago: int) -> Memory:
    return Scheduler().review(None, rating, day - timedelta(days=days_ago))


def test_what_others_build_on_and_the_basics_weigh_more(now):
    pool = (
        question(1, "basic", difficulty=1),
        question(2, "middle", difficulty=2),
        question(3, "special", difficulty=3, requires=("ground",)),
        question(4, "ground", difficulty=2),
    )
    weight = weights(Bank(pool, Path("b")), {}, {}, study_day(now), Scheduler())
    assert weight["basic"] > weight["middle"] > weight["special"] > 0
    assert weight["ground"] == pytest.approx(2**0.5 * weight["middle"])


def test_weak_are_the_failed_the_forgotten_the_new_and_those_with_low_scores(now):
    today = study_day(now)

    def weak(rating: Rating, days_ago: int = 1, score: float | None = None) -> float:
        return weakness(memory(rating, today, days_ago), score, today, Scheduler())

    ratings = (Rating.AGAIN, Rating.HARD, Rating.GOOD, Rating.EASY)
    by_rating = [weak(rating) for rating in ratings]
    assert by_rating == sorted(by_rating, reverse=True)
    assert weak(Rating.AGAIN) == 1
    assert weak(Rating.GOOD, 60) > weak(Rating.GOOD, 1)
    assert weak(Rating.GOOD, score=0.2) > weak(Rating.GOOD, score=0.9)
    assert weak(Rating.AGAIN) > weakness(None, None, today, Scheduler()) > weak(Rating.GOOD)


def test_a_weak_question_comes_up_more_often_than_one_that_is_known(store, clock):
    pool = Bank(tuple(question(n, f"q{n}", tags=("one",)) for n in range(1, 9)), Path("b"))
    for each in pool:
        rating, score = (Rating.AGAIN, 0.1) if each.slug == "q5" else (Rating.EASY, 1.0)
        store.add(Answer(each.slug, clock.now - timedelta(days=1), rating, score=score))
    drawn = [
        begin(pool, store, clock, graded, Options(count=1, seed=seed)).interview.turns[0].question
        for seed in range(100)
    ]
    assert drawn.count("q5") > 25  # 46 by its weight, 12 if all were alike


def test_only_the_last_scores_of_a_question_count(store, now):
    for days, score in ((9, 1.0), (3, 0.1), (2, 0.2), (1, 0.3)):
        store.add(Answer("loss", now - timedelta(days=days), Rating.GOOD, score=score))
    store.add(Answer("neuron", now, Rating.GOOD))
    assert store.interviews.recent_scores() == {"loss": pytest.approx(0.2)}


@pytest.mark.parametrize(
    ("options", "questions", "minutes"),
    [
        ({}, 5, 25),  # six, if the bank had so many
        ({"count": 2}, 2, 10),
        ({"minutes": 12}, 2, 12),
        ({"minutes": 3}, 1, 3),
        ({"count": 3, "minutes": 60}, 3, 60),
        ({"tags": ("tricks",)}, 1, 5),
        ({"tags": ("tricks", "training")}, 3, 15),
    ],
)
def test_how_many_questions_and_minutes(sit, options, questions, minutes):
    interview = sit(**options).interview
    assert (len(interview.turns), interview.minutes) == (questions, minutes)


def test_an_unknown_tag_is_refused(sit):
    with pytest.raises(UsageError, match="did you mean training"):
        sit(tags=("trainin",))


# Follow-ups


def test_the_follow_up_is_about_what_was_missed():
    asked = Question(
        "backprop", 1, "What is backpropagation?", "It computes gradients.",
        key_points=(KeyPoint("momentum smooths", ("x",)), KeyPoint("the cost of memory", ("y",))),
        follow_ups=(
            FollowUp("What does backpropagation need?", "Patience."),
            FollowUp("How much memory does it take?", "It keeps the activations: a high cost."),
            FollowUp("What smooths the steps?", "Momentum."),
        ),
    )  # fmt: skip

    def chosen(*missed: str) -> set[str]:
        grade = Grade(0.5, missed=tuple(Missed(label, 1, "") for label in missed))
        return {choose_follow_up(asked, grade, random.Random(n)).question for n in range(20)}

    assert chosen("the cost of memory") == {"How much memory does it take?"}
    assert chosen("momentum smooths") == {"What smooths the steps?"}
    # The word of the question itself, which any follow-up has, makes none fit.
    assert chosen("backpropagation needs a memory of momentum") != {
        "What does backpropagation need?"
    }
    assert len(chosen("what backpropagation is")) == 3
    assert len(chosen()) == 3
    assert choose_follow_up(BANK.find("dropout"), Grade(0.5), random.Random(1)) is None


def test_a_follow_up_is_graded_against_its_own_answer(bank):
    from nnquiz.grading.grader import grade

    main = bank.find("6")
    for follow_up in main.follow_ups:
        asked = as_question(follow_up, main)
        assert grade(asked, follow_up.answer).score > 0.9
        assert grade(asked, "dogs bark when they are hungry").score < 0.3


def test_a_follow_up_comes_after_each_answer_and_is_no_review(sit, store):
    session = sit(tags=("training",))
    asked = answer_all(session, "0.8 x", "0.4 x", "0.6 x", "1 x")
    assert asked == ["What is loss?", "And loss?", "What is backprop?", "And backprop?"]
    assert [r.question for r in reversed(store.history())] == ["loss", "backprop"]
    assert [o.follow_up.score for o in report_of(session).outcomes] == [0.4, 1.0]


@pytest.mark.parametrize("words", ["", "  ", ":skip", "I don't know.", "no idea", "Pass!"])
def test_passing_counts_as_not_known_and_the_interviewer_moves_on(sit, store, words):
    session = sit(tags=("training",))
    asked = answer_all(session, words)
    assert asked == ["What is loss?", "What is backprop?", "And backprop?"]
    first = store.history()[-1]
    assert (first.question, first.rating, first.score) == ("loss", Rating.AGAIN, 0.0)
    assert report_of(session).fell_short[Failing.PASSED][0].question.slug == "loss"


@pytest.mark.parametrize("words", ["I don't know for sure, but they vanish", "0.5", "?", "σ"])
def test_whatever_says_more_than_not_knowing_is_an_answer(words):
    assert not is_pass(words)


def test_the_seed_decides_which_follow_ups_are_asked(store, clock):
    many = tuple(FollowUp(f"Follow-up {n}?", f"answer {n}") for n in range(20))
    pool = Bank((question(1, "one", follow_ups=many),), Path("b"))

    def asked(seed: int) -> str:
        session = begin(pool, store, clock, graded, Options(seed=seed))
        return answer_all(session)[1]

    assert asked(1) == asked(1)
    assert len({asked(seed) for seed in range(6)}) > 1


# The clock


def test_each_question_has_its_share_of_what_is_left(sit):
    session = sit(count=3, minutes=9)
    first = session.next()
    assert (first.position, first.total, first.is_follow_up) == (1, 3, False)
    assert (first.allotted, first.left, first.left_in_all) == (180, 180, 540)
    session.answer(first, "0.8 x", 100)
    follow_up = session.next()
    assert (follow_up.position, follow_up.is_follow_up) == (1, True)
    assert (follow_up.allotted, follow_up.left, follow_up.left_in_all) == (180, 80, 440)
    session.answer(follow_up, "0.8 x", 140)
    assert session.next().allotted == 150


def test_a_follow_up_to_an_answer_that_ran_over_has_less_than_nothing_left(sit):
    session = sit(count=3, minutes=9)
    session.answer(session.next(), "0.8 x", 200)
    assert session.next().left == -20


def test_when_the_time_is_used_up_nothing_more_is_put(sit):
    session = sit(count=3, minutes=3)
    session.answer(session.next(), "0.8 x", 200)
    assert session.next() is None
    assert session.finished
    came_to = report_of(session)
    assert len(came_to.outcomes) == 1
    assert came_to.outcomes[0].follow_up is None
    assert len(came_to.not_reached) == 2


def test_a_clock_that_stands_still_puts_everything(sit):
    assert len(answer_all(sit(), seconds=0.0)) == 9


# What is stored


def test_each_answer_is_stored_as_a_review_when_it_is_graded(sit, store):
    session = sit(tags=("training",))
    session.answer(session.next(), "0.6 it is so", 12.5)
    [review] = store.history()
    assert (review.question, review.text, review.score) == ("loss", "0.6 it is so", 0.6)
    assert (review.rating, review.suggested) == (Rating.HARD, Rating.HARD)
    assert (review.seconds, store.memories()["loss"].last_rating) == (12.5, Rating.HARD)


def test_one_that_was_broken_off_goes_on_where_it_was(sit, store, clock):
    session = sit(tags=("training",), minutes=10)
    session.answer(session.next(), "0.6 it is so", 60, first_key=4.0)
    clock.now += timedelta(days=2)
    again = go_on(session, store, clock)
    assert again.interview == session.interview
    asked = again.next()
    assert (asked.question.question, asked.left_in_all) == ("And loss?", 540)
    assert answer_all(again) == ["And loss?", "What is backprop?", "And backprop?"]
    assert again.finished
    assert broken_off(BANK, store) is None
    assert len(store.history()) == 2


def test_one_without_an_answer_leaves_no_trace(sit, store):
    session = sit()
    session.next()
    assert broken_off(BANK, store) is None
    assert store.interviews.latest() is None
    assert report_of(session) is None


def test_only_the_last_one_can_be_gone_on_with(sit, store):
    old, new = sit(), sit()
    old.answer(old.next(), "0.6", 1)
    new.answer(new.next(), "0.6", 1)
    assert broken_off(BANK, store).uuid == new.interview.uuid
    answer_all(new)
    assert broken_off(BANK, store) is None


def test_one_about_another_bank_is_not_offered(sit, store):
    session = sit()
    session.answer(session.next(), "0.6", 1)
    assert broken_off(Bank((question(1, "other"),), Path("b")), store) is None


def test_a_question_that_the_bank_lost_is_left_out(sit, store, clock):
    session = sit(tags=("training",))
    session.answer(session.next(), "0.6", 1)
    rest = Bank(tuple(q for q in BANK if q.slug != "backprop"), Path("b"))
    again = Session(rest, store, clock, graded, broken_off(rest, store))
    assert answer_all(again) == ["And loss?"]
    assert again.finished


def test_two_sessions_of_one_interview_store_no_answer_twice(sit, store, clock):
    session = sit(tags=("training",))
    session.answer(session.next(), "0.6", 1)
    one, two = go_on(session, store, clock), go_on(session, store, clock)
    answer_all(one)
    two.interview = two.interview.with_turn(0, one.interview.turns[0])
    asked = two.next()
    assert asked.question.slug == "backprop"
    with pytest.raises(NNQuizError, match="gone on with elsewhere"):
        two.answer(asked, "0.9", 1)
    assert len(store.history()) == 2


def test_two_sessions_answer_no_follow_up_twice(sit, store, clock):
    session = sit(tags=("training",))
    session.answer(session.next(), "0.6", 1)
    one, two = go_on(session, store, clock), go_on(session, store, clock)
    one.answer(one.next(), "0.7", 1)
    with pytest.raises(NNQuizError, match="gone on with elsewhere"):
        two.answer(two.next(), "0.2", 1)
    assert go_on(session, store, clock).interview.turns[0].follow_up.score == 0.7


def test_an_answer_that_is_taken_back_leaves_the_schedule_but_not_the_interview(sit, store, clock):
    session = sit(tags=("training",))
    session.answer(session.next(), "0.6", 1)
    store.undo(store.history())
    assert store.memories() == {}
    again = go_on(session, store, clock)
    assert again.next().question.question == "And loss?"
    assert report_of(again).outcomes[0].grade.score == 0.6


def test_a_history_from_before_there_were_interviews_can_hold_them(tmp_path: Path, now):
    file = tmp_path / database.FILE_NAME
    old = sqlite3.connect(file)
    for statement in database.MIGRATIONS[0]:
        old.execute(statement)
    old.execute("pragma user_version = 1")
    old.close()
    with Store.open(tmp_path, Scheduler()) as store:
        session = begin(BANK, store, Clock(now), graded, Options(count=1))
        answer_all(session)
        assert store.interviews.latest() == session.interview


# What it came to


def test_a_question_counts_a_quarter_by_its_follow_up(sit):
    session = sit(tags=("training",))
    answer_all(session, "0.8 x", "0.4 x", "0.6 x", "1.0 x")
    came_to = report_of(session)
    assert [o.score for o in came_to.outcomes] == [pytest.approx(0.7), pytest.approx(0.7)]
    assert [o.grade.score for o in came_to.outcomes] == [0.8, 0.6]
    assert came_to.score == pytest.approx(0.7)
    [only] = came_to.topics
    assert (only.name, only.questions, only.last) == ("training", 2, None)


LONG = "word " * 8


@pytest.mark.parametrize(
    ("answer", "seconds", "first_key", "kinds"),
    [
        (f"0.9 {LONG}", 10, 2.0, []),
        ("0.9 short", 10, None, []),  # good is good, however short
        (f"0.6 {LONG}", 10, 2.0, [Failing.MISSED]),
        ("0.6 one two three", 10, 2.0, [Failing.THIN]),
        ("0.6 one two three four five six", 10, 2.0, [Failing.THIN]),  # below 8 of 64 words
        (f"0.9 wrong {LONG}", 10, 2.0, [Failing.WRONG]),
        (f"0.1 wrong {LONG}", 10, 2.0, [Failing.WRONG, Failing.MISSED]),
        (f"0.9 {LONG}", 40, 29.9, []),
        (f"0.9 {LONG}", 40, 30.0, [Failing.SLOW]),
        (f"0.9 {LONG}", 301, 2.0, [Failing.OVER]),
        ("0.1 wrong", 301, 31, [Failing.WRONG, Failing.THIN, Failing.SLOW, Failing.OVER]),
        ("", 40, 35.0, [Failing.PASSED]),
    ],
)
def test_the_ways_to_fall_short(sit, answer, seconds, first_key, kinds):
    session = sit(count=1)
    session.answer(session.next(), answer, seconds, first_key)
    [outcome] = report_of(session).outcomes
    assert list(outcome.failings) == kinds
    assert list(report_of(session).fell_short) == kinds


def test_what_to_study_is_the_weakest_first_with_its_demo_then_the_weakest_topic(sit):
    session = sit()
    scores = {"neuron": "0.1", "network": "0.3", "loss": "0.6", "backprop": "0.5", "dropout": "1"}
    while (asked := session.next()) is not None:
        slug = asked.question.slug.partition(":")[0]
        session.answer(asked, f"{scores[slug]} {LONG}", 1)
    advice = report_of(session).advice
    assert [each.name for each in advice] == ["neuron", "network", "backprop", "basics"]
    assert advice[0].commands == ("nnquiz demo network", "nnquiz show neuron")
    assert advice[1].commands == ("nnquiz show network",)
    assert advice[-1].commands == ("nnquiz drill --tag basics",)


def test_nothing_below_good_leaves_nothing_to_study(sit):
    session = sit()
    answer_all(session)
    assert report_of(session).advice == ()


def test_it_is_compared_with_the_last_finished_one(sit, clock):
    answer_all(sit(tags=("training",)), *["0.4 x"] * 4)
    clock.now += timedelta(days=3)
    broken = sit()
    broken.answer(broken.next(), "0.1", 1)
    clock.now += timedelta(days=3)
    session = sit()
    answer_all(session)
    came_to = report_of(session)
    assert came_to.last.score == pytest.approx(0.4)
    assert came_to.last.study_day == study_day(clock.now) - timedelta(days=6)
    lasts = {t.name: t.last for t in came_to.topics}
    assert lasts == {"training": pytest.approx(0.4), "basics": None, "tricks": None}
