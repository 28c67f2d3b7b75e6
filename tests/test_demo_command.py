"""`nnquiz demo` from a script, with a demo that takes no time."""

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from time import sleep

import pytest

import nnquiz.demos
from nnquiz import NNQuizError, UsageError, demo_catalog, demonstration
from nnquiz.bank.model import Bank
from nnquiz.terminal import demo_player

QUICK = ("--set", "steps=50", "--set", "hidden=2")  # of backprop

DEMOS = Path(__file__).parent / "data" / "demos"


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> str:
    """The one demo that there is: one that takes no time."""
    monkeypatch.setattr(demo_catalog, "FOLDER", DEMOS)
    monkeypatch.setattr(nnquiz.demos, "__path__", [str(DEMOS)])
    return "toy-two"


def test_the_list_is_by_topic_and_fits_80_columns(nnquiz):
    ran = nnquiz("demo")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert max(map(len, lines)) <= 80
    assert "gradients" in lines
    assert any(re.match(r"  backprop +all gradients in one pass", line) for line in lines)
    assert nnquiz("demo", "--list").out == ran.out


def test_a_demo_that_no_question_has_is_listed_as_well(nnquiz, toy: str):
    assert f"  {toy}" in nnquiz("demo").out


def test_the_list_as_json(nnquiz, toy: str):
    listed = json.loads(nnquiz("demo", "--list", "--json").out)
    assert [list(one) for one in listed] == [["name", "question", "title", "parameters"]]
    assert listed[0]["name"] == toy
    assert listed[0]["question"] is None
    assert listed[0]["title"] == "Toy: what grows by doubling passes any line"
    number, _, word = listed[0]["parameters"]
    assert number == {
        "name": "rounds", "default": 5, "low": 1, "high": 40, "help": "how often it doubles",
    }  # fmt: skip
    assert word == {
        "name": "by-way", "default": "up", "low": None, "high": None, "help": "where it goes",
        "options": ["up", "down", "nowhere"],
    }  # fmt: skip


def test_the_list_as_json_gives_the_number_in_the_bank(nnquiz):
    listed = json.loads(nnquiz("demo", "--list", "--json").out)
    assert {one["name"]: one["question"] for one in listed}["backprop"] == 6


def test_a_run_as_json(nnquiz, toy: str):
    ran = nnquiz("demo", toy, "--json", "--seed", "12", "--set", "rounds=6")
    assert (ran.code, ran.err) == (0, "")
    run = json.loads(ran.out)
    assert list(run) == ["demo", "question", "seed", "seconds", "parameters", "claims"]
    assert (run["demo"], run["question"], run["seed"]) == (toy, None, 12)
    assert 0 <= run["seconds"] < 5
    assert run["parameters"] == {"rounds": 6, "base": 2, "by-way": "up"}
    first, second, third = run["claims"]
    assert first == {
        "text": "the end",
        "measured": {"value": 64.0, "op": ">=", "bound": 30.0, "unit": ""},
        "holds": True,
    }
    assert (second["measured"]["unit"], second["holds"]) == ("seeds", False)
    assert third["measured"]["value"] == "inf"
    assert third["holds"] is True


def test_what_is_no_number_is_a_word_in_json(nnquiz, toy: str):
    run = json.loads(nnquiz("demo", toy, "--json", "--set", "by_way=down").out)
    assert run["claims"][0]["measured"]["value"] == "nan"
    assert run["claims"][0]["holds"] is False


