"""Passages that may make a point: whole sentences, and what stands between commas and the like."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from nnquiz.grading import terms
from nnquiz.grading.terms import Codes, Places
from nnquiz.grading.text import Clause, Text

_FEWEST = 2  # content words of a passage
_CUT = re.compile(r"[,;:()]|->|=>|→|–|—| - ")  # between two passages of one sentence


class Span(NamedTuple):
    """The words of the *sentence* from *begin* to before *end*, in the text at *place*.

    *first*: where the first of them stands among the words of all texts.
    """

    place: int
    sentence: Clause
    begin: int
    end: int
    first: int


class Held(NamedTuple):
    """What spans hold: at *places* in *codes*, each once for the span that it is *of*.

    Not all codes need be in one.
    """

    codes: Codes
    places: Places
    of: Places


def held(sentences: Sequence[Clause], spans: Sequence[Span]) -> Held:
    """The words of *spans*, neighboring pairs, the parts of compounds, and whether they deny.

    The spans are of these *sentences*, which are all that there are.
    """
    names = [name for sentence in sentences for name in sentence.names]
    compounds = [(at, part) for at, n in enumerate(names) if "_" in n for part in n.split("_")]
    words = terms.codes_of(names)
    pairs = terms.joined(words[:-1], words[1:])
    parts = terms.codes_of([part for _, part in compounds])
    said = np.concatenate((words, pairs, parts, terms.codes_of(("not",))))
    firsts = np.array([span.first for span in spans], dtype=np.intp)
    lengths = np.array([span.end - span.begin for span in spans], dtype=np.intp)
    parts_at = np.array([at for at, _ in compounds], dtype=np.intp)
    first_parts, last_parts = parts_at.searchsorted(firsts), parts_at.searchsorted(firsts + lengths)
    denying = np.array([at for at, span in enumerate(spans) if _denies(span)], dtype=np.intp)
    begins = (
        firsts,
        firsts + len(words),
        first_parts + len(words) + len(pairs),
        np.full(len(denying), len(said) - 1),
    )
    counts = (lengths, lengths - 1, last_parts - first_parts, np.ones(len(denying), dtype=np.intp))
    all_begins, all_counts = np.concatenate(begins), np.concatenate(counts)
    each = np.arange(len(spans))
    of = np.concatenate((each, each, each, denying)).repeat(all_counts)
    # All places of all passages, one behind the other: begin, begin + 1 ... of each.
    before = all_counts.cumsum() - all_counts
    at = np.arange(all_counts.sum()) + (all_begins - before).repeat(all_counts)
    codes, places = np.unique(said, return_inverse=True)
    of, places = np.divmod(terms.different(of * len(codes) + places[at]), len(codes))
    return Held(codes, places, of)


def _denies(span: Span) -> bool:
    """Whether a negation stands in it, or right before it."""
    sentence = span.sentence
    if not sentence.negations:
        return False
    if span.end - span.begin == len(sentence.words):
        return True
    at = bisect_left(sentence.negations, sentence.counts[span.begin] - _FEWEST)
    return at < len(sentence.negations) and sentence.negations[at] <= sentence.counts[span.end - 1]


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
