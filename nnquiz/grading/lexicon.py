"""The field's vocabulary: which words mean the same, and which mean the opposite.

`lexicon.txt` lies beside the bank and is for people to edit. A line `name: other, two words` makes
the others count as the name; a line `one | other` names opposites, of which one can stand
for nothing but the contrary of the other; a line `one ~ other` names what is told apart, and what
people mix up; `#` begins a comment.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

from nnquiz.bank.locate import data_file
from nnquiz.grading.stems import stem, words


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Synonyms by their stems (one or several), opposites and contrasts by theirs.

    Opposites are contrasts, too.
    """

    synonyms: dict[tuple[str, ...], str] = field(default_factory=dict)
    opposites: dict[str, frozenset[str]] = field(default_factory=dict)
    contrasts: dict[str, frozenset[str]] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)  # entry that begins with a stem
    seconds: dict[str, set[str]] = field(default_factory=dict)  # stems behind the first of an entry

    def canonical(self, stems: Sequence[str]) -> tuple[str, int]:
        """The name of the longest entry that *stems* begin with, and how many of them it takes."""
        for length in range(min(self.longest.get(stems[0], 0), len(stems)), 0, -1):
            name = self.synonyms.get(tuple(stems[:length]))
            if name is not None:
                return name, length
        return stems[0], 1


@cache
def lexicon() -> Lexicon:
    """The lexicon that comes with nnquiz."""
    return parse(data_file("lexicon.txt").read_text(encoding="utf-8"))


def parse(text: str) -> Lexicon:
    """A lexicon from its text."""
    synonyms: dict[tuple[str, ...], str] = {}
    opposed: list[tuple[str, str]] = []
    told_apart: list[tuple[str, str]] = []
    for line in text.splitlines():
        content = line.partition("#")[0].strip()
        if "|" in content:
            one, _, other = content.partition("|")
            opposed.append((one, other))
        elif "~" in content:
            one, _, other = content.partition("~")
            told_apart.append((one, other))
        elif content:
            name, _, variants = content.partition(":")
            for variant in (name, *variants.split(",")):
                key = _stems(variant)
                if key:
                    synonyms.setdefault(key, _name(name))

    def named(text: str) -> str:
        return synonyms.get(_stems(text), _name(text))

    opposites = _both_ways(opposed, named)
    contrasts = _both_ways([*opposed, *told_apart], named)
    longest: dict[str, int] = {}
    seconds: dict[str, set[str]] = {}
    for first, *others in synonyms:
        longest[first] = max(longest.get(first, 0), 1 + len(others))
        seconds.setdefault(first, set()).update(others[:1])
    return Lexicon(synonyms, opposites, contrasts, longest, seconds)


def _stems(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in words(text))


def _name(text: str) -> str:
    return "_".join(_stems(text))


def _both_ways(
    pairs: list[tuple[str, str]], name: Callable[[str], str]
) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        found.setdefault(name(one), set()).add(name(other))
        found.setdefault(name(other), set()).add(name(one))
    return {key: frozenset(values) for key, values in found.items()}
