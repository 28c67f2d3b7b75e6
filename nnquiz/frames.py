"""What a demo may yield: words, pictures and claims. Data only, no colours, sizes or escape codes.

A picture with the *key* of an earlier one takes its place, which makes an animation; a new key is a
new picture beside the others. What is shown of theory goes in as one more series or mark, so that
the measured and the expected are seen together.
"""

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Op = Literal["<=", ">=", "<", ">", "=="]
Vector = Any  # anything that numpy.asarray makes a vector of; here nothing loads NumPy
Matrix = Any

_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
    "==": operator.eq,
}


@dataclass(frozen=True, slots=True)
class Range:
    """What a number may be that `--set` gives, in an `Annotated` parameter of a demo."""

    low: float
    high: float
    help: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What a word may be that `--set` gives, in an `Annotated` parameter of a demo."""

    options: tuple[str, ...]
    help: str


@dataclass(frozen=True, slots=True)
class Say:
    """One short paragraph of narration."""

    text: str


@dataclass(frozen=True, slots=True)
class Ask:
    """The question to predict: asked before the demo goes on. *answer* is an option's place."""

    question: str
    options: tuple[str, ...]
    answer: int
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Curves: name -> y, or (x, y); *marks*: name -> (axis, place), thin lines across the chart."""

    key: str
    title: str
    series: Mapping[str, Vector | tuple[Vector, Vector]]
    x: str = ""
    y: str = ""
    log_x: bool = False
    log_y: bool = False
    marks: Mapping[str, tuple[Literal["x", "y"], float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """Points in a plane.

    *xy* (n, 2); *label* (n,) whole numbers from 0, each a sign and colour of its own, named by
    *legend*; *field* (rows, columns) values from 0 to 1 behind them, its first row at the bottom of
    *extent* (x0, x1, y0, y1); *paths* lines of (m, 2) points; *names* text in place of the points.
    """

    key: str
    title: str
    xy: Matrix
    label: Vector | None = None
    legend: Sequence[str] = ()
    field: Matrix | None = None
    extent: tuple[float, float, float, float] | None = None
    paths: Sequence[Matrix] = ()
    names: Sequence[str] = ()
    x: str = ""
    y: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Matrices side by side as heat maps or images, first row at the top, on one scale.

    *middle* is the value that is drawn neutral (a diverging scale); without it the scale runs from
    the least to the largest value.
    """

    key: str
    title: str
    cells: Mapping[str, Matrix]
    rows: Sequence[str] = ()
    columns: Sequence[str] = ()
    middle: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Bars: name -> value; with *edges* (n + 1,) histograms: name -> counts (n,)."""

    key: str
    title: str
    bars: Mapping[str, float | Vector]
    edges: Vector | None = None
    log: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Figures side by side; a number is shown to three digits."""

    key: str
    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str | float]]


@dataclass(frozen=True, slots=True)
class Claim:
    """What the run shows, with its figure: it holds if *value* *op* *bound* does.

    *otherwise* says what it teaches when it fails, which it may with parameters of one's own.
    """

    text: str
    value: float
    op: Op
    bound: float
    unit: str = ""
    otherwise: str = ""

    @property
    def holds(self) -> bool:
        """Computed here, so that no demo can say so of itself; a NaN never holds."""
        return bool(_COMPARE[self.op](self.value, self.bound))


Picture = Lines | Points | Grid | Bars | Table
Frame = Say | Ask | Picture | Claim
Demo = Iterator[Frame]
