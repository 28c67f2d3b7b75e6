"""Which key points a person is told to have made, in which own words, and which are missing."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from nnquiz.bank.model import Question
from nnquiz.grading.coverage import MOST, passage
from nnquiz.grading.grade import Made, Missed
from nnquiz.grading.reading import Reading
from nnquiz.grading.rubric import Found, are_of, indices_of, rubric
from nnquiz.grading.text import Text, Word

if TYPE_CHECKING:
    from nnquiz.grading.points_by_words import Passage

IN_PART = 0.5  # the credit of a point whose words stand in the answer, though not together
_SOME = 0.3  # of a reference's sentence says it in part

Earned = tuple[float, str]  # what a point earns, 0 to 1, and the words of the answer that make it
_NOTHING = (0.0, "")


def made_and_missed(
    basis: str, question: Question, readings: Sequence[Reading]
) -> list[tuple[tuple[Made, ...], tuple[Missed, ...]]]:
    """The points of *question* that each of *readings* makes, and the others."""
    earned = _by_words(question, readings) if basis == "examples" else None
    if earned is None:
        earned = [_by_match(basis, question, *reading) for reading in readings]
    return [_told(question, each) for each in earned]


def _told(
    question: Question, earned: Sequence[Earned]
) -> tuple[tuple[Made, ...], tuple[Missed, ...]]:
    made, missed = [], []
    for point, if_missed, (credit, words) in zip(
        question.key_points, all_missed(question), earned, strict=True
    ):
        if credit:
            made.append(Made(point.label, point.weight, credit, words))
        else:
            missed.append(if_missed)
    return tuple(made), tuple(missed)


@lru_cache(maxsize=128)
def all_missed(question: Question) -> tuple[Missed, ...]:
    """All points, none of which was made."""
    return tuple(Missed(p.label, p.weight, p.hint) for p in question.key_points)


def _by_words(question: Question, readings: Sequence[Reading]) -> list[list[Earned]] | None:
    """By all the words that make a point; None for points that no sentence was judged by."""
    from nnquiz.grading.experience import experience  # with them comes NumPy

    passages = experience(question).points_in([(text, found.points) for text, found in readings])
    if passages is None:
        return None
    return [
        _credited(text, found, each) for (text, found), each in zip(readings, passages, strict=True)
    ]


def _credited(text: Text, found: Found, passages: Sequence["Passage"]) -> list[Earned]:
    """What each of the *passages* earns: nothing if its point is denied, or its words are wrong."""
    wrong = indices_of(found.wrongs)
    earned = []
    for said, match, turned in zip(passages, found.points, found.turned, strict=True):
        words = match.words or said.words
        counts = said.earned and not turned and not are_of(words, wrong)
        earned.append((said.earned, _quoted(text, words)) if counts else _NOTHING)
    return earned


def _by_match(basis: str, question: Question, text: Text, found: Found) -> list[Earned]:
    """By the phrasings that match, and where there are few, by those that are said loosely."""
    matched = [(match.credit, _quoted(text, match.words)) for match in found.points]
    if basis == "examples":
        return matched
    loosely = _said_loosely(question, text, found, _SOME if basis == "reference" else MOST)
    return [
        earned if earned[0] or not said else (IN_PART, said)
        for earned, said in zip(matched, loosely, strict=True)
    ]


def _said_loosely(question: Question, text: Text, found: Found, least: float) -> list[str]:
    """For each point the passage that says *least* of it; '' where none does, or one denies it."""
    coverage = rubric(question).coverage
    wrong = {word.index for match in found.wrongs for word in match.words}
    return [
        passage(covered.phrasing, text, least, wrong)
        if covered.phrasing is not None and covered.share >= least and not turned
        else ""
        for covered, turned in zip(
            coverage.points(coverage.held(text.names())), found.turned, strict=True
        )
    ]


def _quoted(text: Text, words: Sequence[Word]) -> str:
    """The passage of *text* from the first of *words* to the last."""
    return text.plain[min(w.start for w in words) : max(w.end for w in words)] if words else ""
