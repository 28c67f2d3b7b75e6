"""Cards for hashcards (https://github.com/eudoxia0/hashcards) and Obsidian's Spaced Repetition."""

import re
from collections.abc import Iterable

from nnquiz.export.cards import Card

# In column 0 these open a card or part cards, so a line of text that begins so moves one to the
# right; one that is there already moves, too, so that nothing is lost.
_HASHCARDS_MARK = re.compile(r"^(?= *(?:Q:|A:|C:|---))", re.MULTILINE)
# What Obsidian or the plugin would take for a mark, not for text.
_MARKDOWN = re.compile(
    r"([\\`*_\[\]<>$~|]|(?<!\S)#|(?<==)=|(?<=:):|(?<={){|^\?+$|^[-+](?=[ -]))", re.M
)


def as_hashcards(cards: Iterable[Card]) -> str:
    """`Q:` and `A:` in column 0, `---` between cards."""
    parts = (f"Q: {_shifted(card.question)}\nA: {_shifted(card.answer)}\n" for card in cards)
    return "\n---\n\n".join(parts)


def _shifted(text: str) -> str:
    first, *rest = text.strip().split("\n")
    return "\n".join((first, *(_HASHCARDS_MARK.sub(" ", line) for line in rest)))


def as_obsidian(cards: Iterable[Card], pictures: bool = False) -> str:
    """A deck's tag, then for each card question, a line `?`, and answer, without blank lines.

    With *pictures*, each card's picture is put under its answer as an image in the text.
    """
    found = []
    for card in cards:
        answer = _marked(card.answer)
        if pictures and card.picture:
            answer += "\n" + _image(card.picture)
        found.append(f"{_marked(card.question)}\n?\n{answer}\n")
    return "\n".join(("#flashcards/nnquiz\n", *found))


def _marked(text: str) -> str:
    lines = (line.strip() for line in text.split("\n"))
    return _MARKDOWN.sub(r"\\\1", "\n".join(filter(None, lines)))


def _image(svg: str) -> str:
    from base64 import b64encode

    return f"![demo](data:image/svg+xml;base64,{b64encode(svg.encode()).decode()})"
