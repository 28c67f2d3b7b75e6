"""Counts as arrays, and back: so is kept what a part of the grader has counted.

A part's counts are its attributes that are a number, numbers by word, or numbers by pairs of words.
What else it holds was given to it.
"""

from typing import Any

import numpy as np

from nnquiz.grading.kept import Tables, text_as_table, text_of_table
from nnquiz.grading.pairs import Pairs

_BETWEEN = "\n"  # stands in no word


def of(part: object) -> Tables:
    """The counts of *part* as arrays."""
    tables: dict[str, Any] = {}
    for name, value in vars(part).items():
        if isinstance(value, float):
            tables[f"{name} number"] = np.array([value])
        elif isinstance(value, Pairs):
            tables |= {f"{name} pairs {key}": table for key, table in value.tables().items()}
        elif isinstance(value, dict) and value and _are_numbers(value):
            tables[f"{name} words"] = text_as_table(_BETWEEN.join(value))
            tables[f"{name} counts"] = np.array([*value.values()], dtype=np.float64)
    return tables


def _are_numbers(value: dict[Any, Any]) -> bool:
    return all(isinstance(k, str) and isinstance(v, (int, float)) for k, v in value.items())


def fill(part: object, tables: Tables) -> None:
    """Give *part*, which has counted nothing, the counts of another."""
    found: dict[str, Any] = {}
    pairs: dict[str, dict[str, Any]] = {}
    for table, values in tables.items():
        name, kind, *of_pairs = table.split()
        if kind == "number":
            found[name] = float(values[0])
        elif kind == "words":
            words = text_of_table(values).split(_BETWEEN)
            found[name] = dict(zip(words, tables[f"{name} counts"].tolist(), strict=True))
        elif kind == "pairs":
            pairs.setdefault(name, {})[of_pairs[0]] = values
    found |= {name: Pairs.from_tables(of_pair) for name, of_pair in pairs.items()}
    vars(part).update(found)
