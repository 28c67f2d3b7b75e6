"""The one console: plain text in, no markup, nothing that could steer the terminal."""

import sys
from typing import TextIO

from rich.console import Console
from rich.text import Text

from nnquiz.terminal.plain import printable

PROSE_WIDTH = 80


def make_console(file: TextIO | None = None, *, wide: bool = False) -> Console:
    """A console for *file* (stdout if None), at most `PROSE_WIDTH` columns unless *wide*."""
    console = Console(file=file or sys.stdout, markup=False, highlight=False, emoji=False)
    if not wide:
        console.width = min(console.width, PROSE_WIDTH)
    return console


def safe(text: str, style: str = "") -> Text:
    """A styled text from a bank, an import or a person."""
    return Text(printable(text).expandtabs(4), style=style)


def indented(console: Console, text: Text, first: str, rest: str | None = None) -> Text:
    """*text* wrapped to the console, with *first* before its first line and *rest* before others.

    Wrapped here because rich's own padding fills lines with spaces, which a pipe would keep.
    """
    rest = " " * len(first) if rest is None else rest
    lines = text.wrap(console, max(20, console.width - max(len(first), len(rest))))
    whole = Text()
    for number, line in enumerate(lines):
        line.rstrip()
        prefix = rest if number else first
        if number:
            whole.append("\n")
        if line.plain:
            whole.append(prefix)
            whole.append_text(line)
    return whole


def can_encode(console: Console, signs: str) -> bool:
    """Whether the console's encoding has these signs."""
    try:
        signs.encode(console.encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
