"""What a question's own texts tell of words that an answer exchanges or denies.

Where there are no graded examples, reference and phrasings are all that is known to be right. They
are few texts, so what their signs count was fitted anew (`benchmarks/fit_zero_shot.py`).
"""

from functools import lru_cache

from nnquiz.bank.model import Question
from nnquiz.grading import contrasts, denials, zero_shot
from nnquiz.grading.compared import compared
from nnquiz.grading.contrasts import Contrasts, Opposites
from nnquiz.grading.denials import Denials
from nnquiz.grading.doubts import Doubt
from nnquiz.grading.known_texts import understood
from nnquiz.grading.lexicon import lexicon
from nnquiz.grading.model import model
from nnquiz.grading.text import Text

FEATURES = (*contrasts.FEATURES, *denials.FEATURES)
_PHRASING = 0.5  # what a phrasing counts beside the reference


class Grounds:
    """What stands near what, and what is denied, in the texts of one question."""

    def __init__(self, question: Question) -> None:
        right = [(understood(question.answer), 1.0)]
        for point in question.key_points:
            right += ((understood(phrasing), _PHRASING) for phrasing in point.phrasings)
        self.contrasts = Contrasts.learned(right, _opposites(question.question))
        self.denials = Denials.learned(right, model().verbs)

    def features(self, text: Text) -> dict[str, float]:
        """A number for each of `FEATURES`."""
        exchanges = contrasts.features(self.exchanges_in(text))
        found = (*exchanges, *self.denials.features(text, self.denials_in(text)))
        return dict(zip(FEATURES, found, strict=True))

    def exchanges_in(self, text: Text) -> list[Doubt]:
        """The contrasting words of *text*, with the log odds that they are exchanged."""
        return self.contrasts.doubts([text], zero_shot.fitted().exchanges)[0]

    def denials_in(self, text: Text) -> list[Doubt]:
        """What *text* denies, with the log odds that right answers don't."""
        return self.denials.doubts([text], zero_shot.fitted().denials)[0]


def _opposites(question: str) -> Opposites:
    """The contrasts of the lexicon, and what the *question* compares."""
    known = lexicon().contrasts
    pair = compared(question)
    if pair is None:
        return known
    one, other = pair
    none: frozenset[str] = frozenset()
    return {
        **known,
        one: known.get(one, none) | {other},
        other: known.get(other, none) | {one},
    }


@lru_cache(maxsize=128)
def grounds(question: Question) -> Grounds:
    """What the texts of *question* tell."""
    return Grounds(question)
