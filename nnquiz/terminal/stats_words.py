"""The charts of a history in words, one fact a line: for screen readers."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from nnquiz.statistics.mastery import Topic
from nnquiz.statistics.recall import Bin
from nnquiz.terminal import words

_WEEKS = 8  # the last ones: a year's would be too many to listen to


def by_week(weeks: Sequence[date], values: Sequence[float | None], unit: str) -> Iterator[str]:
    """The last weeks that have a value, each by its Monday."""
    for week, value in list(zip(weeks, values, strict=True))[-_WEEKS:]:
        if value is not None:
            yield f"Week of {week.day} {week:%b}: {value:.0f}{unit}"


def calibration(bins: Sequence[Bin]) -> Iterator[str]:
    """What was recalled of what was expected, bin by bin."""
    for each in bins:
        yield (
            f"Expected {100 * each.low:.0f} to {each.high:.0%}: recalled {each.actual:.0%} of"
            f" {each.count}, likely {100 * each.from_:.0f} to {each.to:.0%}"
        )


def forecast(coming: Mapping[date, int]) -> Iterator[str]:
    """The days on which anything falls due."""
    today = min(coming)
    for day, due in coming.items():
        if due:
            yield f"Due {words.day(day, today)}: {due}"


def topics(shown: Sequence[Topic]) -> Iterator[str]:
    """Each topic's recall, questions, and the recall of what is below it."""
    for topic in shown:
        one = topic.mastery
        below = "" if topic.base is None else f"; below it {topic.base:.0%}"
        yield (
            f"{topic.tag}: recall today {one.recall or 0.0:.0%}, {one.known} known,"
            f" {one.learning} learning, {one.new} new{below}"
        )
