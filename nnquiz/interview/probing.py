"""What the interviewer asks after an answer: the bank's follow-ups, aimed at what was missing."""

import random

from nnquiz.bank.model import FollowUp, Question
from nnquiz.grading.grade import Grade


def choose_follow_up(question: Question, grade: Grade, rng: random.Random) -> FollowUp | None:
    """The follow-up that has most to do with the points missed; None if there is none.

    Where several have as much, or no point was missed, *rng* decides.
    """
    if not question.follow_ups:
        return None
    from nnquiz.grading.text import analyze

    asked = analyze(question.question).names()  # stands in every follow-up, too
    missed = [(m.weight, analyze(m.label).names() - asked) for m in grade.missed]

    def fit(follow_up: FollowUp) -> float:
        text = analyze(f"{follow_up.question} {follow_up.answer}").names()
        return sum(weight * len(names & text) / max(1, len(names)) for weight, names in missed)

    fits = [fit(each) for each in question.follow_ups]
    best = [number for number, held in enumerate(fits) if held == max(fits)]
    return question.follow_ups[rng.choice(best)]


def as_question(follow_up: FollowUp, question: Question) -> Question:
    """A question made of a follow-up of *question*, to be graded by the words of its own answer."""
    return Question(
        slug=f"{question.slug}: {follow_up.question}",  # no slug of a bank, so no rubric of one
        number=question.number,
        question=follow_up.question,
        answer=follow_up.answer,
        tags=question.tags,
    )
