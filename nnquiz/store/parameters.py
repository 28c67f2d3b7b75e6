"""The parameters of the scheduler that were fitted to a person; none while the defaults hold."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime


def fitted(connection: sqlite3.Connection) -> tuple[float, ...] | None:
    """The 21 parameters that hold now; None for the defaults."""
    row = connection.execute("select w from parameters order by id desc limit 1").fetchone()
    return None if row is None or row["w"] is None else tuple(json.loads(row["w"]))


def put(connection: sqlite3.Connection, w: Sequence[float] | None) -> None:
    """Let these hold from now on, or None for the defaults. Earlier ones stay in the file."""
    connection.execute(
        "insert into parameters (w, set_at) values (?, ?)",
        [None if w is None else json.dumps(list(w)), datetime.now(UTC).isoformat()],
    )
