"""Cards for Obsidian's Spaced Repetition (https://github.com/st3v3nmw/obsidian-spaced-repetition).

The plugin writes a card's schedule into the file, as a comment after the card. An export in the
place of an earlier one takes it over.
"""

import re
from base64 import b64encode
from collections.abc import Iterable

from nnquiz.export.cards import Card
from nnquiz.export.markdown import escaped, marks

# Highlights (clozes to the plugin), mathematics, comments, tags, tables, names of blocks, and the
# plugin's own marks between the sides of a card.
_MARKS = marks(
    r"$|^%:{?",
    r"(?<=[$~|^])", r"(?<===)", r"(?<=%%)", r"(?<=::)", r"(?<={{)",
    r"(?<=#)(?<!\S#)", r"(?<=\?)(?<![^\n]\?)(?=\?*$)",
)  # fmt: skip
_SCHEDULE = re.compile(r"<!--SR:.*?-->")
_PICTURE = "![demo](data:image/svg+xml;base64,"


def as_obsidian(cards: Iterable[Card], before: str = "", *, pictures: bool = False) -> str:
    """A deck's tag, then for each card question, a line `?`, and answer, without blank lines.

    With *pictures*, each card's picture is put under its answer. *before* is the text of an
    earlier export: a card whose question or answer is in it keeps its schedule.
    """
    schedules = _schedules(before)
    found = ["#flashcards/nnquiz\n"]
    for card in cards:
        question, answer = _text(card.question), _text(card.answer)
        lines = [question, "?", answer]
        if pictures and card.picture:
            lines.append(f"{_PICTURE}{b64encode(card.picture.encode()).decode()})")
        schedule = schedules.get(("?", question)) or schedules.get(("!", answer))
        if schedule:
            lines.append(schedule)
        found.append("\n".join(lines) + "\n")
    return "\n".join(found)


def schedules_lost(before: str, after: str) -> int:
    """How many cards have a schedule in the file *before* that isn't in *after*."""
    return max(0, len(_SCHEDULE.findall(before)) - len(_SCHEDULE.findall(after)))


def _text(text: str) -> str:
    return re.sub(r"\n{2,}", "\n", escaped(text, _MARKS))


def _schedules(text: str) -> dict[tuple[str, str], str]:
    """The schedule of each card that has one, by its question and by its answer."""
    found: dict[tuple[str, str], str] = {}
    for block in re.split(r"\n\s*\n", text):
        schedule = _SCHEDULE.search(block)
        if schedule is None:
            continue
        lines = (line.rstrip() for line in _SCHEDULE.sub("", block).strip().split("\n"))
        card = "\n".join(line for line in lines if line and not line.startswith(_PICTURE))
        question, _, answer = card.partition("\n?\n")
        found["?", question] = found["!", answer] = schedule[0]
    return found
