"""A question's rubric, prepared once: which phrasings a clause could fill is looked up, not tried.

A rubric has some 250 phrasings. An index from each slot to its phrasings adds up, for a clause,
how much of each is there; only those that could earn something are matched in detail, in the order
of the bank: of equal matches the first is shown.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import itemgetter, truediv

from nnquiz.bank.model import Question
from nnquiz.grading import kept, kept_phrasings, stems
from nnquiz.grading.coverage import Coverage
from nnquiz.grading.kept import Tables, joined, part_of, text_as_table, text_of_table
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
from nnquiz.grading.polarity import Polarity, polarity
from nnquiz.grading.tallies import Lanes
from nnquiz.grading.text import Clause, Mended, Text, unmended
from nnquiz.grading.topics import Topics
from nnquiz.grading.typos import Speller

_PARTS = ("phrasings", "wrong phrasings")  # of what is kept


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
        self.question_words = frozenset(understood(question.question).names())
        if tables is None:
            own = stems.words(" ".join((question.question, question.answer, *question.phrasings)))
            points = [self._prepared(point.phrasings) for point in question.key_points]
            wrongs = [self._prepared(wrong.phrasings) for wrong in question.misconceptions]
        else:
            own = text_of_table(tables["spelling"]).split()
            points, wrongs = (
                kept_phrasings.groups(part_of(tables, part), self.question_words) for part in _PARTS
            )
        self._speller = Speller(own, english)
        self.words = Mended(unmended(), self._speller)
        self._phrasings, self._wrong_phrasings = points, wrongs
        self._points = _Index(points)
        self._wrongs = _Index(wrongs)
        reference = understood(question.answer).names()
        self._reference = {
            name: QUESTION_WORD_SHARE if name in self.question_words else 1.0
            for name in sorted(reference)
        }
        self._of_reference = sum(self._reference.values()) or 1.0
        slots = {slot for group in (*points, *wrongs) for each in group for slot in each.slots}
        self.vocabulary = frozenset(slots) | reference | self.question_words

    def tables(self) -> Tables:
        """What was prepared, as arrays."""
        groups = (self._phrasings, self._wrong_phrasings)
        found = zip(_PARTS, map(kept_phrasings.tables, groups), strict=True)
        spelling = " ".join(sorted(self._speller.near))
        return joined(dict(found)) | {"spelling": text_as_table(spelling)}

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
        return Coverage(self._phrasings, self._reference, self._topics.share)

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
        points = [NO_MATCH] * self._points.groups
        shares = [0.0] * self._points.groups
        turned = [""] * self._points.groups
        wrongs = self._stated(text)
        wrong = [{word.index for word in match.words} for match in wrongs if match.words]
        for most, filled, group, candidate, clause in self._hopeful(text, shares):
            best = points[group]
            if best.credit and (most, filled) <= (best.credit, best.filled):
                continue
            match = match_clause(candidate, clause, self._words)
            if wrong and _is_of(match, wrong):
                match = NO_MATCH._replace(turned="opposed")
            turned[group] = match.turned or turned[group]
            if (match.credit, match.filled) > (best.credit, best.filled):
                points[group] = match
        contrary = ("" if p.credit else t for p, t in zip(points, turned, strict=True))
        return Found(tuple(points), tuple(shares), tuple(contrary), wrongs)

    def _hopeful(
        self, text: Text, shares: list[float]
    ) -> list[tuple[float, float, int, Phrasing, Clause]]:
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
            for group, candidate, clause, filled in self._points.candidates(text, shares)
        ]
        found.sort(key=itemgetter(0, 1), reverse=True)
        return found

    def _stated(self, text: Text) -> tuple[Match, ...]:
        """The misconceptions that *text* states, unless the same words make a point better."""
        wrongs = [NO_MATCH] * self._wrongs.groups
        before: Clause | None = None
        words_at: dict[str, list[int]] = {}
        for group, candidate, clause, filled in self._wrongs.candidates(text):
            if filled < candidate.total - 1 or filled <= wrongs[group].filled:
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
        for _, candidate, clause, filled in self._points.candidates(only):
            if filled <= wrong.filled:
                continue
            point = match_clause(candidate, clause, self._words)
            shared = words & {word.index for word in point.words}
            if point.credit == 1 and point.filled > wrong.filled and len(shared) >= len(words) - 1:
                return True
        return False


def _is_of(match: Match, wrong: Iterable[Collection[int]]) -> bool:
    """Whether half or more of the words that make a point are those of one wrong statement."""
    return bool(match.words) and any(
        2 * sum(word.index in each for word in match.words) >= len(match.words) for each in wrong
    )


class _Index:
    """All phrasings, those of one clause apart from the others, which whole sentences may fill."""

    def __init__(self, groups: list[list[Phrasing]]) -> None:
        self.groups = len(groups)
        phrasings = [(group, each) for group, many in enumerate(groups) for each in many]
        self._single = _Slots([(g, each) for g, each in phrasings if each.clauses == 1])
        self._joined = _Slots([(g, each) for g, each in phrasings if each.clauses > 1])

    def candidates(
        self, text: Text, shares: list[float] | None = None
    ) -> Iterator[tuple[int, Phrasing, Clause, float]]:
        """Group, phrasing and clause where it could earn something, and how much of it is there.

        Notes in *shares*, if given, the largest share of a phrasing that stands in one clause.
        """
        yield from self._single.candidates(text.clauses, shares)
        yield from self._joined.candidates(text.sentences, shares)


class _Slots:
    """From each slot to the phrasings that have it: a counter for each, all in one integer.

    The phrasings of a group stand together.
    """

    def __init__(self, phrasings: list[tuple[int, Phrasing]]) -> None:
        self._phrasings = phrasings
        groups = [group for group, _ in phrasings]
        self._places = {
            group: slice(bisect_left(groups, group), bisect_right(groups, group))
            for group in groups
        }
        self._totals = [_units(each.total) for _, each in phrasings]
        self._lanes = Lanes(len(phrasings), max(self._totals, default=0))
        self._least = self._lanes.packed([max(1, _units(each.least)) for _, each in phrasings])
        having: dict[str, list[tuple[int, int]]] = {}
        for place, (_, each) in enumerate(phrasings):
            for slot, counts in each.slots.items():
                having.setdefault(slot, []).append((place, _UNITS[counts]))
        self._counts = {slot: self._lanes.sparse(places) for slot, places in having.items()}
        self._slots = frozenset(self._counts)

    def candidates(
        self, clauses: Iterable[Clause], shares: list[float] | None
    ) -> Iterator[tuple[int, Phrasing, Clause, float]]:
        if not self._phrasings:
            return
        most = 0
        for clause in clauses:
            names = set(clause.names) & self._slots
            filled = sum(map(self._counts.__getitem__, names))
            most = self._lanes.greater(filled, most)
            for place, units in self._lanes.reaching(filled, self._least):
                group, each = self._phrasings[place]
                yield group, each, clause, units * QUESTION_WORD_SHARE
        if shares is not None and most:
            held = self._lanes.unpacked(most)
            for group, places in self._places.items():
                here = max(map(truediv, held[places], self._totals[places]))
                shares[group] = max(shares[group], here)


_UNITS = {QUESTION_WORD_SHARE: 1, 1.0: round(1 / QUESTION_WORD_SHARE)}  # of one slot


def _units(amount: float) -> int:
    """What slots count, in units of the least: a word of the question."""
    return round(amount / QUESTION_WORD_SHARE)


@lru_cache(maxsize=128)
def rubric(question: Question) -> Rubric:
    """The prepared rubric of *question*."""
    known = model()
    tables = kept.load(question) if known.knows(question) else None
    return Rubric(question, lexicon(), known.words, known.topics, tables)
