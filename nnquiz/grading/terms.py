"""Texts as hashed terms, in two channels: words as they stand, and words as understood.

A code has 64 bits. The highest tells the channels apart, so that one table can hold both.
"""

import zlib
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from nnquiz.grading.remembered import Remembered
from nnquiz.grading.text import Text

CHANNELS = ("forms", "words")
FIRST_OF_NAMES = np.uint64(1 << 63)  # the codes of forms are less
_BESIDE = 1  # forms that a pair spans
_NEAR = 3  # names, in their clause

Codes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.intp]
Numbers = TypeVar("Numbers", Codes, Places)

_BASE = np.uint64(1_000_003)


def of_texts(texts: Sequence[Text]) -> tuple[Codes, Places]:
    """All terms of *texts*, as often as they stand there, and the place of each one's text.

    Terms are forms, names, and pairs of either that stand near each other.
    """
    forms = codes_of(chain.from_iterable([text.forms for text in texts]))
    of_form = np.arange(len(texts)).repeat([len(text.forms) for text in texts])
    names: list[str] = []
    clauses, of_clause = [], []
    for place, text in enumerate(texts):
        for clause in text.clauses:
            said = [name for _, name in clause.events()] if clause.negations else clause.names
            names += said
            clauses.append(len(said))
            of_clause.append(place)
    clause_of = np.arange(len(clauses)).repeat(clauses)
    form_pairs, first_forms = _pairs(forms, of_form, _BESIDE)
    name_pairs, first_names = _pairs(codes_of(names), clause_of, _NEAR)
    texts_of_names = np.array(of_clause, dtype=np.intp)[clause_of]
    codes = np.concatenate(
        (form_pairs & (FIRST_OF_NAMES - np.uint64(1)), name_pairs | FIRST_OF_NAMES)
    )
    return codes, np.concatenate((of_form[first_forms], texts_of_names[first_names]))


def _pairs(codes: Codes, inside: Places, reach: int) -> tuple[Codes, Places]:
    """*codes*, and a code for each pair within *reach* *inside* the same; and where each begins."""
    found, firsts = [codes], [np.arange(len(codes))]
    for apart in range(1, reach + 1):
        together = np.flatnonzero(inside[:-apart] == inside[apart:])
        found.append(joined(codes[together], codes[together + apart]))
        firsts.append(together)
    return np.concatenate(found), np.concatenate(firsts)


def codes_of(words: Iterable[str]) -> Codes:
    """A code for each of *words*."""
    return np.fromiter(map(_codes.__getitem__, words), dtype=np.uint64)


def joined(firsts: Codes, seconds: Codes) -> Codes:
    """A code for each pair."""
    return firsts * _BASE + seconds


def places_of(asked: Codes, codes: Codes) -> Places:
    """Where each of the *asked* stands among sorted *codes*; -1 if it doesn't."""
    if not len(codes):
        return np.full(len(asked), -1)
    places = codes.searchsorted(asked)
    places[places == len(codes)] = 0
    return np.where(codes[places] == asked, places, -1)


def different(numbers: Numbers) -> Numbers:
    """The different ones of *numbers*, sorted.

    Takes a quarter of the time of `np.unique`, and doesn't load `numpy.ma`.
    """
    ordered: Numbers = np.sort(numbers)
    is_first = np.ones(len(ordered), dtype=bool)
    is_first[1:] = ordered[1:] != ordered[:-1]
    return ordered[is_first]


def _code(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "replace")) + 1


_codes = Remembered(_code)
