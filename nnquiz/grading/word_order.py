"""Whether words stand in an order that sentences have.

Of the few hundred commonest words, most pairs that could stand side by side never do ("the of",
"is a the"). Where many of those occur, the words were shuffled. `grader.json` holds the pairs that
do occur, counted in the bank and in the graded examples.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

COMMON = 600  # words
_EASE = 4  # pairs that every text is credited with: a short one has few to judge by

Pairs = dict[str, frozenset[str]]  # a common word: the common words that follow it


def count(texts: Iterable[Sequence[str]]) -> Pairs:
    """The pairs of the commonest words of *texts*."""
    texts = list(texts)
    counts = Counter(form for forms in texts for form in forms)
    found: dict[str, set[str]] = {form: set() for form, _ in counts.most_common(COMMON)}
    for forms in texts:
        for first, second in pairwise(forms):
            if first in found and second in found:
                found[first].add(second)
    return {first: frozenset(following) for first, following in found.items()}


def disorder(forms: Sequence[str], pairs: Pairs) -> float:
    """The share of pairs of common words that never occur, 0 to 1."""
    judged = unheard = 0
    for first, second in pairwise(forms):
        if first in pairs and second in pairs:
            judged += 1
            unheard += second not in pairs[first]
    return unheard / (judged + _EASE)
