"""The cosine between TF-IDF vectors of n-grams, in two channels: of characters, and of words."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nnquiz.grading import ngrams

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]

CHANNELS = 2
_COMMON = 0.2  # of the texts have an n-gram that is common


class Vectors:
    """Texts as vectors, of unit length in each channel, by n-gram.

    *codes*: the sorted n-grams of all texts, *weights* what each counts. *places*, *owners* and
    *values*: for each n-gram of each text, sorted by the n-gram, the n-gram's place, the text, and
    how much it counts there. The texts of the second channel are counted on from the first's.
    """

    def __init__(
        self, count: int, codes: ngrams.Codes, lengths: Places, texts: Places, times: Places
    ) -> None:
        """*lengths*: how many of *count* texts have each code; *texts*: which; *times*: how often.

        Both *texts* and *times* stand one code's behind the other's.
        """
        self.count = count
        self.codes = codes
        self.lengths, self.texts, self.times = lengths, texts, times
        self.places = np.repeat(np.arange(len(codes)), lengths)
        self.weights = 1 + np.log((1 + count) / (1 + lengths))
        of_words = lengths[: codes.searchsorted(ngrams.FIRST_OF_WORDS)].sum()
        self.owners = texts.copy()
        self.owners[of_words:] += count
        logs = 1 + np.log(np.arange(1, times.max(initial=1) + 1))
        values = logs[times - 1] * self.weights[self.places]
        squares = np.bincount(self.owners, values**2, minlength=CHANNELS * count)
        self.values = values / np.sqrt(squares)[self.owners]

    @classmethod
    def of(cls, texts: Sequence[ngrams.Codes]) -> "Vectors":
        """The vectors of *texts*: the n-grams of each, as often as they stand there."""
        owners = np.repeat(np.arange(len(texts)), [len(codes) for codes in texts])
        codes, places = np.unique(np.concatenate(texts), return_inverse=True)
        having, times = np.unique(places * len(texts) + owners, return_counts=True)
        places, owners = np.divmod(having, len(texts))
        return cls(len(texts), codes, np.bincount(places, minlength=len(codes)), owners, times)

    def kernels(self) -> Array:
        """The nearness of each text to each, channel by channel."""
        shared = self.lengths[self.places] > 1  # the rest is near to nothing but itself
        rows = np.cumsum(self.lengths > 1) - 1
        table = np.zeros((np.count_nonzero(self.lengths > 1), self.count))
        table[rows[self.places[shared]], self.owners[shared] % self.count] = self.values[shared]
        words = np.count_nonzero(self.lengths[: self.codes.searchsorted(ngrams.FIRST_OF_WORDS)] > 1)
        kernels = np.array([part.T @ part for part in (table[:words], table[words:])])
        alone = self.values[~shared] ** 2
        alone = np.bincount(self.owners[~shared], alone, minlength=CHANNELS * self.count)
        kernels[:, range(self.count), range(self.count)] += alone.reshape(CHANNELS, self.count)
        return kernels


class Nearness:
    """How near any text is to each of some.

    What common n-grams count in each text stands in a table, since nearly all texts have them; of
    the others there are lists, one behind the other, of the texts that have them.
    """

    def __init__(self, texts: Vectors) -> None:
        self._codes, self._weights, self._count = texts.codes, texts.weights, texts.count
        common = (texts.lengths >= _COMMON * texts.count) & (texts.codes < ngrams.FIRST_OF_WORDS)
        self._rows = np.where(common, np.cumsum(common) - 1, -1)
        self._table = np.zeros((common.sum(), texts.count))
        told = common[texts.places]
        self._table[self._rows[texts.places[told]], texts.owners[told]] = texts.values[told]
        self._owners, self._values = texts.owners[~told], texts.values[~told]
        self._lengths = np.where(common, 0, texts.lengths)
        self._starts = np.cumsum(self._lengths) - self._lengths

    def to(self, grams: ngrams.Codes) -> Array:
        """The cosine to each text, 0 to 1, channel by channel."""
        codes, times = np.unique(grams, return_counts=True)
        places = np.minimum(self._codes.searchsorted(codes), len(self._codes) - 1)
        known = self._codes[places] == codes
        places = places[known]
        values = (1 + np.log(times[known])) * self._weights[places]
        words = codes[known].searchsorted(ngrams.FIRST_OF_WORDS)
        values[:words] /= _length(values[:words])
        values[words:] /= _length(values[words:])
        rows = self._rows[places]
        common = rows >= 0
        rare = ~common
        near = self._by_lists(places[rare], values[rare])
        dense = np.zeros(len(self._table))
        dense[rows[common]] = values[common]
        near[0] += dense @ self._table  # all of it: to pick rows would cost more
        return near

    def _by_lists(self, places: Places, values: Array) -> Array:
        starts, lengths = self._starts[places], self._lengths[places]
        # All entries of all places, one after the other: start, start + 1 ... of each.
        before = lengths.cumsum() - lengths
        entries = np.arange(lengths.sum()) + (starts - before).repeat(lengths)
        products = values.repeat(lengths) * self._values[entries]
        near = np.bincount(self._owners[entries], products, minlength=CHANNELS * self._count)
        return near.astype(np.float64, copy=False).reshape(CHANNELS, self._count)


def _length(vector: Array) -> float:
    """The length of *vector*, or 1 where it is 0."""
    return math.sqrt(vector @ vector) or 1.0
