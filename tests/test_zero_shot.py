"""Grading where there are no graded examples: a bank of one's own, with key points or without."""

import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import mean

import pytest

from nnquiz.bank.load import load
from nnquiz.bank.locate import embedded_bank
from nnquiz.bank.model import Bank, KeyPoint, Question
from nnquiz.grading import derived
from nnquiz.grading.compared import compared
from nnquiz.grading.examples import Example, all_examples
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
PROCESS = Question(
    "process-vs-thread",
    1,
    "What is the difference between a process and a thread?",
    "A process is a running program with its own address space and resources. A thread is a unit of"
    " execution inside a process; the threads of one process share its memory and open files, but"
    " each has its own stack and registers. Switching between threads is cheaper than switching"
    " between processes.",
)


@pytest.fixture(scope="module")
def bare() -> Bank:
    """The bank that comes with nnquiz, with nothing but questions and answers."""
    return Bank(
        tuple(
            replace(question, slug=f"bare-{question.slug}", key_points=(), misconceptions=())
            for question in load(embedded_bank())
        ),
        embedded_bank(),
    )


def examples_of(question: Question) -> Sequence[Example]:
    return all_examples()[question.slug.removeprefix("bare-")]


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
    assert all(grade(question, typed, bare).score == 0 for question in bare)


def test_the_question_copied_earns_nothing_without_key_points(bare):
    assert all(grade(question, question.question).score == 0 for question in bare)


def test_the_reference_listed_shuffled_or_denied_earns_little_without_key_points(bare):
    rng = random.Random(0)
    tricks = ((attacks.keywords, 0.10), (attacks.shuffled, 0.35), (attacks.negated, 0.25))
    for attack, most in tricks:
        scores = [grade(question, attack(question.answer, rng)).score for question in bare]
        assert sum(scores) / len(scores) <= most


def test_an_answer_to_another_question_earns_little_and_it_is_said_why(bare):
    questions = list(bare)
    scores, notes = [], []
    for question, other in zip(questions, questions[7:] + questions[:7], strict=True):
        answer = next(e.answer for e in examples_of(other) if e.kind == "full")
        verdict = grade(question, answer, bare)
        scores.append(verdict.score)
        notes += verdict.notes
    assert mean(scores) <= 0.10
    assert "This answers another question." in notes


def test_a_list_of_terms_earns_little_without_key_points(bare):
    assert mean(grade(question, attacks.GLOSSARY, bare).score for question in bare) <= 0.05
    stuffed = [
        grade(question, example.answer, bare).score
        for question in bare
        for example in examples_of(question)
        if example.kind == "stuffed"
    ]
    assert mean(stuffed) <= 0.30


def test_a_guard_seldom_marks_down_what_is_good_without_key_points(bare):
    good = [
        (question, example.answer)
        for question in list(bare)[::5]
        for example in examples_of(question)
        if example.score >= 0.8
    ]
    noted = sum(bool(grade(question, answer, bare).notes) for question, answer in good)
    assert noted <= 0.03 * len(good)


def test_two_questions_with_one_answer_do_not_exclude_each_other():
    again = replace(STACK, slug="stack-again", number=2, question="Explain what a stack is.")
    bank = Bank((STACK, again), Path("stacks.yaml"))
    answer = "It gives back the elements in reverse order: push puts one on top, pop removes it."
    for question in bank:
        verdict = grade(question, answer, bank)
        assert not verdict.notes
        assert verdict.score == grade(question, answer).score


def test_questions_on_one_subject_do_not_exclude_each_other():
    bank = Bank(
        (
            Question("mutex", 1, "What is a mutex?", "A lock that one thread at a time can hold."),
            Question(
                "mutex-vs-semaphore",
                2,
                "What is the difference between a mutex and a semaphore?",
                "A mutex is a lock that only one thread can hold, and only the thread that locked it"
                " may unlock it. A semaphore is a counter: it lets up to n threads in, and any"
                " thread may signal it.",
            ),
            Question("index", 3, "What does an index cost?", "Storage, and slower writes."),
        ),
        Path("locks.yaml"),
    )
    answer = (
        "A lock that one thread holds; unlike a semaphore it's no counter, and only the thread that"
        " locked it may unlock it."
    )
    assert not grade(bank.find("mutex"), answer, bank).notes
    assert grade(bank.find("index"), answer, bank).score <= 0.05


