"""What answers missed and got wrong is kept as they are graded, and read again only when need be."""

from dataclasses import replace

import pytest

from nnquiz import findings
from nnquiz.bank.model import Bank
from nnquiz.drill import Drill, Options
from nnquiz.grading.grader import grade, missed_and_wrong
from nnquiz.rating import Rating
from nnquiz.scheduling import Scheduler
from nnquiz.store import database
from nnquiz.store.findings import Findings
from nnquiz.store.reviews import Answer, Store

GOOD = "it computes the gradient of the loss for every weight, by the chain rule"
SLIP = "backpropagation updates the weights"


@pytest.fixture
def drill(bank, store, now):
    return Drill(bank, store, lambda: now, grade, Options(only=("backpropagation",)))


def answered(drill, text):
    return drill.answer(drill.next(), text, 10.0)


def test_an_answer_is_stored_with_what_its_grade_found(drill, store, bank):
    given = answered(drill, SLIP)
    [found] = store.findings().values()
    assert found.missed == tuple(missed.label for missed in given.grade.missed)
    assert found.held == ("Backpropagation is the step that updates the weights.",)
    assert found.version == findings.version(bank.find("backpropagation"))


def test_an_overruled_rating_keeps_them_under_the_new_review(drill, store):
    given = answered(drill, SLIP)
    before = store.findings()[given.review.uuid]
    changed = drill.change(given, Rating.GOOD)
    assert store.findings() == {changed.review.uuid: before}


def test_an_answer_taken_back_has_none(drill, store):
    answered(drill, SLIP)
    drill.undo()
    assert store.findings() == {}


def test_a_rating_of_ones_own_has_none(drill, store):
    drill.rate(drill.next(), Rating.GOOD, 3.0)
    assert store.findings() == {}


def test_kept_ones_are_not_made_again(drill, store, bank):
    answered(drill, SLIP)
    found, made = findings.completed(bank, store.history(), store.findings())
    assert made == {}
    assert found == store.findings()


@pytest.mark.parametrize("text", [GOOD, SLIP, "", "what is backpropagation?"])
def test_reading_again_finds_what_the_grade_found(bank, store, now, text):
    question = bank.find("backpropagation")
    store.add(Answer(question.slug, now, Rating.GOOD, text=text))
    told = []
    found, made = findings.completed(bank, store.history(), {}, lambda: told.append(1))
    assert list(found.values()) == [findings.of_grade(question, grade(question, text))]
    assert made == found
    assert len(told) == 1


def test_a_rubric_that_was_edited_makes_them_anew(drill, store, bank):
    answered(drill, GOOD)
    question = bank.find("backpropagation")
    edited = replace(question, key_points=question.key_points[:2])
    found, made = findings.completed(Bank((edited,), bank.path), store.history(), store.findings())
    assert made == found
    labels = {point.label for point in edited.key_points}
    assert {label for one in found.values() for label in one.missed} <= labels


def test_what_was_not_typed_or_is_gone_from_the_bank_has_none(bank, store, now):
    store.add(Answer("backpropagation", now, Rating.GOOD))
    store.add(Answer("gone", now, Rating.GOOD, text="x"))
    assert findings.completed(bank, store.history(), {}) == ({}, {})


def test_hostile_texts_come_back_as_they_were(store, now):
    review, _ = store.add(Answer("q", now, Rating.GOOD, text="x"))
    found = {
        review.uuid: Findings("1", ('"],[\x1b[31m\n', "\ud800"), ("'); drop table reviews--",))
    }
    store.keep_findings(found)
    assert store.findings() == found


def test_a_history_from_before_findings_is_migrated(tmp_path, monkeypatch):
    with monkeypatch.context() as earlier:
        earlier.setattr(database, "MIGRATIONS", database.MIGRATIONS[:1])
        old = database.connect(tmp_path / database.FILE_NAME)
        old.execute(
            "insert into reviews (uuid, question, at, utc_offset, study_day, rating, answer) values"
            " ('u', 'q', '2026-03-02T08:00:00.000000+00:00', 60, '2026-03-02', 3, 'x')"
        )
        old.close()
    with Store.open(tmp_path, Scheduler()) as store:
        assert [review.text for review in store.history()] == ["x"]
        assert store.findings() == {}


def test_an_interview_keeps_them_too(bank, store, now):
    from nnquiz.interview.session import Options as Wanted
    from nnquiz.interview.session import begin

    sitting = begin(bank, store, lambda: now, grade, Wanted(count=2, seed=1))
    sitting.answer(sitting.next(), "no idea", 5.0)
    [review] = store.history()
    assert store.findings()[review.uuid].missed


def test_missed_and_wrong_is_the_grade_without_its_score(bank):
    for question in list(bank)[:3]:
        for text in (question.answer, "no idea", ""):
            graded = grade(question, text)
            assert missed_and_wrong(question, text) == (graded.missed, graded.wrong)
