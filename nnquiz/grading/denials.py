"""Whether an answer denies what nobody denies.

Good answers deny, too ("a line can not part them"), but few of their verbs, and seldom what right
answers say. The signs of a denial that right answers don't make are log ratios; what each counts
was fitted by logistic regression, denials of right answers against those put in by a trick.
"""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from nnquiz.grading import company, terms, verbs
from nnquiz.grading.by_code import ByCode, Numbers
from nnquiz.grading.doubts import Doubt, LogOdds, Signs
from nnquiz.grading.kept import Tables, joined, numbers_as_tables, numbers_of, part_of
from nnquiz.grading.terms import Codes
from nnquiz.grading.text import Clause, Text, Word
from nnquiz.grading.verbs import Verbs

Mask = npt.NDArray[np.bool_]

SIGNS = (
    "first",  # how much less often right answers deny the first word behind the `not` than usual
    "second",
    "parted",  # how often they have the words before it and behind it together, undenied
    "heard",  # how often they say the first word
    "bare",  # a `not` without an auxiliary
    "never",
    "no",
    "other",  # `without`, `nor` ...
    "doubled",  # right behind another one
    "article",  # before `the` or `a`
    "dependent",  # in a clause of purpose, condition or comparison
)
FEATURES = (
    "unusual denials",  # the log odds against what it denies
    "surest denial",  # the log odds against the most unusual one
    "denied verbs",  # how many more finite verbs it denies than it affirms, log ratio
    "verbs denied",  # how many it denies, log
    "verbs affirmed",
    "denied sentences",  # how many more sentences affirm nothing than something, log ratio
    "plain sentences",  # the share of sentences that deny nothing, log
    "turns",  # words such as `but` and `rather` by which a denial leads to what is so, each denial
)
_COUNTS = ("said", "denied", "first", "all")
_REACH = 4  # words behind a negation that it denies
_BEFORE = 5  # words before it that it parts from those
_PAIR = 7  # words that a pair spans
_SMOOTHING = 4  # times that each word is credited with, denied as often as any
_PARTED_SMOOTHING = 0.3
_UNLIKELY = -3.0  # log odds, where nothing is denied
_DEPENDENT = frozenset(
    "so otherwise because if when unless where since that which who while whereas but rather"
    " though although".split()
)
_TURNS = frozenset("but rather instead only nor unless until without no otherwise".split())
_ARTICLES = frozenset(("the", "a", "an"))


