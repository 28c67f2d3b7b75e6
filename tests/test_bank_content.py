"""The bank of 50 questions itself."""

from pathlib import Path

import pytest

from nnquiz.bank.locate import embedded_bank
from nnquiz.bank.model import Bank
from nnquiz.grading.grader import grade
from nnquiz.grading.rubric_check import check

HERE = Path(__file__).parent
QUESTIONS = (HERE / "data" / "questions.txt").read_text(encoding="utf-8").splitlines()
NUMBERS = range(1, 51)


@pytest.fixture(scope="module")
def reading():
    return check(embedded_bank().read_text(encoding="utf-8"))


def test_the_bank_passes_its_own_check_without_a_note(reading):
    assert reading.faults == []
    assert reading.notes == []


def test_the_fifty_questions_stand_in_their_order_and_wording(bank: Bank):
    assert [question.number for question in bank] == list(NUMBERS)
    assert [question.question for question in bank] == QUESTIONS


def test_topics_are_few_and_each_has_questions_to_choose_from(bank: Bank):
    tags = bank.tags()
    assert 8 <= len(tags) <= 18
    assert min(tags.values()) >= 2


def test_all_questions_can_be_reached_from_the_neuron(bank: Bank):
    learned: set[str] = set()
    while True:
        more = {q.slug for q in bank if q.slug not in learned and learned >= set(q.requires)}
        if not more:
            break
        learned |= more
    assert len(learned) == 50
    assert [q.slug for q in bank if not q.requires] == ["neuron-vs-network"]


def test_names_of_demos_are_unique(bank: Bank):
    demos = [question.demo for question in bank]
    assert len(set(demos)) == 50
    assert None not in demos


@pytest.mark.parametrize("number", NUMBERS)
def test_each_entry_is_complete(bank: Bank, number: int):
    question = bank.find(str(number))
    assert 90 <= len(question.answer.split()) <= 220
    assert 4 <= len(question.key_points) <= 8
    assert any(point.weight == 3 for point in question.key_points)
    for point in question.key_points:
        assert len(point.phrasings) >= 6
        assert point.hint
    assert 3 <= len(question.misconceptions) <= 6
    assert all(len(wrong.phrasings) >= 4 for wrong in question.misconceptions)
    assert 2 <= len(question.follow_ups) <= 3
    assert question.references
    assert all(source.link.startswith("http") for source in question.references)


@pytest.mark.parametrize("number", NUMBERS)
def test_an_entrys_own_answer_earns_full_marks(bank: Bank, number: int):
    question = bank.find(str(number))
    verdict = grade(question, question.answer)
    assert verdict.score >= 0.97
    assert verdict.wrong == ()


@pytest.mark.parametrize("number", NUMBERS)
def test_the_copied_question_earns_nothing(bank: Bank, number: int):
    question = bank.find(str(number))
    assert grade(question, question.question).score <= 0.05
    assert grade(question, f"{question.question} {question.question}").score <= 0.05


@pytest.mark.parametrize("number", NUMBERS)
def test_each_misconception_is_recognized_and_earns_little(bank: Bank, number: int):
    question = bank.find(str(number))
    for wrong in question.misconceptions:
        for phrasing in wrong.phrasings:
            verdict = grade(question, phrasing)
            assert wrong.correction in [w.correction for w in verdict.wrong]
            assert verdict.score <= 0.2
