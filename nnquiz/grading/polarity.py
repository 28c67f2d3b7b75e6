"""Which words texts affirm, and which they deny."""

from collections.abc import Iterable, Set
from dataclasses import dataclass

from nnquiz.grading.text import Text

_REACH = 3  # words after a negation: the first that says something is denied


@dataclass(frozen=True, slots=True)
class Polarity:
    """The words that are *affirmed* anywhere, and those that are *denied* anywhere."""

    affirmed: Set[str]
    denied: Set[str]

    def agreed(self, other: "Polarity") -> frozenset[str]:
        """The words that this one affirms or denies as *other* does, or that *other* lacks."""
        contrary = (self.denied - self.affirmed) & (other.affirmed - other.denied)
        contrary |= (self.affirmed - self.denied) & (other.denied - other.affirmed)
        return frozenset((self.affirmed | self.denied) - contrary)


def polarity(texts: Iterable[Text]) -> Polarity:
    """What *texts* affirm, and what they deny."""
    affirmed: set[str] = set()
    denied: set[str] = set()
    for text in texts:
        for clause in text.clauses:
            near = {
                word.index
                for at in clause.negations
                for word in clause.between(at + 1, at + _REACH)[:1]
            }
            for word in clause.words:
                (denied if word.index in near else affirmed).add(word.name)
    return Polarity(affirmed, denied)
