"""A demo as one web page that asks nothing of the network."""

from collections.abc import Iterable, Sequence
from html import escape

from nnquiz.drawing import svg, verdicts
from nnquiz.drawing.story import story_of
from nnquiz.drawing.tables import Column, columns_of
from nnquiz.drawing.wording import harmless
from nnquiz.frames import Ask, Claim, Frame, Say, Table

_STYLE = """\
body { margin: 2rem auto; max-width: 34rem; padding: 0 1rem; background: #fff; color: #1e1e1e;
  font: 1rem/1.5 Arimo, Arial, Helvetica, sans-serif; }
figure { margin: 1.5rem 0; }
svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; }
table.figures { margin: 1.5rem 0; }
caption { text-align: left; font-weight: bold; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0;
  border-bottom: 1px solid #ccc; }
details { margin: .5rem 0 1rem; }
th.figure, td.figure { text-align: right; }
.holds { color: #00704f; }
.fails { color: #a84a00; }
.lesson { color: #555; }
"""


def page(title: str, frames: Iterable[Frame]) -> str:
    """Narration, the last state of each picture, and the claims as a table."""
    story = story_of(frames)
    name = escape(harmless(title))
    body = [f"<h1>{name}</h1>"]
    for frame in story.flow:
        match frame:
            case Say():
                body.append(f"<p>{_safe(frame.text)}</p>")
            case Ask():
                body += _question(frame)
            case Table():
                body += _table(frame)
            case _:
                body.append(f"<figure>\n{svg.picture(frame)}</figure>")
    if story.claims:
        body += _claims(story.claims)
    return "\n".join([
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{name}</title>",
        f"<style>\n{_STYLE}</style>",
        "</head>",
        "<body>",
        *body,
        "</body>",
        "</html>\n",
    ])  # fmt: skip


def _safe(text: object) -> str:
    return escape(harmless(text))


def _question(ask: Ask) -> list[str]:
    options = "".join(f"<li>{_safe(option)}</li>" for option in ask.options)
    lines = [f"<p><strong>{_safe(ask.question)}</strong></p>", f'<ol type="a">{options}</ol>']
    if 0 <= ask.answer < len(ask.options):
        answer = f"{_safe(ask.options[ask.answer])}; {_safe(ask.because)}"
        lines.append(f"<details><summary>Answer</summary><p>{answer}</p></details>")
    return lines


def _table(table: Table) -> list[str]:
    """A table that wraps, and that a screen reader can walk through."""
    columns = columns_of(table)
    caption = f"<caption>{_safe(table.title)}</caption>" if table.title.strip() else ""
    lines = [f'<table class="figures">{caption}']
    if any(column.head.strip() for column in columns):
        heads = (_cell("th", column.head, column, ' scope="col"') for column in columns)
        lines.append(f"<thead><tr>{''.join(heads)}</tr></thead>")
    lines.append("<tbody>")
    for row in range(len(table.rows)):
        cells = (_cell("td", column.cells[row], column) for column in columns)
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return [*lines, "</tbody>", "</table>"]


def _cell(tag: str, text: str, column: Column, more: str = "") -> str:
    kind = ' class="figure"' if column.figures else ""
    return f"<{tag}{kind}{more}>{_safe(text)}</{tag}>"


def _claims(claims: Sequence[Claim]) -> list[str]:
    head = "".join(f'<th scope="col">{name}</th>' for name in ("", "Claim", "Found", "To be"))
    lines = ["<table>", "<caption>What it shows</caption>", f"<thead><tr>{head}</tr></thead>"]
    lines.append("<tbody>")
    for claim in claims:
        sign, kind = ("✔", "holds") if claim.holds else ("✘", "fails")
        lesson = verdicts.lesson(claim)
        more = f'<br><span class="lesson">{_safe(lesson)}</span>' if lesson else ""
        lines.append(
            f'<tr><td class="{kind}">{sign} {verdicts.verdict(claim)}</td>'
            f"<td>{_safe(claim.text)}{more}</td>"
            f"<td>{_safe(verdicts.found(claim))}</td>"
            f"<td>{_safe(verdicts.expected(claim))}</td></tr>"
        )
    return [*lines, "</tbody>", "</table>"]
