"""Two small languages: opinions that turn on the order of words, and plain statements."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Tokens = NDArray[np.intp]
Pairs = list[tuple[str, str]]  # of a good and a bad word

GOOD = "good great fine superb lovely clever".split()
BAD = "bad awful poor dull clumsy boring".split()
_TOPICS = "film plot cast music book meal hotel".split()
_ADVERBS = "very really quite so".split()
_FORMS = ("{said} not {denied}", "not {denied} but {said}", "{said} rather than {denied}")
WORDS = ". the was not but rather than".split() + GOOD + BAD + _TOPICS + _ADVERBS
LENGTH = 9


def tokens_of(texts: list[str]) -> Tokens:
    """The places of their words in `WORDS`; dots fill each sentence up to `LENGTH`."""
    place = {word: i for i, word in enumerate(WORDS)}
    filled = [(text.split() + ["."] * LENGTH)[:LENGTH] for text in texts]
    return np.array([[place[word] for word in words] for words in filled])


def split_pairs(turn: int) -> tuple[Pairs, Pairs]:
    """Two thirds of all pairs, and the others: every word is in some of the first. Three ways."""
    place = {(g, b): (i + j + turn) % 3 for i, g in enumerate(GOOD) for j, b in enumerate(BAD)}
    return [pair for pair, k in place.items() if k], [pair for pair, k in place.items() if not k]


def opinions(rng: np.random.Generator, n: int, pairs: Pairs) -> tuple[Tokens, Array]:
    """*n* sentences such as "the film was not dull but very good", and 1 for each that praises.

    Each has one of the *pairs* of a good and a bad word, and every other sentence is the one before
    with these two words exchanged: the same words, the opposite sense.
    """
    texts, praise = [], []
    for _ in range(n // 2):
        good, bad = pairs[rng.integers(len(pairs))]
        sentence = f"the {rng.choice(_TOPICS)} was {rng.choice(_FORMS)}"
        adverb = rng.choice(["", *_ADVERBS])
        for said, denied in ((good, bad), (bad, good)):
            texts.append(sentence.format(said=f"{adverb} {said}", denied=denied))
            praise.append(float(said == good))
    return tokens_of(texts), np.array(praise)
