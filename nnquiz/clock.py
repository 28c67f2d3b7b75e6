"""The one place that reads the time: the system's clock, or `NNQUIZ_NOW` in its stead."""

import os
from collections.abc import Callable
from datetime import datetime

from nnquiz import UsageError

Clock = Callable[[], datetime]

# Times outside of these are errors; calendars and schedules reach a century beyond a time.
FIRST_YEAR, LAST_YEAR = 1900, 9000


def local_now() -> datetime:
    """The present moment with the local offset from UTC.

    Raises `UsageError` if NNQUIZ_NOW is set and is no such time in ISO 8601, or one far away.
    """
    stand_in = os.environ.get("NNQUIZ_NOW")
    if not stand_in:
        return datetime.now().astimezone()
    try:
        moment = datetime.fromisoformat(stand_in)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise UsageError(
            f"NNQUIZ_NOW is {stand_in!r}: it must be a time with an offset from UTC,"
            " as in 2026-03-01T09:00:00+01:00"
        )
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise UsageError(
            f"NNQUIZ_NOW is {stand_in!r}: it must lie between the years {FIRST_YEAR} and"
            f" {LAST_YEAR}"
        )
    return moment
