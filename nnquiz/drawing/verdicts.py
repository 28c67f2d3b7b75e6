"""Claims in words: what was found, what was to be, and whether it holds."""

from nnquiz.drawing.figures import figure
from nnquiz.drawing.wording import columns, harmless, wrap
from nnquiz.frames import Claim

_WORDS = {"<=": "at most", ">=": "at least", "<": "below", ">": "above", "==": "exactly"}


def found(claim: Claim) -> str:
    """What the run gave: `4.12e-7`, `96 %`."""
    return _with_unit(claim.value, claim.unit)


def expected(claim: Claim) -> str:
    """What it was to be: `at most 0.0001`."""
    return f"{_WORDS[claim.op]} {_with_unit(claim.bound, claim.unit)}"


def verdict(claim: Claim) -> str:
    """`holds` or `does not hold`."""
    return "holds" if claim.holds else "does not hold"


def sentence(claim: Claim, room: int) -> list[str]:
    """`holds: accuracy: 96 % (at least 90 %)` in *room* columns, the bracket whole."""
    *lines, last = wrap(f"{verdict(claim)}: {harmless(claim.text)}: {found(claim)}", room)
    bracket = f"({expected(claim)})"
    if columns(f"{last} {bracket}") <= room:
        return [*lines, f"{last} {bracket}"]
    return [*lines, last, *wrap(bracket, room)]


def lesson(claim: Claim) -> str:
    """What it teaches that the claim does not hold; nothing if it does."""
    return "" if claim.holds else harmless(claim.otherwise).strip()


def _with_unit(value: float, unit: str) -> str:
    unit = harmless(unit).strip()
    if not unit:
        return figure(value)
    return f"{figure(value)}{unit}" if unit in {"%", "×"} else f"{figure(value)} {unit}"
