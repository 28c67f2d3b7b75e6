import sqlite3
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnquiz import NNQuizError
from nnquiz.rating import Rating
from nnquiz.scheduling import Scheduler
from nnquiz.store import database, memories
from nnquiz.store.reviews import Answer, Store

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def answer(question: str = "dropout", day: float = 0, rating: Rating = Rating.GOOD) -> Answer:
    return Answer(question, START + timedelta(days=day), rating)


def test_an_answer_is_in_the_file_as_soon_as_it_is_added(tmp_path: Path):
    with Store.open(tmp_path, Scheduler()) as store:
        store.add(answer())
        with Store.open_to_read(tmp_path, Scheduler()) as other:
            assert [review.question for review in other.history()] == ["dropout"]


def test_all_of_an_answer_comes_back(store: Store):
    given = Answer("lstm", START, Rating.EASY, Rating.HARD, 0.61, "gates\nand cells", 12.5, "1")
    store.add(given)
    [review] = store.history()
    assert (review.question, review.at, review.rating) == ("lstm", START, Rating.EASY)
    assert (review.suggested, review.score, review.text) == (Rating.HARD, 0.61, "gates\nand cells")
    assert (review.seconds, review.grader) == (12.5, "1")


@given(
    st.lists(
        st.one_of(
            st.tuples(
                st.just("add"),
                st.sampled_from(["a", "b"]),
                st.floats(-3, 40),
                st.sampled_from(list(Rating)),
            ),
            st.tuples(st.just("undo"), st.integers(1, 3)),
            st.tuples(st.just("amend"), st.sampled_from(list(Rating))),
        ),
        max_size=12,
    )
)
def test_the_cached_memories_are_what_a_replay_gives(tmp_path_factory, steps):
    """Whatever is added, overruled and taken back, in whatever order the clock jumps."""
    folder = tmp_path_factory.mktemp("store")
    scheduler = Scheduler()
    with Store.open(folder, scheduler) as store:
        for step in steps:
            if step[0] == "add":
                store.add(answer(step[1], step[2], step[3]))
            elif step[0] == "undo":
                store.undo(store.history(step[1]))
            elif store.history(1):
                store.amend(store.history(1)[0], step[1])
        replayed = {}
        for question in ("a", "b"):
            reviews = [r for r in reversed(store.history()) if r.question == question]
            memory = scheduler.replay((r.rating, r.study_day) for r in reviews)
            if memory is not None:
                replayed[question] = memory
        assert store.memories() == replayed


def test_undo_takes_back_without_limit_and_leaves_the_rows_in_the_file(store: Store):
    for day in range(5):
        store.add(answer(day=day))
    store.undo(store.history(5))
    assert store.history() == []
    assert store.memories() == {}
    kept = sqlite3.connect(store.path).execute("select count(*) from reviews").fetchone()
    assert kept == (5,)


def test_undo_brings_back_the_memory_before(store: Store):
    store.add(answer())
    before = store.memories()
    review, _ = store.add(answer(day=3, rating=Rating.AGAIN))
    store.undo([review])
    assert store.memories() == before


def test_an_answer_is_not_taken_back_twice(store: Store):
    review, _ = store.add(answer())
    store.undo([review])
    with pytest.raises(NNQuizError, match="taken back already"):
        store.undo([review])


def test_an_overruled_rating_keeps_what_was_suggested(store: Store):
    review, _ = store.add(Answer("dropout", START, Rating.HARD, Rating.HARD, 0.6, "text"))
    store.amend(review, Rating.EASY)
    [amended] = store.history()
    assert (amended.rating, amended.suggested) == (Rating.EASY, Rating.HARD)
    assert (amended.text, amended.score, amended.at) == ("text", 0.6, START)


@pytest.mark.parametrize("statement", ["update reviews set rating = 4", "delete from reviews"])
def test_stored_reviews_cannot_be_changed_or_deleted(store: Store, statement: str):
    store.add(answer())
    with pytest.raises(sqlite3.IntegrityError, match="never"):
        sqlite3.connect(store.path).execute(statement)


def test_a_clock_set_back_keeps_the_order_of_answers(store: Store):
    store.add(answer(rating=Rating.AGAIN))
    store.add(answer(day=-400, rating=Rating.GOOD))
    latest, first = store.history()
    assert latest.rating is Rating.GOOD
    assert latest.at > first.at
    assert latest.study_day == first.study_day


def test_another_desired_retention_moves_the_due_days_at_once(tmp_path: Path):
    with Store.open(tmp_path, Scheduler(0.9)) as store:
        for day in (0, 3, 14):
            store.add(answer(day=day))
        relaxed = store.memories()["dropout"]
    with Store.open(tmp_path, Scheduler(0.97)) as store:
        strict = store.memories()["dropout"]
    assert strict.due < relaxed.due
    assert strict.stability == relaxed.stability


