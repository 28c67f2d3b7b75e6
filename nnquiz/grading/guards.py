"""Tricks that would earn points without saying anything, each with the reason that is told.

Four are told from good answers by logistic regression, fitted with the grader's other numbers on
answers by writers whose own were left out (`benchmarks/fit_tricks.py`, with the share of good ones
that each may be seen in). The others go by plain counts.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from nnquiz.grading import foreign
from nnquiz.grading.known_texts import understood
from nnquiz.grading.model import model
from nnquiz.grading.text import Text

# How much of the score is left, at the most, where a trick is found.
_LEFT = {
    "shuffled": 0.15,
    "list": 0.05,
    "denied": 0.08,
    "exchanged": 0.10,
    "turned round": 0.10,
    "repeated": 0.0,
    "elsewhere": 0.05,
    "beyond": 0.0,
    "nothing": 0.0,
    "broken off": 0.75,
}
_REASON = {
    "shuffled": "The words stand in no order that sentences have.",
    "list": "This is a list of words: say what they do.",
    "denied": "This denies what right answers say.",
    "exchanged": "Terms seem to be exchanged for their opposites.",
    "turned round": "This says of each of the two what is true of the other.",
    "repeated": "The same words over and over.",
    "elsewhere": "This answers another question.",
    "beyond": "This names much more than is asked for.",
    "nothing": "This says nothing about the question.",
    "broken off": "The answer breaks off in the middle of a sentence.",
}
_SURE = {"denied": 1.5, "exchanged": 1.0}  # log odds beyond the bound from which one is sure
_LIST_FROM = 25  # words: a few can be a terse answer
_WHOLE = 0.8  # of the reference: who says that much may repeat words, as the reference does ...
_AS_VARIED = 0.7  # ... and who repeats them little more often than it does ...
_FEW = 3  # ... unless there are but these words
WRONG_COST = 0.20  # at least, for each misconception stated


def tricks(
    text: Text, shown: Mapping[str, float], reference: str, *, familiar: bool
) -> Iterator[tuple[str, float]]:
    """The tricks that *text* shows by its measured features, and how sure one can be, 0 to 1.

    What right answers sound like was learned for *familiar* questions; for others there is the
    *reference*.
    """
    words = len(text.forms)
    content = sum(len(clause.words) for clause in text.clauses)
    if familiar:
        for name, trick in model().tricks.items():
            odds = trick.of(shown)
            if odds > 0 and (name != "list" or words >= _LIST_FROM):
                yield name, min(1.0, odds / _SURE.get(name, odds))
    else:
        yield from foreign.tricks(reference, text, shown)
    if content >= 8 and shown["variety"] <= 0.25 and not _as_asked(shown, content, reference):
        yield "repeated", 1.0
    if familiar and shown["elsewhere"] >= 0.8:
        yield "elsewhere", 1.0
    near = max(shown["shares"], shown["recall"])
    keyword = familiar and content <= 2 and shown["shares"] > 0
    if (
        not shown["points"]
        and not shown["told"]
        and near < (0.5 if keyword else 0.05 if familiar else 0.02)
    ):
        yield "nothing", 1.0
    if familiar and words >= _LIST_FROM and _breaks_off(text):
        yield "broken off", 1.0


def _breaks_off(text: Text) -> bool:
    ended = text.plain.rstrip().endswith((".", "!", "?"))
    return not ended and model().word_order.breaks_off(text.forms)


def _as_asked(shown: Mapping[str, float], content: int, reference: str) -> bool:
    """Whether an answer of *content* words repeats some because the *reference* does."""
    if shown["variety"] * content <= _FEW:
        return False
    words = [word.name for clause in understood(reference).clauses for word in clause.words]
    varied = len(set(words)) / max(1, len(words))
    return shown["recall"] >= _WHOLE or shown["variety"] >= _AS_VARIED * varied


def apply(
    score: float,
    text: Text,
    shown: Mapping[str, float],
    reference: str,
    quotes: Callable[[str], Iterable[str]],
    *,
    familiar: bool,
) -> tuple[float, tuple[str, ...]]:
    """The score as far as the tricks in *text* allow it, and the reason for each that costs.

    *quotes* gives the words of the answer that show a trick, if it lies in single words.
    """
    notes = []
    for trick, sure in tricks(text, shown, reference, familiar=familiar):
        if sure > 0 and score > _LEFT[trick]:
            notes.append(_reason(trick, quotes(trick)))
            score -= sure * (score - _LEFT[trick])
    return score, tuple(notes)


def _reason(trick: str, quotes: Iterable[str]) -> str:
    """Why it costs, with the words that show it."""
    found = ", ".join(f"“{each}”" for each in dict.fromkeys(quotes))
    return f"{_REASON[trick].rstrip('.')}: {found}." if found else _REASON[trick]
