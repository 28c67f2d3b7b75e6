"""Fits how far the scores of strangers' answers are spread, and writes it to `data/grader.json`.

    python benchmarks/fit_spread.py --answers FILE.jsonl [--questions 1-25]

Answers by people who wrote none of the examples are farther from them than those of the examples'
own writers, and what is far from everything gets a score near the middle. The file holds such
answers, graded: `{"q": 1, "score": 0.8, "answer": "..."}`. Of all straight lines through a middle
the one with the least squared error is taken; scores that a guard has capped are left as they are.
"""

import argparse
import json
import math
from pathlib import Path
from typing import Any

import numpy as np

from nnquiz.bank.load import load
from nnquiz.bank.locate import data_file, embedded_bank
from nnquiz.grading import grader, model

TARGET = data_file("grader.json")
MIDDLES = np.arange(0.2, 0.71, 0.05)
SLOPES = np.arange(1.0, 1.31, 0.02)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--answers", type=Path, required=True)
    parser.add_argument("--questions", default="1-999999", help="from-to")
    arguments = parser.parse_args()
    first, last = map(int, arguments.questions.split("-"))
    write({"middle": 0.5, "slope": 1.0})
    model.forget()
    bank = load(embedded_bank())
    drawn, right = [], []
    for line in arguments.answers.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        question = bank.find(str(row["q"]))
        if first <= question.number <= last:
            graded = grader.grade(question, row["answer"], bank)
            if not graded.notes and not graded.wrong:
                drawn.append(graded.score)
                right.append(row["score"])
    error, middle, slope = min(
        (squared(np.array(drawn), np.array(right), middle, slope), middle, slope)
        for middle in MIDDLES
        for slope in SLOPES
    )
    before = squared(np.array(drawn), np.array(right), 0.5, 1.0)
    print(f"{len(drawn)} answers, RMSE {math.sqrt(before):.4f} -> {math.sqrt(error):.4f}")
    found = {"middle": round(float(middle), 2), "slope": round(float(slope), 2)}
    print(found)
    write(found | {"made by": "benchmarks/fit_spread.py", "answers": len(drawn)})


def squared(drawn: Any, right: Any, middle: float, slope: float) -> float:
    """The mean squared error of the scores once they are spread."""
    spread = np.clip(middle + slope * (drawn - middle), 0, 1)
    return float(np.mean((spread - right) ** 2))


def write(spread: dict[str, Any]) -> None:
    """Put *spread* into the file of the model."""
    lines = TARGET.read_text(encoding="utf-8").splitlines()
    begin = '"spread": '
    kept = [f"{begin}{json.dumps(spread)}," if line.startswith(begin) else line for line in lines]
    TARGET.write_text("\n".join(kept) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
