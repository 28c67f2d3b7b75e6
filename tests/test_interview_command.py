"""`nnquiz interview` as a pipe or a script sees it."""

import json
import os
from pathlib import Path

import pytest

RIGHT = "a neuron is one unit, a network is many interconnected neurons in layers"
OWN_BANK = """
questions:
  - slug: first
    question: What is first?
    answer: It comes before everything else and is number one.
    tags: [one]
    follow_ups:
      - question: And then?
        answer: The second follows.
  - slug: second
    question: What is second?
    answer: It comes after the first and before the third.
    tags: [two]
"""


@pytest.fixture
def own(tmp_path: Path) -> str:
    file = tmp_path / "own.yaml"
    file.write_text(OWN_BANK)
    return str(file)


def reviews(nnquiz) -> list[tuple[str, str]]:
    return [(r["question"], r["rating"]) for r in json.loads(nnquiz("history", "--json").out)]


def test_one_answer_a_line_the_follow_up_too_then_the_report(nnquiz, own):
    ran = nnquiz(
        "--bank", own, "interview", "--tag", "one",
        stdin="It comes before everything else and is number one.\nThe second follows.\n",
    )  # fmt: skip
    assert ran.code == 0
    asked, _, told = ran.out.partition("Interview: ")
    assert "1/1 · one · 5 min for it, 5 min left in all\nWhat is first?" in asked
    assert "1/1 · follow-up · 5 min left for it\nAnd then?" in asked
    assert told.startswith("100% · 1 of 1 question · ")
    assert reviews(nnquiz) == [("first", "easy")]
    [review] = json.loads(nnquiz("history", "--json").out)
    assert review["answer"] == "It comes before everything else and is number one."


def test_nothing_is_told_before_the_end(nnquiz):
    ran = nnquiz("interview", "--count", "2", "--seed", "4", stdin=f"{RIGHT}\nx y\n{RIGHT}\nx y\n")
    assert ran.code == 0
    before, _, after = ran.out.partition("Interview: ")
    assert before.count("/2 · ") == 4
    assert before.count("follow-up") == 2
    for mark in ("%", "missed", "Model answer", "again"):
        assert mark not in before
        assert mark in after


def test_the_same_seed_puts_the_same_questions(nnquiz, tmp_path):
    def asked(seed: int) -> str:
        ran = nnquiz("--data-dir", str(tmp_path / f"d{seed}"), "interview", "--seed", str(seed))
        return ran.out

    assert asked(1) == asked(1)
    assert len({asked(seed) for seed in range(5)}) > 1


def test_answers_count_as_reviews_and_passing_as_again(nnquiz, own):
    ran = nnquiz("--bank", own, "interview", stdin="\nidk\n")
    assert ran.code == 0
    assert sorted(reviews(nnquiz)) == [("first", "again"), ("second", "again")]
    assert "follow-up" not in ran.out
    assert "not answered  2" in ran.out


def test_the_end_of_input_breaks_off_and_resume_goes_on(nnquiz, own):
    ran = nnquiz("--bank", own, "interview", "--tag", "one", "--tag", "two", stdin="pass\n")
    assert ran.code == 0
    assert "1 of 2 questions" in ran.out
    assert "Broken off before 1 question" in ran.out
    assert "nnquiz interview offers to go on" in ran.err
    ran = nnquiz("--bank", own, "interview", "--resume", stdin="pass\n")
    assert ran.code == 0
    assert ran.out.lstrip().startswith("2/2 · ")
    assert "2 of 2 questions" in ran.out
    assert len(reviews(nnquiz)) == 2


def test_a_pipe_begins_a_new_one_unless_told_to_resume(nnquiz, own):
    nnquiz("--bank", own, "interview", stdin="pass\n")
    ran = nnquiz("--bank", own, "interview", stdin="pass\npass\n")
    assert ran.out.lstrip().startswith("1/2 · ")
    assert len(reviews(nnquiz)) == 3


def test_quit_breaks_off(nnquiz, own):
    ran = nnquiz("--bank", own, "interview", stdin="pass\n:quit\n")
    assert ran.code == 0
    assert "1 of 2 questions" in ran.out


