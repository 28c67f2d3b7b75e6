"""The cosine between TF-IDF vectors of terms, in each of two channels."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nnquiz.grading import terms
from nnquiz.grading.terms import Codes, Places
from nnquiz.grading.text import Text

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

CHANNELS = len(terms.CHANNELS)


class Vectors:
    """Texts as vectors, of unit length in each channel, by term.

    *codes*: the sorted terms of all texts, *weights* what each counts. *texts* and *values*: for
    each term, one behind the other, the texts that have it, and how much it counts there.
    """

    def __init__(
        self, count: int, codes: Codes, lengths: Places, texts: Places, times: Places
    ) -> None:
        """*lengths*: how many of *count* texts have each code; *texts*: which; *times*: how often.

        Both *texts* and *times* stand one code's behind the other's.
        """
        self.count = count
        self.codes = codes
        self.lengths, self.texts, self.times = lengths, texts, times
        self.weights = 1 + np.log((1 + count) / (1 + lengths))
        self._starts = np.cumsum(lengths) - lengths
        self._of_forms = codes.searchsorted(terms.FIRST_OF_NAMES)
        places = np.arange(len(codes)).repeat(lengths)
        self.values = self._unit(places, self._rows(places, texts, count), times, count)

    @classmethod
    def of(cls, texts: Sequence[Text]) -> "Vectors":
        """The vectors of *texts*."""
        said, owners = terms.of_texts(texts)
        codes, places = np.unique(said, return_inverse=True)
        having, times = np.unique(places * len(texts) + owners, return_counts=True)
        places, owners = np.divmod(having, len(texts))
        return cls(len(texts), codes, np.bincount(places, minlength=len(codes)), owners, times)

    def near(self, texts: Sequence[Text]) -> Array:
        """The cosine of each of *texts* to each of these: by channel, text and vector."""
        count = len(texts)
        said, owners = terms.of_texts(texts)
        places = np.minimum(self.codes.searchsorted(said), len(self.codes) - 1)
        known = self.codes[places] == said
        keys, times = np.unique(owners[known] * len(self.codes) + places[known], return_counts=True)
        owners, places = np.divmod(keys, len(self.codes))
        rows = self._rows(places, owners, count)
        values = self._unit(places, rows, times, count)
        # All entries of all places, one after the other: start, start + 1 ... of each.
        lengths = self.lengths[places]
        before = lengths.cumsum() - lengths
        entries = np.arange(lengths.sum()) + (self._starts[places] - before).repeat(lengths)
        products = values.repeat(lengths) * self.values[entries]
        cells = (rows * self.count).repeat(lengths) + self.texts[entries]
        near = np.bincount(cells, products, CHANNELS * count * self.count)
        return near.astype(np.float64, copy=False).reshape(CHANNELS, count, self.count)

    def kernels(self) -> Array:
        """The nearness of each vector to each, channel by channel."""
        table = np.zeros((len(self.codes), self.count))
        table[np.arange(len(self.codes)).repeat(self.lengths), self.texts] = self.values
        return np.array([part.T @ part for part in np.split(table, [self._of_forms])])

    def _rows(self, places: Places, texts: Places, count: int) -> Places:
        """A row for each of *count* texts, and behind them for each in the second channel."""
        rows: Places = texts + count * (places >= self._of_forms)
        return rows

    def _unit(self, places: Places, rows: Places, times: Places, count: int) -> Array:
        """What the terms at *places* count, so often as they are there, in rows of unit length."""
        values = (1 + np.log(times)) * self.weights[places]
        squares = np.bincount(rows, values**2, CHANNELS * count)
        units: Array = values / np.sqrt(squares)[rows]
        return units
