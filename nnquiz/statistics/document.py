"""The figures as a JSON document, its keys stable."""

from typing import Any

from nnquiz.statistics.activity import Work
from nnquiz.statistics.mastery import Bottleneck, Mastery
from nnquiz.statistics.overview import Overview
from nnquiz.statistics.recall import Calibration, Share
from nnquiz.statistics.weaknesses import Leech, Weakness

Shape = dict[str, Any]


def document(overview: Overview) -> Shape:
    """All figures; days and weeks are those that saw an answer, shares lie between 0 and 1."""
    return {
        "date": overview.today.isoformat(),
        "desired_retention": overview.desired_retention,
        "today": _work(overview.work_today) | {"due": overview.due},
        "streak": {"days": overview.streak.days, "longest": overview.streak.longest},
        "total": _work(overview.total)
        | {"study_days": len(overview.days), "of_questions_gone": overview.gone},
        "time": {
            "seconds": round(overview.time.seconds, 3),
            "timed_answers": overview.time.timed,
            "mean": _rounded(overview.time.mean),
            "median": _rounded(overview.time.median),
        },
        "days": [{"date": day.isoformat()} | _work(work) for day, work in overview.days.items()],
        "weeks": [
            {"week": week.isoformat()}
            | _work(work)
            | _share(overview.recall_by_week.get(week, Share(0, 0)))
            for week, work in overview.weeks.items()
        ],
        "calibration": _calibration(overview.calibration),
        "forecast": [
            {"date": day.isoformat(), "due": due} for day, due in overview.forecast.items()
        ],
        "mastery": _mastery(overview.mastery),
        "topics": [
            {"tag": topic.tag} | _mastery(topic.mastery) | {"base": _rounded(topic.base)}
            for topic in overview.topics
        ],
        "bottlenecks": [_bottleneck(each) for each in overview.bottlenecks],
        "missed_points": [_weakness("point", each) for each in overview.missed],
        "misconceptions": [_weakness("claim", each) for each in overview.held],
        "leeches": [_leech(each) for each in overview.leeches],
    }


def _work(work: Work) -> Shape:
    return {
        "answers": work.answers,
        "passed": work.passed,
        "seconds": round(work.seconds, 3),
    }


def _share(share: Share) -> Shape:
    return {"recalls": share.whole, "recalled": share.part, "retention": _rounded(share.value)}


def _calibration(calibration: Calibration) -> Shape:
    return {
        "recalls": calibration.count,
        "predicted": _rounded(calibration.predicted),
        "actual": _rounded(calibration.actual),
        "log_loss": _rounded(calibration.log_loss),
        "rmse_bins": _rounded(calibration.rmse),
        "bins": [
            {
                "above": each.low,
                "up_to": each.high,
                "recalls": each.count,
                "predicted": _rounded(each.predicted),
                "actual": _rounded(each.actual),
                "likely": [_rounded(each.from_), _rounded(each.to)],
            }
            for each in calibration.bins
        ],
    }


def _mastery(mastery: Mastery) -> Shape:
    return {
        "questions": mastery.questions,
        "new": mastery.new,
        "learning": mastery.learning,
        "known": mastery.known,
        "recall": _rounded(mastery.recall),
    }


def _bottleneck(each: Bottleneck) -> Shape:
    return {
        "question": each.question.slug,
        "recall": _rounded(each.recall),
        "carries": list(each.carries),
    }


def _weakness(kind: str, each: Weakness) -> Shape:
    return {
        "question": each.question.slug,
        kind: each.text,
        "times": each.times,
        "answers": each.answers,
    }


def _leech(each: Leech) -> Shape:
    return {
        "question": each.question.slug,
        "failed": each.failed,
        "answers": each.answers,
        "last_failed": each.last_failed.isoformat(),
        "demo": each.question.demo,
        "point": None if each.point is None else each.point.text,
        "point_missed": 0 if each.point is None else each.point.times,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
