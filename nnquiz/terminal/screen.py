"""The pages of a study session: question, grade, dates, summary."""

from collections.abc import Mapping, Sequence
from datetime import date

from rich.console import Console
from rich.text import Text

from nnquiz.bank.model import Question
from nnquiz.drill import Answered, Asked, Summary
from nnquiz.grading.grade import Grade, Missed
from nnquiz.rating import Rating
from nnquiz.terminal import words
from nnquiz.terminal.console import indented, safe
from nnquiz.terminal.grade_page import show_grade, show_missed

HELP = """\
:hint   a nudge toward a point, one more each time; the answer then counts as hard at best
:demo   the question's demo; the answer then counts as hard at best
:show   the answer; counts as not known, and the question comes back
:skip   put the question off for this session
:undo   take back the last answer and ask its question again
:edit   write the answer in your editor ($VISUAL or $EDITOR)
:quit   end the session (Ctrl-D does the same); all that was graded is stored
Enter sends. Alt-Enter makes a new line. Pasted lines stay one answer."""


class Screen:
    """Writes the pages of a session to one console."""

    def __init__(self, console: Console, notes: Console, today: date) -> None:
        self.console = console
        self._notes = notes
        self._today = today

    def question(self, asked: Asked) -> None:
        """The heading and the question."""
        question = asked.question
        parts = [f"{asked.position}/{asked.total}", *question.tags[:3]]
        if asked.again:
            parts.append("again, because it was not passed")
        elif asked.memory is None:
            parts.append("new")
        else:
            seen = words.ago(asked.memory.last_day, self._today)
            parts.append(f"last seen {seen}, “{asked.memory.last_rating.label}”")
        self.console.print()
        self.console.print(self._wrapped(Text(" · ".join(map(str, parts)), "dim")))
        self.console.print(self._wrapped(safe(question.question, "bold")))

    def legend(self, *keys: str) -> None:
        """The keys that work now."""
        self.console.print(self._wrapped(Text(" · ".join(keys), "dim")))

    def hint(self, text: str, left: int) -> None:
        """One hint, and how many more there are."""
        more = f" ({words.count(left, 'more hint')})" if left else " (the last hint)"
        self.console.print(self._line("hint: ", safe(text + more)))

    def note(self, text: str) -> None:
        """A plain remark."""
        self._notes.print(self._wrapped(safe(text, "dim")))

    def grade(self, grade: Grade, rating: Rating, *, hints: bool) -> None:
        """The verdict: score, rating, points made, missed (with *hints*, those) and wrong."""
        self.console.print()
        show_grade(self.console, grade, rating, hints=hints)

    def points(self, missed: Sequence[Missed]) -> None:
        """The points that were missed."""
        show_missed(self.console, missed)

    def reference(self, question: Question) -> None:
        """The reference answer."""
        self.console.print()
        self.console.print(Text("Answer", "bold"))
        self.console.print(self._wrapped(safe(question.answer)))

    def choices(self, choices: Mapping[Rating, date], standing: Rating | None) -> None:
        """Each rating's next date; the *standing* rating stands out."""
        line = Text()
        for rating, due in choices.items():
            soon = "soon, then " if rating is Rating.AGAIN else ""
            style = "bold" if rating is standing else ""
            line.append(f"{rating.value} {rating.label} ", style)
            line.append(f"{soon}{words.day(due, self._today)}", style or "dim")
            line.append("   ")
        line.rstrip()
        self.console.print()
        self.console.print(self._wrapped(line))

    def returns(self, answered: Answered, *, planned: bool) -> None:
        """When the question comes back."""
        if answered.returns_today:
            text = "Comes back in this session, until it is passed."
        elif planned:
            when = words.when(answered.memory.due, self._today)
            text = f"Comes back as the plan says; without it, {when}."
        else:
            text = f"Comes back {words.when(answered.memory.due, self._today)}."
        self.console.print(Text(text, "dim"))

    def leech(self, failed: int, question: Question, demo: str) -> None:
        """That a question won't stick, and what else to try than to answer it again."""
        other = f"watch it: nnquiz demo {demo}" if demo else f"read nnquiz show {question.slug}"
        text = f"Failed {failed} times by now; {other}. nnquiz stats names the point."
        self.console.print(self._wrapped(safe(text, "dim")))

    def summary(self, summary: Summary, try_next: str) -> None:
        """The last page: what was learned, what is due when, one thing to try."""
        self.console.print()
        if not summary.answered:
            self.console.print(self._wrapped(Text("Nothing answered.")))
        else:
            parts = [f"{words.count(summary.answered, 'answer')} stored"]
            parts.append(f"{words.count(summary.passed, 'question')} passed")
            if summary.mean_score is not None:
                parts.append(f"mean score {summary.mean_score:.0%}")
            if summary.seconds >= 1:
                parts.append(words.duration(summary.seconds))
            self.console.print(self._wrapped(Text(" · ".join(parts), "bold")))
        if summary.learned:
            slugs = ", ".join(question.slug for question in summary.learned)
            self.console.print(self._line("Learned: ", safe(slugs)))
        if summary.coming:
            days = [f"{words.day(day, self._today)} {n}" for day, n in summary.coming[:5]]
            self.console.print(self._line("Due: ", Text(" · ".join(days))))
        if try_next:
            self.console.print(self._wrapped(safe(try_next)))

    def _wrapped(self, text: Text) -> Text:
        return indented(self.console, text, "")

    def _line(self, mark: str, text: Text) -> Text:
        return indented(self.console, text, mark)
