"""What is done to fool the grader, over the whole bank, and what must not disturb it."""

import random
import sys
from pathlib import Path
from statistics import mean

import pytest

from nnquiz.bank.model import Bank, Question
from nnquiz.grading.examples import all_examples
from nnquiz.grading.grader import grade, grade_all

sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))
import attack_styles
import attacks

EVERY_FIFTH = range(1, 51, 5)


@pytest.fixture(scope="module")
def full(bank: Bank) -> list[tuple[Question, str, float]]:
    """A full answer to every question, with what the grader gives it."""
    found = []
    for question in bank:
        answer = next(e.answer for e in all_examples()[question.slug] if e.kind == "full")
        found.append((question, answer, grade(question, answer).score))
    return found


def score_after(full, attack: attacks.Attack) -> float:
    rng = random.Random(7)
    return mean(grade(question, attack(answer, rng)).score for question, answer, _ in full)


def test_full_answers_are_marked_high(full):
    assert mean(score for _, _, score in full) >= 0.9


def test_shuffled_words_earn_little_and_it_is_said_why(full):
    assert score_after(full, attacks.shuffled) <= 0.35
    question, answer, _ = full[5]
    notes = grade(question, attacks.shuffled(answer, random.Random(1))).notes
    assert "The words stand in no order that sentences have." in notes


def test_denying_every_statement_earns_little_and_it_is_said_why(full):
    assert score_after(full, attacks.negated) <= 0.30
    question, answer, _ = full[5]
    notes = grade(question, attacks.negated(answer, random.Random(1))).notes
    assert any(note.startswith("This denies what right answers say: “") for note in notes)


def test_exchanged_terms_earn_little_and_it_is_said_why(full):
    """Where the exchange leaves more than one word changed: some answers hold no such terms."""
    rng = random.Random(7)
    scores, notes = [], []
    for question, answer, _ in full:
        changed = attacks.exchanged(answer, rng)
        if sum(a != b for a, b in zip(answer.split(), changed.split(), strict=True)) > 1:
            verdict = grade(question, changed)
            scores.append(verdict.score)
            notes += verdict.notes
    assert len(scores) >= 25
    assert mean(scores) <= 0.40
    assert any(
        note.startswith("Terms seem to be exchanged for their opposites: “") for note in notes
    )


@pytest.mark.parametrize("way", [attack_styles.negated, attacks.negated])
def test_denying_in_any_words_earns_little(full, way):
    assert score_after(full, way) <= 0.35


def test_the_words_that_were_exchanged_are_named(full):
    rng = random.Random(7)
    named = []
    for question, answer, _ in full:
        changed = attacks.exchanged(answer, rng)
        put_in = set(changed.lower().split()) - set(answer.lower().split())
        for note in grade(question, changed).notes:
            if note.startswith("Terms seem"):
                quoted = note[note.index("“") + 1 : note.rindex("”")].lower().split("”, “")
                named.append(any(word in " ".join(put_in) for word in quoted))
    assert len(named) >= 15
    assert mean(named) >= 0.9


@pytest.mark.parametrize(
    ("ref", "answer"),
    [
        (
            "weight-initialization",
            "Weights start random, because equal ones would get the same gradient and the symmetry"
            " wouldn't break. The variance is fitted to the number of inputs, Xavier for tanh and He"
            " for ReLU, so activations and gradients neither vanish nor explode and training"
            " converges faster.",
        ),
        (
            "perceptron-vs-mlp",
            "A perceptron has no hidden layer and can't solve XOR, since it draws one straight"
            " line. An MLP has hidden layers with nonlinear activations and isn't limited to"
            " linearly separable classes; it is trained by backpropagation.",
        ),
        (
            "pooling",
            "Pooling slides a window over each channel and keeps the maximum or the mean. It has no"
            " weights to learn and doesn't change the number of channels, but halves height and"
            " width: less computation, larger receptive field, small shifts don't matter.",
        ),
    ],
)
def test_right_denials_are_no_trick(bank, ref, answer):
    verdict = grade(bank.find(ref), answer)
    assert not verdict.notes
    assert verdict.score >= 0.7


def test_a_guard_seldom_marks_down_what_is_good(bank):
    """Also where an answer's own writer is among the examples."""
    noted = []
    for question in bank:
        good = [each.answer for each in all_examples()[question.slug] if each.score >= 0.8]
        noted += [bool(graded.notes) for graded in grade_all(question, good)]
    assert len(noted) > 1500
    assert sum(noted) <= 0.015 * len(noted)


