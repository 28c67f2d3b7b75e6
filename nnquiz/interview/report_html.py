"""The report as one page: everything is inside, it runs nothing and asks nothing of any server."""

from collections.abc import Iterator
from html import escape

from nnquiz.export.cards import clean
from nnquiz.interview import wording
from nnquiz.interview.report import Outcome, Report

_STYLE = """
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --ground: #f6f7f9;
  --card: #fff; --line: #d9dee5; --mark: #1f6fd0 }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --soft: #9aa5b4; --ground: #14171c;
  --card: #1d2229; --line: #343b46; --mark: #6eb1ff } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; font: 17px/1.55 system-ui, sans-serif;
  color: var(--ink); background: var(--ground); overflow-wrap: break-word }
h1 { font-size: 1.5rem } h2 { font-size: 1.2rem; margin: 0 0 .3rem } h3 { font-size: 1rem }
section { background: var(--card); border: 1px solid var(--line); border-radius: .8rem;
  padding: 1rem 1.3rem; margin: 1rem 0 }
.soft { color: var(--soft); font-size: .9rem }
table { border-collapse: collapse } td { padding: .15rem 1.2rem .15rem 0; vertical-align: top }
td.number { text-align: right; white-space: nowrap }
.said { display: grid; grid-template-columns: 1fr 1fr; gap: 1.3rem }
.said > div { border-left: 3px solid var(--line); padding-left: .8rem; min-width: 0 }
.said h3 { margin: 0 } .said p { margin: .2rem 0; white-space: pre-wrap }
code { color: var(--mark) }
@media (max-width: 40rem) { .said { grid-template-columns: 1fr } }
@media print { body { background: #fff; color: #000; font-size: 11pt } section { border: 0;
  border-bottom: 1px solid #999; border-radius: 0; padding: .5rem 0 } }
"""


def as_html(report: Report) -> str:
    """The whole page, in short first."""
    title = f"Interview, {report.study_day}: {wording.headline(report)}"
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    parts = (*_short(report), *map(_section, report.outcomes))
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(title)}</title>\n<style>{_STYLE}</style>\n<h1>{_text(title)}</h1>\n"
        + "\n".join(parts)
        + "\n</html>\n"
    )


def _short(report: Report) -> Iterator[str]:
    yield f"<p>{_text(wording.compared(report))}</p>"
    if left := wording.not_reached(report):
        yield f"<p>{_text(left)}</p>"
    notes = wording.topic_notes(report)
    rows = "".join(
        f'<tr><td>{_text(topic.name)}<td class="number">{topic.score:.0%}'
        f'<td class="soft">{_text(notes[topic.name])}'
        for topic in report.topics
    )
    yield f"<section><h2>By topic</h2><table>{rows}</table></section>"
    rows = "".join(
        f"<tr><td>{_text(kind.label)}<td>{_text(', '.join(o.question.slug for o in outcomes))}"
        for kind, outcomes in report.fell_short.items()
    )
    fell = f"<table>{rows}</table>" if rows else f"<p>{_text(wording.NOTHING)}</p>"
    yield f"<section><h2>What fell short</h2>{fell}</section>"
    if report.advice:
        rows = "".join(
            f'<tr><td>{_text(each.name)}<td class="number">{each.score:.0%}'
            f"<td>{_commands(each.commands)}"
            for each in report.advice
        )
        yield f"<section><h2>Study next</h2><table>{rows}</table></section>"


def _section(outcome: Outcome) -> str:
    points = "".join(f"<li>{_text(point)}</li>" for point in wording.points(outcome))
    short = wording.fell_short(outcome)
    parts = [
        f"<h2>{outcome.position}. {_text(outcome.question.question)}</h2>",
        f'<p class="soft">{_text(outcome.topic)} · {_text(wording.facts(outcome))}</p>',
        f"<p>Fell short: {_text(short)}</p>" if short else "",
        _said(outcome.answer, outcome.question.answer),
        f"<ul>{points}</ul>" if points else "",
    ]
    if told := outcome.follow_up:
        parts += [
            f"<h3>Follow-up: {_text(told.question)}</h3>",
            f'<p class="soft">{told.score:.0%}</p>',
            _said(told.answer, told.model_answer),
        ]
    parts.append(f"<p>Study: {_commands(outcome.commands)}</p>")
    return f"<section>{''.join(parts)}</section>"


def _said(answer: str, model_answer: str) -> str:
    return (
        f'<div class="said"><div><h3>Your answer</h3><p>{_text(answer or "None.")}</p></div>'
        f"<div><h3>Model answer</h3><p>{_text(model_answer)}</p></div></div>"
    )


def _commands(commands: tuple[str, ...]) -> str:
    return " · ".join(f"<code>{_text(command)}</code>" for command in commands)


def _text(text: str) -> str:
    return escape(clean(text))
