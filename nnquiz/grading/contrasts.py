"""Which of two opposites belongs where: L1 or L2 before `sparse`, first or last after `layer`.

Right answers show what stands near each of the two. Where an answer has the one in the company of
the other, again and again the other's, the two were probably exchanged. The signs of that are log
ratios, how much oftener right answers have the word than the other one there; what each sign counts
was fitted by logistic regression, right answers against the same with their terms exchanged. A word
that is denied stands for its opposite ("not cheap"), and isn't judged.
"""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nnquiz.grading import company, terms
from nnquiz.grading.by_code import ByCode
from nnquiz.grading.doubts import Doubt, LogOdds, Signs
from nnquiz.grading.kept import Tables, joined, numbers_as_tables, numbers_of, part_of
from nnquiz.grading.remembered import Remembered
from nnquiz.grading.terms import Codes, Places
from nnquiz.grading.text import Clause, Text, Word

SIGNS = (
    "said",  # how much oftener the words are said at all
    "beside",  # in the company of the content word before or after
    "least beside",  # the least and the most that one of these tells
    "most beside",
    "least near",  # of all content words within the window
    "most near",
    "least bound",  # of the very next words, function words too
    "most bound",
)
FEATURES = (
    "exchanged",  # how many pairs of opposites are surely exchanged
    "likely exchanged",  # how many are, if one is less strict
    "surest exchange",  # the log odds of the pair that is most likely exchanged
    "second exchange",  # of the next
    "third exchange",
    "contrasts",  # how many pairs there are, log
)
_SMOOTHING = 0.2  # texts that each word is credited with in any company
_OFTEN = 3  # right texts that say a word
_REACH = 3  # words behind a negation that it denies
_SURELY = 3.0  # log odds
_LIKELY = 1.0
_UNLIKELY = -2.0  # log odds, where an answer holds no contrasting words

Pair = tuple[str, str]  # names of opposites, in alphabetical order
Opposites = Mapping[str, frozenset[str]]
Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


class Contrasts:
    """The company that contrasting words keep in right answers to one question."""

    def __init__(self, times: Mapping[str, float], company: ByCode, opposites: Opposites) -> None:
        """How much the right texts count that say a word, and that have it in some *company*."""
        self._times, self._company = times, company
        self._opposites = opposites
        self._pairs = _Pairs(times, opposites)

    @classmethod
    def learned(cls, right: Iterable[tuple[Text, float]], opposites: Opposites) -> "Contrasts":
        """From *right* texts, and how much each counts: once for whatever it says."""
        weighted = [*right]
        times: defaultdict[str, float] = defaultdict(float)
        contrast, denied, text_of = [], [], []
        for place, (text, weight) in enumerate(weighted):
            words = [(sentence, word) for sentence in text.sentences for word in sentence.words]
            contrasting = [word.name in opposites for _, word in words]
            not_so = [
                is_one and _denied(*each) for is_one, each in zip(contrasting, words, strict=True)
            ]
            affirmed = zip(words, not_so, strict=True)
            for name in {word.name for (_, word), is_denied in affirmed if not is_denied}:
                times[name] += weight
            contrast += contrasting
            denied += not_so
            text_of += [place] * len(words)
        kept = ~np.array(denied, dtype=bool)
        asked = np.flatnonzero(kept & np.array(contrast, dtype=bool))
        codes, whose = _company_of(company.said([text for text, _ in weighted]), asked, kept)
        texts = np.array(text_of, dtype=np.intp)[whose]
        counted = ByCode.of_texts(codes, texts, [weight for _, weight in weighted])
        return cls(times, counted, opposites)

    @classmethod
    def from_tables(cls, tables: Tables, opposites: Opposites) -> "Contrasts":
        """Those that these are the `tables` of."""
        times = numbers_of(part_of(tables, "times"))
        return cls(times, ByCode.from_tables(part_of(tables, "company")), opposites)

    def tables(self) -> Tables:
        """All that was counted, as arrays."""
        return joined({"times": numbers_as_tables(self._times), "company": self._company.tables()})

    def doubts(self, texts: Sequence[Text], judge: LogOdds) -> list[list[Doubt]]:
        """The contrasting words of each text, with the log odds by *judge* of an exchange."""
        found, signs = self._found(texts)
        doubts: list[list[Doubt]] = [[] for _ in texts]
        for each, odds in zip(found, judge.of_rows(SIGNS, signs), strict=True):
            doubts[each.text].append(Doubt(each.words, odds))
        return doubts

    def signs(self, text: Text) -> dict[Pair, Signs]:
        """Each pair of opposites in *text*, and a number for each of `SIGNS`."""
        found, signs = self._found([text])
        rows = [dict(zip(SIGNS, row, strict=True)) for row in signs.tolist()]
        return dict(zip([each.pair for each in found], rows, strict=True))

    def _found(self, texts: Sequence[Text]) -> tuple[list["_Said"], Array]:
        """The pairs of opposites in *texts*, and for each a row with a number for each of `SIGNS`.

        Not those of which right answers often say this word and never the other: nobody doubts it.
        """
        found: list[_Said] = []
        asked: list[int] = []  # where their words stand among those of all texts
        begin = 0
        for number, text in enumerate(texts):
            words = [word for sentence in text.sentences for word in sentence.words]
            for pair, places in self._doubtful(text).items():
                found.append(_Said(number, pair, tuple([words[place] for place in places])))
                asked += [begin + place for place in places]
            begin += len(words)
        if not found:
            return found, np.zeros((0, len(SIGNS)))
        return found, self._signs(company.said(texts), found, np.array(asked))

    def _doubtful(self, text: Text) -> dict[Pair, list[int]]:
        """The pairs of opposites that may be exchanged, and where their words stand."""
        found: dict[Pair, list[int]] = {}
        doubtful: set[Pair] = set()
        begin = 0
        for sentence in text.sentences:
            for place, name in enumerate(sentence.names):
                if name in self._opposites and not _denied(sentence, sentence.words[place]):
                    for pair, is_doubtful in self._pairs[name]:
                        found.setdefault(pair, []).append(begin + place)
                        if is_doubtful:
                            doubtful.add(pair)
            begin += len(sentence.names)
        return {pair: places for pair, places in found.items() if pair in doubtful}

    def _signs(self, said: company.Said, found: Sequence["_Said"], asked: Places) -> Array:
        """The signs of each pair *found*, of all its words, at the places *asked*, together."""
        whose = np.arange(len(found)).repeat([len(each.words) for each in found])
        one, other = (terms.codes_of([each.pair[i] for each in found])[whose] for i in (0, 1))
        times = np.array([[self._times.get(name, 0.0) for name in each.pair] for each in found])
        is_one = said.names[asked] == one
        ratios = _ratios(times[:, 0], times[:, 1])[whose]
        of, kinds, codes, _ = company.company(said, asked)
        told = self._told(
            np.where(is_one, one, other)[of], np.where(is_one, other, one)[of], kinds, codes
        )
        cells = whose[of], kinds // 2  # two kinds each tell of what is beside, near and bound
        least, most = np.zeros((2, len(found), 3))
        np.minimum.at(least, cells, told)
        np.maximum.at(most, cells, told)
        beside = np.flatnonzero(kinds < company.BEFORE)
        signs = np.empty((len(found), len(SIGNS)))
        signs[:, 0] = _mean(whose, np.where(is_one, ratios, -ratios), len(found))
        signs[:, 1] = _mean(whose[of[beside]], told[beside], len(found))
        signs[:, 2::2] = least
        signs[:, 3::2] = most
        return signs

    def _told(self, own: Codes, turned: Codes, kinds: Places, codes: Codes) -> Array:
        """How much oftener right answers have a word in this company than the one *turned* round.

        A pair that is exchanged is so throughout, and each of its words tells half.
        """
        near = kinds < company.BOUND_BEFORE
        is_own, is_turned = near & (codes == own), near & (codes == turned)
        there = np.where(is_own, turned, np.where(is_turned, own, codes))
        ratios = _ratios(
            self._company[company.codes_of(own, kinds, codes)],
            self._company[company.codes_of(turned, kinds, there)],
        )
        return np.where(is_own | is_turned, 0.5 * ratios, ratios)


