"""A grade as people read it: sign, word and color together, so that none is needed alone."""

from rich.console import Console
from rich.text import Text

from nnquiz.grading.grade import Grade
from nnquiz.rating import Rating
from nnquiz.terminal import words
from nnquiz.terminal.console import can_encode, indented, safe

_STYLE = {
    Rating.AGAIN: "red",
    Rating.HARD: "yellow",
    Rating.GOOD: "green",
    Rating.EASY: "bold green",
}


def show_grade(console: Console, grade: Grade, rating: Rating) -> None:
    """Print score and rating, then the points made (with the words for it), missed and wrong."""
    fancy = can_encode(console, "✔✘“”")
    made_sign, missed_sign = ("✔", "✘") if fancy else ("+", "-")
    opening, closing = ("“", "”") if fancy else ('"', '"')
    console.print(_head(grade, rating))
    for made in grade.covered:
        line = safe(made.label + ("" if made.credit == 1 else " (in part)"))
        line.append_text(safe(f"  {opening}{made.words}{closing}", "dim"))
        _print(console, f" {made_sign} ", line, "green")
    for missed in grade.missed:
        _print(console, f" {missed_sign} ", safe(f"missed: {missed.label}"), "yellow")
    for wrong in grade.wrong:
        said = safe(f"you wrote {opening}{wrong.said}{closing}. ")
        _print(console, " ! ", said.append_text(safe(wrong.correction)), "red")
    for note in grade.notes:
        _print(console, "   ", safe(note), "")


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
