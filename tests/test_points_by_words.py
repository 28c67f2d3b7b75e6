"""Points are ticked by the words that make them, in whatever wording, and not without a reason."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnquiz.bank.model import Bank
from nnquiz.grading import passages, points_by_words, terms
from nnquiz.grading.examples import all_examples, sentences
from nnquiz.grading.grader import grade
from nnquiz.grading.match import NO_MATCH, Match
from nnquiz.grading.passages import Span
from nnquiz.grading.points_by_words import Judged, PointsByWords
from nnquiz.grading.statements import Statements
from nnquiz.grading.text import Text, analyze

SAID = {
    0: ("the step is too large", "steps so large that it jumps", "a huge step overshoots"),
    1: ("the noise averages out", "noise of single examples cancels", "less noise on the average"),
}


def text(typed: str) -> Text:
    return analyze(typed)


@pytest.fixture
def learned() -> PointsByWords:
    judged = [Judged(text(s).sentences, frozenset((n,))) for n, many in SAID.items() for s in many]
    judged.append(Judged(text("nobody knows the weather").sentences))
    return PointsByWords.learned(judged, len(SAID))


def chances(learned: PointsByWords, typed: str) -> list[float]:
    found = learned.made([(text(typed), [NO_MATCH] * len(SAID))], Statements.learned((), ()))[0]
    return [passage.chance for passage in found]


def test_a_point_is_likeliest_where_its_words_are(learned):
    step, noise = chances(learned, "It is a step so large that it overshoots.")
    assert step > 5 * noise
    step, noise = chances(learned, "The noise of examples cancels.")
    assert noise > 5 * step
    assert max(chances(learned, "Nobody knows the weather.")) < 0.1


def test_notes_that_hold_several_points_make_each(learned):
    apart = [max(pair) for pair in zip(
        chances(learned, "large step overshoots"), chances(learned, "noise averages out"),
        strict=True,
    )]  # fmt: skip
    together = chances(learned, "large step overshoots, noise averages out")
    assert all(chance > 0.7 * alone for chance, alone in zip(together, apart, strict=True))


def test_a_text_as_wrong_as_can_be_has_chances_too(learned):
    said = text(" ".join(f"large step{n}" for n in range(3000)))
    wrong = Statements.learned([(text("something else").clauses, 1e9)], [(said.clauses, 1.0)])
    matched = Match(1.0, 1.0, said.clauses[0].words[:1])
    assert wrong.sums(said.sentences)[0][0] < -10_000
    found = learned.made([(said, [matched, NO_MATCH])], wrong)[0]
    assert [passage.chance < 0.01 for passage in found] == [True, True]


@pytest.mark.parametrize(
    ("begin", "end", "held"),
    [
        (0, 3, {"step", "larg", "nois", "step larg", "larg nois", "not"}),
        (0, 2, {"step", "larg", "step larg", "not"}),
        (2, 3, {"nois"}),
    ],
)
def test_a_passage_holds_its_words_and_pairs_and_whether_it_denies(begin, end, held):
    said = analyze("A step is not large, as it is but a noise.")
    sentence = said.sentences[0]
    assert sentence.names == ("step", "larg", "nois")
    found = passages.held([sentence], [Span(0, sentence, begin, end, begin)])
    assert {*found.codes[found.places].tolist()} == {*map(code, held)}


def code(words: str) -> int:
    codes = terms.codes_of(words.split())
    return int(codes[0] if len(codes) == 1 else terms.joined(codes[:1], codes[1:])[0])


def test_what_was_kept_says_what_was_learned(learned):
    again = PointsByWords.from_tables(learned.tables())
    assert chances(again, "a large step, less noise") == chances(
        learned, "a large step, less noise"
    )


@given(st.text(max_size=200))
def test_any_text_has_chances(typed):
    judged = [Judged(text(s).sentences, frozenset((n,))) for n, many in SAID.items() for s in many]
    found = chances(PointsByWords.learned(judged, len(SAID)), typed)
    assert all(0 <= chance <= 1 for chance in found)


# What the bank's questions are answered with.


@pytest.mark.parametrize(
    ("slug", "answer", "label"),
    [
        ("dropout", "It's like training lots of thinned networks that share weights.", "ensemble"),
        ("pooling", "It makes the feature maps smaller.", "downsamples"),
        ("early-stopping", "I watch the validation loss while training.", "held-out"),
        (
            "vanishing-gradients",
            "After ten layers of slopes below 1 there is next to nothing left of the gradient.",
            "shrink exponentially",
        ),
        ("batch-size", "A mini-batch gradient is an average over its examples, so noise is less.", "noise"),
        ("gan", "One net turns noise into fake pictures.", "generator"),
    ],
)  # fmt: skip
def test_a_point_in_other_words_is_ticked(bank: Bank, slug, answer, label):
    made = grade(bank.find(slug), answer).covered
    assert any(label in point.label for point in made), [point.label for point in made]
    assert all(point.words in answer for point in made)


@pytest.mark.parametrize(
    ("slug", "answer"),
    [
        ("dropout", "At inference it is not switched off."),
        ("dropout", "Dropout does not reduce overfitting."),
        ("dropout", "It is used very often and one should know about it."),
        ("pooling", "Paris is the capital of France, and its maps are made of paper."),
        ("l1-vs-l2", "Gradient descent takes steps along the negative gradient of the loss."),
    ],
)
def test_what_makes_no_point_is_not_ticked(bank: Bank, slug, answer):
    assert not grade(bank.find(slug), answer).covered


def test_the_banks_own_answers_make_nearly_all_points(bank: Bank):
    for question in bank.questions:
        found = grade(question, question.answer)
        missed = sum(point.weight for point in found.missed)
        assert missed <= 0.2 * sum(point.weight for point in question.key_points), question.slug


def test_points_of_ones_own_are_ticked_by_their_phrasings(bank: Bank):
    question = bank.find("dropout")
    first, *rest = question.key_points
    changed = replace(question, key_points=(replace(first, label="Another"), *rest))
    assert points_by_words.knows(question)
    assert not points_by_words.knows(changed)
    made = grade(changed, "Neurons are switched off at random in each training step.").covered
    assert [point.label for point in made] == ["Another"]


def test_every_question_was_judged_by_the_points_it_has(bank: Bank):
    """Else run benchmarks/fit_points.py, after a look at `made` in data/answers.jsonl."""
    for question in bank.questions:
        assert points_by_words.knows(question), question.slug
        judged = [example for example in all_examples()[question.slug] if example.made]
        assert len(judged) >= 20
        for example in judged:
            assert len(example.made) == len(sentences(example.answer))
            for _, made, partly in example.judged():
                assert not made & partly
                assert all(0 <= point < len(question.key_points) for point in made | partly)


def test_the_words_of_a_misconception_tick_nothing(bank: Bank):
    wrong = grade(
        bank.find("backpropagation"),
        "It computes the gradient of the loss for all weights. Backprop is an optimizer like SGD.",
    )
    assert [each.said for each in wrong.wrong] == ["Backprop is an optimizer"]
    assert not any("optimizer" in made.words.lower() for made in wrong.covered)
    assert any("gradient of the loss" in made.words for made in wrong.covered)


def test_the_readme_shows_what_the_grader_says(bank: Bank):
    shown = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    typed = shown.partition("\n> ")[2].partition("\n\n")[0].replace("\n  ", "")
    assert typed.startswith("computes the gradient")
    verdict = grade(bank.find("backprop"), typed, bank)
    points = f"{len(verdict.covered)} of {len(verdict.covered) + len(verdict.missed)} points"
    assert f" {verdict.score:.0%}  {verdict.rating.label}  {points}\n" in shown
    assert all(f" ✔ {made.label[:60]}" in shown for made in verdict.covered)
    assert all(f" ✘ missed: {missed.hint}" in shown for missed in verdict.missed)
    assert all(f"! you wrote “{wrong.said}”" in shown for wrong in verdict.wrong)
