"""Single keys from the terminal, without waiting for Enter.

Small and loaded at once, where the prompt library takes longer than all else before the first
question of a demo. What was typed before is read first.
"""

import re
import sys
import time
from typing import Any

NAMES = {
    "\x1b": "escape",
    "\r": "enter",
    "\n": "enter",
    " ": "space",
    "\x04": "end",
    "\x0c": "redraw",
    "\x1b[C": "right",
    "\x1bOC": "right",
}
# One key: a paste (to be left out), an escape sequence, Alt with a key, or one character.
_KEY = re.compile(
    r"\x1b\[200~.*?(?:\x1b\[201~|$)|\x1b\[[0-9;?]*[ -/]*[@-~]|\x1bO.|\x1b[^\[O]|.", re.S
)


def parse(typed: str) -> list[str]:
    """The keys in *typed*: names for those in `NAMES`, else the character; the rest left out."""
    found = [NAMES.get(key, key) for key in _KEY.findall(typed)]
    return [key for key in found if len(key) == 1 or key in NAMES.values()]


if sys.platform == "win32":
    import msvcrt

    class Keys:
        """Reads keys from the console; a context."""

        def __enter__(self) -> "Keys":
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def read(self, timeout: float | None) -> str:
            """The next key, or an empty string if none came within *timeout* seconds."""
            end = None if timeout is None else time.monotonic() + timeout
            while not msvcrt.kbhit():
                if end is not None and time.monotonic() >= end:
                    return ""
                time.sleep(0.01)
            key = msvcrt.getwch()
            if key == "\x03":
                raise KeyboardInterrupt
            if key in "\x00\xe0":  # an arrow or the like, in two parts
                return "right" if msvcrt.getwch() == "M" else ""
            return NAMES.get(key, key)

        def lend(self) -> None:
            """Do nothing: the console is as it was."""

        def take_back(self) -> None:
            """Do nothing."""

else:
    import codecs
    import os
    import select
    import termios

    _REST_OF_SEQUENCE = 0.05  # seconds after Esc in which an arrow's other characters come

    class Keys:
        """Reads keys from standard input, unseen; a context, after which all is as it was."""

        def __init__(self) -> None:
            self._descriptor = sys.stdin.fileno()
            self._decoder = codecs.getincrementaldecoder("utf-8")(errors="ignore")
            self._waiting: list[str] = []
            self._before: list[Any] = []

        def __enter__(self) -> "Keys":
            self._before = termios.tcgetattr(self._descriptor)
            self.take_back()
            return self

        def __exit__(self, *_: object) -> None:
            self.lend()

        def lend(self) -> None:
            """The terminal as it was before."""
            termios.tcsetattr(self._descriptor, termios.TCSANOW, self._before)

        def take_back(self) -> None:
            """Neither echo nor line mode; Ctrl-C still interrupts."""
            quiet = termios.tcgetattr(self._descriptor)
            quiet[3] &= ~(termios.ECHO | termios.ICANON)
            termios.tcsetattr(self._descriptor, termios.TCSANOW, quiet)

        def read(self, timeout: float | None) -> str:
            """The next key, or an empty string if none came within *timeout* seconds (or ever).

            Raises `EOFError` when the terminal is gone.
            """
            if not self._waiting and self._ready(timeout):
                typed = self._typed()
                while typed.endswith("\x1b") and self._ready(_REST_OF_SEQUENCE):
                    typed += self._typed()
                self._waiting = parse(typed)
            return self._waiting.pop(0) if self._waiting else ""

        def _ready(self, timeout: float | None) -> bool:
            return bool(select.select([self._descriptor], [], [], timeout)[0])

        def _typed(self) -> str:
            data = os.read(self._descriptor, 4096)
            if not data:
                raise EOFError
            return self._decoder.decode(data)
