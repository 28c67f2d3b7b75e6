"""What the exports for Anki come to in a collection of the real Anki."""

import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from nnquiz.scheduling import study_day

anki = pytest.importorskip("anki.collection")

BANK = """
questions:
  - slug: one
    question: What is <b>one</b> & List<int>?
    answer: "#1 is =1, or so."
    tags: [first]
    key_points:
      - {label: It is <one>, phrasings: [it is one thing]}
    misconceptions:
      - {claim: It is & two, phrasings: [it is two], correction: It is <1>.}
  - slug: two
    question: "#two: [sound:x.mp3] [$]x[/$] {{Answer}}?"
    answer: "It is two.\\tOr \\"2\\"."
    tags: [second, third]
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(BANK, encoding="utf-8")
    return path


@pytest.fixture
def collection(tmp_path: Path) -> Iterator["anki.Collection"]:
    folder = tmp_path / "anki"
    folder.mkdir()
    opened = anki.Collection(str(folder / "collection.anki2"))
    yield opened
    opened.close()


def take_in(target, package: Path, *, scheduling: bool = False) -> tuple[int, int]:
    """Import as Anki's dialog does; how many notes were new, and how many were updated."""
    options = anki.ImportAnkiPackageOptions(with_scheduling=scheduling)
    request = anki.ImportAnkiPackageRequest(package_path=str(package), options=options)
    log = target.import_anki_package(request).log
    return len(log.new), len(log.updated)


def take_in_text(target, file: Path) -> tuple[int, int]:
    """Import with what Anki's dialog proposes for this file."""
    from anki.import_export_pb2 import ImportCsvRequest

    request = ImportCsvRequest(
        path=str(file), metadata=target.get_csv_metadata(path=str(file), delimiter=None)
    )
    log = target.import_csv(request).log
    return len(log.new), len(log.updated)


def inside(package: Path, query: str) -> list[tuple]:
    with zipfile.ZipFile(package) as parts:
        file = package.with_suffix(".anki2")
        file.write_bytes(parts.read("collection.anki2"))
    with sqlite3.connect(file) as db:
        return db.execute(query).fetchall()


def test_every_question_arrives_in_its_order_with_its_tags(nnquiz, bank, collection, tmp_path):
    target = tmp_path / "nn.apkg"
    assert nnquiz("export", "anki", "--output", str(target)).code == 0
    assert take_in(collection, target) == (50, 0)
    assert collection.card_count() == 50
    cards = map(collection.get_card, collection.find_cards("deck:nnquiz"))
    notes = [card.note() for card in sorted(cards, key=lambda card: card.due)]
    assert [note["Number"] for note in notes] == [str(q.number) for q in bank]
    assert [set(note.tags) for note in notes] == [set(q.tags) for q in bank]
    for note, question in zip(notes, bank, strict=True):
        assert note["Key points"].count("<li>") == len(question.key_points)
        assert note["Misconceptions"].count("<li>") == len(question.misconceptions)
        assert note["References"].count("<li>") == len(question.references)


def test_text_of_the_bank_is_text_in_anki(nnquiz, small, collection, tmp_path):
    target = tmp_path / "nn.apkg"
    nnquiz("--bank", str(small), "export", "anki", "--output", str(target))
    take_in(collection, target)
    card = collection.get_card(collection.find_cards("tag:first")[0])
    assert "What is &lt;b&gt;one&lt;/b&gt; &amp; List&lt;int&gt;?" in card.question()
    back = card.answer()
    for text in ("#1 is =1, or so.", "It is &lt;one&gt;", "It is &amp; two", "It is &lt;1&gt;."):
        assert text in back
    [two] = map(collection.get_card, collection.find_cards("tag:second"))
    assert "#two: &#91;sound:x.mp3] &#91;$]x&#91;/$] {{Answer}}?" in two.question()
    assert two.question_av_tags() == []


