"""Denials that a question's bank gives no ground for: what it never denies, an answer denies."""

from collections.abc import Iterable

from nnquiz.grading.text import Text

_REACH = 3  # words after a negation that it denies


def denied(text: Text) -> frozenset[str]:
    """The words that *text* denies."""
    return frozenset(name for near in _after_negations(text) for name in near)


def contrary(text: Text, grounds: frozenset[str]) -> int:
    """How many different denials *text* has of something, but of nothing in *grounds*."""
    return sum(bool(near) and not near & grounds for near in set(_after_negations(text)))


def _after_negations(text: Text) -> Iterable[frozenset[str]]:
    for sentence in text.sentences:
        for at in sentence.negations:
            yield frozenset(word.name for word in sentence.between(at + 1, at + _REACH))
