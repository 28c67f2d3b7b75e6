"""What the system may send while the terminal is not as the shell left it."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def ends_on_sigterm() -> Iterator[None]:
    """Make SIGTERM unwind, so that the terminal is put back as it was."""

    def leave(number: int, frame: FrameType | None) -> None:
        sys.exit(128 + number)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def undisturbed_import() -> Iterator[None]:
    """Hold Ctrl-C and SIGTERM back until the end, then let them come.

    An exception that a signal raises inside Python's import may leave the import lock taken, and
    then a thread that imports, too, waits for ever, and the program for the thread.
    """
    came: list[int] = []

    def remember(number: int, frame: FrameType | None) -> None:
        came.append(number)

    before = {each: signal.signal(each, remember) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    if came:
        signal.raise_signal(came[0])


def heed_interrupts() -> None:
    """Let Ctrl-C interrupt, even if a shell has started us with it ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


class Suspension:
    """Remembers Ctrl-Z until the terminal can be handed back; a context."""

    def __init__(self) -> None:
        self.asked = False

    if sys.platform == "win32":

        def __enter__(self) -> "Suspension":
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def stop(self) -> None:
            """Do nothing: there is no Ctrl-Z here."""

    else:

        def __enter__(self) -> "Suspension":
            self._before = signal.signal(signal.SIGTSTP, self._remember)
            return self

        def __exit__(self, *_: object) -> None:
            signal.signal(signal.SIGTSTP, self._before)

        def _remember(self, number: int, frame: FrameType | None) -> None:
            self.asked = True

        def stop(self) -> None:
            """Stop as Ctrl-Z does; returns when the shell lets the program go on."""
            self.asked = False
            ours = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
            signal.raise_signal(signal.SIGTSTP)
            signal.signal(signal.SIGTSTP, ours)
