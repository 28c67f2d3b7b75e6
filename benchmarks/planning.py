"""The plan against fixed policies: what share of the questions simulated learners have forgotten.

    python benchmarks/planning.py [--learners 200] [--days 3,7,14,30,60] [--minutes 5,10,20]
        [--memories fsrs-0,fsrs-0.2,fsrs-0.4,exponential,power] [--new last|first|mixed] [--json]
    python benchmarks/planning.py --command-line 10 --days 7 --minutes 10 --memories fsrs-0.2

Learners answer so many minutes a day until the interview. Their memories follow FSRS-6 with
parameters that no policy knows: the defaults times log-normal noise (`fsrs-0.2`: sigma 0.2), or the
defaults with another curve of forgetting, exponential or a power law with decay 0.5. Every policy
sees the same learners with the same luck, and only their ratings. A question that was begun in
time is finished. With the policies in --new order what is due comes before new questions (last),
after them, or among them; new ones have no place of their own in `oldest` (last of all, or else it
never comes to them) and `random`.

A cell fails if the plan forgets more than the best fixed policy by more than one standard error of
their difference, learner by learner. Prices are fitted to all learners of a cell together;
--command-line lets so many learners plan through `nnquiz plan --json`, day by day and each alone,
and prints both figures.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from planning_learners import Learners, memories_of

from nnquiz.planning.costs import Costs
from nnquiz.planning.deck import Deck
from nnquiz.planning.forecast import NOT_ASKED
from nnquiz.planning.fsrs6 import Array, Fsrs6
from nnquiz.planning.planner import Planner, Terms
from nnquiz.scheduling import Scheduler

Policy = Callable[[Learners, int], Array]
QUESTIONS = 50
DEFAULT = Fsrs6(Scheduler().parameters)
CAUTIOUS = Fsrs6.cautious(Scheduler().parameters)  # as `nnquiz plan` does
_AFTER_ALL = -1e6  # below every priority of what is due
LEITNER_DAYS = np.array([1, 1, 2, 4, 8, 16])  # by box; box 0 is never used


@dataclass(frozen=True)
class Order:
    """Where new questions come: last, first or mixed among what is due."""

    place: str

    def new(self, learners: Learners) -> Array:
        """The priority of new questions, one after the other."""
        turn = np.arange(QUESTIONS) * 1e-3
        base = {"last": _AFTER_ALL, "first": -_AFTER_ALL, "mixed": -0.5}[self.place]
        return np.broadcast_to(base - turn, learners.deck.seen.shape)


def fsrs(retention: float, order: Order, sweep: int = 0) -> Policy:
    """What is due, the weakest first; in the last *sweep* days the weakest in what time is left."""

    def policy(learners: Learners, day: int) -> Array:
        elapsed = learners.deck.elapsed(day)
        weak = 1 - learners.deck.retrievability(DEFAULT, day)
        due = elapsed >= DEFAULT.interval(learners.deck.stability, retention)
        rest = 10 * _AFTER_ALL + weak if day >= learners.days - sweep else NOT_ASKED
        return np.where(learners.deck.seen, np.where(due, weak, rest), order.new(learners))

    return policy


def overdue(interval: Callable[[Learners], Array], order: Order) -> Policy:
    """What is due by an *interval* of another scheduler's, the longest overdue first."""

    def policy(learners: Learners, day: int) -> Array:
        over = learners.deck.elapsed(day) - interval(learners)
        known = np.where(over >= 0, over, NOT_ASKED)
        return np.where(learners.deck.seen, known, order.new(learners))

    return policy


def oldest(learners: Learners, day: int) -> Array:
    """New questions, then whatever was not asked for longest."""
    known = 10 * _AFTER_ALL + learners.deck.elapsed(day)
    return np.where(learners.deck.seen, known, Order("last").new(learners))


def at_random(seed: int) -> Policy:
    """Any question, new or not."""
    rng = np.random.default_rng(seed)
    return lambda learners, day: rng.random(learners.deck.seen.shape)


@dataclass
class Planned:
    """The plan, made anew each day from what the ratings tell."""

    minutes: float
    costs: Costs
    rng: np.random.Generator = field(default_factory=lambda: np.random.default_rng(0))

    def __call__(self, learners: Learners, day: int) -> Array:
        """What gains most for each second."""
        seconds = self.minutes * 60
        terms = Terms(learners.days - day, seconds, seconds)
        planner = Planner(CAUTIOUS, self.costs, terms)
        deck = learners.deck
        now = Deck(deck.stability, deck.difficulty, deck.last_day - day, deck.seen)
        planner.fit(now, self.rng)
        return planner.priority(0, now)


def fixed_policies(order: Order, seed: int) -> dict[str, Policy]:
    """Those that know nothing of the day, and those that sweep before it."""
    return {
        **{f"FSRS .{share}": fsrs(share / 100, order) for share in (80, 85, 90, 95, 97)},
        "SM-2": overdue(lambda learners: learners.sm2_days, order),
        "Leitner": overdue(lambda learners: LEITNER_DAYS[learners.box].astype(float), order),
        "oldest": oldest,
        "random": at_random(seed),
        **{
            f"FSRS .{share}, {days} days": fsrs(share / 100, order, days)
            for share in (85, 90)
            for days in (3, 7)
        },
    }


