"""How fast answers are graded: many in one process, and one from Enter to its grade.

    python benchmarks/speed.py [--answers FILE.jsonl] [--count N] [--runs N]

`grade --batch` on one core, with an empty cache folder and then with a full one, beside rapidfuzz's
token_set_ratio of the same answers to the references, with the same reading and writing. Then the
time from Enter to the grade in a new process that has loaded nothing but the bank, and that of
later answers, beside the bare interpreter; and how long the longest of answers can take. All these
times are of the processor: what else a machine does disturbs them least. Last, what a person waits
in a drill on a pseudo-terminal, from Enter until the grade is on the screen: there the grader is
loaded while the first answer is typed.
"""

import argparse
import json
import os
import pty
import resource
import select
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from nnquiz.bank.locate import data_file

PEER = """
import json, sys
from pathlib import Path
from rapidfuzz import fuzz
from nnquiz.bank.load import load
from nnquiz.bank.locate import embedded_bank
bank = load(embedded_bank(), Path(sys.argv[2]))
with open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        row = json.loads(line)
        question = bank.find(str(row["q"]))
        score = fuzz.token_set_ratio(row["answer"], question.answer) / 100
        print(json.dumps({"question": question.number, "score": score}), flush=True)
"""
ENTER = """
import json, sys, time
from pathlib import Path
from nnquiz.bank.load import load
from nnquiz.bank.locate import embedded_bank
from nnquiz.grading import kept
kept.keep_in(Path(sys.argv[2]))
bank = load(embedded_bank(), Path(sys.argv[2]))
with open(sys.argv[1], encoding="utf-8") as lines:
    rows = [json.loads(line) for line in lines]
slug = rows[int(sys.argv[3])]["q"]
times = []
for row in [row for row in rows if row["q"] == slug][:9]:
    begin = time.process_time()
    from nnquiz.grading.grader import grade
    grade(bank.find(str(slug)), row["answer"])
    times.append(time.process_time() - begin)
print(times[0], sorted(times[1:])[len(times) // 2])
"""


LONG = """
import sys, time
from pathlib import Path
from nnquiz.bank.load import load
from nnquiz.bank.locate import embedded_bank
from nnquiz.grading.grader import grade
question = load(embedded_bank(), Path(sys.argv[1])).find("backprop")
grade(question, question.answer)
pieces = (
    "x", "a ", "gradient ", "not gradient ", "e.g.", "a. ", "a'b", "but gradient ",
    question.answer + " ", question.key_points[0].phrasings[0] + ". ", chr(10),
    ", not ".join((*question.key_points[0].phrasings, *question.misconceptions[0].phrasings, "")),
)
times = []
for piece in pieces:
    begin = time.process_time()
    grade(question, (piece * 100_000)[:100_000])
    times.append((time.process_time() - begin, repr(piece[:20])))
print(*max(times), sep=chr(9))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=Path, default=data_file("answers.jsonl"))
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--runs", type=int, default=11)
    arguments = parser.parse_args()
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    # An installed program has its bytecode; in a checkout the first run writes it, if it may.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        file, cache = Path(folder, "answers.jsonl"), Path(folder, "nnquiz")
        write(arguments.answers, arguments.count, file)
        many(file, cache, arguments.count)
        one(file, cache, arguments.count, arguments.runs)
        long(cache)
        drill(folder, arguments.runs)


def write(answers: Path, count: int, file: Path) -> None:
    """*count* lines of answers alone, from the beginning again where there are fewer."""
    with answers.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    with file.open("w", encoding="utf-8") as out:
        for row in islice(cycle(rows), count):
            out.write(json.dumps({"q": row.get("q", row.get("question")), "answer": row["answer"]}))
            out.write("\n")


def many(file: Path, cache: Path, count: int) -> None:
    batch = [sys.executable, "-m", "nnquiz", "grade", "--batch", str(file)]
    peer = seconds([sys.executable, "-c", PEER, str(file), str(cache)])
    for name, taken in (
        ("nnquiz, cache empty", seconds(batch)),
        ("nnquiz", seconds(batch)),
        ("rapidfuzz token_set_ratio", peer),
    ):
        print(f"{name:<28}{count / taken:>8.0f} answers a second{taken / peer:>8.1f} x rapidfuzz")


def one(file: Path, cache: Path, count: int, runs: int) -> None:
    bare = statistics.median(seconds([sys.executable, "-c", "pass"]) for _ in range(runs))
    firsts, later = [], []
    for run in range(runs):
        line = str(run * (count // runs))
        ran = subprocess.run(
            [sys.executable, "-c", ENTER, str(file), str(cache), line],
            check=True,
            capture_output=True,
            text=True,
        )
        first, other = map(float, ran.stdout.split())
        firsts.append(first)
        later.append(other)
    for name, taken in (
        ("Enter to grade, first", statistics.median(firsts)),
        ("Enter to grade, later", statistics.median(later)),
        ("python -c pass", bare),
    ):
        print(f"{name:<28}{taken * 1e3:>8.1f} ms{taken / bare:>22.2f} x bare Python")


def long(cache: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", LONG, str(cache)], check=True, capture_output=True, text=True
    )
    taken, piece = ran.stdout.rstrip("\n").split("\t")
    print(f"{'100,000 characters, slowest':<28}{float(taken) * 1e3:>8.1f} ms   {piece} repeated")


def drill(folder: str, runs: int) -> None:
    """From Enter to the grade's bar, for the first question of a drill and for its second."""
    os.environ["XDG_CONFIG_HOME"] = folder
    waits = []
    for run in range(runs):
        os.environ["NNQUIZ_DATA_DIR"] = os.path.join(folder, str(run))
        waits.append(drilled([sys.executable, "-m", "nnquiz", "drill"]))
    for name, taken in zip(("first", "second"), zip(*waits, strict=True), strict=True):
        print(f"{f'On screen, {name} of a drill':<28}{statistics.median(taken) * 1e3:>8.1f} ms")


def drilled(command: list[str]) -> tuple[float, float]:
    """What a person waits who types two answers, each in a second and a half."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(command[0], command)
    try:
        return _waited(terminal), _waited(terminal)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)


def _waited(terminal: int) -> float:
    show(terminal, b":help")
    for letter in b"it takes a weighted sum of its inputs":
        os.write(terminal, bytes((letter,)))
        time.sleep(0.04)
    while select.select([terminal], [], [], 0.1)[0]:
        os.read(terminal, 65536)
    begin = time.perf_counter()
    os.write(terminal, b"\r")
    shown = show(terminal, b"%")
    waited = time.perf_counter() - begin
    if b"ends" not in shown:
        show(terminal, b"ends")
    os.write(terminal, b"\r")
    return waited


def show(terminal: int, text: bytes) -> bytes:
    """Read until *text* is on the screen; returns all that was read."""
    shown = b""
    while text not in shown:
        if not select.select([terminal], [], [], 20)[0]:
            raise TimeoutError(f"{text!r} did not appear in {shown!r}")
        shown += os.read(terminal, 65536)
    return shown


def seconds(command: list[str]) -> float:
    """The processor time that *command* takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
