"""Typing errors: a word that nothing knows, near to one that the rubric knows, is that word."""

from dataclasses import replace
from functools import cache

from rapidfuzz.distance import OSA

from nnquiz.grading.text import Clause, Text, Word

_ONE_EDIT_FROM, _TWO_EDITS_FROM = 4, 8  # letters


def corrected(text: Text, vocabulary: frozenset[str]) -> Text:
    """*text* with each unknown word named as the word of *vocabulary* that it was meant to be."""
    by_letter: dict[str, list[str]] = {}
    for known in vocabulary:
        by_letter.setdefault(known[0], []).append(known)

    @cache
    def meant(word: Word) -> Word:
        name = word.name
        if name in vocabulary or len(name) < _ONE_EDIT_FROM or not name.isalpha():
            return word
        limit = 1 if len(name) < _TWO_EDITS_FROM else 2
        best, edits = name, limit + 1
        for known in by_letter.get(name[0], ()):
            if abs(len(known) - len(name)) < edits and len(known) >= _ONE_EDIT_FROM:
                distance = OSA.distance(name, known, score_cutoff=edits - 1)
                if distance < edits:
                    best, edits = known, distance
        return replace(word, name=best) if edits <= limit else word

    def mended(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
        return tuple(Clause(tuple(map(meant, c.words)), c.negations) for c in clauses)

    return Text(text.plain, mended(text.sentences), mended(text.clauses))
