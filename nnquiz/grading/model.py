"""The fitted part of the grader: from an answer's features to a score.

`grader.json` beside the bank holds gradient-boosted regression trees (Friedman 2001,
https://doi.org/10.1214/aos/1013203451) and says how they were made: `benchmarks/fit_grader.py`, and
then `benchmarks/fit_spread.py`.
"""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from nnquiz.bank.locate import data_file
from nnquiz.bank.model import Question
from nnquiz.grading import counts
from nnquiz.grading.counts import Counts
from nnquiz.grading.doubts import LogOdds
from nnquiz.grading.topics import Topics
from nnquiz.grading.verbs import Verbs
from nnquiz.grading.word_order import WordOrder

if TYPE_CHECKING:
    from nnquiz.grading.forest import Forest

Node = Sequence[float]  # feature (below 0: a leaf), threshold, left, right, value


@dataclass(frozen=True, slots=True)
class Model:
    """Trees that add up to a score, and what else was fitted.

    *tricks*: the log odds beyond the bound from which an answer is said to use a trick. *exchanges*
    and *denials*: the log odds of one pair of contrasting words, and of one denial, that right
    answers don't put it so. *middle* and *slope*: strangers' answers are farther from the examples
    than the writers' of these, which draws their scores to the middle; so much are they spread.
    """

    base: float
    trees: list[list[Node]]
    middle: float
    slope: float
    features: tuple[str, ...]
    tricks: dict[str, LogOdds]
    exchanges: LogOdds
    denials: LogOdds
    verbs: Verbs
    word_order: WordOrder
    words: frozenset[str]
    topics: Topics
    questions: dict[str, int]

    def knows(self, question: Question) -> bool:
        """Whether this very question, as worded, comes with a rubric and graded examples."""
        return bool(question.key_points) and self.questions.get(question.slug) == wording(question)

    def scores(self, features: Sequence[Sequence[float]]) -> list[float]:
        """The scores, 0 to 1, of answers with these rows of *features*."""
        import numpy as np

        drawn = self.base + _forest().sums(np.array(features))
        scores: list[float] = (
            (self.middle + self.slope * (drawn - self.middle)).clip(0.0, 1.0).tolist()
        )
        return scores


def wording(question: Question) -> int:
    """A number for the wording of a question: another one may have the same slug."""
    return zlib.crc32(question.question.encode())


@cache
def _forest() -> "Forest":
    from nnquiz.grading.forest import Forest  # with it comes NumPy

    return Forest(model().trees)


@cache
def model() -> Model:
    """The model that comes with nnquiz."""
    data: dict[str, Any] = json.loads(data_file("grader.json").read_text(encoding="utf-8"))
    return Model(
        base=data["base"],
        trees=data["trees"],
        middle=data["spread"]["middle"],
        slope=data["spread"]["slope"],
        features=tuple(data["features"]),
        tricks={name: LogOdds(**trick) for name, trick in data["tricks"].items()},
        exchanges=LogOdds(**data["exchanges"]),
        denials=LogOdds(**data["denials"]),
        verbs=Verbs(frozenset(data["verbs"].split())),
        word_order=WordOrder(
            Counts(data["word order"]),
            counts.parse(data["word order: times"]),
            counts.parse(data["word order: different"]),
        ),
        words=frozenset(data["words"].split()),
        topics=Topics(
            tuple(data["topics"]["questions"]),
            tuple(data["topics"]["totals"]),
            Counts(data["topics"]["counts"]),
        ),
        questions=data["questions"],
    )


def forget() -> None:
    """Read the file anew when it is next asked for."""
    model.cache_clear()
    _forest.cache_clear()
