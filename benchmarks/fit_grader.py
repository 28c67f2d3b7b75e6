"""Fits the grader's trees to the graded examples and writes `data/grader.json`.

    python benchmarks/fit_grader.py
    python benchmarks/fit_spread.py --answers FILE.jsonl

Needs scikit-learn. Each example is measured without the neighbors that its own writer wrote, so the
trees learn how far to trust the neighbors of somebody new.
"""

import json
import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import attacks
import fit_tricks
import numpy as np
from sklearn.ensemble import HistGradientBoostingRegressor

from nnquiz import grading
from nnquiz.bank.load import load
from nnquiz.bank.locate import embedded_bank
from nnquiz.bank.model import Bank, Question
from nnquiz.grading import (
    contrasts,
    denials,
    examples,
    experience,
    features,
    grader,
    reading,
    stems,
    topics,
    verbs,
    word_order,
)
from nnquiz.grading import model as model_file
from nnquiz.grading.counts import written
from nnquiz.grading.model import Model
from nnquiz.grading.text import analyze
from nnquiz.grading.topics import Topics

TARGET = embedded_bank().parent / "grader.json"
TREES, RATE, LEAVES, AT_LEAST, PENALTY = 400, 0.035, 8, 25, 5.0
SEEDS = 2  # rows of trees, each by chances of its own, whose mean counts
RISING = {
    "points", "shares", "recall", "known", "order", "right by pair", "right in all",
    "worst clause",
}  # fmt: skip
FALLING = {
    "denied", "opposed", "wrongs", "elsewhere", *contrasts.FEATURES, *denials.FEATURES,
} - {"verbs affirmed", "plain sentences", "turns"}  # fmt: skip
HALF, HALF_WEIGHT = 0.66, 0.3  # the score of half a good answer, and what each half counts
# Features are sums, whose last digits hang on the order of adding, and thresholds are often the
# very value of an answer: digits behind these are left out, and no threshold is a value.
DIGITS = 9
NO_SPREAD = {"middle": 0.5, "slope": 1.0}  # until fit_spread.py has found one
Row = dict[str, float]
NAMES = (*features.FEATURES, *experience.FEATURES)


def main() -> None:
    bank = load(embedded_bank())
    before = json.loads(TARGET.read_text(encoding="utf-8"))
    # What spelling and the verbs need; the old trees stay till there are new ones.
    old = {name: before[name] for name in ("base", "trees", "tricks")}
    none = {"weights": {}, "bias": 0.0}
    write(bank, old | {"exchanges": none, "denials": none})
    model_file.forget()
    signs = fit_tricks.signs(bank)
    write(bank, old | signs)
    model_file.forget()
    found = measure_all(bank)
    models, fitted = fit(found)
    write(bank, signs | fitted)
    model_file.forget()
    features = np.array([list(row.values()) for row in found.rows[:500]]).round(DIGITS)
    ours = model_file.model().scores(features.tolist())
    theirs = np.clip(np.mean([model.predict(features) for model in models], axis=0), 0, 1)
    print("largest difference to scikit-learn:", float(np.abs(ours - theirs).max()))


@dataclass
class Measured:
    """The features of all answers, with their scores and kinds; of halves; and of tricks."""

    rows: list[Row] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    halves: list[Row] = field(default_factory=list)
    fooled: dict[str, list[Row]] = field(default_factory=lambda: {t: [] for t in fit_tricks.TRICKS})


def measure_all(bank: Bank) -> Measured:
    """Each answer without what its own writer wrote."""
    writers = sorted({e.writer for many in examples.all_examples().values() for e in many})
    fitted = model_file.model()
    known = {
        writer: replace(
            fitted,
            word_order=word_order.learned(word_order_of(bank, writer)),
            topics=topics_of(bank, writer),
        )
        for writer in [*writers, None]
    }
    found = Measured()
    rng = random.Random(0)
    for question in bank:
        for example in fit_tricks.fitted_to(question.slug):
            by = known[example.writer]
            found.rows.append(measured(question, example.answer, example.writer, by))
            found.scores.append(example.score)
            found.kinds.append(example.kind)
            if example.kind in fit_tricks.WHOLE:
                half = attacks.halved(example.answer, rng)
                found.halves.append(measured(question, half, example.writer, by))
            for trick, answer in fit_tricks.played(example, rng):
                found.fooled[trick].append(measured(question, answer, example.writer, by))
        found.rows.append(measured(question, question.answer, None, fitted))
        found.scores.append(1.0)
        found.kinds.append("full")
        print(question.slug, len(found.rows), flush=True)
    return found


def fit(found: Measured) -> tuple[list[HistGradientBoostingRegressor], dict[str, Any]]:
    """The trees, as scikit-learn has them and as they are written, with what finds the tricks."""
    features = np.array([list(row.values()) for row in (*found.rows, *found.halves)]).round(DIGITS)
    scores = [*found.scores, *[HALF] * len(found.halves)]
    weights = [*weights_of(found.kinds), *[HALF_WEIGHT] * len(found.halves)]
    models = [trees_of(features, scores, weights, seed) for seed in range(SEEDS)]
    trees = [exported(step[0].nodes) for model in models for step in model._predictors]
    good = [r for r, s in zip(found.rows, found.scores, strict=True) if s >= examples.GOOD]
    not_quite = [
        r for r, kind in zip(found.rows, found.kinds, strict=True) if kind in fit_tricks.NOT_QUITE
    ]
    tricks = {
        trick: fit_tricks.detector(trick, good, many, not_quite)
        for trick, many in found.fooled.items()
    }
    base = float(np.mean([model._baseline_prediction[0, 0] for model in models]))
    return models, {"tricks": tricks, "base": base, "trees": trees}


