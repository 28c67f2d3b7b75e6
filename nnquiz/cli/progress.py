"""A count on stderr while something takes its time, in a terminal only."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(doing: str, every: int = 100) -> Iterator[Callable[[], None]]:
    """What to call for each thing done; the clock is read after each *every* of them."""
    from time import monotonic

    began = last = monotonic()
    count = 0
    shown = sys.stderr.isatty()

    def tick() -> None:
        nonlocal count, last
        count += 1
        if not shown or count % every:
            return
        now = monotonic()
        if now - began > 0.5 and now - last > 0.1:
            last = now
            sys.stderr.write(f"\r{doing}: {count}")
            sys.stderr.flush()

    yield tick
    if last != began:
        sys.stderr.write("\r" + " " * 40 + "\r")
