"""Exports as files, and what they come to in the programs that they are for."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

BANK = """
questions:
  - slug: one
    question: What is <b>one</b> & List<int>?
    answer: It is =1, or so.
    tags: [first]
    key_points:
      - {label: It is one, phrasings: [it is one thing]}
  - slug: two
    question: What is two?
    answer: It is two.
    tags: [second]
"""
TEXTS = ["anki-text", "csv", "quizlet", "hashcards", "obsidian", "json", "html"]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(BANK, encoding="utf-8")
    return path


@pytest.mark.parametrize("to", TEXTS)
def test_every_text_format_goes_to_stdout(small, to):
    run = subprocess.run(
        [sys.executable, "-m", "nnquiz", "--bank", small, "export", to, "--output", "-"],
        capture_output=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0
    assert b"two" in run.stdout
    assert run.stderr == b""


@pytest.mark.parametrize("to", TEXTS)
def test_every_text_format_goes_to_a_file(nnquiz, small, tmp_path, to):
    target = tmp_path / "cards"
    ran = nnquiz("--bank", str(small), "export", to, "--output", str(target))
    assert ran.code == 0
    assert "2 questions written" in ran.err
    text = target.read_text(encoding="utf-8")
    assert "two" in text
    assert "\x1b" not in text


@pytest.mark.parametrize("to", ["anki", *TEXTS])
def test_a_tag_chooses(nnquiz, small, tmp_path, to):
    target = tmp_path / "cards"
    ran = nnquiz("--bank", str(small), "export", to, "--tag", "second", "--output", str(target))
    assert ran.err == f"1 questions written to {target}\n"
    assert b"What is <b>one" not in target.read_bytes()
    assert nnquiz("--bank", str(small), "export", to, "--tag", "secnd").code == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["pdf"], "pdf"),
        (["csv", "--demos"], "--demos works with"),
        (["csv", "--history"], "--history works with anki"),
        (["csv", "--typed"], "--typed works with anki"),
        (["anki", "--output", "-"], "can't go to stdout"),
    ],
)
def test_what_makes_no_sense_is_told(nnquiz, small, arguments, said):
    ran = nnquiz("--bank", str(small), "export", *arguments)
    assert ran.code == 2
    assert said in ran.err


@pytest.mark.parametrize("to", ["anki", *TEXTS])
def test_a_file_that_cannot_be_written_is_told_and_the_old_one_stays(nnquiz, small, tmp_path, to):
    folder = tmp_path / "cards"
    folder.mkdir()
    ran = nnquiz("--bank", str(small), "export", to, "--output", str(folder))
    assert ran.code == 1
    assert "is a folder" in ran.err
    ran = nnquiz("--bank", str(small), "export", to, "--output", str(tmp_path / "no" / "x.csv"))
    assert ran.code == 1
    assert ran.err.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
@pytest.mark.parametrize("to", ["anki", *TEXTS])
def test_a_disk_that_fills_up_leaves_the_old_file(small, tmp_path, to):
    target = tmp_path / "cards"
    target.write_text("old")
    program = (
        "import resource, signal, sys;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"  # then writing fails, as on a full disk
        "resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64));"
        "from nnquiz.__main__ import main; main()"
    )
    run = subprocess.run(
        [sys.executable, "-B", "-c", program, "--bank", small, "export", to, "--output", target],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 1
    assert run.stderr.count("\n") == 1
    assert "cannot be written" in run.stderr
    assert target.read_text() == "old"
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")
def test_a_device_stays_a_device(nnquiz, small, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert nnquiz("--bank", str(small), "export", "csv", "--output", str(pipe)).code == 0
        assert b"What is two?" in os.read(reading, 65_536)
    finally:
        os.close(reading)
    assert pipe.is_fifo()


def test_schedules_of_obsidian_stay_in_the_file(nnquiz, small, tmp_path):
    target = tmp_path / "cards.md"
    arguments = ("--bank", str(small), "export", "obsidian", "--output", str(target))
    nnquiz(*arguments)
    schedule = "<!--SR:!2026-03-09,4,250-->"
    studied = target.read_text().replace("It is two.", f"It is two.\n{schedule}")
    target.write_text(studied)
    small.write_text(BANK.replace("It is two.", "It is two, indeed."), encoding="utf-8")
    assert nnquiz(*arguments).code == 0
    assert f"It is two, indeed.\n{schedule}\n" in target.read_text()
    kept = target.read_text()
    ran = nnquiz(*arguments, "--tag", "first")
    assert ran.code == 1
    assert "holds Obsidian's schedule of 1 cards" in ran.err
    assert target.read_text() == kept


def test_a_bank_goes_to_json_and_back(nnquiz, tmp_path):
    exported, again = tmp_path / "bank.json", tmp_path / "again.yaml"
    nnquiz("export", "json", "--output", str(exported))
    ran = nnquiz("bank", "import", str(exported), "--output", str(again))
    assert "50 questions written" in ran.out
    second = tmp_path / "second.json"
    nnquiz("--bank", str(again), "export", "json", "--output", str(second))
    assert json.loads(second.read_text()) == json.loads(exported.read_text())
    assert nnquiz("bank", "import", str(exported), "--output", str(again)).code == 1


def test_a_part_of_a_bank_is_a_bank_as_well(nnquiz, tmp_path):
    exported, again = tmp_path / "part.json", tmp_path / "part.yaml"
    nnquiz("export", "json", "--tag", "gradients", "--output", str(exported))
    nnquiz("bank", "import", str(exported), "--output", str(again))
    ran = nnquiz("bank", "check", str(again))
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize(
    ("name", "text", "code", "said"),
    [
        ("x.csv", "question,answer\nWhat?,So.\n", 0, "1 questions written"),
        ("x.tsv", "Answer\tQuestion\ttags\nSo.\tWhat?\ta b\n", 0, "1 questions written"),
        ("x.csv", "front,back\na,b\n", 1, "x.csv:1: needs a column 'question'"),
        ("x.csv", "question,answer\nWhat?,\n", 1, "x.csv:2: has no answer"),
        ("x.csv", "question,answer\n", 1, "holds no question"),
        ("x.json", "{", 1, "is no JSON"),
        ("x.json", '{"a": 1}', 1, "must be"),
        ("x.txt", "a", 2, "must end in"),
    ],
)
def test_a_table_or_json_becomes_a_bank(nnquiz, tmp_path, name, text, code, said):
    source = tmp_path / name
    source.write_text(text)
    ran = nnquiz("bank", "import", str(source))
    assert ran.code == code
    assert said in ran.out + ran.err
    if not code:
        assert nnquiz("bank", "check", str(source.with_suffix(".yaml"))).code == 0
