"""Whether words stand in an order that sentences have.

A bigram model with absolute discounting (Ney, Essen & Kneser 1994) of the commonest words, counted
in the bank and in the graded examples: how much likelier is each word after the one before it than
anywhere? In sentences, some e times on the average; where the words were shuffled, no likelier.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from nnquiz.grading.remembered import Remembered
from nnquiz.grading.text import IGNORED

COMMON = 1000  # words
_DISCOUNT = 0.7  # taken off each pair's count, for all pairs that were never heard
_EASE = 6  # pairs that every text is credited with: a short one has few to judge by
_USUAL = 1.0  # log ratio of those
_COMMON_FROM = 20  # times that a word is heard before one can say how it's used
_NEVER = 0.005  # the share of its uses below which a word ends no sentence


class WordOrder:
    """How often common words follow one another: *counts* first -> second -> times.

    *times* says of each word how often it follows any, *different* how many different ones.
    """

    def __init__(
        self,
        counts: Mapping[str, Mapping[str, int]],
        times: Mapping[str, int],
        different: Mapping[str, int],
    ) -> None:
        self._counts = counts
        self._times = times
        self._different = different
        self._all_times = sum(times.values())
        self._all_different = sum(different.values())
        self._ratios = Remembered(self.log_ratio)
        self._followed = Remembered(self._what_follows)
        self._chances = Remembered(self._chance)
        self._common = frozenset(counts)

    def order(self, forms: Sequence[str]) -> float:
        """The mean log ratio of a word's chance after the one before it to its chance anywhere."""
        ratios = map(self._ratios.__getitem__, pairwise((".", *forms)))
        judged = [ratio for ratio in ratios if ratio is not None]
        return sum(judged, _EASE * _USUAL) / (len(judged) + _EASE)

    def log_ratio(self, pair: tuple[str, str]) -> float | None:
        """How much likelier the second of *pair* is after the first than anywhere.

        None for an uncommon word.
        """
        first, second = pair
        followed = self._followed[first]
        if followed is None or second not in self._common:
            return None
        following, spared, times = followed
        anywhere, unusual = self._chances[second]
        kept = max(following.get(second, 0) - _DISCOUNT, 0.0) / times
        return math.log((kept + spared * unusual) / anywhere)

    def _chance(self, word: str) -> tuple[float, float]:
        """The share of *word* among all words, and among those that follow another for once."""
        anywhere = (self._times.get(word, 0) + 0.1) / self._all_times
        return anywhere, (self._different.get(word, 0) + 0.1) / self._all_different

    def _what_follows(self, word: str) -> tuple[Mapping[str, int], float, int] | None:
        """How often each word follows *word*, what is spared for others, and how often any does."""
        following = self._counts.get(word)
        if not following:
            return None
        times = sum(following.values())
        return following, _DISCOUNT * len(following) / times, times

    def breaks_off(self, forms: Sequence[str]) -> bool:
        """Whether the last word is a function word that ends no sentence (`of`, `the`, `and`)."""
        last = next((form for form in reversed(forms) if form != "."), "")
        following = self._counts.get(last, {})
        times = sum(following.values())
        return last in IGNORED and times >= _COMMON_FROM and following.get(".", 0) < _NEVER * times


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


def learned(counts: Mapping[str, Mapping[str, int]]) -> WordOrder:
    """The word order that *counts* show."""
    return WordOrder(counts, times(counts), different(counts))


def times(counts: Mapping[str, Mapping[str, int]]) -> Counter[str]:
    """How often each word follows any."""
    found: Counter[str] = Counter()
    for following in counts.values():
        found.update(following)
    return found


def different(counts: Mapping[str, Mapping[str, int]]) -> Counter[str]:
    """How many different words each word follows."""
    return Counter(second for following in counts.values() for second in following)
