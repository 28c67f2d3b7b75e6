"""Right answers that tell things by contrast, and answers that have the same relations reversed."""

import json
from pathlib import Path
from statistics import mean

import pytest

from nnquiz.bank.model import Bank
from nnquiz.grading.grade import Grade
from nnquiz.grading.grader import grade

FILE = Path(__file__).parent / "data" / "told_by_contrast.jsonl"


@pytest.fixture(scope="module")
def grades(bank: Bank) -> dict[bool, dict[str, Grade]]:
    """By nobody whose answers the grader knows: the right ones, and those that are reversed."""
    found: dict[bool, dict[str, Grade]] = {True: {}, False: {}}
    for row in map(json.loads, FILE.read_text(encoding="utf-8").splitlines()):
        asked = bank.find(row["question"])
        found[row["right"]][asked.slug] = grade(asked, row["answer"], bank)
    return found


def test_right_answers_told_by_contrast_are_good(grades):
    right = grades[True].values()
    assert len(right) == 50
    assert mean(each.score for each in right) >= 0.8
    assert sum(each.score >= 0.7 for each in right) >= 38


def test_right_answers_told_by_contrast_are_seldom_taken_for_exchanged(grades):
    assert sum(bool(each.notes) for each in grades[True].values()) <= 2


def test_reversed_relations_are_wrong(grades):
    reversed_ones = grades[False].values()
    assert mean(each.score for each in reversed_ones) <= 0.12
    assert max(each.score for each in reversed_ones) < 0.6


def test_what_is_right_is_worth_more_than_the_same_reversed(grades):
    lost = [slug for slug, each in grades[True].items() if each.score <= grades[False][slug].score]
    assert not lost
