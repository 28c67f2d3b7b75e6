"""What an interview came to, on the screen: first in short, then question by question."""

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from nnquiz.interview import wording
from nnquiz.interview.failings import Failing
from nnquiz.interview.report import Followed, Outcome, Report
from nnquiz.terminal.console import indented, make_console, safe
from nnquiz.terminal.grade_page import show_points
from nnquiz.terminal.pager import page_through
from nnquiz.terminal.typists import is_terminal

_WIDEST_NAME = 28


def show_report(report: Report) -> None:
    """Show the whole of it: to a person a screen at a time, unless it was broken off.

    Then all of it is printed with the short part last, where it stays on the screen.
    Raises `KeyboardInterrupt` on Ctrl-C.
    """
    console = make_console()
    pages = list(_pages(console, report))
    if is_terminal() and report.finished is not None:
        page_through(console, pages)
        return
    if is_terminal():
        pages = [*pages[1:], pages[0]]
    for page in pages:
        console.file.write("\n".join(page) + "\n")


def _pages(console: Console, report: Report) -> Iterator[list[str]]:
    with console.capture() as capture:
        _short(console, report)
    yield capture.get().splitlines()
    for outcome in report.outcomes:
        with console.capture() as capture:
            _question(console, outcome, report.planned)
        yield capture.get().splitlines()


def _short(console: Console, report: Report) -> None:
    """Scores, how answers fell short, what to study."""
    console.print()
    _print(console, safe(f"Interview: {wording.headline(report)}", "bold"))
    _print(console, safe(wording.compared(report), "dim"))
    if left := wording.not_reached(report):
        _print(console, safe(left))
    _title(console, "By topic")
    notes = wording.topic_notes(report)
    width = min(max(map(len, notes)), _WIDEST_NAME)
    for topic in report.topics:
        line = safe(f"{topic.name:<{width}}  {topic.score:>4.0%}  ")
        _print(console, line.append_text(safe(notes[topic.name], "dim")), "  ")
    _title(console, "What fell short")
    if not report.fell_short:
        _print(console, safe(wording.NOTHING), "  ")
    width = max((len(kind.label) for kind in report.fell_short), default=0)
    for kind, outcomes in report.fell_short.items():
        slugs = ", ".join(outcome.question.slug for outcome in outcomes)
        _print(console, safe(slugs), f"  {kind.label:<{width}}  {len(outcomes)}  ")
    if report.advice:
        _title(console, "Study next")
    width = min(max((len(each.name) for each in report.advice), default=0), _WIDEST_NAME)
    for each in report.advice:
        line = safe(f"{each.name:<{width}}  {each.score:>4.0%}  ")
        _print(console, line.append_text(safe(each.commands[0], "bold")), "  ", "    ")


def _question(console: Console, outcome: Outcome, planned: int) -> None:
    """One question with the person's answer above the bank's."""
    console.print()
    head = f"{outcome.position}/{planned} · {outcome.topic} · {wording.facts(outcome)}"
    _print(console, safe(head, "dim"))
    _print(console, safe(outcome.question.question, "bold"))
    if short := wording.fell_short(outcome):
        _print(console, safe(f"Fell short: {short}"))
    _said(console, outcome.answer, outcome.question.answer)
    if Failing.PASSED not in outcome.failings:
        console.print()
        show_points(console, outcome.grade)
    if outcome.follow_up is not None:
        _follow_up(console, outcome.follow_up)
    console.print()
    _print(console, safe(f"Study: {' · '.join(outcome.commands)}"))


def _follow_up(console: Console, follow_up: Followed) -> None:
    console.print()
    _print(console, safe(f"Follow-up · {follow_up.score:.0%}", "dim"))
    _print(console, safe(follow_up.question, "bold"))
    _said(console, follow_up.answer, follow_up.model_answer)


def _said(console: Console, answer: str, model_answer: str) -> None:
    for title, text in (("Your answer", answer or "None."), ("Model answer", model_answer)):
        _title(console, title)
        _print(console, safe(text), "  ")


def _title(console: Console, title: str) -> None:
    console.print()
    _print(console, Text(title, "bold"))


def _print(console: Console, text: Text, first: str = "", rest: str | None = None) -> None:
    console.print(indented(console, text, first, rest))
