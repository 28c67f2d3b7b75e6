"""A sheet to draw on, measured in character cells: what a picture becomes before any canvas.

Data only. A colour is a role or the place of a series, and a shade is a number from 0 to 1 on a
scale; each canvas finds its own colours for them in `nnquiz.drawing.palette`.
"""

from dataclasses import dataclass, field
from typing import Literal

from nnquiz.drawing.arrays import Array, vector
from nnquiz.drawing.wording import cut, harmless

Role = Literal["ink", "soft"]  # the colour of text; a quieter one for axes and marks
Paint = Role | int  # a whole number is the place of a series
Anchor = Literal["start", "middle", "end"]
ScaleName = Literal["sequential", "diverging", "sides", "relief"]


@dataclass(frozen=True, slots=True, eq=False)
class Shades:
    """Numbers from 0 to 1 in rows and columns; a NaN stays bare."""

    values: Array
    scale: ScaleName


@dataclass(frozen=True, slots=True, eq=False)
class Rectangle:
    """A rectangle in one colour, or tiled evenly by shades; *grows* is where its length is read."""

    x: float
    y: float
    width: float
    height: float
    paint: Paint | Shades
    grows: Literal["right", "up"] = "right"


@dataclass(frozen=True, slots=True, eq=False)
class Polyline:
    """A line through points, broken where one is NaN; a *rule* runs along a row or a column."""

    xs: Array
    ys: Array
    paint: Paint
    kind: Literal["curve", "dashes", "rule"] = "curve"


@dataclass(frozen=True, slots=True, eq=False)
class Dots:
    """Signs at points: *sign* is a place in a canvas's row of letters or of shapes."""

    xs: Array
    ys: Array
    paint: Paint
    sign: int
    kind: Literal["letter", "shape", "speck"] = "shape"


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; *x* is its start, middle or end, *y* the top of its row."""

    x: float
    y: float
    text: str
    paint: Paint = "ink"
    anchor: Anchor = "start"
    bold: bool = False


Item = Rectangle | Polyline | Dots | Text


@dataclass(slots=True)
class Scene:
    """What is drawn, later things over earlier ones."""

    width: int
    height: int
    items: list[Item] = field(default_factory=list)

    def rectangle(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        paint: Paint | Shades,
        grows: Literal["right", "up"] = "right",
    ) -> None:
        """Add a rectangle."""
        self.items.append(Rectangle(x, y, width, height, paint, grows))

    def curve(self, xs: object, ys: object, paint: Paint, *, dashed: bool = False) -> None:
        """Add a line."""
        self.items.append(Polyline(vector(xs), vector(ys), paint, "dashes" if dashed else "curve"))

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Add a quiet straight line along a row or a column."""
        self.items.append(Polyline(vector([x0, x1]), vector([y0, y1]), "soft", "rule"))

    def dots(
        self,
        xs: object,
        ys: object,
        paint: Paint,
        sign: int,
        kind: Literal["letter", "shape", "speck"] = "shape",
    ) -> None:
        """Add signs."""
        self.items.append(Dots(vector(xs), vector(ys), paint, sign, kind))

    def text(
        self,
        x: float,
        y: float,
        text: str,
        paint: Paint = "ink",
        anchor: Anchor = "start",
        *,
        room: float | None = None,
        bold: bool = False,
    ) -> None:
        """Add a text, cut with an ellipsis to *room* columns (else to the sheet)."""
        line = cut(harmless(text), int(self.width if room is None else room))
        if line:
            self.items.append(Text(x, y, line, paint, anchor, bold))
