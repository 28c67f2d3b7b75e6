"""Matching a phrasing against the clauses of an answer, slot by slot.

Each content word of a phrasing is a slot. A clause matches as far as its words fill the slots
within a window, in the polarity of the phrasing (a denied statement doesn't match), and with no
opposite of an empty slot in that window (`increases` where the phrasing says `reduces`).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import compress
from typing import NamedTuple

from nnquiz.grading.lexicon import Lexicon
from nnquiz.grading.text import Clause, Text, Word

WINDOW = 14  # words, function words counted; a phrasing of many slots gets more
QUESTION_WORD_SHARE = 0.25  # what a slot counts that the question itself fills
_LONG = 6  # slots from which a misconception may lack one
# Stems. Not "limit": what is not limited to something goes beyond it.
_TAKES_AWAY = frozenset("reduc prevent avoid stop mitig elimin remov hinder".split())
_REACH = 4  # words after a negation that it still denies


class Phrasing(NamedTuple):
    """One way to put a point: slots with what each counts, and how often it denies.

    *clauses* says of how many clauses it is made itself, *total* what all slots count together,
    *least* how much of it must be filled to earn anything.
    """

    slots: dict[str, float]
    denials: int
    clauses: int
    total: float
    least: float


class Match(NamedTuple):
    """How much of a phrasing's slots a *clause* fills, by what they count, and with what *words*.

    *credit* is what a point earns by that. *turned* says that the clause states the contrary:
    "denied" or "opposed". Then no word matches.
    """

    filled: float
    credit: float
    words: tuple[Word, ...]
    clause: Clause | None = None
    turned: str = ""

    @property
    def span(self) -> tuple[int, int]:
        """Where in the text the matched words begin and end."""
        return min(w.start for w in self.words), max(w.end for w in self.words)


def credit(empty: float, slots: int) -> float:
    """What a phrasing earns: all with up to a quarter of its slots empty, half with a third."""
    if empty <= slots // 4:
        return 1.0
    return 0.5 if empty <= slots // 3 else 0.0


NO_MATCH = Match(0.0, 0.0, ())


def phrasing(analyzed: Text, question_words: Set[str]) -> Phrasing:
    """Prepare a phrasing; words of the question count a quarter."""
    names = [name for clause in analyzed.clauses for name in clause.names]
    denials = sum(_denials(sentence, sentence.words) for sentence in analyzed.sentences)
    return of_slots(names, denials, len(analyzed.clauses), question_words)


def of_slots(
    names: Iterable[str], denials: int, clauses: int, question_words: Set[str]
) -> Phrasing:
    """A phrasing of the words with these *names*."""
    slots = {name: QUESTION_WORD_SHARE if name in question_words else 1.0 for name in names}
    total = sum(slots.values())
    return Phrasing(slots, denials, clauses, total, total - len(slots) // 3)


def places_of(clause: Clause) -> dict[str, list[int]]:
    """Where each of its words stands."""
    places: dict[str, list[int]] = {}
    for place, name in enumerate(clause.names):
        places.setdefault(name, []).append(place)
    return places


def stated(candidate: Phrasing, clause: Clause, words_at: Mapping[str, Sequence[int]]) -> Match:
    """Whether *clause* states *candidate* as it stands: all slots, in order, hardly a word between.

    That is how a misconception must be matched: `bagging lowers bias` has all its words in the
    right statement "bagging lowers variance and boosting lowers bias" as well. *words_at*: the
    `places_of` the clause.
    """
    may_lack = len(candidate.slots) >= _LONG
    places = [words_at.get(slot, ()) for slot in candidate.slots]
    for first in places[0]:
        found = _in_order(places, first)
        if len(found) < len(places) - may_lack:
            continue
        between = found[-1] - found[0] - 1
        if between - (len(found) - 2) <= max(1, len(found) // 3):
            words = tuple(clause.words[place] for place in found)
            if _denied(candidate, clause, words):
                continue
            filled = sum(candidate.slots[word.name] for word in words)
            earned = credit(candidate.total - filled, len(candidate.slots))
            return Match(filled, earned, words, clause)
    return NO_MATCH


def _in_order(places: Sequence[Sequence[int]], first: int) -> list[int]:
    """Where the slots' words stand in the phrasing's order, from *first* on: each at its nearest.

    *places*: all places of each slot's word in a clause.
    """
    found = [first]
    for of_slot in places[1:]:
        later = bisect_right(of_slot, found[-1])
        if later < len(of_slot):
            found.append(of_slot[later])
    return found


def match_clause(candidate: Phrasing, clause: Clause, lexicon: Lexicon) -> Match:
    """How far *clause* fills the slots of *candidate* within one window."""
    slots = candidate.slots
    hits = [*compress(clause.words, map(slots.__contains__, clause.names))]
    window = max(WINDOW, 3 * len(slots))
    best, contrary = NO_MATCH, ""
    for first, begin in enumerate(hits):
        words: dict[str, Word] = {}
        for word in hits[first : first + window]:  # no more can lie in it
            if word.index - begin.index >= window:
                break
            words.setdefault(word.name, word)
        counts = [slots[name] for name in words]
        filled = sum(counts)
        if filled <= best.filled or max(counts) < 1:
            continue  # no better, or nothing but words of the question
        matched = tuple(words.values())
        turned = _turned(candidate, clause, matched, lexicon)
        if not turned:
            earned = credit(candidate.total - filled, len(slots))
            best = Match(filled, earned, matched, clause)
            if len(words) == len({word.name for word in hits}):
                break  # no later window holds more
        elif filled >= candidate.least and not best.words:
            contrary = turned
    return NO_MATCH._replace(turned=contrary) if contrary and not best.credit else best


def _turned(
    candidate: Phrasing, clause: Clause, matched: tuple[Word, ...], lexicon: Lexicon
) -> str:
    """Whether the clause says the contrary of the phrasing, and how."""
    if _denied(candidate, clause, matched):
        return "denied"
    return "opposed" if _opposed(candidate, clause, matched, lexicon) else ""


def _denied(candidate: Phrasing, clause: Clause, matched: tuple[Word, ...]) -> bool:
    """Whether the clause denies what the phrasing asserts, or the other way round.

    "Does not prevent overfitting" denies, and yet is not what "does not overfit" says.
    """
    denies = candidate.denials % 2
    if not clause.negations:
        return denies == 1
    denials = _denials(clause, matched)
    return denials % 2 != denies or (denies == 1 and _leaves(clause, matched))


def _leaves(clause: Clause, matched: tuple[Word, ...]) -> bool:
    """Whether *clause* says that something isn't taken away, in a word that isn't *matched*."""
    said = {word.index for word in matched}
    behind = (clause.between(at + 1, at + _REACH)[:1] for at in _negations_of(clause, matched))
    return any(w.name in _TAKES_AWAY and w.index not in said for first in behind for w in first)


def _denials(clause: Clause, words: tuple[Word, ...]) -> int:
    """How many negations of *clause* stand before one of *words*, within reach."""
    return sum(
        any(0 < w.index - at <= _REACH for w in words) for at in _negations_of(clause, words)
    )


def _negations_of(clause: Clause, words: tuple[Word, ...]) -> tuple[int, ...]:
    """Where *clause* has negations that reach *words*, found without a look at the others."""
    if not clause.negations or not words:
        return ()
    indices = [word.index for word in words]
    first = bisect_left(clause.negations, min(indices) - _REACH)
    return clause.negations[first : bisect_left(clause.negations, max(indices), lo=first)]


def _opposed(
    candidate: Phrasing, clause: Clause, matched: tuple[Word, ...], lexicon: Lexicon
) -> bool:
    """Whether an empty slot's opposite stands where the slot's word should."""
    if len(matched) == len(candidate.slots):
        return False
    opposites = lexicon.opposites
    contrary = [slot for slot in candidate.slots if slot in opposites]
    if not contrary:
        return False
    found = {word.name for word in matched}
    low = min(word.index for word in matched) - _REACH
    high = max(word.index for word in matched) + _REACH
    near = [word.name for word in clause.between(low, high)]
    return any(not opposites[slot].isdisjoint(near) for slot in contrary if slot not in found)
