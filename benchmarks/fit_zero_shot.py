"""Fits how questions without graded examples are scored, and writes `data/zero_shot.json`.

    python benchmarks/fit_zero_shot.py

Needs scikit-learn. The graded examples are graded as if there were none: against their rubrics
whole, against rubrics with few phrasings, such as people write, and against the references alone.
What carries over is only how much of an answer's share of points and reference makes a score. The
examples that turn things round or string keywords together are left out: guards look for those,
and nobody who learns writes them; so what the words cover may be trusted more. Terse and formal
ones are left out, too: whoever graded them read more into signs and shorthand than words cover.
Each tenth of the scores weighs the same. What tells tricks from good answers comes from
`fit_foreign.py`.
"""

import json
from collections.abc import Sequence
from typing import Any

import fit_foreign
import numpy as np
from fit_tricks import fitted_to
from sklearn.linear_model import LogisticRegression

from nnquiz.bank.load import load
from nnquiz.bank.locate import embedded_bank
from nnquiz.bank.model import Question
from nnquiz.grading import derived, reading, zero_shot
from nnquiz.grading.examples import Example
from nnquiz.grading.rubric import rubric

TARGET = embedded_bank().parent / "zero_shot.json"
LEFT_OUT = ("stuffed", "swapped", "terse", "formal")  # kinds
NAMES = {"points": ("points", "reference"), "reference": ("reference",)}

Array = Any


def main() -> None:
    bank = load(embedded_bank())
    asked = [
        (question, [e for e in fitted_to(question.slug) if e.kind not in LEFT_OUT])
        for question in bank
    ]
    scores = np.array([e.score for _, many in asked for e in many])
    questions = np.array([q.slug for q, many in asked for _ in many])
    whole, few, bare = (
        measured([(strip(question), many) for question, many in asked])
        for strip in fit_foreign.STRIPPED
    )
    rows = {
        "points": (np.concatenate([whole, few]), np.tile(scores, 2), np.tile(questions, 2)),
        "reference": (bare[:, 1:], scores, questions),
    }
    data: dict[str, Any] = {
        "made by": "benchmarks/fit_zero_shot.py",
        "from": "data/answers.jsonl and data/questions.yaml",
    }
    for basis, (shares, given, groups) in rows.items():
        base, *weights = fit(shares, given)
        data[basis] = {
            "base": round(base, 3),
            "weights": {n: round(w, 3) for n, w in zip(NAMES[basis], weights, strict=True)},
        }
        report(basis, shares, given, groups)
    data |= fit_foreign.fitted(bank)
    TARGET.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def measured(asked: Sequence[tuple[Question, Sequence[Example]]]) -> Array:
    """The shares of points and reference that each answer covers, (answers, 2)."""
    found = []
    for question, many in asked:
        pointed = derived.with_points(question)
        for example in many:
            text, seen = reading.read(pointed, example.answer)
            shares = zero_shot.measure(pointed, rubric(pointed), text, seen)
            found.append([shares["points"], shares["reference"]])
    return np.array(found)


def fit(shares: Array, scores: Array) -> list[float]:
    """Base and weights of the logit; each tenth of the scores weighs the same.

    A score of .7 is seven tenths of an answer that is right and three of one that is wrong.
    """
    _, which, counts = np.unique(np.round(scores, 1), return_inverse=True, return_counts=True)
    each = len(scores) / len(counts) / counts[which]
    model = LogisticRegression(C=np.inf, max_iter=1000).fit(
        np.concatenate([shares, shares]),
        np.repeat([1, 0], len(scores)),
        np.concatenate([each * scores, each * (1 - scores)]),
    )
    return [float(model.intercept_[0]), *map(float, model.coef_[0])]


def report(basis: str, shares: Array, scores: Array, questions: Array) -> None:
    """How well the logit fits questions that it was not fitted to."""
    graded = np.zeros(len(scores))
    for question in np.unique(questions):
        own = questions == question
        base, *weights = fit(shares[~own], scores[~own])
        logit = zero_shot.Logit(base, dict(zip(NAMES[basis], weights, strict=True)))
        graded[own] = [
            logit.score(dict(zip(NAMES[basis], row, strict=True))) for row in shares[own].tolist()
        ]
    r = float(np.corrcoef(graded, scores)[0, 1])
    rmse = float(np.sqrt(((graded - scores) ** 2).mean()))
    print(f"{basis}: r {r:.3f}, RMSE {rmse:.3f} on questions left out")


if __name__ == "__main__":
    main()
