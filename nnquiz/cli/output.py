"""The shapes of `--json`: one document on stdout, its keys stable.

In ASCII, so that no character from a bank or an answer can steer a terminal.
"""

import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from nnquiz.bank.model import Question
    from nnquiz.demonstration import Demonstration, Parameter
    from nnquiz.grading.grade import Grade
    from nnquiz.planning.plan import Plan
    from nnquiz.store.reviews import Review

Shape = dict[str, Any]


def emit_json(document: Shape | list[Shape]) -> None:
    """Print *document*."""
    typer.echo(json.dumps(document, indent=2))


def listed(question: "Question", due: date | None) -> Shape:
    """A question in a list; *due* is None while it is new."""
    return {
        "number": question.number,
        "slug": question.slug,
        "question": question.question,
        "tags": list(question.tags),
        "difficulty": question.difficulty,
        "requires": list(question.requires),
        "demo": question.demo,
        "due": None if due is None else due.isoformat(),
    }


def whole(question: "Question", due: date | None) -> Shape:
    """A question with all that it holds."""
    parts = asdict(question)
    rest = ("answer", "hints", "key_points", "misconceptions", "follow_ups", "references")
    return listed(question, due) | {key: parts[key] for key in rest}


def graded(question: "Question", grade: "Grade") -> Shape:
    """The grade of an answer to *question*."""
    return {
        "question": question.number,
        "score": grade.score,
        "rating": grade.rating.label,
        "covered": [made.label for made in grade.covered],
        "missed": [missed.label for missed in grade.missed],
        "wrong": [{"said": w.said, "correction": w.correction} for w in grade.wrong],
    }


def reviewed(review: "Review") -> Shape:
    """A stored answer."""
    return {
        "uuid": review.uuid,
        "question": review.question,
        "at": review.at.isoformat(),
        "study_day": review.study_day.isoformat(),
        "rating": review.rating.label,
        "suggested": None if review.suggested is None else review.suggested.label,
        "score": review.score,
        "answer": review.text,
        "seconds": review.seconds,
        "grader": review.grader,
    }


def planned(plan: "Plan | None") -> Shape:
    """The plan for the day of the interview; without one the day is null, the lists empty."""
    if plan is None:
        return {
            "date": None,
            "minutes_a_day": None,
            "days_left": None,
            "today": [],
            "days": [],
            "expected_recall": None,
            "expected_recall_without_plan": None,
            "tags": [],
            "left_out": 0,
            "enough_minutes": None,
        }
    return {
        "date": plan.goal.day.isoformat(),
        "minutes_a_day": plan.goal.minutes,
        "days_left": plan.days_left,
        "today": [question.slug for question in plan.today],
        "days": [
            {
                "date": day.day.isoformat(),
                "minutes": day.minutes,
                "reviews": day.reviews,
                "new": day.new,
            }
            for day in plan.days
        ],
        "expected_recall": round(plan.expected_recall, 4),
        "expected_recall_without_plan": round(plan.expected_recall_without_plan, 4),
        "tags": list(plan.goal.tags),
        "left_out": plan.left_out,
        "enough_minutes": plan.enough_minutes,
    }


def demonstrable(demo: "Demonstration", question: "Question | None") -> Shape:
    """A demo in a list, with what `--set` may change; *question* is the bank's, if it has one."""
    return {
        "name": demo.name,
        "question": None if question is None else question.number,
        "title": demo.title,
        "parameters": [_changeable(parameter) for parameter in demo.parameters],
    }


def _changeable(parameter: "Parameter") -> Shape:
    from nnquiz.frames import Choice

    limits = parameter.limits
    shape: Shape = {
        "name": parameter.name,
        "default": parameter.default,
        "low": None if isinstance(limits, Choice) else limits.low,
        "high": None if isinstance(limits, Choice) else limits.high,
        "help": limits.help,
    }
    return shape | ({"options": list(limits.options)} if isinstance(limits, Choice) else {})
