"""Interviews in a pseudo-terminal, their screen read as a person would see it."""

import json
import os
import re
import signal
import sqlite3
import sys
import time
from pathlib import Path

import pytest
from test_terminal import Terminal, stored, strip

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

OWN_BANK = """
questions:
  - slug: first
    question: What is first?
    answer: It comes before everything else and is number one.
    tags: [one]
    demo: backprop
    follow_ups:
      - question: And then?
        answer: The second follows.
  - slug: second
    question: What is second?
    answer: It comes after the first and before the third.
    tags: [two]
    difficulty: 3
"""
FIRST = "It comes before everything else"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NNQUIZ_DATA_DIR", str(tmp_path / "data"))
    bank = tmp_path / "own.yaml"
    bank.write_text(OWN_BANK)
    monkeypatch.setenv("NNQUIZ_BANK", str(bank))
    return tmp_path / "data" / "history.db"


def answer(screen: Terminal, text: str) -> None:
    screen.prompt()
    screen.type(f"{text}\r")


def joined(page: str) -> str:
    """A page with its lines joined: what was wrapped is whole again."""
    return " ".join(page.split())


def read_all(screen: Terminal) -> list[str]:
    """Page through the report; each screen as it stood still."""
    screen.wait_for("Enter goes on (1 of ")
    screen.wait_for(" · q leaves")
    total = int(re.findall(r"goes on \(1 of (\d+)\)", strip(screen.raw))[-1])
    seen = [screen.visible()]
    for number in range(2, total):
        screen.type("\r")
        screen.wait_for(f"Enter goes on ({number} of {total}) · q leaves")
        seen.append(screen.visible())
    screen.type("\r")
    assert screen.wait_for_end() == 0
    return [*seen, screen.visible()]


def interviews(file: Path) -> list[tuple[object, ...]]:
    return sqlite3.connect(file).execute("select finished is not null from interviews").fetchall()


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (120, 40), (40, 15)])
def test_a_whole_interview_with_its_report(data: Path, bank, monkeypatch, columns, lines):
    monkeypatch.delenv("NNQUIZ_BANK")
    screen = Terminal(
        "interview", "--count", "2", "--minutes", "10", "--seed", "5",
        columns=columns, lines=lines, NO_COLOR="1",
    )  # fmt: skip
    screen.wait_for("1/2 · ")
    screen.wait_for("5 min for it")
    answer(screen, "gradients vanish or explode and they overfit, which takes regularization")
    screen.wait_for("1/2 · follow-up · 5 min left")
    answer(screen, "it trains many layers")
    screen.wait_for("2/2 · ")
    answer(screen, ":skip")
    seen = read_all(screen)
    assert "%" not in screen.raw.partition("Interview: ")[0]
    assert not re.search(r"\x1b\[[0-9;]*3[1-6]m", screen.raw)
    page = screen.shown()
    assert max(map(len, page.splitlines())) <= columns
    # Nothing ran off the top between two stops, and no word was cut in two.
    words = set(" ".join(seen).split())
    for slug, _, _ in stored(data):
        question = bank.find(slug)
        assert set(f"{question.question} {question.answer}".split()) <= words
    told = joined(" ".join(seen))
    for mark in ("By topic", "What fell short", "not answered 1", "Study next", "nnquiz demo ",
                 "Your answer gradients vanish", "Model answer", "missed: ", "Follow-up"):  # fmt: skip
        assert mark in told


def test_the_short_report_is_one_screen_of_80_by_24(data: Path, monkeypatch):
    monkeypatch.delenv("NNQUIZ_BANK")
    screen = Terminal("interview", "--count", "4", "--seed", "1")
    for _ in range(2):
        answer(screen, "it is what a network learns by gradients")
        screen.wait_for("follow-up")
        answer(screen, "it depends")
    for _ in range(2):
        answer(screen, ":skip")
    screen.wait_for("Enter goes on (1 of ")
    short = screen.visible()
    for mark in ("Interview: ", "4 of 4 questions", "By topic", "What fell short", "Study next",
                 "nnquiz drill --tag", "Enter goes on"):  # fmt: skip
        assert mark in short
    screen.type("q")
    assert screen.wait_for_end() == 0


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_leaving_keeps_what_was_answered_and_the_next_one_offers_to_go_on(data: Path, key: str):
    screen = Terminal("interview", "--seed", "1")
    answer(screen, FIRST)
    screen.wait_for("follow-up")
    screen.prompt()
    screen.type(f"half an answer{key}" if key == "\x03" else key)
    assert screen.wait_for_end() == (130 if key == "\x03" else 0)
    assert "Traceback" not in screen.raw
    short = screen.visible()  # the short part comes last, and stays on the screen
    for mark in ("Interview: ", "1 of 2 questions", "Broken off before 1 question", "offers to go"):
        assert mark in short
    assert stored(data)[0][::2] == ("first", FIRST)
    assert interviews(data) == [(0,)]

    screen = Terminal("interview")
    screen.wait_for("An interview was broken off today after 1 of 2 questions, with 10 min left.")
    screen.wait_for("y goes on · n begins a new one")
    screen.type("xy")
    screen.wait_for("1/2 · follow-up")
    answer(screen, "The second follows.")
    screen.wait_for("2/2 · two")
    answer(screen, "It comes after the first and before the third")
    screen.wait_for("2 of 2 questions")
    screen.type("q")
    assert screen.wait_for_end() == 0
    assert [row[0] for row in stored(data)] == ["first", "second"]
    assert interviews(data) == [(1,)]


