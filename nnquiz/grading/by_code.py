"""Numbers by code, such as how often right answers put two words together."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nnquiz.grading import terms
from nnquiz.grading.kept import Tables
from nnquiz.grading.terms import Codes, Places

Numbers = npt.NDArray[np.float64]


class ByCode:
    """A number for each of some codes; that of any other is 0."""

    def __init__(self, codes: Codes, numbers: Numbers) -> None:
        """The *codes* are sorted."""
        self.codes, self.numbers = codes, numbers

    @classmethod
    def summed(cls, codes: Codes, numbers: Numbers) -> "ByCode":
        """For each code the sum of its *numbers*."""
        found, places = np.unique(codes, return_inverse=True)
        sums = np.bincount(places, numbers, len(found))
        return cls(found, sums.astype(np.float64, copy=False))

    @classmethod
    def of_texts(cls, codes: Codes, texts: Places, weights: Sequence[float]) -> "ByCode":
        """For each code how much those *texts* weigh together that have it: each counts once."""
        found, places = np.unique(codes, return_inverse=True)
        having = terms.different(places * len(weights) + texts)
        places, owners = np.divmod(having, max(1, len(weights)))
        return cls.summed(found[places], np.array(weights, dtype=np.float64)[owners])

    @classmethod
    def from_tables(cls, tables: Tables) -> "ByCode":
        """The one that these are the `tables` of."""
        return cls(tables["codes"], tables["numbers"])

    def tables(self) -> Tables:
        """All of it, as arrays."""
        return {"codes": self.codes, "numbers": self.numbers}

    def __getitem__(self, codes: Codes) -> Numbers:
        """The number of each of *codes*."""
        places = terms.places_of(codes, self.codes)
        known = np.flatnonzero(places >= 0)
        numbers = np.zeros(len(codes))
        numbers[known] = self.numbers[places[known]]
        return numbers
