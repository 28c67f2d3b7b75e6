"""Learners for `planning.py` who plan through the command line alone.

Each day, by `NNQUIZ_NOW`: `plan --json` says what to ask, the learner answers in that order until
the minutes are up, `history import` takes the answers in, and `plan --json` is asked again whether
there is time for more.
"""

import json
import os
import subprocess
import sys
import tempfile
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from planning_learners import Learners

from nnquiz.planning.fsrs6 import Array

FIRST_DAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def forgotten_by_commands(learners: Learners, number: int, minutes: int) -> Array:
    """The share that the first *number* of the learners have forgotten on the day."""
    with tempfile.TemporaryDirectory() as folder:
        bank = Path(folder) / "bank.yaml"
        slugs = [f"q{column}" for column in range(learners.deck.seen.shape[1])]
        entries = [f"- {{slug: {s}, question: 'What is {s}?', answer: '{s} it is'}}" for s in slugs]
        bank.write_text("questions:\n" + "\n".join(entries))
        for row in range(number):
            _learn(learners, row, slugs, minutes, Path(folder), bank)
    return learners.forgotten()[:number]


def _learn(
    learners: Learners, row: int, slugs: list[str], minutes: int, folder: Path, bank: Path
) -> None:
    data = folder / f"learner-{row}"
    interview = (FIRST_DAY + timedelta(days=learners.days)).date().isoformat()
    ids = np.random.default_rng(row)
    for day in range(learners.days):
        spent = 0.0
        answered: set[str] = set()
        while spent < minutes * 60:
            now = FIRST_DAY + timedelta(days=day, seconds=spent)
            goal = [interview, "--minutes", str(minutes)] if day == 0 else []
            plan = json.loads(_nnquiz(["plan", *goal, "--json"], now, bank, data))
            lines = []
            for slug in plan["today"]:
                if spent >= minutes * 60 or slug in answered:
                    break
                column = slugs.index(slug)
                outcomes, seconds = learners.outcomes(day)
                recalled, taken = bool(outcomes[row, column]), float(seconds[row, column])
                asked = np.zeros_like(outcomes)
                asked[row, column] = True
                learners.answer(day, asked, outcomes)
                answered.add(slug)
                spent += taken
                lines.append(
                    {
                        "uuid": str(uuid.UUID(bytes=ids.bytes(16), version=4)),
                        "question": slug,
                        "at": (FIRST_DAY + timedelta(days=day, seconds=spent)).isoformat(),
                        "rating": "good" if recalled else "again",
                        "seconds": taken,
                    }
                )
            if not lines:
                break
            text = "\n".join(json.dumps(line) for line in lines)
            _nnquiz(["history", "import", "-"], now, bank, data, text)


def _nnquiz(command: list[str], now: datetime, bank: Path, data: Path, typed: str = "") -> str:
    environment = os.environ | {
        "NNQUIZ_NOW": now.isoformat(),
        "NNQUIZ_BANK": str(bank),
        "NNQUIZ_DATA_DIR": str(data),
        "XDG_CACHE_HOME": str(data.parent / "cache"),
    }
    run = subprocess.run(
        [sys.executable, "-m", "nnquiz", *command],
        input=typed, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return run.stdout
