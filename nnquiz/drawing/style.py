"""What a terminal can show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Colours = Literal[0, 16, 256, 16777216]


@dataclass(frozen=True, slots=True)
class Style:
    """How many colours there are (0: none at all), and whether there is more than ASCII."""

    colours: Colours = 0
    unicode: bool = True

    @property
    def shades(self) -> bool:
        """Whether values can be told by colour; else they are told by denser characters."""
        return self.colours >= 256


PLAIN = Style()


def style_of(environment: Mapping[str, str], encoding: str, *, colour: bool = True) -> Style:
    """The style for a terminal, by what it says of itself; *colour* False takes all colour away.

    The caller decides whether it is a terminal at all.
    """
    try:
        "⣿▀█░│└…●".encode(encoding)
        unicode = True
    except (UnicodeEncodeError, LookupError):
        unicode = False
    term = environment.get("TERM", "")
    if not colour or environment.get("NO_COLOR") or term == "dumb":
        return Style(0, unicode)
    if environment.get("COLORTERM", "").lower() in {"truecolor", "24bit"}:
        return Style(16777216, unicode)
    if "256color" in term or "WT_SESSION" in environment:
        return Style(256, unicode)
    return Style(16, unicode)
