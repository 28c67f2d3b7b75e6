"""`nnquiz stats`: what is printed, as text, as JSON and as files."""

import io
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from datetime import timedelta
from pathlib import Path

import platformdirs
import pytest
from fsrs.scheduler import DEFAULT_PARAMETERS
from made_up import TODAY, bank_of, figures, history, question, review
from rich.cells import cell_len

from nnquiz.bank.load import load
from nnquiz.bank.locate import embedded_bank
from nnquiz.bank.model import KeyPoint, Misconception
from nnquiz.history_lines import lines
from nnquiz.rating import Rating
from nnquiz.scheduling import Scheduler
from nnquiz.store import parameters
from nnquiz.store.findings import Findings
from nnquiz.store.reviews import Store
from nnquiz.terminal.stats import show_stats

WIDTH = 80


@pytest.fixture(scope="session")
def year(tmp_path_factory) -> Path:
    """A file with a made-up year of answers."""
    file = tmp_path_factory.mktemp("made-up") / "year.jsonl"
    stored = history(load(embedded_bank()), TODAY)
    file.write_text("\n".join(lines(stored)) + "\n")
    return file


@pytest.fixture(scope="session")
def data(year, tmp_path_factory) -> Path:
    """A data folder with that year, read once."""
    folder = tmp_path_factory.mktemp("data")
    environment = os.environ | {"NNQUIZ_NOW": f"{TODAY}T20:00:00+01:00"}
    for arguments in (["history", "import", str(year)], ["stats", "--json"]):
        subprocess.run(
            [sys.executable, "-m", "nnquiz", "--data-dir", str(folder), *arguments],
            env=environment, capture_output=True, check=True,
        )  # fmt: skip
    return folder


@pytest.fixture
def stats(nnquiz, data):
    return lambda *arguments: nnquiz("--data-dir", str(data), "stats", *arguments)


