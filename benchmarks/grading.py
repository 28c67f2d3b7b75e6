"""How well the grader grades: against graded answers, against tricks, and in answers a second.

    python benchmarks/grading.py --answers FILE.jsonl [--bank FILE.yaml] [--questions 1-25]
    python benchmarks/grading.py --answers FILE.jsonl --left points      # no graded examples
    python benchmarks/grading.py --answers FILE.jsonl --left reference   # no key points either
    python benchmarks/grading.py --answers EXAM.jsonl --bank benchmarks/exam.yaml --no-attacks

A line of the answers: {"q": 6, "answer": "...", "score": 0.8, "kind": "full"}; without kinds the
table by kind and the tricks are left out. Intervals are of a bootstrap over questions. The
baselines grade the same answers in the same run; none of them sees a score of the file.
"""

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import attacks
import numpy as np
from rapidfuzz import fuzz

from nnquiz.bank.load import load
from nnquiz.bank.locate import embedded_bank
from nnquiz.bank.model import Bank, Misconception, Question
from nnquiz.grading.experience import FEATURES, experience
from nnquiz.grading.grader import grade
from nnquiz.grading.model import model
from nnquiz.grading.text import analyze

Row = dict[str, Any]
Scorer = Callable[[Question, str], float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=Path, required=True)
    parser.add_argument("--bank", type=Path, default=embedded_bank())
    parser.add_argument("--questions", default="1-999999", help="from-to")
    parser.add_argument("--no-attacks", action="store_true")
    parser.add_argument("--left", choices=LEFT, help="all that is left of the bank to grade by")
    arguments = parser.parse_args()
    bank = load(arguments.bank)
    wrongs = {str(question.number): question.misconceptions for question in bank}
    if arguments.left:
        bank = replace(bank, questions=tuple(map(LEFT[arguments.left], bank)))
    low, high = map(int, arguments.questions.split("-"))
    with arguments.answers.open(encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if low <= int(row["q"]) <= high]
    print(f"{len(rows)} answers, {len({row['q'] for row in rows})} questions")
    print(f"{'':<28}{'r':>22}{'RMSE':>8}{'AUC':>8}{'wRMSE':>8}{'kappa':>8}")
    for name, scorer in scorers(bank).items():
        agreement(name, rows, [scorer(bank.find(str(row["q"])), row["answer"]) for row in rows])
    if "kind" in rows[0]:
        by_kind(bank, rows)
        if not arguments.no_attacks:
            tricks(bank, rows, wrongs)
    speed(bank, rows)


def scorers(bank: Bank) -> dict[str, Scorer]:
    references = replace(bank, questions=tuple(map(bare, bank)))
    found: dict[str, Scorer] = {
        "nnquiz": lambda question, answer: grade(question, answer, bank).score,
        "nnquiz, reference only": lambda q, answer: grade(bare(q), answer, references).score,
        "recall of the reference": recall,
        "rapidfuzz ratio": lambda q, a: fuzz.ratio(a, q.answer) / 100,
        "rapidfuzz token_sort_ratio": lambda q, a: fuzz.token_sort_ratio(a, q.answer) / 100,
        "rapidfuzz token_set_ratio": lambda q, a: fuzz.token_set_ratio(a, q.answer) / 100,
        "rapidfuzz WRatio": lambda q, a: fuzz.WRatio(a, q.answer) / 100,
    }
    if all(model().knows(question) for question in bank):
        found["nearest examples alone"] = nearest
    minilm = sentence_embeddings()
    if minilm is not None:
        found["MiniLM, cosine"] = minilm
    return found


def sentence_embeddings() -> Scorer | None:
    """MiniLM's cosine to the reference, where sentence-transformers and its model are installed."""
    try:
        from sentence_transformers import SentenceTransformer

        encode = SentenceTransformer("all-MiniLM-L6-v2", local_files_only=True).encode
    except (ImportError, OSError):
        return None
    known: dict[str, Any] = {}

    def vector(text: str) -> Any:
        if text not in known:
            known[text] = encode(text, normalize_embeddings=True)
        return known[text]

    return lambda question, answer: float(vector(question.answer) @ vector(answer))


