"""A question that compares two things, and an answer that says of each what is true of the other.

What a sentence says is taken to be about the one of the two that it named last, but for where that
only tells of something else (`the memory of a process`).
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from nnquiz.bank.model import Question
from nnquiz.grading.known_texts import understood
from nnquiz.grading.text import Text

_END = r"(?:[?.,;:!]|\s(?:in|of|for|when|if|on|as)\s|$)"
_COMPARED = (
    re.compile(rf"\b(?:between|compare|contrast)\s+(.+?)\s+(?:and|with|to)\s+(.+?){_END}", re.I),
    re.compile(rf"\b(?:does|do|is|are)\s+(.+?)\s+differ(?:ent)?\s+from\s+(.+?){_END}", re.I),
    re.compile(r"([\w-]+)\s+(?:vs\.?|versus)\s+([\w-]+)", re.I),
    re.compile(r"([\w-]+)\s+and\s+([\w-]+)\b.*\bdiffer", re.I),
)
_SOME = 4  # words that the question's texts say of the other thing ...
_TIMES = 2  # ... and more than so many times as many as fit
_NEAR = 4  # words before one that may make it no subject
_DETERMINERS = frozenset(
    "a an the one its their each every any some all both same other another this that single"
    .split()
)  # fmt: skip
_PREPOSITIONS = frozenset(
    "of in inside into within on onto to from by with without for per between among than as like"
    " via through over under across not".split()
)

Pair = tuple[str, str]


def compared(question: str) -> Pair | None:
    """The names of the two things that a *question* compares, if they can be told apart.

    Of what takes several words the first counts that the other lacks: `L1 and L2 regularization`.
    """
    for pattern in _COMPARED:
        if found := pattern.search(question):
            one, other = map(_names, found.groups())
            apart = (
                [name for name in one if name not in other],
                [name for name in other if name not in one],
            )
            if min(map(len, apart)) == 1:
                return apart[0][0], apart[1][0]
    return None


def _names(text: str) -> list[str]:
    return [word.name for clause in understood(text).clauses for word in clause.words]


def turned_round(question: Question, text: Text) -> bool:
    """Whether *text* says of each thing that *question* compares what is true of the other."""
    told = _told(question)
    if told is None:
        return False
    pair, right = told
    here = _said_of(pair, [text])
    fits = confused = 0
    for of_this, of_that, said in ((*right, here[0]), (*right[::-1], here[1])):
        fits += len(said & (of_this - of_that))
        confused += len(said & (of_that - of_this))
    return confused >= _SOME and confused > _TIMES * fits


@lru_cache(maxsize=128)
def _told(question: Question) -> tuple[Pair, tuple[set[str], set[str]]] | None:
    """What *question* compares, and what its texts say of either."""
    pair = compared(question.question)
    if pair is None:
        return None
    phrasings = (p for point in question.key_points for p in point.phrasings)
    return pair, _said_of(pair, map(understood, (question.answer, *phrasings)))


def _said_of(pair: Pair, texts: Iterable[Text]) -> tuple[set[str], set[str]]:
    """The words of *texts* that are said of either of *pair*."""
    said: dict[str, set[str]] = {name: set() for name in pair}
    for text in texts:
        for sentence in text.sentences:
            subject = ""
            for word in sentence.words:
                if word.name in pair and not _within(text.forms, word.index):
                    subject = word.name
                elif subject:
                    said[subject].add(word.name)
    return said[pair[0]] - set(pair), said[pair[1]] - set(pair)


def _within(forms: Sequence[str], at: int) -> bool:
    """Whether the word *at* that place only tells of another one: `of one process`."""
    before = (form for form in reversed(forms[max(0, at - _NEAR) : at]) if form not in _DETERMINERS)
    return next(before, "") in _PREPOSITIONS
