"""The charts of a history: lines of text, as wide as there is room for."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from rich.cells import cell_len, set_cell_size

from nnquiz.statistics.activity import WEEKS
from nnquiz.statistics.mastery import Topic
from nnquiz.statistics.recall import Bin
from nnquiz.terminal import text_charts
from nnquiz.terminal.plain import printable
from nnquiz.terminal.text_charts import Signs

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WEIGHTS = ("none", "1-4", "5-9", "10-19", "20 or more")  # answers a day, by the sign's weight
_BEFORE = 5  # columns before the first week of every chart by weeks
_STRIP = 41  # columns from the least share to 100 %, at most
_LONGEST_NAME = 24
_TOPIC_FIGURES = "  known  learning  new  below it"


def weeks_shown(width: int) -> int:
    """How many weeks have room in *width* columns."""
    return max(1, min(WEEKS, width - _BEFORE - 2))  # a month's name may begin at the last


def calendar(
    weeks: Sequence[date], answers: Mapping[date, int], today: date, width: int, signs: Signs
) -> list[str]:
    """A row for each weekday and a sign for each day up to *today*, by its answers, with a key."""
    rows = []
    for place, name in enumerate(_WEEKDAYS):
        days = [week + timedelta(days=place) for week in weeks]
        drawn = (
            signs.weights[weight(answers.get(day, 0))] if day <= today else " " for day in days
        )
        rows.append(f"{name:<{_BEFORE}}{''.join(drawn)}")
    key = [f"{sign} {name}" for sign, name in zip(signs.weights, _WEIGHTS, strict=True)]
    if _BEFORE + len(weeks) + 2 + max(map(len, key)) <= width:
        rows = [f"{row}  {text}" for row, text in zip(rows, ["", *key, ""], strict=True)]
        key = []
    return [" " * _BEFORE + text_charts.months(weeks), *rows, *key]


def weight(answers: int) -> int:
    """The place of a day's sign: 0 for no answer, up to 4."""
    return sum(answers >= least for least in (1, 5, 10, 20))


def by_week(
    weeks: Sequence[date], values: Sequence[float | None], most: float, rows: int, signs: Signs
) -> list[str]:
    """A column for each week; below each other the weeks of all charts stand in line."""
    columns = text_charts.columns(values, most, rows, signs)
    lines = text_charts.framed(columns, f"{most:>{_BEFORE - 2}.0f}", "0", signs)
    indent = len(lines[-1]) - len(values)
    return [*lines, " " * indent + text_charts.months(weeks)]


def calibration(bins: Sequence[Bin], width: int, signs: Signs) -> list[str]:
    """A row for each bin: what was recalled, what was expected, and what is likely."""
    least = min(min(each.from_, each.predicted) for each in bins)
    low = next(edge for edge in (0.75, 0.5, 0.25, 0.0) if edge <= least)
    shares = [f"{each.actual:>4.0%} of {each.count}" for each in bins]
    room = max(12, min(_STRIP, width - 12 - max(len("recalled"), *map(len, shares))))
    rows = [f"expected  {text_charts.scale(low, room)}  recalled"]
    for each, share in zip(bins, shares, strict=True):
        likely = (each.from_, each.to)
        drawn = text_charts.strip(
            low, at=each.actual, mark=each.predicted, between=likely, room=room, signs=signs
        )
        label = f"{100 * each.low:.0f}-{each.high:.0%}"
        rows.append(f"{label:>8}  {drawn}  {share}")
    return rows


def forecast(coming: Mapping[date, int], width: int, signs: Signs) -> list[str]:
    """A column for each day, and the date of each seventh; nothing if nothing falls due."""
    most = max(coming.values())
    if not most:
        return []
    wide = 2 if _BEFORE + 2 * len(coming) + 2 <= width else 1  # the last date juts out
    rows = text_charts.columns([due or None for due in coming.values()], most, min(5, most), signs)
    broad = ["".join(sign * wide for sign in row) for row in rows]
    lines = text_charts.framed(broad, f"{most:>{_BEFORE - 2}}", "0", signs)
    indent = len(lines[-1]) - wide * len(coming)
    dates = ""
    for place, day in enumerate(coming):
        if place % 7 == 0 and place < len(coming) - 1:
            dates = dates.ljust(wide * place) + f"{day.day} {day:%b}"
    return [*lines, " " * indent + dates]


def topics(shown: Sequence[Topic], width: int, signs: Signs) -> list[str]:
    """A row for each topic: its recall today, its questions, and the recall of what is below it."""
    longest = max(len("topic"), *(cell_len(printable(topic.tag)) for topic in shown))
    left = width - len("   100% ") - len(_TOPIC_FIGURES)
    name = max(8, min(_LONGEST_NAME, longest, left - 4))
    room = max(4, left - name)
    rows = [f"{'topic':<{name}}  {' recall today':<{room + 5}}{_TOPIC_FIGURES}"]
    for topic in shown:
        one = topic.mastery
        recall = one.recall or 0.0
        drawn = f"{recall:>4.0%} {text_charts.bar(recall, room, signs)}"
        base = "-" if topic.base is None else f"{topic.base:.0%}"
        figures = f"  {one.known:>5}  {one.learning:>8}  {one.new:>3}  {base:>8}"
        rows.append(f"{_fitted(topic.tag, name)}  {drawn:<{room + 5}}{figures}")
    return rows


def _fitted(text: str, room: int) -> str:
    """*text* in exactly *room* columns."""
    text = printable(text)
    if cell_len(text) > room:
        text = set_cell_size(text, room - 3).rstrip() + "..."
    return set_cell_size(text, room)
