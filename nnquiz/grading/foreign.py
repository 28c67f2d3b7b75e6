"""Tricks in an answer to a question that nothing was learned about.

They are told as those of the bank's own questions are, by log odds, but from what any answer shows:
how it is worded, what the question's own texts say, and what the bank says of other questions. The
numbers come from `benchmarks/fit_zero_shot.py`.
"""

import math
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

from nnquiz.bank.model import Bank, Question
from nnquiz.grading import zero_shot
from nnquiz.grading.compared import turned_round
from nnquiz.grading.grounds import grounds
from nnquiz.grading.known_texts import understood
from nnquiz.grading.model import model
from nnquiz.grading.rubric import rubric
from nnquiz.grading.siblings import siblings
from nnquiz.grading.text import IGNORED, NEGATIONS, SENTENCE_END, Text

LISTING = (
    "single",  # share of the words that stand alone between commas
    "items",  # that stand between commas or lines by one to three, no function word among them
    "joining",  # that are function words
    "signs",  # that are signs of a formula
    "affirmed",  # that are finite verbs
    "run",  # the longest row of content words, log
)
_SURE = 1.5  # log odds beyond the bound from which one is sure
_FROM = {"list": 12, "denied": 12, "exchanged": 8}  # words
_SINGLE = re.compile(r",\s*[\w-]+\s*(?=,)")
_BETWEEN = re.compile(r"[,;\n]|\.(?=\s|$)")
_ITEM = 3  # words at most
_ITEMS = 3  # make a list
_SIGN = 2  # letters at most
_MOSTLY = 0.5  # of a reference
_IN_ORDER = 0.3  # of the words follow the one before them as in the reference


def measure(question: Question, text: Text, bank: Bank | None) -> dict[str, float]:
    """All that tells tricks from good answers; *bank* is that of the question, if it is known."""
    shown = grounds(question).features(text) | listing(text)
    shown["ground"] = len(rubric(question).vocabulary)
    shown["turned round"] = float(turned_round(question, text))
    if bank is not None:
        shown["elsewhere"] = siblings(bank).elsewhere(question.slug, text.names())
    return shown


def tricks(reference: str, text: Text, shown: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """The tricks that *text* may show, and how sure one can be of each, 0 to 1.

    Nothing is a trick that the *reference* does itself.
    """
    words = len(text.forms)
    if shown["turned round"]:
        yield "turned round", 1.0
    if shown["beyond"]:
        yield "beyond", shown["beyond"]
    for name, trick in zero_shot.fitted().tricks.items():
        odds = trick.of(shown)
        if odds <= 0 or words < _FROM.get(name, 0):
            continue
        if name == "elsewhere" and shown["recall"] >= _MOSTLY:
            continue
        if name == "list" and _lists(reference):
            continue
        if name == "shuffled" and _follows(text, reference):
            continue
        if name == "exchanged" and shown["ground"] < zero_shot.FEW:
            continue
        yield name, min(1.0, odds / _SURE)


def listing(text: Text) -> dict[str, float]:
    """A number for each of `LISTING`."""
    words = max(1, len(text.forms))
    parts = [part.split() for part in _BETWEEN.split(text.plain)]
    items = [part for part in parts if 0 < len(part) <= _ITEM and not _joined(part)]
    listed = sum(map(len, items)) if len(items) >= _ITEMS else 0
    longest = row = 0
    for form in text.forms:
        content = len(form) > _SIGN and form not in IGNORED and form not in NEGATIONS
        row = row + 1 if content else 0
        longest = max(longest, row)
    found = (
        len(_SINGLE.findall(text.plain)) / words,
        listed / max(1, sum(map(len, parts))),
        sum(form in IGNORED for form in text.forms) / words,
        sum(_is_sign(form) for form in text.forms) / words,
        model().verbs.finite(text.forms)[0] / words,
        math.log1p(longest),
    )
    return dict(zip(LISTING, found, strict=True))


@lru_cache(maxsize=128)
def _lists(reference: str) -> bool:
    """Whether *reference* is a few words, or most of it is a list."""
    whole = understood(reference)
    trick = zero_shot.fitted().tricks["list"]
    parts = [reference, *SENTENCE_END.split(reference)]
    texts = [text for part in parts if (text := understood(part)).forms]
    return len(whole.forms) < _FROM["list"] or any(
        trick.of(listing(text)) > 0 and len(text.forms) >= _MOSTLY * len(whole.forms)
        for text in texts
    )


def _follows(text: Text, reference: str) -> bool:
    """Whether words follow one another in *text* as they do in *reference*."""
    known = _neighbors(reference)
    pairs = list(pairwise(text.forms))
    return sum(pair in known for pair in pairs) >= _IN_ORDER * len(pairs)


@lru_cache(maxsize=128)
def _neighbors(reference: str) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(understood(reference).forms))


def _joined(words: list[str]) -> bool:
    return any(word.casefold().strip(".") in IGNORED for word in words)


def _is_sign(form: str) -> bool:
    return len(form) <= _SIGN and form != "." and form not in IGNORED
