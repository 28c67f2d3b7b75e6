"""csv, and the tab-separated texts of Anki and Quizlet."""

import csv
import html
import io
import re
from collections.abc import Iterable

from nnquiz.export.cards import Card

# A cell that begins so is a formula to a spreadsheet (https://cwe.mitre.org/data/definitions/1236).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    "number", "slug", "question", "answer", "key_points", "misconceptions", "tags", "references",
)  # fmt: skip


def as_csv(cards: Iterable[Card]) -> str:
    """A table with a header; several items of a cell have a line each, and no cell runs."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for card in cards:
        cells = (
            str(card.number),
            card.slug,
            card.question,
            card.answer,
            "\n".join(card.points),
            "\n".join(f"{said} -> {right}" for said, right in card.misconceptions),
            " ".join(card.tags),
            "\n".join(f"{text} {link}" for text, link in card.references),
        )
        writer.writerow(f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells)
    return out.getvalue()


def as_anki_text(cards: Iterable[Card], bank: str) -> str:
    """Anki's text import (https://docs.ankiweb.net/importing/text-files.html).

    A note's identity is made of *bank* and slug, so a second import updates and doubles nothing.
    Every field is quoted, for a row that begins with # unquoted would be dropped in silence.
    """
    head = (
        "#separator:Tab\n#html:true\n#notetype:Basic\n#deck:nnquiz\n"
        "#guid column:1\n#tags column:4\n"
    )
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator="\n")
    for card in cards:
        back = as_anki_html(card.answer)
        if card.points:
            items = "".join(f"<li>{as_anki_html(point)}</li>" for point in card.points)
            back += f"<ul>{items}</ul>"
        tags = " ".join(tag.replace(" ", "-") for tag in card.tags)
        writer.writerow((f"nnquiz:{bank}:{card.slug}", as_anki_html(card.question), back, tags))
    return head + out.getvalue()


def as_quizlet(cards: Iterable[Card]) -> str:
    """A card a line, a tab between question and answer; neither holds tabs or new lines."""

    def line(text: str) -> str:
        return re.sub(r"\s+", " ", text).strip()

    return "".join(f"{line(card.question)}\t{line(card.answer)}\n" for card in cards)


def as_anki_html(text: str) -> str:
    """*text* for a field of Anki: `[sound:x.mp3]` and `[latex]` are text there, too."""
    return as_html(text).replace("[", "&#91;")


def as_html(text: str) -> str:
    """*text* for a field of HTML."""
    return html.escape(text).replace("\n", "<br>")
