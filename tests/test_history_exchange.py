"""Histories between machines: merged by uuid, in any order, twice as once."""

import json
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnquiz.history_lines import lines, parse
from nnquiz.scheduling import Scheduler
from nnquiz.store.reviews import Store

UUID = "6f1c1a52-0000-4000-8000-000000000001"


def line(number: int, question: str = "dropout", day: int = 1, rating: str = "good", **more) -> str:
    at = datetime(2026, 1, 1, 9, tzinfo=UTC) + timedelta(days=day, minutes=number)
    uuid = f"6f1c1a52-0000-4000-8000-{number:012d}"
    return json.dumps(
        {"uuid": uuid, "question": question, "at": at.isoformat(), "rating": rating, **more}
    )


def state(nnquiz, folder) -> tuple[object, object]:
    history = json.loads(
        nnquiz("--data-dir", str(folder), "history", "--json", "--limit", "999").out
    )
    due = json.loads(nnquiz("--data-dir", str(folder), "list", "--json").out)
    return history, due


def test_four_keys_make_a_line(nnquiz, tmp_path):
    file = tmp_path / "in.jsonl"
    file.write_text(line(1) + "\n")
    ran = nnquiz("history", "import", str(file))
    assert ran.code == 0
    assert "1 new of 1 answers" in ran.err
    [review] = json.loads(nnquiz("history", "--json").out)
    assert review["question"] == "dropout"
    assert "0 new of 1" in nnquiz("history", "import", str(file)).err


def test_two_machines_come_to_the_same_state(nnquiz, at, tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    for folder, day, rating in ((one, 1, "3"), (two, 2, "1"), (one, 5, "2"), (two, 9, "4")):
        at(f"2026-03-{day:02d}T09:00:00+01:00")
        nnquiz(
            "--data-dir", str(folder), "drill", "--reveal", "--ahead", "--only", "dropout",
            stdin=rating + "\n",
        )  # fmt: skip
    nnquiz("--data-dir", str(one), "undo")
    for folder in (one, two):
        nnquiz("--data-dir", str(folder), "history", "export", str(folder) + ".jsonl")
    for _ in range(2):
        nnquiz("--data-dir", str(one), "history", "import", str(two) + ".jsonl")
        nnquiz("--data-dir", str(two), "history", "import", str(one) + ".jsonl")
    assert state(nnquiz, one) == state(nnquiz, two)
    assert len(state(nnquiz, one)[0]) == 3  # what was taken back stays so


def test_an_answer_taken_back_on_two_machines_was_so_at_the_earlier_time(tmp_path):
    times = [f"2026-0{month}-01T00:00:00+00:00" for month in (5, 3, 4)]
    parts = [[parse(line(1))], *([parse(line(1, undone=at))] for at in times)]
    found = []
    for order in ((0, 1, 2, 3), (3, 2, 1, 0), (1, 3, 0, 2)):
        with Store.open(tmp_path / str(order), Scheduler()) as store:
            added = [store.merge(parts[place]) for place in order]
            found.append(list(lines(store.everything())))
            assert sum(added) <= 2  # the answer, and that it was taken back
            assert store.history() == []
    assert found[0] == found[1] == found[2]
    assert json.loads(found[0][0])["undone"].startswith("2026-03-01")


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["dropout", "gan", "gone"]), st.integers(0, 60),
            st.sampled_from(["again", "hard", "good", "easy"]), st.booleans(),
        ),
        min_size=1, max_size=12,
    ),
    st.integers(0, 99),
)  # fmt: skip
def test_the_order_of_merging_does_not_matter(tmp_path_factory, reviews, seed):
    all_lines = [
        line(i, question, day, rating) for i, (question, day, rating, _) in enumerate(reviews)
    ]
    all_lines += [
        line(i, question, day, rating, undone=f"2026-09-0{taken_at}T00:00:00+00:00")
        for i, (question, day, rating, taken_back) in enumerate(reviews)
        for taken_at in ((1, 2) if taken_back else ())
    ]
    rng = random.Random(seed)
    states = []
    for _ in range(2):
        shuffled = rng.sample(all_lines, len(all_lines))
        cut = rng.randint(0, len(shuffled))
        folder = tmp_path_factory.mktemp("data")
        with Store.open(folder, Scheduler()) as store:
            for part in (shuffled[:cut], shuffled[cut:], shuffled[:cut]):
                store.merge(map(parse, part))
            states.append((sorted(lines(store.everything())), store.memories()))
    assert states[0] == states[1]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("{", "line 2: is no JSON"),
        ("[]", "line 2: must be a JSON object"),
        (line(2, rating="fine"), 'line 2: "rating" must be'),
        (line(2).replace("+00:00", ""), 'line 2: "at" has no offset'),
        (line(2).replace("6f1c1a52", "zzzz"), 'line 2: "uuid" is no UUID'),
        ('{"uuid": "' + UUID + '"}', 'line 2: "at" is missing'),
        (line(2, score=7), 'line 2: "score" must be a number from 0 to 1'),
        (line(2, study_day="monday"), 'line 2: "study_day" is no date'),
        (line(2, at="9999-12-30T09:00:00+00:00"), 'line 2: "at" must lie between the years'),
        (line(2, study_day="1066-10-14"), 'line 2: "study_day" must lie between the years'),
        (line(2, answer=3), 'line 2: "answer" must be a text'),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_imported(nnquiz, tmp_path, bad, said):
    file = tmp_path / "in.jsonl"
    file.write_text(f"{line(1)}\n{bad}\n{line(3)}\n")
    ran = nnquiz("history", "import", str(file))
    assert ran.code == 1
    assert said in ran.err
    assert "nothing imported" in ran.err
    assert json.loads(nnquiz("history", "--json").out) == []
    ran = nnquiz("history", "import", str(file), "--skip-bad")
    assert ran.code == 0
    assert "2 new of 2 answers" in ran.err


