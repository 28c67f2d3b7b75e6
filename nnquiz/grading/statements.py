"""Whether an answer puts words together as right statements do, or as wrong ones.

Naive Bayes (Maron 1961, https://doi.org/10.1145/321075.321084) over pairs of words in their order
within a clause. Right ones come from a question's reference, phrasings and good examples, wrong
ones from its misconceptions and from examples that turn things round.
"""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable

from nnquiz.grading.text import Clause

WINDOW = 6  # words between which a pair may stretch
_SMOOTHING = 0.5
_FEW = 10  # pairs that every text is credited with: a short one has few to judge by

Pair = Hashable


def pairs(clause: Clause) -> set[Pair]:
    """Its words, and its pairs of words in their order; a negation is a word, too."""
    events = clause.events()
    found: set[Pair] = set(clause.names)
    if clause.negations:
        found.add("not")
    for place, (index, name) in enumerate(events):
        for later, other in events[place + 1 : place + 1 + WINDOW]:
            if later - index > WINDOW:
                break
            found.add((name, other))
    return found


class Statements:
    """The pairs of right and of wrong statements about one question."""

    def __init__(
        self,
        right: Iterable[tuple[Iterable[Clause], float]],
        wrong: Iterable[tuple[Iterable[Clause], float]],
    ) -> None:
        """*right* and *wrong*: clauses of each text, and how much the text counts."""
        good, of_good = _counted(right)
        bad, of_bad = _counted(wrong)
        prior = math.log((of_bad + 2 * _SMOOTHING) / (of_good + 2 * _SMOOTHING))
        self._odds = {
            pair: prior
            + math.log((good.get(pair, 0) + _SMOOTHING) / (bad.get(pair, 0) + _SMOOTHING))
            for pair in good.keys() | bad.keys()
        }

    def odds(self, clauses: Iterable[Clause]) -> tuple[float, float, float]:
        """The log odds that *clauses* are right: mean by pair, sum, and the worst clause's."""
        total, count, worst = 0.0, 0, 0.0
        for clause in clauses:
            known = [self._odds[pair] for pair in pairs(clause) if pair in self._odds]
            inside = sum(known)
            worst = min(worst, inside)
            total += inside
            count += len(known)
        return total / (count + _FEW), total, worst


def _counted(texts: Iterable[tuple[Iterable[Clause], float]]) -> tuple[dict[Pair, float], float]:
    counts: dict[Pair, float] = defaultdict(float)
    total = 0.0
    for clauses, weight in texts:
        total += weight
        for pair in set().union(*map(pairs, clauses)):
            counts[pair] += weight
    return counts, total
