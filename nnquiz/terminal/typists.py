"""Who answers in a session: a person at the terminal, or a pipe."""

import sys
from typing import TYPE_CHECKING, Protocol

from nnquiz import NNQuizError
from nnquiz.rating import Rating
from nnquiz.terminal.quiet_input import expect_typing

if TYPE_CHECKING:
    from nnquiz.terminal.prompt import TerminalPrompt

ACCEPT, UNDO, WATCH = "accept", "undo", "watch"


def is_terminal() -> bool:
    """Whether a person can be asked: both standard input and output are a terminal."""
    return all(s is not None and not s.closed and s.isatty() for s in (sys.stdin, sys.stdout))


class Typist(Protocol):
    """Who answers."""

    interactive: bool

    def answer(self) -> str:
        """What is typed. Raises `EOFError` when there is no more."""

    def verdict(self, *, must_rate: bool, can_watch: bool) -> str:
        """`ACCEPT`, `UNDO`, `WATCH` or the number of a rating."""


class Pipe:
    """One answer a line; each grade is accepted."""

    interactive = False

    def answer(self) -> str:
        """The next line."""
        if sys.stdin is None or sys.stdin.closed:
            raise NNQuizError("standard input is closed: pipe answers in, or use a terminal")
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.rstrip("\r\n")

    def verdict(self, *, must_rate: bool, can_watch: bool) -> str:
        """Every grade is accepted."""
        return ACCEPT


class Person:
    """Types at a terminal."""

    interactive = True

    def __init__(self) -> None:
        self._loaded: TerminalPrompt | None = None

    def answer(self) -> str:
        """Text of one or more lines."""
        expect_typing()
        return self._prompt().answer()

    def verdict(self, *, must_rate: bool, can_watch: bool) -> str:
        """One key: a rating, u, d for a demo, or Enter where a rating stands already."""
        keys = {str(rating.value): str(rating.value) for rating in Rating}
        keys["u"] = UNDO
        if can_watch:
            keys["d"] = WATCH
        if not must_rate:
            keys |= {"enter": ACCEPT, "c-j": ACCEPT}
        return self._prompt().key(keys)

    def _prompt(self) -> "TerminalPrompt":
        # This takes longer than all else, so it waits until the question is on the screen.
        if self._loaded is None:
            from nnquiz.terminal.prompt import TerminalPrompt

            self._loaded = TerminalPrompt()
        return self._loaded
