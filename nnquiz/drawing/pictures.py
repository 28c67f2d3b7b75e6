"""Every kind of picture as a scene, and how much room it wants."""

from nnquiz.drawing.bar_charts import bar_chart, bars_of
from nnquiz.drawing.grids import fewest_rows, grid, wanted_rows
from nnquiz.drawing.line_charts import line_chart
from nnquiz.drawing.scatter import scatter
from nnquiz.drawing.scene import Scene
from nnquiz.drawing.tables import natural_width, table
from nnquiz.drawing.wording import harmless, wrap
from nnquiz.frames import Bars, Grid, Lines, Picture, Points, Table


def scene_of(picture: Picture, width: int, height: int) -> Scene:
    """The picture on a sheet of *width* columns and *height* rows."""
    width, height = max(1, width), max(1, height)
    match picture:
        case Lines():
            return line_chart(picture, width, height)
        case Points():
            return scatter(picture, width, height)
        case Grid():
            return grid(picture, width, height)
        case Bars():
            return bar_chart(picture, width, height)
        case Table():
            return table(picture, width, height)


def good_rows(picture: Picture, width: int) -> int:
    """How many rows show the picture well."""
    title = min(2, len(wrap(harmless(picture.title), width)))
    match picture:
        case Lines():
            return title + 15
        case Points():
            return title + 19
        case Grid():
            return title + max(2, wanted_rows(picture, width))
        case Bars() if picture.edges is not None:
            return title + 13
        case Bars():
            return title + max(1, min(40, len(bars_of(picture))))
        case Table():
            return title + max(1, min(40, len(picture.rows) + 2 * bool(picture.head)))


def least_rows(picture: Picture, width: int) -> int:
    """How many rows the picture needs to be worth showing."""
    good = good_rows(picture, width)
    if isinstance(picture, Grid):
        title = min(2, len(wrap(harmless(picture.title), width)))
        return min(good, max(10, min(18, title + fewest_rows(picture, width))))
    return min(good, 10 if isinstance(picture, Lines | Points) else 8)


def good_width(picture: Picture) -> int:
    """How many columns show the picture well."""
    match picture:
        case Table():
            return max(1, natural_width(picture))
        case Bars():
            return 50
        case _:
            return 60
