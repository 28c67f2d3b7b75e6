"""A bank as JSON, with its whole rubric; `nnquiz bank import` makes a bank of it again."""

import json
from collections.abc import Container, Iterable
from typing import Any

from nnquiz.bank.model import Question
from nnquiz.export.cards import UNSAFE


def as_json(questions: Iterable[Question]) -> str:
    """The entries with the keys that a bank's YAML has; marks that reorder text are escaped.

    What an entry requires and isn't among *questions* is left out, so that they are a bank.
    """
    questions = list(questions)
    slugs = {question.slug for question in questions}
    document = {"questions": [_entry(question, slugs) for question in questions]}
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _entry(question: Question, slugs: Container[str]) -> dict[str, Any]:
    """One entry; what it does not have is left out."""
    whole: dict[str, Any] = {
        "slug": question.slug,
        "number": question.number,
        "question": question.question,
        "answer": question.answer,
        "tags": list(question.tags),
        "difficulty": question.difficulty,
        "requires": [slug for slug in question.requires if slug in slugs],
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