def test_bad_lines_are_all_named_but_not_without_end(nnquiz, tmp_path):
    file = tmp_path / "in.jsonl"
    file.write_text("\n".join([line(1), "", *["x\x1b[31m"] * 50]) + "\n")
    ran = nnquiz("history", "import", str(file))
    assert "line 3: is no JSON" in ran.err
    assert ran.err.endswith("50 bad lines; --skip-bad leaves them out\n")
    assert "and 30 more" in ran.err
    assert "\x1b" not in ran.err


def test_a_mark_of_byte_order_is_no_fault(nnquiz, tmp_path):
    file = tmp_path / "in.jsonl"
    file.write_text(line(1) + "\r\n" + line(2) + "\r\n", encoding="utf-8-sig")
    assert nnquiz("history", "import", str(file)).code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_leaves_nothing_half_done(nnquiz, tmp_path):
    file = tmp_path / "in.jsonl"
    file.write_text("".join(line(n, f"q{n % 7}", n % 90) + "\n" for n in range(500)))
    program = (
        "import sys; from nnquiz.store import memories; from nnquiz.__main__ import main\n"
        "rebuild, count = memories.rebuild, 0\n"
        "def interrupted(*arguments):\n"
        "    global count; count += 1\n"
        "    if count == 4: raise KeyboardInterrupt\n"
        "    return rebuild(*arguments)\n"
        "memories.rebuild = interrupted; main()"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, "--data-dir", tmp_path / "data", "history", "import", file],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stdout, run.stderr) == (130, "", "")
    kept = ("--data-dir", str(tmp_path / "data"), "history")
    assert json.loads(nnquiz(*kept, "--json").out) == []
    assert "500 new of 500" in nnquiz(*kept, "import", str(file)).err


def test_a_file_that_is_not_there_is_told(nnquiz, tmp_path):
    ran = nnquiz("history", "import", str(tmp_path / "none.jsonl"))
    assert ran.code == 1
    assert ran.err.count("\n") == 1


def test_exported_lines_hold_all_that_is_known(nnquiz, tmp_path):
    nnquiz("drill", "--limit", "1", stdin="a neuron is one unit\n")
    file = tmp_path / "out.jsonl"
    nnquiz("history", "export", str(file))
    [found] = map(json.loads, file.read_text().splitlines())
    assert found["answer"] == "a neuron is one unit"
    assert {"score", "suggested", "grader", "study_day", "utc_offset"} <= set(found)
    assert nnquiz("history", "export", "-").out == file.read_text()
