"""Whether an answer denies what nobody denies.

Good answers deny, too ("a line can not part them"). Unusual is a `not` before a word that right
answers to the question say often, and hardly ever deny.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

from nnquiz.grading.text import Clause

_REACH = 3  # words between a negation and what it denies
_SMOOTHING = 6  # times that each word is credited with, denied as often as any


def _said(clause: Clause) -> Iterator[tuple[str, bool]]:
    """Each word of *clause*, and whether it is denied: the first after a `not`, else the last."""
    denied = set()
    for at in clause.negations:
        after = [w.index for w in clause.words if 0 < w.index - at <= _REACH]
        before = [w.index for w in clause.words if 0 < at - w.index <= _REACH]
        denied.update(after[:1] or before[-1:])
    for word in clause.words:
        yield word.name, word.index in denied


class Denials:
    """How often the words of right answers to one question are said, and denied."""

    def __init__(self, right: Iterable[tuple[Iterable[Clause], float]]) -> None:
        """*right*: clauses of each text, and how much the text counts."""
        self._said: dict[str, float] = defaultdict(float)
        self._denied: dict[str, float] = defaultdict(float)
        for clauses, weight in right:
            for clause in clauses:
                for name, denied in _said(clause):
                    self._said[name] += weight
                    self._denied[name] += weight * denied
        self._usual = (sum(self._denied.values()) + 1) / (sum(self._said.values()) + 20)

    def unusual(self, clauses: Iterable[Clause]) -> float:
        """The log odds against all the denials of *clauses* that right answers don't make."""
        total = 0.0
        for clause in clauses:
            for name, denied in _said(clause) if clause.negations else ():
                if denied:
                    rate = self._denied.get(name, 0.0) + _SMOOTHING * self._usual
                    rate /= self._said.get(name, 0.0) + _SMOOTHING
                    total += max(0.0, -math.log(rate / self._usual))
        return total
