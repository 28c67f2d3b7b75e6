"""One page to study from, offline: everything is inside, and it asks nothing of any server."""

import html
from collections.abc import Sequence

from nnquiz.export.cards import Card
from nnquiz.export.tables import as_html

_STYLE = """
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --ground: #f6f7f9;
  --card: #fff; --line: #d9dee5; --mark: #1f6fd0; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --soft: #9aa5b4; --ground: #14171c;
  --card: #1d2229; --line: #343b46; --mark: #6eb1ff; } }
* { box-sizing: border-box }
body { margin: 0; font: 17px/1.55 system-ui, sans-serif; color: var(--ink);
  background: var(--ground) }
header { position: sticky; top: 0; display: flex; flex-wrap: wrap; gap: .5rem; padding: .6rem 1rem;
  background: var(--ground); border-bottom: 1px solid var(--line); align-items: center }
header input, header select, header button { font: inherit; padding: .35rem .6rem; color: inherit;
  background: var(--card); border: 1px solid var(--line); border-radius: .5rem; min-width: 0 }
header input { flex: 1 1 10rem }
main { max-width: 46rem; margin: 0 auto; padding: 1rem }
article { background: var(--card); border: 1px solid var(--line); border-radius: .8rem;
  padding: 1.1rem 1.3rem; overflow-wrap: anywhere }
article[hidden] { display: none }
h2 { font-size: 1.2rem; line-height: 1.35; margin: 0 0 .4rem }
.tags, .hint, footer { color: var(--soft); font-size: .85rem }
article:not(.open) .back { display: none }
article.open .hint { display: none }
.back { border-top: 1px solid var(--line); margin-top: .8rem; padding-top: .8rem }
.wrong b { font-weight: 600 } a { color: var(--mark) }
svg, img { max-width: 100%; height: auto; background: #fff; border-radius: .5rem }
footer { text-align: center; padding: 0 1rem 1rem }
@media print { header, footer, .hint { display: none } body { background: #fff; color: #000;
  font-size: 11pt } article, article[hidden] { display: block; break-inside: avoid; border: 0;
  border-bottom: 1px solid #999; border-radius: 0 } article .back { display: block !important } }
"""

_SCRIPT = """
const cards = [...document.querySelectorAll('article')];
const find = document.querySelector('#find'), tag = document.querySelector('#tag');
const count = document.querySelector('#count');
let shown = cards, at = 0;
function draw() {
  cards.forEach(c => { c.hidden = c !== shown[at] });
  count.textContent = shown.length ? `${at + 1} of ${shown.length}` : 'nothing found';
}
function choose() {
  const words = find.value.toLowerCase().split(/\\s+/).filter(Boolean);
  shown = cards.filter(c => (!tag.value || c.dataset.tags.split(' ').includes(tag.value))
    && words.every(w => c.textContent.toLowerCase().includes(w)));
  at = 0; cards.forEach(c => c.classList.remove('open')); draw();
}
function go(step) {
  if (!shown.length) return;
  shown[at].classList.remove('open');
  at = (at + step + shown.length) % shown.length; draw(); scrollTo(0, 0);
}
function flip() { if (shown.length) shown[at].classList.toggle('open') }
find.oninput = tag.onchange = choose;
document.querySelector('#back').onclick = () => go(-1);
document.querySelector('#next').onclick = () => go(1);
cards.forEach(c => c.onclick = e => { if (!e.target.closest('a')) flip() });
let from = null;
addEventListener('touchstart', e => { from = e.touches[0].clientX }, { passive: true });
addEventListener('touchend', e => {
  const way = e.changedTouches[0].clientX - from; if (Math.abs(way) > 60) go(way < 0 ? 1 : -1);
});
addEventListener('keydown', e => {
  if (e.target === find || e.target === tag) return;
  if (e.key === ' ' || e.key === 'Enter') {
    if (e.target.tagName !== 'BUTTON') { e.preventDefault(); flip() }
  }
  if (e.key === 'ArrowRight' || e.key === 'n') go(1);
  if (e.key === 'ArrowLeft' || e.key === 'p') go(-1);
  if (e.key === '/') { e.preventDefault(); find.focus() }
});
draw();
"""


def as_page(cards: Sequence[Card], title: str) -> str:
    """The whole page."""
    tags = list(dict.fromkeys(tag for card in cards for tag in card.tags))
    options = "".join(f"<option>{html.escape(tag)}</option>" for tag in tags)
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
    )
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n<style>{_STYLE}</style>\n<header>"
        '<input id="find" type="search" placeholder="Search" aria-label="Search">'
        '<select id="tag" aria-label="Topic">'
        f'<option value="">all topics</option>{options}</select>'
        '<button id="back" aria-label="Previous">&larr;</button>'
        '<button id="next" aria-label="Next">&rarr;</button>'
        '<span id="count" aria-live="polite"></span></header>\n<main>\n'
        + "\n".join(map(_article, cards))
        + "\n</main>\n<footer>Space or touch flips, arrows or a swipe go on, / searches.</footer>\n"
        + f"<script>{_SCRIPT}</script>\n</html>\n"
    )


def _article(card: Card) -> str:
    parts = [f"<p>{as_html(card.answer)}</p>"]
    if card.points:
        items = "".join(f"<li>{as_html(point)}</li>" for point in card.points)
        parts.append(f"<ul>{items}</ul>")
    if card.misconceptions:
        items = "".join(
            f"<li><b>Not so:</b> {as_html(said)}<br>{as_html(right)}</li>"
            for said, right in card.misconceptions
        )
        parts.append(f'<ul class="wrong">{items}</ul>')
    if card.picture:
        parts.append(_image(card.picture, f"The demo of {card.slug}"))
    if card.references:
        items = "".join(f"<li>{reference(text, link)}</li>" for text, link in card.references)
        parts.append(f"<ul>{items}</ul>")
    tags = html.escape(" ".join(card.tags))
    return (
        f'<article id="{html.escape(card.slug)}" data-tags="{tags}"><h2>{as_html(card.question)}'
        f'</h2><p class="tags">{card.number} · {tags}</p><p class="hint">Think, then flip.</p>'
        f'<div class="back">{"".join(parts)}</div></article>'
    )


def reference(text: str, link: str) -> str:
    """A source; only web addresses become links."""
    if not link.startswith(("https://", "http://")):
        return as_html(text)
    return f'{as_html(text)} <a href="{html.escape(link)}" rel="noreferrer">{html.escape(link)}</a>'


def _image(svg: str, name: str) -> str:
    from base64 import b64encode

    data = b64encode(svg.encode()).decode()
    return f'<img alt="{html.escape(name)}" src="data:image/svg+xml;base64,{data}">'
