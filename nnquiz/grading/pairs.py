"""A number for each of some pairs of words.

What was kept is read row by row, when a word first asks for it: there are thousands of pairs, and
an answer has a few hundred.
"""

from collections.abc import Set
from typing import TYPE_CHECKING

from nnquiz.grading.kept import Tables, text_as_table, text_of_table
from nnquiz.grading.remembered import Remembered

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_BETWEEN, _NEXT = "\t", "\n"  # stand in no word


class _Rows(Remembered[str, dict[str, float]]):
    """By the first word: numbers by the second, as they were kept."""

    def __init__(self) -> None:
        # The place of each first word, its seconds, where its numbers end, and all numbers.
        self.places: dict[str, int] = {}
        self.seconds: list[str] = []
        self.ends: list[int] = []
        self.numbers: npt.NDArray[np.float64] | None = None

    def __missing__(self, first: str) -> dict[str, float]:
        return super().__missing__(first) if first in self.places else {}

    def worked_out(self, first: str) -> dict[str, float]:
        """The numbers of the pairs with this *first* word."""
        place = self.places[first]
        if self.numbers is None:
            return {}
        begin = self.ends[place - 1] if place else 0
        numbers = self.numbers[begin : self.ends[place]].tolist()
        return dict(zip(self.seconds[place].split(_BETWEEN), numbers, strict=True))


class Pairs:
    """Numbers by the first word and the second; those of other pairs are 0."""

    def __init__(self) -> None:
        self.rows = _Rows()

    def get(self, pair: tuple[str, str], default: float = 0.0) -> float:
        """The number of one *pair*."""
        return self.rows[pair[0]].get(pair[1], default)

    def add(self, pair: tuple[str, str], number: float) -> None:
        """Count one more *pair*."""
        row = self.rows[pair[0]]
        row[pair[1]] = row.get(pair[1], 0.0) + number
        self.rows[pair[0]] = row

    def firsts(self) -> Set[str]:
        """All first words."""
        return {first for first, row in self.rows.items() if row} | self.rows.places.keys()

    def tables(self) -> Tables:
        """All numbers as arrays."""
        import numpy as np

        firsts = sorted(self.firsts())
        rows = [self.rows[first] for first in firsts]
        return {
            "first": text_as_table(_NEXT.join(firsts)),
            "second": text_as_table(_NEXT.join(map(_BETWEEN.join, rows))),
            "ends": np.cumsum([len(row) for row in rows], dtype=np.uint32),
            "numbers": np.array([number for row in rows for number in row.values()]),
        }

    @classmethod
    def from_tables(cls, tables: Tables) -> "Pairs":
        """The pairs that these are the `tables` of."""
        found = cls()
        firsts = text_of_table(tables["first"]).split(_NEXT)
        found.rows.places = dict(zip(firsts, range(len(firsts)), strict=True))
        found.rows.seconds = text_of_table(tables["second"]).split(_NEXT)
        found.rows.ends = tables["ends"].tolist()
        found.rows.numbers = tables["numbers"] if found.rows.ends else None
        return found
