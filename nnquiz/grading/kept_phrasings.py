"""Prepared phrasings as arrays, and back: to read them takes a tenth of the time."""

from collections.abc import Iterator, Sequence, Set
from typing import TYPE_CHECKING

from nnquiz.grading.kept import Tables, text_as_table, text_of_table
from nnquiz.grading.match import Phrasing, of_slots

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Counts = npt.NDArray[np.uint16]

Groups = Sequence[Sequence[Phrasing]]  # those of each point, or of each misconception

_BETWEEN, _NEXT = "\t", "\n"  # stand in no word


def tables(groups: Groups) -> Tables:
    """The arrays that hold *groups* of phrasings."""
    phrasings = [each for group in groups for each in group]
    return {
        "lengths": _counts([len(group) for group in groups]),
        "denials": _counts([each.denials for each in phrasings]),
        "clauses": _counts([each.clauses for each in phrasings]),
        "slots": text_as_table(_NEXT.join(_BETWEEN.join(each.slots) for each in phrasings)),
    }


def groups(tables: Tables, question_words: Set[str]) -> list[list[Phrasing]]:
    """The groups that these are the `tables` of."""
    slots = text_of_table(tables["slots"]).split(_NEXT)
    each = _prepared(slots, tables["denials"].tolist(), tables["clauses"].tolist(), question_words)
    return [[next(each) for _ in range(length)] for length in tables["lengths"].tolist()]


def _prepared(
    slots: Sequence[str], denials: Sequence[int], clauses: Sequence[int], question_words: Set[str]
) -> Iterator[Phrasing]:
    for line, times, parts in zip(slots, denials, clauses, strict=False):
        yield of_slots(line.split(_BETWEEN), times, parts, question_words)


def _counts(numbers: Sequence[int]) -> "Counts":
    import numpy as np

    return np.array(numbers, dtype=np.uint16)
