"""The end of a day: what still fits before the last question, which may run over.

A question that was begun in time is finished. Where the last one would begin well before the end,
a review that is over by then comes on top; one that isn't, since it fails and takes longer, takes
the last one's place.
"""

import numpy as np

from nnquiz.planning.costs import Costs
from nnquiz.planning.deck import Mask
from nnquiz.planning.forecast import NOT_ASKED
from nnquiz.planning.fsrs6 import Array


def with_a_short_review(
    gain: Array, chance: Array, seen: Mask, costs: Costs, budget: float
) -> Array:
    """*gain* (M x N, per second) where the review that is worth it comes just before the last.

    The last is the last question that is begun within the *budget* of seconds. *chance* is that of
    recall. Rows in which no review is worth it, or all that is wanted fits, stay as they are.
    """
    if not (seen & (gain > NOT_ASKED)).any():
        return gain
    rows = np.arange(len(gain))
    seconds = np.where(seen, chance * costs.recalled + (1 - chance) * costs.failed, costs.new)
    order = np.argsort(-gain, axis=1, kind="stable")
    wanted, in_turn = gain[rows[:, None], order], seconds[rows[:, None], order]
    begins = np.cumsum(in_turn, axis=1) - in_turn
    fits = (begins < budget) & (wanted > NOT_ASKED)
    last = np.maximum(fits.sum(1) - 1, 0)
    least = np.where(fits[:, 0], wanted[rows, last], NOT_ASKED)

    left = (budget - begins[rows, last])[:, None]
    if_failed = np.where(costs.failed < left, 0.0, 1 - chance)
    in_its_place = np.where(costs.recalled < left, if_failed, 1.0)
    lost = in_its_place * np.where(fits[:, 0], least * in_turn[rows, last], 0.0)[:, None]
    waits = seen & (gain < least[:, None]) & (gain > NOT_ASKED)
    net = np.where(waits, gain * seconds - lost, NOT_ASKED)

    best = net.argmax(1)
    worth_it = net[rows, best] > 0
    found = gain.copy()
    found[rows[worth_it], best[worth_it]] = np.nextafter(least, np.inf)[worth_it]
    return found