def test_the_number_in_the_bank_and_the_slug_lead_to_the_demo(nnquiz, bank: Bank):
    for ref in ("6", "backpropagation", "backprop", " BackProp "):
        name, question = demo_catalog.find(ref, bank)
        assert (name, question.number) == ("backprop", 6)
    run = json.loads(nnquiz("demo", "6", *QUICK, "--json").out)
    assert (run["demo"], run["question"]) == ("backprop", 6)


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("rounds=0", "--set rounds=0: must be a whole number from 1 to 40"),
        ("rounds=2.5", "must be a whole number from 1 to 40"),
        ("rounds=many", "must be a whole number from 1 to 40"),
        ("base=nan", "must be a number from -3 to 3"),
        ("base=inf", "must be a number from -3 to 3"),
        ("base=", "must be a number from -3 to 3"),
        ("by-way=dwon", "must be one of up, down, nowhere; did you mean down?"),
        ("round=3", "no parameter 'round'; did you mean rounds?"),
        ("seed=3", "it has rounds, a whole number from 1 to 40; base,"),
        ("rounds", "say its value as well, a whole number from 1 to 40, as in --set rounds=5"),
        ("=3", "no parameter ''"),
    ],
)
def test_a_wrong_setting_is_told_with_what_is_allowed(nnquiz, toy: str, setting: str, told: str):
    ran = nnquiz("demo", toy, "--set", setting)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["toy-tow"], 2, "no demo 'toy-tow'; did you mean toy-two?"),
        (["51"], 2, "no demo '51'"),
        (["toy-two", "--speed", "0"], 2, "--speed 0: must be a number above 0"),
        (["toy-two", "--speed", "-1"], 2, "must be a number above 0"),
        (["toy-two", "--speed", "nan"], 2, "must be a number above 0"),
        (["toy-two", "--speed", "2", "--no-animation"], 2, "exclude each other"),
        (["toy-two", "--seed", "-1"], 2, "--seed"),
        (["toy-two", "--save", "x.gif"], 2, "must end in .svg, .png, .html, .txt"),
        (["toy-two", "--save", "nosuch/x.txt"], 1, "nosuch/x.txt: cannot be written: No such file"),
        (["toy-two", "--list"], 2, "--list takes no demo"),
        (["--set", "a=1"], 2, "--set and --save take one"),
        (["toy-two", "--set", "by-way=nowhere"], 1, "cannot go on with --set by-way=nowhere"),
    ],
)
def test_exit_codes(nnquiz, toy: str, arguments: list[str], code: int, told: str):
    ran = nnquiz("demo", *arguments)
    assert ran.code == code
    assert told in ran.err
    assert "Traceback" not in ran.err


def test_a_question_without_a_demo_is_one_plain_line(nnquiz, tmp_path: Path, toy: str):
    own = tmp_path / "own.yaml"
    own.write_text(
        "questions:\n- {slug: one, question: Why?, answer: So.}\n"
        "- {slug: two, question: What?, answer: This., demo: toy-two}\n",
        encoding="utf-8",
    )
    ran = nnquiz("--bank", str(own), "demo", "one")
    assert ran.code == 1
    assert ran.err == "nnquiz: question 1, one, has no demo; 'nnquiz demo' lists those there are\n"
    assert json.loads(nnquiz("--bank", str(own), "demo", "2", "--json").out)["question"] == 2


def test_demos_run_by_name_with_a_bank_of_ones_own(nnquiz, tmp_path: Path, toy: str):
    own = tmp_path / "own.yaml"
    own.write_text("questions:\n- {question: Why?, answer: So.}\n", encoding="utf-8")
    run = json.loads(nnquiz("--bank", str(own), "demo", toy, "--json").out)
    assert (run["demo"], run["question"]) == (toy, None)


