"""The fitted part of the grader: from an answer's features to a score.

`grader.json` beside the bank holds gradient-boosted regression trees (Friedman 2001,
https://doi.org/10.1214/aos/1013203451) and says how they were made: `benchmarks/fit_grader.py`.
"""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from nnquiz.bank.locate import data_file
from nnquiz.grading.word_order import Pairs

# feature, threshold, left, right, value; a leaf has feature -1
Node = tuple[int, float, int, int, float]


@dataclass(frozen=True, slots=True)
class Model:
    """Trees that add up to a score, and what else was fitted."""

    base: float
    trees: tuple[tuple[Node, ...], ...]
    features: tuple[str, ...]
    pairs: Pairs
    words: frozenset[str]
    terms: frozenset[str]
    questions: dict[str, int]

    def score(self, features: list[float]) -> float:
        """The score, 0 to 1, of an answer with these *features*."""
        total = self.base
        for tree in self.trees:
            feature, threshold, left, right, value = tree[0]
            while feature >= 0:
                feature, threshold, left, right, value = tree[
                    left if features[feature] <= threshold else right
                ]
            total += value
        return min(1.0, max(0.0, total))


@cache
def model() -> Model:
    """The model that comes with nnquiz."""
    data: dict[str, Any] = json.loads(data_file("grader.json").read_text(encoding="utf-8"))
    return Model(
        base=data["base"],
        trees=tuple(tuple(tuple(node) for node in tree) for tree in data["trees"]),
        features=tuple(data["features"]),
        pairs={first: frozenset(many.split()) for first, many in data["pairs"].items()},
        words=frozenset(data["words"].split()),
        terms=frozenset(data["terms"].split()),
        questions=data["questions"],
    )
