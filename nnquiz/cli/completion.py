"""What Tab offers: references to questions, demos, tags."""

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


def demos(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Names of demos with their titles; once something is typed, what else leads to one."""
    from nnquiz import demo_catalog

    names = {name: demo_catalog.title(name) for name in demo_catalog.names()}
    if incomplete:
        names |= {
            alias: names[name] for alias, name in demo_catalog.ALIASES.items() if name in names
        }
    found = [(name, title) for name, title in names.items() if name.startswith(incomplete)]
    others = refs(context, incomplete) if incomplete else []
    return found + [(ref, text) for ref, text in others if ref not in names]


def tags(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The bank's tags, each with its number of questions."""
    try:
        counts = run_of(context).bank.tags()
    except NNQuizError:
        return []
    return [(t, f"{n} questions") for t, n in counts.items() if t.startswith(incomplete)]
