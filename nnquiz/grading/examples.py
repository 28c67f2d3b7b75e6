"""Graded examples: answers to the questions of the bank, written and graded by hand.

`answers.jsonl` beside the bank holds them, good ones and bad ones, by several writers.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nnquiz.bank.locate import data_file

GOOD = 0.8  # the score from which an answer is right in all that it says
PARTLY = ("everyday", "partial-hi", "partial-lo")  # right as far as they go
WRONG = ("misconception", "swapped")


@dataclass(frozen=True, slots=True)
class Example:
    """An answer with its grade, what *kind* of answer it is, and who wrote it.

    *made* tells of each of its sentences which key points it makes, by their numbers in the bank's
    order: `1,3`, or `2~` in part, or `0` for none; it is empty where nobody judged that.
    """

    question: str
    score: float
    kind: str
    writer: str
    answer: str
    made: tuple[str, ...] = ()

    def judged(self) -> Iterator[tuple[str, frozenset[int], frozenset[int]]]:
        """Each sentence that was judged, and the places of the points it makes, whole or partly."""
        if self.made:
            for sentence, points in zip(sentences(self.answer), self.made, strict=True):
                numbers = [number for number in points.split(",") if number != "0"]
                yield (
                    sentence,
                    frozenset(int(n) - 1 for n in numbers if not n.endswith("~")),
                    frozenset(int(n[:-1]) - 1 for n in numbers if n.endswith("~")),
                )


_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n")
_FEWEST_WORDS = 3  # of a sentence that was judged


def sentences(answer: str) -> list[str]:
    """The sentences of *answer* that are judged one by one."""
    parts = (part.strip() for part in _SENTENCE_END.split(answer))
    return [part for part in parts if len(part.split()) >= _FEWEST_WORDS]


@cache
def all_examples() -> dict[str, tuple[Example, ...]]:
    """The graded examples that come with the bank, by the slug of their question."""
    found: dict[str, list[Example]] = {}
    for line in _lines():
        example = _read(line)
        found.setdefault(example.question, []).append(example)
    return {slug: tuple(examples) for slug, examples in found.items()}


def examples_of(slug: str) -> tuple[Example, ...]:
    """The graded examples of one question."""
    quoted = json.dumps(slug)  # most lines can be told not to be of it without parsing
    found = (_read(line) for line in _lines() if quoted in line)
    return tuple(example for example in found if example.question == slug)


def _read(line: str) -> Example:
    fields = json.loads(line)
    return Example(**fields | {"made": tuple(fields.get("made", ()))})


@cache
def _lines() -> list[str]:
    with data_file("answers.jsonl").open(encoding="utf-8") as lines:
        return list(lines)
