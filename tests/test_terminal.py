"""Real sessions in a pseudo-terminal, their screen read as a person would see it."""

import os
import re
import signal
import sqlite3
import sys
import time
from pathlib import Path

import pytest

from nnquiz.bank.load import load
from nnquiz.bank.locate import embedded_bank
from nnquiz.terminal.signals import undisturbed_import

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
pexpect = pytest.importorskip("pexpect")
pyte = pytest.importorskip("pyte")

RIGHT = "it computes the gradient of the loss for every weight with the chain rule"


class Terminal:
    """nnquiz on a screen of so many columns and lines."""

    def __init__(self, *arguments: str, columns: int = 80, lines: int = 24, **env: str) -> None:
        self._screen = pyte.HistoryScreen(columns, lines, history=2000)
        self._stream = pyte.Stream(self._screen)
        self.raw = ""
        self._seen = 0
        self._child = pexpect.spawn(
            sys.executable,
            ["-m", "nnquiz", *arguments],
            dimensions=(lines, columns),
            env={**os.environ, "TERM": "xterm-256color", **env},
            encoding="utf-8",
            timeout=20,
        )
        self._child.delaybeforesend = None

    @property
    def pid(self) -> int:
        return self._child.pid

    def type(self, keys: str) -> None:
        self._child.send(keys)

    def wait_for(self, text: str, timeout: float = 20) -> None:
        """Read until *text* has come after what was last waited for."""
        end = time.monotonic() + timeout
        while (found := strip(self.raw).find(text, self._seen)) < 0 and time.monotonic() < end:
            try:
                self._read(self._child.read_nonblocking(65536, timeout=0.1))
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                break
        found = strip(self.raw).find(text, self._seen)
        assert found >= 0, f"{text!r} not in {strip(self.raw)[self._seen :]!r}"
        self._seen = found + len(text)

    def _read(self, text: str) -> None:
        self.raw += text
        self._stream.feed(text)

    def prompt(self) -> None:
        """Wait until an answer can be typed."""
        self.wait_for("> ")

    def wait_for_end(self) -> int:
        self._read(self._child.read())
        self._child.wait()
        if self._child.signalstatus:
            return -self._child.signalstatus
        return self._child.exitstatus

    def visible(self) -> str:
        """What is on the screen now."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def shown(self) -> str:
        """All lines, those that scrolled away as well."""
        above = [
            "".join(line[x].data for x in range(self._screen.columns)).rstrip()
            for line in self._screen.history.top
        ]
        return "\n".join([*above, *(line.rstrip() for line in self._screen.display)])


def strip(text: str) -> str:
    text = text.replace(">\x08\x1b[2C", "> ")  # how the prompt is drawn
    return re.sub(r"\x1b(\[[0-9;?<>=]*[a-zA-Z]|[=>]|\][^\x07]*\x07)", "", text).replace("\r", "")


@pytest.fixture
def data(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.setenv("NNQUIZ_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data" / "history.db"


def stored(file: Path, view: str = "live") -> list[tuple[str, int, str]]:
    rows = sqlite3.connect(file).execute(
        f"select question, rating, coalesce(answer, '') from {view} order by id"
    )
    return rows.fetchall()


def test_a_whole_session_at_80_by_24(data: Path):
    screen = Terminal("drill", "--only", "6", "--only", "dropout", "--limit", "2")
    screen.wait_for("What is backpropagation")
    screen.prompt()
    screen.type(":hint\r")
    screen.wait_for("hint: ")
    screen.type(f"{RIGHT}\r")
    screen.wait_for("Enter keeps")
    screen.type("4")
    screen.wait_for("Comes back on")
    screen.wait_for("dropout")
    screen.type(":show\r")
    screen.wait_for("Enter keeps again")
    screen.type("u")
    screen.wait_for("Taken back: dropout")
    screen.prompt()
    screen.type("\x03")
    assert screen.wait_for_end() == 130
    assert stored(data) == [("backpropagation", 4, RIGHT)]
    page = screen.shown()
    assert "1 answer stored" in page
    assert max(map(len, page.splitlines())) <= 80
    for mark in ("1 again", "2 hard", "3 good", "4 easy", "in 8 days"):
        assert mark in page


@pytest.mark.parametrize(("columns", "lines"), [(120, 40), (40, 15)])
def test_nothing_overflows_on_other_screens(data: Path, columns: int, lines: int):
    screen = Terminal("drill", "--limit", "1", columns=columns, lines=lines)
    screen.prompt()
    screen.type("a neuron is one unit\r")
    screen.wait_for("Enter keeps")
    screen.type("3")
    assert screen.wait_for_end() == 0
    page = screen.shown()
    assert max(map(len, page.splitlines())) <= columns
    # A line that overflowed would go on in the next row with a word cut in two.
    answer = load(embedded_bank()).find("1").answer
    assert set(answer.split()) <= set(page.split())


def test_enter_accepts_and_the_question_comes_back_until_it_is_passed(data: Path):
    screen = Terminal("drill", "--only", "6")
    screen.prompt()
    screen.type("no idea\r")
    screen.wait_for("Enter keeps again")
    screen.type("\r")
    screen.wait_for("again, because it was not passed")
    screen.prompt()
    screen.type("still none\r")
    screen.wait_for("Enter keeps again")
    screen.type("3")
    assert screen.wait_for_end() == 0
    assert [row[1] for row in stored(data)] == [1, 3]
    assert [row[1] for row in stored(data, "reviews")] == [1, 1, 3]


def test_a_pasted_text_of_several_lines_stays_one_answer(data: Path):
    screen = Terminal("drill", "--limit", "1")
    screen.prompt()
    screen.type("\x1b[200~first line\nsecond line\n\nlast\x1b[201~")
    screen.type("\r")
    screen.wait_for("Enter keeps")
    screen.type("4")
    screen.wait_for_end()
    assert [row[2] for row in stored(data)] == ["first line\nsecond line\n\nlast"]


def test_alt_enter_makes_a_new_line(data: Path):
    screen = Terminal("drill", "--limit", "1")
    screen.prompt()
    screen.type("one\x1b\rtwo\r")
    screen.wait_for("Enter keeps")
    screen.type("4")
    screen.wait_for_end()
    assert [row[2] for row in stored(data)] == ["one\ntwo"]


def test_ten_thousand_characters_arrive_whole(data: Path):
    long = " ".join(f"word{n:04d}" for n in range(1111))
    screen = Terminal("drill", "--limit", "1")
    screen.prompt()
    screen.type(f"\x1b[200~{long}\x1b[201~\r")
    screen.wait_for("Enter keeps")
    screen.type("4")
    screen.wait_for_end()
    assert len(long) >= 9_990
    assert [row[2] for row in stored(data)] == [long]


def test_what_is_typed_before_the_prompt_is_ready_is_not_lost(data: Path):
    screen = Terminal("drill", "--limit", "1")
    screen.wait_for("What is the difference")
    screen.type("\x1b[200~typed\nearly\x1b[201~\r")
    screen.wait_for("Enter keeps")
    screen.type("4")
    screen.wait_for_end()
    assert [row[2] for row in stored(data)] == ["typed\nearly"]


def test_control_d_ends_with_the_summary_and_exit_0(data: Path):
    screen = Terminal("drill")
    screen.prompt()
    screen.type("an answer\r")
    screen.wait_for("Enter keeps")
    screen.type("\x04")
    assert screen.wait_for_end() == 0
    assert "1 answer stored" in screen.shown()


@pytest.mark.parametrize("moment", ["question", "typing", "verdict"])
def test_control_c_anywhere_ends_with_the_summary_and_exit_130(data: Path, moment: str):
    screen = Terminal("drill")
    screen.wait_for("What is the difference")
    if moment != "question":
        screen.prompt()
        screen.type("half an answer")
    if moment == "verdict":
        screen.type("\r")
        screen.wait_for("Enter keeps")
    screen.type("\x03")
    assert screen.wait_for_end() == 130
    assert "Traceback" not in screen.raw
    assert ("1 answer stored" if moment == "verdict" else "Nothing answered") in screen.shown()


def test_control_c_waits_until_an_import_is_over():
    done = []

    def load() -> None:
        with undisturbed_import():
            signal.raise_signal(signal.SIGINT)
            done.append("imported")

    with pytest.raises(KeyboardInterrupt):
        load()
    assert done == ["imported"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_kill_9_after_the_grade_loses_nothing(data: Path):
    screen = Terminal("drill")
    screen.prompt()
    screen.type("an answer that must not be lost\r")
    screen.wait_for("Enter keeps")
    os.kill(screen.pid, signal.SIGKILL)
    screen.wait_for_end()
    assert [row[2] for row in stored(data)] == ["an answer that must not be lost"]


def test_two_drills_at_once_lose_nothing(data: Path):
    screens = [Terminal("drill", "--only", "6") for _ in range(2)]
    for number, screen in enumerate(screens):
        screen.prompt()
        screen.type(f"answer {number}\r")
        screen.wait_for("Enter keeps")
    for screen in screens:
        screen.type("4")
    for screen in screens:
        assert screen.wait_for_end() == 0
    assert sorted(row[2] for row in stored(data)) == ["answer 0", "answer 1"]
    assert [row[1] for row in stored(data)] == [4, 4]


def test_sigterm_leaves_the_terminal_as_it_was(data: Path):
    screen = Terminal("drill")
    screen.prompt()
    os.kill(screen.pid, signal.SIGTERM)
    assert screen.wait_for_end() == 128 + signal.SIGTERM
    assert screen.raw.rindex("\x1b[?2004l") > screen.raw.rindex("\x1b[?2004h")
    hidden, visible = screen.raw.rfind("\x1b[?25l"), screen.raw.rfind("\x1b[?25h")
    assert visible >= hidden


def test_the_editor_writes_an_answer(data: Path, tmp_path: Path):
    editor = tmp_path / "editor"
    editor.write_text(
        "#!/bin/sh\nprintf 'from the editor\\n# not this\\nsecond line\\n' > \"$1\"\n"
    )
    editor.chmod(0o755)
    screen = Terminal("drill", "--limit", "1", VISUAL="", EDITOR=str(editor))
    screen.prompt()
    screen.type(":edit\r")
    screen.wait_for("Enter keeps")
    screen.type("4")
    screen.wait_for_end()
    assert [row[2] for row in stored(data)] == ["from the editor\nsecond line"]


def test_an_editor_that_fails_is_told_and_the_question_stays(data: Path):
    screen = Terminal("drill", "--limit", "1", VISUAL="", EDITOR="no-such-editor")
    screen.prompt()
    screen.type(":edit\r")
    screen.wait_for("the editor 'no-such-editor' failed")
    screen.type(":quit\r")
    assert screen.wait_for_end() == 0


def test_reveal_shows_the_answer_and_takes_the_persons_own_rating(data: Path):
    screen = Terminal("drill", "--reveal", "--limit", "1")
    screen.prompt()
    screen.type("\r")
    screen.wait_for("1-4 rate yourself")
    screen.type("3")
    assert screen.wait_for_end() == 0
    assert stored(data) == [("neuron-vs-network", 3, "")]


def test_no_color_drops_colors(data: Path):
    screen = Terminal("drill", "--limit", "1", NO_COLOR="1")
    screen.prompt()
    screen.type("a neuron is one unit\r")
    screen.wait_for("Enter keeps")
    screen.type("4")
    screen.wait_for_end()
    assert not re.search(r"\x1b\[[0-9;]*3[1-6]m", screen.raw)


def test_a_dumb_terminal_is_sent_no_escape_codes_with_the_pages(data: Path):
    screen = Terminal("drill", "--limit", "1", TERM="dumb")
    screen.wait_for("What is the difference")
    assert "\x1b[1m" not in screen.raw
    screen.type("\x03")
    screen.wait_for_end()


def test_an_ascii_terminal_gets_plain_signs(data: Path):
    screen = Terminal("drill", "--limit", "1", PYTHONIOENCODING="ascii")
    screen.wait_for("What is the difference")
    screen.prompt()
    screen.type("a neuron is one unit\r")
    screen.wait_for("Enter keeps")
    assert " - missed: " in screen.shown()
    screen.type("4")
    assert screen.wait_for_end() == 0


def test_the_home_screen_says_where_one_stands_and_what_to_type(data: Path):
    screen = Terminal()
    assert screen.wait_for_end() == 0
    assert "0 due · 50 new" in screen.shown()
    assert "nnquiz drill" in screen.shown()
    assert not data.exists()


def test_a_missed_point_is_hinted_at_first_and_told_on_demand(data: Path):
    screen = Terminal("drill", "--only", "neuron-vs-network", "--limit", "1")
    screen.prompt()
    screen.type("a neuron is one unit\r")
    screen.wait_for("p missed points")
    point = "missed: A network is many interconnected neurons, usually in layers"
    assert "missed: What do you get by wiring lots of them up" in screen.shown()
    assert point not in screen.shown()
    screen.type("p")
    screen.wait_for(point)
    screen.wait_for("Enter keeps")
    screen.type("2")
    assert screen.wait_for_end() == 0
    assert stored(data)[0][1] == 2