def imported(nnquiz, tmp_path, *reviews):
    file = tmp_path / "some.jsonl"
    rows = [
        {"uuid": f"00000000-0000-4000-8000-{n:012}", **review} for n, review in enumerate(reviews)
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert nnquiz("history", "import", str(file)).code == 0


def again(day: int, **more):
    return {
        "question": "backpropagation", "at": f"2026-02-{day:02}T18:00:00+01:00", "rating": "again"
    } | more  # fmt: skip


HEADINGS = [
    "The last year", "Answers a week", "Recall by week", "Minutes a week",
    "Expected and actual recall", "Due in the next 30 days", "Topics",
    "Points most often missed", "Misconceptions most often held", "Leeches",
]  # fmt: skip


def test_a_year_is_shown_within_80_columns(stats):
    ran = stats()
    assert ran.code == 0
    for heading in HEADINGS:
        assert f"\n{heading}" in ran.out
    assert max(map(cell_len, ran.out.splitlines())) <= WIDTH
    assert "\x1b" not in ran.out
    assert "…" not in ran.out  # nothing is cut off


def test_the_calendar_has_a_sign_for_each_day_and_a_key(stats):
    out = stats().out
    rows = [line for line in out.splitlines() if line[:3] in {"Mon", "Tue", "Sun"}]
    assert [len(row[5:58].strip()) for row in rows[:2]] == [53, 52]  # today is a Monday
    for sign in ("· none", "░ 1-4", "▒ 5-9", "▓ 10-19", "█ 20 or more"):
        assert sign in out


def test_weeks_stand_below_each_other(stats):
    lines = stats().out.splitlines()
    axes = [line for line in lines if line.strip() and set(line.strip()) == {"└", "─"}]
    assert len(axes) == 4
    assert len({line.index("└") for line in axes}) == 1
    assert axes[:3] == [" " * 4 + "└" + "─" * 53] * 3


def test_a_leech_is_named_with_its_demo_and_the_point_that_keeps_failing(nnquiz, tmp_path):
    imported(nnquiz, tmp_path, *(again(day, answer="no idea") for day in range(1, 6)))
    out = nnquiz("stats").out
    leeches = out[out.index("Leeches") :]
    assert "- backpropagation: failed 5 of 5 times, last on 5 Feb" in leeches
    assert "keeps failing: It computes the gradient of the loss" in leeches
    assert "(missed in 5 of 5)" in leeches
    assert "nnquiz demo backprop" in leeches


def test_json_has_stable_keys(stats):
    ran = stats("--json")
    document = json.loads(ran.out)
    assert list(document) == [
        "date", "desired_retention", "today", "streak", "total", "time", "days", "weeks",
        "calibration", "forecast", "mastery", "topics", "bottlenecks", "missed_points",
        "misconceptions", "leeches",
    ]  # fmt: skip
    shapes = {
        "today": ["answers", "passed", "seconds", "due"],
        "streak": ["days", "longest"],
        "total": ["answers", "passed", "seconds", "study_days", "of_questions_gone"],
        "time": ["seconds", "timed_answers", "mean", "median"],
        "days": ["date", "answers", "passed", "seconds"],
        "weeks": ["week", "answers", "passed", "seconds", "recalls", "recalled", "retention"],
        "calibration": ["recalls", "predicted", "actual", "log_loss", "rmse_bins", "bins"],
        "forecast": ["date", "due"],
        "mastery": ["questions", "new", "learning", "known", "recall"],
        "topics": ["tag", "questions", "new", "learning", "known", "recall", "base"],
        "missed_points": ["question", "point", "times", "answers"],
        "misconceptions": ["question", "claim", "times", "answers"],
        "leeches": [
            "question", "failed", "answers", "last_failed", "demo", "point", "point_missed",
        ],
    }  # fmt: skip
    for key, keys in shapes.items():
        value = document[key]
        assert list(value[0] if isinstance(value, list) else value) == keys, key
    assert list(document["calibration"]["bins"][0]) == [
        "above", "up_to", "recalls", "predicted", "actual", "likely",
    ]  # fmt: skip
    assert len(document["forecast"]) == 30
    assert ran.err == ""


def test_json_names_what_others_build_on(nnquiz):
    first, *_ = json.loads(nnquiz("stats", "--json").out)["bottlenecks"]
    assert list(first) == ["question", "recall", "carries"]
    assert first["recall"] is None
    assert len(first["carries"]) > 5


def test_the_figures_are_those_of_the_history(nnquiz, tmp_path):
    imported(
        nnquiz, tmp_path,
        again(1, seconds=30), again(1, rating="good", at="2026-02-01T18:05:00+01:00"),
        again(2, question="gone", rating="easy", seconds=60),
    )  # fmt: skip
    document = json.loads(nnquiz("stats", "--json").out)
    assert document["days"] == [
        {"date": "2026-02-01", "answers": 2, "passed": 1, "seconds": 30.0},
        {"date": "2026-02-02", "answers": 1, "passed": 1, "seconds": 60.0},
    ]
    assert document["total"]["of_questions_gone"] == 1
    assert document["time"] == {
        "seconds": 90.0, "timed_answers": 2, "mean": 45.0, "median": 45.0
    }  # fmt: skip
    assert document["streak"] == {"days": 0, "longest": 2}
    assert sum(day["due"] for day in document["forecast"]) == 1  # what is gone is never due


def test_what_is_expected_is_what_the_fitted_schedule_expects(nnquiz, tmp_path):
    imported(nnquiz, tmp_path, again(1, rating="good"), again(9, rating="good"))
    before = json.loads(nnquiz("stats", "--json").out)["calibration"]["predicted"]
    slower = [2 * w if place < 4 else w for place, w in enumerate(DEFAULT_PARAMETERS)]
    with Store.open(platformdirs.user_data_path("nnquiz", appauthor=False), Scheduler()) as store:
        parameters.put(store.connection, slower)
    after = json.loads(nnquiz("stats", "--json").out)["calibration"]["predicted"]
    assert before < after < 1


def test_no_history_is_said_and_is_no_error(nnquiz):
    ran = nnquiz("stats")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "No answer yet, so there is nothing to show. Begin: nnquiz drill\n"
    document = json.loads(nnquiz("stats", "--json").out)
    assert document["days"] == document["leeches"] == []
    assert document["calibration"]["log_loss"] is None


def test_one_minimal_answer_is_enough(nnquiz, tmp_path):
    imported(nnquiz, tmp_path, again(1))
    ran = nnquiz("stats")
    assert ran.code == 0
    assert "1 answer on 1 day" in ran.out
    assert "No question has come back on a later day yet." in ran.out
    assert "Answers a week" not in ran.out  # one week is no chart


def test_without_its_signs_an_encoding_gets_ascii(nnquiz, data, monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, "ascii"))
    nnquiz("--data-dir", str(data), "stats")
    sys.stdout.flush()
    text = raw.getvalue().decode("ascii")
    assert "?" not in text
    assert "# 20 or more" in text
    assert "o recalled, | expected" in text


