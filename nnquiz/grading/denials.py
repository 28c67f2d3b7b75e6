"""Whether an answer denies what nobody denies.

Good answers deny, too ("a line can not part them"), but few of their verbs, and seldom what right
answers say. The signs of a denial that right answers don't make are log ratios; what each counts
was fitted by logistic regression, denials of right answers against those put in by a trick.
"""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from nnquiz.grading import verbs
from nnquiz.grading.doubts import Doubt, Signs
from nnquiz.grading.pairs import Pairs
from nnquiz.grading.text import Clause, Text, Word
from nnquiz.grading.verbs import Verbs

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

    def __init__(self, right: Iterable[tuple[Text, float]], known_verbs: Verbs) -> None:
        """*right*: right texts, and how much each counts."""
        self._verbs = known_verbs
        self._said: defaultdict[str, float] = defaultdict(float)
        self._first: defaultdict[str, float] = defaultdict(float)
        self._denied: defaultdict[str, float] = defaultdict(float)
        self._together, self._parted = Pairs(), Pairs()
        times = 1.0
        for text, weight in right:
            for sentence in text.sentences:
                self._count(sentence, weight)
                times += weight * len(sentence.negations)
        self._usual = times / (sum(self._said.values()) + 20)

    def _count(self, sentence: Clause, weight: float) -> None:
        for place, word in enumerate(sentence.words):
            self._said[word.name] += weight
            for other in sentence.words[place + 1 : place + _PAIR]:
                if other.index - word.index > _PAIR:
                    break
                parted = any(word.index < at < other.index for at in sentence.negations)
                counts = self._parted if parted else self._together
                counts.add((word.name, other.name), weight)
        for at in sentence.negations:
            _, behind = _around(sentence, at)
            if behind:
                self._first[behind[0].name] += weight
            for word in behind:
                self._denied[word.name] += weight

    def signs(self, text: Text) -> list[tuple[tuple[Word, ...], Signs]]:
        """Each denial of words in *text*, those next to it, with a number for each of `SIGNS`."""
        found = []
        for sentence in text.sentences:
            for at in sentence.negations:
                if verbs.elliptic(text.forms, at):
                    continue  # "the others don't for long" denies no word of its own
                before, behind = _around(sentence, at)
                found.append(
                    ((*before[-1:], *behind[:1]), self._of_one(text, sentence, at, before, behind))
                )
        return found

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
        self, text: Text, sentence: Clause, at: int, before: Sequence[Word], behind: Sequence[Word]
    ) -> Signs:
        names = [word.name for word in behind]
        found = dict.fromkeys(SIGNS, 0.0)
        if names:
            found["first"] = -self._rate(self._first, names[0], self._usual)
            found["heard"] = math.log1p(self._said.get(names[0], 0.0))
        if len(names) > 1:
            found["second"] = -self._rate(self._denied, names[1], 2 * self._usual)
        found["parted"] = sum(self._pair(one.name, other) for one in before for other in names)
        place = bisect_left(sentence.negations, at - 1)
        found["doubled"] = float(sentence.negations[place] == at - 1)
        return found | dict.fromkeys(_manner(text.forms, at), 1.0)

    def _rate(self, counts: Mapping[str, float], name: str, usual: float) -> float:
        """The log ratio of how often a word is denied to how often words are."""
        times = counts.get(name, 0.0) + _SMOOTHING * usual
        return math.log(times / (self._said.get(name, 0.0) + _SMOOTHING) / usual)

    def _pair(self, one: str, other: str) -> float:
        together = self._together.get((one, other)) + _PARTED_SMOOTHING
        return math.log(together / (self._parted.get((one, other)) + _PARTED_SMOOTHING))


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
