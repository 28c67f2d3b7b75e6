"""Counts of words as the file of the model has them: `a:2 b c:5`; what stands alone counts once.

There are tens of thousands, and an answer asks for a few hundred: each line is read when a word
first asks for it.
"""

from collections.abc import Iterator, Mapping


class Counts(Mapping[str, Mapping[str, int]]):
    """For each word a line of counts."""

    def __init__(self, lines: Mapping[str, str]) -> None:
        self._lines = lines
        self._read: dict[str, dict[str, int]] = {}

    def __getitem__(self, word: str) -> dict[str, int]:
        read = self._read.get(word)
        if read is None:
            read = self._read[word] = parse(self._lines[word])
        return read

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def __contains__(self, word: object) -> bool:
        return word in self._lines


def parse(line: str) -> dict[str, int]:
    """The counts of one line."""
    found = {}
    for part in line.split():
        name, _, times = part.partition(":")
        found[name] = int(times or 1)
    return found


def written(counts: Mapping[str, int]) -> str:
    """The line that holds *counts*."""
    return " ".join(name if n == 1 else f"{name}:{n}" for name, n in sorted(counts.items()))
