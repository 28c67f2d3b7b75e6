"""Fitting the schedule to a history: kept only where it predicts later answers better."""

import json
import random
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nnquiz.rating import Rating
from nnquiz.scheduling import Scheduler
from nnquiz.store.reviews import Store
from nnquiz.tuning import tune as fit

core = pytest.importorskip("fsrs_rs_python")
BEGAN = datetime(2025, 1, 6, 9, tzinfo=UTC)


def history(folder: Path, *, stability_times: float, questions: int = 150) -> Path:
    """Answers of someone whose memories last so many times as long as the defaults say."""
    rng = random.Random(3)
    scheduler = Scheduler()
    lines = []
    for number in range(questions):
        day, memory = rng.randrange(150), None
        for _ in range(7):
            at = BEGAN + timedelta(days=day)
            if memory is None:
                recalled = rng.random() < 0.6
            else:
                lasted = (at.date() - memory.last_day).days / stability_times
                reached = memory.last_day + timedelta(days=max(1, round(lasted)))
                recalled = rng.random() < scheduler.retrievability(memory, reached)
            rating = Rating.GOOD if recalled else Rating.AGAIN
            memory = scheduler.review(memory, rating, at.date())
            lines.append(
                {
                    "uuid": str(uuid.UUID(int=rng.getrandbits(128), version=4)),
                    "question": f"q{number}",
                    "at": at.isoformat(),
                    "rating": rating.label,
                }
            )
            day += max(1, (memory.due - memory.last_day).days)
    file = folder / "history.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)))
    return file


def test_a_fit_to_someone_who_forgets_faster_is_kept_and_schedules_from_then_on(nnquiz, tmp_path):
    nnquiz("history", "import", str(history(tmp_path, stability_times=0.15)))
    before = {q["question"]: q for q in json.loads(nnquiz("history", "--json").out)}
    assert before
    with Store.open_to_read(_data(nnquiz, tmp_path), Scheduler()) as store:
        default = store.memories()
    tuned = json.loads(nnquiz("tune", "--json").out)
    assert tuned["kept"] is True
    assert tuned["log_loss_fitted"] < tuned["log_loss_default"] - tuned["standard_error"]
    assert len(tuned["parameters"]) == 21
    with Store.open_to_read(_data(nnquiz, tmp_path), Scheduler()) as store:
        assert store.scheduler.parameters == tuple(tuned["parameters"])
        after = store.memories()
    mean = sum(after[q].stability / default[q].stability for q in default) / len(default)
    assert mean < 0.8
    assert nnquiz("tune", "--undo").code == 0
    with Store.open_to_read(_data(nnquiz, tmp_path), Scheduler()) as store:
        assert store.memories() == default
    assert nnquiz("tune", "--undo").code == 1


def test_a_fit_to_someone_like_the_defaults_is_not_kept(nnquiz, tmp_path):
    nnquiz("history", "import", str(history(tmp_path, stability_times=1)))
    ran = nnquiz("tune")
    assert ran.code == 0
    assert "Not kept" in ran.out
    assert nnquiz("tune", "--undo").code == 1


def test_too_few_answers_are_told(nnquiz, tmp_path):
    nnquiz("history", "import", str(history(tmp_path, stability_times=1, questions=5)))
    ran = nnquiz("tune")
    assert (ran.code, ran.out) == (1, "")
    assert "it takes 200" in ran.err


def test_the_fit_sees_none_of_the_answers_that_it_is_tried_on(nnquiz, tmp_path):
    nnquiz("history", "import", str(history(tmp_path, stability_times=0.15)))
    with Store.open_to_read(_data(nnquiz, tmp_path), Scheduler()) as store:
        reviews = sorted(store.history(), key=lambda review: review.study_day)
    flipped = {Rating.AGAIN: Rating.GOOD, Rating.GOOD: Rating.AGAIN}
    whole = fit(reviews)
    seen = _first_days(reviews, whole.fitted)
    changed = [r if r.study_day in seen else replace(r, rating=flipped[r.rating]) for r in reviews]
    again = fit(changed)
    assert again.parameters == whole.parameters
    assert again.loss_fitted != whole.loss_fitted


def _first_days(reviews, fitted: int) -> set:
    """The study days that hold the first *fitted* reviews of questions seen before."""
    met, days = set(), set()
    for review in reviews:
        if review.question in met:
            fitted -= 1
        met.add(review.question)
        if fitted >= 0:
            days.add(review.study_day)
    return days


def _data(nnquiz, tmp_path: Path) -> Path:
    [file] = tmp_path.rglob("history.db")
    return file.parent
