"""How near an answer is to answers whose grade is known.

An answer's nearness to each (cosine of TF-IDF vectors, of its words as they stand and as they are
understood) says much about it; by itself it is easily fooled, so it is one part among others.
"""

from collections.abc import Sequence

import numpy as np

from nnquiz.grading import terms
from nnquiz.grading.examples import Example
from nnquiz.grading.kept import Tables
from nnquiz.grading.nearness import Array, Mask, Vectors
from nnquiz.grading.terms import Places
from nnquiz.grading.text import Text

BANDS = ((0.0, 0.22), (0.22, 0.45), (0.45, 0.8), (0.8, 1.01))  # grades that belong together
NEIGHBORS = (1, 4, 10)
_SHARPNESS = 6  # the weight of a neighbor is its nearness to this power
_NOISE = 0.05  # of the examples' grades, in the kernel regression
_OF_A_BAND = 3  # the nearest of its examples
_MIDDLE = 0.45  # the grade of an answer that is near to none

CHANNELS = (*terms.CHANNELS, "both")
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
_LAST_VOTES = [count - 1 for count in NEIGHBORS]


class Neighborhood:
    """The examples of one question, ready to be compared with."""

    def __init__(self, scores: Array, kept: Mask, vectors: Vectors, solutions: Array) -> None:
        """*scores* of the examples, which of them are *kept*, and each channel's solution."""
        self._scores = scores
        self._kept = kept
        self._vectors = vectors
        self._solutions = solutions
        self._bands = _in_bands(scores)

    @classmethod
    def of(
        cls, examples: Sequence[Example], texts: Sequence[Text], without: str | None = None
    ) -> "Neighborhood":
        """The neighborhood of *examples*; *texts* are the same as they are understood.

        *without* leaves one writer's examples out, as if that writer were somebody new: so one
        learns how far to trust the neighbors.
        """
        scores = np.array([example.score for example in examples])
        kept = np.array([example.writer != without for example in examples], dtype=bool)
        vectors = Vectors.of(texts)
        kernels = _with_both(vectors.kernels())
        return cls(scores, kept, vectors, np.array([_solution(k, scores, kept) for k in kernels]))

    @classmethod
    def from_tables(cls, tables: Tables) -> "Neighborhood":
        """The one that these are the `tables` of."""
        scores = tables["scores"]
        counts = (tables[name].astype(np.intp) for name in ("lengths", "texts", "times"))
        vectors = Vectors(len(scores), tables["codes"], *counts)
        return cls(scores, tables["kept"], vectors, tables["solutions"])

    def tables(self) -> Tables:
        """All that it was made from, as arrays."""
        return {
            "scores": self._scores,
            "kept": self._kept,
            "codes": self._vectors.codes,
            "lengths": self._vectors.lengths.astype(np.uint16),
            "texts": self._vectors.texts.astype(np.uint16),
            "times": self._vectors.times.astype(np.uint16),
            "solutions": self._solutions,
        }

    def features(self, texts: Sequence[Text]) -> Array:
        """What the neighbors say of *texts*: for each a row, with a number for each of `FEATURES`.

        Of several texts at once it takes much less time than of one after the other.
        """
        near = _with_both(self._vectors.near(texts) * self._kept)
        order = (-near).argsort(axis=2)[:, :, : NEIGHBORS[-1]]
        nearest = np.take_along_axis(near, order, axis=2)
        weights = np.maximum(nearest, 1e-9) ** _SHARPNESS
        votes = (weights * self._scores[order]).cumsum(axis=2) / weights.cumsum(axis=2)
        padded = np.concatenate([near, np.zeros((*near.shape[:2], 1))], axis=2)
        in_bands = np.partition(padded[:, :, self._bands], -_OF_A_BAND, axis=3)
        # Row by row, so that the last digits don't hang on how many texts there are.
        solved = (near[:, :, None] @ self._solutions[:, None])[:, :, 0]
        grade, mass = solved[:, :, :1], solved[:, :, 1:]
        found = [
            votes[:, :, _LAST_VOTES],
            in_bands[:, :, :, -_OF_A_BAND:].sum(axis=3) / _OF_A_BAND,
            nearest[:, :, :1],
            grade / np.maximum(mass, _NOISE),
            mass,
        ]
        features: Array = np.concatenate(found, axis=2).transpose(1, 0, 2)
        return features.reshape(len(texts), len(FEATURES))


def _solution(kernel: Array, scores: Array, kept: Mask) -> Array:
    """Kernel ridge regression: the weight of each example for the grade, and for the mass."""
    targets = np.column_stack([scores - _MIDDLE, np.ones(len(kept))])[kept]
    inner = kernel[np.ix_(kept, kept)] + _NOISE * np.eye(len(targets))
    solution = np.zeros((len(kept), 2))
    solution[kept] = np.linalg.solve(inner, targets)
    return solution


def _in_bands(scores: Array) -> Places:
    """The places of the examples in each band, filled up with the place behind the last."""
    bands = [np.flatnonzero((scores >= low) & (scores < high)) for low, high in BANDS]
    places = np.full((len(bands), max(_OF_A_BAND, *map(len, bands))), len(scores))
    for row, band in zip(places, bands, strict=True):
        row[: len(band)] = band
    return places


def _with_both(channels: Array) -> Array:
    """The two channels, and their mean as the third."""
    return np.concatenate([channels, ((channels[0] + channels[1]) / 2)[None]])
