"""The plan in a real terminal: its page, a drill that follows it, and statistics by screens."""

import sys
from datetime import date
from pathlib import Path

import made_up
import pytest
from test_terminal import Terminal

from nnquiz.bank.model import Bank
from nnquiz.history_lines import lines

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NNQUIZ_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def test_the_plan_fits_a_screen_of_80_by_24(data: Path):
    for arguments in (("+400", "--minutes", "2"), ("+5", "--minutes", "600"), ("today",)):
        screen = Terminal("plan", *arguments)
        assert screen.wait_for_end() == 0
        shown = screen.visible()
        assert shown.lstrip().startswith("Interview")
        assert "nnquiz plan off drops it" in shown
        assert "Traceback" not in shown


def test_a_drill_follows_the_plan_and_control_c_leaves_the_rest_for_later(data: Path):
    assert Terminal("plan", "+5", "--minutes", "10").wait_for_end() == 0
    screen = Terminal("drill")
    screen.wait_for("1/7")
    screen.prompt()
    screen.type("a neuron is one unit, a network is many of them in layers\r")
    screen.wait_for("Enter keeps")
    screen.type("3")
    screen.wait_for("Comes back as the plan says; without it,")
    screen.wait_for("2/7")
    screen.prompt()
    screen.type("\x03")
    screen.wait_for("nnquiz drill goes on with today's plan")
    assert screen.wait_for_end() == 130
    again = Terminal("drill")
    again.wait_for("1/")
    again.wait_for("components of a neuron")
    again.prompt()
    again.type("\x04")
    assert again.wait_for_end() == 0


def test_a_year_of_statistics_is_shown_a_screen_at_a_time(data: Path, bank: Bank, tmp_path, nnquiz):
    file = tmp_path / "year.jsonl"
    year = made_up.history(bank, until=date(2026, 3, 1))
    file.write_text("\n".join(lines(year)))
    assert nnquiz("history", "import", str(file)).code == 0
    screen = Terminal("stats")
    screen.wait_for("Enter goes on (1 of ")
    assert screen.visible().splitlines()[0].startswith("Today")
    screen.type("\r")
    screen.wait_for("Enter goes on (2 of ")
    screen.type("q")
    assert screen.wait_for_end() == 0
    assert "Leeches" not in screen.visible()
    through_a_pipe = nnquiz("stats")
    assert "Leeches" in through_a_pipe.out
    assert "Enter goes on" not in through_a_pipe.out