def test_the_answer_is_asked_for_typed_where_it_is_wished(nnquiz, small, collection, tmp_path):
    target = tmp_path / "nn.apkg"
    arguments = ("--bank", str(small), "export", "anki", "--output", str(target))
    nnquiz(*arguments)
    take_in(collection, target)
    assert collection.card_count() == 2
    nnquiz(*arguments, "--typed")
    assert take_in(collection, target) == (0, 2)
    assert (collection.note_count(), collection.card_count()) == (2, 4)
    typed = [collection.get_card(card) for card in collection.find_cards("card:Typed")]
    assert len(typed) == 2
    for card in typed:
        assert "[[type:Answer]]" in card.question()
        assert "[[type:Answer]]" in card.answer()
        assert card.note()["Answer"] in card.answer()


def test_an_edit_updates_and_doubles_nothing(nnquiz, small, collection, tmp_path):
    target = tmp_path / "nn.apkg"
    nnquiz("--bank", str(small), "export", "anki", "--output", str(target))
    assert take_in(collection, target) == (2, 0)
    small.write_text(BANK.replace("It is two.", "It is two, indeed."), encoding="utf-8")
    # Anywhere else, and at the same second by the clock: the later one is the newer all the same.
    other = tmp_path / "other.apkg"
    nnquiz("--bank", str(small), "export", "anki", "--output", str(other))
    assert take_in(collection, other) == (0, 2)
    assert collection.note_count() == 2
    [note] = map(collection.get_note, collection.find_notes("tag:second"))
    assert note["Answer"].startswith("It is two, indeed.")


def test_what_is_exported_later_is_newer_whatever_the_clock_says(nnquiz, at, small, tmp_path):
    modified = []
    for number, moment in enumerate(("2026-03-02", "2026-03-02", "2026-03-01", "2026-03-05")):
        at(f"{moment}T09:00:00+01:00")
        target = tmp_path / f"{number}.apkg"
        assert nnquiz("--bank", str(small), "export", "anki", "--output", str(target)).code == 0
        modified += [mod for [mod] in inside(target, "select distinct mod from notes")]
    assert modified == sorted(set(modified))
    assert len(modified) == 4


def test_identities_depend_on_bank_and_slug_alone(nnquiz, at, small, tmp_path):
    found = []
    for name in ("a", "b"):
        target = tmp_path / f"{name}.apkg"
        at("2026-05-01T09:00:00+02:00" if name == "b" else "2026-03-02T09:00:00+01:00")
        nnquiz("--bank", str(small), "export", "anki", "--output", str(target))
        found.append(inside(target, "select guid, mid from notes order by id"))
        small.write_text(BANK.replace("What", "Which"), encoding="utf-8")
    assert found[0] == found[1]
    other = small.with_name("other.yaml")
    other.write_text(BANK, encoding="utf-8")
    target = tmp_path / "c.apkg"
    nnquiz("--bank", str(other), "export", "anki", "--output", str(target))
    third = inside(target, "select guid, mid from notes order by id")
    assert not {guid for guid, _ in third} & {guid for guid, _ in found[0]}


def answers(nnquiz, at, small: Path, now: datetime) -> None:
    for days in (4, 1):
        at((now - timedelta(days=days)).isoformat())
        nnquiz("--bank", str(small), "drill", "--only", "two", "--reveal", "--ahead", stdin="3\n")
    at(now.isoformat())


def test_the_schedule_arrives_with_its_log(nnquiz, at, small, collection, tmp_path):
    now = datetime.now().astimezone()  # Anki goes by the system's clock
    answers(nnquiz, at, small, now)
    target = tmp_path / "nn.apkg"
    ran = nnquiz(
        "--bank", str(small), "export", "anki", "--history", "--typed", "--output", str(target)
    )
    assert "works once" in ran.err
    take_in(collection, target, scheduling=True)
    [number] = collection.find_cards("Number:2 card:Recall")
    card = collection.get_card(number)
    assert (card.type, card.queue, card.reps, card.lapses) == (2, 2, 2, 0)
    [_, two] = json.loads(nnquiz("--bank", str(small), "list", "--json").out)
    due_in = (date.fromisoformat(two["due"]) - study_day(now)).days
    assert card.due - collection.sched.today == due_in > 0
    assert card.memory_state is not None
    assert card.memory_state.stability > 2
    assert 1 <= card.memory_state.difficulty <= 10
    assert card.desired_retention == pytest.approx(0.9)
    assert card.decay == pytest.approx(0.1542, abs=1e-3)
    log = collection.db.all("select id, ease, type from revlog where cid = ? order by id", number)
    assert [(ease, kind) for _, ease, kind in log] == [(3, 0), (3, 1)]
    assert log[-1][0] == int((now - timedelta(days=1)).timestamp() * 1000)
    for new in collection.find_cards("Number:1 or card:Typed"):
        assert collection.get_card(new).reps == 0


