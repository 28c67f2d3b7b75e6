"""`grade --batch`: a line in, a line out."""

import json

import pytest

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