def unfamiliar(question: Question) -> Question:
    """*question* without graded examples, as a bank of one's own has it."""
    return replace(question, slug=f"own-{question.slug}")


def bare(question: Question) -> Question:
    """*question* with its reference alone."""
    return replace(unfamiliar(question), key_points=(), misconceptions=())


LEFT = {"points": unfamiliar, "reference": bare}


def recall(question: Question, answer: str) -> float:
    reference = analyze(question.answer).names()
    return len(reference & analyze(answer).names()) / len(reference)


def nearest(question: Question, answer: str) -> float:
    return experience(question).features([analyze(answer)])[0][FEATURES.index("forms 4 nearest")]


def agreement(name: str, rows: list[Row], scores: list[float]) -> None:
    given = np.array([row["score"] for row in rows])
    ours = np.array(scores)
    low, high = bootstrap(rows, ours, given)
    print(
        f"{name:<28}{correlation(ours, given):>8.3f} [{low:>5.3f},{high:>5.3f}]"
        f"{np.sqrt(((ours - given) ** 2).mean()):>8.3f}{area(ours, given):>8.3f}"
        f"{weighted_rmse(ours, given):>8.3f}{kappa(ours, given):>8.3f}"
    )


def correlation(ours: Any, given: Any) -> float:
    return float(np.corrcoef(ours, given)[0, 1]) if ours.std() else 0.0


def bootstrap(rows: list[Row], ours: Any, given: Any) -> tuple[float, float]:
    """95 % of the correlations when whole questions are drawn again."""
    rng = np.random.default_rng(0)
    places = {
        q: np.array([i for i, r in enumerate(rows) if r["q"] == q]) for q in {r["q"] for r in rows}
    }
    names = sorted(places)
    found = []
    for _ in range(300):
        drawn = np.concatenate(
            [places[names[i]] for i in rng.integers(len(names), size=len(names))]
        )
        found.append(correlation(ours[drawn], given[drawn]))
    return float(np.percentile(found, 2.5)), float(np.percentile(found, 97.5))


def area(ours: Any, given: Any) -> float:
    """Under the ROC curve of answers rated .7 or more against those rated .3 or less."""
    good, bad = ours[given >= 0.7], ours[given <= 0.3]
    if not len(good) or not len(bad):
        return float("nan")
    return float(((good[:, None] > bad) + 0.5 * (good[:, None] == bad)).mean())


def weighted_rmse(ours: Any, given: Any) -> float:
    """Each tenth of the scale of grades weighs the same."""
    tenths = np.round(given, 1)
    means = [((ours - given)[tenths == tenth] ** 2).mean() for tenth in np.unique(tenths)]
    return float(np.sqrt(np.mean(means)))


def kappa(ours: Any, given: Any) -> float:
    """Quadratic weighted kappa of thirds of the scale, bounds at .25 and .75."""
    first, second = np.digitize(ours, [0.25, 0.75]), np.digitize(given, [0.25, 0.75])
    seen = np.zeros((3, 3))
    np.add.at(seen, (first, second), 1)
    weights = (np.arange(3)[:, None] - np.arange(3)) ** 2
    chance = np.outer(seen.sum(1), seen.sum(0)) / seen.sum()
    return float(1 - (weights * seen).sum() / (weights * chance).sum())


def by_kind(bank: Bank, rows: list[Row]) -> None:
    print(f"\n{'kind':<16}{'rated':>7}{'graded':>8}{'apart':>7}")
    for kind in dict.fromkeys(row["kind"] for row in rows):
        chosen = [row for row in rows if row["kind"] == kind]
        rated = statistics.mean(row["score"] for row in chosen)
        graded = statistics.mean(score_of(bank, row["q"], row["answer"]) for row in chosen)
        print(f"{kind:<16}{rated:>7.2f}{graded:>8.2f}{graded - rated:>+7.2f}")


