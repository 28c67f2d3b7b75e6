"""A question's rubric, prepared once: which phrasings a clause could fill is looked up, not tried.

A rubric has some 250 phrasings. An index from each slot to its phrasings adds up, for a clause,
how much of each is there; only those that could earn something are matched in detail.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from nnquiz.bank.model import Question
from nnquiz.grading import stems
from nnquiz.grading.lexicon import Lexicon, lexicon
from nnquiz.grading.match import (
    NO_MATCH,
    QUESTION_WORD_SHARE,
    Match,
    Phrasing,
    match_clause,
    phrasing,
    stated,
)
from nnquiz.grading.model import model
from nnquiz.grading.text import Clause, Text, analyze
from nnquiz.grading.typos import Speller


@dataclass(frozen=True, slots=True)
class Found:
    """What of a rubric an answer holds.

    *points*: the best match of each key point. *shares*: how much of each point's nearest phrasing
    stands in one clause, 0 to 1, whatever its order. *turned*: which points the answer denies, or
    states with an opposite, and doesn't make elsewhere. *wrongs*: the match of each misconception.
    """

    points: tuple[Match, ...]
    shares: tuple[float, ...]
    turned: tuple[str, ...]
    wrongs: tuple[Match, ...]


class Rubric:
    """The phrasings of a question, by their slots."""

    def __init__(self, question: Question, words: Lexicon, english: frozenset[str]) -> None:
        self._words = words
        own = stems.words(" ".join((question.question, question.answer, *question.phrasings)))
        self.mend = Speller(own, english)
        self.question_words = frozenset(analyze(question.question, words).names())
        points = [self._prepared(point.phrasings) for point in question.key_points]
        wrongs = [self._prepared(wrong.phrasings) for wrong in question.misconceptions]
        self._points = _Index(points)
        self._wrongs = _Index(wrongs)
        reference = analyze(question.answer, words).names()
        self._reference = {
            name: QUESTION_WORD_SHARE if name in self.question_words else 1.0 for name in reference
        }
        slots = {slot for group in (*points, *wrongs) for each in group for slot in each.slots}
        self.vocabulary = frozenset(slots) | reference | self.question_words

    def recall(self, names: Iterable[str]) -> float:
        """The share of the reference's words among *names*, 0 to 1."""
        held = sum(self._reference.get(name, 0.0) for name in names)
        return held / (sum(self._reference.values()) or 1.0)

    def _prepared(self, texts: Iterable[str]) -> list[Phrasing]:
        found = (phrasing(text, self._words, self.question_words) for text in texts)
        return [each for each in found if each.slots]

    def find(self, text: Text) -> Found:
        """Look for every key point and misconception in *text*."""
        points = [NO_MATCH] * self._points.groups
        shares = [0.0] * self._points.groups
        turned = [""] * self._points.groups
        for group, candidate, clause, _ in self._points.candidates(text, shares):
            match = match_clause(candidate, clause, self._words)
            turned[group] = match.turned or turned[group]
            if (match.credit, match.filled) > (points[group].credit, points[group].filled):
                points[group] = match
        contrary = ("" if p.credit else t for p, t in zip(points, turned, strict=True))
        return Found(tuple(points), tuple(shares), tuple(contrary), self._stated(text))

    def _stated(self, text: Text) -> tuple[Match, ...]:
        """The misconceptions that *text* states, unless the same words make a point better."""
        wrongs = [NO_MATCH] * self._wrongs.groups
        for group, candidate, clause, filled in self._wrongs.candidates(text):
            if filled < candidate.total - 1 or filled <= wrongs[group].filled:
                continue
            match = stated(candidate, clause)
            if match.words and not self._makes_a_point_better(match):
                wrongs[group] = match
        return tuple(wrongs)

    def _makes_a_point_better(self, wrong: Match) -> bool:
        assert wrong.clause is not None
        words = {word.index for word in wrong.words}
        only = Text("", "", (wrong.clause,), (wrong.clause,))
        for _, candidate, clause, filled in self._points.candidates(only):
            if filled <= wrong.filled:
                continue
            point = match_clause(candidate, clause, self._words)
            shared = words & {word.index for word in point.words}
            if point.credit == 1 and point.filled > wrong.filled and len(shared) >= len(words) - 1:
                return True
        return False


class _Index:
    """From each slot to the phrasings that have it, those of one clause apart from the others."""

    def __init__(self, groups: list[list[Phrasing]]) -> None:
        self.groups = len(groups)
        self._phrasings = [(group, each) for group, many in enumerate(groups) for each in many]
        self._single: dict[str, list[tuple[int, float]]] = {}
        self._joined: dict[str, list[tuple[int, float]]] = {}
        for number, (_, each) in enumerate(self._phrasings):
            index = self._single if each.clauses == 1 else self._joined
            for slot, counts in each.slots.items():
                index.setdefault(slot, []).append((number, counts))

    def candidates(
        self, text: Text, shares: list[float] | None = None
    ) -> Iterator[tuple[int, Phrasing, Clause, float]]:
        """Group, phrasing and clause where it could earn something, and how much of it is there.

        Notes in *shares*, if given, the largest share of a phrasing that stands in one clause.
        """
        for index, clauses in ((self._single, text.clauses), (self._joined, text.sentences)):
            for clause in clauses if index else ():
                filled: dict[int, float] = {}
                for name in {word.name for word in clause.words}:
                    for number, counts in index.get(name, ()):
                        filled[number] = filled.get(number, 0.0) + counts
                for number, amount in filled.items():
                    group, each = self._phrasings[number]
                    if shares is not None and amount > shares[group] * each.total:
                        shares[group] = amount / each.total
                    if amount >= each.least:
                        yield group, each, clause, amount


@lru_cache(maxsize=128)
def rubric(question: Question) -> Rubric:
    """The prepared rubric of *question*."""
    return Rubric(question, lexicon(), model().words)
