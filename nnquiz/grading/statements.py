"""Whether an answer puts words together as right statements do, or as wrong ones.

Naive Bayes (Maron 1961, https://doi.org/10.1145/321075.321084) over pairs of words in their order
within a clause. Right ones come from a question's reference, phrasings and good examples, wrong
ones from its misconceptions and from examples that turn things round.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np
import numpy.typing as npt

from nnquiz.grading import terms
from nnquiz.grading.by_code import ByCode
from nnquiz.grading.kept import Tables
from nnquiz.grading.terms import Codes, Places
from nnquiz.grading.text import Clause, Text

Array = npt.NDArray[np.float64]

WINDOW = 6  # words between which a pair may stretch
_SMOOTHING = 0.5
_FEW = 10  # pairs that every text is credited with: a short one has few to judge by
_APART = 1 << 40  # words, more than any text has: those of two clauses make no pair


def pairs(clauses: Sequence[Clause]) -> tuple[Codes, Places]:
    """A code for each word of *clauses*, and each with another behind it; and whose each is.

    A negation is a word, too.
    """
    names: list[str] = []
    counts: list[int] = []
    lengths = []
    for clause in clauses:
        if clause.negations:
            events = clause.events()
            names += [name for _, name in events]
            counts += [at for at, _ in events]
            lengths.append(len(events))
        else:
            names += clause.names
            counts += clause.counts
            lengths.append(len(clause.names))
    owners = np.arange(len(clauses)).repeat(lengths)
    at = np.array(counts, dtype=np.int64) + owners * _APART
    words = terms.codes_of(names)
    found, firsts = [words], [np.arange(len(words))]
    for behind in range(1, WINDOW + 1):
        near = np.flatnonzero(at[behind:] - at[:-behind] <= WINDOW)
        found.append(terms.joined(words[near], words[near + behind]))
        firsts.append(near)
    return np.concatenate(found), owners[np.concatenate(firsts)]


class Statements:
    """The pairs of right and of wrong statements about one question."""

    def __init__(self, codes: Codes, odds: Array) -> None:
        """The log *odds* that a statement with a pair is right; its *codes* are sorted."""
        self._codes, self._odds = codes, odds

    @classmethod
    def learned(
        cls,
        right: Iterable[tuple[Sequence[Clause], float]],
        wrong: Iterable[tuple[Sequence[Clause], float]],
    ) -> "Statements":
        """From *right* and *wrong* ones: the clauses of each text, and how much it counts."""
        good, of_good = _counted(right)
        bad, of_bad = _counted(wrong)
        codes = terms.different(np.concatenate((good.codes, bad.codes)))
        odds = np.log((good[codes] + _SMOOTHING) / (bad[codes] + _SMOOTHING))
        odds += math.log((of_bad + 2 * _SMOOTHING) / (of_good + 2 * _SMOOTHING))
        return cls(codes, odds)

    @classmethod
    def from_tables(cls, tables: Tables) -> "Statements":
        """Those that these are the `tables` of."""
        return cls(tables["codes"], tables["odds"])

    def tables(self) -> Tables:
        """All that was learned, as arrays."""
        return {"codes": self._codes, "odds": self._odds}

    def sums(self, clauses: Sequence[Clause]) -> tuple[list[float], list[int]]:
        """For each of *clauses* the log odds that it is right, and of how many pairs they are.

        A pair counts once in a clause.
        """
        said, owners = pairs(clauses)
        places = terms.places_of(said, self._codes)
        known = np.flatnonzero(places >= 0)
        # In the order of the codes, so that the last digits of a sum are always the same.
        found = terms.different(owners[known] * len(self._codes) + places[known])
        owners, places = np.divmod(found, max(1, len(self._codes)))
        odds = np.bincount(owners, self._odds[places], len(clauses))
        return odds.tolist(), np.bincount(owners, minlength=len(clauses)).tolist()

    def odds(self, texts: Sequence[Text]) -> Iterator[tuple[float, float, float]]:
        """The log odds that each of *texts* is right: mean by pair, sum, and the worst clause's."""
        each = zip(*self.sums([clause for text in texts for clause in text.clauses]), strict=True)
        for text in texts:
            own = [*islice(each, len(text.clauses))]
            total = sum([odds for odds, _ in own])
            count = sum([pairs for _, pairs in own])
            yield total / (count + _FEW), total, min([0.0, *[odds for odds, _ in own]])


def _counted(texts: Iterable[tuple[Sequence[Clause], float]]) -> tuple[ByCode, float]:
    """How much the *texts* count that have each pair, and how much all of them do."""
    weighted = [*texts]
    weights = [weight for _, weight in weighted]
    codes, clauses = pairs([clause for each, _ in weighted for clause in each])
    text_of = np.arange(len(weighted)).repeat([len(each) for each, _ in weighted])
    return ByCode.of_texts(codes, text_of[clauses], weights), sum(weights)
