"""Regression trees that add up to a score, all of them walked at once.

QuickScorer (Lucchese et al. 2015, https://doi.org/10.1145/2766462.2767733): a test that fails rules
out the leaves on its left, and the leaf that an answer reaches is the first that none rules out.
With a byte for each tree and a bit for each leaf, all trees are one integer: a look-up for each
feature says what its failed tests rule out, whatever tree they are in.
"""

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import getitem, or_

Node = Sequence[float]  # feature (below 0: a leaf), threshold, left, right, value

_LEAVES = 8  # of a tree, at most: a bit for each
# The first leaf that a tree has left, by the byte of those that are ruled out.
_FIRST_LEFT = bytes(min(bit for bit in range(9) if not lost >> bit & 1) for lost in range(256))


class Forest:
    """Trees whose inner nodes send a feature that is at most the threshold to the left."""

    def __init__(self, trees: Iterable[Sequence[Node]]) -> None:
        """Each tree is its nodes in preorder. Raises ValueError for more than eight leaves."""
        self._values: list[list[float]] = []
        tests: dict[int, list[tuple[float, int]]] = {}
        for place, tree in enumerate(trees):
            values = [value for feature, *_, value in tree if feature < 0]
            if len(values) > _LEAVES:
                raise ValueError(f"tree {place} has {len(values)} leaves, more than {_LEAVES}")
            self._values.append(values)
            leaves = 0  # so far: those on the left of a test lie between it and its right child
            first = []
            for feature, *_ in tree:
                first.append(leaves)
                leaves += feature < 0
            for at, (feature, threshold, _, right, _) in enumerate(tree):
                if feature >= 0:
                    lost = (1 << first[int(right)]) - (1 << first[at])
                    tests.setdefault(int(feature), []).append((threshold, lost << 8 * place))
        self._tests: list[tuple[int, list[float], list[int]]] = []
        for feature, pairs in tests.items():
            pairs.sort()
            lost_below = accumulate((lost for _, lost in pairs), or_, initial=0)
            self._tests.append((feature, [threshold for threshold, _ in pairs], list(lost_below)))

    def sum(self, features: Sequence[float]) -> float:
        """What the leaves that *features* lead to add up to."""
        lost = 0
        for feature, thresholds, lost_below in self._tests:
            lost |= lost_below[bisect_left(thresholds, features[feature])]
        reached = lost.to_bytes(len(self._values), "little").translate(_FIRST_LEFT)
        return math.fsum(map(getitem, self._values, reached))
