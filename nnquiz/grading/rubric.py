"""A question's rubric, prepared once, and what an answer holds of it.

Only phrasings that could earn something are matched in detail, in the order of the bank: of equal
matches the first is shown.
"""

from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import itemgetter

from nnquiz.bank.model import Question
from nnquiz.grading import kept, phrasing_index, stems
from nnquiz.grading.coverage import Coverage
from nnquiz.grading.kept import Tables, text_as_table, text_of_table
from nnquiz.grading.known_texts import understood
from nnquiz.grading.lexicon import Lexicon, lexicon
from nnquiz.grading.match import (
    NO_MATCH,
    QUESTION_WORD_SHARE,
    Match,
    Phrasing,
    credit,
    match_clause,
    phrasing,
    places_of,
    stated,
)
from nnquiz.grading.model import model
from nnquiz.grading.phrasing_index import PhrasingIndex, Sums
from nnquiz.grading.polarity import Polarity, polarity
from nnquiz.grading.text import Clause, Mended, Text, Word, unmended
from nnquiz.grading.topics import Topics
from nnquiz.grading.typos import Speller

_WORDS = ("spelling", "asked", "reference")  # of what is kept


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

    def __init__(
        self,
        question: Question,
        words: Lexicon,
        english: frozenset[str],
        topics: Topics,
        tables: Tables | None = None,
    ) -> None:
        """*tables* are what was kept for the question, if anything."""
        self._question = question
        self._words = words
        self._topics = topics
        self.kept = tables
        if tables is None:
            texts = (question.question, question.answer, *question.phrasings)
            own = {*stems.words(" ".join(texts))}
            asked, reference = (understood(text).names() for text in texts[:2])
        else:
            own, asked, reference = ({*text_of_table(tables[name]).split()} for name in _WORDS)
        self.question_words = frozenset(asked)
        if tables is None:
            points = [self._prepared(point.phrasings) for point in question.key_points]
            wrongs = [self._prepared(wrong.phrasings) for wrong in question.misconceptions]
            listed = phrasing_index.listed(points, wrongs)
        else:
            listed = phrasing_index.from_tables(tables)
        self._speller = Speller(own, english)
        self.words = Mended(unmended(), self._speller)
        self._phrasings = PhrasingIndex(listed, self.question_words)
        self._reference = {
            name: QUESTION_WORD_SHARE if name in self.question_words else 1.0
            for name in sorted(reference)
        }
        self._of_reference = sum(self._reference.values()) or 1.0
        self.vocabulary = self._phrasings.slots | reference | self.question_words

    def tables(self) -> Tables:
        """What was prepared, as arrays."""
        words = (self._speller.near, self.question_words, self._reference)
        texts = [text_as_table(" ".join(sorted(each))) for each in words]
        listed = phrasing_index.tables(self._phrasings.listed)
        return {**listed, **dict(zip(_WORDS, texts, strict=True))}

    def recall(self, names: Set[str]) -> float:
        """The share of the reference's words among *names*, 0 to 1."""
        held = sum([self._reference[name] for name in self._reference.keys() & names])
        return held / self._of_reference

    @cached_property
    def reference_forms(self) -> tuple[str, ...]:
        """All words of the reference in lower case, in their order."""
        return understood(self._question.answer).forms

    @cached_property
    def coverage(self) -> Coverage:
        """What of it words cover wherever they stand."""
        points = range(len(self._question.key_points))
        phrasings = [self._phrasings.of_point(point) for point in points]
        return Coverage(phrasings, self._reference, self._topics.share)

    @cached_property
    def polarity(self) -> Polarity:
        """What question, reference and phrasings affirm and deny."""
        question = self._question
        texts = (question.question, question.answer, *question.phrasings)
        return polarity(map(understood, texts))

    def _prepared(self, texts: Iterable[str]) -> list[Phrasing]:
        found = (phrasing(understood(text), self.question_words) for text in texts)
        return [each for each in found if each.slots]

    def find(self, text: Text) -> Found:
        """Look for every key point and misconception in *text*."""
        count = len(self._question.key_points)
        points = [NO_MATCH] * count
        turned = [""] * count
        sums = self._phrasings.sums(text)
        shares = self._phrasings.shares(text, sums, count)
        wrongs = self._stated(text, sums)
        wrong = indices_of(wrongs)
        for most, filled, group, candidate, clause in self._hopeful(text, sums):
            best = points[group]
            if best.credit and (most, filled) <= (best.credit, best.filled):
                continue
            match = match_clause(candidate, clause, self._words)
            if wrong and are_of(match.words, wrong):
                match = NO_MATCH._replace(turned="opposed")
            turned[group] = match.turned or turned[group]
            if (match.credit, match.filled) > (best.credit, best.filled):
                points[group] = match
        contrary = ("" if p.credit else t for p, t in zip(points, turned, strict=True))
        return Found(tuple(points), tuple(shares), tuple(contrary), wrongs)

    def _hopeful(self, text: Text, sums: Sums) -> list[tuple[float, float, int, Phrasing, Clause]]:
        """What could make a point: what it could earn, how much is filled, the point, and where.

        The best come first: where they match, the others need no look.
        """
        found = [
            (
                credit(candidate.total - filled, len(candidate.slots)),
                filled,
                group,
                candidate,
                clause,
            )
            for group, candidate, clause, filled in self._phrasings.points_in(text, sums)
        ]
        found.sort(key=itemgetter(0, 1), reverse=True)
        return found

    def _stated(self, text: Text, sums: Sums) -> tuple[Match, ...]:
        """The misconceptions that *text* states, unless the same words make a point better."""
        wrongs = [NO_MATCH] * len(self._question.misconceptions)
        before: Clause | None = None
        words_at: dict[str, list[int]] = {}
        for group, candidate, clause, filled in self._phrasings.wrongs_in(text, sums):
            if filled <= wrongs[group].filled:
                continue
            if clause is not before:
                before, words_at = clause, places_of(clause)
            match = stated(candidate, clause, words_at)
            if match.words and not self._makes_a_point_better(match):
                wrongs[group] = match
        return tuple(wrongs)

    def _makes_a_point_better(self, wrong: Match) -> bool:
        assert wrong.clause is not None
        words = {word.index for word in wrong.words}
        only = Text("", (wrong.clause,), (wrong.clause,))
        for _, candidate, clause, filled in self._phrasings.points_in(
            only, self._phrasings.sums(only)
        ):
            if filled <= wrong.filled:
                continue
            point = match_clause(candidate, clause, self._words)
            shared = words & {word.index for word in point.words}
            if point.credit == 1 and point.filled > wrong.filled and len(shared) >= len(words) - 1:
                return True
        return False


def indices_of(wrongs: Iterable[Match]) -> list[set[int]]:
    """The places of the words that state each of the *wrongs*, misconceptions, that are stated."""
    return [{word.index for word in match.words} for match in wrongs if match.words]


def are_of(words: Sequence[Word], wrong: Iterable[Collection[int]]) -> bool:
    """Whether half or more of the *words* that make a point are those of one *wrong* statement."""
    return bool(words) and any(
        2 * sum(word.index in each for word in words) >= len(words) for each in wrong
    )


@lru_cache(maxsize=128)
def rubric(question: Question) -> Rubric:
    """The prepared rubric of *question*."""
    known = model()
    tables = kept.load(question) if known.knows(question) else None
    return Rubric(question, lexicon(), known.words, known.topics, tables)
