"""What answers missed and got wrong, from their grades or, where none was kept, read anew."""

import zlib
from collections.abc import Callable, Iterable, Mapping

from nnquiz.bank.model import Bank, Question
from nnquiz.grading.grade import GRADER_VERSION, Grade, Missed, Wrong
from nnquiz.store.findings import Findings
from nnquiz.store.reviews import Review


def version(question: Question) -> str:
    """The grader with the question's rubric: findings of another one are out of date."""
    rubric = (question.question, question.answer, question.key_points, question.misconceptions)
    return f"{GRADER_VERSION}-{zlib.crc32(repr(rubric).encode(errors='replace')):08x}"


def of_grade(question: Question, grade: Grade) -> Findings:
    """What *grade* says of an answer to *question*."""
    return _findings(version(question), grade.missed, grade.wrong)


def completed(
    bank: Bank,
    reviews: Iterable[Review],
    kept: Mapping[str, Findings],
    told: Callable[[], None] = lambda: None,
) -> tuple[dict[str, Findings], dict[str, Findings]]:
    """The findings of all *reviews* with a typed answer, by uuid, and those that had to be made.

    *kept* ones are taken as they are unless the grader or the rubric has changed since. *told* is
    called before each answer that is read.
    """
    versions: dict[str, str] = {}
    found: dict[str, Findings] = {}
    made: dict[str, Findings] = {}
    for review in reviews:
        question = bank.get(review.question)
        if question is None or review.text is None:
            continue
        if question.slug not in versions:
            versions[question.slug] = version(question)
        present = versions[question.slug]
        findings = kept.get(review.uuid)
        if findings is None or findings.version != present:
            from nnquiz.grading.grader import missed_and_wrong  # loads much, and is rarely needed

            told()
            findings = _findings(present, *missed_and_wrong(question, review.text))
            made[review.uuid] = findings
        found[review.uuid] = findings
    return found, made


def _findings(made_by: str, missed: Iterable[Missed], wrong: Iterable[Wrong]) -> Findings:
    return Findings(made_by, tuple(m.label for m in missed), tuple(w.claim for w in wrong))