class _Said(NamedTuple):
    """Which *text* says which *pair* of opposites, in which *words*."""

    text: int
    pair: Pair
    words: tuple[Word, ...]


class _Pairs(Remembered[str, Sequence[tuple[Pair, bool]]]):
    """By a word the pairs that it is one of, and whether to find it there is doubtful at all."""

    def __init__(self, times: Mapping[str, float], opposites: Opposites) -> None:
        self._times, self._opposites = times, opposites

    def worked_out(self, name: str) -> Sequence[tuple[Pair, bool]]:
        """Those of *name*."""
        found = []
        for other in self._opposites[name]:
            of_this, of_other = self._times.get(name, 0.0), self._times.get(other, 0.0)
            if of_this + of_other >= 1:
                pair = (name, other) if name < other else (other, name)
                found.append((pair, of_other > 0 or of_this < _OFTEN))
        return found


def _company_of(said: company.Said, asked: Places, kept: Mask) -> tuple[Codes, Places]:
    """The company of the words *asked* that is *kept*, and whose each is.

    What is beside a word is near it, too.
    """
    of, kinds, codes, where = company.company(said, asked)
    found = np.flatnonzero((where < 0) | kept[where])
    whose, kinds, codes = asked[of[found]], kinds[found], codes[found]
    beside = np.flatnonzero(kinds < company.BEFORE)
    whose = np.concatenate((whose, whose[beside]))
    kinds = np.concatenate((kinds, kinds[beside] + company.BEFORE))
    codes = np.concatenate((codes, codes[beside]))
    return company.codes_of(said.names[whose], kinds, codes), whose


def _mean(whose: Places, numbers: Array, count: int) -> Array:
    """The sum of each one's *numbers*, by the root of how many they are and one more."""
    sums = np.bincount(whose, numbers, count)
    mean: Array = sums / np.sqrt(np.bincount(whose, minlength=count) + 1)
    return mean


def _ratios(here: Array, there: Array) -> Array:
    """The log ratios of counts."""
    ratios: Array = np.log((here + _SMOOTHING) / (there + _SMOOTHING))
    return ratios


def features(doubts: Sequence[Doubt]) -> list[float]:
    """A number for each of `FEATURES`."""
    odds = sorted([doubt.odds for doubt in doubts], reverse=True)
    first, second, third = (*odds, _UNLIKELY, _UNLIKELY, _UNLIKELY)[:3]
    return [
        _above(_SURELY, odds),
        _above(_LIKELY, odds),
        first,
        second,
        third,
        math.log1p(len(odds)),
    ]


def _above(least: float, odds: Iterable[float]) -> float:
    """How far *odds* exceed *least*, all together; those about it count in part."""
    return sum([math.log1p(math.exp(each - least)) for each in odds])


def _denied(sentence: Clause, word: Word) -> bool:
    if not sentence.negations:
        return False
    at = bisect_left(sentence.negations, word.index - _REACH)
    return at < len(sentence.negations) and sentence.negations[at] < word.index
