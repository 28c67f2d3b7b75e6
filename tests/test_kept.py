"""What the grader prepared is kept between runs, and never trusted more than it deserves."""

from dataclasses import replace

import pytest

from nnquiz.bank.model import Bank, Question
from nnquiz.grading import kept
from nnquiz.grading.experience import FEATURES, Experience, experience
from nnquiz.grading.rubric import rubric
from nnquiz.grading.text import Text, analyze

ANSWER = "It does not increase the gradient; the chain rule gives it, from the last layer back."


@pytest.fixture
def question(bank: Bank, tmp_path) -> Question:
    kept.keep_in(tmp_path / "cache")
    rubric.cache_clear()
    experience.cache_clear()
    yield bank.find("backprop")
    kept.keep_in(None)
    rubric.cache_clear()
    experience.cache_clear()


@pytest.fixture
def said() -> Text:
    return analyze(ANSWER)


def again(question: Question) -> Experience:
    """What a new process would have."""
    rubric.cache_clear()
    experience.cache_clear()
    return experience(question)


def counted(found: Experience) -> bool:
    return "_texts" in vars(found)


def test_what_is_kept_says_the_same_as_what_was_counted(question, said):
    first = experience(question)
    second = again(question)
    assert (counted(first), counted(second)) == (True, False)
    assert (
        second.features([said]) == first.features([said]) == Experience(question).features([said])
    )
    assert len(second.features([said])[0]) == len(FEATURES)


def test_another_wording_is_counted_anew(question):
    experience(question)
    assert counted(again(replace(question, answer=f"{question.answer} And more.")))
    assert not counted(again(replace(question, answer=f"{question.answer} And more.")))


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:-9],
        lambda data: data[:9999] + bytes([data[9999] ^ 1]) + data[10000:],
        lambda data: b"{}\n" + data,
        lambda data: b'{"key": [], "sum": 0, "tables": 3}\n',
        lambda data: b"[]\n",
        lambda data: b"\xff\xfe",
    ],
)
def test_a_damaged_file_is_counted_anew_and_replaced(question, said, damage):
    expected = experience(question).features([said])
    [file] = (kept.folder()).glob("prepared-*.bin")
    file.write_bytes(damage(file.read_bytes()))
    found = again(question)
    assert counted(found)
    assert found.features([said]) == expected
    assert not counted(again(question))


def test_a_folder_that_cannot_be_written_costs_time_alone(question, said, tmp_path):
    (tmp_path / "file").touch()
    kept.keep_in(tmp_path / "file" / "cache")
    assert again(question).features([said]) == again(question).features([said])


def test_without_a_folder_nothing_is_kept(question, tmp_path):
    kept.keep_in(None)
    again(question)
    assert not (tmp_path / "cache").exists()
