"""A scene as rows of a terminal: braille for lines, half blocks for tiles, and text.

Without colour, tiles become denser characters and each curve is known by its letters; without
Unicode, a curve is drawn with its letter.
"""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nnquiz.drawing import palette
from nnquiz.drawing.escapes import THEME, coloured_rows
from nnquiz.drawing.sampling import apart, resampled, samples
from nnquiz.drawing.scene import Dots, Paint, Polyline, Rectangle, Scene, Shades, Text
from nnquiz.drawing.style import Style
from nnquiz.drawing.wording import ascii_only, columns_of

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHAPES = "ox+*#@%&$=~?"
_PENS = {"ink": "#", "soft": "."}  # what draws a line in ASCII; a series is drawn with its letter

_BRAILLE = np.array([[1, 8], [2, 16], [4, 32], [64, 128]], dtype=np.int32)
_UP_PART = " ▁▂▃▄▅▆▇█"  # the lower eighths of a cell
# Of each cell a rule may touch the upper (1), lower (2), left (4) and right (8) half.
_RULES = " ╵╷│╴┘┐┤╶└┌├─┴┬┼"
_ASCII_RULES = " |||-+++-+++-+++"

_RAMPS = {
    ("sequential", True): " ·░▒▓█",
    ("sequential", False): " .:-=+*#%@",
    ("diverging", True): "≡=-·░▒▓",
    ("diverging", False): "N=-.+*#",
    ("sides", True): " ·:░",
    ("sides", False): " .-:",
    ("relief", True): " ·:░",
    ("relief", False): " .-:",
}
_COVERED = -1  # a cell that the wide character before it covers
_BARE = -1  # no colour: the terminal's own


def rows(scene: Scene, style: Style) -> list[str]:
    """A string for each row, without blanks at its end; escape codes only where there is colour."""
    sheet = _Sheet(scene.width, scene.height, style)
    for item in scene.items:
        match item:
            case Rectangle(paint=Shades() as shades):
                sheet.tile(item, shades)
            case Rectangle():
                sheet.fill(item)
            case Polyline(kind="rule"):
                sheet.rule(item)
            case Polyline():
                sheet.curve(item)
            case Dots():
                sheet.dots(item)
            case Text():
                sheet.text(item)
    return sheet.strings()


