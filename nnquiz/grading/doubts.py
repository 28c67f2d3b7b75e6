"""What in an answer stands against what right answers say, and how sure that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul
from typing import TYPE_CHECKING

from nnquiz.grading.text import Word

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Signs = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class LogOdds:
    """Log odds as logistic regression gives them: a bias, and a weight for each sign."""

    weights: dict[str, float]
    bias: float

    def of(self, signs: Signs) -> float:
        """The log odds of what shows these *signs*."""
        told: float = sum(map(mul, self.weights.values(), map(signs.__getitem__, self.weights)))
        return self.bias + told

    def of_rows(self, names: Sequence[str], rows: "npt.NDArray[np.float64]") -> list[float]:
        """The log odds of what shows the signs with these *names*: of each a row."""
        odds: list[float] = (rows * [*map(self.weights.__getitem__, names)]).sum(axis=1).tolist()
        return [self.bias + told for told in odds]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words of an answer, and the log odds that right answers don't put them so."""

    words: tuple[Word, ...]
    odds: float
