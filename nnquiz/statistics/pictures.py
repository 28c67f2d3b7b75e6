"""The figures as frames, for a page or a picture to keep."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from textwrap import wrap

from nnquiz.frames import Bars, Frame, Grid, Lines, Picture, Say, Table
from nnquiz.statistics.activity import WEEKS, Work, last_weeks, monday
from nnquiz.statistics.mastery import KNOWN_FROM
from nnquiz.statistics.overview import Overview
from nnquiz.statistics.weaknesses import LATEST, LEECH_FROM, Leech, Weakness

_SHOWN = 8  # of each list
_LAST_COLUMN = 46  # characters of a sheet that is 60 wide
_FEWEST_WEEKS = 12
_ENOUGH = 5  # answers that make a point of a curve
_FIXED = "\u00a0"  # a space at which no line is broken
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def title(overview: Overview) -> str:
    """What the page is."""
    return f"nnquiz: where you stand on {overview.today.day} {overview.today:%B %Y}"


def frames(overview: Overview) -> Iterator[Frame]:
    """A page: the figures of today, and a picture of all that there is something to say of."""
    yield _standing(overview)
    if not overview.total.answers:
        yield Say("No answer yet. Begin: nnquiz drill")
        return
    yield _calendar(overview)
    yield from _weeks(overview)
    if overview.calibration.bins:
        yield from _calibration(overview)
    yield _forecast(overview)
    yield from _topics(overview)
    if overview.bottlenecks:
        yield _bottlenecks(overview)
    about = f"(in the last {LATEST} typed answers to each question)"
    if overview.missed:
        yield _list("missed", f"Points most often missed {about}", "point", overview.missed)
    if overview.held:
        named = f"Misconceptions most often held {about}"
        yield _list("held", named, "misconception", overview.held)
    if overview.leeches:
        yield _leeches(overview)


def _standing(overview: Overview) -> Picture:
    today, run, total = overview.work_today, overview.streak, overview.total
    return Table(
        key="standing",
        title="",
        head=("", "answers", "passed", "minutes", "days in a row", "due"),
        rows=[
            ("today", *_work(today), str(run.days), str(overview.due)),
            ("in all", *_work(total), f"{run.longest} at most", ""),
        ],
    )


def _work(work: Work) -> tuple[str, str, str]:
    return str(work.answers), str(work.passed), f"{work.seconds / 60:.0f}"


def _calendar(overview: Overview) -> Picture:
    weeks = last_weeks(overview.today)
    cells = [
        [_answers(overview, week + timedelta(days=weekday)) for week in weeks]
        for weekday in range(7)
    ]
    return Grid(
        key="calendar",
        title="The last year: answers a day, a column for each week",
        cells={"": cells},
        rows=_WEEKDAYS,
        columns=_month_names(weeks),
    )


def _answers(overview: Overview, day: date) -> float:
    return float(overview.days.get(day, Work()).answers)


def _month_names(weeks: Sequence[date]) -> list[str]:
    """A name for each fourth week, as wide as four narrow columns, where the month is another."""
    return [
        "" if place % 4 or (place and week.month == weeks[place - 4].month) else f"{week:%b}"
        for place, week in enumerate(weeks)
    ]


def _weeks(overview: Overview) -> Iterator[Picture]:
    weeks = _weeks_of_use(overview)
    ago = [float(place - len(weeks) + 1) for place in range(len(weeks))]
    edges = [ago[0] - 0.5, *(place + 0.5 for place in ago)]
    worked = [overview.weeks.get(week, Work()) for week in weeks]
    yield Bars(
        key="answers",
        title="Answers a week",
        bars={"answers, by weeks from this one": [float(work.answers) for work in worked]},
        edges=edges,
    )
    shares = [
        (place, 100 * share.value)
        for place, week in zip(ago, weeks, strict=True)
        if (share := overview.recall_by_week.get(week)) and share.value is not None
    ]
    if shares:
        yield Lines(
            key="recall",
            title="Recall by week: first tries of a day at questions of earlier days",
            series={"recalled": ([at for at, _ in shares], [value for _, value in shares])},
            x="weeks from this one",
            y="%",
            marks={"aim": ("y", 100 * overview.desired_retention)},
        )
    yield Bars(
        key="minutes",
        title="Minutes a week",
        bars={"minutes, by weeks from this one": [work.seconds / 60 for work in worked]},
        edges=edges,
    )


def _weeks_of_use(overview: Overview) -> list[date]:
    """The last weeks since the first answer, but neither very few nor more than a year's."""
    since = (monday(overview.today) - min(overview.weeks)).days // 7 + 1
    return last_weeks(overview.today, min(WEEKS, max(_FEWEST_WEEKS, since)))


