"""What each question took on each study day: what a plan learns a person's pace from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from nnquiz.rating import Rating
from nnquiz.store import database
from nnquiz.store.reviews import Store

LONGEST_S = 900  # a pause for coffee is no answer


@dataclass(frozen=True, slots=True)
class Sitting:
    """A question on a study day: the *rating* of its first answer, the *seconds* of all of them.

    *new* says that it had never been answered before that day; *seconds* is 0 where none is known.
    """

    question: str
    day: date
    new: bool
    rating: Rating
    seconds: float


def sittings(store: Store) -> Iterator[Sitting]:
    """All sittings, in the order of their days."""
    with database.explained(store.path):
        # In a query with min() SQLite takes bare columns, here the rating, from the row of the
        # minimum: https://www.sqlite.org/lang_select.html#bareagg
        rows = store.connection.execute(
            "select question, study_day, rating, min(at),"
            " sum(min(coalesce(seconds, 0), ?)) as seconds,"
            " study_day = min(study_day) over (partition by question) as new"
            " from live group by question, study_day order by study_day, min(at)",
            [LONGEST_S],
        )
        for row in rows:
            yield Sitting(
                question=row["question"],
                day=date.fromisoformat(row["study_day"]),
                new=bool(row["new"]),
                rating=Rating(row["rating"]),
                seconds=row["seconds"],
            )


def seconds_on(store: Store, day: date) -> float:
    """The seconds that all answers of study day *day* took together."""
    with database.explained(store.path):
        [total] = store.connection.execute(
            "select total(min(coalesce(seconds, 0), ?)) from live where study_day = ?",
            [LONGEST_S, day.isoformat()],
        ).fetchone()
    return float(total)