def test_a_glossary_earns_nothing(bank):
    assert mean(grade(question, attacks.GLOSSARY).score for question in bank) <= 0.05


def test_an_answer_that_breaks_off_is_told_so(bank):
    question = bank.find("backprop")
    whole = grade(question, question.answer)
    broken = grade(question, " ".join(question.answer.split()[:60]) + " and it is the")
    assert "The answer breaks off in the middle of a sentence." in broken.notes
    assert not whole.notes
    assert broken.score < whole.score


def test_an_answer_to_another_question_earns_nearly_nothing_and_it_is_said_why(full):
    scores, notes = [], []
    for (question, _, _), (_, foreign, _) in zip(full, full[7:] + full[:7], strict=True):
        verdict = grade(question, foreign)
        scores.append(verdict.score)
        notes += verdict.notes
    assert mean(scores) <= 0.10
    assert "This answers another question." in notes


def test_a_list_of_the_references_words_earns_little(bank):
    rng = random.Random(7)
    assert mean(grade(q, attacks.keywords(q.answer, rng)).score for q in bank) <= 0.25


@pytest.mark.parametrize("typed", ["I don't know, sorry.", "no idea", "flurb grank wibble"])
def test_not_knowing_earns_nothing(bank, typed):
    assert max(grade(question, typed).score for question in bank) <= 0.05


def test_one_word_over_and_over_earns_nothing(bank):
    for question in bank:
        word = max(question.answer.split(), key=len)
        assert grade(question, f"{word} " * 20).score <= 0.05


def test_a_misconception_added_costs(full):
    rng = random.Random(7)
    below = []
    for question, answer, score in full:
        wrong = rng.choice(rng.choice(question.misconceptions).phrasings)
        below.append(score - grade(question, f"{answer} {wrong}.").score)
    assert mean(below) >= 0.15


def test_a_part_of_an_answer_is_worth_less(bank):
    """A quarter of the reference, for half of it is as long as what people type in full."""
    rng = random.Random(7)

    def part(answer: str) -> str:
        return attacks.halved(attacks.halved(answer, rng), rng)

    whole = [grade(question, question.answer).score for question in bank]
    parts = [grade(question, part(question.answer)).score for question in bank]
    assert mean(whole) - mean(parts) >= 0.20


@pytest.mark.parametrize(
    "attack",
    [attacks.mistyped, attacks.british, attacks.recased, attacks.reordered, attacks.with_aside],
    ids=lambda attack: attack.__name__,
)
def test_what_does_not_matter_does_not_matter(full, attack):
    assert abs(score_after(full, attack) - mean(score for _, _, score in full)) <= 0.05


@pytest.mark.parametrize("number", range(1, 51))
def test_golden_answers_of_every_kind_are_graded_as_people_would(bank, number):
    question = bank.find(str(number))
    graded: dict[str, list[float]] = {}
    for example in all_examples()[question.slug]:
        graded.setdefault(example.kind, []).append(grade(question, example.answer).score)
    assert min(mean(graded[kind]) for kind in ("full", "terse", "formal", "typos")) >= 0.75
    assert 0.5 <= mean(graded["partial-hi"]) <= 0.85
    assert 0.15 <= mean(graded["partial-lo"]) <= 0.5
    assert max(mean(graded[kind]) for kind in ("vague", "misconception", "swapped")) <= 0.25


@pytest.mark.parametrize("number", EVERY_FIFTH)
def test_good_answers_are_told_from_bad_ones(bank, number):
    question = bank.find(str(number))
    examples = all_examples()[question.slug]
    good = [grade(question, e.answer).score for e in examples if e.score >= 0.9]
    bad = [grade(question, e.answer).score for e in examples if e.score <= 0.2]
    assert mean(good) >= 0.8
    assert mean(bad) <= 0.25


def test_the_examples_are_for_the_very_question_as_worded(bank):
    question = bank.find("dropout")
    other = Question("dropout", 1, "What is a school dropout?", "Somebody who left school early.")
    assert grade(other, "somebody who left school early").score > 0.9
    assert grade(other, question.answer).score < 0.5


def test_a_very_long_answer_is_graded_in_time(bank):
    question = bank.find("6")
    long = (question.answer + " ") * 80
    assert len(long) > 80_000
    assert 0 <= grade(question, long).score <= 1
    assert 0 <= grade(question, "x" * 100_000).score <= 0.05
