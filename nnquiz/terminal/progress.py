"""A bar on stderr while something takes its time, in a terminal only."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from time import monotonic

_PATIENCE_S = 0.5  # what takes no longer needs no bar


@contextmanager
def progress(doing: str, total: int | None, every: int = 100) -> Iterator[Callable[[], None]]:
    """What to call for each of *total* things done (None: unknown), to be shown after *every*."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    began = monotonic()
    count = 0
    show: Callable[[int], None] | None = None
    with ExitStack() as stack:

        def tick() -> None:
            nonlocal count, show
            count += 1
            if count % every or monotonic() - began < _PATIENCE_S:
                return
            if show is None:
                show = stack.enter_context(_bar(doing, total))
            show(count)

        yield tick


@contextmanager
def _bar(doing: str, total: int | None) -> Iterator[Callable[[int], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=total)
        yield lambda count: bar.update(task, completed=count)
