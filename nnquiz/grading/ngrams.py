"""Texts as hashed n-grams: of characters as typed, and of the words as understood.

A code has 64 bits. The highest tells the two kinds apart, so that one table can hold both.
"""

import zlib
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from nnquiz.grading.stems import REMEMBERED
from nnquiz.grading.text import Text

CHARACTERS = (2, 5)  # n-grams of so many characters, from and to
WORDS = (1, 3)
FIRST_OF_WORDS = np.uint64(1 << 63)  # the codes of characters are less

Codes = npt.NDArray[np.uint64]

_BASE = np.uint64(1_000_003)


def of_text(text: Text) -> Codes:
    """All n-grams of *text*, as often as they stand there."""
    return np.concatenate((of_characters(text.mended), of_words(text)))


def of_characters(text: str) -> Codes:
    """The n-grams of the characters of *text*, lower case, white space as one blank."""
    line = " ".join(text.lower().split())
    letters = np.frombuffer(line.encode("utf-8", "replace"), dtype=np.uint8).astype(np.uint64)
    grams = list(_runs(letters + np.uint64(1), *CHARACTERS))
    return np.concatenate([letters[:0], *grams]) & (FIRST_OF_WORDS - np.uint64(1))


def of_words(text: Text) -> Codes:
    """The n-grams of the names of words, clause by clause; a negation is a word, too."""
    codes: list[int] = []
    clauses: list[int] = []
    for number, clause in enumerate(text.clauses):
        if clause.negations:
            events = [(word.index, word.name) for word in clause.words]
            events += [(at, "not") for at in clause.negations]
            codes += [_code(name) for _, name in sorted(events)]
        else:
            codes += [_code(word.name) for word in clause.words]
        clauses += [number] * (len(codes) - len(clauses))
    inside = np.array(clauses)
    grams = [
        run[inside[: len(run)] == inside[len(inside) - len(run) :]]
        for run in _runs(np.array(codes, dtype=np.uint64), *WORDS)
    ]
    return np.concatenate([np.array([], dtype=np.uint64), *grams]) | FIRST_OF_WORDS


def _runs(codes: Codes, shortest: int, longest: int) -> Iterator[Codes]:
    """A code for each run of so many neighboring *codes*, for each length."""
    running = codes
    for length in range(1, min(longest, len(codes)) + 1):
        if length > 1:
            running = running[:-1] * _BASE + codes[length - 1 :]
        if length >= shortest:
            yield running


@lru_cache(maxsize=REMEMBERED)
def _code(name: str) -> int:
    return zlib.crc32(name.encode("utf-8", "replace")) + 1
