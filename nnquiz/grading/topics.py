"""Which question an answer is about: naive Bayes over the words of all questions of the bank.

Maron 1961, https://doi.org/10.1145/321075.321084. Every question is as likely as any other; the
chance of a word is its share of the question's words, smoothed.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_SMALL = 0.3  # what a word counts that a question does not have
_LARGE = 300  # what is added to a question's words for all that could be said of it


def _gain(times: int) -> float:
    return math.log(1 + times / _SMALL)


_LOGS = tuple(map(_gain, range(200)))


@dataclass(frozen=True, slots=True)
class Topics:
    """How often each word stands in what is said of each question."""

    questions: tuple[str, ...]
    totals: tuple[int, ...]
    counts: Mapping[str, Mapping[int, int]]

    def elsewhere(self, names: Iterable[str], slug: str) -> float:
        """How much more likely, a word, the likeliest other question is than *slug*.

        In units of log probability; below 0 the answer is likeliest about its own question.
        """
        known = [self.counts[name] for name in names if name in self.counts]
        if not known or slug not in self.questions:
            return -1.0
        likely = [-len(known) * math.log(total + _LARGE) for total in self.totals]
        for counts in known:
            for question, times in counts.items():
                likely[question] += _LOGS[times] if times < len(_LOGS) else _gain(times)
        own = likely.pop(self.questions.index(slug))
        return (max(likely) - own) / len(known)


def count(said: Mapping[str, Iterable[Iterable[str]]]) -> Topics:
    """The topics of questions, from the words of each text that is *said* of each."""
    counts: dict[str, dict[int, int]] = {}
    totals = []
    for number, texts in enumerate(said.values()):
        words = Counter(name for names in texts for name in set(names))
        totals.append(words.total())
        for name, times in words.items():
            counts.setdefault(name, {})[number] = times
    return Topics(tuple(said), tuple(totals), counts)
