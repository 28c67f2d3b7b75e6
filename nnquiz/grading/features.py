"""What an answer shows, in numbers: the points it makes, and how it is made."""

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
    question: Question, rubric: Rubric, text: Text, found: Found, model: Model
) -> dict[str, float]:
    """A number for each of `FEATURES`; without key points those about points are 0."""
    weights = [point.weight for point in question.key_points]
    total = sum(weights) or 1.0
    names = text.names()
    content = sum([len(clause.words) for clause in text.clauses])
    denials = sum([len(clause.negations) for clause in text.clauses])
    values = (
        sum(w * match.credit for w, match in zip(weights, found.points, strict=True)) / total,
        sum(w * share for w, share in zip(weights, found.shares, strict=True)) / total,
        sum(w for w, t in zip(weights, found.turned, strict=True) if t == "denied") / total,
        sum(w for w, t in zip(weights, found.turned, strict=True) if t == "opposed") / total,
        float(sum(bool(match.words) for match in found.wrongs)),
        rubric.recall(names),
        model.topics.elsewhere(names, question.slug) if model.knows(question) else -1.0,
        len(rubric.vocabulary & names) / max(1, len(names)),
        content / max(1, len(text.forms)),
        denials / max(1, len(text.sentences)),
        model.word_order.order(text.forms),
        len(names) / max(1, content),
    )
    return dict(zip(FEATURES, map(float, values), strict=True))
