"""The report for a program: stable keys, in ASCII, scores from 0 to 1, times in seconds."""

import json
from typing import Any

from nnquiz.interview.report import Outcome, Report

Shape = dict[str, Any]


def as_json(report: Report) -> str:
    """One document."""
    return json.dumps(document(report), indent=2) + "\n"


def document(report: Report) -> Shape:
    """The report as plain data."""
    return {
        "interview": report.uuid,
        "started": report.started.isoformat(),
        "finished": None if report.finished is None else report.finished.isoformat(),
        "study_day": report.study_day.isoformat(),
        "minutes": report.minutes,
        "seconds": report.seconds,
        "score": report.score,
        "topics": [
            {
                "topic": topic.name,
                "score": topic.score,
                "questions": topic.questions,
                "last_score": topic.last,
            }
            for topic in report.topics
        ],
        "fell_short": {
            kind.value: [outcome.question.slug for outcome in outcomes]
            for kind, outcomes in report.fell_short.items()
        },
        "study_next": [
            {
                "question": outcome.question.slug,
                "score": outcome.score,
                "demo": outcome.demo,
                "commands": list(outcome.commands),
            }
            for outcome in report.to_study
        ],
        "last": None
        if report.last is None
        else {"study_day": report.last.study_day.isoformat(), "score": report.last.score},
        "questions": [_question(outcome) for outcome in report.outcomes],
        "not_reached": [question.slug for question in report.not_reached],
    }


def _question(outcome: Outcome) -> Shape:
    question, grade, told = outcome.question, outcome.grade, outcome.follow_up
    return {
        "number": question.number,
        "slug": question.slug,
        "topic": outcome.topic,
        "question": question.question,
        "answer": outcome.answer,
        "model_answer": question.answer,
        "score": outcome.score,
        "answer_score": grade.score,
        "rating": outcome.review.rating.label,
        "review": outcome.review.uuid,
        "covered": [made.label for made in grade.covered],
        "missed": [missed.label for missed in grade.missed],
        "wrong": [{"said": w.said, "correction": w.correction} for w in grade.wrong],
        "fell_short": [kind.value for kind in outcome.failings],
        "allotted": outcome.allotted,
        "seconds": outcome.seconds,
        "seconds_to_first_key": outcome.first_key,
        "follow_up": None
        if told is None
        else {
            "question": told.question,
            "answer": told.answer,
            "model_answer": told.model_answer,
            "score": told.score,
            "seconds": told.seconds,
        },
    }
