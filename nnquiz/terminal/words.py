"""Days, counts and spans of time as people read them."""

from datetime import date


def count(number: int, noun: str, plural: str | None = None) -> str:
    """`1 question`, `2 questions`."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def day(day: date, today: date) -> str:
    """`today`, `tomorrow`, `30 Nov`, or with the year where it is another."""
    ahead = (day - today).days
    if ahead <= 0:
        return "today"
    if ahead == 1:
        return "tomorrow"
    short = f"{day.day} {day:%b}"
    return short if day.year == today.year else f"{short} {day.year}"


def when(day_due: date, today: date) -> str:
    """`tomorrow`, or `on 30 Nov, in 8 days`."""
    ahead = (day_due - today).days
    if ahead <= 1:
        return day(day_due, today)
    return f"on {day(day_due, today)}, in {ahead} days"


def ago(past: date, today: date) -> str:
    """`today`, `yesterday`, `9 days ago`."""
    days = (today - past).days
    if days <= 0:
        return "today"
    return "yesterday" if days == 1 else f"{days} days ago"


def duration(seconds: float) -> str:
    """`40 s` or `14 min`."""
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


def long_duration(seconds: float) -> str:
    """`40 s`, `14 min` or `12 h`."""
    return duration(seconds) if seconds < 7200 else f"{seconds / 3600:.0f} h"


def past(day_past: date, today: date) -> str:
    """`today`, `yesterday`, `on 30 Nov`, or with the year where it is another."""
    if (today - day_past).days <= 1:
        return ago(day_past, today)
    short = f"on {day_past.day} {day_past:%b}"
    return short if day_past.year == today.year else f"{short} {day_past.year}"
