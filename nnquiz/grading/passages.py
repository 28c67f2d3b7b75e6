"""Passages that may make a point: whole sentences, and what stands between commas and the like."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from nnquiz.grading.text import Clause, Text

_FEWEST = 2  # content words of a passage
_CUT = re.compile(r"[,;:()]|->|=>|→|–|—| - ")  # between two passages of one sentence


def words_of(clause: Clause) -> frozenset[str]:
    """Its content words, the parts of compounds, neighboring pairs, and whether it denies."""
    return frozenset(words_within(clause, pairs_of(clause), 0, len(clause.words)))


def pairs_of(clause: Clause) -> list[str]:
    """Its neighboring words, two by two."""
    return [*map(" ".join, pairwise(clause.names))]


def words_within(sentence: Clause, pairs: Sequence[str], begin: int, end: int) -> set[str]:
    """The same of a part of *sentence*, all of whose *pairs* are given."""
    names = sentence.names[begin:end]
    found = {*names, *pairs[begin : end - 1]}
    for name in names:
        if "_" in name:
            found.update(name.split("_"))
    if sentence.negations:
        whole = end - begin == len(sentence.names)
        if whole or _denies(sentence, sentence.counts[begin], sentence.counts[end - 1]):
            found.add("not")
    return found


def _denies(sentence: Clause, first: int, last: int) -> bool:
    at = bisect_left(sentence.negations, first - _FEWEST)
    return at < len(sentence.negations) and sentence.negations[at] <= last


def parts_of(sentence: Clause, cuts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where the *sentence* begins and ends, and its parts between commas, brackets and arrows.

    Notes have many. *cuts*: where such signs are.
    """
    yield 0, len(sentence.words)
    inside = cuts[
        bisect_left(cuts, sentence.words[0].end) : bisect_left(cuts, sentence.words[-1].start)
    ]
    if inside:
        starts = [word.start for word in sentence.words]
        bounds = [0]
        for cut in inside:
            at = bisect_right(starts, cut)
            if at > bounds[-1] and cut >= sentence.words[at - 1].end:
                bounds.append(at)
        bounds.append(len(starts))
        for begin, end in pairwise(bounds):
            if _FEWEST <= end - begin < len(starts):
                yield begin, end


def cuts_of(text: Text) -> list[int]:
    """Where *text* has signs that may part two passages."""
    return [cut.start() for cut in _CUT.finditer(text.plain)]
