"""What right answers say, deny, and put beside one another: denials, opposites, finite verbs."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnquiz.grading import company, contrasts, terms, verbs
from nnquiz.grading.by_code import ByCode
from nnquiz.grading.contrasts import _SMOOTHING as SMOOTHING
from nnquiz.grading.contrasts import Contrasts
from nnquiz.grading.denials import Denials
from nnquiz.grading.doubts import LogOdds
from nnquiz.grading.kept import part_of
from nnquiz.grading.lexicon import parse
from nnquiz.grading.model import model
from nnquiz.grading.statements import Statements
from nnquiz.grading.text import Text, Words, analyze

WORDS = parse("l1 | l2\nincrease | reduce\nreduce: lower, decrease\nincrease: raise")
RIGHT = [
    "L1 gives sparse weights. L2 shrinks all weights.",
    "With L1 many weights are exactly zero, with L2 small.",
    "Sparse weights come from L1, smooth ones from L2.",
]


def text(typed: str) -> Text:
    return analyze(typed, Words(WORDS))


def test_a_word_that_right_answers_often_say_is_not_doubted_for_an_opposite_they_never_say():
    for times, doubted in ((2, {("l1", "l2")}), (3, set())):
        known = Contrasts.learned(
            [(text("L1 gives sparse weights."), 1.0)] * times, WORDS.contrasts
        )
        assert known.signs(text("L1 shrinks.")).keys() == doubted
        assert known.signs(text("L2 shrinks.")).keys() == {("l1", "l2")}


def odds_of(typed: str) -> dict[tuple[str, str], float]:
    """The log odds that each pair of opposites is exchanged, by the fitted weights."""
    known = Contrasts.learned([(text(right), 1.0) for right in RIGHT], WORDS.contrasts)
    pairs = known.signs(text(typed))
    doubts = known.doubts([text(typed)], model().exchanges)[0]
    return {pair: doubt.odds for pair, doubt in zip(pairs, doubts, strict=True)}


def test_a_pair_that_is_exchanged_throughout_tells_half_by_each_of_its_words():
    """Each is the other's company: told in full, one exchange would count twice."""
    known = Contrasts.learned([(text("L1 L2."), 1.0)], WORDS.contrasts)
    once = known.signs(text("L2 L1."))[("l1", "l2")]
    full = math.log((1 + SMOOTHING) / SMOOTHING)
    assert once["least beside"] == pytest.approx(-0.5 * full)
    assert known.signs(text("L1 L2."))[("l1", "l2")]["most beside"] == pytest.approx(0.5 * full)


@pytest.mark.parametrize(("said", "times"), [("L1 L2.", 1.0), ("L1 not L2.", 0.0)])
def test_what_right_answers_deny_is_no_company(said: str, times: float):
    known = Contrasts.learned([(text(said), 1.0)], WORDS.contrasts)
    counted = ByCode.from_tables(part_of(known.tables(), "company"))
    one, other = terms.codes_of(["l1"]), terms.codes_of(["l2"])
    assert counted[company.codes_of(one, np.array([company.AFTER]), other)].tolist() == [times]


def test_opposites_in_each_others_company_are_doubted():
    right = odds_of("L1 gives sparse weights, L2 shrinks all weights.")[("l1", "l2")]
    exchanged = odds_of("L2 gives sparse weights, L1 shrinks all weights.")[("l1", "l2")]
    assert right < 0 < exchanged


def test_what_right_answers_never_contrast_is_not_judged():
    assert odds_of("The loss decreases.") == {}


def test_no_opposites_are_no_exchange():
    shown = dict(zip(contrasts.FEATURES, contrasts.features([]), strict=True))
    assert shown["exchanged"] == shown["contrasts"] == 0
    assert shown["surest exchange"] == shown["third exchange"] < 0


def test_what_is_denied_is_no_contrast():
    """`Not L2` stands for L1."""
    assert odds_of("L2 gives sparse weights.")
    assert odds_of("It is not L2 that gives sparse weights.") == {}


