"""What Tab offers: references to questions, tags."""

import typer

from nnquiz import NNQuizError
from nnquiz.cli.app import run_of


def refs(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Slugs and demo names, and numbers once a digit is typed, each with its question."""
    try:
        bank = run_of(context).bank
    except NNQuizError:
        return []
    names = [
        (name, question.question)
        for question in bank
        for name in dict.fromkeys((question.slug, question.demo, str(question.number)))
        if name and (incomplete or not name.isdigit())
    ]
    return [(name, text) for name, text in names if name.startswith(incomplete)]


def tags(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The bank's tags, each with its number of questions."""
    try:
        counts = run_of(context).bank.tags()
    except NNQuizError:
        return []
    return [(t, f"{n} questions") for t, n in counts.items() if t.startswith(incomplete)]
