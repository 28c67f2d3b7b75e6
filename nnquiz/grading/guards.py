"""Tricks that would earn points without saying anything, each with the reason that is told.

Four are told from good answers by logistic regression, fitted with the grader's other numbers on
answers by writers whose own were left out; the bound of each lets one good answer in 250 through to
the wrong side. The others go by plain counts.
"""

from collections.abc import Iterator, Mapping

from nnquiz.grading.model import model
from nnquiz.grading.text import Text

# How much of the score is left, at the most, where a trick is found.
_LEFT = {
    "shuffled": 0.15,
    "list": 0.05,
    "denied": 0.15,
    "exchanged": 0.15,
    "repeated": 0.0,
    "elsewhere": 0.05,
    "nothing": 0.0,
}
_REASON = {
    "shuffled": "The words stand in no order that sentences have.",
    "list": "This is a list of words: say what they do.",
    "denied": "Nearly every statement is denied.",
    "exchanged": "Terms seem to be exchanged for their opposites.",
    "repeated": "The same words over and over.",
    "elsewhere": "This answers another question.",
    "nothing": "This says nothing about the question.",
}
_FOREIGN_ORDER = -0.25  # the order below which words were shuffled, whatever the question
WRONG_COST = 0.20  # at least, for each misconception stated


def tricks(text: Text, shown: Mapping[str, float], *, familiar: bool) -> Iterator[str]:
    """The tricks that *text* shows, by its measured features.

    What right answers sound like was learned for the questions of the bank; for a question that is
    not *familiar*, only the order of common English words can be judged.
    """
    content = sum(len(clause.words) for clause in text.clauses)
    if familiar:
        yield from (name for name, trick in model().tricks.items() if trick.of(shown) > 0)
    elif shown["order"] < _FOREIGN_ORDER:
        yield "shuffled"
    if content >= 8 and shown["variety"] <= 0.35:
        yield "repeated"
    if shown["elsewhere"] >= 0.8:
        yield "elsewhere"
    near = max(shown["shares"], shown["recall"])
    if shown["points"] == 0 and near < (0.5 if content <= 2 and shown["shares"] else 0.05):
        yield "nothing"


def apply(
    score: float, text: Text, shown: Mapping[str, float], *, familiar: bool
) -> tuple[float, tuple[str, ...]]:
    """The score as far as the tricks in *text* allow it, and the reason for each that costs."""
    notes = []
    for trick in tricks(text, shown, familiar=familiar):
        if score > _LEFT[trick]:
            notes.append(_REASON[trick])
            score = _LEFT[trick]
    return score, tuple(notes)
