"""Fits what tells tricks from good answers: logistic regression in two steps.

First the signs of one denial and of one pair of contrasting words (`denials.py`, `contrasts.py`):
those of right answers against those of the same answers with verbs denied and terms exchanged. Then
the features of whole answers, good ones against those that use a trick. Each answer is measured
without what its own writer wrote.
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attack_styles
import attacks
import numpy as np
from sklearn.linear_model import LogisticRegression

from nnquiz.bank.model import Bank
from nnquiz.grading import contrasts, denials, examples
from nnquiz.grading.doubts import Signs
from nnquiz.grading.examples import Example
from nnquiz.grading.experience import experience_without
from nnquiz.grading.reading import read
from nnquiz.grading.text import Text

# What tells a right answer that is full of denials or contrasts from one that was tampered with.
_NEAR = ("both 4 nearest", "words 4 nearest", "both nearest of all", "both regression")  # examples
_RIGHT = ("points", "right by pair", "worst clause")
# Each trick with the features that show it.
TRICKS = {
    "shuffled": ("order",),
    "list": ("order", "density"),
    "denied": (*denials.FEATURES, "denials", "denied", *_RIGHT),
    "exchanged": (*contrasts.FEATURES, "opposed", "wrongs", "right in all", *_RIGHT, *_NEAR),
}
# Writers who told what is right, in many voices, each of half of the questions. They widen what is
# known; how far that can be trusted shows in answers of all kinds to all questions.
WIDENING = frozenset("kl")
# The share of good answers in which a trick must not be seen. One writer's were made to be full of
# denials, and nearly all that are taken for denied are among them.
SPARED = {"shuffled": 0.996, "list": 0.996, "denied": 0.975, "exchanged": 0.99}
CHANGED_FROM = 2  # words by which an answer differs once a trick is played on it
WHOLE = ("full", "formal", "terse")  # the kinds of answers that tricks are played on
NOT_QUITE = ("mixed", "everyday", "partial-hi")  # not good, and no trick either
DENYING = (attacks.negated, attack_styles.negated)
EXCHANGING = (attacks.exchanged, attack_styles.exchanged)


def played(example: Example, rng: random.Random) -> Iterator[tuple[str, str]]:
    """What an answer becomes under each trick that leaves its mark on it."""
    if example.kind == "stuffed":
        yield "list", example.answer
    if not whole(example):
        return
    yield "shuffled", attacks.shuffled(example.answer, rng)
    yield "list", attacks.keywords(example.answer, rng)
    for trick, ways in (("exchanged", EXCHANGING), ("denied", DENYING)):
        for way in ways:
            answer = way(example.answer, rng)
            if differences(example.answer, answer) >= CHANGED_FROM:
                yield trick, answer


def fitted_to(slug: str) -> list[Example]:
    """The graded examples of a question that weights are fitted to."""
    return [each for each in examples.all_examples()[slug] if each.writer not in WIDENING]


def whole(example: Example) -> bool:
    """Whether *example* is a good answer that tricks are played on."""
    return example.score >= examples.GOOD and example.kind in WHOLE


def differences(before: str, after: str) -> int:
    """How many words of one text the other lacks, or has more."""
    one, other = Counter(before.split()), Counter(after.split())
    return max((one - other).total(), (other - one).total())


def signs(bank: Bank) -> dict[str, dict[str, Any]]:
    """The weights of the signs of one exchange, and of one denial."""
    right: dict[str, list[Signs]] = {"exchanges": [], "denials": []}
    wrong: dict[str, list[Signs]] = {"exchanges": [], "denials": []}
    rng = random.Random(1)
    for question in bank:
        for example in fitted_to(question.slug):
            known = experience_without(question, example.writer)
            if example.score < examples.GOOD and example.kind not in NOT_QUITE:
                continue
            text = read(question, example.answer)[0]
            right["exchanges"] += known.contrasts.signs(text).values()
            right["denials"] += known.denials.signs(text)
            if not whole(example):
                continue
            for way in DENYING:
                changed = read(question, way(example.answer, rng))[0]
                if changed.forms != text.forms:
                    wrong["denials"] += known.denials.signs(changed)
            for way in EXCHANGING:
                changed = read(question, way(example.answer, rng))[0]
                for pair, shown in known.contrasts.signs(changed).items():
                    if exchanged(pair, text, changed):
                        wrong["exchanges"].append(shown)
    return {name: logistic(right[name], wrong[name]) for name in right}


def exchanged(pair: tuple[str, str], before: Text, after: Text) -> bool:
    """Whether one of a *pair* stands where the other one stood."""
    stood = {w.index: w.name for sentence in before.sentences for w in sentence.words}
    return any(
        w.name in pair and w.name != stood.get(w.index) and stood.get(w.index) in pair
        for sentence in after.sentences
        for w in sentence.words
    )


def logistic(
    right: Sequence[Mapping[str, float]], wrong: Sequence[Mapping[str, float]]
) -> dict[str, Any]:
    """The log odds of *wrong* against *right*, as if there were as many of each."""
    rows = [*right, *wrong]
    names = list(rows[0])
    features = np.array([[row[name] for name in names] for row in rows])
    is_wrong = np.arange(len(rows)) >= len(right)
    fit = LogisticRegression(max_iter=2000, class_weight="balanced").fit(features, is_wrong)
    weights = dict(zip(names, fit.coef_[0].round(4).tolist(), strict=True))
    return {"weights": weights, "bias": round(float(fit.intercept_[0]), 4)}


def detector(
    trick: str,
    good: list[dict[str, float]],
    fooled: list[dict[str, float]],
    not_quite: list[dict[str, float]],
) -> dict[str, Any]:
    """The log odds of *fooled* beyond the bound that `SPARED` asks for."""
    others = not_quite if trick in ("denied", "exchanged") else []
    return bounded(trick, TRICKS[trick], SPARED[trick], good, fooled, others)


def bounded(
    trick: str,
    names: Sequence[str],
    spared: float,
    good: Sequence[Mapping[str, float]],
    fooled: Sequence[Mapping[str, float]],
    others: Sequence[Mapping[str, float]],
) -> dict[str, Any]:
    """The log odds of *fooled* by the features *names*, 0 where the share *spared* of *good* lies.

    *others*, which are not quite good, must not be taken for a trick either, but set no bound.
    """
    features = np.array([[row[name] for name in names] for row in (*good, *others, *fooled)])
    fooling = np.arange(len(features)) >= len(good) + len(others)
    mean, spread = features.mean(0), features.std(0)
    fit = LogisticRegression(max_iter=3000).fit((features - mean) / spread, fooling)
    weights = fit.coef_[0] / spread
    odds = features @ weights
    bound = float(np.quantile(odds[: len(good)], spared))
    found = (odds[fooling] > bound).mean()
    print(f"{trick}: {found:.2f} of {len(fooled)} found", flush=True)
    return {
        "weights": {name: round(float(w), 4) for name, w in zip(names, weights, strict=True)},
        "bias": round(-bound, 4),
    }
