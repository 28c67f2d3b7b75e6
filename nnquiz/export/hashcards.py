"""Cards for hashcards (https://github.com/eudoxia0/hashcards): `Q:` and `A:`, in Markdown."""

import re
from collections.abc import Iterable

from nnquiz.export.cards import Card
from nnquiz.export.markdown import escaped, marks

# A line of `---` parts cards and a line with # is a comment, wherever they stand in it; as marks of
# Markdown they are escaped. `Q:` and the like count in column 0 only, and a margin isn't shown.
_MARKS = marks()
_OPENING = re.compile(r"\n(?=[QAC]:)")


def as_hashcards(cards: Iterable[Card]) -> str:
    """`Q:` and `A:` in column 0, `---` between cards."""
    parts = (f"Q: {_text(card.question)}\nA: {_text(card.answer)}\n" for card in cards)
    return "\n---\n\n".join(parts)


def _text(text: str) -> str:
    return _OPENING.sub("\n ", escaped(text, _MARKS))
