"""Which key points a passage makes, whatever its wording: learned from judged sentences.

Matching a phrasing slot by slot shows that a point was made; people have more ways to put it than
any list. Here each point has its naive Bayes (Maron 1961, https://doi.org/10.1145/321075.321084)
over content words and neighboring pairs: sentences that make the point against those that don't.
Logistic regression puts that together with the match, if there is one, and with how the sentence
compares with right and wrong statements; its weights are in `points.json`, fitted on answers by
writers left out (`benchmarks/fit_points.py`).
"""

import json
import math
import re
import zlib
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import nlargest
from itertools import pairwise
from operator import mul
from typing import Any, NamedTuple

from nnquiz.bank.locate import data_file
from nnquiz.bank.model import Question
from nnquiz.grading.kept import Tables
from nnquiz.grading.match import Match
from nnquiz.grading.statements import Statements
from nnquiz.grading.text import Clause, Text, Word


class Signs(NamedTuple):
    """What tells whether a passage makes a point."""

    words: float  # the log odds that its words make the point, by the root of how many there are
    rival: float  # the same of the likeliest other point
    matched: float  # the credit of a phrasing that it matches
    length: float  # of the passage, log
    usual: float  # the share of all sentences that make the point
    right: float  # the log odds that the whole sentence is right, by the root of its length
    wrong: float  # those below 0
    unknown: float  # the share of its words that were never seen


_SMOOTHING = 0.3
_BETWEEN = "\n"  # stands in no word
_FAINT = 0.5  # words by the root of their number that say less make no point by themselves
_FEWEST = 2  # content words of a passage
_CUT = re.compile(r"[,;:()]|->|=>|→|–|—| - ")  # between two passages of one sentence


