"""Rows of cells as strings with escape codes; the one place that knows them."""

import re
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nnquiz.drawing.style import Colours

THEME = 1 << 24  # above all RGB values: a colour of the terminal's own theme
ESCAPE = re.compile("\x1b\\[[0-9;]*m")
_RESET = "\x1b[0m"
_LEVELS = (0, 95, 135, 175, 215, 255)  # of the colour cube of 256


def coloured_rows(
    codes: NDArray[np.int32],
    colours: NDArray[np.int32],
    grounds: NDArray[np.int32],
    bold: NDArray[np.bool_],
    depth: Colours,
) -> list[str]:
    """All rows; one ends with a reset if it has any code, so that it can be rewritten alone.

    A code below zero is a cell that the character before it covers.
    """
    blank = (codes == ord(" ")) & (grounds < 0)
    # The colour of a blank is not seen: fewer codes if it has none.
    colours, bold = np.where(blank, -1, colours), bold & ~blank
    changes = np.zeros(codes.shape, np.bool_)
    for layer in (colours, grounds, bold):
        changes[:, 1:] |= layer[:, 1:] != layer[:, :-1]
    changes[:, 0] = True
    signs = np.maximum(codes, 0).astype("<u4")
    found = []
    for i, seen in enumerate(~blank):
        if not seen.any():
            found.append("")
            continue
        end = len(seen) - int(seen[::-1].argmax())
        line = signs[i, :end].tobytes().decode("utf-32-le")
        starts = np.flatnonzero(changes[i, :end])
        looks = zip(
            colours[i, starts].tolist(),
            grounds[i, starts].tolist(),
            bold[i, starts].tolist(),
            strict=True,
        )
        parts = []
        plain = True
        for (first, last), look in zip(pairwise([*starts.tolist(), end]), looks, strict=True):
            code = _code(*look, depth)
            if code or not plain:
                parts.append(f"\x1b[0{code}m")
            plain = not code
            parts.append(line[first:last])
        if not plain:
            parts.append(_RESET)
        found.append("".join(parts).replace("\0", ""))
    return found


@lru_cache(maxsize=16384)
def _code(colour: int, ground: int, heavy: bool, depth: Colours) -> str:
    code = ";1" if heavy else ""
    if colour >= THEME:
        code += f";{colour - THEME}"
    elif colour >= 0:
        code += ";38" + _tone(colour, depth)
    if ground >= 0:
        code += ";48" + _tone(ground, depth)
    return code


def _tone(colour: int, depth: Colours) -> str:
    red, green, blue = colour >> 16 & 255, colour >> 8 & 255, colour & 255
    if depth > 256:
        return f";2;{red};{green};{blue}"
    return f";5;{_of_256(red, green, blue)}"


def _of_256(red: int, green: int, blue: int) -> int:
    """The nearest of the colour cube and the row of greys."""
    wanted = (red, green, blue)
    steps = [min(range(6), key=lambda i: abs(_LEVELS[i] - c)) for c in wanted]
    grey = min(23, max(0, round((sum(wanted) / 3 - 8) / 10)))
    in_cube = sum((_LEVELS[s] - c) ** 2 for s, c in zip(steps, wanted, strict=True))
    in_greys = sum((8 + 10 * grey - c) ** 2 for c in wanted)
    if in_greys < in_cube:
        return 232 + grey
    return 16 + 36 * steps[0] + 6 * steps[1] + steps[2]
