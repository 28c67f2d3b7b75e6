"""The commands as a pipe or a script sees them: text, JSON, exit codes."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from nnquiz import __version__
from nnquiz.bank.template import TEMPLATE

RIGHT = "Backprop computes the gradient of the loss for every weight with the chain rule."


@pytest.fixture
def own_bank(tmp_path: Path) -> str:
    path = tmp_path / "my.yaml"
    path.write_text(TEMPLATE, encoding="utf-8")
    return str(path)


def one_line(text: str) -> bool:
    return text.startswith("nnquiz: ") and text.count("\n") == 1 and text.endswith("\n")


def test_version_is_one_line(nnquiz):
    ran = nnquiz("--version")
    assert (ran.code, ran.out, ran.err) == (0, f"nnquiz {__version__}\n", "")


def test_without_a_terminal_nnquiz_alone_prints_its_help(nnquiz):
    ran = nnquiz()
    assert ran.code == 0
    assert ran.out.startswith("Usage: nnquiz")


def test_help_is_grouped_and_every_command_shows_an_example(nnquiz):
    top = nnquiz("--help").out
    assert top.index("Study:") < top.index("The bank:")
    for command in ("drill", "undo", "history", "grade", "list", "show", "search", "tags"):
        shown = nnquiz(command, "--help").out
        assert f"  nnquiz {command}" in shown.partition("Example")[2], command
    for command in ("check", "init"):
        assert f"nnquiz bank {command}" in nnquiz("bank", command, "-h").out.partition("Example")[2]


@pytest.mark.parametrize("arguments", [[], *[[c, "-h"] for c in ("drill", "list", "grade")]])
def test_output_fits_eighty_columns(nnquiz, arguments):
    assert max(map(len, nnquiz(*arguments).out.splitlines())) <= 80


@pytest.mark.parametrize(
    "arguments", [["frobnicate"], ["drill", "--frob"], ["drill", "--limit", "x"], ["show"]]
)
def test_wrong_usage_exits_2(nnquiz, arguments):
    ran = nnquiz(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("nnquiz dr", ["drill"]),
        ("nnquiz show drop", ["dropout"]),
        ("nnquiz show 4", ["4", *map(str, range(40, 50))]),
        ("nnquiz grade xo", ["xor"]),
        ("nnquiz drill --tag grad", ["gradients"]),
        ("nnquiz drill --only lst", ["lstm"]),
        ("nnquiz bank ch", ["check"]),
    ],
)
def test_tab_completes_commands_names_and_topics(nnquiz, monkeypatch, typed, offered):
    monkeypatch.setenv("_NNQUIZ_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", typed)
    monkeypatch.setenv("COMP_CWORD", str(len(typed.split()) - 1))
    assert nnquiz().out.split() == offered


# --- list, show, search, tags


def test_list_json_has_its_keys(nnquiz):
    rows = json.loads(nnquiz("list", "--json").out)
    assert len(rows) == 50
    assert rows[5] == {
        "number": 6,
        "slug": "backpropagation",
        "question": "What is backpropagation, and why is it important in neural network training?",
        "tags": ["gradients", "training"],
        "difficulty": 2,
        "requires": ["forward-propagation", "loss-function-role"],
        "demo": "backprop",
        "due": None,
    }


def test_list_due_holds_what_is_due_and_nothing_new(nnquiz, at):
    assert json.loads(nnquiz("list", "--due", "--json").out) == []
    nnquiz("drill", "--only", "6", "--reveal", stdin="again\n")
    assert json.loads(nnquiz("list", "--due", "--json").out) == []
    at("2026-03-03T05:00:00+01:00")
    [row] = json.loads(nnquiz("list", "--due", "--json").out)
    assert (row["slug"], row["due"]) == ("backpropagation", "2026-03-03")


def test_list_by_tag(nnquiz):
    rows = json.loads(nnquiz("list", "--tag", "vision", "--tag", "loss", "--json").out)
    assert all({"vision", "loss"} & set(row["tags"]) for row in rows)
    assert 1 < len(rows) < 50
    assert "backpropagation" not in nnquiz("list", "--tag", "vision").out


@pytest.mark.parametrize("ref", ["6", "backpropagation", "backprop", "BackProp"])
def test_a_question_is_found_by_number_slug_or_demo(nnquiz, ref):
    assert json.loads(nnquiz("show", ref, "--json").out)["number"] == 6


def test_show_json_adds_what_the_bank_holds(nnquiz):
    shown = json.loads(nnquiz("show", "6", "--json").out)
    assert shown["answer"].startswith("Backpropagation")
    assert {"label", "weight", "hint", "phrasings"} == set(shown["key_points"][0])
    assert {"claim", "phrasings", "correction"} == set(shown["misconceptions"][0])
    assert {"author", "year", "title", "link"} == set(shown["references"][0])
    assert {"question", "answer"} == set(shown["follow_ups"][0])


def test_an_unknown_name_exits_2_with_the_nearest(nnquiz):
    for command in (["show", "droput"], ["grade", "droput", "--answer", "x"]):
        ran = nnquiz(*command)
        assert ran.code == 2
        assert one_line(ran.err)
        assert "did you mean dropout" in ran.err
    assert nnquiz("list", "--tag", "lossy").code == 2


def test_show_tells_answer_points_and_sources(nnquiz):
    out = nnquiz("show", "dropout").out
    for part in ("Key points", "Not so", "Asked next", "Read", "https://"):
        assert part in out
    assert max(map(len, out.splitlines())) <= 80


def test_search_finds_by_all_words(nnquiz):
    out = nnquiz("search", "exploding", "gradient").out
    assert out.splitlines()[0].startswith(" 11 ")
    ran = nnquiz("search", "xyzzy")
    assert (ran.code, one_line(ran.err)) == (1, True)


def test_tags_are_counted(nnquiz):
    lines = [line.split() for line in nnquiz("tags").out.splitlines()]
    assert ["2", "vision"] in lines


# --- grade


def test_grade_json_has_its_keys(nnquiz):
    shown = json.loads(nnquiz("grade", "backprop", "--answer", RIGHT, "--json").out)
    assert list(shown) == ["question", "score", "rating", "covered", "missed", "wrong"]
    assert shown["question"] == 6
    assert 0 < shown["score"] <= 1
    assert shown["rating"] in ("again", "hard", "good", "easy")
    assert "It applies the chain rule" in shown["covered"]


def test_grade_tells_what_is_wrong(nnquiz):
    answer = "The error is propagated forward through the network."
    [wrong] = json.loads(nnquiz("grade", "6", "--answer", answer, "--json").out)["wrong"]
    assert wrong["said"] == "error is propagated forward through the network"
    assert "backward" in wrong["correction"]


def test_grade_reads_standard_input_and_stores_nothing(nnquiz, tmp_path):
    ran = nnquiz("--data-dir", str(tmp_path / "d"), "grade", "6", stdin=RIGHT)
    assert ran.code == 0
    assert "chain rule" in ran.out
    assert not (tmp_path / "d").exists()


def test_grade_with_a_closed_standard_input_says_so(nnquiz):
    ran = nnquiz("grade", "6", stdin=None)
    assert (ran.code, one_line(ran.err)) == (1, True)


# --- drill, undo, history


def test_a_piped_answer_is_graded_and_stored(nnquiz):
    ran = nnquiz("drill", "--limit", "1", stdin="a neuron is one unit\n")
    assert (ran.code, ran.err) == (0, "")
    assert "\x1b" not in ran.out
    assert "What is the difference between a neuron and a neural network?" in ran.out
    [stored] = json.loads(nnquiz("history", "--json").out)
    assert stored["question"] == "neuron-vs-network"
    assert stored["answer"] == "a neuron is one unit"
    assert list(stored) == [
        "uuid", "question", "at", "study_day", "rating", "suggested", "score", "answer",
        "seconds", "grader",
    ]  # fmt: skip


def test_answers_are_taken_one_a_line_in_the_order_asked(nnquiz):
    nnquiz("drill", "--only", "dropout", "--only", "6", stdin=f"first\n{RIGHT}\n")
    stored = json.loads(nnquiz("history", "--json").out)
    assert [(r["question"], r["answer"]) for r in stored] == [
        ("backpropagation", RIGHT),
        ("dropout", "first"),
    ]


def test_the_end_of_input_ends_the_session_with_its_summary(nnquiz):
    ran = nnquiz("drill", stdin="one\ntwo\n")
    assert ran.code == 0
    assert "2 answers stored" in ran.out


def test_commands_work_in_a_pipe(nnquiz):
    ran = nnquiz("drill", stdin=":hint\nx\n:undo\n:nonsense\n:skip\n:quit\nnever read\n")
    assert ran.code == 0
    assert "hint: " in ran.out
    assert ":nonsense is no command" in ran.err
    assert json.loads(nnquiz("history", "--json").out) == []


def test_reveal_takes_ratings(nnquiz):
    ran = nnquiz("drill", "--reveal", "--limit", "2", stdin="good\nnonsense\n4\n")
    assert "'nonsense' is no rating" in ran.err
    stored = json.loads(nnquiz("history", "--json").out)
    assert [r["rating"] for r in stored] == ["easy", "good"]
    assert [r["score"] for r in stored] == [None, None]


def test_showing_the_answer_counts_as_not_known(nnquiz):
    nnquiz("drill", "--only", "6", stdin=":show\n")
    [stored] = json.loads(nnquiz("history", "--json").out)
    assert (stored["rating"], stored["score"]) == ("again", None)


def test_undo_takes_back_and_history_forgets(nnquiz):
    nnquiz("drill", "--only", "6", "--only", "7", "--reveal", stdin="3\n4\n")
    assert "chain-rule" in nnquiz("undo").out
    assert [r["question"] for r in json.loads(nnquiz("history", "--json").out)] == [
        "backpropagation"
    ]
    assert nnquiz("undo", "5").code == 0
    ran = nnquiz("undo")
    assert (ran.code, one_line(ran.err)) == (1, True)


def test_history_limit_shows_the_last(nnquiz):
    nnquiz("drill", "--reveal", "--limit", "5", stdin="3\n" * 5)
    assert len(json.loads(nnquiz("history", "--limit", "2", "--json").out)) == 2
    assert len(nnquiz("history", "--limit", "2").out.splitlines()) == 2


def test_tomorrow_asks_what_is_due(nnquiz, at):
    nnquiz("drill", "--limit", "2", "--reveal", stdin="1\n1\n")
    at("2026-03-03T04:30:00+01:00")
    ran = nnquiz("drill", "--new", "0", stdin="")
    assert "1/2" in ran.out
    assert "last seen yesterday, “again”" in ran.out


def test_when_nothing_is_left_the_drill_says_what_to_type(nnquiz):
    ran = nnquiz("drill", "--new", "0")
    assert ran.code == 0
    assert "nnquiz drill --new" in ran.out


# --- banks of one's own


def test_a_bank_of_question_and_answer_drills(nnquiz, tmp_path):
    path = tmp_path / "b.yaml"
    path.write_text("questions:\n  - question: What is GELU?\n    answer: A smooth ReLU.\n")
    ran = nnquiz("--bank", str(path), "drill", stdin="a smooth relu\n")
    assert (ran.code, ran.err) == (0, "")
    assert "100%" in ran.out


def test_bank_init_writes_a_bank_that_passes_and_drills(nnquiz, tmp_path):
    path = str(tmp_path / "new.yaml")
    assert nnquiz("bank", "init", path).code == 0
    checked = nnquiz("bank", "check", path)
    assert (checked.code, checked.err) == (0, "")
    assert nnquiz("--bank", path, "list").code == 0
    again = nnquiz("bank", "init", path)
    assert (again.code, one_line(again.err)) == (1, True)


def test_bank_check_reports_file_and_line_and_exits_1(nnquiz, tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text("questions:\n  - question: x\n    answr: y\n")
    ran = nnquiz("bank", "check", str(path))
    assert ran.code == 1
    assert f"{path}:2: x: 'answer' is missing\n" in ran.out
    assert f"{path}:3: x: unknown key 'answr'; did you mean answer?\n" in ran.out


def test_a_bad_bank_stops_a_drill_with_one_line(nnquiz, tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text("questions:\n  - question: [x]\n")
    ran = nnquiz("--bank", str(path), "drill")
    assert (ran.code, ran.out, one_line(ran.err)) == (1, "", True)
    assert f"{path}:2: " in ran.err


def test_hostile_text_cannot_steer_the_terminal_or_the_markup(nnquiz, tmp_path):
    path = tmp_path / "hostile.yaml"
    path.write_text(
        "questions:\n  - question: 'What is [/softmax] W[i] += x[/] :100: [red]?'\n"
        "    answer: '[bold]so[/bold]'\n    slug: a\n"
    )
    for command in (["drill"], ["show", "a"], ["list"], ["search", "softmax"]):
        ran = nnquiz("--bank", str(path), *command, stdin="[/x] \x1b[31m red\x07\n")
        assert ran.code == 0, ran.err
        assert "[/softmax] W[i] += x[/] :100: [red]" in ran.out.replace("\n", " ")
        assert "\x1b" not in ran.out
        assert "\x07" not in ran.out


# --- settings


def test_a_flag_wins_over_the_variable_and_that_over_the_config_file(
    nnquiz, own_bank, tmp_path, monkeypatch
):
    config = tmp_path / "xdg_config_home" / "nnquiz" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f'bank = "{own_bank}"\n')
    assert len(json.loads(nnquiz("list", "--json").out)) == 2
    other = tmp_path / "other.yaml"
    other.write_text("questions:\n  - question: q\n    answer: a\n    slug: s\n")
    monkeypatch.setenv("NNQUIZ_BANK", str(other))
    assert len(json.loads(nnquiz("list", "--json").out)) == 1
    assert len(json.loads(nnquiz("--bank", own_bank, "list", "--json").out)) == 2


def test_the_data_folder_follows_flag_and_variable(nnquiz, tmp_path, monkeypatch):
    monkeypatch.setenv("NNQUIZ_DATA_DIR", str(tmp_path / "v"))
    nnquiz("drill", "--limit", "1", stdin="x\n")
    nnquiz("--data-dir", str(tmp_path / "f"), "drill", "--limit", "1", stdin="x\n")
    assert (tmp_path / "v" / "history.db").exists()
    assert (tmp_path / "f" / "history.db").exists()


def test_the_config_file_sets_the_desired_retention(nnquiz, tmp_path):
    def due() -> str:
        nnquiz("drill", "--only", "6", "--reveal", stdin="4\n")
        [row] = [r for r in json.loads(nnquiz("list", "--json").out) if r["due"]]
        nnquiz("undo")
        return row["due"]

    usual = due()
    config = tmp_path / "xdg_config_home" / "nnquiz" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text("desired_retention = 0.8\n")
    assert due() > usual


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("desired_retention = 0.5", "between 0.70 and 0.97"),
        ("desired_retention = 'x'", "must be a number"),
        ("bank = 3", "must be a path"),
        ("bnak = 'x'", "did you mean bank"),
        ("= 3", "not valid TOML"),
    ],
)
def test_a_config_file_with_a_fault_is_named(nnquiz, tmp_path, content, said):
    config = tmp_path / "xdg_config_home" / "nnquiz" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(content)
    ran = nnquiz("list")
    assert (ran.code, one_line(ran.err)) == (1, True)
    assert said in ran.err
    assert "config.toml" in ran.err


@pytest.mark.parametrize(
    "moment",
    [
        "yesterday", "2026-03-02T09:00:00", "2026-99-02T09:00:00+01:00",
        "0001-01-05T09:00:00+01:00", "9999-12-31T09:00:00+01:00",
    ],
)  # fmt: skip
def test_a_clock_that_is_no_time_with_an_offset_exits_2(nnquiz, at, moment):
    at(moment)
    ran = nnquiz("drill", stdin="x\n")
    assert (ran.code, one_line(ran.err)) == (2, True)
    assert "NNQUIZ_NOW" in ran.err


# --- what goes wrong


def test_a_data_folder_that_cannot_be_used_is_one_line(nnquiz, tmp_path):
    (tmp_path / "file").write_text("")
    for command in (["drill"], ["undo"]):
        ran = nnquiz("--data-dir", str(tmp_path / "file"), *command, stdin="x\n")
        assert (ran.code, one_line(ran.err)) == (1, True)
        assert "--data-dir" in ran.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_a_folder_without_permission_is_one_line(nnquiz, tmp_path):
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    ran = nnquiz("--data-dir", str(folder), "drill", stdin="x\n")
    assert (ran.code, one_line(ran.err)) == (1, True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_a_history_without_permission_to_write_can_be_read(nnquiz, tmp_path):
    folder = tmp_path / "locked"
    nnquiz("--data-dir", str(folder), "drill", "--limit", "1", stdin="x\n")
    before = nnquiz("--data-dir", str(folder), "history", "--json")
    (folder / "history.db").chmod(0o400)
    folder.chmod(0o500)
    for command in (["history", "--json"], ["stats", "--json"], ["list", "--json"]):
        ran = nnquiz("--data-dir", str(folder), *command)
        assert (ran.code, ran.err) == (0, "")
    assert nnquiz("--data-dir", str(folder), "history", "--json").out == before.out
    ran = nnquiz("--data-dir", str(folder), "drill", stdin="x\n")
    assert (ran.code, one_line(ran.err)) == (1, True)


def test_a_history_of_a_newer_version_is_one_line(nnquiz, tmp_path):
    folder = tmp_path / "d"
    nnquiz("--data-dir", str(folder), "drill", "--limit", "1", stdin="x\n")
    connection = sqlite3.connect(folder / "history.db")
    connection.execute("pragma user_version = 42")
    connection.close()
    for command in (["drill"], ["history"], ["undo"], ["list"]):
        ran = nnquiz("--data-dir", str(folder), *command, stdin="x\n")
        assert (ran.code, one_line(ran.err)) == (1, True)
        assert "newer nnquiz" in ran.err


def test_a_closed_standard_input_is_one_line(nnquiz):
    ran = nnquiz("drill", stdin=None)
    assert (ran.code, one_line(ran.err)) == (1, True)


def test_an_answer_of_any_length_in_a_pipe_arrives_whole(nnquiz):
    long = "word " * 20_000
    nnquiz("drill", "--limit", "1", stdin=long + "\n")
    [stored] = json.loads(nnquiz("history", "--json").out)
    assert stored["answer"] == long


def run_process(command: str, tmp_path: Path, stdin: bytes = b"") -> subprocess.CompletedProcess:
    """Run a shell command in which `nnquiz` is the program."""
    program = f'nnquiz() {{ "{sys.executable}" -m nnquiz --data-dir "{tmp_path}/d" "$@"; }}; '
    return subprocess.run(
        ["bash", "-c", program + command], input=stdin, capture_output=True, check=False
    )


posix = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")


@posix
def test_an_answer_that_is_not_utf8_is_graded_and_stored(tmp_path):
    ran = run_process("nnquiz drill --limit 1; nnquiz history --json", tmp_path, b"a \xff neuron\n")
    assert ran.returncode == 0
    assert ran.stderr == b""
    assert b'"answer": "a \\ufffd neuron"' in ran.stdout


@posix
@pytest.mark.parametrize("command", ["list", "show 6", "drill", "history --json", "--help"])
def test_a_full_disk_behind_stdout_is_one_line(tmp_path, command):
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    ran = run_process(f"nnquiz {command} >/dev/full", tmp_path)
    assert ran.returncode == 1
    assert ran.stderr == b"nnquiz: the output: No space left on device\n"


@posix
@pytest.mark.parametrize("command", ["list", "show 6", "show 6 --json", "list --json"])
def test_a_closed_pipe_is_quiet(tmp_path, command):
    ran = run_process(f"nnquiz {command} | head -1", tmp_path)
    assert ran.stderr == b""


@posix
def test_a_history_that_cannot_grow_is_one_line_and_the_rest_stays(tmp_path):
    run_process("nnquiz drill --limit 1", tmp_path, b"first\n")
    ran = run_process(
        "ulimit -f 64; nnquiz drill --limit 1 --new 1", tmp_path, b"x" * 200_000 + b"\n"
    )
    assert ran.returncode == 1
    assert ran.stderr.count(b"\n") == 1
    assert b"free some space" in ran.stderr
    ran = run_process("nnquiz history", tmp_path)
    assert ran.stdout.count(b"\n") == 1


@posix
def test_control_c_in_a_pipe_ends_with_the_summary_and_130(tmp_path):
    heeding = (  # the tests may run where Ctrl-C is ignored, which is handed down
        "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL);"
        "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    )
    command = [sys.executable, "-c", heeding, "-m", "nnquiz", "--data-dir", str(tmp_path), "drill"]
    drill = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with drill:
        drill.stdin.write(b"first\n")
        drill.stdin.flush()
        while b"Comes back" not in drill.stdout.readline():
            assert drill.poll() is None
        drill.send_signal(signal.SIGINT)
        out, err = drill.communicate(timeout=20)
    assert drill.returncode == 130
    assert b"1 answer stored" in out
    assert err == b""
