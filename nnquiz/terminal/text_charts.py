"""Charts of a few lines in characters alone: made to be read at a glance, and without NumPy.

Columns that stand for weeks or days are as narrow as one character, so that a year fits a terminal.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil


@dataclass(frozen=True, slots=True)
class Signs:
    """What charts are drawn with; *rising* fills a cell from below, *weights* grow in weight."""

    rising: str
    weights: str
    bar: str
    edge: str
    corner: str
    line: str
    dot: str


UNICODE = Signs(" ▁▂▃▄▅▆▇█", "·░▒▓█", "▇", "│", "└", "─", "●")
ASCII = Signs(" .:#", ".:+*#", "#", "|", "+", "-", "o")


def columns(values: Iterable[float | None], most: float, rows: int, signs: Signs) -> list[str]:
    """A column for each value, *most* being *rows* high, from the top row to the bottom row.

    None stays bare; any other value is seen, however small.
    """
    steps = len(signs.rising) - 1
    heights = [
        0 if value is None else max(1, min(rows * steps, round(value / most * rows * steps)))
        for value in values
    ]
    return [
        "".join(signs.rising[min(steps, max(0, height - steps * below))] for height in heights)
        for below in reversed(range(rows))
    ]


def framed(rows: Sequence[str], top: str, bottom: str, signs: Signs) -> list[str]:
    """Rows of a chart beside an axis that says what its *top* and its *bottom* stand for."""
    wide = max(len(top), len(bottom))
    labels = [top, *[""] * (len(rows) - 2), bottom] if len(rows) > 1 else [top]
    lines = [f"{label:>{wide}} {signs.edge}{row}" for label, row in zip(labels, rows, strict=True)]
    return [*lines, " " * (wide + 1) + signs.corner + signs.line * max(map(len, rows))]


def months(weeks: Sequence[date]) -> str:
    """The names of months, each over the first week that begins in it."""
    line = ""
    for place, week in enumerate(weeks):
        first = place == 0 or week.month != weeks[place - 1].month
        # The first month is named only where there is room before the next one.
        crowded = place == 0 and any(later.month != week.month for later in weeks[1:4])
        if first and not crowded:
            line = line.ljust(place) + f"{week:%b}"
    return line


def bar(share: float, room: int, signs: Signs) -> str:
    """A bar that takes *share* of *room*; any share above 0 is seen."""
    return signs.bar * min(room, max(ceil(share > 0), round(share * room)))


def strip(
    low: float, *, at: float, mark: float, between: tuple[float, float], room: int, signs: Signs
) -> str:
    """A line for shares from *low* to 1: a dot *at*, a *mark* beside it, and what is likely.

    Where dot and mark fall together, the dot is seen.
    """

    def place(share: float) -> int:
        return min(room - 1, max(0, round((share - low) / (1 - low) * (room - 1))))

    cells = [" "] * room
    for cell in range(place(between[0]), place(between[1]) + 1):
        cells[cell] = signs.line
    cells[place(mark)] = signs.edge
    cells[place(at)] = signs.dot
    return "".join(cells)


def scale(low: float, room: int) -> str:
    """The labels over a strip: *low*, the middle and 100 %."""
    middle = f"{(low + 1) / 2:.0%}"
    left, right = f"{low:.0%}", "100%"
    start = (room - len(middle)) // 2
    return (left.ljust(start) + middle).ljust(room - len(right)) + right