def test_colour_is_for_terminals_and_tells_nothing_new(data, monkeypatch):
    plain, coloured = (
        subprocess.run(
            [sys.executable, "-m", "nnquiz", "--data-dir", str(data), "stats"],
            env=os.environ | {"PYTHONUTF8": "1"} | more,
            capture_output=True, text=True, check=True, encoding="utf-8",
        ).stdout
        for more in ({}, {"FORCE_COLOR": "1", "TERM": "xterm-256color"})
    )  # fmt: skip
    assert "\x1b[" not in plain
    assert "\x1b[" in coloured
    from rich.text import Text

    assert Text.from_ansi(coloured).plain.split() == plain.split()


HOSTILE = """\
questions:
  - question: "[red]Is <script>alert(1)</script> & this safe?"
    slug: hostile
    answer: "Yes <b>it</b> is."
    tags: [機械学習, a-tag-that-is-far-longer-than-the-column-which-shows-it]
    key_points:
      - label: "]]><svg/onload=alert(1)>[bold]"
        phrasings: [it is]
"""


def hostile(nnquiz, tmp_path, *arguments):
    bank = tmp_path / "hostile.yaml"
    bank.write_text(HOSTILE)
    imported(
        nnquiz, tmp_path,
        *(again(day, question="hostile", answer="\x1b[31mno") for day in range(1, 7)),
    )  # fmt: skip
    return nnquiz("--bank", str(bank), "stats", *arguments)


def test_hostile_texts_steer_no_terminal(nnquiz, tmp_path):
    ran = hostile(nnquiz, tmp_path)
    assert ran.code == 0, ran.err
    assert "\x1b" not in ran.out
    assert "svg/onload" in ran.out
    assert max(map(cell_len, ran.out.splitlines())) <= WIDTH


def test_what_a_bank_would_refuse_steers_no_terminal_either(capsys):
    code = "\x1b]0;x\x07\x1b[2J\u202e"
    points = (KeyPoint(f"point{code}", ("a",)),)
    slips = (Misconception(f"claim{code}", ("b",), ""),)
    bank = bank_of(
        question(f"base{code}", 1),
        question("q", 2, tags=(f"tag{code}",), requires=(f"base{code}",), key_points=points,
                 misconceptions=slips, demo=f"demo{code}"),
    )  # fmt: skip
    reviews = [review("q", TODAY - timedelta(days=n), Rating.AGAIN, text="x") for n in range(6)]
    found = {r.uuid: Findings("1", (points[0].label,), (slips[0].claim,)) for r in reviews}
    show_stats(figures(bank, reviews, found))
    out = capsys.readouterr().out
    for shown in ("base", "tag", "point", "claim", "nnquiz demo demo"):
        assert f"{shown}\\x1b]0;x" in out.replace("\n          ", "").replace("\n  ", "")
    assert not {"\x1b", "\x07", "\u202e"} & set(out)


@pytest.mark.parametrize("kind", ["svg", "html"])
def test_hostile_texts_are_escaped_in_files(nnquiz, tmp_path, kind):
    file = tmp_path / f"stats.{kind}"
    ran = hostile(nnquiz, tmp_path, "--save", str(file))
    assert ran.code == 0, ran.err
    text = file.read_text(encoding="utf-8")
    assert "<svg/onload" not in text
    assert "<script" not in text
    assert "\x1b" not in text


def test_svg_is_one_self_contained_picture(stats, tmp_path):
    file = tmp_path / "stats.svg"
    ran = stats("--save", str(file))
    assert ran.code == 0
    assert f"Saved to {file}" in ran.err
    root = ET.fromstring(file.read_text(encoding="utf-8"))
    text = " ".join(root.itertext())
    for heading in HEADINGS[:4]:
        assert heading in text
    assert "href" not in file.read_text(encoding="utf-8")
    assert "…" not in text


def test_html_is_one_self_contained_page(stats, tmp_path):
    file = tmp_path / "stats.html"
    assert stats("--save", str(file)).code == 0
    page = file.read_text(encoding="utf-8")
    for heading in (*HEADINGS[:3], *HEADINGS[-3:]):
        assert heading in page
    assert "<table" in page
    assert "<script" not in page
    assert "src=" not in page
    assert "…" not in page


