"""Counts as arrays, and back: so is kept what a part of the grader has counted.

A part's counts are its attributes that are a number, or numbers by word, by pair of words, or by
word and word. What else it holds was given to it.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from nnquiz.grading.kept import Tables

_BETWEEN = "\n"  # stands in no word


def of(part: object) -> Tables:
    """The counts of *part* as arrays."""
    tables: dict[str, Any] = {}
    for name, value in vars(part).items():
        if isinstance(value, float):
            tables[name] = np.array([value])
        elif isinstance(value, dict):
            words = {key: v for key, v in value.items() if isinstance(key, str)}
            pairs = {key: v for key, v in value.items() if isinstance(key, tuple)}
            if all(isinstance(v, dict) for v in words.values()):
                nested = {
                    (key, inner): v for key, many in words.items() for inner, v in many.items()
                }
                tables |= _columns(f"{name} nested", nested, 2)
                words = {}
            tables |= _columns(f"{name} words", {(word,): v for word, v in words.items()}, 1)
            tables |= _columns(f"{name} pairs", pairs, 2)
    return tables


def _columns(name: str, counts: Mapping[Any, Any], width: int) -> Tables:
    if not counts or not all(isinstance(v, (int, float)) for v in counts.values()):
        return {}
    columns = [_BETWEEN.join(column).encode() for column in zip(*counts, strict=True)]
    tables: dict[str, Any] = {
        f"{name} {place}": np.frombuffer(columns[place], dtype=np.uint8) for place in range(width)
    }
    return tables | {name: np.array(list(counts.values()), dtype=np.float64)}


def fill(part: object, tables: Tables) -> None:
    """Give *part*, which has counted nothing, the counts of another."""
    found: dict[str, Any] = {}
    for table, values in tables.items():
        name, _, kind = table.partition(" ")
        numbers = values.tolist()
        if not kind:
            found[name] = numbers[0]
        elif kind == "words":
            found.setdefault(name, {}).update(zip(_words(tables, table, 0), numbers, strict=True))
        elif kind in ("pairs", "nested"):
            first, second = _words(tables, table, 0), _words(tables, table, 1)
            if kind == "pairs":
                pairs = zip(first, second, strict=True)
                found.setdefault(name, {}).update(zip(pairs, numbers, strict=True))
            else:
                counts = found.setdefault(name, {})
                for word, inner, number in zip(first, second, numbers, strict=True):
                    counts.setdefault(word, {})[inner] = number
    vars(part).update(found)


def _words(tables: Tables, table: str, column: int) -> list[str]:
    return tables[f"{table} {column}"].tobytes().decode().split(_BETWEEN)