def test_the_words_that_were_exchanged_or_denied_are_named_without_key_points(bare):
    rng = random.Random(7)
    for attack, begin in (
        (attacks.negated, "This denies what right answers say: “"),
        (attacks.exchanged, "Terms seem to be exchanged for their opposites: “"),
    ):
        notes = [n for q in bare for n in grade(q, attack(q.answer, rng), bare).notes]
        assert sum(note.startswith(begin) for note in notes) >= 5


@pytest.mark.parametrize(
    ("question", "pair"),
    [
        ("What is the difference between a process and a thread?", {"process", "thread"}),
        ("TCP vs. UDP: which would you choose?", {"tcp", "udp"}),
        ("How is DELETE different from TRUNCATE?", {"delet", "truncat"}),
        ("Compare L1 regularization with L2 regularization.", {"l1", "l2"}),
        ("What is the difference between L1 and L2 regularization in a network?", {"l1", "l2"}),
        ("Explain classification and regression; how do they differ?", {"classif", "regress"}),
    ],
)
def test_what_a_question_compares_is_told_apart(question: str, pair: set[str]):
    assert set(compared(question) or ()) == pair


def test_what_is_true_of_the_other_earns_little_and_it_is_said_why(bare):
    turned = (
        "A thread has its own address space and resources. A process is a unit of execution inside"
        " a thread; the processes of one thread share its memory."
    )
    verdict = grade(PROCESS, turned)
    assert verdict.score <= 0.1
    assert verdict.notes == ("This says of each of the two what is true of the other.",)
    right = []
    for slug in ("neuron-vs-network", "perceptron-vs-mlp", "l1-vs-l2"):
        question = next(q for q in bare if q.slug == f"bare-{slug}")
        noted = {kind: [] for kind in ("full", "swapped")}
        for example in examples_of(question):
            if example.kind in noted:
                said = any("true of the other" in n for n in grade(question, example.answer).notes)
                noted[example.kind].append(said)
        right += noted["full"]
        assert any(noted["swapped"])
    assert len(right) > 35
    assert sum(right) <= 1


TCP = Question(
    "tcp-vs-udp",
    1,
    "What is the difference between TCP and UDP?",
    "TCP is connection-oriented and reliable: it orders packets, acknowledges them and retransmits"
    " what is lost. UDP is connectionless: it sends datagrams without guarantee of delivery or"
    " order, so it is faster and has less overhead.",
)


@pytest.mark.parametrize(
    "answer",
    [
        "TCP sets up a connection with a handshake, UDP just fires packets. TCP guarantees order and"
        " delivery by acks and retransmission; with UDP stuff may get lost but it's fast.",
        "UDP: no connection, no guarantees, low overhead. TCP: reliable, ordered, acknowledged.",
        "Unlike UDP, TCP is reliable and ordered and acknowledges packets; UDP is faster because it"
        " lacks all this.",
        "With TCP lost packets are retransmitted and everything comes in order, which UDP does not"
        " do; UDP has less overhead.",
    ],
)
def test_both_things_in_one_sentence_are_told_apart(answer: str):
    verdict = grade(TCP, answer)
    assert verdict.score >= 0.7
    assert not verdict.notes


def test_two_things_in_one_short_sentence_are_not_turned_round():
    answer = "A process has own memory, threads share it and each has its own stack"
    assert not grade(PROCESS, answer).notes


@pytest.mark.parametrize(
    ("answer", "least", "most"),
    [
        (
            "A process has its own memory; threads run inside a process and share its memory, each"
            " with its own stack. Thread switches are cheaper.",
            0.85,
            1.0,
        ),
        (
            "Well, a process is a running program with an address space and resources of its own."
            " Inside of it there can be threads, which execute. They share the memory of the"
            " process, but every thread has got its own stack. I used that last year, it was fun.",
            0.85,
            1.0,
        ),
        ("Threads share memory, processes do not.", 0.2, 0.5),
        (
            "A process is not a running program and does not have its own address space. Threads do"
            " not share memory.",
            0.0,
            0.2,
        ),
        ("Ein Prozess ist ein laufendes Programm, Threads teilen sich den Speicher.", 0.0, 0.3),
        ("memory", 0.0, 0.2),
        ("A process is a file on disk, and a thread is a connection to the internet.", 0.0, 0.3),
    ],
    ids=["good", "long-winded", "half", "denied", "German", "one word", "wrong"],
)
def test_golden_answers_to_a_plain_question_and_answer(answer: str, least: float, most: float):
    verdict = grade(PROCESS, answer)
    assert least <= verdict.score <= most
    assert verdict.score < 0.5 or not verdict.notes


