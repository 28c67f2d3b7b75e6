"""From a typed answer to a grade.

Key points come first (each matched within a clause), the recall of the reference's words is a
smaller part, and each misconception takes off a stated share. Words of the question earn next to
nothing, a clause that only repeats it earns nothing.
"""

from dataclasses import dataclass
from functools import lru_cache

from nnquiz.bank.model import Question
from nnquiz.grading import match as matching
from nnquiz.grading.grade import Grade, Made, Missed, Wrong
from nnquiz.grading.lexicon import lexicon
from nnquiz.grading.match import NO_MATCH, Match, Phrasing
from nnquiz.grading.text import Clause, Text, analyze
from nnquiz.grading.typos import corrected

KEY_POINT_SHARE = 0.85  # of the score; the rest is recall of the reference's words
FULL_MARKS_AT = 0.65  # of the key points' weight: nobody says everything
FULL_RECALL_AT = 0.50  # of the reference's words
MISCONCEPTION_COST = 0.30
_COPIED_FROM = 0.8  # a clause with this share of question words is the question over again


@dataclass(frozen=True, slots=True)
class _Rubric:
    """A question prepared for grading."""

    question_words: frozenset[str]
    key_points: tuple[tuple[Phrasing, ...], ...]
    misconceptions: tuple[tuple[Phrasing, ...], ...]
    reference: frozenset[str]
    vocabulary: frozenset[str]


def grade(question: Question, answer: str) -> Grade:
    """Grade *answer* against the rubric of *question*."""
    rubric = _rubric(question)
    text = corrected(analyze(answer, lexicon()), rubric.vocabulary)
    said_something = bool(text.clauses)
    text = _without_copies(text, rubric.question_words)
    if not text.clauses:
        missed = tuple(Missed(p.label, p.weight, p.hint) for p in question.key_points)
        copied = ("This only repeats the question.",) if said_something else ()
        return Grade(0.0, missed=missed, notes=copied)
    matches = [matching.best_match(p, text, lexicon()) for p in rubric.key_points]
    wrong = _wrong(question, rubric, text)
    recall = len(rubric.reference & text.names()) / max(1, len(rubric.reference))
    made, missed = _points(question, text, matches)
    score = _score(question, made, min(1.0, recall / FULL_RECALL_AT), len(wrong))
    return Grade(score, made, missed, wrong)


@lru_cache(maxsize=128)
def _rubric(question: Question) -> _Rubric:
    words = lexicon()
    asked = frozenset(analyze(question.question, words).names())

    def prepared(texts: tuple[str, ...]) -> tuple[Phrasing, ...]:
        found = (matching.phrasing(text, words, asked) for text in texts)
        return tuple(phrasing for phrasing in found if phrasing.slots)

    points = tuple(prepared(point.phrasings) for point in question.key_points)
    wrongs = tuple(prepared(wrong.phrasings) for wrong in question.misconceptions)
    reference = frozenset(analyze(question.answer, words).names()) - asked
    slots = {slot for group in (*points, *wrongs) for phrasing in group for slot in phrasing.slots}
    return _Rubric(asked, points, wrongs, reference, frozenset(slots) | reference | asked)


def _without_copies(text: Text, question_words: frozenset[str]) -> Text:
    """*text* without what is little more than words of the question."""

    def own(clause: Clause) -> bool:
        repeated = sum(word.name in question_words for word in clause.words)
        return len(clause.words) < 3 or repeated / len(clause.words) < _COPIED_FROM

    return Text(text.plain, tuple(filter(own, text.sentences)), tuple(filter(own, text.clauses)))


def _points(
    question: Question, text: Text, matches: list[Match]
) -> tuple[tuple[Made, ...], tuple[Missed, ...]]:
    made, missed = [], []
    for point, match in zip(question.key_points, matches, strict=True):
        if match.credit:
            start, end = match.span
            words = text.plain[start:end]
            made.append(Made(point.label, point.weight, match.credit, words))
        else:
            missed.append(Missed(point.label, point.weight, point.hint))
    return tuple(made), tuple(missed)


def _wrong(question: Question, rubric: _Rubric, text: Text) -> tuple[Wrong, ...]:
    """The misconceptions that the answer states, unless the same words make a point better."""
    found = []
    for wrong, phrasings in zip(question.misconceptions, rubric.misconceptions, strict=True):
        stated = (matching.stated(phrasing, text) for phrasing in phrasings)
        match = max(stated, key=lambda match: match.filled, default=NO_MATCH)
        if match.words and not _makes_a_point_better(match, rubric):
            start, end = match.span
            found.append(Wrong(text.plain[start:end], wrong.correction))
    return tuple(found)


def _makes_a_point_better(wrong: Match, rubric: _Rubric) -> bool:
    """Whether a key point is made, more fully, by the words that *wrong* was found in."""
    assert wrong.clause is not None
    words = {word.index for word in wrong.words}
    for phrasings in rubric.key_points:
        for phrasing in phrasings:
            point = matching.match_clause(phrasing, wrong.clause, lexicon())
            shared = words & {word.index for word in point.words}
            if point.credit == 1 and point.filled > wrong.filled and len(shared) >= len(words) - 1:
                return True
    return False


def _score(question: Question, made: tuple[Made, ...], recall: float, wrongs: int) -> float:
    if question.key_points:
        total = sum(point.weight for point in question.key_points)
        earned = sum(point.weight * point.credit for point in made) / total
        points = min(1.0, earned / FULL_MARKS_AT)
        value = KEY_POINT_SHARE * points + (1 - KEY_POINT_SHARE) * recall * points
    else:
        value = recall
    return round(min(1.0, max(0.0, value - MISCONCEPTION_COST * wrongs)), 4)
