"""Fits the grader's trees to the graded examples and writes `data/grader.json`.

    python benchmarks/fit_grader.py

Needs scikit-learn. Each example is measured without the neighbors that its own writer wrote, so the
trees learn how far to trust the neighbors of somebody new.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingRegressor

from nnquiz import grading
from nnquiz.bank.load import load
from nnquiz.bank.locate import embedded_bank
from nnquiz.bank.model import Bank, Question
from nnquiz.grading import examples, features, grader, stems, topics, word_order
from nnquiz.grading import model as model_file
from nnquiz.grading.lexicon import lexicon
from nnquiz.grading.model import Model
from nnquiz.grading.rubric import rubric
from nnquiz.grading.text import analyze
from nnquiz.grading.topics import Topics

TARGET = embedded_bank().parent / "grader.json"
TREES, RATE, LEAVES, AT_LEAST = 400, 0.035, 8, 25
NAMES = (*features.FEATURES, *examples.FEATURES)


def main() -> None:
    bank = load(embedded_bank())
    writers = sorted({e.writer for many in examples.all_examples().values() for e in many})
    write([], bank, 0.5)  # what spelling needs
    model_file.forget()
    fitted = model_file.model()
    known = {
        writer: replace(fitted, pairs=pairs(bank, writer), topics=topics_of(bank, writer))
        for writer in [*writers, None]
    }
    rows, scores = [], []
    for question in bank:
        for answer, score, writer in training(question):
            rows.append(measured(question, answer, writer, known[writer]))
            scores.append(score)
        print(question.slug, len(rows), flush=True)
    model = HistGradientBoostingRegressor(
        max_iter=TREES,
        learning_rate=RATE,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=AT_LEAST,
        max_features=0.3,
        random_state=0,
    )
    model.fit(np.array(rows), np.array(scores))
    trees = [exported(step[0].nodes) for step in model._predictors]
    write(trees, bank, float(model._baseline_prediction[0, 0]))
    model_file.forget()
    ours = [model_file.model().score(row) for row in rows[:500]]
    theirs = np.clip(model.predict(np.array(rows[:500])), 0, 1)
    print("largest difference to scikit-learn:", float(np.abs(ours - theirs).max()))


def measured(
    question: Question,
    answer: str,
    writer: str | None,
    known: Model,
) -> list[float]:
    prepared = rubric(question)
    text = analyze(answer, lexicon(), prepared.mend)
    text = grader._without_copies(text, prepared.question_words)
    shown = features.measure(question, prepared, text, prepared.find(text), known)
    return grader.vector(question, text, shown, writer)


def training(question: Question) -> Iterator[tuple[str, float, str | None]]:
    """Answers to *question* with their score and the writer to be left out."""
    for example in examples.all_examples()[question.slug]:
        yield example.answer, example.score, example.writer
    yield question.answer, 1.0, None


def exported(nodes: Any) -> list[list[float]]:
    return [
        [-1, 0, 0, 0, round(float(n["value"]), 6)]
        if n["is_leaf"]
        else [
            int(n["feature_idx"]),
            float(n["num_threshold"]),
            int(n["left"]),
            int(n["right"]),
            0,
        ]
        for n in nodes
    ]


def written(found: Topics) -> dict[str, Any]:
    """Topics as they stand in the file; a word said once says little, and there are many."""
    counts = {
        name: " ".join(f"{number}:{times}" for number, times in many.items() if times > 1)
        for name, many in sorted(found.counts.items())
    }
    return {
        "questions": found.questions,
        "totals": found.totals,
        "counts": {name: parts for name, parts in counts.items() if parts},
    }


def write(trees: list[list[list[float]]], bank: Bank, base: float) -> None:
    data = {
        "made by": "benchmarks/fit_grader.py",
        "from": "data/answers.jsonl and data/questions.yaml",
        "grader": grading.grade.GRADER_VERSION,
        "questions": {question.slug: model_file.wording(question) for question in bank},
        "features": list(NAMES),
        "base": base,
        "pairs": {first: " ".join(sorted(many)) for first, many in pairs(bank, None).items()},
        "topics": written(topics_of(bank, None)),
        "words": " ".join(sorted(words(bank))),
        "trees": trees,
    }
    lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in data.items()]
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def pairs(bank: Bank, without: str | None) -> word_order.Pairs:
    """The neighboring common words in all that the bank says, and in all answers but one writer's.

    Without the writer's own, for else no answer among the examples would hold an unheard pair.
    """
    return word_order.count(analyze(text, lexicon()).forms for text in texts(bank, without))


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
        said[question.slug] = [analyze(text, lexicon()).names() for text in texts]
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
