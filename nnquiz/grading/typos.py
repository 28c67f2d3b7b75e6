"""Typing errors: a word that nobody knows, near to one that the question knows, is that word."""

from collections.abc import Iterable

from rapidfuzz.distance import OSA

_ONE_EDIT_FROM, _TWO_EDITS_FROM = 4, 8  # letters


class Speller:
    """Mends words toward those of one question; what is in *english* is never an error."""

    def __init__(self, near: Iterable[str], english: frozenset[str]) -> None:
        self._english = english
        self.near = {word for word in near if len(word) >= _ONE_EDIT_FROM and word.isalpha()}
        self._by_letter: dict[str, list[str]] = {}
        for word in sorted(self.near):
            self._by_letter.setdefault(word[0], []).append(word)

    def __call__(self, word: str) -> str:
        """*word* as it was meant."""
        if len(word) < _ONE_EDIT_FROM or word in self._english:
            return word
        return self._nearest(word)

    def _nearest(self, word: str) -> str:
        if not word.isalpha():
            return word
        best, edits = word, 2 if len(word) < _TWO_EDITS_FROM else 3
        for known in self._by_letter.get(word[0], ()):
            if abs(len(known) - len(word)) < edits:
                distance = OSA.distance(word, known, score_cutoff=edits - 1)
                if distance < edits:
                    best, edits = known, distance
        return best
