"""Numbers as people read them."""

import math
from typing import Any

from nnquiz.drawing.wording import harmless


def figure(value: Any) -> str:
    """A number to three digits (`0.0123`, `1185`, `4.12e-7`); a text as it is."""
    if isinstance(value, str):
        return harmless(value)
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return harmless(value)
    if not math.isfinite(number):
        return "none" if math.isnan(number) else "infinite" if number > 0 else "-infinite"
    size = abs(number)
    if number == 0:
        return "0"
    if size >= 1e6 or size < 1e-4:
        return short_power(f"{number:.3g}")
    if size >= 100:
        return f"{number:.0f}"
    return f"{float(f'{number:.3g}'):.10f}".rstrip("0").rstrip(".")


def short_power(text: str) -> str:
    """`1e-07` as `1e-7`, `2e+05` as `2e5`."""
    mantissa, power, exponent = text.partition("e")
    return f"{mantissa}e{int(exponent)}" if power else text