class Denials:
    """How often the words of right answers to one question are said, and denied."""

    def __init__(
        self, counts: Mapping[str, Mapping[str, float]], pairs: ByCode, known_verbs: Verbs
    ) -> None:
        """*counts*: how often each word is "said", is "denied", and is the "first" of those.

        "all": how often anything is. *pairs*: two words, together or parted by a negation.
        """
        self._counts, self._pairs, self._verbs = counts, pairs, known_verbs
        self._said, self._denied, self._first = (counts[name] for name in _COUNTS[:3])
        self._usual = counts["all"]["denied"] / counts["all"]["said"]

    @classmethod
    def learned(cls, right: Iterable[tuple[Text, float]], known_verbs: Verbs) -> "Denials":
        """From *right* texts, and how much each counts."""
        weighted = [*right]
        counts = {name: defaultdict[str, float](float) for name in _COUNTS}
        counts["all"].update(said=20.0, denied=1.0)
        for text, weight in weighted:
            for sentence in text.sentences:
                counts["all"]["said"] += weight * len(sentence.words)
                counts["all"]["denied"] += weight * len(sentence.negations)
                for name in sentence.names:
                    counts["said"][name] += weight
                for at in sentence.negations:
                    _, behind = _around(sentence, at)
                    for word in behind[:1]:
                        counts["first"][word.name] += weight
                    for word in behind:
                        counts["denied"][word.name] += weight
        return cls(counts, _pairs(weighted), known_verbs)

    @classmethod
    def from_tables(cls, tables: Tables, known_verbs: Verbs) -> "Denials":
        """Those that these are the `tables` of."""
        counts = {name: numbers_of(part_of(tables, name)) for name in _COUNTS}
        return cls(counts, ByCode.from_tables(part_of(tables, "pairs")), known_verbs)

    def tables(self) -> Tables:
        """All that was counted, as arrays."""
        counts = {name: numbers_as_tables(numbers) for name, numbers in self._counts.items()}
        return joined({**counts, "pairs": self._pairs.tables()})

    def signs(self, text: Text) -> list[Signs]:
        """For each denial of words in *text* a number for each of `SIGNS`."""
        return [signs for _, _, signs in self._found([text])]

    def doubts(self, texts: Sequence[Text], judge: LogOdds) -> list[list[Doubt]]:
        """The denials of each text, the words next to them, with the log odds by *judge*."""
        doubts: list[list[Doubt]] = [[] for _ in texts]
        for place, words, signs in self._found(texts):
            doubts[place].append(Doubt(words, judge.of(signs)))
        return doubts

    def _found(self, texts: Sequence[Text]) -> list[tuple[int, tuple[Word, ...], Signs]]:
        """Each denial: in which of *texts*, the words next to it, and its signs."""
        found: list[tuple[int, tuple[Word, ...], dict[str, float]]] = []
        firsts, seconds, whose = [], [], []
        for place, text in enumerate(texts):
            for sentence in text.sentences:
                for at in sentence.negations:
                    if verbs.elliptic(text.forms, at):
                        continue  # "the others don't for long" denies no word of its own
                    before, behind = _around(sentence, at)
                    for one in before:
                        firsts += [one.name] * len(behind)
                        seconds += [word.name for word in behind]
                        whose += [len(found)] * len(behind)
                    words = (*before[-1:], *behind[:1])
                    found.append((place, words, self._of_one(text, sentence, at, behind)))
        parted = np.bincount(
            np.array(whose, dtype=np.intp), self._parted(firsts, seconds), len(found)
        )
        for (_, _, signs), odds in zip(found, parted.tolist(), strict=True):
            signs["parted"] = odds
        return [*found]

    def features(self, text: Text, doubts: Sequence[Doubt]) -> list[float]:
        """A number for each of `FEATURES`; *doubts* are of the denials in *text*."""
        odds = [doubt.odds for doubt in doubts]
        by_sentence = self._verbs.by_sentence(text.forms)
        affirmed = sum(each for each, _ in by_sentence)
        denied = sum(each for _, each in by_sentence)
        affirming = sum(each > 0 for each, _ in by_sentence)
        denying = sum(not yes and no > 0 for yes, no in by_sentence)
        plain = sum(not sentence.negations for sentence in text.sentences)
        negations = sum(len(sentence.negations) for sentence in text.sentences)
        turns = sum([form in _TURNS for form in text.forms])
        return [
            sum(each for each in odds if each > 0),
            max(odds, default=_UNLIKELY),
            math.log((1 + denied) / (1 + affirmed)),
            math.log1p(denied),
            math.log1p(affirmed),
            math.log((1 + denying) / (1 + affirming)),
            math.log((1 + plain) / (1 + len(text.sentences))),
            turns / (1 + negations),
        ]

    def _of_one(
        self, text: Text, sentence: Clause, at: int, behind: Sequence[Word]
    ) -> dict[str, float]:
        """All but how it parts what stands around it."""
        names = [word.name for word in behind]
        found = dict.fromkeys(SIGNS, 0.0)
        if names:
            found["first"] = -self._rate(self._first, names[0], self._usual)
            found["heard"] = math.log1p(self._said.get(names[0], 0.0))
        if len(names) > 1:
            found["second"] = -self._rate(self._denied, names[1], 2 * self._usual)
        place = bisect_left(sentence.negations, at - 1)
        found["doubled"] = float(sentence.negations[place] == at - 1)
        return found | dict.fromkeys(_manner(text.forms, at), 1.0)

    def _rate(self, counts: Mapping[str, float], name: str, usual: float) -> float:
        """The log ratio of how often a word is denied to how often words are."""
        times = counts.get(name, 0.0) + _SMOOTHING * usual
        return math.log(times / (self._said.get(name, 0.0) + _SMOOTHING) / usual)

    def _parted(self, firsts: Sequence[str], seconds: Sequence[str]) -> Numbers:
        """How much oftener each two words stand together than parted: log ratios."""
        words = terms.codes_of(firsts), terms.codes_of(seconds)
        together, parted = (
            self._pairs[_codes(*words, np.full(len(firsts), is_parted))] + _PARTED_SMOOTHING
            for is_parted in (False, True)
        )
        odds: Numbers = np.log(together / parted)
        return odds


def _pairs(weighted: Sequence[tuple[Text, float]]) -> ByCode:
    """How often two words stand near each other in texts of some weight, parted or not."""
    said = company.said([text for text, _ in weighted])
    sentences = [(s, weight) for text, weight in weighted for s in text.sentences]
    negations = [
        number * company.APART + at
        for number, (sentence, _) in enumerate(sentences)
        for at in sentence.negations
    ]
    weights = np.array([weight for _, weight in sentences], dtype=np.float64)
    of_words = weights.repeat([len(sentence.words) for sentence, _ in sentences])
    denied_before = np.array(negations, dtype=np.intp).searchsorted(said.at)
    codes, numbers = [terms.codes_of(())], [of_words[:0]]
    for ahead in range(1, _PAIR):
        first = np.flatnonzero(said.at[ahead:] - said.at[:-ahead] <= _PAIR)
        parted = denied_before[first] < denied_before[first + ahead]
        codes.append(_codes(said.names[first], said.names[first + ahead], parted))
        numbers.append(of_words[first])
    return ByCode.summed(np.concatenate(codes), np.concatenate(numbers))


def _codes(firsts: Codes, seconds: Codes, parted: Mask) -> Codes:
    """A code for each pair, another where it is parted."""
    return terms.joined(terms.joined(firsts, seconds), parted.astype(np.uint64))


def _around(sentence: Clause, at: int) -> tuple[Sequence[Word], Sequence[Word]]:
    """The last two words within reach before the negation *at*, and the first two behind it."""
    before = sentence.between(at - _BEFORE, at - 1)
    behind = sentence.between(at + 1, at + _REACH)
    return before[-2:], behind[:2]


def _after(forms: Sequence[str], at: int) -> str:
    return forms[at + 1] if at + 1 < len(forms) else "."


def _manner(forms: Sequence[str], at: int) -> Iterator[str]:
    """How the negation *at* is worded."""
    form = forms[at]
    before = forms[at - 1] if at else ""
    if form in ("never", "no"):
        yield form
    elif form == "not":
        if before not in verbs.AUXILIARIES:
            yield "bare"
    elif not verbs.contracted(form):
        yield "other"
    if _after(forms, at) in _ARTICLES:
        yield "article"
    if not _DEPENDENT.isdisjoint(forms[max(0, at - 4) : at]):
        yield "dependent"
