"""An Anki package, by genanki.

A note's identity is made of bank and slug, so a second import updates and doubles nothing.
"""

import html
import itertools
import json
import sqlite3
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from nnquiz.export.anki_model import DECK_ID, FIELDS, MODEL_ID, STYLE, TEMPLATES
from nnquiz.export.anki_schedule import Schedule, put_schedules
from nnquiz.export.cards import Card
from nnquiz.export.html_page import reference
from nnquiz.export.tables import as_anki_html


def write_package(
    cards: Iterable[Card],
    target: BinaryIO,
    bank: str,
    modified: int,
    *,
    typed: bool = False,
    schedules: Mapping[str, Schedule] | None = None,
    now: datetime | None = None,
) -> None:
    """Write the cards of *bank* to *target*.

    *modified*, in seconds since 1970, must be greater than in what was imported before, or Anki
    changes nothing. With *typed*, each note makes a second card that asks for the answer typed.
    *schedules* are those of the slugs that have one, as of the local time *now*; they arrive only
    for cards that the collection doesn't have yet.
    """
    import genanki

    model = genanki.Model(
        MODEL_ID,
        "nnquiz",
        fields=[{"name": name} for name in FIELDS],
        templates=[dict(template) for template in TEMPLATES],
        css=STYLE,
    )
    deck = genanki.Deck(DECK_ID, "nnquiz")
    media: dict[str, str] = {}
    for place, card in enumerate(cards):
        picture = ""
        if card.picture:
            name = f"nnquiz-{card.slug}.svg"
            media[name] = card.picture
            picture = f'<img src="{html.escape(name)}" alt="The demo of {card.slug}">'
        note = genanki.Note(
            model=model,
            fields=_fields(card, picture, typed=typed),
            tags=[tag.replace(" ", "-") for tag in card.tags],
            guid=_guid(genanki, bank, card.slug),
            due=place,
        )
        deck.add_note(note)
    # Package.write_to_file would leave its collection behind in the folder for temporary files.
    with closing(sqlite3.connect(":memory:")) as collection:
        ids = itertools.count(modified * 1000)
        genanki.Package(deck).write_to_db(collection.cursor(), modified, ids)
        if schedules and now is not None:
            by_guid = {_guid(genanki, bank, slug): each for slug, each in schedules.items()}
            put_schedules(collection, by_guid, now)
        collection.commit()
        _zip(target, collection.serialize(), media)


def _zip(target: BinaryIO, collection: bytes, media: Mapping[str, str]) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("collection.anki2", collection)
        package.writestr("media", json.dumps(dict(enumerate(media))))
        for number, picture in enumerate(media.values()):
            package.writestr(str(number), picture)


def newer(kept: Path, target: Path, now: datetime) -> int:
    """Seconds since 1970, later than at each export before; the file *kept* holds the last ones.

    Without it, those of the file *target* that is to be replaced are what is known. Two exports in
    one second would be the same to Anki, and after a clock was set back the later one the older.
    """
    seconds = int(now.timestamp())
    try:
        seconds = max(seconds, int(kept.read_text(encoding="ascii")) + 1)
    except (OSError, ValueError):  # nothing kept yet, or not by us
        if target.exists():
            seconds = max(seconds, int(target.stat().st_mtime) + 1)
    return seconds


def _guid(genanki: Any, bank: str, slug: str) -> str:
    guid: str = genanki.guid_for("nnquiz", bank, slug)
    return guid


def _fields(card: Card, picture: str, *, typed: bool) -> list[str]:
    wrongs = (
        f"<s>{as_anki_html(said)}</s><br>{as_anki_html(right)}"
        for said, right in card.misconceptions
    )
    return [
        as_anki_html(card.question) or "&nbsp;",  # a note without a first field makes no card
        as_anki_html(card.answer),
        _list(map(as_anki_html, card.points)),
        _list(wrongs),
        _list(reference(text, link).replace("[", "&#91;") for text, link in card.references),
        picture,
        str(card.number),
        "yes" if typed else "",
        "",
        "",
    ]


def _list(items: Iterable[str]) -> str:
    joined = "".join(f"<li>{item}</li>" for item in items)
    return f"<ul>{joined}</ul>" if joined else ""