def test_an_alias_leads_to_its_demo(bank: Bank, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(demo_catalog, "names", lambda: ("nlp", "saliency"))
    assert demo_catalog.find("attention", bank)[0] == "nlp"
    name, question = demo_catalog.find("35", bank)
    assert (name, question.slug) == ("saliency", "interpretability")
    with pytest.raises(UsageError, match="did you mean attention"):
        demo_catalog.find("atention", bank)
    with pytest.raises(NNQuizError, match="there is no demo 'network'"):
        demo_catalog.find("1", bank)


def test_a_pipe_gets_the_pictures_and_the_claims_without_escape_codes(nnquiz, toy: str):
    ran = nnquiz("demo", toy)
    assert (ran.code, ran.err) == (0, "")
    assert "\x1b" not in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80
    assert ran.out.startswith("Toy: what grows by doubling passes any line\n")
    for part in ("What is 2 to the 5th?", "It has grown."):
        assert part in ran.out
    assert ran.out.count("Growth: round 4") == ran.out.count("Growth") == 1
    assert "without end" in ran.out.rstrip().splitlines()[-1]


def test_plain_has_words_alone(nnquiz, toy: str, monkeypatch: pytest.MonkeyPatch):
    plain = nnquiz("demo", toy, "--plain").out
    assert "It has grown." in plain
    assert "the end" in plain
    assert not re.search("[─-⣿✔✘]", plain)
    for name in ("NNQUIZ_PLAIN", "ACCESSIBLE"):
        monkeypatch.setenv(name, "1")
        assert nnquiz("demo", toy).out == plain
        monkeypatch.setenv(name, "0")
        assert nnquiz("demo", toy).out != plain


def test_a_run_unlike_the_default_says_how_to_repeat_it(nnquiz, toy: str):
    ran = nnquiz("demo", toy, "--seed", "3", "--set", "base=-2.50")
    assert ran.err == "Again: nnquiz demo toy-two --set base=-2.5 --seed 3\n"
    assert "the end" in ran.out


@pytest.mark.parametrize(
    ("kind", "begins"),
    [("svg", b"<"), ("html", b"<"), ("txt", b"Toy: what grows"), ("PNG", b"\x89PNG")],
)
def test_save_writes_each_kind(nnquiz, toy: str, tmp_path: Path, kind: str, begins: bytes):
    if kind == "PNG":
        pytest.importorskip("resvg_py")
    file = tmp_path / f"picture.{kind}"
    file.write_text("old")
    file.chmod(0o640)
    ran = nnquiz("demo", toy, "--save", str(file))
    assert ran.code == 0
    assert ran.err == f"Saved to {file}\n"
    assert "It has grown." in ran.out
    assert file.read_bytes().lstrip().startswith(begins)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [f.name for f in tmp_path.iterdir() if ".part" in f.name] == []


def test_what_cannot_be_saved_leaves_the_old_file(nnquiz, toy: str, tmp_path: Path):
    file = tmp_path / "picture.txt"
    file.write_text("old")
    ran = nnquiz("demo", toy, "--set", "by-way=nowhere", "--save", str(file))
    assert ran.code == 1
    assert file.read_text() == "old"
    assert list(tmp_path.glob(".*.part")) == []
    folder = tmp_path / "folder.svg"
    folder.mkdir()
    ran = nnquiz("demo", toy, "--save", str(folder))
    assert (ran.code, ran.err) == (1, f"nnquiz: {folder}: is a folder; name a file in it\n")


def test_a_file_that_may_not_be_written_is_told_before_the_demo_runs(
    nnquiz, toy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    file = tmp_path / "picture.txt"
    file.write_text("old")
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != file and allowed(path, mode))
    ran = nnquiz("demo", toy, "--save", str(file))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f"nnquiz: {file}: cannot be written: Permission denied\n"
    assert file.read_text() == "old"


def test_json_and_save_go_together(nnquiz, toy: str, tmp_path: Path):
    file = tmp_path / "it.txt"
    ran = nnquiz("demo", toy, "--json", "--save", str(file))
    assert json.loads(ran.out)["demo"] == toy
    assert "It has grown." in file.read_text(encoding="utf-8")


def test_a_suggestion_is_allowed_and_new(toy: str):
    one = demonstration.load(toy)
    settings: list[str] = []
    for _ in one.parameters:
        run = demonstration.Performance(one, 0, settings)
        setting = run.suggestion.partition(" --set ")[2]
        assert setting.partition("=")[0] not in run.changed
        settings.append(setting)
        assert len(demonstration.Performance(one, 0, settings).changed) == len(settings)
    assert demonstration.Performance(one, 4, settings).suggestion == "nnquiz demo toy-two --seed 5"


def test_computing_time_leaves_out_what_passes_between_frames(toy: str):
    run = demonstration.Performance(demonstration.load(toy))
    for _ in run:
        sleep(0.01)
    assert len(run.frames) >= 8
    assert run.seconds < 0.05


@pytest.fixture
def own(tmp_path: Path) -> str:
    """A bank of one question, whose demo is the toy."""
    file = tmp_path / "own.yaml"
    file.write_text(
        "questions:\n- slug: growth\n  question: Why does it grow?\n  demo: toy-two\n"
        "  answer: Each round multiplies what the last one left, so doubling passes any line.\n",
        encoding="utf-8",
    )
    return str(file)


RIGHT = "each round multiplies what the last one left so the doubling passes any line"


@pytest.mark.parametrize("arguments", [["demo", "6", "--json", *QUICK], ["drill", "--only", "1"]])
def test_one_thread_is_set_before_numpy_is_loaded(arguments: list[str]):
    program = (
        "import os, sys\n"
        "class Watch:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'numpy':\n"
        "            print('threads', os.environ.get('OPENBLAS_NUM_THREADS'), file=sys.stderr)\n"
        "sys.meta_path.insert(0, Watch())\n"
        f"sys.argv = ['nnquiz', *{arguments!r}]\n"
        "from nnquiz.__main__ import main; main()"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        input="the chain rule\n", capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert run.stderr == "threads 1\n"


def test_a_closed_pipe_ends_quietly():
    program = f"{sys.executable} -m nnquiz demo backprop {' '.join(QUICK)} | head -1"
    run = subprocess.run(program, shell=True, capture_output=True, text=True, check=False)
    assert run.stdout.startswith("Backpropagation:")
    assert "Traceback" not in run.stderr
    assert "Exception" not in run.stderr


@pytest.mark.usefixtures("toy")
def test_a_drill_from_a_pipe_shows_the_demo_as_text_and_then_asks_again(nnquiz, own: str):
    ran = nnquiz("--bank", own, "drill", stdin=f":demo\n{RIGHT}\n")
    assert ran.code == 0
    assert "\x1b" not in ran.out
    asked = [m.start() for m in re.finditer("Why does it grow", ran.out)]
    shown = ran.out.index("It has grown.")
    assert asked[0] < shown < asked[1] < ran.out.index("Answer\n")


@pytest.mark.usefixtures("toy")
def test_an_answer_after_the_demo_is_hard_at_best(nnquiz, own: str):
    ratings = []
    for lines in (f"{RIGHT}\n", f":demo\n{RIGHT}\n"):
        nnquiz("--bank", own, "drill", "--only", "1", stdin=lines)
        ratings.append(json.loads(nnquiz("history", "--json").out)[0]["rating"])
    assert ratings[0] in {"good", "easy"}
    assert ratings[1] == "hard"


@pytest.mark.usefixtures("toy")
def test_the_time_of_a_demo_is_not_the_time_of_the_answer(
    nnquiz, own: str, monkeypatch: pytest.MonkeyPatch
):
    def an_hour_passes(name: str) -> None:
        monkeypatch.setenv("NNQUIZ_NOW", "2026-03-02T10:00:00+01:00")

    monkeypatch.setattr(demo_player, "watch_demo", an_hour_passes)
    nnquiz("--bank", own, "drill", stdin=f":demo\n{RIGHT}\n")
    review = json.loads(nnquiz("history", "--json").out)[0]
    assert (review["at"], review["seconds"]) == ("2026-03-02T09:00:00+00:00", 0)


def test_a_question_without_a_demo_says_so_in_a_drill(nnquiz, tmp_path: Path):
    own = tmp_path / "own.yaml"
    own.write_text("questions:\n- {question: Why?, answer: So.}\n", encoding="utf-8")
    ran = nnquiz("--bank", str(own), "drill", stdin=":demo\nso\n")
    assert "This question has no demo." in ran.err


@pytest.mark.usefixtures("toy")
def test_a_weak_question_is_offered_with_its_demo(nnquiz, own: str):
    out = nnquiz("--bank", own, "drill", "--limit", "1", stdin="no idea\n").out
    assert "watch it: nnquiz demo toy-two" in " ".join(out.split())


def test_names_of_demos_are_completed():
    env = {
        **os.environ,
        "_NNQUIZ_COMPLETE": "complete_bash",
        "COMP_WORDS": "nnquiz demo back",
        "COMP_CWORD": "2",
    }
    run = subprocess.run(
        [sys.executable, "-m", "nnquiz"], env=env, capture_output=True, text=True, check=False
    )
    assert "backprop" in run.stdout.split()
