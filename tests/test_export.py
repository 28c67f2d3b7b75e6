"""Exports as files, and what they come to in the programs that they are for."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

BANK = """
questions:
  - slug: one
    question: What is <b>one</b> & List<int>?
    answer: It is =1, or so.
    tags: [first]
    key_points:
      - {label: It is one, phrasings: [it is one thing]}
  - slug: two
    question: What is two?
    answer: It is two.
    tags: [second]
"""
TEXTS = ["anki-text", "csv", "quizlet", "hashcards", "obsidian", "json", "html"]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(BANK, encoding="utf-8")
    return path


def collection(folder: Path):
    anki = pytest.importorskip("anki.collection")
    folder.mkdir(exist_ok=True)
    return anki.Collection(str(folder / "collection.anki2"))


def take_in(target, package: Path, *, scheduling: bool = False):
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    options = ImportAnkiPackageOptions(with_scheduling=scheduling)
    return target.import_anki_package(
        ImportAnkiPackageRequest(package_path=str(package), options=options)
    )


@pytest.mark.parametrize("to", TEXTS)
def test_every_text_format_goes_to_stdout(small, to):
    run = subprocess.run(
        [sys.executable, "-m", "nnquiz", "--bank", small, "export", to, "--output", "-"],
        capture_output=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0
    assert b"two" in run.stdout
    assert run.stderr == b""


@pytest.mark.parametrize("to", TEXTS)
def test_every_text_format_goes_to_a_file(nnquiz, small, tmp_path, to):
    target = tmp_path / "cards"
    ran = nnquiz("--bank", str(small), "export", to, "--output", str(target))
    assert ran.code == 0
    assert "2 questions written" in ran.err
    text = target.read_text(encoding="utf-8")
    assert "two" in text
    assert "\x1b" not in text


def test_a_tag_chooses(nnquiz, small, tmp_path):
    target = tmp_path / "cards.csv"
    assert nnquiz("--bank", str(small), "export", "csv", "--tag", "second", "--output", str(target))
    assert "What is one" not in target.read_text()
    assert nnquiz("--bank", str(small), "export", "csv", "--tag", "secnd").code == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["pdf"], "pdf"),
        (["csv", "--demos"], "--demos works with"),
        (["csv", "--history"], "--history works with anki"),
        (["anki", "--output", "-"], "can't go to stdout"),
    ],
)
def test_what_makes_no_sense_is_told(nnquiz, small, arguments, said):
    ran = nnquiz("--bank", str(small), "export", *arguments)
    assert ran.code == 2
    assert said in ran.err


def test_a_file_that_cannot_be_written_is_told_and_the_old_one_stays(nnquiz, small, tmp_path):
    folder = tmp_path / "cards"
    folder.mkdir()
    ran = nnquiz("--bank", str(small), "export", "csv", "--output", str(folder))
    assert ran.code == 1
    assert "is a folder" in ran.err
    ran = nnquiz("--bank", str(small), "export", "csv", "--output", str(tmp_path / "no" / "x.csv"))
    assert ran.code == 1
    assert ran.err.count("\n") == 1


def test_anki_imports_every_question_with_its_tags(nnquiz, tmp_path):
    target = tmp_path / "nn.apkg"
    assert nnquiz("export", "anki", "--output", str(target)).code == 0
    anki = collection(tmp_path / "anki")
    take_in(anki, target)
    assert anki.note_count() == anki.card_count() == 50
    note = anki.get_note(anki.find_notes("Number:6")[0])
    assert "backpropagation" in note["Question"]
    assert "gradients" in note.tags or note.tags
    order = [anki.get_card(c).due for c in sorted(anki.find_cards("deck:nnquiz"))]
    assert order == sorted(order)
    anki.close()


def test_anki_updates_after_an_edit_and_doubles_nothing(nnquiz, small, tmp_path):
    target = tmp_path / "nn.apkg"
    arguments = ("--bank", str(small), "export", "anki", "--output", str(target))
    nnquiz(*arguments)
    anki = collection(tmp_path / "anki")
    take_in(anki, target)
    small.write_text(BANK.replace("It is two.", "It is two, indeed."), encoding="utf-8")
    nnquiz(*arguments)
    take_in(anki, target)
    assert anki.note_count() == 2
    fields = [anki.get_note(note)["Answer"] for note in anki.find_notes("")]
    assert sorted(fields) == ["It is =1, or so.", "It is two, indeed."]
    front = next(anki.get_note(n)["Question"] for n in anki.find_notes("") if "one" in str(n) or 1)
    assert "List&lt;int&gt;" in front
    anki.close()


def test_the_schedule_arrives_in_anki_with_its_log(nnquiz, at, small, tmp_path):
    for day in ("01", "04"):
        at(f"2026-03-{day}T09:00:00+01:00")
        nnquiz("--bank", str(small), "drill", "--only", "two", "--reveal", "--ahead", stdin="3\n")
    target = tmp_path / "nn.apkg"
    ran = nnquiz("--bank", str(small), "export", "anki", "--history", "--output", str(target))
    assert "works once" in ran.err
    anki = collection(tmp_path / "anki")
    take_in(anki, target, scheduling=True)
    [card_id] = anki.find_cards("Number:2")
    card = anki.get_card(card_id)
    assert (card.type, card.queue, card.reps) == (2, 2, 2)
    assert card.memory_state is not None
    assert card.memory_state.stability > 2
    assert anki.db.list("select ease from revlog where cid = ? order by id", card_id) == [3, 3]
    [new] = anki.find_cards("Number:1")
    assert anki.get_card(new).reps == 0
    anki.close()


def test_pictures_of_demos_come_with_the_cards(nnquiz, tmp_path):
    target = tmp_path / "nn.apkg"
    bank = tmp_path / "one.yaml"
    bank.write_text("questions: [{slug: x, question: What?, answer: So., demo: neuron}]\n")
    assert (
        nnquiz("--bank", str(bank), "export", "anki", "--demos", "--output", str(target)).code == 0
    )
    anki = collection(tmp_path / "anki")
    take_in(anki, target)
    [note] = anki.find_notes("")
    assert '<img src="nnquiz-x.svg"' in anki.get_note(note)["Picture"]
    assert Path(anki.media.dir(), "nnquiz-x.svg").read_text().startswith("<svg")
    anki.close()
    page = tmp_path / "page.html"
    assert nnquiz("--bank", str(bank), "export", "html", "--demos", "--output", str(page)).code == 0
    assert "data:image/svg+xml;base64," in page.read_text()


def test_a_bank_goes_to_json_and_back(nnquiz, tmp_path):
    exported, again = tmp_path / "bank.json", tmp_path / "again.yaml"
    nnquiz("export", "json", "--output", str(exported))
    ran = nnquiz("bank", "import", str(exported), "--output", str(again))
    assert "50 questions written" in ran.out
    second = tmp_path / "second.json"
    nnquiz("--bank", str(again), "export", "json", "--output", str(second))
    assert json.loads(second.read_text()) == json.loads(exported.read_text())
    assert nnquiz("bank", "import", str(exported), "--output", str(again)).code == 1


@pytest.mark.parametrize(
    ("name", "text", "code", "said"),
    [
        ("x.csv", "question,answer\nWhat?,So.\n", 0, "1 questions written"),
        ("x.tsv", "Answer\tQuestion\ttags\nSo.\tWhat?\ta b\n", 0, "1 questions written"),
        ("x.csv", "front,back\na,b\n", 1, "x.csv:1: needs a column 'question'"),
        ("x.csv", "question,answer\nWhat?,\n", 1, "x.csv:2: has no answer"),
        ("x.csv", "question,answer\n", 1, "holds no question"),
        ("x.json", "{", 1, "is no JSON"),
        ("x.json", '{"a": 1}', 1, "must be"),
        ("x.txt", "a", 2, "must end in"),
    ],
)
def test_a_table_or_json_becomes_a_bank(nnquiz, tmp_path, name, text, code, said):
    source = tmp_path / name
    source.write_text(text)
    ran = nnquiz("bank", "import", str(source))
    assert ran.code == code
    assert said in ran.out + ran.err
    if not code:
        assert nnquiz("bank", "check", str(source.with_suffix(".yaml"))).code == 0


def test_the_package_holds_fixed_identities(nnquiz, small, tmp_path):
    import zipfile

    found = []
    for name in ("a", "b"):
        target = tmp_path / f"{name}.apkg"
        nnquiz("--bank", str(small), "export", "anki", "--output", str(target))
        with zipfile.ZipFile(target) as package:
            file = tmp_path / f"{name}.anki2"
            file.write_bytes(package.read("collection.anki2"))
        with sqlite3.connect(file) as db:
            found.append(db.execute("select guid, mid from notes order by id").fetchall())
    assert found[0] == found[1]
