"""Keeps what is typed before a prompt is ready, unseen and whole, for the prompt to read.

Between prompts a terminal would echo keys into the middle of the output, and its line mode cuts a
line at 4,095 bytes. So for the length of a session both are switched off, and pastes are bracketed
from the first question on. Ctrl-C still interrupts.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_BRACKET_PASTES, _PLAIN_PASTES = "\x1b[?2004h", "\x1b[?2004l"
_ordinary: list[Any] = []  # how the terminal was before the session, while one runs

if sys.platform == "win32":

    @contextmanager
    def quiet_input() -> Iterator[None]:
        """Leave the console as it is: the prompt library does what can be done."""
        yield

    @contextmanager
    def ordinary_input() -> Iterator[None]:
        """Leave the console as it is."""
        yield

    def expect_typing() -> None:
        """Do nothing: the prompt library asks for bracketed pastes itself."""

else:
    import termios

    def expect_typing() -> None:
        """Have the terminal mark pastes from now on; the end of each prompt switches that off."""
        _send(_BRACKET_PASTES)

    @contextmanager
    def quiet_input() -> Iterator[None]:
        """Neither echo nor line mode on standard input; at the end it is as it was."""
        descriptor = sys.stdin.fileno()
        before = termios.tcgetattr(descriptor)
        quiet = termios.tcgetattr(descriptor)
        quiet[3] &= ~(termios.ECHO | termios.ICANON)
        termios.tcsetattr(descriptor, termios.TCSANOW, quiet)
        _ordinary.append(before)
        try:
            yield
        finally:
            _ordinary.pop()
            termios.tcsetattr(descriptor, termios.TCSANOW, before)
            _send(_PLAIN_PASTES)

    @contextmanager
    def ordinary_input() -> Iterator[None]:
        """The terminal as it was before the session, for a program that takes it over."""
        if not _ordinary:
            yield
            return
        descriptor = sys.stdin.fileno()
        quiet = termios.tcgetattr(descriptor)
        _send(_PLAIN_PASTES)
        termios.tcsetattr(descriptor, termios.TCSADRAIN, _ordinary[-1])
        try:
            yield
        finally:
            termios.tcsetattr(descriptor, termios.TCSADRAIN, quiet)

    def _send(code: str) -> None:
        sys.stdout.write(code)
        sys.stdout.flush()
