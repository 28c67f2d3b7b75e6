"""Which of two opposites belongs where: L1 or L2 before `sparse`, first or last after `layer`.

Good answers show what stands near each of two contrasting words. Where an answer has the one in the
company of the other, the two were exchanged. Naive Bayes over the words nearby, with their side.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping

from nnquiz.grading.text import Clause

WINDOW = 5  # words nearby
_PRIOR = 1.0  # the weight of how often each of the two is said at all
_COMPANY = 0.2  # the weight of each word nearby: they depend on one another
_SMOOTHING = 12  # occurrences that each word is credited with, in any company
_MOST = 5.0  # what one word can tell

Opposites = Mapping[str, frozenset[str]]
Counts = defaultdict[str, float]


def _company(clause: Clause, place: int) -> set[str]:
    """The words near the one at *place*: as such, with their side, and if they touch it."""
    words = clause.words
    index = words[place].index
    near: set[str] = set()
    for step, side in ((-1, "<"), (1, ">")):
        at = place + step
        while 0 <= at < len(words) and abs(words[at].index - index) <= WINDOW:
            near |= {words[at].name, side + words[at].name}
            if at == place + step:
                near.add(side + side + words[at].name)
            at += step
    return near


class Contrasts:
    """The company that contrasting words keep in good answers to one question."""

    def __init__(
        self, right: Iterable[tuple[Iterable[Clause], float]], opposites: Opposites
    ) -> None:
        """*right*: sentences of each good text, and how much the text counts."""
        times: Counts = defaultdict(float)
        company: dict[str, Counts] = defaultdict(lambda: defaultdict(float))
        everywhere: Counts = defaultdict(float)
        for sentences, weight in right:
            for sentence in sentences:
                for place, word in enumerate(sentence.words):
                    name = word.name
                    times[name] += weight
                    for other in _company(sentence, place):
                        everywhere[other] += weight
                        if name in opposites:
                            company[name][other] += weight
        total = sum(times.values()) or 1.0
        self._usual = {name: count / total for name, count in everywhere.items()}
        self._times: Mapping[str, float] = times
        self._company: Mapping[str, Mapping[str, float]] = company
        self._opposites = opposites

    def evidence(self, sentences: Iterable[Clause]) -> list[float]:
        """For each contrasting word, the log odds that it, not its opposite, belongs there."""
        found = []
        for sentence in sentences:
            for place, word in enumerate(sentence.words):
                others = [
                    other
                    for other in self._opposites.get(word.name, ())
                    if self._times.get(word.name, 0) + self._times.get(other, 0) >= 1
                ]
                if others:
                    near = _company(sentence, place)
                    odds = min(self._odds(word.name, other, near) for other in others)
                    found.append(max(-_MOST, min(_MOST, odds)))
        return found

    def _odds(self, name: str, other: str, near: set[str]) -> float:
        here, there = self._times.get(name, 0.0), self._times.get(other, 0.0)
        odds = _PRIOR * math.log((here + 0.5) / (there + 0.5))
        none: Mapping[str, float] = {}
        of_name, of_other = self._company.get(name, none), self._company.get(other, none)
        # The chance of each word nearby, beside the one and beside the other.
        more = math.log((there + _SMOOTHING) / (here + _SMOOTHING))
        for word in near:
            usual = self._usual.get(word)
            if usual:
                credit = _SMOOTHING * usual
                ratio = (of_name.get(word, 0) + credit) / (of_other.get(word, 0) + credit)
                odds += _COMPANY * (more + math.log(ratio))
        return odds
