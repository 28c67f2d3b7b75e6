"""What `bank check` says of a bank with faults: all of them, each with its line."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnquiz.bank import yaml_tree
from nnquiz.bank.identity import slug_of
from nnquiz.bank.read import read
from nnquiz.bank.template import TEMPLATE
from nnquiz.grading.rubric_check import check

GOOD = """\
questions:
  - slug: one
    number: 1
    question: What is one?
    answer: The first number.
  - slug: two
    number: 2
    question: What is two?
    answer: The number after one.
    requires: [one]
"""


def faults(text: str) -> list[str]:
    return [f"{fault.line}: {fault.message}" for fault in check(text).faults]


def with_line(number: int, line: str) -> str:
    lines = GOOD.splitlines()
    lines[number - 1] = line
    return "\n".join(lines)


def test_a_sound_bank_has_no_fault():
    assert faults(GOOD) == []


def test_question_and_answer_suffice_and_the_missing_slug_is_noted():
    reading = check("questions:\n  - question: What is GELU?\n    answer: A smooth ReLU.\n")
    assert reading.faults == []
    assert reading.questions[0].slug == "what-is-gelu"
    assert reading.questions[0].number == 1
    [note] = reading.notes
    assert (note.line, "history" in note.message) == (2, True)


def test_the_template_of_bank_init_passes():
    assert faults(TEMPLATE) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (with_line(4, "    question: [a, b]"), ["4: one: 'question' must be a text, not a list"]),
        (with_line(5, "    answer: {a: b}"), ["5: one: 'answer' must be a text, not a mapping"]),
        (with_line(5, "    answr: x"), ["2: one: 'answer' is missing", "5: one: unknown key 'answr'; did you mean answer?"]),
        (with_line(5, "    answer:"), ["5: one: 'answer' is empty"]),
        (with_line(5, "    answer: '  '"), ["5: one: 'answer' is empty"]),
        (with_line(5, '    answer: "a\\x1b[31mb"'), ["5: one: 'answer' holds the control character U+001B"]),
        (with_line(5, '    answer: "a\\u202eb"'), ["5: one: 'answer' holds the control character U+202E"]),
        (with_line(6, "  - slug: one"), ["6: one: this slug stands already at line 2"]),
        (with_line(7, "    number: 1"), ["7: two: number 1 stands already at line 3"]),
        (with_line(7, "    number: six"), ["7: two: 'number' must be a whole number from 1 to 999,999, not 'six'"]),
        (with_line(7, "    number: 0"), ["7: two: 'number' must be a whole number from 1 to 999,999, not '0'"]),
        (with_line(7, "    difficulty: 4"), ["7: two: 'difficulty' must be a whole number from 1 to 3, not '4'"]),
        (with_line(6, "  - slug: Two Words"), ["6: Two Words: slug 'Two Words' must be lower-case words joined by '-'"]),
        (with_line(6, "  - slug: '17'"), ["6: 17: slug '17' must be lower-case words joined by '-'"]),
        (with_line(10, "    requires: [oen]"), ["10: two: requires 'oen', which is not in the bank; did you mean one?"]),
        (with_line(10, "    requires: [two]"), ["10: two: requires itself: two -> two"]),
        (with_line(10, "    requires: one"), ["10: two: 'requires' must be a list, not a text"]),
        (with_line(10, "    tags: [a b]"), ["10: two: tag 'a b' must be words joined by '-'"]),
        (with_line(10, "    slug: again"), ["10: question 2: 'slug' stands twice"]),
        (GOOD + "  - just a text", ["11: question 3: must be a mapping (key: value), not a text"]),
    ],
)  # fmt: skip
def test_each_fault_is_named_with_its_line(text: str, expected: list[str]):
    assert [fault for fault in faults(text) if fault in expected] == expected


def test_all_faults_are_named_not_the_first_only():
    text = """\
questions:
  - slug: a
    question: What?
    answer: This.
    requires: [b]
    colour: red
  - slug: b
    question: ''
    answer: That.
    requires: [c]
    difficulty: hard
  - slug: c
    question: Why?
    answer: So.
    requires: [a]
