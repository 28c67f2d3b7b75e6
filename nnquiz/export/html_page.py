"""One page to study from, offline: everything is inside, and it asks nothing of any server."""

import html
from collections.abc import Iterable, Sequence

from nnquiz.export.cards import Card
from nnquiz.export.page_parts import SCRIPT, STYLE
from nnquiz.export.tables import as_html

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"


def as_page(cards: Sequence[Card], title: str) -> str:
    """The whole page; without scripts it is a list of questions with their answers."""
    tags = sorted({tag for card in cards for tag in card.tags})
    options = "".join(f"<option>{html.escape(tag)}</option>" for tag in tags)
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n<style>{STYLE}</style>\n"
        "<noscript><style>header, nav, .hint, #none { display: none }"
        " article .back { display: block !important }</style></noscript>\n"
        '<header><div class="row">'
        '<input id="find" type="search" placeholder="Search" aria-label="Search">'
        '<select id="tag" aria-label="Topic">'
        f'<option value="">all topics</option>{options}</select></div>'
        '<progress id="bar" aria-hidden="true"></progress></header>\n<main>\n'
        + "\n".join(map(_article, cards))
        + '\n<p id="none" hidden>No question has these words.</p>\n</main>\n'
        '<nav><div class="row"><button id="back" aria-label="Previous">&larr;</button>'
        '<button id="flip">Show answer</button>'
        '<button id="next" aria-label="Next">&rarr;</button>'
        '<span id="count" aria-live="polite"></span></div></nav>\n'
        f"<script>{SCRIPT}</script>\n</html>\n"
    )


def _article(card: Card) -> str:
    parts = [f"<p>{as_html(card.answer)}</p>"]
    if card.points:
        parts.append(_list("Key points", map(as_html, card.points)))
    if card.misconceptions:
        wrongs = (
            f"<s>{as_html(said)}</s><br>{as_html(right)}" for said, right in card.misconceptions
        )
        parts.append(_list("Often said, but wrong", wrongs, "wrong"))
    if card.picture:
        parts.append(_image(card.picture, f"The demo of {card.slug}"))
    if card.references:
        sources = (reference(text, link) for text, link in card.references)
        parts.append(_list("To read", sources, "sources"))
    about = " · ".join((str(card.number), *card.tags))
    tags = html.escape("\n".join(card.tags))
    return (
        f'<article id="{html.escape(card.slug)}" data-tags="{tags}">'
        f'<p class="about">{html.escape(about)}</p><h2>{as_html(card.question)}</h2>'
        '<p class="hint"><span class="touch">Think, then tap. A swipe goes on.</span>'
        '<span class="keys">Think, then press Space. Arrows go on, / searches.</span></p>'
        f'<div class="back">{"".join(parts)}</div></article>'
    )


def _list(title: str, items: Iterable[str], kind: str = "points") -> str:
    joined = "".join(f"<li>{item}</li>" for item in items)
    return f'<h3>{title}</h3><ul class="{kind}">{joined}</ul>'


def reference(text: str, link: str) -> str:
    """A source; only web addresses become links."""
    if not link.startswith(("https://", "http://")):
        return as_html(text)
    return f'{as_html(text)} <a href="{html.escape(link)}" rel="noreferrer">{html.escape(link)}</a>'


def _image(svg: str, name: str) -> str:
    from base64 import b64encode

    data = b64encode(svg.encode()).decode()
    return f'<img alt="{html.escape(name)}" src="data:image/svg+xml;base64,{data}">'
