"""From values to places along an axis, and the round numbers that are written there."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from nnquiz.drawing.arrays import Array
from nnquiz.drawing.figures import short_power


@dataclass(frozen=True, slots=True)
class Scale:
    """From *low* to *high*: of the values, or if *log* of their powers of ten."""

    low: float
    high: float
    log: bool = False

    def fractions(self, values: Array) -> Array:
        """Where the values lie, 0 at *low* and 1 at *high*; NaN for what has no place."""
        places = _powers(values) if self.log else values
        return (places - self.low) / (self.high - self.low)

    def ticks(self, most: int) -> list[tuple[float, str]]:
        """At most about *most* round values: (fraction, label)."""
        if self.log:
            return self._log_ticks(max(2, most))
        values, labels = _round_values(self.low, self.high, max(2, most))
        return list(zip(self.fractions(np.array(values)).tolist(), labels, strict=True))

    def _log_ticks(self, most: int) -> list[tuple[float, str]]:
        slack = 1e-9 * max(1.0, abs(self.low), abs(self.high))
        powers = list(range(math.ceil(self.low - slack), math.floor(self.high + slack) + 1))
        if len(powers) < 3:  # few powers of ten tell little of the scale
            for between in ((1, 2, 5), (1, 3)):
                ticks = self._between_powers(between)
                if 3 <= len(ticks) <= most:
                    return ticks
        if len(powers) >= 2:
            every = math.ceil(len(powers) / most)
            powers = [power for power in powers if power % every == 0] or powers[:1]
            plain = all(-3 <= power <= 4 for power in powers)
            labels = [_power_label(power, plain=plain) for power in powers]
            places = [(power - self.low) / (self.high - self.low) for power in powers]
            return list(zip(places, labels, strict=True))
        values, labels = _round_values(10**self.low, 10**self.high, most)
        places = self.fractions(np.array(values)).tolist()
        return [(p, t) for p, t in zip(places, labels, strict=True) if math.isfinite(p)]

    def _between_powers(self, digits: tuple[int, ...]) -> list[tuple[float, str]]:
        """The *digits* times each power of ten, as far as they lie on the axis."""
        low, high = math.floor(self.low), math.ceil(self.high)
        ticks = []
        for power in range(max(low, -300), min(high, 300) + 1):
            for digit in digits:
                place = (power + math.log10(digit) - self.low) / (self.high - self.low)
                if -1e-9 <= place <= 1 + 1e-9:
                    plain = -4 <= power <= 4
                    text = f"{digit * 10.0**power:.{max(0, -power)}f}"
                    ticks.append((place, text if plain else f"{digit}e{power}"))
        return ticks


def scale_of(
    values: Iterable[Array], *, log: bool = False, margin: float = 0.0, zero: bool = False
) -> Scale:
    """The scale on which all *values* have a place; *zero* is on it too if asked for."""
    rows = [_powers(row) if log else row for row in values]
    whole = np.concatenate(rows) if rows else np.empty(0)
    whole = whole[np.isfinite(whole)]
    if not len(whole):
        return Scale(0.0, 1.0, log)
    low, high = float(whole.min()), float(whole.max())
    if zero and not log:
        low, high = min(low, 0.0), max(high, 0.0)
    size = max(abs(low), abs(high))
    if high - low <= 1e-12 * size or high - low < 1e-290:  # one value: give it room on both sides
        room = 0.5 if log or size == 0 else max(0.5 * size, 1e-290)
        return Scale(low - room, high + room, log)
    room = margin * (high - low)
    return Scale(low - room, high + room, log)


def _powers(values: Array) -> Array:
    return np.log10(np.where(values > 1e-300, values, np.nan))


def _power_label(power: int, *, plain: bool) -> str:
    if plain or power in (0, 1):
        return f"{10.0**power:.{max(0, -power)}f}"
    return f"1e{power}"


def _round_values(low: float, high: float, most: int) -> tuple[list[float], list[str]]:
    """Multiples of 1, 2 or 5 times a power of ten between *low* and *high*, with their labels."""
    span = high - low
    power = math.floor(math.log10(span / most))
    tries = []
    for times in (1, 2, 5, 10, 20, 50):
        step = times * 10.0**power
        tries.append((step, math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)))
        if tries[-1][2] - tries[-1][1] < most:
            break
    if tries[-1][2] == tries[-1][1] and len(tries) > 1:
        tries.pop()  # one tick tells nothing of the scale: rather a few too many
    step, first, last = tries[-1]
    values = [count * step for count in range(first, last + 1)]
    return values, _labels(values, step)


def _labels(values: list[float], step: float) -> list[str]:
    size = max(map(abs, values), default=0.0)
    if 0 < size < 1e6 and step >= 0.9e-4:
        decimals = max(0, -math.floor(math.log10(step) + 1e-9))
        return [f"{value + 0.0:.{decimals}f}" for value in values]
    digits = 1 + max(0, math.floor(math.log10(size / step) + 1e-9)) if size else 1
    return [short_power(f"{value:.{min(digits, 15)}g}") if value else "0" for value in values]
