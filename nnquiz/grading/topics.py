"""Which question an answer is about: naive Bayes over the words of all questions of the bank.

Maron 1961, https://doi.org/10.1145/321075.321084. Every question is as likely as any other; the
chance of a word is its share of the question's words, smoothed.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from nnquiz.grading.remembered import Remembered

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

SMALL = 0.3  # what a word counts that a question does not have
LARGE = 300  # what is added to a question's words for all that could be said of it


@dataclass(frozen=True)
class Topics:
    """How often each word stands in what is said of each question."""

    questions: tuple[str, ...]
    totals: tuple[int, ...]
    counts: Mapping[str, Mapping[str, int]]  # word -> number of the question -> times

    def elsewhere(self, said: Sequence[Iterable[str]], slug: str) -> list[float]:
        """Of the words of each text: how much likelier, a word, the likeliest other question is.

        In units of log probability; below 0 the text is likeliest about *slug*.
        """
        import numpy as np

        # Sorted, so that the last digits of the sum are always the same.
        rows = [[*map(self._rows.__getitem__, sorted(names))] for names in said]
        known = [[row for row in each if row is not None] for each in rows]
        lengths = np.array([len(each) for each in known])
        some = np.flatnonzero(lengths)
        found = np.full(len(known), -1.0)
        if len(some) and slug in self.questions:
            ends = lengths[some].cumsum()
            gains = self._gains.take([row for each in known for row in each], axis=0)
            sums = np.add.reduceat(gains, ends - lengths[some], axis=0)
            likely = sums / lengths[some, None] - self._lengths
            place = self.questions.index(slug)
            own = likely[:, place].copy()
            likely[:, place] = -math.inf
            found[some] = likely.max(axis=1) - own
        odds: list[float] = found.tolist()
        return odds

    def share(self, name: str) -> float:
        """The share of the questions in which a word is at home."""
        return len(self.counts.get(name, ())) / max(1, len(self.questions))

    def _row(self, name: str) -> int | None:
        """The row that says how much likelier each question becomes by a word; None if unknown."""
        row = self._places.get(name)
        if row is None:
            return None
        for number, times in self.counts[name].items():
            self._gains[row, int(number)] = math.log(1 + times / SMALL)
        return row

    @cached_property
    def _rows(self) -> Remembered[str, int | None]:
        return Remembered(self._row)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.counts)}

    @cached_property
    def _gains(self) -> "Array":
        import numpy as np

        return np.zeros((len(self.counts), len(self.questions)))

    @cached_property
    def _lengths(self) -> "Array":
        import numpy as np

        lengths: Array = np.log(np.array(self.totals) + LARGE)
        return lengths


def count(said: Mapping[str, Iterable[Iterable[str]]]) -> Topics:
    """The topics of questions, from the words of each text that is *said* of each."""
    counts: dict[str, dict[str, int]] = {}
    totals = []
    for number, texts in enumerate(said.values()):
        words = Counter(name for names in texts for name in set(names))
        totals.append(words.total())
        for name, times in words.items():
            counts.setdefault(name, {})[str(number)] = times
    return Topics(tuple(said), tuple(totals), counts)