@given(st.lists(st.sampled_from("l1 l2 sparse weights shrinks not . ,".split())))
def test_signs_are_found_in_any_text(parts):
    typed = text(" ".join(parts))
    known = Contrasts.learned([(text(right), 1.0) for right in RIGHT], WORDS.contrasts)
    denials = Denials.learned([(text(right), 1.0) for right in RIGHT], frozenset({"shrink"}))
    signs = known.signs(typed)
    doubts = known.doubts([text("L1 shrinks."), typed, typed], model().exchanges)
    assert len(doubts[0]) == 1
    assert doubts[1] == doubts[2]
    assert [model().exchanges.of(each) for each in signs.values()] == pytest.approx(
        [doubt.odds for doubt in doubts[1]]
    )
    assert len(denials.signs(typed)) <= sum(len(s.negations) for s in typed.sentences)
    found = denials.doubts([text("It does not shrink."), typed, typed], model().denials)
    assert len(found[0]) == 1
    assert found[1] == found[2]
    assert [doubt.odds for doubt in found[1]] == [*map(model().denials.of, denials.signs(typed))]


def denied(typed: str) -> list[float]:
    known = Denials.learned([(text(right), 1.0) for right in RIGHT], frozenset())
    return [doubt.odds for doubt in known.doubts([text(typed)], model().denials)[0]]


def test_denying_what_is_said_is_stranger_than_denying_what_is_not():
    (said,) = denied("L1 does not give sparse weights.")
    (unsaid,) = denied("L1 does not need tuning.")
    assert unsaid < said


def test_an_elliptic_denial_denies_no_word_behind_it():
    """`sparse` belongs to the next thought."""
    assert denied("The others don't, because sparse weights are small.") == []
    assert denied("L1 gives sparse weights, the others can't.") == []
    assert len(denied("The others don't give sparse weights.")) == 1


@pytest.mark.parametrize(
    ("typed", "affirmed", "denied"),
    [
        ("It computes a sum and is linear.", 2, 0),
        ("It does not compute a sum and isn't linear.", 0, 2),
        ("It never computes a sum, it cannot.", 0, 1),
        ("It can't, and they do not.", 0, 0),
        ("The computes of the weights", 0, 0),
        ("", 0, 0),
    ],
)
def test_finite_verbs_are_told_by_their_form(typed, affirmed, denied):
    assert verbs.Verbs({"comput"}).finite(text(typed).forms) == (affirmed, denied)


def test_verbs_are_counted_sentence_by_sentence():
    said = text("It computes a sum. It isn't linear; it is not deep.")
    assert verbs.Verbs({"comput"}).by_sentence(said.forms) == [(1, 0), (0, 1), (0, 1)]


def test_verbs_are_what_follows_can_and_does():
    said = ["It can compute sums", "It does not compute sums", "Sums can be computed"]
    found = verbs.learn(text(each).forms for each in said)
    assert "comput" in found
    assert "sum" not in found


def test_log_odds_are_a_weighted_sum():
    assert LogOdds({"a": 2.0, "b": -1.0}, 0.5).of({"a": 1.0, "b": 3.0, "c": 9.0}) == -0.5


def test_a_statement_is_judged_by_pairs_in_their_order_each_once_and_clause_by_clause():
    right, wrong = text("weights sparse."), text("sparse weights.")
    known = Statements.learned([(right.clauses, 1.0)], [(wrong.clauses, 1.0)])

    def sums(typed: str) -> list[tuple[float, int]]:
        return [*zip(*known.sums(text(typed).clauses), strict=True)]

    in_order, turned = math.log(1.5 / 0.5), -math.log(1.5 / 0.5)
    assert sums("Weights sparse.") == [(pytest.approx(in_order), 3)]
    assert sums("Sparse weights.") == [(pytest.approx(turned), 3)]
    apart = [(pytest.approx(0), 1), (pytest.approx(0), 1)]
    assert sums("Weights but sparse.") == sums("Weights. Sparse.") == apart
    assert sums("Weights weights sparse sparse.") == [(pytest.approx(in_order), 3)]
    far = "weights " + "zzz " * 6 + "sparse."
    assert sums(far) == [(pytest.approx(0), 2)]
