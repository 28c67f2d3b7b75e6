"""Which of two opposites belongs where: L1 or L2 before `sparse`, first or last after `layer`.

Right answers show what stands near each of the two. Where an answer has the one in the company of
the other, again and again the other's, the two were probably exchanged. The signs of that are log
ratios, how much oftener right answers have the word than the other one there; what each sign counts
was fitted by logistic regression, right answers against the same with their terms exchanged. A word
that is denied stands for its opposite ("not cheap"), and isn't judged.
"""

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from nnquiz.grading.doubts import Doubt, Signs
from nnquiz.grading.pairs import Pairs
from nnquiz.grading.remembered import Remembered
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
WINDOW = 7  # words
_SMOOTHING = 0.2  # texts that each word is credited with in any company
_OFTEN = 3  # right texts that say a word
_REACH = 3  # words behind a negation that it denies
_SURELY = 3.0  # log odds
_LIKELY = 1.0
_UNLIKELY = -2.0  # log odds, where an answer holds no contrasting words

Pair = tuple[str, str]  # names of opposites, in alphabetical order
Opposites = Mapping[str, frozenset[str]]


class Contrasts:
    """The company that contrasting words keep in right answers to one question."""

    def __init__(self, right: Iterable[tuple[Text, float]], opposites: Opposites) -> None:
        """*right*: right texts, and how much each counts."""
        self._opposites = opposites
        self._said: defaultdict[str, float] = defaultdict(float)
        # From each contrasting word to its company: in the window, next to it, and bound to it.
        self._before, self._after = Pairs(), Pairs()
        self._just_before, self._just_after = Pairs(), Pairs()
        self._bound_before, self._bound_after = Pairs(), Pairs()
        for text, weight in right:
            self._count(text, weight)

    def _count(self, text: Text, weight: float) -> None:
        """Each text counts once for whatever it says."""
        said: set[str] = set()
        found: dict[Pairs, set[tuple[str, str]]] = defaultdict(set)
        for sentence in text.sentences:
            names = sentence.names
            contrast = [name in self._opposites for name in names]
            denied = [
                contrasting and _denied(sentence, word)
                for word, contrasting in zip(sentence.words, contrast, strict=True)
            ]
            said.update(
                name for name, is_denied in zip(names, denied, strict=True) if not is_denied
            )
            for place in range(len(names)):
                if contrast[place] and not denied[place]:
                    self._add_company(text, sentence, place, denied, found)
        for each in said:
            self._said[each] += weight
        for counts, pairs in found.items():
            for pair in pairs:
                counts.add(pair, weight)

    def _add_company(
        self,
        text: Text,
        sentence: Clause,
        place: int,
        denied: Sequence[bool],
        found: Mapping[Pairs, set[tuple[str, str]]],
    ) -> None:
        """Add to *found* the company of the contrasting word at *place*."""
        names, counts = sentence.names, sentence.counts
        at, name = counts[place], names[place]
        before, after = _company(text, at)
        found[self._bound_before].add((name, before))
        found[self._bound_after].add((name, after))
        for other in range(max(0, place - WINDOW), min(len(names), place + 1 + WINDOW)):
            if other == place or denied[other] or abs(counts[other] - at) > WINDOW:
                continue
            near, next_to = (
                (self._before, self._just_before)
                if other < place
                else (self._after, self._just_after)
            )
            found[near].add((name, names[other]))
            if abs(other - place) == 1:
                found[next_to].add((name, names[other]))

    def signs(self, text: Text) -> dict[Pair, tuple[tuple[Word, ...], Signs]]:
        """Each pair of opposites, its words in *text*, and a number for each of `SIGNS`.

        Not those of which right answers often say this word and never the other: nobody doubts it.
        """
        places: dict[Pair, list[tuple[Clause, int]]] = {}
        doubtful: set[Pair] = set()
        for sentence in text.sentences:
            for place, name in enumerate(sentence.names):
                if name not in self._opposites or _denied(sentence, sentence.words[place]):
                    continue
                for other in self._opposites[name]:
                    of_this, of_other = self._said.get(name, 0), self._said.get(other, 0)
                    if of_this + of_other >= 1:
                        pair = (name, other) if name < other else (other, name)
                        places.setdefault(pair, []).append((sentence, place))
                        if of_other or of_this < _OFTEN:
                            doubtful.add(pair)
        return {
            pair: (
                tuple(sentence.words[at] for sentence, at in many),
                self._of_pair(text, pair, many),
            )
            for pair, many in places.items()
            if pair in doubtful
        }

    def _of_pair(self, text: Text, pair: Pair, places: list[tuple[Clause, int]]) -> Signs:
        """A number for each of `SIGNS`, of all words of a *pair* in *text* together."""
        one, other = pair
        said, beside, near, bound = [], [0.0], [0.0], [0.0]
        for sentence, place in places:
            names, counts = sentence.names, sentence.counts
            at = counts[place]
            told = self._told[names[place], other if names[place] == one else one]
            said.append(told.said)
            first = bisect_left(counts, at - WINDOW, 0, place)
            behind = bisect_right(counts, at + WINDOW, place)
            if first < place:
                beside.append(told.just_before[names[place - 1]])
                near += map(told.before.__getitem__, names[first : place - 1])
            if place + 1 < behind:
                beside.append(told.just_after[names[place + 1]])
                near += map(told.after.__getitem__, names[place + 2 : behind])
            before, after = _company(text, at)
            bound.append(told.bound_before[before])
            bound.append(told.bound_after[after])
        return {
            "said": sum(said) / math.sqrt(len(said) + 1),
            "beside": sum(beside) / math.sqrt(len(beside)),
            "least beside": min(beside),
            "most beside": max(beside),
            "least near": min(near),
            "most near": max(near),
            "least bound": min(bound),
            "most bound": max(bound),
        }

    @cached_property
    def _told(self) -> "_Tellings":
        company = (self._just_before, self._just_after, self._before, self._after)
        return _Tellings(self._said, (*company, self._bound_before, self._bound_after))


