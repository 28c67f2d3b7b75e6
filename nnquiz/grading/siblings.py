"""Whether an answer is about another question of the bank, by nothing but the bank's own texts.

The naive Bayes of `topics.py` for questions without graded examples. The log odds are summed over
words, not averaged: a few foreign words prove little.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Set
from functools import lru_cache

from nnquiz.bank.model import Bank, Question
from nnquiz.grading.lexicon import lexicon
from nnquiz.grading.text import analyze
from nnquiz.grading.topics import LARGE, SMALL


class Siblings:
    """How often each word stands in what a bank says of each of its questions."""

    def __init__(self, questions: Iterable[Question]) -> None:
        self._numbers: dict[str, int] = {}
        self._gains: defaultdict[str, dict[int, float]] = defaultdict(dict)
        self._lengths: list[float] = []
        words = lexicon()
        for number, question in enumerate(questions):
            texts = (question.question, question.answer, *question.phrasings)
            counts = Counter(name for text in texts for name in analyze(text, words).names())
            for name, times in counts.items():
                self._gains[name][number] = math.log(1 + times / SMALL)
            self._numbers[question.slug] = number
            self._lengths.append(math.log(counts.total() + LARGE))

    def elsewhere(self, slug: str, names: Set[str]) -> float:
        """The log odds, by *names*, of the likeliest other question against *slug*.

        0 where the bank has no such question, or no other one.
        """
        own = self._numbers.get(slug)
        if own is None or len(self._lengths) == 1:
            return 0.0
        known = [self._gains[name] for name in sorted(names) if name in self._gains]
        likely = [-len(known) * length for length in self._lengths]
        for gains in known:
            for number, gain in gains.items():
                likely[number] += gain
        here = likely.pop(own)
        return max(likely) - here


@lru_cache(maxsize=4)
def siblings(bank: Bank) -> Siblings:
    """What is said of each question of *bank*."""
    return Siblings(bank)
