"""The sentences of a report, the same on the screen and in files."""

from nnquiz.interview.failings import Failing
from nnquiz.interview.report import Outcome, Report

NOTHING = "Nothing."


def headline(report: Report) -> str:
    """`62% · 6 of 6 questions · 24 min of 30 min`."""
    asked = f"{len(report.outcomes)} of {_count(report.planned, 'question')}"
    return f"{report.score:.0%} · {asked} · {_time(report.seconds)} of {_time(60 * report.minutes)}"


def compared(report: Report) -> str:
    """How it compares with the last one."""
    if report.last is None:
        return "No earlier interview to compare with."
    points = round(100 * report.score) - round(100 * report.last.score)
    way = "up" if points > 0 else "down"
    change = f"{_count(abs(points), 'point')} {way}" if points else "as much"
    return f"The last one, on {report.last.study_day}: {report.last.score:.0%}. This is {change}."


def not_reached(report: Report) -> str:
    """What was not put, or an empty string."""
    left = _count(len(report.not_reached), "question")
    if not report.not_reached:
        return ""
    if report.finished is None:
        return f"Broken off before {left} could be put."
    return f"The time was used up before {left} could be put."


def topic_notes(report: Report) -> dict[str, str]:
    """What stands beside each topic's score: how many questions, and the last score."""
    any_last = any(topic.last is not None for topic in report.topics)
    notes = {}
    for topic in report.topics:
        parts = [_count(topic.questions, "question")]
        if topic.last is not None:
            parts.append(f"last time {topic.last:.0%}")
        elif any_last:
            parts.append("not asked last time")
        notes[topic.name] = ", ".join(parts)
    return notes


def facts(outcome: Outcome) -> str:
    """Score, rating, points, follow-up and time of one question, in a line."""
    grade = outcome.grade
    graded = f"{grade.score:.0%} {grade.rating.label}"
    if total := len(grade.covered) + len(grade.missed):
        graded += f", {len(grade.covered)} of {_count(total, 'point')}"
    parts = [graded]
    if outcome.follow_up is not None:
        follow_up = f"follow-up {outcome.follow_up.score:.0%}"
        parts = [f"{outcome.score:.0%}", f"answer {graded}", follow_up]
    if outcome.seconds >= 1:
        parts.append(f"{_time(outcome.seconds)} of {_time(outcome.allotted)}")
    return " · ".join(parts)


def failing(kind: Failing, outcome: Outcome) -> str:
    """How *outcome* fell short in this way, with the figure that says so."""
    match kind:
        case Failing.THIN:
            words = _count(len(outcome.answer.split()), "word")
            return f"{kind.label} ({words})"
        case Failing.MISSED if outcome.grade.missed:
            return f"{kind.label} {_count(len(outcome.grade.missed), 'point')}"
        case Failing.SLOW:
            return f"{kind.label} ({_time(outcome.first_key or 0)})"
        case Failing.OVER:
            return f"{kind.label} (by {_time(outcome.seconds - outcome.allotted)})"
    return kind.label


def fell_short(outcome: Outcome) -> str:
    """All the ways in which *outcome* fell short; an empty string for none."""
    return ", ".join(failing(kind, outcome) for kind in outcome.failings)


def points(outcome: Outcome) -> list[str]:
    """The points made, missed and wrong, and what else counted; none where nothing was said."""
    grade = outcome.grade
    if Failing.PASSED in outcome.failings:
        return []
    return [
        *(f"made: {made.label}" for made in grade.covered),
        *(f"missed: {missed.label}" for missed in grade.missed),
        *(f"wrong: “{wrong.said}”. {wrong.correction}" for wrong in grade.wrong),
        *grade.notes,
    ]


def _time(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else noun + 's'}"
