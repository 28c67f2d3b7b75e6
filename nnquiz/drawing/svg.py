"""A demo's pictures as an SVG: vectors and text on a light ground, in need of nothing else."""

from collections.abc import Sequence
from html import escape

from nnquiz.drawing import palette, verdicts
from nnquiz.drawing.pictures import good_rows, scene_of
from nnquiz.drawing.sentences import describe
from nnquiz.drawing.svg_marks import CELL, elements, hexadecimal, number, text
from nnquiz.drawing.wording import harmless, wrap
from nnquiz.frames import Claim, Picture

_WIDE = 60  # columns of a picture: legible on a phone
_MARGIN = 16.0
_GAP = 24.0
_LINE = 18.0  # from one line of prose to the next
_BESIDE = 4  # from so many pictures on, they stand in two columns


def page(title: str, pictures: Sequence[Picture], claims: Sequence[Claim] = ()) -> str:
    """One SVG: the title, the pictures and below them the claims."""
    across = 2 if len(pictures) >= _BESIDE else 1
    wide = across * _WIDE * CELL[0] + (across - 1) * _GAP
    body = []
    y = _MARGIN
    for line in wrap(harmless(title), int(wide / 11)):
        y += 22
        body.append(f'<g font-size="19">{text(0, y - 6, line, "#111", bold=True)}</g>')
    bottoms = [y + (8 if y > _MARGIN else 0)] * across
    for picture in pictures:
        column = bottoms.index(min(bottoms))
        parts, tall = _picture(picture)
        x = column * (_WIDE * CELL[0] + _GAP)
        place = f"translate({number(x)} {number(bottoms[column])})"
        body += [f'<g transform="{place}">', *parts, "</g>"]
        bottoms[column] += tall + _GAP
    y = max(bottoms)
    for claim in claims:
        parts, tall = _claim(claim, y, wide)
        body += parts
        y += tall
    return _sheet(harmless(title), body, wide + 2 * _MARGIN, y + (_MARGIN if claims else 0))


def picture(shown: Picture) -> str:
    """One picture as an SVG of its own."""
    parts, tall = _picture(shown)
    body = [f'<g transform="translate(0 {number(_MARGIN)})">', *parts, "</g>"]
    return _sheet(harmless(shown.title), body, _WIDE * CELL[0] + 2 * _MARGIN, tall + 2 * _MARGIN)


def _sheet(title: str, body: list[str], wide: float, tall: float) -> str:
    size = f"{number(wide)} {number(tall)}"
    width, height = size.split()
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" width="{width}"'
        f' height="{height}" font-family="Arimo, Arial, Helvetica, sans-serif" font-size="12.5"'
        ' role="img">',
        f"<title>{escape(title)}</title>",
        '<rect width="100%" height="100%" fill="#fff"/>',
        f'<g transform="translate({number(_MARGIN)} 0)">',
        *body,
        "</g>",
        "</svg>\n",
    ])  # fmt: skip


def _picture(shown: Picture) -> tuple[list[str], float]:
    """A picture's elements with a description for those who cannot see it, and its height."""
    scene = scene_of(shown, _WIDE, good_rows(shown, _WIDE))
    words = f"<desc>{escape(describe(shown))}</desc>"
    return [words, *elements(scene)], scene.height * CELL[1]


def _claim(claim: Claim, y: float, wide: float) -> tuple[list[str], float]:
    """A claim from *y* on: its sign, its words and figure, and the lesson if it does not hold."""
    good, bad = hexadecimal(palette.series(2)), hexadecimal(palette.series(1))
    sign, colour = ("l4 5l7 -10", good) if claim.holds else ("m1 -5l8 9m0 -9l-8 9", bad)
    parts = [
        f'<path d="M0 {number(y + 8)}{sign}" fill="none" stroke="{colour}" stroke-width="2.4"/>'
    ]
    room = int((wide - 20) / 6.6)
    words = verdicts.sentence(claim, room)
    for line in words:
        parts.append(text(20, y + 12, line, "#1e1e1e"))
        y += _LINE
    lesson = wrap(verdicts.lesson(claim), room)
    for line in lesson:
        parts.append(text(20, y + 12, line, "#6e6e6e"))
        y += _LINE
    return parts, _LINE * (len(words) + len(lesson)) + 4
