"""How long a person waits: start of a command to its first useful output, against bare Python.

    python benchmarks/startup.py [--runs N] [--json]

Each command runs N times in turn with `python -c pass`, so that a busy moment hits both. The drill
and the home screen run on a pseudo-terminal; the time is that until the question's text is on it.
Medians, and their ratio to the bare interpreter's median.
"""

import argparse
import json
import os
import select
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BOUNDS = {"--version": 6.5, "first question": 12.0}
FIRST_QUESTION = b"neuron and a neural network"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=21)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    # An installed program has its bytecode; in a checkout the first run writes it, if it may.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"XDG_CACHE_HOME": folder, "XDG_CONFIG_HOME": folder}
        os.environ["NNQUIZ_DATA_DIR"] = os.path.join(folder, "data")
        rows = measure(arguments.runs)
    bare = rows["python -c pass"]
    if arguments.json:
        print(json.dumps({name: [t, t / bare] for name, t in rows.items()}, indent=2))
    else:
        for name, seconds in rows.items():
            bound = f"  (at most {BOUNDS[name]:g} x)" if name in BOUNDS else ""
            print(f"{name:<18} {seconds * 1e3:7.1f} ms  {seconds / bare:5.1f} x{bound}")
    return int(any(rows[name] / bare > bound for name, bound in BOUNDS.items()))


def measure(runs: int) -> dict[str, float]:
    """Median seconds of each command; the first run of each warms the caches and isn't counted."""
    script = Path(sys.executable).with_name("nnquiz")  # what a person runs, where it is installed
    nnquiz = [str(script)] if script.exists() else [sys.executable, "-m", "nnquiz"]
    quiet = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "--version": [*nnquiz, "--version"],
        "--help": [*nnquiz, "--help"],
        "history --json": [*nnquiz, "history", "--json"],
        "list --json": [*nnquiz, "list", "--json"],
        "grade": [*nnquiz, "grade", "6", "--answer", "the gradient of the loss"],
    }
    times: dict[str, list[float]] = {name: [] for name in (*quiet, "first question")}
    for run in range(runs + 1):
        for name, command in quiet.items():
            begin = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            times[name].append(time.perf_counter() - begin)
        times["first question"].append(until_shown([*nnquiz, "drill"], FIRST_QUESTION))
        if run == 0:
            for values in times.values():
                values.clear()
    return {name: statistics.median(values) for name, values in times.items()}


def until_shown(command: list[str], text: bytes) -> float:
    """Seconds until *text* appears on a pseudo-terminal that runs *command*."""
    import pty

    begin = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.execv(command[0], command)
    shown = b""
    try:
        while text not in shown:
            ready, _, _ = select.select([terminal], [], [], 10)
            if not ready:
                raise TimeoutError(f"{text!r} did not appear in {shown!r}")
            shown += os.read(terminal, 65536)
        return time.perf_counter() - begin
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
        os.close(terminal)


if __name__ == "__main__":
    sys.exit(main())
