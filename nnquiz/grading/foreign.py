"""Tricks in an answer to a question that nothing was learned about, by what they look like.

Each has two bounds: from the first on it may be the trick, from the second on it is. People's
notes, formulas and pseudo code lie before the first.
"""

import re
from collections.abc import Iterator, Mapping

from nnquiz.grading.model import model
from nnquiz.grading.text import IGNORED, Text

_SHUFFLED = (-0.1, -0.25)  # order of the words
_OF_SIGNS = (-0.25, -0.4)  # the same where it is of signs, which follow one another otherwise
_UNJOINED = (0.0, 1.0)  # log odds beyond the bound of a list in the bank that comes with nnquiz
_LISTED = (0.15, 0.4)  # single words between commas, a word
_DENIED = (0.03, 0.04)  # denials without ground in the bank, a word
_SOME = 3  # of them at least
_FROM = 25  # words, of a list or of denials: a few can be a terse answer
_SIGNS = 0.2  # of the words make a formula
_ORDERED = 0.5  # words in so good an order are no list, though none joins the others

_LIST_ITEM = re.compile(r",\s*[\w-]+\s*(?=,)")


def tricks(text: Text, shown: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """The tricks that *text* may show, and how sure one can be of each, 0 to 1."""
    words = len(text.forms)
    signs = sum(_is_sign(form) for form in text.forms) > _SIGNS * words
    yield "shuffled", _between(_OF_SIGNS if signs else _SHUFFLED, shown["order"])
    if words < _FROM:
        return
    listed = _between(_LISTED, len(_LIST_ITEM.findall(text.plain)) / words)
    if not signs and shown["order"] <= _ORDERED:
        listed = max(listed, _between(_UNJOINED, model().tricks["list"].of(shown)))
    yield "list", listed
    if shown["contrary"] >= _SOME:
        yield "denied", _between(_DENIED, shown["contrary"] / words)


def _is_sign(form: str) -> bool:
    return len(form) <= 2 and form != "." and form not in IGNORED


def _between(bounds: tuple[float, float], value: float) -> float:
    """How far *value* lies on the way from the first of *bounds* to the second, 0 to 1."""
    maybe, surely = bounds
    return max(0.0, min(1.0, (value - maybe) / (surely - maybe)))
