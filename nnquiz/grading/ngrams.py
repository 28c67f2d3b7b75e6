"""Texts as bags of hashed n-grams: of characters as typed, and of the words as understood.

A bag is a pair (codes, values): the sorted 64-bit codes of its different n-grams, and how much each
counts, 1 + log(times), before the weights of a question's examples are put on.
"""

import zlib

import numpy as np
import numpy.typing as npt

from nnquiz.grading.text import Text

CHARACTERS = (2, 5)  # n-grams of so many characters, from and to
WORDS = (1, 3)

Codes = npt.NDArray[np.uint64]
Values = npt.NDArray[np.float64]

_BASE = np.uint64(1_000_003)


def of_characters(text: str) -> tuple[Codes, Values]:
    """The n-grams of the characters of *text*, lower case, white space as one blank."""
    line = " ".join(text.lower().split())
    letters = np.frombuffer(line.encode("utf-8", "replace"), dtype=np.uint8).astype(np.uint64)
    grams = []
    running = np.zeros(len(letters), dtype=np.uint64)
    for length in range(1, min(CHARACTERS[1], len(letters)) + 1):
        running = running[: len(letters) - length + 1] * _BASE + letters[length - 1 :] + _BASE
        if length >= CHARACTERS[0]:
            grams.append(running)
    return _counted(np.concatenate(grams) if grams else letters[:0])


def of_words(text: Text) -> tuple[Codes, Values]:
    """The n-grams of the names of words, clause by clause; a negation is a word, too."""
    grams = []
    for clause in text.clauses:
        events = [(word.index, word.name) for word in clause.words]
        events += [(at, "not") for at in clause.negations]
        names = [zlib.crc32(name.encode("utf-8", "replace")) for _, name in sorted(events)]
        for start in range(len(names)):
            code = 0
            for name in names[start : start + WORDS[1]]:
                code = (code * 1_000_003 + name + 1) & 0xFFFFFFFFFFFFFFFF
                grams.append(code)
    return _counted(np.array(grams, dtype=np.uint64))


def _counted(grams: Codes) -> tuple[Codes, Values]:
    codes, times = np.unique(grams, return_counts=True)
    return codes, 1 + np.log(times)