def trees_of(
    features: Any, scores: Sequence[float], weights: Sequence[float], seed: int
) -> HistGradientBoostingRegressor:
    """Boosted trees fitted to rows of *features*."""
    model = HistGradientBoostingRegressor(
        max_iter=TREES,
        learning_rate=RATE,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=AT_LEAST,
        l2_regularization=PENALTY,
        max_features=0.3,
        monotonic_cst=[direction(name) for name in NAMES],
        random_state=seed,
    )
    return model.fit(features, np.array(scores), np.array(weights))


def weights_of(kinds: Sequence[str]) -> list[float]:
    """What each answer counts: less where there are many of its *kinds*, on the average 1.

    Some kinds were written in larger numbers, which doesn't say that people give them more often.
    The root is half of the way to all kinds counting the same.
    """
    times = Counter(kinds)
    usual = len(kinds) / len(times)
    roots = [math.sqrt(usual / times[kind]) for kind in kinds]
    return [root * len(kinds) / sum(roots) for root in roots]


def direction(name: str) -> int:
    """Whether a score may only rise with a feature (1), only fall (-1), or both (0)."""
    if name in RISING or name.endswith((" nearest", "near 0.8 to 1.01", "regression")):
        return 1
    return -1 if name in FALLING or name.endswith("near 0 to 0.22") else 0


def measured(
    question: Question,
    answer: str,
    writer: str | None,
    known: Model,
) -> dict[str, float]:
    answered = reading.read(question, answer)
    return grader.measure(question, [answered], known, familiar=True, without=writer)[0]


def exported(nodes: Any) -> list[list[float]]:
    return [
        [-1, 0, 0, 0, round(float(n["value"]) / SEEDS, 6)]
        if n["is_leaf"]
        else [
            int(n["feature_idx"]),
            float(n["num_threshold"]) + 0.5 * 10**-DIGITS,
            int(n["left"]),
            int(n["right"]),
            0,
        ]
        for n in nodes
    ]


def as_written(found: Topics) -> dict[str, Any]:
    """Topics as they stand in the file; a word said once says little, and there are many."""
    counts = {
        name: written({number: times for number, times in many.items() if times > 1})
        for name, many in sorted(found.counts.items())
    }
    return {
        "questions": found.questions,
        "totals": found.totals,
        "counts": {name: parts for name, parts in counts.items() if parts},
    }


def write(bank: Bank, fitted: dict[str, Any]) -> None:
    """The file of the model: what was *fitted*, and what was counted."""
    said = (analyze(text).forms for text in texts(bank, None))
    order = word_order_of(bank, None)
    data = {
        "made by": "benchmarks/fit_grader.py",
        "from": "data/answers.jsonl and data/questions.yaml",
        "grader": grading.grade.GRADER_VERSION,
        "questions": {question.slug: model_file.wording(question) for question in bank},
        "features": list(NAMES),
        **{name: fitted[name] for name in ("base", "tricks", "exchanges", "denials")},
        "verbs": " ".join(sorted(verbs.learn(said))),
        "word order": {first: written(many) for first, many in order.items()},
        "word order: times": written(word_order.times(order)),
        "word order: different": written(word_order.different(order)),
        "topics": as_written(topics_of(bank, None)),
        "words": " ".join(sorted(words(bank))),
        "spread": NO_SPREAD,
        "trees": fitted["trees"],
    }
    lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in data.items()]
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def word_order_of(bank: Bank, without: str | None) -> dict[str, dict[str, int]]:
    """Neighboring common words in all that the bank says, and in all answers but one writer's.

    Without the writer's own, for else no answer among the examples would hold an unheard pair.
    """
    return word_order.count(analyze(text).forms for text in texts(bank, without))


def topics_of(bank: Bank, without: str | None) -> Topics:
    """The words of each question: of the bank, and of the examples but one writer's."""
    said = {}
    for question in bank:
        texts = [question.question, question.answer, *question.phrasings]
        texts += [follow.answer for follow in question.follow_ups]
        texts += [
            example.answer
            for example in examples.all_examples()[question.slug]
            if example.kind not in ("stuffed", "vague") and example.writer != without
        ]
        said[question.slug] = [analyze(text).names() for text in texts]
    return topics.count(said)


def words(bank: Bank) -> set[str]:
    """Words that are no typing errors: all of the bank, and what at least two examples have."""
    seen: dict[str, int] = {}
    for question in bank:
        own = [question.question, question.answer, *question.phrasings]
        own += [follow.answer for follow in question.follow_ups]
        own += [wrong.correction for wrong in question.misconceptions]
        for word in stems.words(" ".join(own)):
            seen[word] = 2
        for example in examples.all_examples()[question.slug]:
            if example.kind != "typos":
                for word in set(stems.words(example.answer)):
                    seen[word] = seen.get(word, 0) + 1
    return {word for word, times in seen.items() if times > 1 and len(word) >= 4}


def texts(bank: Bank, without: str | None) -> Iterator[str]:
    """English as it should be."""
    for question in bank:
        yield from (question.question, question.answer)
        yield from (follow.answer for follow in question.follow_ups)
        yield from (wrong.correction for wrong in question.misconceptions)
        for example in examples.all_examples()[question.slug]:
            if example.kind != "stuffed" and example.writer != without:
                yield example.answer


if __name__ == "__main__":
    main()
