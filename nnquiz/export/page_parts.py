"""Style and script of the page to study from."""

STYLE = """
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --ground: #f3f5f8;
  --card: #fff; --line: #d9dee5; --mark: #1a63bd; --on-mark: #fff; --wrong: #b3261e }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --soft: #9aa5b4; --ground: #12151a;
  --card: #1c2128; --line: #343b46; --mark: #7ab8ff; --on-mark: #0d1420; --wrong: #ff9d94 } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; min-height: 100dvh; display: flex; flex-direction: column;
  font: 17px/1.6 system-ui, sans-serif; color: var(--ink); background: var(--ground) }
header, nav { position: sticky; z-index: 1; background: var(--ground) }
header { top: 0; border-bottom: 1px solid var(--line) }
nav { bottom: 0; border-top: 1px solid var(--line);
  padding-bottom: env(safe-area-inset-bottom, 0) }
.row { max-width: 46rem; margin: 0 auto; padding: .6rem 1rem; display: flex; gap: .5rem;
  align-items: center }
input, select, button { font: inherit; color: inherit; min-width: 0; min-height: 2.75rem;
  padding: .3rem .8rem; background: var(--card); border: 1px solid var(--line);
  border-radius: .6rem }
input { flex: 1 1 9rem } input::placeholder { color: var(--soft); opacity: 1 }
select { flex: 0 1 11rem } button { flex: 0 0 3.2rem; padding: .3rem; cursor: pointer }
#flip { flex: 1 1 auto; white-space: nowrap; font-weight: 600; color: var(--on-mark);
  background: var(--mark); border-color: var(--mark) }
:focus-visible { outline: 3px solid var(--mark); outline-offset: 2px }
progress { display: block; width: 100%; height: 3px; border: 0; appearance: none;
  background: transparent; color: var(--mark) }
progress::-webkit-progress-bar { background: transparent }
progress::-webkit-progress-value { background: var(--mark) }
progress::-moz-progress-bar { background: var(--mark) }
main { flex: 1; width: 100%; max-width: 46rem; margin: 0 auto; padding: 1rem }
article { background: var(--card); border: 1px solid var(--line); border-radius: .9rem;
  padding: 1.2rem 1.4rem 1.4rem; overflow-wrap: anywhere; cursor: pointer;
  box-shadow: 0 1px 3px rgb(0 0 0 / .06) }
article:not(.open) { min-height: 18rem; display: flex; flex-direction: column }
#count { min-width: 4.2rem; text-align: right; font-size: .9rem; color: var(--soft) }
@media (max-width: 23rem) { #count { display: none } }
article.open { cursor: auto } article[hidden] { display: none !important }
h2 { font-size: 1.35rem; line-height: 1.3; margin: 0; text-wrap: balance }
h3 { font-size: .82rem; margin: 1.5rem 0 .4rem; color: var(--soft); letter-spacing: .03em }
.about, .hint { color: var(--soft); font-size: .85rem; margin: 0 0 .5rem }
article .hint { margin: auto 0 0; padding-top: 1.5rem; text-align: center; text-wrap: balance }
article:not(.open) .back, article.open .hint { display: none }
.back { border-top: 1px solid var(--line); margin-top: 1rem; padding-top: 1rem }
.back p { margin: 0 } ul { margin: 0; padding-left: 1.2rem } li { margin: .3rem 0 }
li::marker { color: var(--mark) } .wrong s, .wrong li::marker { color: var(--wrong) }
.wrong s { text-decoration: none } .sources { font-size: .85rem; color: var(--soft) }
a { color: var(--mark) }
img { display: block; max-width: 100%; height: auto; margin-top: 1.5rem; background: #fff;
  border-radius: .5rem }
#none { text-align: center; color: var(--soft); padding: 3rem 1rem }
.touch { display: none }
@media (pointer: coarse) { .touch { display: inline } .keys { display: none } }
@page { margin: 15mm }
@media print {
  :root { color-scheme: light; --ink: #000; --soft: #444; --card: #fff; --line: #bbb;
    --mark: #000; --wrong: #000 }
  header, nav, .hint, #none { display: none }
  body { display: block; background: #fff; font-size: 9.5pt; line-height: 1.4 }
  main { max-width: none; padding: 0 }
  article, article[hidden] { display: block !important; min-height: 0 !important; padding: 0 0 10pt;
    margin: 0 0 10pt; border: 0; border-bottom: 1px solid var(--line); border-radius: 0;
    box-shadow: none }
  article.out { display: none !important }
  article .back { display: block !important; border: 0; margin: 4pt 0 0; padding: 0 }
  h2 { font-size: 12pt } h3 { margin: 6pt 0 2pt } li { margin: 1pt 0; break-inside: avoid }
  h2, h3, .about { break-after: avoid } p { orphans: 3; widows: 3 }
  .wrong s::before { content: "Not so: "; font-weight: 600 }
  .sources, .sources + h3 { font-size: 8pt } img { max-height: 9cm; break-inside: avoid }
}
"""

