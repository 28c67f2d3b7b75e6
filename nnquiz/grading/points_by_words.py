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
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from nnquiz.bank.locate import data_file
from nnquiz.bank.model import Question
from nnquiz.grading import passages, terms
from nnquiz.grading.kept import Tables
from nnquiz.grading.match import Match
from nnquiz.grading.passages import Span
from nnquiz.grading.statements import Statements
from nnquiz.grading.terms import Codes
from nnquiz.grading.text import Clause, Text, Word

Array = npt.NDArray[np.float64]


class Signs(NamedTuple):
    """What tells whether passages make points, for each passage and point."""

    words: Array  # the log odds that its words make the point, by the root of how many there are
    rival: Array  # the same of the likeliest other point
    matched: Array  # the credit of a phrasing that it matches
    length: Array  # of the passage, log
    usual: Array  # the share of all sentences that make the point
    right: Array  # the log odds that the whole sentence is right, by the root of its length
    wrong: Array  # those below 0
    unknown: Array  # the share of its words that were never seen


_SMOOTHING = 0.3
_MOST_ODDS = 700.0  # a very long text has odds beyond all numbers
_FAINT = 0.5  # words by the root of their number that say less make no point by themselves


class Judged(NamedTuple):
    """Sentences, the places of the points that they make or partly make, and their weight."""

    sentences: Sequence[Clause]
    made: frozenset[int] = frozenset()
    partly: frozenset[int] = frozenset()
    weight: float = 1.0


class Passage(NamedTuple):
    """Where a point is most likely made, the *chance* that it is, 0 to 1, and what that earns.

    Of a point that isn't made there are no words.
    """

    chance: float
    earned: float = 0.0
    words: tuple[Word, ...] = ()


_NOWHERE = Passage(0.0)


Said = tuple[Text, Sequence[Match]]  # a text, and for each point the match of its phrasings


class PointsByWords:
    """For each word, and pair of words, the log odds of each point of one question."""

    def __init__(self, codes: Codes, odds: Array, usual: Array) -> None:
        """*odds*: (codes, points); *usual*: the share of all sentences that make each point.

        The *codes* are sorted.
        """
        self._codes, self._odds, self._usual = codes, odds, usual

    @classmethod
    def learned(cls, judged: Iterable[Judged], points: int) -> "PointsByWords":
        """From *judged* sentences about a question with so many points.

        They were judged by the bank's points: one's own may be fewer.
        """
        each = [*judged]
        weights = np.array([one.weight for one in each])
        made, partly = (np.zeros((len(each), points), dtype=bool) for _ in range(2))
        sentences: list[Clause] = []
        spans: list[Span] = []
        begin = 0
        for place, one in enumerate(each):
            made[place, [point for point in one.made if point < points]] = True
            partly[place, [point for point in one.partly if point < points]] = True
            for sentence in one.sentences:
                sentences.append(sentence)
                spans.append(Span(place, sentence, 0, len(sentence.words), begin))
                begin += len(sentence.words)
        codes, places, of = passages.held(sentences, spans)
        whose = np.array([span.place for span in spans], dtype=np.intp)[of]
        # Once for each that was judged, of however many sentences.
        whose, places = np.divmod(terms.different(whose * len(codes) + places), len(codes))
        shares = []
        for which in (made, ~(made | partly)):
            counted = np.where(which, weights[:, None], 0.0)
            times = np.zeros((len(codes), points))
            np.add.at(times, places, counted[whose])
            shares.append(np.log(times + _SMOOTHING))
            shares[-1] -= np.log(counted.sum(axis=0) + 2 * _SMOOTHING)
        usual = np.where(made, weights[:, None], 0.0).sum(axis=0) / (weights.sum() + 1e-9)
        held = np.flatnonzero(np.bincount(places, minlength=len(codes)))
        return cls(codes[held], (shares[0] - shares[1])[held], usual)

    @classmethod
    def from_tables(cls, tables: Tables) -> "PointsByWords":
        """The one that these are the `tables` of."""
        return cls(tables["codes"], tables["odds"], tables["usual"])

    def tables(self) -> Tables:
        """All that was learned, as arrays."""
        return {"codes": self._codes, "odds": self._odds, "usual": self._usual}

    def made(self, said: Sequence[Said], right: Statements) -> list[list[Passage]]:
        """For each text that was *said*, and each point, the passage that most likely makes it."""
        fitted = _fitted()
        spans, signs = self.signs(said, right)
        found = [[_NOWHERE] * len(self._usual) for _ in said]
        if not spans:
            return found
        odds = fitted.bias + (signs * fitted.weights).sum(axis=2)
        odds[np.isnan(odds)] = -math.inf
        names = [word.name for text, _ in said for s in text.sentences for word in s.words]
        rows = terms.places_of(terms.codes_of(names), self._codes)
        speaks = ((self._odds[rows] > 0) & (rows >= 0)[:, None]).tolist()
        for text, chances, best in _best(odds, [span.place for span in spans]):
            found[text] = [
                _passage(spans[place], point, chance, speaks)
                for point, (chance, place) in enumerate(zip(chances, best, strict=True))
            ]
        return found

    def signs(
        self, said: Sequence[Said], right: Statements, *, parts: bool = True
    ) -> tuple[list[Span], Array]:
        """Passages of the texts, and the `Signs` of each that it makes each point.

        Signs: (passages, points, signs), NaN where nothing speaks for the point. *parts*: passages
        are not only whole sentences, but also what stands between commas.
        """
        spans: list[Span] = []
        odds_right: list[float] = []
        matched: list[list[float]] = []
        sentences = [sentence for text, _ in said for sentence in text.sentences]
        of_sentences = iter(right.sums(sentences)[0])
        first = 0
        for place, (text, matches) in enumerate(said):
            earned = [
                (point, match.credit, sorted([word.index for word in match.words]))
                for point, match in enumerate(matches)
                if match.words
            ]
            cuts = passages.cuts_of(text) if parts else []
            for sentence in text.sentences:
                of_sentence = next(of_sentences)
                for begin, end in passages.parts_of(sentence, cuts):
                    spans.append(Span(place, sentence, begin, end, first + begin))
                    odds_right.append(of_sentence)
                    low, high = sentence.counts[begin], sentence.counts[end - 1]
                    inside = [0.0] * len(matches)
                    for point, earns, at in earned:
                        if at[0] <= high and at[-1] >= low and at[bisect_left(at, low)] <= high:
                            inside[point] = earns
                    matched.append(inside)
                first += len(sentence.words)
        codes, places, of = passages.held(sentences, spans)
        rows = terms.places_of(codes, self._codes)[places]
        known = np.flatnonzero(rows >= 0)
        lengths = np.bincount(of, minlength=len(spans))
        of_known = np.bincount(of[known], minlength=len(spans))
        kept = np.flatnonzero(of_known)
        if not len(kept):
            return [], np.zeros((0, len(self._usual), len(Signs._fields)))
        spans = [spans[at] for at in kept.tolist()]
        begins = of_known[kept].cumsum() - of_known[kept]
        odds = np.add.reduceat(self._odds[rows[known]], begins, axis=0)
        length = lengths[kept, None]
        root = np.sqrt(length + 1)
        second, likeliest = np.partition(
            np.concatenate([odds, np.zeros((len(odds), 1))], axis=1), (-2, -1), axis=1
        )[:, -2:, None].transpose(1, 0, 2)
        said_right = np.array(odds_right)[kept, None]
        sizes = np.array([len(span.sentence.words) for span in spans])[:, None]
        credits = np.array(matched)[kept]
        signs = np.empty((*odds.shape, len(Signs._fields)))
        for number, sign in enumerate(
            Signs(
                words=odds / root,
                rival=np.where(odds == likeliest, second, likeliest) / root,
                matched=credits,
                length=np.log(length + 1),
                usual=self._usual,
                right=said_right / np.sqrt(sizes + 1),
                wrong=np.minimum(said_right, 0.0),
                unknown=1 - of_known[kept, None] / length,
            )
        ):
            signs[:, :, number] = sign
        signs[(odds <= _FAINT * root) & (credits == 0)] = math.nan
        return spans, signs


