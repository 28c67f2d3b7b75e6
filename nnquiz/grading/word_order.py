"""Whether words stand in an order that sentences have.

A bigram model with absolute discounting (Ney, Essen & Kneser 1994) of the commonest words, counted
in the bank and in the graded examples: how much likelier is each word after the one before it than
anywhere? In sentences, some e times on the average; where the words were shuffled, no likelier.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from nnquiz.grading.text import IGNORED

COMMON = 1000  # words
_DISCOUNT = 0.7  # taken off each pair's count, for all pairs that were never heard
_EASE = 6  # pairs that every text is credited with: a short one has few to judge by
_USUAL = 1.0  # log ratio of those
_COMMON_FROM = 20  # times that a word is heard before one can say how it's used
_NEVER = 0.005  # the share of its uses below which a word ends no sentence


class WordOrder:
    """How often common words follow one another: *counts* first -> second -> times."""

    def __init__(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        self.counts = counts

    @cached_property
    def _heard(self) -> dict[str, tuple[float, float]]:
        """For each word, the chance that it comes next anywhere, and after something unusual."""
        times: Counter[str] = Counter()
        after: Counter[str] = Counter()
        for following in self.counts.values():
            for second, count in following.items():
                times[second] += count
                after[second] += 1
        total, different = sum(times.values()), sum(after.values())
        return {w: ((times[w] + 0.1) / total, (after[w] + 0.1) / different) for w in self.counts}

    @cached_property
    def _totals(self) -> dict[str, tuple[int, float]]:
        """For each word, how often it's followed at all, and what share is for the unheard."""
        totals = {}
        for first, following in self.counts.items():
            times = sum(following.values())
            totals[first] = times, _DISCOUNT * len(following) / max(1, times)
        return totals

    def order(self, forms: Sequence[str]) -> float:
        """The mean log ratio of a word's chance after the one before it to its chance anywhere."""
        total, judged = _EASE * _USUAL, _EASE
        for first, second in pairwise((".", *forms)):
            following = self.counts.get(first)
            if following and second in self._heard:
                times, spared = self._totals[first]
                anywhere, unusual = self._heard[second]
                kept = max(following.get(second, 0) - _DISCOUNT, 0.0) / times
                total += math.log((kept + spared * unusual) / anywhere)
                judged += 1
        return total / judged

    def breaks_off(self, forms: Sequence[str]) -> bool:
        """Whether the last word is a function word that ends no sentence (`of`, `the`, `and`)."""
        last = next((form for form in reversed(forms) if form != "."), "")
        times, _ = self._totals.get(last, (0, 0.0))
        return (
            last in IGNORED
            and times >= _COMMON_FROM
            and self.counts[last].get(".", 0) < _NEVER * times
        )


def count(texts: Iterable[Sequence[str]]) -> dict[str, dict[str, int]]:
    """How often the commonest words of *texts* follow one another."""
    texts = [(".", *forms) for forms in texts]
    counts = Counter(form for forms in texts for form in forms)
    found: dict[str, Counter[str]] = {form: Counter() for form, _ in counts.most_common(COMMON)}
    for forms in texts:
        for first, second in pairwise(forms):
            if first in found and second in found:
                found[first][second] += 1
    return {first: dict(following) for first, following in found.items()}
