"""What an answer shows, in numbers: the points it makes, and how it is made."""

from collections.abc import Sequence, Set
from operator import mul

from nnquiz.bank.model import Question
from nnquiz.grading.model import Model
from nnquiz.grading.rubric import Found, Rubric
from nnquiz.grading.text import Text

FEATURES = (
    "points",  # weighted share of the key points made
    "shares",  # weighted share of the nearest phrasings' slots that stand in one clause
    "denied",  # weighted share of the key points that it denies
    "opposed",  # weighted share of the key points that it states with an opposite
    "wrongs",  # misconceptions stated
    "recall",  # share of the reference's words; those of the question count a quarter
    "elsewhere",  # how much likelier another question is, by its words
    "known",  # share of its own words that the rubric knows
    "density",  # content words a word
    "denials",  # negations a sentence
    "order",  # how much likelier its words are where they stand than anywhere, log
    "variety",  # share of its content words that are different
)


def measure(
    question: Question, rubric: Rubric, readings: Sequence[tuple[Text, Found]], model: Model
) -> list[dict[str, float]]:
    """Of each reading a number for each of `FEATURES`; without key points those of points are 0."""
    said = [text.names() for text, _ in readings]
    elsewhere = [-1.0] * len(said)
    if model.knows(question):
        elsewhere = model.topics.elsewhere(said, question.slug)
    return [
        _measured(question, rubric, text, found, model, names, other)
        for (text, found), names, other in zip(readings, said, elsewhere, strict=True)
    ]


def _measured(
    question: Question,
    rubric: Rubric,
    text: Text,
    found: Found,
    model: Model,
    names: Set[str],
    elsewhere: float,
) -> dict[str, float]:
    weights = [point.weight for point in question.key_points]
    total = sum(weights) or 1.0
    content = sum([len(clause.words) for clause in text.clauses])
    denials = sum([len(clause.negations) for clause in text.clauses])
    credits = [match.credit for match in found.points]
    values = (
        sum(map(mul, weights, credits)) / total,
        sum(map(mul, weights, found.shares)) / total,
        sum([w for w, t in zip(weights, found.turned, strict=True) if t == "denied"]) / total,
        sum([w for w, t in zip(weights, found.turned, strict=True) if t == "opposed"]) / total,
        float(sum([bool(match.words) for match in found.wrongs])),
        rubric.recall(names),
        elsewhere,
        len(rubric.vocabulary & names) / max(1, len(names)),
        content / max(1, len(text.forms)),
        denials / max(1, len(text.sentences)),
        model.word_order.order(text.forms),
        len(names) / max(1, content),
    )
    return dict(zip(FEATURES, values, strict=True))