def score_of(bank: Bank, ref: object, answer: str) -> float:
    return grade(bank.find(str(ref)), answer, bank).score


def tricks(bank: Bank, rows: list[Row], wrongs: dict[str, tuple[Misconception, ...]]) -> None:
    """Means over answers that the grader otherwise marks .7 or more."""
    rng = random.Random(0)
    numbers = sorted({row["q"] for row in rows})
    full = [
        (row["q"], row["answer"], score)
        for row in rows
        if row["kind"] in ("full", "formal")
        and (score := score_of(bank, row["q"], row["answer"])) >= 0.7
    ]

    def show(name: str, limit: str, values: list[float]) -> None:
        print(f"{name:<44}{statistics.mean(values):>7.3f}   {limit}")

    def changed(attack: attacks.Attack) -> list[float]:
        return [score_of(bank, q, attack(answer, rng)) for q, answer, _ in full]

    print(f"\n{'tricks on ' + str(len(full)) + ' good answers':<44}{'mean':>7}   limit")
    asked = [bank.find(str(q)) for q in numbers]
    show("the question copied", "<= .05", [grade(q, q.question, bank).score for q in asked])
    for name, said in (
        ("gibberish", "flurb grank wibble dolor ipsum"),
        ("I don't know", "I don't know, sorry."),
    ):
        show(name, "<= .05", [grade(q, said, bank).score for q in asked])
    longest = {q.slug: max(q.answer.split(), key=len) for q in asked}
    show(
        "one keyword twenty times",
        "<= .05",
        [grade(q, f"{longest[q.slug]} " * 20, bank).score for q in asked],
    )
    show("a glossary", "<= .05", [grade(q, attacks.GLOSSARY, bank).score for q in asked])
    others = [rng.choice([a for p, a, _ in full if p != q]) for q, _, _ in full]
    show(
        "an answer to another question",
        "<= .10",
        [score_of(bank, q, o) for (q, _, _), o in zip(full, others, strict=True)],
    )
    show(
        "the reference's keywords",
        "<= .25",
        [grade(q, attacks.keywords(q.answer, rng), bank).score for q in asked],
    )
    show("shuffled", "<= .35", changed(attacks.shuffled))
    show("each verb denied", "<= .30", changed(attacks.negated))
    show("key terms exchanged", "<= .40", changed(attacks.exchanged))
    wrong = [
        score
        - score_of(
            bank,
            q,
            f"{answer} {rng.choice(rng.choice(wrongs[str(q)]).phrasings)}.",
        )
        for q, answer, score in full
    ]
    show("a misconception added: below", ">= .15", wrong)
    half = [s - h for (_, _, s), h in zip(full, changed(attacks.halved), strict=True)]
    show("the first half: below", ">= .20", half)
    show("the bank's own answer", ">= .97", [grade(q, q.answer, bank).score for q in asked])
    for name, attack in (
        ("3 % typing errors", attacks.mistyped),
        ("British spelling", attacks.british),
        ("other case and punctuation", attacks.recased),
        ("sentences in another order", attacks.reordered),
        ("a harmless aside", attacks.with_aside),
    ):
        apart = [n - s for (_, _, s), n in zip(full, changed(attack), strict=True)]
        show(f"{name}: apart", "within .10" if "aside" in name else "within .05", apart)


def speed(bank: Bank, rows: list[Row]) -> None:
    for row in rows:
        score_of(bank, row["q"], row["answer"])
    begin = time.perf_counter()
    for row in rows:
        score_of(bank, row["q"], row["answer"])
    print(f"\n{len(rows) / (time.perf_counter() - begin):.0f} answers a second on one core")


if __name__ == "__main__":
    main()
