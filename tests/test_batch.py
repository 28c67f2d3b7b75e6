"""`grade --batch`: a line in, a line out."""

import io
import json
import subprocess
import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnquiz.batch import read_lines
from nnquiz.grading.examples import all_examples
from nnquiz.grading.grader import grade, grade_all

GOOD = {"q": 6, "answer": "it computes the gradient of the loss with the chain rule"}


def lines(*rows: object) -> str:
    return "".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows)


def test_each_line_is_graded_in_order_with_the_keys_that_came_in(nnquiz, tmp_path):
    file = tmp_path / "answers.jsonl"
    file.write_text(lines(GOOD | {"id": "a", "score": "mine"}, {"q": "dropout", "answer": "?"}))
    ran = nnquiz("grade", "--batch", str(file))
    assert (ran.code, ran.err) == (0, "")
    first, second = map(json.loads, ran.out.splitlines())
    assert list(first) == ["question", "score", "rating", "covered", "missed", "wrong", "id"]
    assert (first["question"], first["id"]) == (6, "a")
    assert isinstance(first["score"], float)
    assert (second["question"], second["score"]) == (21, 0.0)


def test_a_batch_says_what_a_single_grade_says(nnquiz):
    batch = nnquiz("grade", "--batch", "-", stdin=lines(GOOD)).out
    single = nnquiz("grade", "6", "--answer", GOOD["answer"], "--json").out
    assert json.loads(batch) == json.loads(single)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("{", "not valid JSON"),
        ("[1]", "must be an object"),
        ({"q": 6}, "must be an object"),
        ({"q": 6, "answer": 3}, "must be an object"),
        ({"answer": "x"}, '"q" must be'),
        ({"q": None, "answer": "x"}, '"q" must be'),
        ({"q": True, "answer": "x"}, '"q" must be'),
        ({"q": 99, "answer": "x"}, "no question '99'"),
        ("", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
    ],
)
def test_a_bad_line_gives_its_number_and_the_rest_go_on(nnquiz, bad, said):
    ran = nnquiz("grade", "--batch", "-", stdin=lines(GOOD, bad, GOOD))
    assert ran.code == 1
    first, second, third = map(json.loads, ran.out.splitlines())
    assert second["line"] == 2
    assert said in second["error"]
    assert first == third
    assert "score" in first


def test_several_processes_give_the_same_in_the_same_order(nnquiz, tmp_path):
    file = tmp_path / "many.jsonl"
    rows = [{"q": n % 50 + 1, "answer": f"the gradient {n}", "n": n} for n in range(120)]
    file.write_text(lines(*rows, "bad"))
    one = nnquiz("grade", "--batch", str(file))
    two = nnquiz("grade", "--batch", str(file), "--jobs", "2")
    assert two.out == one.out
    assert (one.code, two.code) == (1, 1)
    assert [json.loads(line).get("n") for line in one.out.splitlines()][:120] == list(range(120))


def test_a_batch_that_cannot_be_read_is_one_line(nnquiz, tmp_path):
    ran = nnquiz("grade", "--batch", str(tmp_path / "none.jsonl"))
    assert ran.code == 1
    assert ran.err.startswith("nnquiz: ")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["6", "--batch", "-"]])
def test_one_question_or_a_batch_not_both_and_not_neither(nnquiz, arguments):
    assert nnquiz("grade", *arguments).code == 2


def test_answers_graded_together_get_what_each_gets_alone(bank):
    for ref in ("backprop", "gan"):
        question = bank.find(ref)
        told = [example.answer for example in all_examples()[question.slug][::9]]
        bare = question.key_points[0].phrasings[0]  # is graded with the rest alone, too
        answers = [*told, "", question.question, f"{told[0]} {bare}.", bare, *told[:2]]
        together = grade_all(question, answers, bank)
        assert together == [grade(question, answer, bank) for answer in answers]
        assert len({verdict.score for verdict in together}) > 5


def test_a_program_that_waits_for_each_grade_gets_it(tmp_path):
    said = json.dumps(GOOD).encode() + b"\n"
    command = [sys.executable, "-m", "nnquiz", "--data-dir", str(tmp_path)]
    with subprocess.Popen(
        [*command, "grade", "--batch", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        too_long = threading.Timer(60, process.kill)
        too_long.start()
        for _ in range(2):
            process.stdin.write(said)
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["question"] == 6
        process.stdin.write(said.strip())  # the last line need not be ended
        process.stdin.close()
        assert json.loads(process.stdout.readline())["question"] == 6
        assert process.wait() == 0
        too_long.cancel()


class Trickle(io.RawIOBase):
    """Bytes that come a few at a time."""

    def __init__(self, pieces):
        self._pieces = [piece for piece in pieces if piece]

    def readable(self):
        return True

    def readinto(self, buffer):
        piece = self._pieces.pop(0) if self._pieces else b""
        taken, left = piece[: len(buffer)], piece[len(buffer) :]
        if left:
            self._pieces.insert(0, left)
        buffer[: len(taken)] = taken
        return len(taken)


@given(st.lists(st.binary(max_size=9)))
def test_lines_are_the_same_however_they_come(pieces):
    whole = b"".join(pieces)
    lines = whole.split(b"\n")
    expected = [line.decode("utf-8", "replace") for line in lines[: -1 if not lines[-1] else None]]
    blocks = list(read_lines(io.BufferedReader(Trickle(pieces))))
    assert [line for block in blocks for _, line in block] == expected
    assert [number for block in blocks for number, _ in block] == [
        number for number, _ in enumerate(expected, start=1)
    ]