@dataclass(frozen=True, slots=True)
class _Fitted:
    bias: float
    weights: Array
    made: float
    partly: float
    questions: dict[str, int]


@cache
def _fitted() -> _Fitted:
    data: dict[str, Any] = json.loads(data_file("points.json").read_text(encoding="utf-8"))
    weights = np.array(Signs(**data["weights"]))
    return _Fitted(data["bias"], weights, data["made"], data["partly"], data["questions"])


def credit(chance: float) -> float:
    """What a point earns that is made with this *chance*: all, half or nothing."""
    fitted = _fitted()
    return 1.0 if chance >= fitted.made else 0.5 if chance >= fitted.partly else 0.0


def _best(
    odds: Array, texts: Sequence[int]
) -> Iterator[tuple[int, Sequence[float], Sequence[int]]]:
    """For each text, and each point, the chance of its likeliest passage, and which that is.

    *odds*: (passages, points), text by text; *texts*: that of each passage.
    """
    firsts = np.flatnonzero(np.diff(texts, prepend=-1))
    likeliest = np.maximum.reduceat(odds, firsts, axis=0)
    chances = 1 / (1 + np.exp(np.minimum(-likeliest, _MOST_ODDS)))
    is_best = odds == likeliest.repeat(np.diff(firsts, append=len(odds)), axis=0)
    places = np.where(is_best, np.arange(len(odds))[:, None], len(odds))
    best = np.minimum.reduceat(places, firsts, axis=0)
    yield from zip(
        [texts[first] for first in firsts.tolist()], chances.tolist(), best.tolist(), strict=True
    )


def _passage(span: Span, point: int, chance: float, speaks: Sequence[Sequence[bool]]) -> Passage:
    """From the first word of *span* that speaks for *point* to the last.

    *speaks*: whether each of all words does for each point.
    """
    earned = credit(chance)
    if not earned:
        return Passage(chance)
    words = span.sentence.words[span.begin : span.end]
    tell = [at for at in range(len(words)) if speaks[span.first + at][point]]
    return Passage(chance, earned, words[tell[0] : tell[-1] + 1] if tell else words)


def points_of(question: Question) -> int:
    """A number for the points of a question, in their order: judgements go by their numbers."""
    return zlib.crc32("\n".join(point.label for point in question.key_points).encode())


def knows(question: Question) -> bool:
    """Whether sentences were judged by the very points that *question* has."""
    return _fitted().questions.get(question.slug) == points_of(question)
