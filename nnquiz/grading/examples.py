"""Graded examples: answers to the questions of the bank, written and graded by hand.

`answers.jsonl` beside the bank holds them, good ones and bad ones, by several writers.
"""

import json
from dataclasses import dataclass
from functools import cache

from nnquiz.bank.locate import data_file

GOOD = 0.8  # the score from which an answer is right in all that it says
PARTLY = ("everyday", "partial-hi", "partial-lo")  # right as far as they go
WRONG = ("misconception", "swapped")


@dataclass(frozen=True, slots=True)
class Example:
    """An answer with its grade, what *kind* of answer it is, and who wrote it."""

    question: str
    score: float
    kind: str
    writer: str
    answer: str


@cache
def all_examples() -> dict[str, tuple[Example, ...]]:
    """The graded examples that come with the bank, by the slug of their question."""
    found: dict[str, list[Example]] = {}
    for line in _lines():
        example = Example(**json.loads(line))
        found.setdefault(example.question, []).append(example)
    return {slug: tuple(examples) for slug, examples in found.items()}


def examples_of(slug: str) -> tuple[Example, ...]:
    """The graded examples of one question."""
    quoted = json.dumps(slug)  # most lines can be told not to be of it without parsing
    found = (Example(**json.loads(line)) for line in _lines() if quoted in line)
    return tuple(example for example in found if example.question == slug)


@cache
def _lines() -> list[str]:
    with data_file("answers.jsonl").open(encoding="utf-8") as lines:
        return list(lines)
