"""Whether an answer is about another question of the bank, by nothing but the bank's own texts.

The naive Bayes of `topics.py` for questions without graded examples. The log odds are summed over
words, not averaged: a few foreign words prove little.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Set
from functools import lru_cache

from nnquiz.bank.model import Bank, Question
from nnquiz.grading.text import analyze
from nnquiz.grading.topics import LARGE, SMALL

_SOME, _MANY = 3, 0.1  # questions that may have a subject's word: so many, or that share of all


class Siblings:
    """How often each word stands in what a bank says of each of its questions."""

    def __init__(self, questions: Iterable[Question]) -> None:
        self._numbers: dict[str, int] = {}
        self._gains: defaultdict[str, dict[int, float]] = defaultdict(dict)
        self._lengths: list[float] = []
        self._asked: list[set[str]] = []
        self._alike: dict[int, list[int]] = {}
        for number, question in enumerate(questions):
            texts = (question.question, question.answer, *question.phrasings)
            counts = Counter(name for text in texts for name in analyze(text).names())
            for name, times in counts.items():
                self._gains[name][number] = math.log(1 + times / SMALL)
            self._numbers[question.slug] = number
            self._asked.append(analyze(question.question).names())
            self._lengths.append(math.log(counts.total() + LARGE))

    def elsewhere(self, slug: str, names: Set[str]) -> float:
        """The log odds, by *names*, of the likeliest other question against *slug*.

        Questions with one subject don't exclude each other. 0 where the bank has no such question,
        or no other one.
        """
        own = self._numbers.get(slug)
        if own is None:
            return 0.0
        known = [self._gains[name] for name in sorted(names) if name in self._gains]
        likely = [-len(known) * length for length in self._lengths]
        for gains in known:
            for number, gain in gains.items():
                likely[number] += gain
        here = likely[own]
        for number in self._of_one_subject(own):
            likely[number] = -math.inf
        there = max(likely)
        return there - here if there > -math.inf else 0.0

    def _of_one_subject(self, own: int) -> list[int]:
        """The questions that ask for at least half of what one asks for; it is one itself.

        Words that many questions have (`explain`, `difference`) are no subject.
        """
        alike = self._alike.get(own)
        if alike is None:
            many = max(_SOME, _MANY * len(self._asked))
            subject = {
                name for name in self._asked[own] if sum(name in a for a in self._asked) <= many
            }
            least = max(1, len(subject) / 2)
            alike = [n for n, asked in enumerate(self._asked) if len(subject & asked) >= least]
            self._alike[own] = alike = sorted({own, *alike})
        return alike


@lru_cache(maxsize=4)
def siblings(bank: Bank) -> Siblings:
    """What is said of each question of *bank*."""
    return Siblings(bank)
