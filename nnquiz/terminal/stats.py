"""The figures of a history on the console: one short section after the other."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from nnquiz.statistics.activity import WEEKS, Work, last_weeks
from nnquiz.statistics.mastery import KNOWN_FROM
from nnquiz.statistics.overview import Overview
from nnquiz.statistics.recall import Share
from nnquiz.statistics.weaknesses import LATEST, LEECH_FROM, Weakness
from nnquiz.terminal import stats_charts as charts
from nnquiz.terminal import stats_words, words
from nnquiz.terminal.console import can_encode, indented, make_console, safe
from nnquiz.terminal.pager import page_through
from nnquiz.terminal.plain import wants_plain
from nnquiz.terminal.text_charts import ASCII, UNICODE
from nnquiz.terminal.typists import is_terminal

_SHOWN = 5  # of each list; `--json` holds all
_NAMED = 3  # questions that build on another
_INK = "[░▒▓█▁▂▃▄▅▆▇●]+"  # the part of a chart that is the matter itself


def show_stats(overview: Overview) -> None:
    """Show all that there is something to say of: to a person a screen at a time.

    Raises `KeyboardInterrupt` on Ctrl-C.
    """
    console = make_console()
    with console.capture() as capture:
        _write(_Page(overview, console), overview)
    if is_terminal():
        page_through(console, [capture.get().splitlines()])
    else:
        console.file.write(capture.get())


def _write(page: "_Page", overview: Overview) -> None:
    if not overview.total.answers:
        page.line("No answer yet, so there is nothing to show. Begin: nnquiz drill")
        return
    page.standing()
    page.calendar()
    page.weeks()
    page.calibration()
    page.forecast()
    page.topics()
    page.bottlenecks()
    page.weaknesses()
    page.leeches()
    page.next()


class _Page:
    """Writes the sections, each with a heading that says what is seen."""

    def __init__(self, overview: Overview, console: Console) -> None:
        self._all = overview
        self._console = console
        self._plain = wants_plain()
        self._signs = UNICODE if can_encode(self._console, "·░▒▓█▁▂▃▄▅▆▇│└─●") else ASCII
        self._weeks = last_weeks(overview.today, charts.weeks_shown(self._console.width))

    def line(self, text: str, style: str = "", first: str = "", rest: str | None = None) -> None:
        """A line, wrapped where it is too long."""
        self._console.print(indented(self._console, safe(text, style), first, rest))

    def heading(self, text: str, about: str = "") -> None:
        """What a section shows, after an empty line."""
        self._console.print()
        title = safe(text, "bold")
        if about:
            title.append_text(safe(f": {about}"))
        self._console.print(indented(self._console, title, ""))

    def rows(self, lines: Iterable[str]) -> None:
        """Lines of a chart, as they are."""
        for line in lines:
            text = Text(line.rstrip())
            text.highlight_regex(_INK, "green")
            self._console.print(text, soft_wrap=True)

    def facts(self, lines: Iterable[str]) -> None:
        """What a chart would show, in words."""
        for line in lines:
            self.line(line)

    def standing(self) -> None:
        """Today, the streak and all there is so far."""
        all_, today = self._all, self._all.work_today
        done = "nothing yet"
        if today.answers:
            done = f"{words.count(today.answers, 'answer')}, {today.passed} passed"
            done += f", {words.duration(today.seconds)}" if today.seconds >= 1 else ""
        self.line(f"{done}; {all_.due} due", first="Today   ")
        days, longest = all_.streak.days, all_.streak.longest
        run = words.count(days, "day") + " in a row"
        if not days:
            run = "none at present"
        elif not today.answers:
            run += ", if you answer today"
        self.line(f"{run}; the longest was {words.count(longest, 'day')}", first="Streak  ")
        total = f"{words.count(all_.total.answers, 'answer')}"
        total += f" on {words.count(len(all_.days), 'day')}"
        if all_.time.median is not None:
            total += f", {words.long_duration(all_.time.seconds)}"
            total += f", {words.duration(all_.time.median)} an answer (median)"
        self.line(total, first="In all  ")
        if all_.gone:
            self.line(
                f"{words.count(all_.gone, 'answer')} to questions that the bank no longer has",
                first="        ",
            )

    def calendar(self) -> None:
        """A sign for each day of a year."""
        studied = [day for day in self._all.days if self._weeks[0] <= day <= self._all.today]
        about = f"answers a day; {words.count(len(studied), 'study day')}"
        self.heading("The last year" if len(self._weeks) == WEEKS else "Lately", about)
        if self._plain:
            return
        answers = {day: work.answers for day, work in self._all.days.items()}
        width = self._console.width
        self.rows(charts.calendar(self._weeks, answers, self._all.today, width, self._signs))

    def weeks(self) -> None:
        """Answers, recall and time of each week, below each other."""
        shown = [self._all.weeks.get(week, Work()) for week in self._weeks]
        if sum(work.answers > 0 for work in shown) < 2:
            return
        most = max(work.answers for work in shown)
        self.heading("Answers a week", f"at most {most}")
        self._by_week([work.answers or None for work in shown], most, "")
        shares = [self._all.recall_by_week.get(week, Share(0, 0)) for week in self._weeks]
        whole = Share(sum(s.part for s in shares), sum(s.whole for s in shares))
        if whole.value is not None:
            about = f"{whole.value:.0%} of {whole.whole} first tries at questions of earlier days"
            self.heading("Recall by week", f"{about} (aim {self._all.desired_retention:.0%})")
            percent = [None if s.value is None else 100 * s.value for s in shares]
            self._by_week(percent, 100, "%", rows=5)
        minutes = [work.seconds / 60 for work in shown]
        if max(minutes) >= 1:
            self.heading("Minutes a week", f"{words.long_duration(60 * sum(minutes))} in all")
            self._by_week([m or None for m in minutes], max(minutes), " min")

    def _by_week(
        self, values: Sequence[float | None], most: float, unit: str, rows: int = 4
    ) -> None:
        if self._plain:
            self.facts(stats_words.by_week(self._weeks, values, unit))
            return
        self.rows(charts.by_week(self._weeks, values, most, rows, self._signs))

    def calibration(self) -> None:
        """Predicted against actual recall, bin by bin."""
        found = self._all.calibration
        if found.predicted is None or found.actual is None:
            self.heading("Expected and actual recall")
            self.line("No question has come back on a later day yet.")
            return
        about = f"{found.predicted:.0%} and {found.actual:.0%} of {found.count} first tries"
        self.heading("Expected and actual recall", about)
        if self._plain:
            self.facts(stats_words.calibration(found.bins))
        else:
            self.rows(charts.calibration(found.bins, self._console.width, self._signs))
            signs = self._signs
            self.line(
                f"{signs.dot} recalled, {signs.edge} expected, {signs.line} where the true share"
                " lies in 19 cases of 20",
                "dim",
            )
        errors = f"log loss {found.log_loss:.2f}, error of the rows {found.rmse:.1%}"
        self.line(f"{errors}: the less, the better", "dim")

    def forecast(self) -> None:
        """What falls due on each of the next days."""
        coming = self._all.forecast
        about = f"{sum(coming.values())} of the questions answered so far; {self._all.due} today"
        self.heading(f"Due in the next {len(coming)} days", about)
        if self._plain:
            self.facts(stats_words.forecast(coming))
        else:
            self.rows(charts.forecast(coming, self._console.width, self._signs))

    def topics(self) -> None:
        """How well each topic is known, and what it stands on."""
        whole, topics = self._all.mastery, self._all.topics
        about = f"of {words.count(whole.questions, 'question')} {whole.known} known"
        about += f" (for {KNOWN_FROM:.0f} days or more), {whole.learning} learning, {whole.new} new"
        self.heading("Topics", about)
        if not topics:
            return
        if self._plain:
            self.facts(stats_words.topics(topics))
        else:
            self.rows(charts.topics(topics, self._console.width, self._signs))
        self.line(
            "recall today: the mean chance of it, 0 for new questions; below it: the same for what"
            " the topic's questions build on",
            "dim",
        )

    def bottlenecks(self) -> None:
        """Weak questions that others build on."""
        shown = self._all.bottlenecks[:_SHOWN]
        if not shown:
            return
        self.heading("In the way", "weak or new questions that others build on")
        for each in shown:
            chance = " new" if each.recall is None else f"{each.recall:>4.0%}"
            named = ", ".join(each.carries[:_NAMED])
            more = len(each.carries) - _NAMED
            named += f" and {more} more" if more > 0 else ""
            self.line(f"{each.question.slug} carries {named}", first=f"{chance}  ")

    def weaknesses(self) -> None:
        """Points most often missed and misconceptions most often held."""
        about = f"in your last {LATEST} typed answers to each question"
        if self._all.missed:
            self.heading("Points most often missed", about)
            self._list(self._all.missed)
        if self._all.held:
            self.heading("Misconceptions most often held", about)
            self._list(self._all.held)

    def _list(self, weaknesses: Sequence[Weakness]) -> None:
        for each in weaknesses[:_SHOWN]:
            mark = f"{each.times} of {each.answers}"
            self.line(f"{each.text} ({each.question.slug})", first=f"{mark:>8}  ")

    def leeches(self) -> None:
        """Questions that won't stick."""
        shown = self._all.leeches[:_SHOWN]
        if not shown:
            return
        more = len(self._all.leeches) - len(shown)
        about = f"failed {LEECH_FROM} times or more" + (f"; {more} more in --json" * (more > 0))
        self.heading("Leeches", about)
        for each in shown:
            when = words.past(each.last_failed, self._all.today)
            failed = f"failed {each.failed} of {words.count(each.answers, 'time')}, last {when}"
            self.line(f"{each.question.slug}: {failed}", first="- ")
            if each.point is not None:
                missed = f"(missed in {each.point.times} of {each.point.answers})"
                self.line(f"keeps failing: {each.point.text} {missed}", first="  ")
            if each.question.demo:
                self.line(f"watch it: nnquiz demo {each.question.demo}", first="  ")

    def next(self) -> None:
        """One command that goes on from here."""
        self._console.print()
        self.line("Next: nnquiz drill" + ("" if self._all.due else " --ahead"), "dim")
