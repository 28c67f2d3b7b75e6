"""What each answer was found to miss and to get wrong: a cache, so that none is read twice.

The only SQL about findings; a review's are dropped by nothing, and made again where out of date.
"""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Findings:
    """The labels of the points that an answer missed and the claims of misconceptions in it.

    *version* names the grader and the rubric that they were found with.
    """

    version: str
    missed: tuple[str, ...]
    held: tuple[str, ...]


def put(connection: sqlite3.Connection, found: Mapping[str, Findings]) -> None:
    """Keep the findings of reviews, by uuid, in place of older ones."""
    connection.executemany(
        "insert or replace into findings (uuid, version, missed, held) values (?, ?, ?, ?)",
        [
            (uuid, one.version, json.dumps(one.missed), json.dumps(one.held))
            for uuid, one in found.items()
        ],
    )


def carry_over(connection: sqlite3.Connection, old: str, new: str) -> None:
    """Give the findings of review *old* to review *new*, which holds the same answer."""
    connection.execute(
        "insert or replace into findings (uuid, version, missed, held)"
        " select ?, version, missed, held from findings where uuid = ?",
        [new, old],
    )


def everything(connection: sqlite3.Connection) -> dict[str, Findings]:
    """The findings of all reviews that stand and have any, by uuid."""
    rows = connection.execute(
        "select uuid, version, missed, held from findings"
        " where uuid not in (select uuid from undone)"
    )
    return {
        row["uuid"]: Findings(
            row["version"], tuple(json.loads(row["missed"])), tuple(json.loads(row["held"]))
        )
        for row in rows
    }
