"""Graded examples: how near an answer is to answers whose grade is known.

`answers.jsonl` beside the bank holds answers to its questions, written and graded by hand, good
ones and bad ones. An answer's nearness to each (cosine of TF-IDF n-grams, of characters and of
understood words) says much about it; by itself it is easily fooled, so it is one part among others.
"""

import json
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from nnquiz.bank.locate import data_file
from nnquiz.grading import ngrams
from nnquiz.grading.lexicon import lexicon
from nnquiz.grading.text import Text, analyze

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]

KINDS = (
    "full", "terse", "formal", "everyday", "partial-hi", "partial-lo", "vague", "misconception",
    "swapped", "stuffed", "typos", "mixed",
)  # fmt: skip
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
        *(f"near {kind}" for kind in KINDS),
    )
)


@dataclass(frozen=True, slots=True)
class Example:
    """An answer with its grade, what *kind* of answer it is, and who wrote it."""

    question: str
    score: float
    kind: str
    writer: str
    answer: str


@cache
def all_examples() -> dict[str, tuple[Example, ...]]:
    """The graded examples that come with the bank, by the slug of their question."""
    found: dict[str, list[Example]] = {}
    with data_file("answers.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            example = Example(**json.loads(line))
            found.setdefault(example.question, []).append(example)
    return {slug: tuple(examples) for slug, examples in found.items()}


@lru_cache(maxsize=64)
def neighborhood(slug: str) -> "Neighborhood":
    """The examples of the bank's question *slug*, ready to be compared with."""
    return Neighborhood(all_examples().get(slug, ()))


class Neighborhood:
    """The examples of one question, ready to be compared with."""

    def __init__(self, examples: tuple[Example, ...]) -> None:
        self._scores = np.array([example.score for example in examples])
        self._writers = np.array([example.writer for example in examples])
        self._bands = [(self._scores >= low) & (self._scores < high) for low, high in BANDS]
        kinds = np.array([example.kind for example in examples])
        self._kinds = [kinds == kind for kind in KINDS]
        texts = [analyze(example.answer, lexicon()) for example in examples]
        self._characters = _Channel([ngrams.of_characters(text.mended) for text in texts])
        self._words = _Channel([ngrams.of_words(text) for text in texts])
        kernels = (self._characters.kernel, self._words.kernel)
        self._kernels = (*kernels, (kernels[0] + kernels[1]) / 2)
        self._solutions: dict[str | None, list[Array]] = {}

    def features(self, text: Text, without: str | None = None) -> list[float]:
        """What the neighbors say of *text*: a number for each of `FEATURES`.

        *without* leaves one writer's examples out, as if that writer were somebody new: so one
        learns how far to trust the neighbors.
        """
        kept = self._writers != without
        solutions = self._solutions_without(without, kept)
        characters = self._characters.nearness(ngrams.of_characters(text.mended)) * kept
        words = self._words.nearness(ngrams.of_words(text)) * kept
        found: list[float] = []
        channels = (characters, words, (characters + words) / 2)
        for nearness, solution in zip(channels, solutions, strict=True):
            found += self._votes(nearness)
            grade, mass = (nearness @ solution).tolist()
            found += [grade / max(mass, _NOISE), mass]
            nearest = float(nearness.max(initial=0.0))
            found += [float(nearness[kind].max(initial=0.0)) - nearest for kind in self._kinds]
        return found

    def _solutions_without(self, writer: str | None, kept: Mask) -> list[Array]:
        """Kernel ridge regression: the weight of each example for the grade, and for the mass."""
        if writer not in self._solutions:
            targets = np.column_stack([self._scores - _MIDDLE, np.ones(len(kept))])[kept]
            solved = []
            for kernel in self._kernels:
                inner = kernel[np.ix_(kept, kept)] + _NOISE * np.eye(len(targets))
                solution = np.zeros((len(kept), 2))
                solution[kept] = np.linalg.solve(inner, targets)
                solved.append(solution)
            self._solutions[writer] = solved
        return self._solutions[writer]

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
