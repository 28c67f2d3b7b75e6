"""What is wrong with a person's files, and what can be mended."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nnquiz import NNQuizError, __version__
from nnquiz.scheduling import Scheduler
from nnquiz.store import backups, database, memories
from nnquiz.store.reviews import Store


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    sound: bool
    text: str


def examine(bank: Path, data_dir: Path, cache_dir: Path, scheduler: Scheduler) -> Iterator[Finding]:
    """Look at everything, one after the other; nothing is changed."""
    import platform

    yield Finding(
        True,
        f"nnquiz {__version__}, Python {platform.python_version()},"
        f" SQLite {database.SQLITE_VERSION}, {platform.system()}",
    )
    slugs: set[str] | None = None
    try:
        from nnquiz.bank.load import load

        questions = load(bank)
        slugs = {question.slug for question in questions}
        yield Finding(True, f"bank {bank}: {len(questions)} questions")
    except NNQuizError as error:
        yield Finding(False, f"bank {error}")
    yield Finding(True, f"cache {cache_dir}: {'there' if cache_dir.exists() else 'none yet'}")
    yield from _history(data_dir, scheduler, slugs)


def _history(data_dir: Path, scheduler: Scheduler, slugs: set[str] | None) -> Iterator[Finding]:
    path = data_dir / database.FILE_NAME
    if not path.exists():
        yield Finding(True, f"history {path}: none yet")
        return
    try:
        with Store.open_to_read(data_dir, scheduler) as store:
            database.check(store.connection, path)
            reviews = store.history()
            yield Finding(True, f"history {path}: {len(reviews)} answers")
            if wrong := memories.wrong(store.connection, store.scheduler):
                yield Finding(
                    False,
                    f"schedule of {', '.join(wrong[:5])}: not what the answers lead to;"
                    " nnquiz doctor --repair works it out again",
                )
            gone = {review.question for review in reviews} - (slugs or set())
            if slugs is not None and gone:
                named = ", ".join(sorted(gone)[:5])
                more = f" and {len(gone) - 5} more" if len(gone) > 5 else ""
                yield Finding(True, f"answers to {named}{more}: not in this bank; they are kept")
    except NNQuizError as error:
        yield Finding(False, f"{error}; or try nnquiz doctor --repair")
        return
    copies = list((data_dir / backups.FOLDER).glob("*.db"))
    yield Finding(True, f"backups {data_dir / backups.FOLDER}: {len(copies)}")


def mend(data_dir: Path, scheduler: Scheduler, now: datetime) -> Iterator[str]:
    """Mend the history, and say what was done."""
    path = data_dir / database.FILE_NAME
    if not path.exists():
        return
    try:
        with closing(database.connect(path)) as connection:
            database.check(connection, path)
    except NNQuizError as error:
        if "damaged" not in str(error):
            raise
        saved, aside = backups.salvage(path, now)
        yield f"{saved} answers saved into a new history; the damaged file is {aside}"
    with Store.open(data_dir, scheduler) as store:
        if memories.wrong(store.connection, store.scheduler):
            with database.transaction(store.connection, path):
                memories.rebuild_all(store.connection, store.scheduler)
            yield "The schedule was worked out again from the answers"
