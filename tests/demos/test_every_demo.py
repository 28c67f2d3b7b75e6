"""What holds for every demo there is."""

import importlib
import math
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from nnquiz import demo_catalog, demonstration
from nnquiz.bank.model import Bank
from nnquiz.drawing import layout, text
from nnquiz.drawing.story import Story, story_of
from nnquiz.drawing.style import PLAIN
from nnquiz.frames import Ask, Choice, Claim, Frame, Picture, Range, Say

NAMES = demo_catalog.names()
SEEDS = (0, 1, 2)
VOCABULARY = (Say, Ask, Claim, *get_args(Picture))
# A demo that looks at the clock may claim this; no two runs give the same figure.
TIMED = re.compile(r"\b(fast|faster|time|times|slower|second|seconds|ms|waits?|waiting)\b")


@cache
def frames_of(name: str, seed: int) -> tuple[Frame, ...]:
    """One run, straight from the demo: a warning of NumPy's would fail the test."""
    return tuple(demonstration.load(name).play(seed=seed))


def claims_of(frames: tuple[Frame, ...]) -> list[Claim]:
    return [frame for frame in frames if isinstance(frame, Claim)]


def story(name: str) -> Story:
    return story_of(frames_of(name, SEEDS[0]))


def looks_at_the_clock(name: str) -> bool:
    module = importlib.import_module(f"nnquiz.demos.{name.replace('-', '_')}")
    source = Path(module.__file__).read_text(encoding="utf-8")
    return any(clock in source for clock in ("perf_counter", "timeit", "stopwatch"))


def test_every_question_has_its_demo_and_every_demo_its_question(bank: Bank):
    assert set(NAMES) == {question.demo for question in bank}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", NAMES)
def test_all_claims_hold(name: str, seed: int):
    claims = claims_of(frames_of(name, seed))
    assert len(claims) >= 2
    for claim in claims:
        assert claim.holds, f"{claim.text}: {claim.value} {claim.op} {claim.bound}"


@pytest.mark.parametrize("name", NAMES)
def test_it_begins_with_its_one_question_and_shows_a_picture(name: str):
    frames = frames_of(name, SEEDS[0])
    assert isinstance(frames[0], Ask)
    assert sum(isinstance(frame, Ask) for frame in frames) == 1
    assert all(isinstance(frame, VOCABULARY) for frame in frames)
    assert story(name).pictures


def test_the_question_is_asked_before_random_numbers_are_loaded():
    """Start-up: numpy.random is a sixth of NumPy's import, and most demos ask before they draw."""
    names = [name for name in NAMES if name != "backprop"]  # which first counts its weights
    program = (
        "import sys\n"
        "from nnquiz.demonstration import Performance, load\n"
        f"for name in {names}:\n"
        "    next(Performance(load(name)))\n"
        "    assert 'numpy.random' not in sys.modules, name\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.parametrize("name", NAMES)
def test_the_question_can_be_answered_by_one_key(name: str):
    ask = frames_of(name, SEEDS[0])[0]
    assert 2 <= len(ask.options) <= 4
    assert 0 <= ask.answer < len(ask.options)
    assert len(set(ask.options)) == len(ask.options)
    assert ask.because


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same_figures(name: str):
    first = claims_of(frames_of(name, SEEDS[0]))
    second = claims_of(tuple(demonstration.load(name).play(seed=SEEDS[0])))
    timed = looks_at_the_clock(name)
    for one, other in zip(first, second, strict=True):
        if not (timed and TIMED.search(f"{one.text} {one.unit}")):
            assert one == other


@pytest.mark.parametrize("name", NAMES)
def test_the_title_is_one_line(name: str):
    title = demo_catalog.title(name)
    doc = importlib.import_module(f"nnquiz.demos.{name.replace('-', '_')}").__doc__
    assert doc.splitlines()[0].rstrip(".") == title
    assert 10 <= len(title) <= 78


@pytest.mark.parametrize("name", NAMES)
def test_each_picture_fits_a_terminal_of_80_by_24(name: str):
    for picture in story(name).pictures:
        for lines in (
            layout.screen([picture], 80, 24, PLAIN),
            text.page("", [picture]).splitlines(),
        ):
            assert any(line.strip() for line in lines)
            assert max(map(len, lines)) <= 80
            assert "\x1b" not in "".join(lines)
        assert len(layout.screen([picture], 80, 24, PLAIN)) <= 24


@pytest.mark.parametrize("name", NAMES)
def test_parameters_are_explained_and_their_defaults_allowed(name: str):
    for parameter in demonstration.load(name).parameters:
        assert re.fullmatch(r"[a-z][a-z0-9-]*", parameter.name)
        assert len(parameter.help) >= 3
        assert type(parameter.default) is parameter.kind or parameter.kind is float
        if isinstance(parameter.limits, Range):
            assert parameter.kind in (int, float)
            assert parameter.limits.low <= parameter.default <= parameter.limits.high
            assert parameter.limits.low < parameter.limits.high
            assert math.isfinite(parameter.limits.high)
        else:
            assert isinstance(parameter.limits, Choice)
            assert parameter.default in parameter.limits.options
            assert len(parameter.limits.options) >= 2
        assert parameter.parse(str(parameter.default)) == parameter.default


def test_aliases_lead_to_names_and_hide_none(bank: Bank):
    named = {question.demo for question in bank}
    for alias, name in demo_catalog.ALIASES.items():
        assert name in named
        assert alias not in named
