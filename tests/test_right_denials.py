"""Right answers that say what is not so: they are marked by what they say."""

import json
from pathlib import Path
from statistics import mean

import pytest

from nnquiz.bank.model import Bank, KeyPoint, Misconception, Question
from nnquiz.grading.grade import Grade
from nnquiz.grading.grader import grade

FILE = Path(__file__).parent / "data" / "right_denials.jsonl"


@pytest.fixture(scope="module")
def grades(bank: Bank) -> list[Grade]:
    """Of right answers, by nobody whose answers the grader knows, that are full of denials."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return [grade(bank.find(row["question"]), row["answer"]) for row in map(json.loads, lines)]


def test_right_answers_full_of_denials_are_seldom_marked_down(grades):
    assert len(grades) == 40
    assert sum(bool(each.notes) for each in grades) <= 3


def test_right_answers_full_of_denials_earn_what_others_earn(grades):
    assert mean(each.score for each in grades) >= 0.82
    assert sum(each.score < 0.6 for each in grades) <= 4


def test_what_is_denied_is_no_misconception(grades):
    assert sum(bool(each.wrong) for each in grades) <= 1


NOISE = Question(
    slug="noise",
    number=1,
    question="What is noise good for?",
    answer="Noise is added to the inputs in training. It regularizes.",
    key_points=(
        KeyPoint("In training", ("noise is added to the inputs in training",), 2.0, "When?"),
        KeyPoint("It regularizes", ("it regularizes",), 1.0, "What for?"),
    ),
    misconceptions=(
        Misconception(
            "People add it.", ("noise is added to the inputs by hand",), "The program does."
        ),
    ),
)


def test_words_of_a_misconception_make_no_point():
    wrong = grade(NOISE, "Noise is added to the inputs by hand.")
    assert [each.claim for each in wrong.wrong] == ["People add it."]
    assert wrong.covered == ()
    both = grade(NOISE, "Noise is added to the inputs by hand. It regularizes.")
    assert [each.label for each in both.covered] == ["It regularizes"]


def test_a_point_that_is_made_elsewhere_is_made_in_spite_of_a_misconception():
    both = "In training noise is added to the inputs. Noise is added to the inputs by hand."
    verdict = grade(NOISE, both)
    assert [each.label for each in verdict.covered] == ["In training"]
    assert verdict.wrong
