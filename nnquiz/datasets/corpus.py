"""Sentences without labels, such as "old dog sleeps barn", drawn by a law that is known."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Tokens = NDArray[np.intp]

_ADJECTIVES = "old new big small red good".split()
_NOUNS = {
    "animal": "cat dog horse cow sheep wolf fox bear",
    "food": "bread cheese apple soup cake rice pasta fish",
    "tool": "hammer saw drill pliers wrench chisel axe file",
    "vehicle": "car bus train truck bike tram van taxi",
    "garment": "shirt coat sock glove hat scarf shoe dress",
    "instrument": "piano violin flute drum guitar harp horn cello",
}
_VERBS = """
sleeps runs eats barks    smells cooks tastes cools    cuts breaks lies rusts
stops runs turns breaks   fits fades lies tears        sounds plays stops tunes
""".split()
_PLACES = """
field forest barn         kitchen oven plate           shed bench box
road street garage        drawer box shop              hall stage shop
""".split()
KINDS = tuple(_NOUNS)
_ALL_NOUNS = " ".join(_NOUNS.values()).split()
WORDS = sorted({*_ADJECTIVES, *_ALL_NOUNS, *_VERBS, *_PLACES})


def _of_kinds(words: list[str]) -> Tokens:
    """Which of the `WORDS` they are, (kinds, words of each)."""
    return np.array([WORDS.index(word) for word in words]).reshape(len(KINDS), -1)


NOUNS, VERBS, PLACES = _of_kinds(_ALL_NOUNS), _of_kinds(_VERBS), _of_kinds(_PLACES)


def statements(rng: np.random.Generator, n: int, slip: float) -> Tokens:
    """*n* sentences (n, 4), each an adjective, a noun, a verb and a place.

    Verb and place suit the noun, except that each with probability *slip* suits a random kind.
    """
    kind = rng.integers(0, len(KINDS), n)
    columns = [rng.choice([WORDS.index(word) for word in _ADJECTIVES], n)]
    for words, share in ((NOUNS, 0.0), (VERBS, slip), (PLACES, slip)):
        suits = np.where(rng.random(n) < share, rng.integers(0, len(KINDS), n), kind)
        columns.append(words[suits, rng.integers(0, words.shape[1], n)])
    return np.column_stack(columns)


def least_loss(sentences: Tokens, slip: float) -> float:
    """The cross-entropy that is left to one who knows the law: no guesser can do better.

    The mean of -log P(word | the others). Adjectives suit everything; noun, verb and place have
    P(noun, verb, place) = Σ P(kind) P(noun | kind) P(verb | kind) P(place | kind).
    """
    laws = []  # P(word | kind), (kinds, all words)
    for words, share in ((NOUNS, 0.0), (VERBS, slip), (PLACES, slip)):
        law = np.zeros((len(KINDS), len(WORDS)))
        np.put_along_axis(law, words, 1 / words.shape[1], axis=1)
        laws.append((1 - share) * law + share * law.mean(0))
    noun, verb, place = (law[:, sentences[:, i + 1]] for i, law in enumerate(laws))
    known = [verb * place, noun * place, noun * verb]  # kinds are equally frequent
    losses = [np.log(p.mean(0) / (noun * verb * place).mean(0)).mean() for p in known]
    return float(np.mean([np.log(len(_ADJECTIVES)), *losses]))


def frequency_loss(sentences: Tokens) -> float:
    """The cross-entropy that is left to one who knows only how frequent each word is."""
    _, counts = np.unique(sentences, return_counts=True)
    p = counts / sentences.size
    return float(-(p * np.log(p)).sum())
