"""Tricks that would earn points without saying anything, each with the reason that is told.

The bounds were set on good answers by writers whose own answers were left out: each guard marks
down about one in a hundred of them or fewer.
"""

import re
from collections.abc import Iterator, Mapping

from nnquiz.grading.text import Text

# How much of the score is left, at the most, where a trick is found.
_LEFT = {
    "shuffled": 0.15,
    "list": 0.15,
    "denied": 0.15,
    "repeated": 0.0,
    "elsewhere": 0.05,
    "nothing": 0.0,
}
_REASON = {
    "shuffled": "The words stand in no order that sentences have.",
    "list": "This is a list of words: say what they do.",
    "denied": "Nearly every statement is denied.",
    "repeated": "The same words over and over.",
    "elsewhere": "This answers another question.",
    "nothing": "This says nothing about the question.",
}
_SIGNS = re.compile(r"[=+*/(){}<>\[\]^$\\]|:\s*\n")
WRONG_COST = 0.20  # at least, for each misconception stated


def tricks(text: Text, shown: Mapping[str, float], *, familiar: bool) -> Iterator[str]:
    """The tricks that *text* shows, by its measured features.

    What English sounds like was learned from answers to the questions of the bank; where a question
    is not *familiar*, other words may well stand together.
    """
    words = max(1, len(text.forms))
    content = sum(len(clause.words) for clause in text.clauses)
    denials = sum(len(clause.negations) for clause in text.clauses)
    # Notes have few common words to judge by, and they are dense; formulas stand among words that
    # seldom meet; a program is no list of words.
    signs = len(_SIGNS.findall(text.plain)) >= 0.15 * words
    program = signs and not familiar
    bound = 0.45 if not familiar else 0.38 if signs else 0.33
    if not program and shown["disorder"] >= max(bound, shown["density"] - 0.37):
        yield "shuffled"
    if not program and words >= 35 and shown["density"] >= 0.85:
        yield "list"
    share = 0.03 if familiar else 0.06
    if denials >= 3 and denials / words >= share and 0.1 < shown["points"] + shown["denied"] < 0.9:
        yield "denied"
    if not program and content >= 8 and shown["variety"] <= 0.35:
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
