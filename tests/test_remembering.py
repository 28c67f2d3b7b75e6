"""What the grader remembers, and keeps between runs, is what was worked out."""

import gc
import weakref
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnquiz.grading import phrasing_index, terms, topics
from nnquiz.grading.by_code import ByCode
from nnquiz.grading.grounds import Grounds
from nnquiz.grading.lexicon import lexicon
from nnquiz.grading.match import of_slots
from nnquiz.grading.model import model
from nnquiz.grading.phrasing_index import PhrasingIndex
from nnquiz.grading.remembered import Remembered
from nnquiz.grading.rubric import Rubric
from nnquiz.grading.text import analyze

WORD = st.text(st.characters(codec="utf-8", exclude_characters="\t\n"), min_size=1, max_size=4)
COUNTED = st.lists(st.tuples(WORD, st.floats(-9, 9)), max_size=30)


@given(COUNTED)
def test_sums_by_code_are_those_of_each_code(counted):
    codes = terms.codes_of([word for word, _ in counted])
    found = ByCode.summed(codes, np.array([number for _, number in counted], dtype=np.float64))
    again = ByCode.from_tables(found.tables())
    asked = [word for word, _ in counted] + ["never said"]
    sums = [sum(number for other, number in counted if other == word) for word in asked]
    assert again[terms.codes_of(asked)].tolist() == pytest.approx(sums)


def test_a_text_counts_once_for_whatever_it_says():
    said, texts = ("loss", "falls", "loss", "loss"), np.array([0, 0, 0, 1])
    found = ByCode.of_texts(terms.codes_of(said), texts, [1.0, 0.5])
    assert found[terms.codes_of(("loss", "falls", "step"))].tolist() == [1.5, 1.0, 0.0]


@given(
    st.lists(
        st.lists(st.tuples(st.lists(WORD, min_size=1), st.integers(0, 3), st.integers(1, 3))),
        max_size=5,
    )
)
def test_phrasings_are_the_same_when_read_again(described):
    asked = {"loss", "a"}
    groups = [[of_slots(*each, asked) for each in group] for group in described]
    points, wrongs = groups[::2], groups[1::2]
    listed = phrasing_index.listed(points, wrongs)
    again = phrasing_index.from_tables(phrasing_index.tables(listed))
    assert again == listed
    index = PhrasingIndex(again, asked)
    assert [index.of_point(number) for number in range(len(points))] == points


SLOT = st.sampled_from(("loss", "step", "net", "rate", "deep", "not"))
PHRASINGS = st.lists(
    st.lists(st.tuples(st.lists(SLOT, min_size=1), st.just(0), st.integers(1, 2)), max_size=4),
    max_size=4,
)


@given(PHRASINGS, PHRASINGS, st.lists(st.lists(SLOT), max_size=4))
def test_what_a_clause_holds_of_each_phrasing_is_counted(points, wrongs, said):
    asked = {"loss"}
    points, wrongs = (
        [[of_slots(*each, asked) for each in group] for group in groups]
        for groups in (points, wrongs)
    )
    index = PhrasingIndex(phrasing_index.listed(points, wrongs), asked)
    typed = analyze(". ".join(" but ".join(words) for words in said))
    sums = index.sums(typed)

    def expected(groups, lacking):
        for alone, clauses in ((True, typed.clauses), (False, typed.sentences)):
            for clause in clauses:
                for group, many in enumerate(groups):
                    for each in many:
                        held = sum(each.slots[name] for name in each.slots.keys() & clause.names)
                        if (each.clauses == 1) == alone and held >= lacking(each):
                            yield group, each, clause, held

    assert [*index.points_in(typed, sums)] == [*expected(points, lambda p: max(0.25, p.least))]
    assert [*index.wrongs_in(typed, sums)] == [
        *expected(wrongs, lambda p: max(0.25, p.least, p.total - 1))
    ]
    for share, many in zip(index.shares(typed, sums, len(points)), points, strict=True):
        shares = [
            sum(each.slots[name] for name in each.slots.keys() & clause.names) / each.total
            for each in many
            for clause in (typed.clauses if each.clauses == 1 else typed.sentences)
        ]
        assert share == max(shares, default=0.0)


def test_what_is_remembered_is_worked_out_once_and_has_an_end(monkeypatch):
    monkeypatch.setattr(Remembered, "most", 3)
    asked = []
    lengths = Remembered(lambda word: asked.append(word) or len(word))
    assert [lengths[word] for word in ("a", "bb", "a", "ccc", "dddd", "dddd")] == [1, 2, 1, 3, 4, 4]
    assert asked == ["a", "bb", "ccc", "dddd", "dddd"]
    assert len(lengths) == 3


def test_topics_are_told_however_many_words_were_heard(monkeypatch):
    said = "A generator turns noise into fakes, and a discriminator learns to tell them from data."
    expected = topics.count({"gan": [set(said.split())], "other": [{"noise", "wheels"}]})
    counted = topics.count({"gan": [set(said.split())], "other": [{"noise", "wheels"}]})
    monkeypatch.setattr(Remembered, "most", 2)
    for _ in range(9):
        assert counted.elsewhere([said.split()], "gan")[0] < 0
        assert counted.elsewhere([("wheels", "zzz", "noise")], "gan")[0] > 0
    monkeypatch.undo()
    for names in (said.split(), ["wheels", "noise"]):
        assert counted.elsewhere([names], "gan") == expected.elsewhere([names], "gan")
    together = [said.split(), ["zzz"], ["wheels", "noise"], []]
    alone = [expected.elsewhere([names], "gan")[0] for names in together]
    assert counted.elsewhere(together, "gan") == alone


def test_what_is_known_of_a_question_goes_when_it_is_let_go(bank):
    """Without the collector, which a batch switches off: a bank may have thousands."""
    question = replace(bank.find("gan"), slug="own")
    gc.disable()
    try:
        grounds = Grounds(question)
        rubric = Rubric(question, lexicon(), model().words, model().topics)
        said = analyze("A discriminator turns noise into fake samples.", rubric.words)
        assert grounds.exchanges_in(said)
        rubric.find(said)
        parts = grounds.contrasts, grounds.denials, rubric
        left = [weakref.ref(part) for part in parts]
        left += [weakref.ref(rows) for rows in (grounds.contrasts._pairs, rubric.words)]
        del grounds, rubric, parts
        assert [part() for part in left] == [None] * len(left)
    finally:
        gc.enable()