SCRIPT = """
const cards = [...document.querySelectorAll('article')];
const [find, tag, count, flipper, bar, none] =
  ['find', 'tag', 'count', 'flip', 'bar', 'none'].map(id => document.getElementById(id));
const texts = new Map();
const text = card => {
  if (!texts.has(card)) texts.set(card, card.textContent.toLowerCase());
  return texts.get(card);
};
let chosen = cards, at = 0;
function label() {
  const open = chosen.length && chosen[at].classList.contains('open');
  flipper.textContent = open ? 'Hide answer' : 'Show answer';
}
function draw() {
  cards.forEach(card => { card.hidden = card !== chosen[at] });
  none.hidden = chosen.length > 0;
  count.textContent = chosen.length ? `${at + 1} of ${chosen.length}` : 'nothing found';
  bar.max = chosen.length || 1; bar.value = chosen.length ? at + 1 : 0;
  label();
}
function choose() {
  const words = find.value.toLowerCase().split(/\\s+/).filter(Boolean);
  chosen = cards.filter(card => (!tag.value || card.dataset.tags.split('\\n').includes(tag.value))
    && words.every(word => text(card).includes(word)));
  const kept = new Set(chosen);
  cards.forEach(card => {
    card.classList.remove('open'); card.classList.toggle('out', !kept.has(card));
  });
  at = 0; draw();
}
function go(step) {
  if (!chosen.length) return;
  chosen[at].classList.remove('open');
  at = (at + step + chosen.length) % chosen.length; draw(); scrollTo(0, 0);
}
function flip() { if (chosen.length) { chosen[at].classList.toggle('open'); label() } }
find.oninput = tag.onchange = choose;
for (const [id, act] of [['back', () => go(-1)], ['flip', flip], ['next', () => go(1)]])
  document.getElementById(id).onclick = event => {
    act(); if (event.detail) event.currentTarget.blur();  // so that Space flips after a click
  };
cards.forEach(card => card.onclick = event => {
  if (!event.target.closest('a') && getSelection().isCollapsed) flip();
});
let from = null;
addEventListener('touchstart', event => {
  from = event.touches.length === 1 ? event.touches[0] : null;
}, { passive: true });
addEventListener('touchend', event => {
  if (!from) return;
  const to = event.changedTouches[0], x = to.clientX - from.clientX, y = to.clientY - from.clientY;
  if (Math.abs(x) > 60 && Math.abs(x) > 2 * Math.abs(y)) go(x < 0 ? 1 : -1);
});
addEventListener('keydown', event => {
  if (event.target === find && event.key === 'Escape') find.blur();
  if (event.target === find || event.target === tag) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === ' ' || event.key === 'Enter') {
    if (!['BUTTON', 'A'].includes(event.target.tagName)) { event.preventDefault(); flip() }
  }
  if (event.key === 'ArrowRight' || event.key === 'n') go(1);
  if (event.key === 'ArrowLeft' || event.key === 'p') go(-1);
  if (event.key === '/') { event.preventDefault(); find.focus() }
});
draw();
"""
