"""Regression trees that add up to a score, all of them walked at once.

QuickScorer (Lucchese et al. 2015, https://doi.org/10.1145/2766462.2767733): a test that fails rules
out the leaves on its left, and the leaf that an answer reaches is the first that none rules out. A
tree has a byte, with a bit for each leaf; the tests of all trees are made together.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Node = Sequence[float]  # feature (below 0: a leaf), threshold, left, right, value

_LEAVES = 8  # of a tree, at most: a bit for each
# The first leaf that a tree has left, by the byte of those that are ruled out.
_FIRST_LEFT = np.array(
    [min(bit for bit in range(9) if not lost >> bit & 1) for lost in range(256)], dtype=np.intp
)


class Forest:
    """Trees whose inner nodes send a feature that is at most the threshold to the left."""

    def __init__(self, trees: Iterable[Sequence[Node]]) -> None:
        """Each tree is its nodes in preorder. Raises ValueError for more than eight leaves."""
        features: list[int] = []
        thresholds: list[float] = []
        lost: list[int] = []
        values: list[float] = []
        first_leaves = []
        for place, tree in enumerate(trees):
            leaves = [value for feature, *_, value in tree if feature < 0]
            if len(leaves) > _LEAVES:
                raise ValueError(f"tree {place} has {len(leaves)} leaves, more than {_LEAVES}")
            first_leaves.append(len(values))
            values += leaves
            before = []  # how many leaves stand before each node
            passed = 0
            for feature, *_ in tree:
                before.append(passed)
                passed += feature < 0
            tests = len(features)
            for at, (feature, threshold, _, right, _) in enumerate(tree):
                if feature >= 0:  # the leaves on its left lie between it and its right child
                    features.append(int(feature))
                    thresholds.append(threshold)
                    lost.append((1 << before[int(right)]) - (1 << before[at]))
            while len(features) < tests + _LEAVES:  # each has as many, and these never fail
                features.append(0)
                thresholds.append(np.inf)
                lost.append(0)
        self._features = np.array(features, dtype=np.intp)
        self._thresholds = np.array(thresholds)
        self._lost = np.array(lost, dtype=np.uint8)
        self._values = np.array(values)
        self._first_leaves = np.array(first_leaves, dtype=np.intp)

    def sums(self, features: Array) -> Array:
        """What the leaves that each row of *features* leads to add up to."""
        failed = features.take(self._features, axis=1) > self._thresholds
        # The eight bytes of a tree are one number: its halves are laid over each other, and again.
        lost = (failed * self._lost).view(np.uint64)
        for bits in (32, 16, 8):
            lost |= lost >> np.uint64(bits)
        lost &= np.uint64(0xFF)
        sums: Array = self._values[_FIRST_LEFT[lost] + self._first_leaves].sum(axis=1)
        return sums