class _Sheet:
    """The cells: a code point, a colour and weight for each, and the ground in half cells."""

    def __init__(self, width: int, height: int, style: Style) -> None:
        self._width, self._height, self._style = width, height, style
        self._codes: NDArray[np.int32] = np.zeros((height, width), np.int32)
        self._colours = np.full((height, width), _BARE, np.int32)
        self._bold = np.zeros((height, width), np.bool_)
        self._ground = np.full((2 * height, width), _BARE, np.int32)
        self._braille = np.zeros((height, width), np.int32)
        self._rules = np.zeros((height, width), np.uint8)
        # The 256 colours have no dark shades that differ enough.
        self._tint: Literal["dark", "light"] = "dark" if style.colours > 256 else "light"
        self._broad = False  # whether there are signs of two columns
        self._grounded = False  # whether points and paths lie on a ground of their own

    def tile(self, item: Rectangle, shades: Shades) -> None:
        """Shade an area, each half cell by the mean of the values that fall into it."""
        fine = 2 if self._style.shades else 1
        top, bottom = _span(item.y * fine, item.height * fine, self._height * fine)
        left, right = _span(item.x, item.width, self._width)
        if top >= bottom or left >= right:
            return
        lines = (np.arange(top, bottom, dtype=np.float64) + 0.5) / fine
        places = np.arange(left, right, dtype=np.float64) + 0.5
        values = resampled(
            shades.values,
            (lines - item.y) / item.height,
            (places - item.x) / item.width,
        )
        if self._style.shades:
            self._ground[top:bottom, left:right] = palette.shades(values, shades.scale, self._tint)
            self._grounded |= shades.scale in {"sides", "relief"}
            return
        ramp = _codes(_RAMPS[shades.scale, self._style.unicode])
        steps = np.clip(np.nan_to_num(values), 0, 1) * len(ramp)
        chosen = ramp[np.minimum(steps.astype(np.intp), len(ramp) - 1)]
        self._codes[top:bottom, left:right] = np.where(np.isnan(values), ord(" "), chosen)

    def fill(self, item: Rectangle) -> None:
        """A bar in whole cells; one that grows upward is exact to an eighth of a row."""
        assert not isinstance(item.paint, Shades)
        up = item.grows == "up"
        left, right = item.x, item.x + item.width
        top, bottom = item.y, item.y + item.height
        if up:
            x0, x1 = _span(left, item.width, self._width)
            if x1 - x0 > 2:
                x1 -= 1  # a gap to the next column
            y0, y1 = int(np.ceil(top - 1e-6)), min(self._height, round(bottom))
            part, row = round(8 * (y0 - top)), y0 - 1
            self._put(slice(max(0, y0), y1), slice(x0, x1), "█", item.paint)
            if part and 0 <= row < self._height:
                self._put(slice(row, row + 1), slice(x0, x1), _UP_PART[part], item.paint)
            return
        y0, y1 = _span(top, item.height, self._height)
        x0, x1 = round(left), round(right)
        if x0 < x1:  # a bar leaves an eighth of its row free, so that it is parted from the next
            self._put(slice(y0, y1), slice(max(0, x0), x1), "▇", item.paint)
        elif 0 <= x0 < self._width:
            self._put(slice(y0, y1), slice(x0, x0 + 1), "▏", item.paint)

    def rule(self, item: Polyline) -> None:
        """A straight line as box characters, joined to those that it meets."""
        (x0, x1), (y0, y1) = np.sort(item.xs[:2]), np.sort(item.ys[:2])
        # An end is rounded to half a cell, so that a tick comes to lie on one side of the axis.
        if y0 == y1 and 0 <= y0 < self._height:
            halves = np.arange(round(2 * x0), round(2 * x1))
            halves = halves[(halves >= 0) & (halves < 2 * self._width)]
            np.bitwise_or.at(self._rules[int(y0)], halves // 2, (4 << halves % 2).astype(np.uint8))
        elif x0 == x1 and 0 <= x0 < self._width:
            halves = np.arange(round(2 * y0), round(2 * y1))
            halves = halves[(halves >= 0) & (halves < 2 * self._height)]
            line = self._rules[:, int(x0)]
            np.bitwise_or.at(line, halves // 2, (1 << halves % 2).astype(np.uint8))

    def curve(self, item: Polyline) -> None:
        """A line in braille: two by four dots to a cell."""
        across, down = samples(item.xs * 2, item.ys * 4)
        x, y = np.floor(across).astype(np.intp), np.floor(down).astype(np.intp)
        x[across == 2 * self._width] -= 1
        y[down == 4 * self._height] -= 1
        there = (x >= 0) & (x < 2 * self._width) & (y >= 0) & (y < 4 * self._height)
        if item.kind == "dashes":
            there &= (x + y) % 4 < 2
        x, y = x[there], y[there]
        cells = (y // 4, x // 2)
        colour = self._colour(item.paint)
        if self._style.unicode:
            np.bitwise_or.at(self._braille, cells, _BRAILLE[y % 4, x % 2])
            self._codes[cells] = 0x2800 + self._braille[cells]
        else:
            paint = item.paint
            pen = _LETTERS[paint % 26] if isinstance(paint, int) else _PENS[paint]
            self._codes[cells] = ord(pen)
        self._colours[cells] = colour
        self._bold[cells] = False

    def dots(self, item: Dots) -> None:
        """Signs, one for each cell that has a point."""
        xs, ys = np.asarray(item.xs), np.asarray(item.ys)
        known = np.isfinite(xs) & np.isfinite(ys)
        if item.kind == "speck" and 4 * known.sum() > self._codes.size:
            self.curve(Polyline(*apart(xs[known], ys[known]), item.paint))
            return
        x, y = np.floor(xs[known]).astype(np.intp), np.floor(ys[known]).astype(np.intp)
        x[xs[known] == self._width] -= 1
        y[ys[known] == self._height] -= 1
        there = (x >= 0) & (x < self._width) & (y >= 0) & (y < self._height)
        cells = (y[there], x[there])
        signs = {"letter": _LETTERS, "shape": _SHAPES, "speck": "·"}[item.kind]
        signs = signs if self._style.unicode else ascii_only(signs)
        self._codes[cells] = ord(signs[item.sign % len(signs)])
        self._colours[cells] = self._colour(item.paint)
        self._bold[cells] = True

    def text(self, item: Text) -> None:
        """A line of text; what is outside the sheet is left out."""
        text = item.text if self._style.unicode else ascii_only(item.text)
        wide = sum(map(columns_of, text))
        x = {"start": item.x, "middle": item.x - wide / 2, "end": item.x - wide}[item.anchor]
        row, at = int(np.floor(item.y + 0.5)), int(np.floor(x + 0.5 + 1e-6))
        if not 0 <= row < self._height:
            return
        colour = self._colour(item.paint)
        for sign in text:
            room = columns_of(sign)
            if room and at >= 0 and at + room <= self._width:
                self._codes[row, at] = ord(sign)
                self._codes[row, at + 1 : at + room] = _COVERED
                self._broad |= room == 2
                self._colours[row, at : at + room] = colour
                self._bold[row, at : at + room] = item.bold
            at += room

    def strings(self) -> list[str]:
        """All rows, as text."""
        if self._broad:
            self._mend_broad_signs()
        ruled = (self._codes == 0) & (self._rules > 0)
        codes = np.where(ruled, self._rule_codes()[self._rules], self._codes)
        if self._style.colours == 0:
            return ["".join(map(chr, line[line >= 0])).rstrip() for line in _blank(codes)]
        colours = np.where(ruled, self._colour("soft"), self._colours)
        codes, colours, grounds = self._on_grounds(codes, colours)
        return coloured_rows(_blank(codes), colours, grounds, self._bold, self._style.colours)

    def _on_grounds(
        self, codes: NDArray[np.int32], colours: NDArray[np.int32]
    ) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
        """Signs, colours and grounds of whole cells: where the halves differ, a half block."""
        upper, lower = self._ground[::2], self._ground[1::2]
        bare = upper == _BARE
        parted = (codes == 0) & (upper != lower) & self._style.unicode
        codes = np.where(parted, np.where(bare, ord("▄"), ord("▀")), codes)
        colours = np.where(parted, np.where(bare, lower, upper), colours)
        grounds = np.where(bare, np.where(parted, _BARE, lower), np.where(parted, lower, upper))
        plain = (codes > 0) & (colours == _BARE) & (grounds != _BARE)
        if plain.any():
            contrast = np.where(palette.brightness(grounds) > 0.18, 0x000000, 0xFFFFFF)
            colours = np.where(plain, contrast, colours)
        return codes, colours.astype(np.int32), grounds

    def _put(self, down: slice, across: slice, sign: str, paint: Paint) -> None:
        if not self._style.unicode:
            sign = "|" if sign == "▏" else "#" if sign in _UP_PART[4:] else " "
        if sign != " ":
            self._codes[down, across] = ord(sign)
            self._colours[down, across] = self._colour(paint)

    def _mend_broad_signs(self) -> None:
        """Take away halves of signs of two columns, whose other half was written over."""
        whole = False
        for place in np.ndindex(self._codes.shape):
            code = int(self._codes[place])
            if code == _COVERED and not whole:
                self._codes[place] = ord(" ")
            whole = code > 0 and columns_of(chr(code)) == 2
            following = (place[0], place[1] + 1)
            if whole and (following[1] == self._width or self._codes[following] != _COVERED):
                self._codes[place] = ord(" ")
                whole = False

    def _rule_codes(self) -> NDArray[np.int32]:
        return _codes(_RULES if self._style.unicode else _ASCII_RULES)

    def _colour(self, paint: Paint) -> int:
        if self._style.colours == 0:
            return _BARE
        if self._style.colours == 16:
            if isinstance(paint, int):
                return THEME + palette.SERIES_OF_16[paint % len(palette.SERIES_OF_16)]
            return _BARE
        if self._grounded and isinstance(paint, int):
            return _packed(palette.on_ground(paint, self._tint))
        return _BARE if paint == "ink" else _packed(palette.ink(paint, "dark"))


def _packed(rgb: palette.Rgb) -> int:
    return rgb[0] << 16 | rgb[1] << 8 | rgb[2]


def _codes(signs: str) -> NDArray[np.int32]:
    return np.array([ord(sign) for sign in signs], dtype=np.int32)


def _blank(codes: NDArray[np.int32]) -> NDArray[np.int32]:
    return np.where(codes == 0, np.int32(ord(" ")), codes)


def _span(start: float, length: float, most: int) -> tuple[int, int]:
    """The whole cells that a stretch covers, at least one of those on the sheet."""
    first, last = round(start), round(start + length)
    return max(0, first), min(most, max(last, first + 1))
