"""What is coming: how many questions fall due on each day."""

from collections.abc import Iterable
from datetime import date, timedelta

from nnquiz.scheduling import Memory

DAYS = 30


def forecast(memories: Iterable[Memory], today: date, days: int = DAYS) -> dict[date, int]:
    """The questions due on *today* (with what is overdue) and on the days after it.

    Each question counts once: where an answer will send it is not known yet.
    """
    coming = {today + timedelta(days=ahead): 0 for ahead in range(days)}
    for memory in memories:
        day = max(memory.due, today)
        if day in coming:
            coming[day] += 1
    return coming
