"""Whether an answer puts words together as right statements do, or as wrong ones.

Naive Bayes (Maron 1961, https://doi.org/10.1145/321075.321084) over pairs of words in their order
within a clause. Right ones come from a question's reference, phrasings and good examples, wrong
ones from its misconceptions and from examples that turn things round.
"""

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence

from nnquiz.grading.pairs import Pairs
from nnquiz.grading.text import Clause

WINDOW = 6  # words between which a pair may stretch
_SMOOTHING = 0.5
_LATELY = 1000  # clauses that are remembered
_FEW = 10  # pairs that every text is credited with: a short one has few to judge by

_ALONE = ""  # behind a word: the word by itself


def pairs(clause: Clause) -> dict[str, set[str]]:
    """For each of its words those behind it, and `_ALONE`; a negation is a word, too."""
    counts: Sequence[int] = clause.counts
    names: Sequence[str] = clause.names
    if clause.negations:
        events = clause.events()
        counts, names = [at for at, _ in events], [name for _, name in events]
    found: dict[str, set[str]] = {}
    for place, name in enumerate(names):
        end = bisect_right(counts, counts[place] + WINDOW, place)
        behind = names[place + 1 : min(end, place + 1 + WINDOW)]
        if name in found:
            found[name].update(behind)
        else:
            found[name] = {_ALONE, *behind}
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
        self._odds = Pairs()
        for pair in good.keys() | bad.keys():
            here = math.log((good.get(pair, 0) + _SMOOTHING) / (bad.get(pair, 0) + _SMOOTHING))
            self._odds.add(pair, prior + here)
        self._lately: dict[Clause, tuple[float, int]] = {}

    def odds(self, clauses: Iterable[Clause]) -> tuple[float, float, float]:
        """The log odds that *clauses* are right: mean by pair, sum, and the worst clause's."""
        total, count, worst = 0.0, 0, 0.0
        for clause in clauses:
            inside, known = self._of(clause)
            worst = min(worst, inside)
            total += inside
            count += known
        return total / (count + _FEW), total, worst

    def _of(self, clause: Clause) -> tuple[float, int]:
        """The sum of the log odds of its pairs, and of how many one knows any.

        Remembered until it is asked for again: most clauses are whole sentences, too.
        """
        found = self._lately.pop(clause, None)
        if found is None:
            rows = self._odds.rows
            known: list[float] = []
            for first, behind in pairs(clause).items():
                odds = rows[first]
                if odds:
                    known += map(odds.__getitem__, behind & odds.keys())
            if len(self._lately) >= _LATELY:
                self._lately.clear()
            found = self._lately[clause] = sum(known), len(known)
        return found


def _counted(
    texts: Iterable[tuple[Iterable[Clause], float]],
) -> tuple[dict[tuple[str, str], float], float]:
    counts: dict[tuple[str, str], float] = defaultdict(float)
    total = 0.0
    for clauses, weight in texts:
        total += weight
        said = {(one, other) for c in clauses for one, many in pairs(c).items() for other in many}
        for pair in said:
            counts[pair] += weight
    return counts, total