class Judged(NamedTuple):
    """Words of a sentence, the places of the points that it makes or partly makes, its weight."""

    words: frozenset[str]
    made: frozenset[int]
    partly: frozenset[int] = frozenset()
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a point is most likely made, and the *chance* that it is, 0 to 1."""

    chance: float
    words: tuple[Word, ...] = ()


class PointsByWords:
    """For each word, and pair of words, the log odds of each point of one question."""

    def __init__(self, odds: Mapping[str, Sequence[float]], usual: Sequence[float]) -> None:
        self.odds, self.usual = odds, usual

    @classmethod
    def learned(cls, judged: Iterable[Judged], points: int) -> "PointsByWords":
        """From *judged* sentences about a question with so many points."""
        made, other = _Counts(points), _Counts(points)
        total = 1e-9
        for each in judged:
            total += each.weight
            for point in range(points):
                if point in each.made:
                    made.add(point, each)
                elif point not in each.partly:
                    other.add(point, each)
        known = sorted({*made.words, *other.words})
        log_odds = (made.log_share(known), other.log_share(known))
        odds = {
            word: [m - o for m, o in zip(*both, strict=True)]
            for word, *both in zip(known, *log_odds, strict=True)
        }
        return cls(odds, [count / total for count in made.texts])

    @classmethod
    def from_tables(cls, tables: Tables) -> "PointsByWords":
        """The one that these are the `tables` of."""
        words = tables["words"].tobytes().decode().split(_BETWEEN)
        odds = dict(zip(words, tables["odds"].tolist(), strict=True))
        return cls(odds, tables["usual"].tolist())

    def tables(self) -> Tables:
        """All that was learned, as arrays."""
        import numpy as np

        return {
            "words": np.frombuffer(_BETWEEN.join(self.odds).encode(), dtype=np.uint8),
            "odds": np.array(list(self.odds.values())),
            "usual": np.array(self.usual),
        }

    def made(self, text: Text, matches: Sequence[Match], right: Statements) -> list[Passage]:
        """For each point the passage of *text* that most likely makes it.

        *matches* are those of each point's phrasings.
        """
        fitted = _fitted()
        best: list[tuple[float, Clause | None]] = [(-math.inf, None)] * len(self.usual)
        for sentence in text.sentences:
            said = right.odds([sentence])[1]
            for passage in _passages(sentence, text.plain):
                for point, signs in self._signs(passage, sentence, matches, said):
                    odds = fitted.bias + sum(map(mul, fitted.weights, signs))
                    if odds > best[point][0]:
                        best[point] = (odds, passage)
        return [
            Passage(_chance(odds), self._telling(passage, point))
            if passage is not None
            else Passage(0.0)
            for point, (odds, passage) in enumerate(best)
        ]

    def signs(
        self, sentence: Clause, matches: Sequence[Match], right: Statements
    ) -> Iterator[tuple[int, Signs]]:
        """The signs of a whole *sentence*, for each point that something speaks for."""
        return self._signs(sentence, sentence, matches, right.odds([sentence])[1])

    def _signs(
        self, passage: Clause, sentence: Clause, matches: Sequence[Match], said: float
    ) -> Iterator[tuple[int, Signs]]:
        words = words_of(passage)
        rows = [self.odds[word] for word in words if word in self.odds]
        if not rows:
            return
        odds = list(map(sum, zip(*rows, strict=True)))
        first, second = nlargest(2, (*odds, 0.0))
        root, length = math.sqrt(len(words) + 1), math.log(len(words) + 1)
        start, end = passage.words[0].index, passage.words[-1].index
        right = said / math.sqrt(len(sentence.words) + 1)
        unknown = 1 - len(rows) / len(words)
        for point, value in enumerate(odds):
            match = matches[point]
            here = match.words and any(start <= word.index <= end for word in match.words)
            matched = match.credit if here else 0.0
            if value > _FAINT * root or matched:
                yield (
                    point,
                    Signs(
                        words=value / root,
                        rival=(second if value == first else first) / root,
                        matched=matched,
                        length=length,
                        usual=self.usual[point],
                        right=right,
                        wrong=min(said, 0.0),
                        unknown=unknown,
                    ),
                )

    def _telling(self, passage: Clause, point: int) -> tuple[Word, ...]:
        """The words of *passage* from the first that speaks for *point* to the last."""
        tell = [
            at
            for at, word in enumerate(passage.words)
            if word.name in self.odds and self.odds[word.name][point] > 0
        ]
        return passage.words[tell[0] : tell[-1] + 1] if tell else passage.words


def _chance(log_odds: float) -> float:
    """Between 0 and 1, also where a very long text has odds beyond all numbers."""
    return 1 / (1 + math.exp(min(-log_odds, 700.0)))


class _Counts:
    """In how many sentences each word stands, point by point."""

    def __init__(self, points: int) -> None:
        self.words: defaultdict[str, list[float]] = defaultdict(lambda: [0.0] * points)
        self.texts = [0.0] * points

    def add(self, point: int, judged: Judged) -> None:
        self.texts[point] += judged.weight
        for word in judged.words:
            self.words[word][point] += judged.weight

    def log_share(self, known: Iterable[str]) -> Iterator[list[float]]:
        """The log of the smoothed share of the sentences that have each *known* word."""
        none = [0.0] * len(self.texts)
        totals = [math.log(texts + 2 * _SMOOTHING) for texts in self.texts]
        for word in known:
            counts = self.words.get(word, none)
            yield [
                math.log(count + _SMOOTHING) - total
                for count, total in zip(counts, totals, strict=True)
            ]


def words_of(clause: Clause) -> frozenset[str]:
    """Its content words, the parts of compounds, neighboring pairs, and whether it denies."""
    names = [word.name for word in clause.words]
    found = {*names, *(f"{one} {other}" for one, other in pairwise(names))}
    for name in names:
        if "_" in name:
            found.update(name.split("_"))
    if clause.negations:
        found.add("not")
    return frozenset(found)


def _passages(sentence: Clause, plain: str) -> Iterator[Clause]:
    """The *sentence*, and the parts between its commas, brackets and arrows: notes have many."""
    yield sentence
    parts: list[list[Word]] = [[]]
    previous = 0
    for word in sentence.words:
        if parts[-1] and _CUT.search(plain, previous, word.start):
            parts.append([])
        parts[-1].append(word)
        previous = word.end
    if len(parts) > 1:
        for part in parts:
            if len(part) >= _FEWEST:
                first, last = part[0].index - _FEWEST, part[-1].index
                begin = bisect_left(sentence.negations, first)
                end = bisect_right(sentence.negations, last, lo=begin)
                yield Clause(tuple(part), sentence.negations[begin:end])


@dataclass(frozen=True, slots=True)
class _Fitted:
    bias: float
    weights: Signs
    made: float
    partly: float
    questions: dict[str, int]


@cache
def _fitted() -> _Fitted:
    data: dict[str, Any] = json.loads(data_file("points.json").read_text(encoding="utf-8"))
    weights = Signs(**data["weights"])
    return _Fitted(data["bias"], weights, data["made"], data["partly"], data["questions"])


def credit(chance: float) -> float:
    """What a point earns that is made with this *chance*: all, half or nothing."""
    fitted = _fitted()
    return 1.0 if chance >= fitted.made else 0.5 if chance >= fitted.partly else 0.0


def points_of(question: Question) -> int:
    """A number for the points of a question, in their order: judgements go by their numbers."""
    return zlib.crc32("\n".join(point.label for point in question.key_points).encode())


def knows(question: Question) -> bool:
    """Whether sentences were judged by the very points that *question* has."""
    return _fitted().questions.get(question.slug) == points_of(question)
