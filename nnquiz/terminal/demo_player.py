"""Plays a demo to a person: what they predict, the pictures as they change, what was measured."""

import math
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from string import ascii_lowercase
from textwrap import wrap

from nnquiz import demo_catalog, demonstration
from nnquiz.demonstration import Performance
from nnquiz.frames import Ask, Claim, Frame, Picture, Say
from nnquiz.terminal.demo_page import MAX_WIDTH, PROSE_WIDTH, DemoPage, Viewing
from nnquiz.terminal.keys import Keys
from nnquiz.terminal.plain import printable, wants_plain
from nnquiz.terminal.signals import Suspension, ends_on_sigterm, heed_interrupts
from nnquiz.terminal.stage import Stage
from nnquiz.terminal.typists import is_terminal

SMALLEST = (40, 12)  # columns and lines that an animation takes
NEW, NEXT = 2.5, 0.2  # seconds for which a new picture, and another state of one, is seen
LAST = 1.2  # seconds for which the last state of an animation is seen
READ, READ_CHARACTER = 1.0, 0.04  # seconds for a text, and for each of its characters
DRAWN = 0.04  # seconds between two drawings, at least
POLL = 0.1  # seconds after which Ctrl-Z or a new size of the terminal is noticed
SLOWEST, FASTEST = 1 / 16, 64  # what - and + reach
LEAVE = {"q", "escape", "end"}


def watch(performance: Performance, viewing: Viewing) -> None:
    """Show a run to whoever is at standard output, to its end or until the person leaves.

    In a terminal its title is on the screen already.
    """
    page = DemoPage(plain=viewing.plain)
    if not is_terminal():
        page.whole(performance.demonstration.title, performance)
        return
    heed_interrupts()
    with ends_on_sigterm(), Suspension() as suspension, Keys() as keys:
        try:
            _show(performance, viewing, page, _Patient(keys, suspension))
        except EOFError:
            sys.stdout.flush()


def watch_demo(name: str) -> None:
    """Show a demo as it is by default, in the midst of something else."""
    viewing = Viewing(plain=wants_plain())
    if is_terminal():
        DemoPage(plain=viewing.plain).heading(demo_catalog.title(name))
    with closing(Performance(demonstration.load(name))) as performance:
        watch(performance, viewing)


def _show(performance: Performance, viewing: Viewing, page: DemoPage, patient: "_Patient") -> None:
    """Predict, watch, see what was measured. Raises `EOFError` when the person leaves."""
    asked, guess = _prediction(performance, page, patient, predict=viewing.predict)
    if _can_animate(page, viewing):
        _Player(page, patient, viewing.speed).play(performance)
    else:
        page.whole("", [frame for frame in performance if not isinstance(frame, Claim)])
    page.gap()
    if asked is not None:
        page.outcome(asked, guess)
        page.gap()
    page.whole("", performance.claims)
    page.gap()
    page.closing(performance)


def _can_animate(page: DemoPage, viewing: Viewing) -> bool:
    if viewing.plain or not viewing.animated or os.environ.get("TERM") == "dumb":
        return False
    columns, lines = Stage().size
    if columns >= SMALLEST[0] and lines >= SMALLEST[1]:
        return True
    page.remark(f"Not animated: that takes a window of {SMALLEST[0]} columns by {SMALLEST[1]}.")
    return False


def _prediction(
    performance: Performance, page: DemoPage, patient: "_Patient", *, predict: bool
) -> tuple[Ask | None, int | None]:
    """The question with which the demo begins, and the option that the person chose."""
    ask = next(performance)
    if not isinstance(ask, Ask):
        return None, None
    page.question(ask)
    if not predict:
        page.gap()
        return ask, None
    letters = ascii_lowercase[: len(ask.options)]
    page.keys(f"Your guess? {' '.join(letters)} - Enter skips, q leaves:")
    while True:
        key = patient.key().lower()
        if key in LEAVE:
            page.guessed(None)
            raise EOFError
        if key in {"enter", "s"}:
            page.guessed(None)
            return ask, None
        if key and key in letters:
            guess = letters.index(key)
            page.guessed(guess)
            return ask, guess


class _Patient:
    """Waits for keys, and meanwhile lets the terminal change its size, or Ctrl-Z stop us."""

    def __init__(self, keys: Keys, suspension: Suspension) -> None:
        self._keys = keys
        self._suspension = suspension
        self.stage: Stage | None = None
        self.redraw: Callable[[], object] = lambda: None

    def key(self, seconds: float = math.inf) -> str:
        """The next key; an empty string if none comes in time."""
        end = time.monotonic() + seconds
        while True:
            if self._suspension.asked:
                self._suspend()
            if self.stage is not None and self.stage.resized:
                self.redraw()
            left = end - time.monotonic()
            key = self._keys.read(max(0.0, min(POLL, left)))
            if key or left <= 0:
                return key

    def _suspend(self) -> None:
        if self.stage is not None:
            self.stage.close()
        self._keys.lend()
        self._suspension.stop()
        self._keys.take_back()
        self.redraw()


