"""Several pictures on one terminal screen."""

from collections.abc import Iterator, Sequence
from itertools import product

from nnquiz.drawing.cells import rows
from nnquiz.drawing.escapes import ESCAPE
from nnquiz.drawing.pictures import good_rows, good_width, least_rows, scene_of
from nnquiz.drawing.style import Style
from nnquiz.drawing.wording import ascii_only, columns, cut, harmless
from nnquiz.frames import Picture

_GAP = 2  # columns between two pictures side by side
_NARROWEST = 38
_MOST = 6  # pictures on one screen

Band = tuple[Sequence[Picture], int]  # pictures side by side, and their rows


class _Needs:
    """What rows each picture wants, asked once for each width: the ways to lay out are many."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], tuple[int, int]] = {}

    def rows(self, picture: Picture, width: int) -> tuple[int, int]:
        """The least that are worth it, and those that show it well."""
        place = id(picture), width
        if place not in self._known:
            self._known[place] = least_rows(picture, width), good_rows(picture, width)
        return self._known[place]


def screen(
    pictures: Sequence[Picture], width: int, height: int, style: Style, latest: str = ""
) -> list[str]:
    """The *pictures*, at most *width* columns by *height* rows, with escape codes as *style* has.

    One picture for each key, in the order in which the keys first came. Where not all have room,
    the one with the key *latest* (else the last) is kept, and a line names the others.
    """
    if not pictures or width < 1 or height < 1:
        return []
    needs = _Needs()
    kept, left_out = list(pictures), []
    bands = _best(kept, width, height, needs)
    while len(kept) > 1 and not bands:
        newest = latest if any(p.key == latest for p in kept) else kept[-1].key
        oldest = next((p for p in kept if p.key != newest), kept[0])
        kept = [p for p in kept if p is not oldest]
        left_out.append(oldest)
        bands = _best(kept, width, height - 1, needs)
    lines: list[str] = []
    room = height - bool(left_out)
    bands = bands or [(kept, room)]
    spare = room - sum(tall for _, tall in bands)
    for place, (beside, tall) in enumerate(bands):
        if place and spare >= place:
            lines.append("")
        lines += _drawn(beside, width, tall, style)
    while lines and not lines[-1]:
        lines.pop()
    if left_out:
        lines = [*lines[: height - 1], _named(left_out, width, style)]
    return lines[:height]


def visible_columns(line: str) -> int:
    """How many columns a line takes on the screen: without its escape codes."""
    return columns(ESCAPE.sub("", line))


def _best(pictures: Sequence[Picture], width: int, height: int, needs: _Needs) -> list[Band]:
    """The bands that show the pictures best; none if there is no room for all."""
    best: list[Band] = []
    score = 0.0
    if len(pictures) > _MOST:
        return []
    for split in _splits(pictures):
        if any(_width_of(width, len(band)) < _NARROWEST for band in split if len(band) > 1):
            continue
        wanted = [[needs.rows(p, _width_of(width, len(band))) for p in band] for band in split]
        least = [max(few for few, _ in band) for band in wanted]
        good = [max(many for _, many in band) for band in wanted]
        if sum(least) > height:
            continue
        gaps = min(len(split) - 1, height - sum(least))
        way = list(zip(split, _shared(least, good, height - gaps), strict=True))
        goodness = _goodness(way, width, needs)
        if goodness > score:
            best, score = way, goodness
    return best


def _splits(pictures: Sequence[Picture]) -> Iterator[list[Sequence[Picture]]]:
    """All ways to break the pictures into bands, in their order."""
    for breaks in product((False, True), repeat=len(pictures) - 1):
        ends = [place for place, cut_here in enumerate(breaks, 1) if cut_here]
        starts = [0, *ends]
        yield [pictures[i:j] for i, j in zip(starts, [*ends, len(pictures)], strict=True)]


def _shared(least: list[int], good: list[int], height: int) -> list[int]:
    """Row counts between the least and what is good, or a bit more, that fill the height."""
    spare = height - sum(least)
    wanted = [max(0, more - few) for more, few in zip(good, least, strict=True)]
    total = sum(wanted)
    if total > spare:
        return [few + spare * share // total for few, share in zip(least, wanted, strict=True)]
    growing = [tall for tall in good if tall > 12]  # charts; a table has no use for more rows
    more = (spare - total) // len(growing) if growing else 0
    return [min(2 * tall, tall + more) if tall > 12 else tall for tall in good]


def _width_of(width: int, across: int) -> int:
    return (width - _GAP * (across - 1)) // across


def _goodness(bands: Sequence[Band], width: int, needs: _Needs) -> float:
    """How well the worst and all the pictures are shown, 1 at best."""
    shares = []
    for beside, tall in bands:
        wide = _width_of(width, len(beside))
        shares += [
            min(1.0, tall / needs.rows(p, wide)[1]) * min(1.0, wide / good_width(p)) for p in beside
        ]
    return min(shares) + 0.1 * sum(shares) / len(shares)


def _drawn(beside: Sequence[Picture], width: int, height: int, style: Style) -> list[str]:
    wide = _width_of(width, len(beside))
    panels = [rows(scene_of(picture, wide, height), style) for picture in beside]
    lines = []
    for parts in zip(*panels, strict=True):
        line = ""
        for place, part in enumerate(parts):
            if part:
                line += " " * (place * (wide + _GAP) - visible_columns(line)) + part
        lines.append(line)
    return lines


def _named(pictures: Sequence[Picture], width: int, style: Style) -> str:
    titles = " · ".join(harmless(p.title) or harmless(p.key) for p in pictures)
    line = cut(f"also: {titles}", width)
    return line if style.unicode else ascii_only(line)