extra: 1
"""
    found = faults(text)
    assert any("6: a: unknown key 'colour'" in fault for fault in found)
    assert any("8: b: 'question' is empty" in fault for fault in found)
    assert any("11: b: 'difficulty'" in fault for fault in found)
    assert any("16: the bank: unknown key 'extra'" in fault for fault in found)


def test_a_circle_of_requirements_is_told_once_with_its_way():
    text = GOOD.replace("the first number", "x").replace(
        "    answer: The first number.\n", "    answer: The first number.\n    requires: [two]\n"
    )
    assert faults(text) == ["6: one: requires itself: one -> two -> one"]


RUBRIC = """\
questions:
  - slug: relu
    question: What does ReLU do?
    answer: ReLU sets negative values to zero and keeps positive ones.
    key_points:
      - label: Negative values become zero
        weight: 2
        phrasings:
          - negative values become zero
          - the of and it is
          - what does ReLU do
      - label: Positive values pass
        weight: 0
        phrasings: []
    misconceptions:
      - claim: It squashes to 0..1
        phrasings: [squashes values between zero and one]
        corection: That is the sigmoid.
"""


def test_faults_in_a_rubric_are_named():
    found = faults(RUBRIC)
    starts = [fault.split(":")[0] for fault in found]
    assert starts == ["10", "11", "13", "14", "16", "18"]
    assert "doesn't match its own key point" in found[0]
    assert "'weight' must be a number above 0, not '0'" in found[2]
    assert "'phrasings' is empty" in found[3]
    assert "did you mean correction?" in found[5]


@pytest.mark.parametrize("weight", ["-1", "0", ".nan", "inf", "heavy", "'2'", "[1]"])
def test_a_weight_must_be_a_positive_number(weight: str):
    text = RUBRIC.replace("weight: 2", f"weight: {weight}")
    assert any(fault.startswith("7: ") and "'weight'" in fault for fault in faults(text))


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("", 1, "begins with 'questions:'"),
        ("# only a comment\n", 1, "begins with 'questions:'"),
        ("- a\n- b\n", 1, "must be a mapping"),
        ("questions: []\n", 1, "'questions' is empty"),
        ("questions:\n", 1, "'questions' is empty"),
        ("questions:\n  - question: a: b\n", 2, "not valid YAML"),
        ("questions:\n\t- a\n", 2, "not valid YAML"),
        ("questions:\n  - 'open\n", 3, "not valid YAML"),
        ("questions: *nothing\n", 1, "refers to nothing"),
        ("questions: []\n---\nmore: 1\n", 2, "second document"),
        ("? [a, b]\n: c\n", 1, "a key must be a word"),
        ("questions:\n  - answer: \x1b\n", 2, "not valid YAML"),
    ],
)
def test_a_file_that_is_no_bank_is_refused_with_a_line(text: str, line: int, problem: str):
    fault = check(text).faults[0]
    assert fault.line == line
    assert problem in fault.message


def test_deep_nesting_is_refused_before_it_can_crash_the_interpreter():
    for text in ("[" * 100_000, "- " * 100_000, "{a: " * 50_000):
        assert "levels deep" in faults(text)[0]


def test_an_alias_bomb_is_refused():
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]")
    assert "aliases counted in full" in faults("\n".join(lines))[0]


def test_a_plain_alias_is_understood():
    text = GOOD.replace("requires: [one]", "tags: &t [x]").replace(
        "    number: 1\n", "    number: 1\n"
    )
    text += "  - question: Third?\n    answer: Yes.\n    slug: three\n    tags: *t\n"
    assert faults(text) == []
    assert check(text).questions[2].tags == ("x",)


def test_no_python_object_is_made_from_a_tag():
    text = GOOD.replace("What is one?", "!!python/object/apply:os.system [echo]")
    assert any("'question' must be a text" in fault for fault in faults(text))


yaml_like = st.text(alphabet=st.sampled_from("ab:- \n[]{}&*!|>'\"#?,%@`~\\\t01é\x07"), max_size=120)


@given(yaml_like)
def test_no_text_makes_the_reader_fail(text: str):
    for fault in read(text).faults:
        assert 1 <= fault.line <= text.count("\n") + 2
        assert fault.message


@given(yaml_like)
def test_no_text_in_place_of_an_entry_makes_the_reader_fail(text: str):
    indented = "\n".join(f"    {line}" for line in text.split("\n"))
    read(f"questions:\n  -\n{indented}\n")


@given(st.text(min_size=1))
def test_a_slug_made_from_a_question_is_sound(text: str):
    slug = slug_of(text)
    assert slug
    assert not slug.isdigit()
    assert re.fullmatch(r"[^\W_]+(-[^\W_]+)*", slug)


def test_long_questions_with_the_same_beginning_get_different_slugs():
    begin = "word " * 40
    assert slug_of(begin + "a") != slug_of(begin + "b")


def test_the_pure_python_parser_reads_the_same(monkeypatch):
    import yaml

    with_c = read(TEMPLATE)
    monkeypatch.setattr(yaml_tree, "_Loader", yaml.SafeLoader)
    without = read(TEMPLATE)
    assert (without.questions, without.faults) == (with_c.questions, with_c.faults)
