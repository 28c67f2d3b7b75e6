"""Backups, putting them back, beginning anew, and mending a damaged history."""

import os
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnquiz.store.backups import superfluous

DAY = timedelta(days=1)


def answers(nnquiz) -> list[str]:
    return nnquiz("history", "--limit", "100").out.splitlines()


def drill(nnquiz, number: int) -> None:
    assert nnquiz("drill", "--reveal", "--limit", str(number), stdin="3\n" * number).code == 0


def history_file(tmp_path: Path) -> Path:
    [file] = tmp_path.rglob("history.db")
    return file


def test_a_backup_that_is_put_back_brings_the_answers_back(nnquiz, tmp_path):
    drill(nnquiz, 2)
    nnquiz("plan", "+9", "--minutes", "7")
    before = answers(nnquiz)
    copy = tmp_path / "stick" / "copy.db"
    assert nnquiz("backup", str(copy)).code == 0
    nnquiz("plan", "off")
    drill(nnquiz, 3)
    assert len(answers(nnquiz)) == 5
    restored = nnquiz("restore", str(copy))
    assert restored.code == 0
    assert answers(nnquiz) == before
    assert "7 minutes a day" in nnquiz("plan").out
    kept = Path(restored.err.strip().rpartition(" is in ")[2])
    assert nnquiz("restore", str(kept)).code == 0
    assert len(answers(nnquiz)) == 5


def test_a_backup_without_a_name_lies_beside_the_history(nnquiz, tmp_path, at):
    drill(nnquiz, 1)
    at("2026-03-09T09:00:00+01:00")
    assert nnquiz("backup").code == 0
    names = {file.name for file in (history_file(tmp_path).parent / "backups").iterdir()}
    assert names == {"history-20260302T080000.db", "history-20260309T080000.db"}


def test_the_first_session_of_a_day_leaves_a_backup_and_others_none(nnquiz, tmp_path):
    for _ in range(3):
        drill(nnquiz, 1)
    [file] = (history_file(tmp_path).parent / "backups").glob("*.db")
    copied = sqlite3.connect(file).execute("select count(*) from reviews").fetchone()
    assert copied == (1,)


@pytest.mark.parametrize("text", ["", "no database at all" * 200])
def test_what_is_no_history_is_not_restored(nnquiz, tmp_path, text):
    drill(nnquiz, 1)
    other = tmp_path / "other.db"
    other.write_text(text)
    ran = nnquiz("restore", str(other))
    assert ran.code == 1
    assert "other.db" in ran.err
    assert len(answers(nnquiz)) == 1
    assert nnquiz("restore", str(tmp_path / "missing.db")).code == 1


def test_the_history_of_a_newer_nnquiz_is_not_restored(nnquiz, tmp_path):
    drill(nnquiz, 1)
    copy = tmp_path / "copy.db"
    nnquiz("backup", str(copy))
    newer = sqlite3.connect(copy)
    newer.execute("pragma user_version = 99")
    newer.close()
    ran = nnquiz("restore", str(copy))
    assert (ran.code, "newer nnquiz" in ran.err) == (1, True)


def test_a_backup_onto_the_history_itself_is_refused(nnquiz, tmp_path):
    drill(nnquiz, 1)
    ran = nnquiz("backup", str(history_file(tmp_path)))
    assert (ran.code, "is the history itself" in ran.err) == (1, True)
    assert len(answers(nnquiz)) == 1


def test_reset_asks_first_and_keeps_a_backup(nnquiz, tmp_path):
    drill(nnquiz, 2)
    refused = nnquiz("reset")
    assert (refused.code, "--yes" in refused.err) == (2, True)
    assert len(answers(nnquiz)) == 2
    done = nnquiz("reset", "--yes")
    assert done.code == 0
    assert answers(nnquiz) == []
    kept = done.err.strip().rpartition(" is in ")[2]
    nnquiz("restore", kept)
    assert len(answers(nnquiz)) == 2


@given(st.lists(st.integers(0, 900), max_size=60, unique=True))
def test_thinning_keeps_the_newest_days_weeks_and_months(ages):
    began = datetime(2026, 3, 2, 8, tzinfo=UTC)
    made = sorted(((began - age * DAY, Path(f"{age}")) for age in ages), reverse=True)
    gone = superfluous(made)
    kept = [file for _, file in made if file not in gone]
    assert len(kept) <= 12 + 10 + 9
    assert [file for _, file in made[:12]] == kept[:12]
    left = [(moment, file) for moment, file in made if file in kept]
    assert superfluous(left) == []
    months = {(moment.year, moment.month) for moment, _ in made}
    assert len({(moment.year, moment.month) for moment, _ in left}) >= min(9, len(months))


def test_doctor_finds_nothing_wrong_with_a_sound_house(nnquiz):
    assert nnquiz("doctor").code == 0
    drill(nnquiz, 2)
    ran = nnquiz("doctor")
    assert ran.code == 0
    assert "2 answers" in ran.out
    assert "FAULT" not in ran.out


def test_doctor_works_a_wrong_schedule_out_again(nnquiz, tmp_path):
    drill(nnquiz, 1)
    connection = sqlite3.connect(history_file(tmp_path))
    connection.execute("update cards set stability = 999")
    connection.commit()
    connection.close()
    ran = nnquiz("doctor")
    assert ran.code == 1
    assert "schedule of neuron-vs-network" in ran.out
    assert nnquiz("doctor", "--repair").code == 0
    assert nnquiz("doctor").code == 0


def test_doctor_saves_what_can_be_read_of_a_damaged_history(nnquiz, tmp_path):
    for _ in range(12):
        drill(nnquiz, 20)
    file = history_file(tmp_path)
    connection = sqlite3.connect(file)
    connection.execute("pragma wal_checkpoint(truncate)")
    [[page], [size]] = [
        connection.execute(f"pragma {p}").fetchone() for p in ("page_count", "page_size")
    ]
    [count] = connection.execute("select count(*) from live").fetchone()
    connection.close()
    with file.open("r+b") as raw:
        raw.seek((page // 2) * size)
        raw.write(os.urandom(2 * size))
    assert nnquiz("drill", stdin="").code == 1
    assert "FAULT" in nnquiz("doctor").out
    mended = nnquiz("doctor", "--repair")
    assert mended.code == 0
    assert "answers saved into a new history" in mended.err
    left = len(answers(nnquiz))
    assert 0 < left <= count
    assert list(file.parent.glob("history-damaged-*.db"))
    assert nnquiz("drill", "--limit", "1", stdin="").code == 0


def test_doctor_names_a_bank_that_cannot_be_read_and_answers_that_it_lacks(nnquiz, tmp_path):
    drill(nnquiz, 1)
    own = tmp_path / "own.yaml"
    own.write_text("questions:\n- {slug: one, question: What is one?, answer: One is one.}\n")
    ran = nnquiz("--bank", str(own), "doctor")
    assert ran.code == 0
    assert "neuron-vs-network: not in this bank" in ran.out
    own.write_text("questions: 3")
    ran = nnquiz("--bank", str(own), "doctor")
    assert ran.code == 1
    assert "FAULT" in ran.out