def test_no_begins_a_new_one_and_control_d_none(data: Path):
    screen = Terminal("interview", "--seed", "1")
    answer(screen, FIRST)
    screen.wait_for("follow-up")
    screen.type("\x03")
    screen.wait_for_end()
    screen = Terminal("interview")
    screen.wait_for("y goes on")
    screen.type("\x04")
    assert screen.wait_for_end() == 0
    screen = Terminal("interview", "--seed", "1")
    screen.wait_for("y goes on")
    screen.type("n")
    screen.wait_for("1/2 · one")
    screen.type("\x03")
    assert screen.wait_for_end() == 130
    assert "Nothing answered." in screen.shown()
    assert len(stored(data)) == 1


def test_new_and_resume_ask_nothing(data: Path):
    screen = Terminal("interview", "--seed", "1")
    answer(screen, ":skip")
    screen.wait_for("2/2")
    screen.type("\x03")
    screen.wait_for_end()
    for flag, mark in (("--resume", "2/2 · two"), ("--new", "1/2 · one")):
        screen = Terminal("interview", flag)
        screen.wait_for(mark)
        assert "broken off" not in screen.raw
        screen.type("\x03")
        assert screen.wait_for_end() == 130


def test_kill_9_loses_nothing_that_was_answered(data: Path):
    screen = Terminal("interview", "--seed", "1")
    answer(screen, FIRST)
    screen.wait_for("follow-up")
    answer(screen, "The second follows.")
    screen.wait_for("2/2")
    os.kill(screen.pid, signal.SIGKILL)
    screen.wait_for_end()
    screen = Terminal("interview", "--resume")
    screen.wait_for("2/2 · two")
    screen.type("\x03")
    assert screen.wait_for_end() == 130
    assert "follow-up 100%" in joined(screen.shown())


def test_sigterm_leaves_the_terminal_as_it_was(data: Path):
    screen = Terminal("interview")
    screen.prompt()
    os.kill(screen.pid, signal.SIGTERM)
    assert screen.wait_for_end() == 128 + signal.SIGTERM
    assert screen.raw.rindex("\x1b[?2004l") > screen.raw.rindex("\x1b[?2004h")


def test_the_seconds_until_the_first_key_are_measured(data: Path, tmp_path: Path):
    file = tmp_path / "r.json"
    screen = Terminal("interview", "--tag", "two", "--report", str(file), NNQUIZ_NOW="")
    screen.prompt()
    time.sleep(0.3)
    screen.type("It comes after")
    screen.wait_for("It comes after")
    time.sleep(0.3)
    screen.type(" the first\r")
    screen.wait_for("Enter goes on")
    screen.type("q")
    assert screen.wait_for_end() == 0
    [question] = json.loads(file.read_text())["questions"]
    assert 0.3 <= question["seconds_to_first_key"] <= question["seconds"] - 0.3


def test_the_report_is_written_before_it_is_read(data: Path, tmp_path: Path):
    file = tmp_path / "r.html"
    screen = Terminal("interview", "--tag", "two", "--report", str(file))
    answer(screen, ":skip")
    screen.wait_for("Enter goes on")
    assert "What is second?" in file.read_text()
    os.kill(screen.pid, signal.SIGTERM)
    assert screen.wait_for_end() == 128 + signal.SIGTERM


def test_help_and_an_editor_of_ones_own(data: Path, tmp_path: Path):
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nprintf 'from the editor' > \"$1\"\n")
    editor.chmod(0o755)
    screen = Terminal("interview", "--tag", "two", VISUAL="", EDITOR=str(editor))
    answer(screen, "")
    screen.wait_for("Type an answer, or :skip")
    answer(screen, ":help")
    screen.wait_for("You hear how it went at the end.")
    answer(screen, ":edit")
    screen.wait_for("Study next")
    screen.type("q")
    assert screen.wait_for_end() == 0
    assert [row[2] for row in stored(data)] == ["from the editor"]


def test_an_ascii_terminal_gets_plain_signs(data: Path, monkeypatch):
    monkeypatch.delenv("NNQUIZ_BANK")
    screen = Terminal("interview", "--count", "1", "--seed", "5", PYTHONIOENCODING="ascii")
    answer(screen, "gradients vanish and they overfit")
    screen.wait_for("follow-up")
    answer(screen, "x")
    screen.wait_for("Enter goes on (1 of ")
    screen.type("\r")
    screen.wait_for("Enter goes on (2 of ")
    screen.type("\r")
    screen.wait_for(" - missed: ")
    screen.type("q")
    screen.wait_for_end()
