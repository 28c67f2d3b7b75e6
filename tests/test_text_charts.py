"""Charts in characters: every value where it belongs, and nothing that is there left unseen."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnquiz.statistics.activity import last_weeks
from nnquiz.statistics.recall import Bin
from nnquiz.terminal import stats_charts
from nnquiz.terminal.text_charts import ASCII, UNICODE, bar, columns, framed, months, scale, strip

TODAY = date(2026, 3, 4)  # a Wednesday


def test_columns_grow_from_the_bottom_row():
    assert columns([4, 2, 1, None], 4, 2, UNICODE) == ["█   ", "██▄ "]
    assert columns([6, 3, 1], 6, 2, ASCII) == ["#  ", "##."]


@given(st.lists(st.none() | st.floats(0, 1e6), min_size=1), st.integers(1, 6))
def test_a_column_is_as_high_as_its_value(values, rows):
    most = max([value for value in values if value] or [1.0])
    drawn = columns(values, most, rows, UNICODE)
    assert len(drawn) == rows
    for place, value in enumerate(values):
        eighths = sum(UNICODE.rising.index(row[place]) for row in drawn)
        if value is None:
            assert eighths == 0
        else:
            assert eighths == max(1, round(value / most * rows * 8))


def test_an_axis_says_what_top_and_bottom_are():
    assert framed(["a", "b", "c"], "100", "0", ASCII) == ["100 |a", "    |b", "  0 |c", "    +-"]
    assert framed(["ab"], "1", "0", ASCII) == ["1 |ab", "  +--"]


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_months_stand_over_their_first_week_and_never_touch(today):
    weeks = last_weeks(today)
    line = months(weeks)
    assert len(line) <= len(weeks) + 2
    names = line.split()
    assert all(len(name) == 3 for name in names)
    assert len(names) in {12, 13}
    for place, week in enumerate(weeks[1:], 1):
        if week.month != weeks[place - 1].month:
            assert line[place : place + 3] == f"{week:%b}"


def test_a_bar_of_little_is_seen():
    assert bar(0, 10, ASCII) == ""
    assert bar(0.001, 10, ASCII) == "#"
    assert bar(1, 10, ASCII) == "#" * 10


def test_a_strip_shows_what_was_and_what_was_expected():
    drawn = strip(0.5, at=0.6, mark=0.9, between=(0.5, 0.7), room=11, signs=ASCII)
    assert drawn == "--o--   |  "
    together = strip(0.0, at=0.5, mark=0.5, between=(0.5, 0.5), room=11, signs=ASCII)
    assert together == "     o     "


@pytest.mark.parametrize(("low", "line"), [(0.0, "0%   50%    100%"), (0.5, "50%  75%    100%")])
def test_a_scale_has_its_ends_and_its_middle(low, line):
    assert scale(low, 16).split() == line.split()
    assert len(scale(low, 16)) == 16


def test_the_calendar_ends_today():
    weeks = last_weeks(TODAY, 2)
    answers = {TODAY: 20, TODAY - timedelta(days=1): 19, TODAY - timedelta(days=9): 1}
    rows = stats_charts.calendar(weeks, answers, TODAY, 9, UNICODE)
    assert rows[1:8] == [
        "Mon  ░·", "Tue  ·▓", "Wed  ·█", "Thu  · ", "Fri  · ", "Sat  · ", "Sun  · ",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "place"), [(0, 0), (1, 1), (4, 1), (5, 2), (9, 2), (10, 3), (19, 3), (20, 4)]
)
def test_a_days_sign_is_that_of_the_key(answers, place):
    assert stats_charts.weight(answers) == place


@given(st.integers(20, 80))
def test_charts_by_weeks_fit_the_terminal(width):
    weeks = last_weeks(TODAY, stats_charts.weeks_shown(width))
    rows = stats_charts.calendar(weeks, {TODAY: 3}, TODAY, width, UNICODE)
    rows += stats_charts.by_week(weeks, [1.0] * len(weeks), 1.0, 4, UNICODE)
    assert max(map(len, rows)) <= width


@given(st.integers(40, 80), st.integers(1, 10**5))
def test_calibration_fits_the_terminal(width, count):
    bins = [Bin(0.85, 0.9, count, 0.87, 0.9, 0.6, 0.95)]
    assert max(map(len, stats_charts.calibration(bins, width, UNICODE))) <= width


@given(st.integers(40, 80), st.lists(st.integers(0, 999), min_size=30, max_size=30))
def test_the_forecast_fits_the_terminal_and_names_each_seventh_day(width, due):
    coming = {TODAY + timedelta(days=n): count for n, count in enumerate(due)}
    rows = stats_charts.forecast(coming, width, UNICODE)
    if not any(due):
        assert rows == []
        return
    assert max(map(len, rows)) <= width
    for day in ("4 Mar", "11 Mar", "18 Mar", "25 Mar", "1 Apr"):
        assert day in rows[-1]
