"""The report in Markdown (https://spec.commonmark.org): what people typed stays plain text."""

import re
from collections.abc import Iterator

from nnquiz.export.cards import clean
from nnquiz.interview import wording
from nnquiz.interview.report import Outcome, Report

# What could be markup anywhere, and what could be at the beginning of a line.
_ANYWHERE = re.compile(r"([\\`*_\[\]<>|~$&#])")
_AT_START = re.compile(r"^([+=-]|\d+(?=[.)]))", re.M)


def as_markdown(report: Report) -> str:
    """The whole, in short first."""
    return (
        "\n\n".join((*_short(report), *(part for o in report.outcomes for part in _part(o)))) + "\n"
    )


def _short(report: Report) -> Iterator[str]:
    yield f"# Interview, {report.study_day}: {wording.headline(report)}"
    yield wording.compared(report)
    if left := wording.not_reached(report):
        yield left
    yield "## By topic"
    rows = [
        f"| {_line(topic.name)} | {topic.score:.0%} | {note} |"
        for topic, note in zip(report.topics, wording.topic_notes(report).values(), strict=True)
    ]
    yield "\n".join(("| topic | score | |", "|---|---:|---|", *rows))
    yield "## What fell short"
    yield (
        "\n".join(
            f"- {kind.label}: {', '.join(_line(o.question.slug) for o in outcomes)}"
            for kind, outcomes in report.fell_short.items()
        )
        or wording.NOTHING
    )
    if report.advice:
        yield "## Study next"
        yield "\n".join(
            f"- {_line(each.name)} {each.score:.0%}: {', '.join(map(_code, each.commands))}"
            for each in report.advice
        )


def _part(outcome: Outcome) -> Iterator[str]:
    yield f"## {outcome.position}. {_line(outcome.question.question)}"
    yield f"{_line(outcome.topic)} · {wording.facts(outcome)}"
    if short := wording.fell_short(outcome):
        yield f"Fell short: {short}"
    yield from _said(outcome.answer, outcome.question.answer)
    if points := wording.points(outcome):
        yield "\n".join(f"- {_line(point)}" for point in points)
    if told := outcome.follow_up:
        yield f"### Follow-up: {_line(told.question)}"
        yield f"{told.score:.0%}"
        yield from _said(told.answer, told.model_answer)
    yield f"Study: {', '.join(map(_code, outcome.commands))}"


def _said(answer: str, model_answer: str) -> Iterator[str]:
    yield "Your answer:"
    yield _quoted(answer or "None.")
    yield "Model answer:"
    yield _quoted(model_answer)


def _quoted(text: str) -> str:
    paragraphs = re.split("\n\n+", _text(text))
    # A backslash before a line's end keeps it a line of its own.
    return "\n>\n".join("> " + each.replace("\n", "\\\n> ") for each in paragraphs)


def _line(text: str) -> str:
    return _text(" ".join(text.split()))


def _text(text: str) -> str:
    lines = "\n".join(line.strip() for line in clean(text).strip().split("\n"))
    return _AT_START.sub(_escaped, _ANYWHERE.sub(r"\\\1", lines))


def _escaped(start: re.Match[str]) -> str:
    mark = start.group()
    return f"{mark}\\" if mark.isdigit() else f"\\{mark}"


def _code(command: str) -> str:
    command = " ".join(clean(command).split())
    ticks = max(map(len, re.findall("`+", command)), default=0) + 1
    fence = "`" * ticks
    space = " " if ticks > 1 else ""
    return f"{fence}{space}{command}{space}{fence}"
