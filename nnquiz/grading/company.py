"""The company that words keep in a sentence: what is next to them, near them, and bound to them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from nnquiz.grading import terms
from nnquiz.grading.terms import Codes, Places
from nnquiz.grading.text import Text

JUST_BEFORE, JUST_AFTER, BEFORE, AFTER, BOUND_BEFORE, BOUND_AFTER = range(6)
WINDOW = 7  # words
APART = 1 << 40  # words, more than any text has: those of two sentences keep no company
_STEPS = np.array([*range(-WINDOW, 0), *range(1, WINDOW + 1)])
_KINDS = np.where(
    abs(_STEPS) == 1,
    np.where(_STEPS < 0, JUST_BEFORE, JUST_AFTER),
    np.where(_STEPS < 0, BEFORE, AFTER),
)


class Said(NamedTuple):
    """The content words of texts, sentence by sentence, and all their words.

    *at*: where each stands, counted in words; *forms*: all words, with a stop around each text's;
    *places*: that of each content word among those.
    """

    names: Codes
    at: Places
    forms: Codes
    places: Places


class Company(NamedTuple):
    """Of which of some words, what kind of company it is, and what, as a code.

    *where* it stands among the content words; -1 if it is the very next word, of whatever sort.
    """

    of: Places
    kinds: Places
    codes: Codes
    where: Places


def said(texts: Sequence[Text]) -> Said:
    """All that *texts* say."""
    names: list[str] = []
    counts: list[int] = []
    forms = ["."]
    begins, lengths = [], []
    for text in texts:
        for sentence in text.sentences:
            names += sentence.names
            counts += sentence.counts
            begins.append(len(forms))
            lengths.append(len(sentence.names))
        forms += text.forms
        forms.append(".")
    at = np.array(counts, dtype=np.intp)
    sentences = np.arange(len(lengths)).repeat(lengths)
    places = at + np.array(begins, dtype=np.intp)[sentences]
    return Said(terms.codes_of(names), at + sentences * APART, terms.codes_of(forms), places)


def company(said: Said, words: Places) -> Company:
    """What the *words* that stand at these places keep company with.

    Near are content words of the sentence within the window, those next to a word apart; bound to
    it are the words right before and after it, function words too.
    """
    others = words[:, None] + _STEPS
    inside = others.clip(0, max(0, len(said.at) - 1))
    near = (inside == others) & (abs(said.at[inside] - said.at[words][:, None]) <= WINDOW)
    of, steps = near.nonzero()
    where = others[of, steps]
    each = np.arange(len(words))
    bound = said.places[words]
    return Company(
        np.concatenate((of, each, each)),
        np.concatenate((_KINDS[steps], each * 0 + BOUND_BEFORE, each * 0 + BOUND_AFTER)),
        np.concatenate((said.names[where], said.forms[bound - 1], said.forms[bound + 1])),
        np.concatenate((where, each * 0 - 1, each * 0 - 1)),
    )


def codes_of(words: Codes, kinds: Places, codes: Codes) -> Codes:
    """A code for each of *words* in company of these *kinds* with those *codes*."""
    return terms.joined(terms.joined(words, codes), kinds.astype(np.uint64))
