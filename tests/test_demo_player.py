"""Demos played in a pseudo-terminal, their screen read as a person would see it."""

import os
import re
import signal
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
pexpect = pytest.importorskip("pexpect")
pyte = pytest.importorskip("pyte")

DEMOS = Path(__file__).parent / "data" / "demos"
PROGRAM = f"""
import sys
import nnquiz.demos
from nnquiz import demo_catalog
from nnquiz.__main__ import main
from pathlib import Path
demo_catalog.FOLDER = Path({str(DEMOS)!r})
nnquiz.demos.__path__ = [{str(DEMOS)!r}]
sys.argv[0] = "nnquiz"
main()
"""
HIDE, SHOW = "\x1b[?25l", "\x1b[?25h"


class Terminal:
    """nnquiz on a screen of so many columns and lines, with a demo that takes no time."""

    def __init__(self, *arguments: str, columns: int = 80, lines: int = 24, **env: str) -> None:
        self.screen = pyte.HistoryScreen(columns, lines, history=2000)
        self._stream = pyte.Stream(self.screen)
        self.raw = ""
        self._child = pexpect.spawn(
            sys.executable,
            ["-c", PROGRAM, *arguments],
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

    def wait_until(self, seen: str, timeout: float = 20) -> None:
        """Read until the pattern *seen* is on the screen."""
        end = time.monotonic() + timeout
        while not re.search(seen, self.shown()) and time.monotonic() < end:
            try:
                self._read(self._child.read_nonblocking(65536, timeout=0.05))
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                break
        assert re.search(seen, self.shown()), f"{seen!r} is not in:\n{self.shown()}"

    def pass_time(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                self._read(self._child.read_nonblocking(65536, timeout=left))
            except (pexpect.TIMEOUT, pexpect.EOF):
                return

    def _read(self, text: str) -> None:
        self.raw += text
        self._stream.feed(text)

    def resize(self, columns: int, lines: int) -> None:
        self.screen.resize(lines, columns)
        self._child.setwinsize(lines, columns)

    def wait_for_end(self) -> int:
        self._read(self._child.read())
        self._child.wait()
        if self._child.signalstatus:
            return -self._child.signalstatus
        return self._child.exitstatus

    def echoes(self) -> bool:
        return self._child.getecho()

    def now(self) -> list[str]:
        """The lines on the screen."""
        return [line.rstrip() for line in self.screen.display]

    def shown(self) -> str:
        """All lines, those that scrolled away as well."""
        above = [
            "".join(line[x].data for x in range(self.screen.columns)).rstrip()
            for line in self.screen.history.top
        ]
        return "\n".join([*above, *self.now()])

    def step(self) -> int:
        """The step of the animation that is on the screen."""
        return int(re.findall(r"Growth: round (\d+)", "\n".join(self.now()))[-1])


def begun(*arguments: str, **options) -> Terminal:
    """A demo whose animation has begun."""
    screen = Terminal(
        "demo", "toy-two", "--set", "rounds=20", "--no-predict", *arguments, **options
    )
    screen.wait_until("The start")
    screen.type("nn")  # a new picture is held longer
    screen.wait_until(r"Now: round \d")
    return screen


def test_predict_play_and_see_what_was_measured():
    screen = Terminal("demo", "toy-two", "--speed", "20", "--set", "rounds=8", "--seed", "3")
    screen.wait_until(r"Your guess\? a b c - Enter skips, q leaves:")
    screen.type("x")  # means nothing here
    screen.type("c")
    assert screen.wait_for_end() == 0
    page = screen.shown()
    order = [
        "Toy: what grows by doubling passes any line",
        "What is 2 to the 5th?",
        "q leaves: c",
        "Growth: round 7",
        "It has grown.",
        "Your guess, c, was wrong. It is b, 32: each round doubles it.",
        "holds: the end: 256 (at least 30)",
        "Again: nnquiz demo toy-two --set rounds=8 --seed 3",
        "Try: nnquiz demo toy-two --set by-way=down (also: rounds, base)",
    ]
    places = [page.find(part) for part in order]
    assert -1 not in places, page
    assert places == sorted(places)
    assert max(map(len, page.splitlines())) <= 80
    assert page.count("Growth: round") == 1  # drawn in place
    assert screen.raw.rindex(SHOW) > screen.raw.rindex(HIDE)
    assert "\x1b[?1049" not in screen.raw


def test_a_right_guess_and_a_skipped_one():
    for key, told in (("b", "Your guess was right: b, 32"), ("\r", "It is b, 32")):
        screen = Terminal("demo", "toy-two", "--speed", "40")
        screen.type(key)  # before the question is there
        assert screen.wait_for_end() == 0
        assert told in screen.shown()


def test_without_animation_the_prediction_is_still_asked():
    screen = Terminal("demo", "toy-two", "--no-animation")
    screen.wait_until("Your guess")
    screen.type("B")
    assert screen.wait_for_end() == 0
    assert "guess was right" in screen.shown()
    assert "Growth: round 4" in screen.shown()
    assert HIDE not in screen.raw


def test_space_pauses_and_an_arrow_steps():
    screen = begun()
    screen.type(" ")
    screen.wait_until("paused · space plays")
    first = screen.step()
    screen.pass_time(0.5)
    assert screen.step() == first
    for _ in range(2):  # two pictures take turns
        screen.type("\x1b[C")
        screen.pass_time(0.3)
    assert screen.step() == first + 1
    screen.type("nn")
    screen.wait_until(f"Growth: round {first + 2}")
    screen.type(" ")
    screen.wait_until("playing")
    screen.wait_until(f"Growth: round {first + 5}")
    screen.type("q")
    assert screen.wait_for_end() == 0


def test_plus_and_minus_change_the_speed():
    screen = begun("--speed", "0.5")
    screen.type("---")
    screen.wait_until("speed 0.0625x")
    screen.type("-+")
    screen.wait_until("speed 0.125x")
    screen.type("+" * 8)
    screen.wait_until("speed 32x")
    assert screen.wait_for_end() == 0


@pytest.mark.parametrize("key", ["q", "\x1b", "\x04"])
def test_q_escape_and_control_d_leave(key: str):
    screen = begun("--speed", "0.1")
    screen.type(key)
    assert screen.wait_for_end() == 0
    assert "Now: round" in screen.shown()
    assert "playing" not in screen.shown()
    assert screen.raw.rindex(SHOW) > screen.raw.rindex(HIDE)


def test_q_leaves_the_question_as_well():
    screen = Terminal("demo", "toy-two")
    screen.wait_until("Your guess")
    screen.type("q")
    assert screen.wait_for_end() == 0
    assert "Try:" not in screen.shown()


@pytest.mark.parametrize(
    ("moment", "end", "code"),
    [
        ("question", "\x03", 130),
        ("question", signal.SIGTERM, 143),
        ("playing", "\x03", 130),
        ("playing", signal.SIGTERM, 143),
        ("paused", "\x03", 130),
    ],
)
def test_an_interruption_restores_the_terminal(moment: str, end: str | signal.Signals, code: int):
    if moment == "question":
        screen = Terminal("demo", "toy-two")
        screen.wait_until("Your guess")
    else:
        screen = begun("--speed", "0.2")
    if moment == "paused":
        screen.type(" ")
        screen.wait_until("paused")
    if isinstance(end, str):
        screen.type(end)
    else:
        os.kill(screen.pid, end)
    assert screen.wait_for_end() == code
    assert "Traceback" not in screen.raw
    assert screen.raw.rfind(SHOW) >= screen.raw.rfind(HIDE)


def test_keys_are_not_echoed_while_it_plays():
    screen = begun("--speed", "0.2")
    assert not screen.echoes()
    screen.type("zzzz")
    screen.pass_time(0.3)
    assert "zzzz" not in screen.raw
    screen.type("q")
    screen.wait_for_end()


def test_control_z_hands_the_terminal_back_and_goes_on():
    screen = begun("--speed", "0.2")
    screen.type(" ")
    screen.wait_until("paused")
    before = len(screen.raw)
    os.kill(screen.pid, signal.SIGTSTP)  # here without a shell, so that it goes on at once
    screen.pass_time(0.5)
    assert screen.raw[before:].index(SHOW) < screen.raw[before:].index(HIDE)
    assert not screen.echoes()
    assert "paused" in "\n".join(screen.now())
    screen.type("q")
    assert screen.wait_for_end() == 0


def test_another_size_is_drawn_on_at_once():
    screen = begun("--speed", "0.5")
    screen.type(" ")
    screen.wait_until("paused")
    for columns, lines in ((120, 40), (44, 13), (30, 8), (300, 100), (80, 24)):
        screen.resize(columns, lines)
        screen.pass_time(0.4)
        page = "\n".join(screen.now())
        assert ("Too small" if columns == 30 else "paused") in page
    screen.resize(60, 24)
    screen.type(" ++++++")
    assert screen.wait_for_end() == 0
    assert "holds: the end" in screen.shown()
    end = screen.shown().partition("What it shows")[2]
    assert max(map(len, end.splitlines())) < 60


@pytest.mark.parametrize(("columns", "lines"), [(20, 8), (39, 30), (100, 11)])
def test_a_small_terminal_gets_text_and_is_told(columns: int, lines: int):
    screen = Terminal("demo", "toy-two", "--no-predict", columns=columns, lines=lines)
    assert screen.wait_for_end() == 0
    page = " ".join(screen.shown().split())
    assert "Not animated" in page
    assert HIDE not in screen.raw


@pytest.mark.parametrize(("columns", "lines"), [(40, 12), (120, 40), (300, 100)])
def test_nothing_overflows_on_other_screens(columns: int, lines: int):
    screen = begun("--speed", "30", columns=columns, lines=lines)
    assert screen.wait_for_end() == 0
    assert screen.shown().count("Toy: what grows") == 1
    for title in ("The start", "Growth: round 19", "Now: round 19"):  # though not all fit at once
        assert title in screen.shown()
    assert "holds: the end" in " ".join(screen.shown().split())


def test_no_color_animates_without_color():
    screen = begun("--speed", "30", NO_COLOR="1")
    assert screen.wait_for_end() == 0
    assert HIDE in screen.raw
    assert not re.search(r"\x1b\[[0-9;]+m", screen.raw.replace("\x1b[0m", ""))


def test_a_dumb_terminal_is_sent_no_escape_codes():
    screen = Terminal("demo", "toy-two", TERM="dumb")
    screen.wait_until("Your guess")
    screen.type("a")
    assert screen.wait_for_end() == 0
    assert "\x1b" not in screen.raw
    assert "guess, a, was wrong" in screen.shown()


def test_plain_asks_and_tells_in_words():
    screen = Terminal("demo", "toy-two", NNQUIZ_PLAIN="1")
    screen.wait_until("Your guess")
    screen.type("b")
    assert screen.wait_for_end() == 0
    assert "\x1b" not in screen.raw
    assert not re.search("[─-⣿✔✘]", screen.raw)


def test_saving_goes_on_when_the_person_leaves(tmp_path: Path):
    file = tmp_path / "it.txt"
    screen = begun("--speed", "0.2", "--save", str(file))
    screen.type("q")
    assert screen.wait_for_end() == 0
    assert "holds: the end" in file.read_text(encoding="utf-8")


def test_ctrl_c_saves_nothing(tmp_path: Path):
    file = tmp_path / "it.txt"
    screen = begun("--speed", "0.2", "--save", str(file))
    screen.type("\x03")
    assert screen.wait_for_end() == 130
    assert list(tmp_path.glob("*it.txt*")) == []


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bank of one question, and a history."""
    file = tmp_path / "own.yaml"
    file.write_text(
        "questions:\n- slug: growth\n  question: Why does it grow?\n  demo: toy-two\n"
        "  answer: Each round multiplies what the last one left, so doubling passes any line.\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("NNQUIZ_BANK", str(file))
    monkeypatch.setenv("NNQUIZ_DATA_DIR", str(tmp_path / "data"))


@pytest.mark.usefixtures("own")
def test_the_demo_in_a_drill_before_and_after_the_answer():
    screen = Terminal("drill")
    screen.wait_until(":demo")
    screen.type(":demo\r")
    screen.wait_until("Your guess")
    screen.type("b")
    screen.wait_until("computing|playing")
    screen.type("\x03")
    screen.wait_until("Left the demo")
    screen.wait_until(r"(?s)Left the demo.*Why does it grow.*>")
    screen.type("no idea\r")
    screen.wait_until(r"d watch\s+toy-two")
    screen.type("d")
    screen.wait_until(r"(?s)d watch\s+toy-two.*Your guess")
    screen.type("q")
    screen.wait_until(r"(?s)d watch\s+toy-two.*Your guess.*d watch\s+toy-two")
    screen.type("3")
    screen.wait_until("Comes back")
    assert screen.wait_for_end() == 0
    assert "Traceback" not in screen.raw


@pytest.mark.usefixtures("own")
def test_a_second_control_c_ends_the_session():
    screen = Terminal("drill")
    screen.wait_until(":demo")
    screen.type(":demo\r")
    screen.wait_until("Your guess")
    screen.type("\x03")
    screen.wait_until("(?s)Left the demo.*>")
    screen.pass_time(0.3)
    screen.type("\x03")
    assert screen.wait_for_end() == 130
    assert "Nothing answered" in screen.shown()
