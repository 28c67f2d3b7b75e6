"""What a review today is worth on the day of the interview: backward induction over memory states.

A memory is its stability S, its difficulty D and the days e since its last review. With prices on
each day's seconds the worth of a memory before day t is

    U_t(S, D, e) = max( U_t+1(S, D, e + 1),                                  it waits
                        R V_t(S', D') + (1 - R) V_t(S'', D'') - price_t c )  it is reviewed

where R is the chance of recall, S', D' and S'', D'' the memory after recall and failure, c the
expected seconds, V_t(S, D) = U_t+1(S, D, 1) the worth just after a review, and on the day of the
interview U_T = R. The prices tie the questions together, that share each day's minutes: a
Lagrangian relaxation, as in Whittle, "Restless bandits", J. Appl. Probab. 25A (1988). What is
asked first is what gains most per second over waiting.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnquiz.planning.costs import Costs
from nnquiz.planning.fsrs6 import Array, Fsrs6
from nnquiz.planning.stages import Stage

# Nodes between which worth is interpolated: S by its logarithm, D as first answers set it, e so
# that each of the first days stands for itself.
_STABILITIES = np.geomspace(0.05, 3000, 32)
_DIFFICULTIES = np.array([1, 2.12, 4, 6.41, 8.2, 10])
_ELAPSED = np.array([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 17, 20, 24, 29, 35, 42, 50,
                     60, 80, 110, 150, 220, 400, 800], dtype=float)  # fmt: skip
_SHAPE = (len(_STABILITIES), len(_DIFFICULTIES), len(_ELAPSED))
_LOG_STEP = float(np.log(_STABILITIES[1] / _STABILITIES[0]))

Indices = NDArray[np.intp]


def _between(nodes: Array, values: Array) -> tuple[Indices, Array]:
    """For each value the node below it, and how far it lies towards the next, 0 to 1."""
    inside = np.minimum(np.maximum(values, nodes[0]), nodes[-1])
    below = np.minimum(np.searchsorted(nodes, inside, side="right") - 1, len(nodes) - 2)
    return below, (inside - nodes[below]) / (nodes[below + 1] - nodes[below])


def _corners(stability: Array, difficulty: Array) -> tuple[Indices, Array]:
    """The four nodes about each (S, D), as flat indices, and their weights: both 4 x the shape."""
    inside = np.minimum(np.maximum(stability, _STABILITIES[0]), _STABILITIES[-1])
    log = np.log(inside / _STABILITIES[0])
    i = np.minimum((log / _LOG_STEP).astype(np.intp), _SHAPE[0] - 2)
    a = log / _LOG_STEP - i
    j, b = _between(_DIFFICULTIES, difficulty)
    at = i * _SHAPE[1] + j
    indices = np.stack([at, at + 1, at + _SHAPE[1], at + _SHAPE[1] + 1])
    return indices, np.stack([(1 - a) * (1 - b), (1 - a) * b, a * (1 - b), a * b])


@dataclass(frozen=True, slots=True)
class Gains:
    """What asking is worth over waiting, for each second it takes, at each stage.

    *known* holds it on the nodes (stages x S x D x e), *new* for a question never seen (stages).
    """

    known: Array
    new: Array

    def of(self, stage: int, stability: Array, difficulty: Array, elapsed: Array) -> Array:
        """The gain per second of memories at a *stage*, interpolated between the nodes."""
        corners, weights = _corners(stability, difficulty)
        k, c = _between(_ELAPSED, elapsed)
        flat = self.known[stage].reshape(-1, _SHAPE[2])
        return np.asarray(
            (weights * ((1 - c) * flat[corners, k] + c * flat[corners, k + 1])).sum(0)
        )


class Horizon:
    """The memories that a *model* can come to, and what a review of each leads to."""

    def __init__(self, model: Fsrs6, costs: Costs, stages: Sequence[Stage]) -> None:
        self.model, self.costs, self.stages = model, costs, stages
        S, D, e = np.meshgrid(_STABILITIES, _DIFFICULTIES, _ELAPSED, indexing="ij")
        R = model.retrievability(e, S)
        self._at_interview = R
        self._seconds = R * costs.recalled + (1 - R) * costs.failed
        good, share_of_good = _corners(*model.recalled(S, D, R))
        again, share_of_again = _corners(*model.failed(S, D, R))
        self._after = np.concatenate([good, again])
        self._shares = np.concatenate([R * share_of_good, (1 - R) * share_of_again])
        firsts = [_corners(*model.first(np.array([recalled]))) for recalled in (True, False)]
        self._first = np.concatenate([corners for corners, _ in firsts])
        chances = (1 - costs.first_failure, costs.first_failure)
        shares = [chance * share for chance, (_, share) in zip(chances, firsts, strict=True)]
        self._first_shares = np.concatenate(shares)
        # Where memories that are reviewed at a stage, and those that wait, are at the next.
        since = np.concatenate([[0.0], _ELAPSED])
        self._later = [_between(_ELAPSED, since + stage.days) for stage in stages]

    def gains(self, prices: Array) -> Gains:
        """The gains at *prices*, one for each stage, in chance of recall per second."""
        known = np.empty((len(self.stages), *_SHAPE))
        new = np.empty(len(self.stages))
        worth, worth_of_new = self._at_interview, 0.0
        for number in range(len(self.stages) - 1, -1, -1):
            k, c = self._later[number]
            later = (1 - c) * worth[:, :, k] + c * worth[:, :, k + 1]
            wait, just_reviewed = later[:, :, 1:], later[:, :, 0].reshape(-1)
            asked = (just_reviewed[self._after] * self._shares).sum(0)
            known[number] = (asked - wait) / self._seconds
            worth = np.maximum(wait, asked - prices[number] * self._seconds)
            seen = float((just_reviewed[self._first] * self._first_shares).sum())
            new[number] = (seen - worth_of_new) / self.costs.new
            worth_of_new = max(worth_of_new, seen - prices[number] * self.costs.new)
        return Gains(known, new)