@pytest.mark.parametrize("clock", ["04:00:00", "08:30:00", "13:00:00", "23:59:59"])
@pytest.mark.parametrize("offset", ["-11:00", "+00:00", "+13:00"])
def test_due_days_count_from_the_study_day(nnquiz, at, small, tmp_path, clock, offset):
    now = datetime.fromisoformat(f"2026-03-05T{clock}{offset}")
    answers(nnquiz, at, small, now)
    target = tmp_path / "nn.apkg"
    nnquiz("--bank", str(small), "export", "anki", "--history", "--output", str(target))
    [(began,)] = inside(target, "select crt from col")
    [(due,)] = inside(target, "select due from cards where queue = 2")
    [_, two] = json.loads(nnquiz("--bank", str(small), "list", "--json").out)
    day = datetime.fromtimestamp(began, now.tzinfo)
    assert day.hour == 4
    assert (day.date() + timedelta(days=due)).isoformat() == two["due"]


def test_pictures_of_demos_come_with_the_cards(nnquiz, collection, tmp_path):
    target = tmp_path / "nn.apkg"
    bank = tmp_path / "one.yaml"
    bank.write_text("questions: [{slug: x, question: What?, answer: So., demo: neuron}]\n")
    ran = nnquiz("--bank", str(bank), "export", "anki", "--demos", "--output", str(target))
    assert ran.code == 0
    take_in(collection, target)
    [card] = map(collection.get_card, collection.find_cards(""))
    assert '<img src="nnquiz-x.svg"' in card.answer()
    assert Path(collection.media.dir(), "nnquiz-x.svg").read_text().startswith("<svg")


def test_no_file_is_left_behind(nnquiz, small, tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    nnquiz("--bank", str(small), "export", "anki", "--output", str(tmp_path / "nn.apkg"))
    assert list(folder.iterdir()) == []


def test_the_text_arrives_and_is_updated(nnquiz, small, collection, tmp_path):
    target = tmp_path / "nn.txt"
    nnquiz("export", "anki-text", "--output", str(target))
    assert take_in_text(collection, target) == (50, 0)
    assert take_in_text(collection, target) == (0, 0)
    assert (collection.note_count(), collection.card_count()) == (50, 50)
    assert len(collection.find_notes("deck:nnquiz tag:gradients")) > 2

    nnquiz("--bank", str(small), "export", "anki-text", "--output", str(target))
    assert take_in_text(collection, target) == (2, 0)
    small.write_text(BANK.replace("It is two.", "It is two, indeed."), encoding="utf-8")
    nnquiz("--bank", str(small), "export", "anki-text", "--output", str(target))
    assert take_in_text(collection, target) == (0, 1)
    assert collection.note_count() == 52
    [one] = map(collection.get_note, collection.find_notes("tag:first"))
    assert one["Front"] == "What is &lt;b&gt;one&lt;/b&gt; &amp; List&lt;int&gt;?"
    assert re.match("#1 is =1, or so.<ul><li>It is &lt;one&gt;", one["Back"])
    [two] = map(collection.get_note, collection.find_notes("tag:second"))
    assert two["Front"] == "#two: &#91;sound:x.mp3] &#91;$]x&#91;/$] {{Answer}}?"
    assert two["Back"] == "It is two, indeed.\tOr &quot;2&quot;."