def _calibration(overview: Overview) -> Iterator[Picture]:
    found = overview.calibration
    drawn = [each for each in found.bins if each.count >= _ENOUGH] or found.bins
    expected = [100 * each.predicted for each in drawn]
    ends = [min(expected), max(expected)]
    yield Lines(
        key="calibration",
        title=f"Expected and actual recall of {found.count} first tries",
        series={
            "recalled": (expected, [100 * each.actual for each in drawn]),
            "as expected": (ends, ends),
        },
        x="expected recall, %",
        y="%",
    )
    yield Table(
        key="bins",
        title=f"The same in figures: log loss {found.log_loss:.2f}, error {found.rmse:.1%}",
        head=("expected", "first tries", "mean", "recalled", "likely"),
        rows=[
            (
                f"{each.low:.0%}-{each.high:.0%}",
                str(each.count),
                f"{each.predicted:.0%}",
                f"{each.actual:.0%}",
                f"{each.from_:.0%}-{each.to:.0%}",
            )
            for each in found.bins
        ],
    )


def _forecast(overview: Overview) -> Picture:
    due = [float(count) for count in overview.forecast.values()]
    return Bars(
        key="forecast",
        title=f"Due in the next {len(due)} days: {sum(due):.0f} of the questions answered so far",
        bars={"due, by days from today": due},
        edges=[place - 0.5 for place in range(len(due) + 1)],
    )


def _topics(overview: Overview) -> Iterator[Picture]:
    if not overview.topics:
        return
    yield Bars(
        key="mastery",
        title="Recall today by topic: the mean chance of it, 0 for new questions",
        bars={topic.tag: round(100 * (topic.mastery.recall or 0.0)) for topic in overview.topics},
        unit="%",
    )
    whole = overview.mastery
    yield Table(
        key="topics",
        title=f"Topics: {whole.known} of {whole.questions} questions known (for {KNOWN_FROM:.0f}"
        f" days or more), {whole.learning} learning, {whole.new} new",
        head=("topic", "recall today", "known", "learning", "new", "below it"),
        rows=[
            (
                topic.tag,
                f"{topic.mastery.recall or 0.0:.0%}",
                str(topic.mastery.known),
                str(topic.mastery.learning),
                str(topic.mastery.new),
                "" if topic.base is None else f"{topic.base:.0%}",
            )
            for topic in overview.topics
        ],
    )


def _bottlenecks(overview: Overview) -> Picture:
    return Table(
        key="bottlenecks",
        title="In the way: weak or new questions that others build on",
        head=("question", "recall today", "build on it"),
        rows=[
            (
                each.question.slug,
                "new" if each.recall is None else f"{each.recall:.0%}",
                str(len(each.carries)),
            )
            for each in overview.bottlenecks[:_SHOWN]
        ],
    )


def _list(key: str, named: str, kind: str, weaknesses: Sequence[Weakness]) -> Picture:
    return Table(
        key=key,
        title=named,
        head=("times", f"{kind} (question)"),
        rows=[
            (
                _so_many(each.times, each.answers),
                f"{each.text} ({each.question.slug})",
            )
            for each in weaknesses[:_SHOWN]
        ],
    )


def _leeches(overview: Overview) -> Picture:
    return Table(
        key="leeches",
        title=f"Leeches: failed {LEECH_FROM} times or more",
        head=("failed", "question: the point that keeps failing (demo)"),
        rows=[
            (_so_many(each.failed, each.answers), _leech(each))
            for each in overview.leeches[:_SHOWN]
        ],
    )


def _so_many(part: int, whole: int) -> str:
    return f"{part}{_FIXED}of{_FIXED}{whole}"


def _leech(leech: Leech) -> str:
    words = leech.question.slug
    words += f": {leech.point.text}" if leech.point else ""
    return words + (f" (nnquiz demo {leech.question.demo})" if leech.question.demo else "")


def narrowed(picture: Picture) -> Picture:
    """A table whose last column is broken into rows, for a sheet that cannot wrap."""
    if not isinstance(picture, Table):
        return picture
    rows: list[Sequence[str | float]] = []
    for *before, last in picture.rows:
        first, *rest = wrap(str(last), _LAST_COLUMN) or [""]
        rows += [(*before, first), *((*("" for _ in before), line) for line in rest)]
    return replace(picture, rows=rows)
