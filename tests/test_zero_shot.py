"""Grading where there are no graded examples: a bank of one's own, with key points or without."""

import random
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from nnquiz.bank.load import load
from nnquiz.bank.locate import embedded_bank
from nnquiz.bank.model import KeyPoint, Question
from nnquiz.grading import derived
from nnquiz.grading.grader import grade

sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))
import attacks

STACK = Question(
    "stack",
    1,
    "What is a stack, and which operations does it offer?",
    "A data structure that gives elements back in the reverse order of their arrival: last in,"
    " first out. Push puts an element on the top. Pop removes the top element and returns it.",
)
POINTED = replace(
    STACK,
    slug="stack-with-points",
    key_points=(
        KeyPoint("Last in, first out", ("last in first out",), 2.0),
        KeyPoint("Push adds on top", ("push adds an element on the top",)),
        KeyPoint("Pop removes from the top", ("pop removes the top element",)),
    ),
)


@pytest.fixture(scope="module")
def bare() -> list[Question]:
    return [
        replace(question, slug=f"bare-{question.slug}", key_points=(), misconceptions=())
        for question in load(embedded_bank())
    ]


def test_each_sentence_of_the_reference_is_a_point():
    made = grade(STACK, "Pop removes the top element.")
    assert [point.label for point in made.covered] == ["Pop removes the top element and returns it"]
    assert [point.label for point in made.missed] == [
        "A data structure that gives elements back in the reverse order of their arrival: last in,"
        " first out",
        "Push puts an element on the top",
    ]


def test_a_list_is_a_point_a_line_without_its_bullets():
    answer = "- centers of the functions\n2. their widths\n(3) output weights\n"
    points = derived.with_points(replace(STACK, slug="list", answer=answer)).key_points
    assert [p.label for p in points] == [
        "Centers of the functions",
        "Their widths",
        "Output weights",
    ]


def test_each_item_of_a_list_is_worth_its_share():
    answer = "- mutual exclusion\n- hold and wait\n- no preemption\n- circular wait\n"
    question = Question("coffman", 1, "Name the four Coffman conditions.", answer)
    assert grade(question, "circular waiting").score == pytest.approx(0.25)
    assert grade(question, "mutual exclusion and circular wait").score == pytest.approx(0.5)
    assert grade(question, "Hold-and-wait, mutual exclusion, circular wait.").score == 0.75
    assert grade(question, "no preemption").score == pytest.approx(0.25)


def test_a_sentence_of_the_reference_is_made_in_part_by_some_of_its_words():
    (point,) = grade(STACK, "the elements come out in reverse order of arrival").covered
    assert point.label.startswith("A data structure that gives elements back")
    assert (point.credit, point.words) == (0.5, "elements come out in reverse order of arrival")
    assert not grade(STACK, "the order of the operations matters").covered


def test_a_question_with_key_points_keeps_its_own():
    assert derived.with_points(POINTED) is POINTED


@pytest.mark.parametrize("question", [STACK, POINTED], ids=["reference", "points"])
def test_more_of_the_answer_earns_more(question: Question):
    answers = [
        "Something with bread.",
        "A structure for elements.",
        "A structure where the last one in is the first out.",
        "A structure where the last element in is the first out. You push on top and pop from it.",
    ]
    scores = [grade(question, answer).score for answer in answers]
    assert scores == sorted(set(scores))
    assert scores[0] == 0
    assert grade(question, STACK.answer).score == 1


def test_a_point_said_loosely_is_made_in_part_with_the_words_that_say_it():
    answer = "With push an element comes to the others, but on their top."
    (point,) = (p for p in grade(POINTED, answer).covered if p.label == "Push adds on top")
    assert point.credit == 0.5
    assert point.words == "push an element comes to the others, but on their top"


def test_a_point_denied_is_not_made_loosely():
    answer = "Pop does not remove the top element."
    assert not grade(POINTED, answer).covered


def test_the_question_repeated_around_the_answer_is_no_copy():
    question = Question(
        "push", 1, "What is the stack operation that corresponds to enqueue in queues?", "push"
    )
    again = "The stack operation that corresponds to enqueue in queues is the push operation."
    assert grade(question, again).score == 1
    assert grade(question, question.question).score == 0


def test_words_that_the_reference_repeats_may_be_repeated():
    reference = (
        "Constant pointer to constant data, constant pointer to variable data, variable pointer to"
        " constant data, variable pointer to variable data."
    )
    question = Question("pointers", 1, "How can one be passed to a function?", reference)
    assert grade(question, reference.lower()).score == 1
    assert grade(question, "constant pointer " * 10).score <= 0.05


@pytest.mark.parametrize("typed", ["", "flurb grank wibble dolor ipsum", "I don't know, sorry."])
def test_nothing_said_earns_nothing_without_key_points(bare, typed):
    assert all(grade(question, typed).score == 0 for question in bare)


def test_the_question_copied_earns_nothing_without_key_points(bare):
    assert all(grade(question, question.question).score == 0 for question in bare)


def test_the_reference_listed_shuffled_or_denied_earns_little_without_key_points(bare):
    rng = random.Random(0)
    tricks = ((attacks.keywords, 0.25), (attacks.shuffled, 0.35), (attacks.negated, 0.35))
    for attack, most in tricks:
        scores = [grade(question, attack(question.answer, rng)).score for question in bare]
        assert sum(scores) / len(scores) <= most


def test_a_denial_that_the_reference_has_itself_is_no_trick():
    question = Question(
        "hebb",
        1,
        "What sets Hebbian learning apart?",
        "It has no teacher and no error signal, and no desired response. It does not compare"
        " outputs with targets and never needs a global signal: only the activity of the two"
        " neurons that a synapse joins counts.",
    )
    answer = (
        "There is no teacher, no error signal and no target in it. A synapse does not compare"
        " outputs and does not need a global signal, it just looks at the activity of both neurons."
    )
    assert not grade(question, answer).notes


def test_formulas_and_pseudo_code_are_no_list_of_words():
    question = Question(
        "perceptron",
        1,
        "Write down perceptron learning in pseudo code.",
        "Initialize w = 0. For each x: y = sgn(w^T x + b). If y is not d, update the weights"
        " w = w + eta (d - y) x and b = b + eta (d - y). Repeat until no point is misclassified.",
    )
    code = (
        "init w = 0, b = 0, eta = 0.1\nfor each x, d in T:\n  y = sgn(w * x + b)\n"
        "  e = d - y\n  w = w + eta * e * x\n  b = b + eta * e\nrepeat until e = 0 for all x"
    )
    graded = grade(question, code)
    assert graded.score >= 0.7
    assert not graded.notes
