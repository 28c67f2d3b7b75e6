"""How much of a phrasing, or of a reference, an answer's words cover, wherever they stand.

Matching slot by slot within a clause says which point was made, and shows the words. Where
phrasings are few, people's loose sentences seldom match one: what they cover of it says more.
"""

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nnquiz.grading.match import Phrasing
from nnquiz.grading.text import Text

KIN = 0.8  # what a word of the same root counts that the stemmer keeps apart (minimum, minimal)
MOST = 0.6  # of a phrasing says it, loosely
HALF = 0.5  # of one that is but a few words says it in part
_SOME = 3  # words
COMMON = 0.5  # what a word loses that is at home in every question of the field
_INDEXED = re.compile(r"([a-z])(?:[ijkmn]|\d){1,3}")  # x_i, w_kj and w2 are x, w and w
_ROOT = 4  # letters at least that both begin with ...
_REMEMBERED = 20_000  # words, and pairs of words
_ROOT_SHARE = 0.6  # ... and what share of the longer one those are


@dataclass(frozen=True, slots=True)
class Covered:
    """The *share* of a phrasing that is held, 0 to 1, and the *phrasing* with the largest share."""

    share: float
    phrasing: Phrasing | None = None


class Coverage:
    """The phrasings of each point and the words of the reference, with what each word counts.

    *common* tells of a word in how much of the field it is at home: the less it says of a question.
    """

    def __init__(
        self,
        groups: Sequence[Sequence[Phrasing]],
        reference: Mapping[str, float],
        common: Callable[[str], float],
    ) -> None:
        def weighed(words: Mapping[str, float]) -> dict[str, float]:
            return {
                _sign(word): counts * (1 - COMMON * common(word)) for word, counts in words.items()
            }

        self._groups = [
            [_with_slots(each, weighed(each.slots)) for each in group] for group in groups
        ]
        self._reference = weighed(reference)
        self._total = sum(self._reference.values())
        slots = {slot for group in self._groups for each in group for slot in each.slots}
        self._roots: dict[str, list[str]] = {}
        for name in sorted(slots.union(self._reference)):
            self._roots.setdefault(name[:_ROOT], []).append(name)

    def held(self, names: Iterable[str]) -> dict[str, float]:
        """Each word of the rubric that is among *names*, or of one root with one, and how much."""
        found: dict[str, float] = {}
        for name in map(_sign, names):
            alike = self._roots.get(name[:_ROOT], ())
            if name in alike:
                found[name] = 1.0
                continue
            for word in alike:
                if word not in found and kin(word, name):
                    found[word] = KIN
        return found

    @property
    def words(self) -> int:
        """How many different words the reference has."""
        return len(self._reference)

    def points(self, held: Mapping[str, float]) -> tuple[Covered, ...]:
        """For each point the phrasing of which most is *held*."""
        return tuple(
            max(
                (Covered(_share(each.slots, each.total, held), each) for each in group),
                key=lambda covered: covered.share,
                default=Covered(0.0),
            )
            for group in self._groups
        )

    def reference(self, held: Mapping[str, float]) -> float:
        """The share of the reference's words that is *held*, 0 to 1."""
        return _share(self._reference, self._total, held)


def passage(phrasing: Phrasing, text: Text, least: float = MOST, wrong: Container[int] = ()) -> str:
    """A sentence's part that says most of *phrasing*, from first to last word; '' if none does.

    Of a long phrasing *least* will do, if that is some words, and of a short one half, where
    *least* is no more. A sentence that denies something says no phrasing that doesn't, and words of
    a *wrong* statement (their counts in the text) say none.
    """
    for sentence in text.sentences:
        if sentence.negations and not phrasing.denials:
            continue
        slots = [
            "" if word.index in wrong else _slot(phrasing, _sign(word.name))
            for word in sentence.words
        ]
        said = {slot for slot in slots if slot}
        share = sum(phrasing.slots[slot] for slot in said) / (phrasing.total or 1.0)
        some = len(said) >= _SOME or (share >= HALF and len(phrasing.slots) <= _SOME)
        if share >= MOST or (share >= least and some):
            words = [word for word, slot in zip(sentence.words, slots, strict=True) if slot]
            return text.plain[words[0].start : words[-1].end]
    return ""


def _slot(phrasing: Phrasing, name: str) -> str:
    """The slot that *name* fills; '' if none."""
    if name in phrasing.slots:
        return name
    return next((slot for slot in phrasing.slots if kin(slot, name)), "")


@lru_cache(maxsize=_REMEMBERED)
def kin(one: str, other: str) -> bool:
    """Whether two stems are the same, or begin alike for so long that they are of one root."""
    if one == other:
        return True
    alike = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        alike += 1
    return alike >= _ROOT and alike >= _ROOT_SHARE * max(len(one), len(other))


@lru_cache(maxsize=_REMEMBERED)
def _sign(name: str) -> str:
    """The letter of a sign with indices; any other name as it is."""
    indexed = _INDEXED.fullmatch(name)
    return indexed[1] if indexed else name


def _with_slots(phrasing: Phrasing, slots: dict[str, float]) -> Phrasing:
    return phrasing._replace(slots=slots, total=sum(slots.values()))


def _share(words: Mapping[str, float], total: float, held: Mapping[str, float]) -> float:
    return sum(counts * held.get(word, 0.0) for word, counts in words.items()) / (total or 1.0)
