"""How near an answer is to answers whose grade is known.

An answer's nearness to each (cosine of TF-IDF n-grams, of characters and of understood words) says
much about it; by itself it is easily fooled, so it is one part among others.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nnquiz.grading import ngrams
from nnquiz.grading.examples import Example
from nnquiz.grading.text import Text

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]

BANDS = ((0.0, 0.22), (0.22, 0.45), (0.45, 0.8), (0.8, 1.01))  # grades that belong together
NEIGHBORS = (1, 4, 10)
_SHARPNESS = 6  # the weight of a neighbor is its nearness to this power
_NOISE = 0.05  # of the examples' grades, in the kernel regression
_MIDDLE = 0.45  # the grade of an answer that is near to none

CHANNELS = ("characters", "words", "both")
FEATURES = tuple(
    f"{channel} {name}"
    for channel in CHANNELS
    for name in (
        *(f"{count} nearest" for count in NEIGHBORS),
        *(f"near {low:g} to {high:g}" for low, high in BANDS),
        "nearest of all",
        "regression",
        "mass",
    )
)


class Neighborhood:
    """The examples of one question, ready to be compared with."""

    def __init__(
        self, examples: Sequence[Example], texts: Sequence[Text], without: str | None = None
    ) -> None:
        """*texts* are the *examples* as they are understood.

        *without* leaves one writer's examples out, as if that writer were somebody new: so one
        learns how far to trust the neighbors.
        """
        self._scores = np.array([example.score for example in examples])
        self._kept = np.array([example.writer != without for example in examples], dtype=bool)
        self._bands = [(self._scores >= low) & (self._scores < high) for low, high in BANDS]
        self._characters = _Channel([ngrams.of_characters(text.mended) for text in texts])
        self._words = _Channel([ngrams.of_words(text) for text in texts])
        both = (self._characters.kernel + self._words.kernel) / 2
        kernels = (self._characters.kernel, self._words.kernel, both)
        self._solutions = [self._solution(kernel) for kernel in kernels]

    def features(self, text: Text) -> list[float]:
        """What the neighbors say of *text*: a number for each of `FEATURES`."""
        characters = self._characters.nearness(ngrams.of_characters(text.mended)) * self._kept
        words = self._words.nearness(ngrams.of_words(text)) * self._kept
        found: list[float] = []
        channels = (characters, words, (characters + words) / 2)
        for nearness, solution in zip(channels, self._solutions, strict=True):
            found += self._votes(nearness)
            grade, mass = (nearness @ solution).tolist()
            found += [grade / max(mass, _NOISE), mass]
        return found

    def _solution(self, kernel: Array) -> Array:
        """Kernel ridge regression: the weight of each example for the grade, and for the mass."""
        targets = np.column_stack([self._scores - _MIDDLE, np.ones(len(self._kept))])[self._kept]
        inner = kernel[np.ix_(self._kept, self._kept)] + _NOISE * np.eye(len(targets))
        solution = np.zeros((len(self._kept), 2))
        solution[self._kept] = np.linalg.solve(inner, targets)
        return solution

    def _votes(self, nearness: Array) -> list[float]:
        order = np.argsort(-nearness)
        weights = np.maximum(nearness[order[: NEIGHBORS[-1]]], 1e-9) ** _SHARPNESS
        graded = (weights * self._scores[order[: NEIGHBORS[-1]]]).cumsum()
        total = weights.cumsum()
        found = [float(graded[count - 1] / total[count - 1]) for count in NEIGHBORS]
        for band in self._bands:
            nearest = np.sort(nearness[band])[-3:]
            found.append(float(nearest.sum()) / 3)
        found.append(float(nearness[order[0]]))
        return found


class _Channel:
    """TF-IDF vectors of one kind of n-gram; *kernel* holds the nearness of each to each.

    Kept by n-gram: which examples have it, and how much it counts there.
    """

    def __init__(self, bags: list[tuple[ngrams.Codes, ngrams.Values]]) -> None:
        empty = np.array([], dtype=np.uint64)
        codes = np.concatenate([codes for codes, _ in bags] or [empty])
        self._count = len(bags)
        self._codes, having = np.unique(codes, return_counts=True)
        self._weights = 1 + np.log((1 + len(bags)) / (1 + having))
        owner = np.repeat(np.arange(len(bags)), [len(codes) for codes, _ in bags])
        units = [self._unit(values, *self._find(codes)) for codes, values in bags]
        values = np.concatenate(units or [empty.astype(np.float64)])
        order = np.argsort(codes, kind="stable")
        self._owner, self._values = owner[order], values[order]
        self._lengths = having
        self._starts = np.cumsum(having) - having
        self.kernel: Array = np.array([self.nearness(bag) for bag in bags])

    def _unit(self, values: ngrams.Values, places: Places, known: Mask) -> Array:
        weighted: Array = values * np.where(known, self._weights[places], 0.0)
        length = float(np.sqrt(weighted @ weighted))
        return weighted / length if length else weighted

    def _find(self, codes: ngrams.Codes) -> tuple[Places, Mask]:
        if not len(self._codes):
            return np.zeros(len(codes), dtype=np.intp), np.zeros(len(codes), dtype=np.bool_)
        places = np.minimum(np.searchsorted(self._codes, codes), len(self._codes) - 1)
        return places, self._codes[places] == codes

    def nearness(self, bag: tuple[ngrams.Codes, ngrams.Values]) -> Array:
        """The cosine to each example, 0 to 1."""
        places, known = self._find(bag[0])
        values, places = self._unit(bag[1], places, known)[known], places[known]
        starts, lengths = self._starts[places], self._lengths[places]
        # All entries of all places, one after the other: start, start + 1 ... of each.
        before = np.repeat(np.cumsum(lengths) - lengths, lengths)
        entries = np.repeat(starts, lengths) + np.arange(lengths.sum()) - before
        products = np.repeat(values, lengths) * self._values[entries]
        near: Array = np.bincount(
            self._owner[entries], weights=products, minlength=self._count
        ).astype(np.float64)
        return near