@dataclass(frozen=True)
class Cell:
    """One kind of memory, so many days and minutes, and what each policy left forgotten."""

    memory: str
    days: int
    minutes: int
    forgotten: dict[str, NDArray[np.float64]]  # shares, a value for each learner

    @property
    def best(self) -> str:
        """The fixed policy that forgets least."""
        means = {name: share.mean() for name, share in self.forgotten.items() if name != "plan"}
        return min(means, key=lambda name: means[name])

    @property
    def difference(self) -> tuple[float, float]:
        """Plan minus best fixed policy, and the standard error of that."""
        gap = self.forgotten["plan"] - self.forgotten[self.best]
        return float(gap.mean()), float(gap.std(ddof=1) / np.sqrt(len(gap)))

    @property
    def fails(self) -> bool:
        """Whether the plan forgets more by more than the standard error."""
        mean, error = self.difference
        return mean > error

    @property
    def beside_fsrs_90(self) -> float:
        """What the plan forgets, as a ratio to FSRS .90."""
        return float(self.forgotten["plan"].mean() / self.forgotten["FSRS .90"].mean())


def cells(arguments: argparse.Namespace, costs: Costs) -> Iterator[Cell]:
    """Simulate one cell after the other."""
    for memory in arguments.memories.split(","):
        for days in map(int, arguments.days.split(",")):
            for minutes in map(int, arguments.minutes.split(",")):
                policies = fixed_policies(Order(arguments.new), arguments.seed)
                policies["plan"] = Planned(minutes, costs)
                forgotten = {}
                for name, policy in policies.items():
                    learners = Learners(
                        memories_of(memory, arguments.learners, arguments.seed),
                        DEFAULT, costs, arguments.learners, QUESTIONS, days, arguments.seed,
                    )  # fmt: skip
                    for day in range(days):
                        learners.study(day, policy(learners, day), minutes * 60)
                    forgotten[name] = learners.forgotten()
                yield Cell(memory, days, minutes, forgotten)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--learners", type=int, default=200)
    parser.add_argument("--days", default="3,7,14,30,60")
    parser.add_argument("--minutes", default="5,10,20")
    parser.add_argument("--memories", default="fsrs-0,fsrs-0.2,fsrs-0.4,exponential,power")
    parser.add_argument("--new", choices=("last", "first", "mixed"), default="last")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", default="90,35,75", help="new, recalled, failed")
    parser.add_argument("--first-failure", type=float, default=0.4)
    parser.add_argument("--command-line", type=int, metavar="LEARNERS", default=0)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    new, recalled, failed = map(float, arguments.seconds.split(","))
    costs = Costs(new, recalled, failed, arguments.first_failure)
    if arguments.command_line:
        return through_the_command_line(arguments, costs)
    found = []
    for cell in cells(arguments, costs):
        found.append(cell)
        if not arguments.json:
            if len(found) == 1:
                print("\t".join(["memory", "days", "min", *cell.forgotten, "plan - best", "ok"]))
            print(_line(cell), flush=True)
    return _conclude(found, as_json=arguments.json)


def _line(cell: Cell) -> str:
    shares = [f"{100 * share.mean():.2f}" for share in cell.forgotten.values()]
    mean, error = cell.difference
    gap = f"{100 * mean:+.2f} ({100 * error:.2f}) {cell.best}"
    facts = [cell.memory, str(cell.days), str(cell.minutes), *shares, gap]
    return "\t".join([*facts, "FAILS" if cell.fails else "holds"])


def _conclude(found: list[Cell], *, as_json: bool) -> int:
    fails = sum(cell.fails for cell in found)
    median = float(np.median([cell.beside_fsrs_90 for cell in found]))
    if as_json:
        rows = [
            {
                "memory": cell.memory,
                "days": cell.days,
                "minutes": cell.minutes,
                "forgotten": {n: round(float(s.mean()), 5) for n, s in cell.forgotten.items()},
                "standard_error": {
                    name: round(float(share.std(ddof=1) / np.sqrt(len(share))), 5)
                    for name, share in cell.forgotten.items()
                },
                "holds": not cell.fails,
            }
            for cell in found
        ]
        print(json.dumps({"cells": rows, "fails": fails, "beside_fsrs_90": median}, indent=2))
    else:
        print(
            f"{len(found)} cells, {fails} fail; the plan forgets {median:.2f} x FSRS .90 (median)"
        )
    return int(fails > 0)


def through_the_command_line(arguments: argparse.Namespace, costs: Costs) -> int:
    """Learners who plan by `nnquiz plan --json` alone, beside the same ones planned together."""
    from planning_by_commands import forgotten_by_commands

    for cell in cells(arguments, costs):
        began = time.monotonic()
        learners = Learners(
            memories_of(cell.memory, arguments.learners, arguments.seed),
            DEFAULT, costs, arguments.learners, QUESTIONS, cell.days, arguments.seed,
        )  # fmt: skip
        alone = forgotten_by_commands(learners, arguments.command_line, cell.minutes)
        together = cell.forgotten["plan"][: arguments.command_line]
        gap = alone - together
        print(
            f"{cell.memory}, {cell.days} days, {cell.minutes} minutes, {len(alone)} learners:"
            f" {100 * alone.mean():.2f} % forgotten by commands, {100 * together.mean():.2f} %"
            f" planned together; difference {100 * gap.mean():+.2f}"
            f" ({100 * gap.std(ddof=1) / np.sqrt(len(gap)):.2f}), best fixed policy"
            f" {100 * cell.forgotten[cell.best].mean():.2f} %; {time.monotonic() - began:.0f} s",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
