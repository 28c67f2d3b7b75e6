"""An Anki package, by genanki.

A note's identity is made of bank and slug, and the identities of model and deck never change, nor
does the list of fields: so a second import updates and doubles nothing.
"""

import html
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from nnquiz.export.cards import Card
from nnquiz.export.html_page import reference
from nnquiz.export.tables import as_html

MODEL_ID, DECK_ID = 1_702_551_318, 1_931_806_442  # for ever
FIELDS = (
    "Question", "Answer", "Key points", "Misconceptions", "References", "Picture", "Number",
    "Ask to type", "Spare 1", "Spare 2",
)  # fmt: skip
_BACK = """{{FrontSide}}<hr id="answer"><div class="answer">{{Answer}}</div>
{{#Key points}}{{Key points}}{{/Key points}}
{{#Misconceptions}}<div class="wrong">{{Misconceptions}}</div>{{/Misconceptions}}
{{#Picture}}<div class="picture">{{Picture}}</div>{{/Picture}}
{{#References}}<div class="small">{{References}}</div>{{/References}}"""
_TEMPLATES = [
    {"name": "Recall", "qfmt": '<div class="question">{{Question}}</div>', "afmt": _BACK},
    {
        "name": "Typed",
        # A card only for notes whose owner puts something into this field.
        "qfmt": '{{#Ask to type}}<div class="question">{{Question}}</div>{{type:Answer}}'
        "{{/Ask to type}}",
        "afmt": _BACK,
    },
]
_STYLE = """
.card { font: 18px/1.5 system-ui, -apple-system, Roboto, sans-serif; color: #1c2430;
  background: #fff; text-align: left; padding: .8rem; max-width: 40rem; margin: 0 auto }
.question { font-weight: 600; font-size: 1.15em }
.wrong, .small { color: #5b6675; font-size: .88em } .picture img { max-width: 100%;
  background: #fff; border-radius: 6px }
.nightMode.card, .night_mode .card { color: #e6e9ee; background: #1d2229 }
.nightMode .wrong, .nightMode .small { color: #9aa5b4 }
"""


@dataclass(frozen=True, slots=True)
class Review:
    """One review for Anki's log: when, the rating 1 to 4, and the interval after it, in days."""

    at: datetime
    rating: int
    interval: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Schedule:
    """A card's memory in Anki's terms: *due_in* days from today; FSRS-6's S and D."""

    stability: float
    difficulty: float
    interval: int
    due_in: int
    last: datetime
    desired_retention: float
    reviews: tuple[Review, ...]

    @property
    def lapses(self) -> int:
        """How often it was forgotten."""
        return sum(review.rating == 1 for review in self.reviews[1:])


def write_package(
    cards: Iterable[Card],
    target: Path,
    bank: str,
    now: datetime,
    schedules: Mapping[str, Schedule] | None = None,
) -> None:
    """Write the cards of *bank* to *target*, with the schedules of those slugs that have one.

    Schedules arrive only for cards that the collection doesn't have yet: Anki keeps its own.
    """
    import genanki

    model = genanki.Model(
        MODEL_ID,
        "nnquiz",
        fields=[{"name": name} for name in FIELDS],
        templates=_TEMPLATES,
        css=_STYLE,
    )
    deck = genanki.Deck(DECK_ID, "nnquiz")
    cards = list(cards)
    with tempfile.TemporaryDirectory() as folder:
        media = []
        for place, card in enumerate(cards):
            picture = ""
            if card.picture:
                name = f"nnquiz-{card.slug}.svg"
                media.append(Path(folder, name))
                media[-1].write_text(card.picture, encoding="utf-8")
                picture = f'<img src="{html.escape(name)}" alt="The demo of {card.slug}">'
            deck.add_note(_note(genanki, model, card, picture, bank, place))
        package = genanki.Package(deck)
        package.media_files = [str(file) for file in media]
        package.write_to_file(str(target), timestamp=now.timestamp())
        if schedules:
            _schedule(
                target,
                Path(folder),
                {_guid(genanki, bank, s): v for s, v in schedules.items()},
                now,
            )


def _guid(genanki: Any, bank: str, slug: str) -> str:
    guid: str = genanki.guid_for("nnquiz", bank, slug)
    return guid


def _note(genanki: Any, model: Any, card: Card, picture: str, bank: str, place: int) -> Any:
    wrongs = (f"<b>Not so:</b> {as_html(a)}<br>{as_html(b)}" for a, b in card.misconceptions)
    fields = (
        as_html(card.question) or "&nbsp;",  # a note without a first field makes no card
        as_html(card.answer),
        _list(map(as_html, card.points)),
        _list(wrongs),
        _list(reference(text, link) for text, link in card.references),
        picture,
        str(card.number),
        "", "", "",
    )  # fmt: skip
    tags = [tag.replace(" ", "-") for tag in card.tags]
    return genanki.Note(
        model=model, fields=list(fields), tags=tags, guid=_guid(genanki, bank, card.slug), due=place
    )


def _list(items: Iterable[str]) -> str:
    joined = "".join(f"<li>{item}</li>" for item in items)
    return f"<ul>{joined}</ul>" if joined else ""


def _schedule(
    package: Path, folder: Path, schedules: Mapping[str, Schedule], now: datetime
) -> None:
    """Put schedules and review log into the collection inside *package*."""
    with zipfile.ZipFile(package) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    file = folder / "collection.anki2"
    file.write_bytes(parts["collection.anki2"])
    with sqlite3.connect(file) as db:
        created, conf = db.execute("SELECT crt, conf FROM col").fetchone()
        # Without it Anki takes the log for that of its first scheduler, whose buttons differed.
        db.execute("UPDATE col SET conf = ?", [json.dumps(json.loads(conf) | {"schedVer": 2})])
        today = int((now.timestamp() - created) // 86_400)
        rows = db.execute(
            "SELECT c.id, n.guid FROM cards c JOIN notes n ON n.id = c.nid"
        ).fetchall()
        for card, guid in rows:
            if guid in schedules:
                _put(db, card, schedules[guid], today)
    db.close()
    parts["collection.anki2"] = file.read_bytes()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)


def _put(db: sqlite3.Connection, card: int, schedule: Schedule, today: int) -> None:
    memory = {
        "s": round(schedule.stability, 4),
        "d": round(schedule.difficulty, 3),
        "dr": schedule.desired_retention,
        "lrt": int(schedule.last.timestamp()),
    }
    db.execute(
        "UPDATE cards SET type = 2, queue = 2, ivl = ?, due = ?, factor = 2500, reps = ?,"
        " lapses = ?, data = ? WHERE id = ?",
        (
            schedule.interval,
            today + schedule.due_in,
            len(schedule.reviews),
            schedule.lapses,
            json.dumps(memory, separators=(",", ":")),
            card,
        ),
    )
    before = 0
    for review in schedule.reviews:
        log = int(review.at.timestamp() * 1000)
        while db.execute("SELECT 1 FROM revlog WHERE id = ?", (log,)).fetchone():
            log += 1  # the log's identity is its millisecond
        taken = int(review.seconds * 1000)
        db.execute(
            "INSERT INTO revlog VALUES (?, ?, -1, ?, ?, ?, 2500, ?, ?)",
            (log, card, review.rating, review.interval, before, taken, 1 if before else 0),
        )
        before = review.interval
