"""The score where there are no graded examples: what the answer covers of points and reference.

A fractional logit (Papke & Wooldridge 1996) of the shares that are covered: few words earn little,
and the last ones hardly more. `zero_shot.json` beside the bank holds two, for questions with key
points and for those with a reference alone, and what tells tricks from good answers there.
`benchmarks/fit_zero_shot.py` fits them to graded answers whose questions were stripped of all else;
nothing in them is about one question.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from nnquiz.bank.locate import data_file
from nnquiz.bank.model import Question
from nnquiz.grading.coverage import MOST
from nnquiz.grading.doubts import LogOdds
from nnquiz.grading.polarity import polarity
from nnquiz.grading.rubric import Found, Rubric
from nnquiz.grading.text import Text

MISCONCEPTION_COST = 0.30
FEW = 40  # words of a question's texts: too few to tell tricks by what they put together

# Nobody says all of a long reference: all of six words earn full marks, of sixty less than half.
_SHORT, _FALLING = 6, 0.36
_CONCAVE = 0.7  # the first words of a reference are worth more than the last
_CONVEX = 2  # those of one phrasing less: with half of its words it may be about something else


@dataclass(frozen=True, slots=True)
class Logit:
    """The log odds of a score: *base*, and what each measured share adds."""

    base: float
    weights: Mapping[str, float]

    def score(self, measured: Mapping[str, float]) -> float:
        """The score, stretched a little: 0 where nothing is covered, 1 where all is."""
        gained = sum(weight * measured[name] for name, weight in self.weights.items())
        least, most = _chance(self.base), _chance(self.base + sum(self.weights.values()))
        return (_chance(self.base + gained) - least) / (most - least)


def _chance(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


def measure(question: Question, rubric: Rubric, text: Text, found: Found) -> dict[str, float]:
    """What an answer covers: the weighted share of the *points*, and of the *reference*, 0 to 1.

    *items* is the weighted share of the points of which most is said. A point that the answer
    denies or turns round is not covered; and where there are few words to go by, no word that it
    denies and the bank doesn't, or the other way round.
    """
    names = text.names()
    if len(rubric.vocabulary) < FEW:
        names &= polarity([text]).agreed(rubric.polarity)
    held = rubric.coverage.held(names)
    weights = [point.weight for point in question.key_points]
    shares = [
        0.0 if turned else covered.share
        for covered, turned in zip(rubric.coverage.points(held), found.turned, strict=True)
    ]
    total = sum(weights) or 1.0
    points = sum(w * share**_CONVEX for w, share in zip(weights, shares, strict=True))
    items = sum(w for w, share in zip(weights, shares, strict=True) if share >= MOST)
    full = min(1.0, (_SHORT / max(1, rubric.coverage.words)) ** _FALLING)
    said = min(1.0, rubric.coverage.reference(held) / full) ** _CONCAVE
    return {"points": points / total, "items": items / total, "reference": said}


def score(basis: str, measured: Mapping[str, float], wrongs: float) -> float:
    """The score, 0 to 1, on the *basis* of points, of a reference, or of one that is a list.

    Each item of a list is worth its share. Each of *wrongs* misconceptions costs.
    """
    gained = measured["items"] if basis == "list" else fitted().logits[basis].score(measured)
    return max(0.0, gained - MISCONCEPTION_COST * wrongs)


@dataclass(frozen=True, slots=True)
class Fitted:
    """What was fitted for questions without graded examples; as in `model.Model` but for *logits*.

    *logits*: for a question with key points, and for one with a reference alone.
    """

    logits: Mapping[str, Logit]
    tricks: Mapping[str, LogOdds]
    exchanges: LogOdds
    denials: LogOdds


@cache
def fitted() -> Fitted:
    """What comes with nnquiz."""
    data = json.loads(data_file("zero_shot.json").read_text(encoding="utf-8"))
    return Fitted(
        {name: Logit(**data[name]) for name in ("points", "reference")},
        {name: LogOdds(**trick) for name, trick in data["tricks"].items()},
        LogOdds(**data["exchanges"]),
        LogOdds(**data["denials"]),
    )


def forget() -> None:
    """Read the file anew when it is next asked for."""
    fitted.cache_clear()
