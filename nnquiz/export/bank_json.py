"""A bank as JSON, with its whole rubric; `nnquiz bank import` makes a bank of it again."""

import json
from collections.abc import Iterable
from typing import Any

from nnquiz.bank.model import Question


def as_json(questions: Iterable[Question]) -> str:
    """The entries with the keys that a bank's YAML has."""
    document = {"questions": [entry(question) for question in questions]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def entry(question: Question) -> dict[str, Any]:
    """One entry; what it does not have is left out."""
    whole: dict[str, Any] = {
        "slug": question.slug,
        "number": question.number,
        "question": question.question,
        "answer": question.answer,
        "tags": list(question.tags),
        "difficulty": question.difficulty,
        "requires": list(question.requires),
        "demo": question.demo,
        "hints": list(question.hints),
        "key_points": [
            {
                "label": point.label,
                "weight": point.weight,
                "hint": point.hint,
                "phrasings": list(point.phrasings),
            }
            for point in question.key_points
        ],
        "misconceptions": [
            {
                "claim": wrong.claim,
                "correction": wrong.correction,
                "phrasings": list(wrong.phrasings),
            }
            for wrong in question.misconceptions
        ],
        "follow_ups": [
            {"question": follow.question, "answer": follow.answer} for follow in question.follow_ups
        ],
        "references": [
            {"author": r.author, "year": r.year, "title": r.title, "link": r.link}
            for r in question.references
        ],
    }
    return {key: value for key, value in whole.items() if value not in (None, [], "")}