def test_two_writers_at_once_lose_nothing(tmp_path: Path):
    def write(question: str) -> None:
        with Store.open(tmp_path, Scheduler()) as store:
            for day in range(15):
                store.add(answer(question, day))

    threads = [threading.Thread(target=write, args=[name]) for name in ("a", "b", "a")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Store.open(tmp_path, Scheduler()) as store:
        assert len(store.history()) == 45


def test_many_that_open_a_new_history_at_once_do_not_trip(tmp_path: Path):
    failed: list[Exception] = []

    def begin(folder: Path) -> None:
        try:
            with Store.open(folder, Scheduler()) as store:
                store.add(answer())
        except NNQuizError as error:
            failed.append(error)

    for number in range(20):
        threads = [threading.Thread(target=begin, args=[tmp_path / str(number)]) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failed == []


def test_new_questions_are_counted_on_the_day_of_their_first_answer(store: Store):
    store.add(answer("a"))
    store.add(answer("b"))
    store.add(answer("a", day=1))
    store.add(answer("c", day=1))
    assert [store.new_on((START + timedelta(days=d)).date()) for d in (0, 1, 2)] == [2, 1, 0]


def test_reading_where_nothing_is_leaves_no_trace(tmp_path: Path):
    with Store.open_to_read(tmp_path / "none", Scheduler()) as store:
        assert store.history() == []
        assert store.memories() == {}
    assert not (tmp_path / "none").exists()


def test_the_file_is_in_wal_mode_and_synced_at_each_commit(store: Store):
    pragmas = [
        store.connection.execute(f"pragma {p}").fetchone()[0]
        for p in ("journal_mode", "synchronous", "busy_timeout")
    ]
    assert pragmas == ["wal", 2, database.BUSY_TIMEOUT_MS]


def test_a_history_of_a_newer_nnquiz_is_refused_and_left_alone(tmp_path: Path):
    with Store.open(tmp_path, Scheduler()) as store:
        store.add(answer())
    file = tmp_path / database.FILE_NAME
    connection = sqlite3.connect(file)
    connection.execute("pragma user_version = 99")
    connection.close()
    with pytest.raises(NNQuizError, match="newer nnquiz"):
        Store.open(tmp_path, Scheduler())
    assert sqlite3.connect(file).execute("select count(*) from reviews").fetchone() == (1,)


def test_what_cannot_be_written_to_is_read_from_a_copy(tmp_path: Path, monkeypatch):
    with monkeypatch.context() as earlier:
        earlier.setattr(database, "MIGRATIONS", database.MIGRATIONS[:1])
        connection = database.connect(tmp_path / database.FILE_NAME)
        connection.execute(
            "insert into reviews (uuid, question, at, utc_offset, study_day, rating) values"
            " ('u', 'dropout', '2026-03-02T08:00:00.000000+00:00', 60, '2026-03-02', 3)"
        )
        memories.rebuild(connection, Scheduler(), "dropout")
        connection.close()

    def refuse(path: Path) -> None:
        with database.explained(path):
            raise sqlite3.OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(database, "connect", refuse)
    before = (tmp_path / "history.db").read_bytes()
    with Store.open_to_read(tmp_path, Scheduler()) as store:
        assert len(store.history()) == len(store.memories()) == 1
        assert store.findings() == {}
    assert (tmp_path / "history.db").read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["history.db"]
    with pytest.raises(NNQuizError, match="make the folder writable"):
        Store.open(tmp_path, Scheduler())


def test_a_migration_keeps_a_backup_of_what_was_before(tmp_path: Path, monkeypatch):
    with Store.open(tmp_path, Scheduler()) as store:
        store.add(answer())
    version = len(database.MIGRATIONS)
    more = [*database.MIGRATIONS, ["alter table reviews add column mood text"]]
    monkeypatch.setattr(database, "MIGRATIONS", more)
    with Store.open(tmp_path, Scheduler()) as store:
        assert len(store.history()) == 1
        columns = store.connection.execute("select name from pragma_table_info('reviews')")
        assert "mood" in {row["name"] for row in columns}
    [backup] = (tmp_path / "backups").glob(f"history-v{version}-*.db")
    old = sqlite3.connect(backup)
    assert old.execute("select question from reviews").fetchall() == [("dropout",)]
    assert old.execute("pragma user_version").fetchone() == (version,)


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch):
    with Store.open(tmp_path, Scheduler()) as store:
        store.add(answer())
    broken = [*database.MIGRATIONS, ["create table half (x)", "this is not SQL"]]
    with monkeypatch.context() as patch:
        patch.setattr(database, "MIGRATIONS", broken)
        with pytest.raises(NNQuizError, match="cannot be used"):
            Store.open(tmp_path, Scheduler())
    with Store.open(tmp_path, Scheduler()) as store:
        tables = store.connection.execute("select name from sqlite_master").fetchall()
        assert "half" not in [row["name"] for row in tables]
        assert len(store.history()) == 1


def test_a_damaged_file_is_named_as_such(tmp_path: Path):
    (tmp_path / database.FILE_NAME).write_bytes(b"no database at all, just some words" * 100)
    with pytest.raises(NNQuizError, match=r"history is damaged.*backups"):
        Store.open(tmp_path, Scheduler())


def test_a_damaged_page_is_found_when_a_session_begins(tmp_path: Path):
    with Store.open(tmp_path, Scheduler()) as store:
        for day in range(400):
            store.add(answer(f"q{day % 50}", day))
        store.connection.execute("pragma wal_checkpoint(truncate)")
    file = tmp_path / database.FILE_NAME
    data = bytearray(file.read_bytes())
    for page in range(2, len(data) // 4096):
        data[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    file.write_bytes(data)
    with pytest.raises(NNQuizError, match="history is damaged"):
        Store.open(tmp_path, Scheduler())


def test_a_full_disk_is_told_plainly_and_loses_nothing_stored(store: Store):
    store.add(answer())
    pages = store.connection.execute("pragma page_count").fetchone()[0]
    store.connection.execute(f"pragma max_page_count = {pages}")
    long = Answer("lstm", START, Rating.GOOD, text="x" * 200_000)
    with pytest.raises(NNQuizError, match="free some space"):
        store.add(long)
    assert [review.question for review in store.history()] == ["dropout"]


def test_a_folder_that_cannot_be_made_is_told_plainly(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(NNQuizError, match="--data-dir"):
        Store.open(tmp_path / "file" / "data", Scheduler())
