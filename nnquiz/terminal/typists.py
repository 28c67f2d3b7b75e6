"""Who answers in a session: a person at the terminal, or a pipe."""

import sys
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Protocol

from nnquiz import NNQuizError
from nnquiz.rating import Rating
from nnquiz.terminal.quiet_input import expect_typing
from nnquiz.terminal.signals import undisturbed_import

if TYPE_CHECKING:
    from nnquiz.terminal.prompt import TerminalPrompt

ACCEPT, UNDO = "accept", "undo"
WATCH, POINTS = "demo", "points"  # offers: their first letter is their key


def is_terminal() -> bool:
    """Whether a person can be asked: both standard input and output are a terminal."""
    return all(s is not None and not s.closed and s.isatty() for s in (sys.stdin, sys.stdout))


def _ignore() -> None:
    pass


class Typist(Protocol):
    """Who answers."""

    interactive: bool

    def answer(self, begun: Callable[[], None] = _ignore) -> str:
        """What is typed; *begun* is called at the first key. Raises `EOFError` at the end."""

    def verdict(self, *, must_rate: bool, offers: Collection[str] = ()) -> str:
        """`ACCEPT`, `UNDO`, one of *offers* or the number of a rating."""


class Pipe:
    """One answer a line; each grade is accepted."""

    interactive = False

    def answer(self, begun: Callable[[], None] = _ignore) -> str:
        """The next line; when it was begun can't be told."""
        if sys.stdin is None or sys.stdin.closed:
            raise NNQuizError("standard input is closed: pipe answers in, or use a terminal")
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.rstrip("\r\n")

    def verdict(self, *, must_rate: bool, offers: Collection[str] = ()) -> str:
        """Every grade is accepted."""
        return ACCEPT


class Person:
    """Types at a terminal."""

    interactive = True

    def __init__(self) -> None:
        self._loaded: TerminalPrompt | None = None

    def answer(self, begun: Callable[[], None] = _ignore) -> str:
        """Text of one or more lines; *begun* is called when the first key comes."""
        expect_typing()
        return self._prompt().answer(begun)

    def verdict(self, *, must_rate: bool, offers: Collection[str] = ()) -> str:
        """One key: a rating, u, that of an offer, or Enter where a rating stands already."""
        keys = {str(rating.value): str(rating.value) for rating in Rating}
        keys["u"] = UNDO
        keys |= {offer[0]: offer for offer in offers}
        if not must_rate:
            keys |= {"enter": ACCEPT, "c-j": ACCEPT}
        return self._prompt().key(keys)

    def _prompt(self) -> "TerminalPrompt":
        # This takes longer than all else, so it waits until the question is on the screen.
        if self._loaded is None:
            with undisturbed_import():  # the grader is being imported meanwhile
                from nnquiz.terminal.prompt import TerminalPrompt

                self._loaded = TerminalPrompt()
        return self._loaded
