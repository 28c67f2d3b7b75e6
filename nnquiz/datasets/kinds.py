"""Sentences about nouns of six kinds, whose verbs and places go with the kind."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Words = NDArray[np.intp]

_LANGUAGE = {  # nouns; verbs; places: some verbs and places go with several kinds
    "animal": ("cat dog horse cow sheep wolf fox bear", "sleeps runs eats barks", "field barn"),
    "food": ("bread cheese apple soup cake rice pasta ham", "smells cooks cools", "oven plate"),
    "tool": ("hammer saw drill pliers wrench chisel axe spade", "cuts breaks rusts", "shed box"),
    "vehicle": ("car bus train truck bike tram van taxi", "stops runs breaks", "road garage"),
    "garment": ("shirt coat sock glove hat scarf shoe dress", "fits fades tears", "box shop"),
    "instrument": ("piano violin flute drum guitar harp horn cello", "sounds stops", "stage shop"),
}
_PHRASES = [("old new big small red good", *phrases) for phrases in _LANGUAGE.values()]
KINDS = tuple(_LANGUAGE)
ROLES = 4  # adjective, noun, verb, place
VOCABULARY = sorted({word for kind in _PHRASES for words in kind for word in words.split()})
NOUNS = np.array([[VOCABULARY.index(noun) for noun in kind[1].split()] for kind in _PHRASES])


def language(slip: float) -> Array:
    """P(word | role, kind), (roles, kinds, words).

    The noun is always one of the kind; verb and place are, with probability *slip*, those of any.
    """
    p = np.zeros((ROLES, len(KINDS), len(VOCABULARY)))
    for kind, phrases in enumerate(_PHRASES):
        for role, words in enumerate(phrases):
            places = [VOCABULARY.index(word) for word in words.split()]
            p[role, kind, places] = 1 / len(places)
    p[2:] = (1 - slip) * p[2:] + slip * p[2:].mean(1, keepdims=True)
    return p


def corpus(rng: np.random.Generator, n: int, p: Array) -> Words:
    """*n* sentences such as "old dog sleeps barn", (n, 4); their kinds are drawn and forgotten."""
    kind = rng.integers(0, len(KINDS), n)
    words = np.empty((n, ROLES), dtype=np.intp)
    for role in range(ROLES):
        cumulative = p[role, kind].cumsum(1)
        # the largest sum is 1 but for rounding: no draw may fall beyond it
        draw = rng.random((n, 1)) * cumulative[:, -1:]
        words[:, role] = (draw >= cumulative).sum(1)
    return words


def frequency_loss(p: Array) -> float:
    """The loss of one who knows how frequent each word is, and no more: -Σ P(w) log P(w)."""
    frequency = p.mean((0, 1))
    return float(-(frequency * np.log(frequency)).sum())


def best_loss(sentences: Words, p: Array) -> float:
    """The loss of one who knows the language, the least there is: -log P(hidden | the others).

    P(hidden | others) = Σ P(hidden | kind) P(kind | others)    P(kind | others) ∝ Π P(other | kind)
    """
    likelihood = np.array([p[role][:, sentences[:, role]] for role in range(ROLES)])
    losses = []
    for hidden in range(ROLES):  # each word of a sentence is hidden once
        weight = np.delete(likelihood, hidden, axis=0).prod(0)  # all kinds are equally frequent
        losses.append(-np.log((weight * likelihood[hidden]).sum(0) / weight.sum(0)))
    return float(np.mean(losses))
