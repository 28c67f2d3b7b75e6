"""A grade as people read it: sign, word and color together, so that none is needed alone."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from nnquiz.grading.grade import Grade, Missed
from nnquiz.rating import Rating
from nnquiz.terminal import words
from nnquiz.terminal.console import can_encode, indented, safe

_STYLE = {
    Rating.AGAIN: "red",
    Rating.HARD: "yellow",
    Rating.GOOD: "green",
    Rating.EASY: "bold green",
}


def show_grade(console: Console, grade: Grade, rating: Rating, *, hints: bool = False) -> None:
    """Print score and rating, then the points made (with the words for it), missed and wrong.

    With *hints*, a missed point is not told: its hint is, where it has one.
    """
    console.print(_head(grade, rating))
    show_points(console, grade, hints=hints)
    if grade.nearly is not None:
        near = f"Close to “{grade.nearly.label}”: rate it yourself if you see it otherwise."
        _print(console, "   ", safe(_unless(can_encode(console, "“”"), near)), "")
    if grade.beyond_points:
        beyond = "The score is for the whole answer: right things count that no point names."
        _print(console, "   ", safe(beyond, "dim"), "")


def show_points(console: Console, grade: Grade, *, hints: bool = False) -> None:
    """Print the points made, missed (with *hints*, those) and wrong, and what else counted."""
    fancy = can_encode(console, "✔✘“”")
    made_sign = "✔" if fancy else "+"
    opening, closing = ("“", "”") if fancy else ('"', '"')
    for made in grade.covered:
        line = safe(made.label + ("" if made.credit == 1 else " (in part)"))
        line.append_text(safe(f"  {opening}{made.words}{closing}", "dim"))
        _print(console, f" {made_sign} ", line, "green")
    show_missed(console, grade.missed, hints=hints)
    for wrong in grade.wrong:
        said = safe(f"you wrote {opening}{wrong.said}{closing}. ")
        _print(console, " ! ", said.append_text(safe(wrong.correction)), "red")
    for note in grade.notes:
        _print(console, "   ", safe(_unless(fancy, note)), "")


def _unless(fancy: bool, text: str) -> str:
    """*text* with plain quotation marks unless the console can show others."""
    return text if fancy else text.replace("“", '"').replace("”", '"')


def show_missed(console: Console, missed: Sequence[Missed], *, hints: bool = False) -> None:
    """Print the points that an answer lacks, or with *hints* a nudge toward each."""
    sign = "✘" if can_encode(console, "✘") else "-"
    for each in missed:
        text = each.hint if hints and each.hint else each.label
        _print(console, f" {sign} ", safe(f"missed: {text}"), "yellow")


def _head(grade: Grade, rating: Rating) -> Text:
    head = Text(f"{grade.score:.0%}".rjust(4), "bold")
    head.append(f"  {rating.label}", _STYLE[rating])
    total = len(grade.covered) + len(grade.missed)
    if total:
        head.append(f"  {len(grade.covered)} of {words.count(total, 'point')}", "dim")
    return head


def _print(console: Console, mark: str, text: Text, style: str) -> None:
    line = indented(console, text, mark)
    line.stylize(style, 0, len(mark))
    console.print(line)
