"""Fits what tells tricks from good answers to questions without graded examples.

Each question of the bank is unfamiliar once: what was said of it is left out of the order of words,
and its graded examples are measured by its rubric whole, by one with few phrasings, and by its
reference alone. Answers to other questions are told from its own by what the bank, stripped in the
same way, says of each.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from fit_tricks import (
    DENYING,
    EXCHANGING,
    NOT_QUITE,
    WHOLE,
    bounded,
    exchanged,
    fitted_to,
    logistic,
    played,
    whole,
)
from grading import bare, unfamiliar

from nnquiz.bank.model import Bank, Question
from nnquiz.grading import contrasts, denials, derived, examples, features, foreign, model
from nnquiz.grading.doubts import Doubt, LogOdds, Signs
from nnquiz.grading.examples import Example
from nnquiz.grading.grounds import Grounds
from nnquiz.grading.model import Model
from nnquiz.grading.reading import read
from nnquiz.grading.rubric import rubric
from nnquiz.grading.siblings import Siblings
from nnquiz.grading.text import Text, analyze
from nnquiz.grading.word_order import count, learned

TRICKS = {
    "shuffled": ("order",),
    "list": foreign.LISTING,
    "denied": denials.FEATURES,
    "exchanged": contrasts.FEATURES,
    "elsewhere": ("elsewhere",),
}
# The share of good answers in which a trick must not be seen. As in `fit_tricks.py`, nearly all
# that are taken for denied are among those that were made to be full of denials, a twelfth of all.
SPARED = {
    "shuffled": 0.996,
    "list": 0.996,
    "denied": 0.975,
    "exchanged": 0.995,
    "elsewhere": 0.998,
}
FEW = 6  # phrasings a point, of a bank that somebody writes
FOREIGN = 20  # answers to others, for each question
Row = dict[str, float]


def thinned(question: Question) -> Question:
    """*question* with the first few phrasings of each point."""
    points = tuple(replace(p, phrasings=p.phrasings[:FEW]) for p in question.key_points)
    return replace(unfamiliar(question), key_points=points)


STRIPPED = (unfamiliar, thinned, bare)


@dataclass
class Seen:
    """What one answer shows, and the signs of its exchanges and denials."""

    text: Text
    shown: Row
    exchanges: list[Signs]
    denials: list[Signs]
    grounds: Grounds


@dataclass
class Answers:
    good: list[Seen] = field(default_factory=list)
    not_quite: list[Seen] = field(default_factory=list)
    fooled: dict[str, list[Seen]] = field(default_factory=lambda: {trick: [] for trick in TRICKS})
    exchanges: list[Signs] = field(default_factory=list)
    denials: list[Signs] = field(default_factory=list)


def fitted(bank: Bank) -> dict[str, Any]:
    """The log odds of tricks, of one pair of exchanged words, and of one denial."""
    known = without_each(bank)
    found = Answers()
    for strip in STRIPPED:
        stripped = Bank(tuple(derived.with_points(strip(question)) for question in bank), Path())
        siblings = Siblings(map(strip, bank))
        for question, before in zip(stripped, bank, strict=True):
            read_answers(question, before, known[before.slug], siblings, found)
        print(strip.__name__, len(found.good), "good answers", flush=True)
    right = [*found.good, *found.not_quite]
    exchanges = logistic([signs for seen in right for signs in seen.exchanges], found.exchanges)
    denied = logistic([signs for seen in right for signs in seen.denials], found.denials)

    def rows(many: Sequence[Seen]) -> list[Row]:
        return [row(seen, LogOdds(**exchanges), LogOdds(**denied)) for seen in many]

    good, not_quite = rows(found.good), rows(found.not_quite)
    tricks = {
        trick: bounded(
            trick,
            names,
            SPARED[trick],
            good,
            rows(found.fooled[trick]),
            not_quite if trick in ("denied", "exchanged") else [],
        )
        for trick, names in TRICKS.items()
    }
    return {"tricks": tricks, "exchanges": exchanges, "denials": denied}


def row(seen: Seen, exchanges: LogOdds, denied: LogOdds) -> Row:
    """All numbers that tricks are told by."""
    pairs = contrasts.features([Doubt((), exchanges.of(signs)) for signs in seen.exchanges])
    judged = [Doubt((), denied.of(signs)) for signs in seen.denials]
    doubts = seen.grounds.denials.features(seen.text, judged)
    return (
        seen.shown
        | dict(zip(contrasts.FEATURES, pairs, strict=True))
        | dict(zip(denials.FEATURES, doubts, strict=True))
    )


def read_answers(
    question: Question, before: Question, known: Model, siblings: Siblings, found: Answers
) -> None:
    """Add to *found* the answers to *question*, which is *before* stripped, and tricks on them."""
    rng = random.Random(before.number)
    own = Grounds(question)

    def seen(answer: str) -> Seen:
        text, match = read(question, answer)
        shown = features.measure(question, rubric(question), [(text, match)], known)[0]
        shown |= foreign.listing(text)
        shown["elsewhere"] = siblings.elsewhere(question.slug, text.names())
        signs = own.contrasts.signs(text), own.denials.signs(text)
        return Seen(text, shown, list(signs[0].values()), signs[1], own)

    for example in fitted_to(before.slug):
        if example.score >= examples.GOOD:
            found.good.append(seen(example.answer))
        elif example.kind in NOT_QUITE:
            found.not_quite.append(seen(example.answer))
        for trick, answer in played(example, rng):
            found.fooled[trick].append(seen(answer))
        if whole(example):
            add_signs(seen, question, example, rng, found)
    for answer in rng.sample(answers_to_others(before), FOREIGN):
        found.fooled["elsewhere"].append(seen(answer))


def add_signs(
    seen: Callable[[str], Seen],
    question: Question,
    example: Example,
    rng: random.Random,
    found: Answers,
) -> None:
    """The signs of the denials and exchanges that tricks put into *example*."""
    text = read(question, example.answer)[0]
    for way in DENYING:
        changed = seen(way(example.answer, rng))
        if changed.text.forms != text.forms:
            found.denials += changed.denials
    for way in EXCHANGING:
        changed = seen(way(example.answer, rng))
        for pair, signs in changed.grounds.contrasts.signs(changed.text).items():
            if exchanged(pair, text, changed.text):
                found.exchanges.append(signs)


def answers_to_others(question: Question) -> list[str]:
    """The whole answers to all other questions."""
    return [
        example.answer
        for slug, many in examples.all_examples().items()
        if slug != question.slug
        for example in many
        if example.kind in WHOLE
    ]


def without_each(bank: Bank) -> dict[str, Model]:
    """The model with an order of words that was learned without one question, by its slug."""
    forms = {question.slug: [analyze(text).forms for text in texts(question)] for question in bank}
    return {
        slug: replace(
            model.model(),
            word_order=learned(
                count(each for other, many in forms.items() if other != slug for each in many)
            ),
        )
        for slug in forms
    }


def texts(question: Question) -> list[str]:
    """English as it should be."""
    found = [question.question, question.answer]
    found += [follow.answer for follow in question.follow_ups]
    found += [wrong.correction for wrong in question.misconceptions]
    many = fitted_to(question.slug)
    return found + [example.answer for example in many if example.kind != "stuffed"]