class _Tellings(Remembered[Pair, "_Told"]):
    """What right answers tell of a word, and the one that it may be exchanged for."""

    def __init__(self, said: Mapping[str, float], company: Sequence[Pairs]) -> None:
        self._said, self._company = said, company

    def worked_out(self, pair: Pair) -> "_Told":
        """What they tell of the first of *pair* as against the second."""
        word, turned = pair
        said = _ratio(self._said.get(word, 0.0), self._said.get(turned, 0.0))
        return _Told(said, *(_Ratios(company, word, turned) for company in self._company))


class _Ratios(Remembered[str, float]):
    """By company: the log ratio of how often right answers have a word in it, and its opposite."""

    def __init__(self, company: Pairs, word: str, turned: str) -> None:
        self._word, self._turned = word, turned
        self._here, self._there = company.rows[word], company.rows[turned]

    def __missing__(self, company: str) -> float:
        # What right answers never have there tells nothing, and there is no end to it.
        pair = (self._word, self._turned)
        known = company in self._here or company in self._there or company in pair
        return super().__missing__(company) if known else 0.0

    def worked_out(self, company: str) -> float:
        """The log ratio for *company*."""
        # A pair that is exchanged is so throughout, and each of its words tells half.
        if company == self._word:
            return 0.5 * _ratio(self._here.get(company, 0.0), self._there.get(self._turned, 0.0))
        if company == self._turned:
            return 0.5 * _ratio(self._here.get(company, 0.0), self._there.get(self._word, 0.0))
        return _ratio(self._here.get(company, 0.0), self._there.get(company, 0.0))


class _Told(NamedTuple):
    """What right answers tell of a word as against its opposite, by the company it is in."""

    said: float
    just_before: _Ratios
    just_after: _Ratios
    before: _Ratios
    after: _Ratios
    bound_before: _Ratios
    bound_after: _Ratios


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


def _company(text: Text, at: int) -> tuple[str, str]:
    """The word before the one *at* that place, and the one after it."""
    before = text.forms[at - 1] if at else "."
    after = text.forms[at + 1] if at + 1 < len(text.forms) else "."
    return f"{before} ", f" {after}"


def _ratio(one: float, other: float) -> float:
    """The log ratio of two counts."""
    return 0.0 if one == other else math.log((one + _SMOOTHING) / (other + _SMOOTHING))
