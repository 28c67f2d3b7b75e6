"""Sentences without labels, such as "old dog sleeps barn", whose law is known."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Tokens = NDArray[np.intp]

ADJECTIVES = "old new big small red good".split()
# Of each kind: its nouns, and the verbs and places that go with them.
_LANGUAGE = {
    "animal": (
        "cat dog horse cow sheep wolf fox bear",
        "sleeps runs eats barks",
        "field forest barn",
    ),
    "food": (
        "bread cheese apple soup cake rice pasta fish",
        "smells cooks tastes cools",
        "kitchen oven plate",
    ),
    "tool": (
        "hammer saw drill pliers wrench chisel axe file",
        "cuts breaks lies rusts",
        "shed bench box",
    ),
    "vehicle": (
        "car bus train truck bike tram van taxi",
        "stops runs turns breaks",
        "road street garage",
    ),
    "garment": (
        "shirt coat sock glove hat scarf shoe dress",
        "fits fades lies tears",
        "drawer box shop",
    ),
    "instrument": (
        "piano violin flute drum guitar harp horn cello",
        "sounds plays stops tunes",
        "hall stage shop",
    ),
}
KINDS = tuple(_LANGUAGE)
_BY_PLACE = [[words[i].split() for words in _LANGUAGE.values()] for i in range(3)]
WORDS = sorted({*ADJECTIVES, *(w for kinds in _BY_PLACE for words in kinds for w in words)})
_PLACE = {word: i for i, word in enumerate(WORDS)}
NOUNS, VERBS, PLACES = (
    np.array([[_PLACE[word] for word in words] for words in kinds]) for kinds in _BY_PLACE
)  # (kinds, words of each): which of the `WORDS` they are
_ADJECTIVES = np.array([_PLACE[word] for word in ADJECTIVES])


def statements(rng: np.random.Generator, n: int, slip: float) -> Tokens:
    """*n* sentences (n, 4): adjective, noun, verb, place.

    Verb and place suit the noun, but for a share *slip* of each that suits a kind drawn at random.
    """
    kind = rng.integers(0, len(KINDS), n)
    columns = [rng.choice(_ADJECTIVES, n)]
    for words, share in ((NOUNS, 0), (VERBS, slip), (PLACES, slip)):
        suits = np.where(rng.random(n) < share, rng.integers(0, len(KINDS), n), kind)
        columns.append(words[suits, rng.integers(0, words.shape[1], n)])
    return np.column_stack(columns)


def least_loss(sentences: Tokens, slip: float) -> float:
    """The cross-entropy of one who knows the law and guesses a word from the other three.

    -log P(word | others), the mean over all words, with P(sentence) = Σ P(kind) Π P(word | kind).
    """
    laws = []  # P(word | kind), (kinds, words), for noun, verb and place
    for words, share in ((NOUNS, 0), (VERBS, slip), (PLACES, slip)):
        suiting = np.zeros((len(KINDS), len(WORDS)))
        np.put_along_axis(suiting, words, 1 / words.shape[1], axis=1)
        laws.append((1 - share) * suiting + share * suiting.mean(0))
    noun, verb, place = (law[:, sentences[:, i + 1]] for i, law in enumerate(laws))
    sentence = (noun * verb * place).mean(0)  # P(noun, verb, place); kinds are equally frequent
    others = [(verb * place).mean(0), (noun * place).mean(0), (noun * verb).mean(0)]
    losses = [np.log(p / sentence).mean() for p in others]
    return float(np.mean([np.log(len(ADJECTIVES)), *losses]))