@pytest.mark.parametrize("kind", ["svg", "html"])
def test_files_are_written_of_no_history_too(nnquiz, tmp_path, kind):
    file = tmp_path / f"stats.{kind}"
    assert nnquiz("stats", "--save", str(file)).code == 0
    assert "2 March 2026" in file.read_text(encoding="utf-8")


def test_json_may_be_printed_while_a_file_is_saved(stats, tmp_path):
    ran = stats("--json", "--save", str(tmp_path / "stats.svg"))
    assert json.loads(ran.out)["date"] == "2026-03-02"


def test_another_kind_of_file_is_wrong_usage(nnquiz, tmp_path):
    ran = nnquiz("stats", "--save", str(tmp_path / "stats.pdf"))
    assert ran.code == 2
    assert "must end in .svg or .html" in ran.err


def test_a_file_that_cannot_be_written_stays_as_it_was(stats, tmp_path):
    ran = stats("--save", str(tmp_path / "nowhere" / "stats.svg"))
    assert ran.code == 1
    assert "cannot be written" in ran.err
    assert ran.out == ""


def test_answers_are_read_once(nnquiz, tmp_path, monkeypatch):
    imported(nnquiz, tmp_path, again(1, answer="no idea"))
    first = nnquiz("stats", "--json")

    def refuse(*_):
        raise AssertionError("an answer was read again")

    monkeypatch.setattr("nnquiz.grading.grader.missed_and_wrong", refuse)
    assert nnquiz("stats", "--json").out == first.out


def test_where_nothing_can_be_kept_the_figures_are_the_same(nnquiz, tmp_path, monkeypatch):
    from nnquiz import NNQuizError

    imported(nnquiz, tmp_path, again(1, answer="no idea"))

    def refuse(*_):
        raise NNQuizError("cannot write to the history")

    monkeypatch.setattr(Store, "keep_findings", refuse)
    ran = nnquiz("stats", "--json")
    assert ran.code == 0
    assert json.loads(ran.out)["missed_points"]


def test_kept_findings_spare_the_grader(data):
    program = (
        "import sys; sys.argv = ['nnquiz', '--data-dir', sys.argv[1], 'stats', '--json'];"
        "import atexit; atexit.register(lambda: sys.stderr.write(' '.join(sys.modules)));"
        "from nnquiz.__main__ import main; main()"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(data)], capture_output=True, text=True, check=True
    )
    loaded = set(run.stderr.split())
    assert json.loads(run.stdout)["missed_points"]
    assert (
        loaded & {"numpy", "rich", "rapidfuzz", "snowballstemmer", "nnquiz.grading.grader"} == set()
    )


@pytest.mark.parametrize(("before", "named"), [(3, False), (4, True)])
def test_a_drill_names_a_question_that_becomes_a_leech(nnquiz, tmp_path, before, named):
    imported(nnquiz, tmp_path, *(again(day) for day in range(1, before + 1)))
    ran = nnquiz("drill", "--only", "backprop", stdin="no idea\n")
    line = "Failed 5 times by now; watch it: nnquiz demo backprop. nnquiz stats names the point."
    assert (line in ran.out.replace("\n", " ")) is named
    assert ("by now" in ran.out) is named


@pytest.mark.parametrize("columns", ["20", "40", "200"])
def test_any_width_of_terminal_will_do(stats, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    ran = stats()
    assert ran.code == 0
    assert max(map(cell_len, ran.out.splitlines())) <= WIDTH
    assert all(heading.split()[-1] in ran.out for heading in HEADINGS[1:])


def test_plain_has_the_figures_in_words(stats, monkeypatch):
    monkeypatch.setenv("NNQUIZ_PLAIN", "1")
    out = stats().out
    assert not set("░▒▓█▁▂▃▄▅▆▇│└●") & set(out)
    for line in (
        r"Week of 23 Feb: \d+$", r"Week of 23 Feb: \d+%", r"Week of 23 Feb: \d+ min",
        r"Expected 85 to 90%: recalled \d+% of \d+, likely \d+ to \d+%",
        r"Due \d+ Mar: \d+", r"basics: recall today \d+%, 6 known, 0 learning, 0 new",
    ):  # fmt: skip
        assert re.search(f"^{line}", out, re.MULTILINE), line
    assert "Leeches" in out
