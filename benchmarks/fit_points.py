"""Fits what tells that a passage makes a key point: logistic regression over its signs.

    python benchmarks/fit_points.py

The signs are those of `nnquiz/grading/points_by_words.py`. Sentences of right answers were judged
point by point (`made` in `data/answers.jsonl`); those of wrong and vague answers, and of answers to
another question, make none. Each sentence is measured without what its own writer wrote. Printed:
precision and recall of the ticks on writers left out of the fit, beside matched phrasings alone.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from nnquiz.bank.load import load
from nnquiz.bank.locate import data_file, embedded_bank
from nnquiz.bank.model import Question
from nnquiz.grading.examples import examples_of
from nnquiz.grading.experience import Experience
from nnquiz.grading.points_by_words import Signs, points_of
from nnquiz.grading.rubric import rubric
from nnquiz.grading.text import analyze

TARGET = data_file("grader.json").with_name("points.json")
# Answers that make no point, and what their sentences count. Some that turn things round do.
NONE = {"misconception": 0.5, "vague": 0.5, "swapped": 0.15}
FOREIGN = 0.3  # what a sentence about another question counts ...
EVERY = 6  # ... of which every sixth is taken

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Row = tuple[float, ...]  # a number for each of `Signs`


@dataclass(frozen=True)
class Case:
    """A sentence and a point: whether it makes it (1, or .5 in part), and what shows that."""

    writer: str
    kind: str
    made: float
    weight: float
    signs: Row | None

    @property
    def row(self) -> list[float]:
        """The signs in their order; none where nothing speaks for the point."""
        return [*(self.signs or [0.0] * len(Signs._fields))]


def main() -> None:
    bank = load(embedded_bank(), Path("/nonexistent"))
    questions = bank.questions
    cases = [
        case
        for question, other in zip(questions, (*questions[7:], *questions[:7]), strict=True)
        for case in measured(question, other)
    ]
    made = np.array([case.made for case in cases])
    chances = left_out(cases)
    right = np.array([case.kind == "right" for case in cases])
    weights = np.array([case.weight for case in cases])
    clear = made != 0.5
    bounds = {
        "made": best(chances[clear], made[clear] == 1, weights[clear]),
        "partly": best(chances, made > 0, weights),
    }
    whole, some = right & clear, right
    matched = np.array([case.row[Signs._fields.index("matched")] for case in cases])
    print("                 precision recall   F1")
    tell("matched alone", matched[whole] == 1, made[whole] == 1)
    tell("made", chances[whole] >= bounds["made"], made[whole] == 1)
    tell("made or in part", chances[some] >= bounds["partly"], made[some] > 0)
    for kind in (*NONE, "foreign"):
        those = np.array([case.kind == kind for case in cases])
        share = (chances[those] >= bounds["made"]).mean()
        alone = (matched[those] == 1).mean()
        print(f"{kind}: {share:.1%} of points ticked, {alone:.1%} by matches alone")
    bias, fit = fitted([case for case in cases if case.made != 0.5 and case.signs])
    data = {
        "made by": "benchmarks/fit_points.py",
        "from": "data/answers.jsonl and data/questions.yaml",
        "bias": round(bias, 4),
        "weights": {
            name: round(weight, 4) for name, weight in zip(Signs._fields, fit, strict=True)
        },
        **{name: round(bound, 3) for name, bound in bounds.items()},
        "questions": {question.slug: points_of(question) for question in questions},
    }
    TARGET.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def measured(question: Question, other: Question) -> Iterator[Case]:
    """All sentences about *question*, and some about an *other*, with each of its points."""
    examples, foreign = examples_of(question.slug), examples_of(other.slug)
    for writer in sorted({example.writer for example in examples}):
        known = Experience(question, writer)
        for example in examples:
            if example.writer == writer:
                for sentence, made, partly in example.judged():
                    for point, signs in enumerate(signs_of(question, known, sentence)):
                        credit = 1.0 if point in made else 0.5 if point in partly else 0.0
                        yield Case(writer, "right", credit, 1.0, signs)
                if example.kind in NONE:
                    for signs in signs_of(question, known, example.answer):
                        yield Case(writer, example.kind, 0.0, NONE[example.kind], signs)
        sentences = [s for e in foreign if e.writer == writer for s, *_ in e.judged()]
        for sentence in sentences[::EVERY]:
            for signs in signs_of(question, known, sentence):
                yield Case(writer, "foreign", 0.0, FOREIGN, signs)


def signs_of(question: Question, known: Experience, said: str) -> list[Row | None]:
    """For each point the signs of the sentence in *said* that speaks most for it."""
    prepared = rubric(question)
    text = analyze(said, prepared.words)
    matches = prepared.find(text).points
    _, signs = known.points.signs([(text, matches)], known.statements, parts=False)
    best: list[Row | None] = [None] * len(matches)
    for sentence in signs.tolist():
        for point, row in enumerate(map(tuple, sentence)):
            before = best[point]
            if not math.isnan(row[0]) and (before is None or row[0] > before[0]):
                best[point] = row
    return best


def left_out(cases: list[Case]) -> Array:
    """The chance of each case by what was fitted to the other writers' cases."""
    chances = np.zeros(len(cases))
    rows = np.array([case.row for case in cases])
    some = np.array([case.signs is not None for case in cases])
    for writer in {case.writer for case in cases}:
        own = np.array([case.writer == writer for case in cases])
        others = [c for c in cases if c.writer != writer and c.signs and c.made != 0.5]
        bias, weights = fitted(others)
        logit = bias + rows @ np.array(weights)
        chances[own] = (some / (1 + np.exp(-logit)))[own]
    return chances


def fitted(cases: list[Case]) -> tuple[float, list[float]]:
    """Bias and weights."""
    rows = np.array([case.row for case in cases])
    mean, scale = rows.mean(0), rows.std(0)
    model = LogisticRegression(max_iter=1000).fit(
        (rows - mean) / scale,
        np.array([case.made == 1 for case in cases]),
        np.array([case.weight for case in cases]),
    )
    weights = model.coef_[0] / scale
    return float(model.intercept_[0] - weights @ mean), [float(weight) for weight in weights]


def best(chances: Array, true: Mask, weights: Array) -> float:
    """The bound from which ticks have the greatest F1."""
    bounds = np.linspace(0.05, 0.9, 86)
    return float(max(bounds, key=lambda bound: f1(chances >= bound, true, weights)[2]))


def f1(ticked: Mask, true: Mask, weights: Array) -> tuple[float, float, float]:
    """Precision, recall, and their harmonic mean."""
    hits, all_ticked, all_true = (
        float(weights[those].sum()) for those in (ticked & true, ticked, true)
    )
    return hits / all_ticked, hits / all_true, 2 * hits / (all_ticked + all_true)


def tell(name: str, ticked: Mask, true: Mask) -> None:
    print(f"{name:<16}", *(f"{figure:8.3f}" for figure in f1(ticked, true, np.ones(len(true)))))


if __name__ == "__main__":
    main()