class _Player:
    """Plays frames at the pace of a reader, as they are computed."""

    def __init__(self, page: DemoPage, patient: _Patient, speed: float) -> None:
        self._page = page
        self._patient = patient
        self._speed = speed
        self._stage = Stage()
        self._pictures: dict[str, Picture] = {}
        self._latest = ""
        self._said: list[str] = []
        self._said_lines = 2  # kept free for narration, so that pictures don't jump with it
        self._paused = False
        self._hold = 0.0  # seconds for which the present state is to be seen, at speed 1
        self._since = self._drawn = -math.inf
        self._began = False

    def play(self, frames: Iterator[Frame]) -> None:
        """Show all frames but claims; the last state stays on the screen."""
        self._patient.stage, self._patient.redraw = self._stage, self._draw
        try:
            self._draw()
            for frame in frames:
                if not isinstance(frame, Claim | Ask):
                    if self._is_new(frame):
                        self._hold = max(self._hold, LAST)
                    self._rest()
                    self._take(frame)
            self._leave()
        except EOFError:
            self._leave()
            raise
        finally:
            self._patient.stage, self._patient.redraw = None, lambda: None
            self._stage.close()

    def _leave(self) -> None:
        """The last state, without keys; if it has no room for all pictures, one below the other."""
        if self._draw(ended=True):
            return
        self._stage.erase()
        said = [Say(text) for text in self._said]
        self._page.whole("", [*self._pictures.values(), *said])

    def _is_new(self, frame: Picture | Say) -> bool:
        """Whether *frame* is something else than another state of a picture."""
        return isinstance(frame, Say) or frame.key not in self._pictures

    def _take(self, frame: Picture | Say) -> None:
        """Make *frame* part of what is seen."""
        self._began = True
        if isinstance(frame, Say):
            self._said.append(printable(frame.text))
            self._hold = READ + READ_CHARACTER * len(frame.text)
        else:
            self._hold = NEW if self._is_new(frame) else NEXT
            self._pictures[frame.key] = frame
            self._latest = frame.key
        self._since = time.monotonic()
        if self._hold / self._speed >= DRAWN or self._since - self._drawn >= DRAWN:
            self._draw()

    def _rest(self) -> None:
        """Wait until the present state has been seen, and do what keys say meanwhile."""
        while True:
            seen_at = self._since + self._hold / self._speed
            left = math.inf if self._paused else max(0.0, seen_at - time.monotonic())
            key = self._patient.key(left)
            if key in {"right", "n"} or (not key and not left):
                return
            if key:
                self._obey(key)

    def _obey(self, key: str) -> None:
        if key in LEAVE:
            raise EOFError
        if key == "space":
            self._paused = not self._paused
        elif key in {"+", "="}:
            self._speed = max(self._speed, min(self._speed * 2, FASTEST))
        elif key in {"-", "_"}:
            self._speed = min(self._speed, max(self._speed / 2, SLOWEST))
        elif key == "redraw":
            self._stage.forget()
        self._draw()

    def _draw(self, *, ended: bool = False) -> bool:
        """Bring the screen up to date; False if not all pictures had room."""
        from nnquiz.drawing import layout

        columns, lines = self._stage.size
        width, height = min(columns - 1, MAX_WIDTH), lines - 1
        if columns < SMALLEST[0] or lines < SMALLEST[1]:
            self._stage.show(["Too small to draw on: q leaves"[:width]])
            return False
        narration = self._said if ended else self._said[-1:]
        said = [line for text in narration for line in wrap(text, min(width, PROSE_WIDTH))]
        self._said_lines = max(self._said_lines, len(said))
        height -= self._said_lines + 1
        shown = list(self._pictures.values())
        drawn = layout.screen(shown, width, height, self._page.style, self._latest)
        status = [] if ended else [self._status(width)]
        self._stage.show([*drawn, *said, *status])
        self._drawn = time.monotonic()
        return not (drawn and drawn[-1].startswith("also: "))

    def _status(self, width: int) -> str:
        """What goes on and the keys that work, as many as fit."""
        state = "paused" if self._paused else "playing" if self._began else "computing"
        arrow, dot = ("→", " · ") if self._page.style.unicode else ("->", " - ")
        parts = [
            state,
            f"space {'plays' if self._paused else 'pauses'}",
            "q leaves",
            f"{arrow} {'one step' if self._paused else 'goes on'}",
            f"+ - speed {self._speed:g}x",
        ]
        while len(dot.join(parts)) > width:
            parts.pop()
        return self._page.dimmed(dot.join(parts))
