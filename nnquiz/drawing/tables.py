"""`Table` as a scene."""

from dataclasses import dataclass

from nnquiz.drawing.axes import draw_title
from nnquiz.drawing.figures import figure
from nnquiz.drawing.scene import Scene
from nnquiz.drawing.wording import columns, cut, harmless, wrap
from nnquiz.frames import Table

_GAP = 2
_SHORTEST = 6  # columns to which words are cut before whole columns are left out


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, its cells as texts, and whether they are figures."""

    head: str
    cells: list[str]
    figures: bool

    @property
    def wide(self) -> int:
        """How many columns of the terminal it takes."""
        return max(map(columns, [self.head, *self.cells]))


def columns_of(picture: Table) -> list[Column]:
    """The table by columns; short rows are filled up with nothing."""
    count = max([len(picture.head), *(len(row) for row in picture.rows)], default=0)
    found = []
    for place in range(count):
        head = harmless(picture.head[place]) if place < len(picture.head) else ""
        cells = [row[place] if place < len(row) else "" for row in picture.rows]
        words = any(isinstance(cell, str) and cell.strip() for cell in cells)
        found.append(Column(head, [figure(cell) for cell in cells], bool(cells) and not words))
    return found


def natural_width(picture: Table) -> int:
    """How many columns show the table whole."""
    found = columns_of(picture)
    return sum(column.wide for column in found) + _GAP * max(0, len(found) - 1)


def table(picture: Table, width: int, height: int) -> Scene:
    """Words to the left, figures to the right; words give way where it is narrow, figures never."""
    scene = Scene(width, height)
    top = draw_title(scene, picture.title)
    whole = columns_of(picture)
    wide = _widths(whole, width)
    starts = [sum(wide[:place]) + _GAP * place for place in range(len(wide))]
    if any(column.head.strip() for column in whole):
        heads = [_head_lines(column.head, room) for column, room in zip(whole, wide, strict=False)]
        deep = max(map(len, heads))
        for column, lines, start, room in zip(whole, heads, starts, wide, strict=False):
            for row, line in enumerate(lines, top + deep - len(lines)):
                _write(scene, row, line, start, room, column, bold=True)
        if len(wide) < len(whole):
            scene.text(width, top, " …", "soft", "end")
        top += deep
        if height - top > len(picture.rows) or height >= 10:
            scene.rule(0, top + 0.5, starts[-1] + wide[-1], top + 0.5)
            top += 1
    room = max(1, height - top)
    shown = len(picture.rows) if len(picture.rows) <= room else room - 1
    for column, start, space in zip(whole, starts, wide, strict=False):
        for row, cell in enumerate(column.cells[:shown], top):
            _write(scene, row, cell, start, space, column)
    if shown < len(picture.rows):
        scene.text(0, height - 1, f"... and {len(picture.rows) - shown} more", "soft")
    return scene


def _widths(whole: list[Column], width: int) -> list[int]:
    """How wide each column is drawn; fewer columns than there are where not all have room."""
    wide = [column.wide for column in whole]
    while wide and sum(wide) + _GAP * (len(wide) - 1) > width:
        words = [
            place
            for place, room in enumerate(wide)
            if not whole[place].figures and room > _SHORTEST
        ]
        heads = [
            place
            for place, room in enumerate(wide)
            if room > max([3, _longest_word(whole[place].head), *map(columns, whole[place].cells)])
        ]
        if giving := heads or words:
            wide[max(giving, key=lambda place: wide[place])] -= 1
        elif len(wide) > 1:
            wide.pop()
        else:
            wide = [width]
    return wide


def _longest_word(head: str) -> int:
    return min(10, max(map(columns, head.split()), default=0))


def _head_lines(head: str, room: int) -> list[str]:
    """A head in one line, or in two where its column is narrow."""
    lines = wrap(head, room)
    return lines if len(lines) <= 2 else [lines[0], cut(" ".join(lines[1:]), room)]


def _write(
    scene: Scene, row: int, cell: str, start: int, room: int, column: Column, *, bold: bool = False
) -> None:
    if column.figures:
        scene.text(start + room, row, cell, anchor="end", room=room, bold=bold)
    else:
        scene.text(start, row, cell, room=room, bold=bold)