def test_help_and_unknown_commands_answer_nothing(nnquiz, own):
    ran = nnquiz("--bank", own, "interview", stdin=":help\n:frob\npass\n:skip\n")
    assert ":skip   you don't know" in ran.err
    assert ":frob is no command here" in ran.err
    assert len(reviews(nnquiz)) == 2


def test_without_an_answer_nothing_is_stored_or_written(nnquiz, tmp_path):
    report = tmp_path / "r.md"
    ran = nnquiz("interview", "--report", str(report), stdin="")
    assert (ran.code, ran.err) == (0, "Nothing answered.\n")
    assert not report.exists()
    assert reviews(nnquiz) == []


@pytest.mark.parametrize(
    ("name", "start"), [("r.md", "# Interview"), ("r.html", "<!doctype"), ("r.json", "{")]
)
def test_the_report_is_written_by_its_ending(nnquiz, own, tmp_path, name, start):
    file = tmp_path / name
    ran = nnquiz("--bank", own, "interview", "--report", str(file), stdin="x\nx\nx\n")
    assert ran.code == 0
    assert f"Report written to {file}" in ran.err
    assert file.read_text().startswith(start)
    assert "What is second?" in file.read_text()


def test_one_that_is_broken_off_is_reported_too(nnquiz, own, tmp_path):
    file = tmp_path / "r.json"
    nnquiz("--bank", own, "interview", "--report", str(file), stdin="pass\n")
    written = json.loads(file.read_text())
    assert (len(written["questions"]), len(written["not_reached"])) == (1, 1)
    assert written["finished"] is None


def test_it_is_compared_with_the_last(nnquiz, own, at):
    nnquiz("--bank", own, "interview", stdin="pass\npass\n")
    at("2026-03-09T09:00:00+01:00")
    ran = nnquiz(
        "--bank", own, "interview", "--tag", "two",
        stdin="It comes after the first and before the third.\n",
    )  # fmt: skip
    assert "The last one, on 2026-03-02: 0%. This is" in ran.out
    assert "points up" in ran.out
    assert "last time 0%" in ran.out


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--report", "r.pdf"], 2, "must end in .md, .html, .json"),
        (["--report", "report"], 2, "must end in"),
        (["--report", "no-such-folder/r.md"], 1, "cannot be written"),
        (["--tag", "frob"], 2, "no question is tagged 'frob'"),
        (["--resume"], 1, "no interview was broken off"),
        (["--resume", "--count", "2"], 2, "leave the rest out"),
        (["--count", "0"], 2, "--count"),
        (["--minutes", "0"], 2, "--minutes"),
    ],
)
def test_what_cannot_be_is_told_before_anything_is_asked(nnquiz, arguments, code, told):
    ran = nnquiz("interview", *arguments, stdin="an answer\n")
    assert (ran.code, ran.out) == (code, "")
    assert told in ran.err
    assert "Traceback" not in ran.err
    assert reviews(nnquiz) == []


def test_a_report_that_cannot_be_written_is_told_before_anything_is_asked(nnquiz, tmp_path):
    file = tmp_path / "r.md"
    file.write_text("mine")
    file.chmod(0o400)
    if os.access(file, os.W_OK):
        pytest.skip("root writes anywhere")
    ran = nnquiz("interview", "--report", str(file), stdin="an answer\n")
    assert (ran.code, ran.out, file.read_text()) == (1, "", "mine")


def test_what_a_person_typed_cannot_steer_the_terminal(nnquiz, own):
    ran = nnquiz("--bank", own, "interview", stdin="\x1b[2J [red] :100: \x07\nx\nx\n")
    assert "\x1b" not in ran.out + ran.err
    assert "\\x1b[2J [red] :100: \\x07" in ran.out


def test_it_fits_80_columns_and_needs_no_color(nnquiz):
    answers = "".join(f"{RIGHT} {n}\n" for n in range(12))
    ran = nnquiz("interview", "--count", "6", stdin=answers)
    assert max(map(len, ran.out.splitlines())) <= 80
    assert "\x1b" not in ran.out


def test_the_help_lists_it_after_drill_and_shows_examples(nnquiz):
    listed = nnquiz("--help").out
    assert listed.index("  drill ") < listed.index("  interview ") < listed.index("The bank")
    assert "nnquiz interview --minutes 45 --report interview.html" in nnquiz("interview", "-h").out
