"""How sure the demos' claims are, and how long the demos take.

    python benchmarks/demos.py [NAME...] [--seeds 20] [--first 0] [--claims] [--extremes] [--total]

For each demo: seconds of computing, the number of its claims, how many evaluations failed, and the
margin of its weakest claim: the distance from the bound of the worst value in any seed, in standard
deviations over the seeds (of the logarithms, where values are above 0 and spread over a factor of
two). `--claims` shows each claim: its bound, the worst value, the margin, and the distance of the
mean, in the same unit; at 3.7 of a normal distribution one run in 10,000 would fail.

`--extremes` runs each parameter at both ends of its range, where claims may fail but nothing may
break. `--total` takes the wall time of all demos, one after the other, through the command line.
Exit code 1 if any claim fails, or anything breaks.
"""

import argparse
import math
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from nnquiz import demo_catalog, demonstration
from nnquiz.frames import Choice, Claim

demo_catalog.use_one_thread()


@dataclass
class Measured:
    """One claim over all seeds."""

    text: str
    op: str
    bound: float
    values: list[float]
    failed: int

    @property
    def worst(self) -> float:
        """The value nearest to the wrong side."""
        if self.failed and any(map(math.isnan, self.values)):
            return math.nan
        if self.op == "==":
            return max(self.values, key=lambda value: abs(value - self.bound))
        return max(self.values) if "<" in self.op else min(self.values)

    @property
    def margin(self) -> float:
        """Distance of the worst value from the bound in standard deviations."""
        return self._distance(self.worst)

    @property
    def mean_margin(self) -> float:
        """Distance of the mean from the bound in standard deviations."""
        scale = self._scale(self.values)
        mean = statistics.fmean(scale)
        return self._distance(math.exp(mean) if self._logarithmic else mean)

    @property
    def _logarithmic(self) -> bool:
        low, high = min(self.values), max(self.values)
        return min(low, self.bound) > 0 and high >= 2 * low

    def _scale(self, values: Sequence[float]) -> list[float]:
        return [math.log(v) for v in values] if self._logarithmic else list(values)

    def _distance(self, value: float) -> float:
        if self.op == "==":
            return -math.inf if self.failed else math.inf
        if not all(map(math.isfinite, [*self.values, value])):
            return -math.inf if self.failed else math.inf
        place, bound = self._scale([value, self.bound])
        apart = (bound - place) if "<" in self.op else (place - bound)
        spread = statistics.pstdev(self._scale(self.values))
        return apart / spread if spread > 0 else math.copysign(math.inf, apart)


def measure(name: str, seeds: range) -> tuple[list[float], list[Measured]]:
    """Seconds of each run, and each claim over all runs."""
    demo = demonstration.load(name)
    seconds: list[float] = []
    runs: list[list[Claim]] = []
    for seed in seeds:
        performance = demonstration.Performance(demo, seed)
        performance.finish()
        seconds.append(performance.seconds)
        runs.append(performance.claims)
    measured = []
    for claims in zip(*runs, strict=True):
        first = claims[0]
        failed = sum(not claim.holds for claim in claims)
        values = [float(claim.value) for claim in claims]
        # The bound may differ between seeds; the strictest counts.
        bounds = [float(claim.bound) for claim in claims]
        bound = min(bounds) if "<" in first.op else max(bounds)
        measured.append(Measured(first.text, first.op, bound, values, failed))
    return seconds, measured


def go_to_extremes(name: str, seed: int) -> bool:
    """Run each parameter at its ends; False if anything breaks."""
    demo = demonstration.load(name)
    sound = True
    for parameter in demo.parameters:
        limits = parameter.limits
        ends = limits.options if isinstance(limits, Choice) else (limits.low, limits.high)
        for end in ends:
            setting = f"{parameter.name}={end}"
            if parameter.kind is int:
                setting = f"{parameter.name}={int(float(end))}"
            try:
                performance = demonstration.Performance(demo, seed, [setting])
                performance.finish()
            except Exception as error:
                print(f"{name} --set {setting}: {type(error).__name__}: {error}")
                sound = False
                continue
            failed = sum(not claim.holds for claim in performance.claims)
            fails = f"claims that fail: {failed}" if failed else ""
            print(f"{name:<18} {setting:<24} {performance.seconds:6.2f} s  {fails}".rstrip())
    return sound


def take_total(names: Sequence[str]) -> bool:
    """Run each demo once as a person would from a script; False if any fails to run."""
    began = time.perf_counter()
    sound = True
    for name in names:
        command = [sys.executable, "-m", "nnquiz", "demo", name]
        run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        if run.returncode:
            print(f"{name}: exit {run.returncode}: {run.stderr.decode().strip()}")
            sound = False
    print(f"{len(names)} demos in {time.perf_counter() - began:.1f} s of wall time")
    return sound


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", default=[])
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--claims", action="store_true")
    parser.add_argument("--extremes", action="store_true")
    parser.add_argument("--total", action="store_true")
    arguments = parser.parse_args()
    names = arguments.names or demo_catalog.names()
    unknown = set(names) - set(demo_catalog.names())
    if unknown:
        parser.error(f"no demo {', '.join(sorted(unknown))}")
    if arguments.total:
        return int(not take_total(names))
    if arguments.extremes:
        sound = [go_to_extremes(name, arguments.first) for name in names]
        return int(not all(sound))
    failures = 0
    print(f"{'demo':<18} {'median':>7} {'worst':>7}  claims  failed  margin")
    for name in names:
        seeds = range(arguments.first, arguments.first + arguments.seeds)
        seconds, claims = measure(name, seeds)
        failed = sum(claim.failed for claim in claims)
        failures += failed
        margin = min((claim.margin for claim in claims), default=math.nan)
        print(
            f"{name:<18} {statistics.median(seconds):6.2f}s {max(seconds):6.2f}s  {len(claims):>6}"
            f"  {failed:>6}  {margin:6.1f}"
        )
        if arguments.claims:
            for claim in claims:
                print(
                    f"    {claim.op} {claim.bound:<8.4g} worst {claim.worst:<9.4g}"
                    f" margin {claim.margin:6.1f}  mean {claim.mean_margin:6.1f}"
                    f"{f'  {claim.failed} FAILED' if claim.failed else ''}  {claim.text}"
                )
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main())
