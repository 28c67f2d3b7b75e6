"""A block of lines that is redrawn in place, below what has been printed.

No full screen: what scrolled away stays in the terminal's history, and the last state stays on the
screen when the block is closed.
"""

import os
import sys
from collections.abc import Sequence
from typing import TextIO

_HIDE, _SHOW = "\x1b[?25l", "\x1b[?25h"
_CLEAR_LINE, _CLEAR_BELOW, _WHOLE_SCREEN = "\x1b[K", "\x1b[J", "\x1b[H\x1b[J"


def size_of(out: TextIO) -> tuple[int, int]:
    """Columns and lines of the terminal behind *out*; 80 and 24 if it doesn't say."""
    try:
        columns, lines = os.get_terminal_size(out.fileno())
    except (OSError, ValueError):
        columns, lines = 0, 0
    return columns or 80, lines or 24


class Stage:
    """Shows lines in place of those before. Lines must be shorter than the terminal is wide."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self._shown: list[str] = []
        self._drawn_at = self.size
        self._hidden = False

    @property
    def size(self) -> tuple[int, int]:
        """Columns and lines of the terminal now."""
        return size_of(self._out)

    @property
    def resized(self) -> bool:
        """Whether the terminal has another size than when it was last drawn on."""
        return self.size != self._drawn_at

    def show(self, lines: Sequence[str]) -> None:
        """Write the lines that differ from those shown."""
        codes = [] if self._hidden else [_HIDE]
        if self.resized:
            # The terminal has wrapped lines anew, so where the block begins is not known.
            self._drawn_at = self.size
            codes.append(_WHOLE_SCREEN)
            self._shown = []
        if self._shown == list(lines):
            return
        if len(self._shown) > 1:
            codes.append(f"\x1b[{len(self._shown) - 1}A")
        codes.append("\r")
        for place, line in enumerate(lines):
            codes.append("\r\n" if place else "")
            if place >= len(self._shown) or self._shown[place] != line:
                codes.append(line + _CLEAR_LINE)
        if len(self._shown) > len(lines):
            codes.append(f"\r\n{_CLEAR_BELOW}\x1b[1A")
        self._shown, self._hidden = list(lines), True
        self._write("".join(codes))

    def forget(self) -> None:
        """Draw everything anew, from where the cursor is, when lines are next shown."""
        self._shown = []

    def close(self) -> None:
        """Leave the lines where they are, and the cursor, visible, below them."""
        codes = "\x1b[0m\r\n" if self._shown else ""
        codes += _SHOW if self._hidden else ""
        self._shown = []
        self._hidden = False
        if codes:
            self._write(codes)

    def erase(self) -> None:
        """Take the lines away; what is printed next takes their place."""
        up = f"\x1b[{len(self._shown) - 1}A" if len(self._shown) > 1 else ""
        self._write(f"{up}\r{_CLEAR_BELOW}{_SHOW}")
        self._shown = []
        self._hidden = False

    def _write(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()