@pytest.mark.parametrize(
    ("answer", "score"),
    [
        ("atomicity, consistency, isolation, durability", 1.0),
        ("It stands for atomicity, consistency, isolation and durability.", 1.0),
        ("Atomic, consistent, isolated, durable", 1.0),
        ("atomicty consistancy isolaton durabilty", 1.0),
        ("Atomicity and isolation", 0.5),
        ("availability, concurrency, integrity, distribution", 0.0),
    ],
)
def test_each_item_of_a_list_in_one_line_is_worth_its_share(answer: str, score: float):
    reference = "Atomicity, consistency, isolation and durability."
    question = Question("acid", 1, "What does ACID stand for?", reference)
    assert grade(question, answer).score == pytest.approx(score)


def test_a_no_in_one_item_denies_nothing_of_the_next():
    question = Question(
        "coffman",
        1,
        "Name the four Coffman conditions.",
        "- mutual exclusion\n- hold and wait\n- no preemption\n- circular wait\n",
    )
    whole = "mutual exclusion, hold and wait, no preemption, circular wait"
    assert grade(question, whole).score == 1
    denied = "no mutual exclusion, no hold and wait, preemption, no circular wait"
    assert grade(question, denied).score == 0


def test_who_names_much_more_than_is_asked_for_guesses_and_it_is_said():
    question = Question("colors", 1, "What are the primary colors?", "Red, yellow and blue.")
    verdict = grade(question, "red, green, blue, yellow, orange, violet, black, white, gray, pink")
    assert verdict.score == pytest.approx(6 / 10)
    assert verdict.notes == ("This names much more than is asked for.",)
    assert grade(question, "blue, yellow, red").score == 1
    assert not grade(question, "Red, green and blue.").notes


def test_half_of_a_short_answer_is_said_in_part():
    question = Question("hamlet", 1, "Who wrote Hamlet?", "William Shakespeare")
    (point,) = grade(question, "shakespear").covered
    assert (point.credit, point.words) == (0.5, "shakespear")


def test_a_sentence_is_no_list():
    for answer in (
        "A pointer to its first element, and its size.",
        "It is fast, small and portable.",
        "No, never.",
        "Column, or field.",
        "1,000,000",
    ):
        assert not derived.is_list(answer)


@pytest.mark.parametrize(
    ("answer", "score"),
    [("5432", 1), ("It listens on port 5432.", 1), ("3306", 0), ("5433", 0), ("not 5432", 0)],
)
def test_an_answer_that_is_a_number(answer: str, score: float):
    question = Question("port", 1, "What is the default port of PostgreSQL?", "5432")
    assert grade(question, answer).score == score


def test_of_a_short_reference_a_word_denied_is_not_said():
    question = Question(
        "key",
        1,
        "What is a primary key?",
        "A column, or a set of columns, whose value identifies each row of a table uniquely. It must"
        " not be null.",
    )
    right = grade(question, "unique + not null, identifies row").score
    wrong = "A column whose values may repeat and can be null; it does not identify rows."
    assert right >= 0.8
    assert grade(question, wrong).score <= right - 0.15


def test_a_question_about_one_thing_compares_nothing():
    assert compared("What is a mutex, and who releases it?") is None


def test_words_in_the_order_of_the_reference_are_not_shuffled():
    reference = (
        "There are four ways: nonconstant pointer to constant data, nonconstant pointer to"
        " nonconstant data, constant pointer to constant data, constant pointer to nonconstant data."
    )
    question = Question("pointers", 1, "How can one be passed to a function?", reference)
    answer = (
        "constant pointer to constant data, constant pointer to nonconstant data, nonconstant"
        " pointer to constant data, nonconstant pointer to nonconstant data"
    )
    verdict = grade(question, answer)
    assert not verdict.notes
    assert verdict.score >= 0.9


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
