"""Which phrasings a clause could fill: that is looked up by its words, not tried one by one.

A rubric has some 250 phrasings. From each slot an index leads to those that have it, with a counter
for each of them in one integer: added up, they say how much of each phrasing a clause holds.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property, reduce
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from nnquiz.grading.kept import Tables, text_as_table, text_of_table
from nnquiz.grading.match import QUESTION_WORD_SHARE, Phrasing, of_slots
from nnquiz.grading.remembered import Remembered
from nnquiz.grading.tallies import Lanes
from nnquiz.grading.text import Clause, Text

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Counts = npt.NDArray[np.intp]

Groups = Sequence[Sequence[Phrasing]]  # those of each point, or of each misconception
Sums = Mapping[Clause, int]  # how much of each phrasing a clause holds, in one integer
Candidate = tuple[int, Phrasing, Clause, float]  # of which group, itself, where, and how much

_POINT, _WRONG = 0, 2  # kinds of phrasings ...
_JOINED = 1  # ... and what is added for those of several clauses, which whole sentences fill
_ONE = round(1 / QUESTION_WORD_SHARE)  # units that a slot counts; a word of the question is 1 unit
_BETWEEN, _NEXT = "\t", "\n"  # stand in no word


class Listed(NamedTuple):
    """Phrasings as they are kept: those of points, then those of misconceptions.

    Of each phrasing: its *kinds*, the number of its point or misconception (*groups*), its slots
    (*words*), how often it denies, how many *clauses* it has, what its slots count (*totals*), and
    the *least* of that which must be there. Of each of *slots*, up to its *ends*: the *places* of
    the phrasings that have it.
    """

    kinds: Sequence[int]
    groups: Sequence[int]
    words: Sequence[str]
    denials: Sequence[int]
    clauses: Sequence[int]
    totals: Sequence[int]
    least: Sequence[int]
    slots: Sequence[str]
    ends: Sequence[int]
    places: Sequence[int]


_TEXTS = ("words", "slots")


def listed(points: Groups, wrongs: Groups) -> Listed:
    """The phrasings of *points* and of *wrongs*, misconceptions."""
    found = [
        (kind + _JOINED * (each.clauses > 1), group, each)
        for kind, groups in ((_POINT, points), (_WRONG, wrongs))
        for group, many in enumerate(groups)
        for each in many
    ]
    having: dict[str, list[int]] = {}
    for place, (_, _, each) in enumerate(found):
        for slot in each.slots:
            having.setdefault(slot, []).append(place)
    return Listed(
        kinds=[kind for kind, _, _ in found],
        groups=[group for _, group, _ in found],
        words=[_BETWEEN.join(each.slots) for _, _, each in found],
        denials=[each.denials for _, _, each in found],
        clauses=[each.clauses for _, _, each in found],
        totals=[_units(each.total) for _, _, each in found],
        least=[_least(kind, each) for kind, _, each in found],
        slots=[*having],
        ends=[*accumulate(map(len, having.values()))],
        places=[place for places in having.values() for place in places],
    )


def _units(amount: float) -> int:
    return round(amount / QUESTION_WORD_SHARE)


def _least(kind: int, each: Phrasing) -> int:
    """In units; a misconception may lack one slot at the most."""
    least = max(1, _units(each.least))
    return max(least, _units(each.total - 1)) if kind >= _WRONG else least


def tables(listed: Listed) -> Tables:
    """The arrays that hold what is *listed*."""
    import numpy as np

    return {
        name: text_as_table(_NEXT.join(values)) if name in _TEXTS else np.array(values, np.uint16)
        for name, values in listed._asdict().items()
    }


def from_tables(tables: Tables) -> Listed:
    """What these are the `tables` of."""
    return Listed(**{name: _from_table(name, tables[name]) for name in Listed._fields})


def _from_table(name: str, table: Any) -> list[Any]:
    if name in _TEXTS:
        text = text_of_table(table)
        return text.split(_NEXT) if text else []
    numbers: list[int] = table.tolist()
    return numbers


class PhrasingIndex:
    """All phrasings of a rubric, by their slots."""

    def __init__(self, listed: Listed, question_words: Set[str]) -> None:
        """*question_words* count a quarter."""
        self.listed = listed
        self.slots = frozenset(listed.slots)
        self._phrasings = _Phrasings(listed, question_words)
        self._beyond = max(listed.totals, default=0) + 1  # what no clause holds of a phrasing
        self._lanes = Lanes(len(listed.groups), self._beyond)
        self._counts = _Counts(listed, self._lanes, question_words)
        self._least = [*map(self._bounds, range(_WRONG + _JOINED + 1))]
        self._joined = self._lanes.masking([kind == _POINT + _JOINED for kind in listed.kinds])
        self._of_points = sum(kind < _WRONG for kind in listed.kinds)

    def _bounds(self, kind: int) -> int:
        """What those of a *kind* must hold, packed; the others can't."""
        each = zip(self.listed.kinds, self.listed.least, strict=True)
        return self._lanes.packed([least if k == kind else self._beyond for k, least in each])

    def of_point(self, point: int) -> list[Phrasing]:
        """The phrasings of a *point*."""
        groups = self.listed.groups[: self._of_points]
        return [self._phrasings[place] for place, group in enumerate(groups) if group == point]

    def sums(self, text: Text) -> Sums:
        """How much each clause, and each sentence, of *text* holds of each phrasing."""
        counts, slots = self._counts, self.slots
        return {
            clause: sum([counts[name] for name in slots.intersection(clause.names)])
            for clause in {*text.clauses, *text.sentences}
        }

    def points_in(self, text: Text, sums: Sums) -> Iterator[Candidate]:
        """What of *text* could earn something for a point; *sums* are those of the text."""
        yield from self._reaching(text.clauses, sums, self._least[_POINT])
        yield from self._reaching(text.sentences, sums, self._least[_POINT + _JOINED])

    def wrongs_in(self, text: Text, sums: Sums) -> Iterator[Candidate]:
        """What of *text* could state a misconception."""
        yield from self._reaching(text.clauses, sums, self._least[_WRONG])
        yield from self._reaching(text.sentences, sums, self._least[_WRONG + _JOINED])

    def _reaching(self, clauses: Iterable[Clause], sums: Sums, least: int) -> Iterator[Candidate]:
        groups = self.listed.groups
        for clause in clauses:
            for place, units in self._lanes.reaching(sums[clause], least):
                held = units * QUESTION_WORD_SHARE
                yield groups[place], self._phrasings[place], clause, held

    def shares(self, text: Text, sums: Sums, points: int) -> list[float]:
        """For each of so many *points* the largest share of a phrasing that one clause holds."""
        found = [0.0] * points
        if not self._of_points:
            return found
        import numpy as np

        held = reduce(self._lanes.greater, map(sums.__getitem__, text.clauses), 0)
        if self._joined:
            joined = reduce(self._lanes.greater, map(sums.__getitem__, text.sentences), 0)
            held ^= (held ^ joined) & self._joined
        totals, here, firsts = self._totals
        shares = self._lanes.array(held)[: len(totals)] / totals
        most: list[float] = np.maximum.reduceat(shares, firsts).tolist()
        for point, share in zip(here, most, strict=True):
            found[point] = share
        return found

    @cached_property
    def _totals(self) -> tuple["Counts", list[int], "Counts"]:
        """What phrasings of points count, in units; which points; where each one's begin."""
        import numpy as np

        groups = self.listed.groups[: self._of_points]
        firsts = [at for at, group in enumerate(groups) if not at or groups[at - 1] != group]
        totals = np.array(self.listed.totals[: self._of_points])
        return totals, [groups[first] for first in firsts], np.array(firsts)


class _Phrasings(Remembered[int, Phrasing]):
    """The phrasings by their place: most are never looked at."""

    def __init__(self, listed: Listed, question_words: Set[str]) -> None:
        self._listed, self._question_words = listed, question_words

    def worked_out(self, place: int) -> Phrasing:
        """The one at that *place*."""
        of = self._listed
        words = of.words[place].split(_BETWEEN)
        return of_slots(words, of.denials[place], of.clauses[place], self._question_words)


class _Counts(Remembered[str, int]):
    """By a slot what it counts for each phrasing that has it, in one integer."""

    def __init__(self, listed: Listed, lanes: Lanes, question_words: Set[str]) -> None:
        self._numbers = dict(zip(listed.slots, range(len(listed.slots)), strict=True))
        self._listed, self._lanes, self._question_words = listed, lanes, question_words

    def worked_out(self, slot: str) -> int:
        """That of one *slot*."""
        number = self._numbers[slot]
        begin = self._listed.ends[number - 1] if number else 0
        counts = 1 if slot in self._question_words else _ONE
        places = self._listed.places[begin : self._listed.ends[number]]
        return self._lanes.sparse(places, counts)
