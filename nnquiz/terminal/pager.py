"""Shows more than fits on the screen, a screen at a time, by single keys."""

from collections.abc import Sequence
from contextlib import suppress

from rich.console import Console
from rich.text import Text

from nnquiz.terminal.keys import Keys
from nnquiz.terminal.signals import ends_on_sigterm

_KEYS_AND_CURSOR = 2  # lines
_FULL_ENOUGH = 2 / 3  # of a screen, from which on an empty line is a good place to stop


def screens(lines: Sequence[str], height: int) -> list[list[str]]:
    """*lines* in screens of at most *height*, parted at empty lines where that wastes little."""
    found, at = [], 0
    while len(lines) - at > height:
        stops = range(at + height, at + int(_FULL_ENOUGH * height), -1)
        stop = next((n for n in stops if not lines[n]), at + height)
        found.append(list(lines[at:stop]))
        at = stop if lines[stop] else stop + 1
    return [*found, list(lines[at:])] if lines[at:] else found


def page_through(console: Console, pages: Sequence[Sequence[str]]) -> None:
    """Show *pages* one after the other, long ones in parts; `q`, Esc or Ctrl-D leaves.

    Raises `KeyboardInterrupt` on Ctrl-C.
    """
    height = max(5, console.height - _KEYS_AND_CURSOR)
    parts = [part for page in pages for part in screens(page, height)]
    with ends_on_sigterm(), suppress(EOFError), Keys() as keys:
        for number, part in enumerate(parts, 1):
            console.file.write("\n".join(part) + "\n")
            if number == len(parts):
                return
            console.print(Text(f"Enter goes on ({number} of {len(parts)}) · q leaves", "dim"))
            while (key := keys.read(None)) not in ("enter", "space"):
                if key in ("q", "Q", "end", "escape"):
                    return
