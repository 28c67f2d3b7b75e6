"""One demo: what `--set` may change, and a run of it with its claims and time. Prints nothing."""

import importlib
import inspect
import math
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any, get_args, get_type_hints

from nnquiz import NNQuizError, UsageError
from nnquiz.bank.model import Question, did_you_mean
from nnquiz.demo_catalog import title
from nnquiz.frames import Choice, Claim, Demo, Frame, Range

Value = int | float | str
_KINDS: tuple[type[int], type[float], type[str]] = (int, float, str)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number or word that `--set` changes; *name* is as typed, with dashes."""

    name: str
    kind: type[int] | type[float] | type[str]
    default: Value
    limits: Range | Choice

    @property
    def help(self) -> str:
        """What it is."""
        return self.limits.help

    @property
    def allowed(self) -> str:
        """What it may be, in words."""
        if isinstance(self.limits, Choice):
            return f"one of {', '.join(self.limits.options)}"
        whole = "a whole number" if self.kind is int else "a number"
        return f"{whole} from {self.limits.low:g} to {self.limits.high:g}"

    def parse(self, text: str) -> Value:
        """The value that was typed. Raises `UsageError` if it may not be."""
        value = self._converted(text)
        if value is None:
            near = (
                did_you_mean(text, list(self.limits.options))
                if isinstance(self.limits, Choice)
                else ""
            )
            raise UsageError(f"--set {self.name}={text}: must be {self.allowed}{near}")
        return value

    def _converted(self, text: str) -> Value | None:
        text = text.strip()
        if isinstance(self.limits, Choice):
            return text if text in self.limits.options else None
        try:
            number = self.kind(text)
        except ValueError:
            return None
        assert not isinstance(number, str)
        return number if self.limits.low <= number <= self.limits.high else None


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A demo that is ready to run."""

    name: str
    title: str
    parameters: tuple[Parameter, ...]
    play: Callable[..., Demo]

    def values(self, settings: Iterable[str]) -> dict[str, Value]:
        """All parameters' values, after *settings*, each `NAME=VALUE`. Raises `UsageError`."""
        by_name = {parameter.name: parameter for parameter in self.parameters}
        values = {parameter.name: parameter.default for parameter in self.parameters}
        for setting in settings:
            typed, equals, text = setting.partition("=")
            name = typed.strip().lower().replace("_", "-")
            if name not in by_name:
                near = did_you_mean(name, list(by_name)) if by_name else ""
                raise UsageError(
                    f"the demo {self.name} has no parameter {typed!r}{near}{self._known()}"
                )
            if not equals:
                raise UsageError(
                    f"--set {setting}: say its value as well, {by_name[name].allowed},"
                    f" as in --set {name}={by_name[name].default}"
                )
            values[name] = by_name[name].parse(text)
        return values

    def _known(self) -> str:
        if not self.parameters:
            return "; it has none"
        return "; it has " + "; ".join(f"{p.name}, {p.allowed}" for p in self.parameters)


def load(name: str) -> Demonstration:
    """Import the demo *name*, one of `demo_catalog.names()`."""
    module = importlib.import_module(f"nnquiz.demos.{name.replace('-', '_')}")
    return Demonstration(name, title(name), tuple(_parameters(module.demo)), module.demo)


def _parameters(demo: Callable[..., Demo]) -> Iterator[Parameter]:
    hints = get_type_hints(demo, include_extras=True)
    for name, parameter in inspect.signature(demo).parameters.items():
        if name == "seed":
            continue
        kind, limits = get_args(hints[name])
        if kind not in _KINDS:  # a Literal of words
            kind = str
        yield Parameter(name.replace("_", "-"), kind, parameter.default, limits)


class Performance(Iterator[Frame]):
    """One run of a demo: an iterator over its frames, which are computed as they are asked for.

    *seconds* are those of computing alone. Between frames nothing is computed, so what is drawn or
    waited for in between costs no time here and cannot disturb what a demo measures.
    """

    def __init__(
        self, demonstration: Demonstration, seed: int = 0, settings: Iterable[str] = ()
    ) -> None:
        self.demonstration = demonstration
        self.seed = seed
        self.values = demonstration.values(settings)
        self.frames: list[Frame] = []  # those that have come
        self.seconds = 0.0
        arguments = {name.replace("-", "_"): value for name, value in self.values.items()}
        self._coming = demonstration.play(seed=seed, **arguments)

    def __next__(self) -> Frame:
        began = perf_counter()
        try:
            with warnings.catch_warnings():
                # With parameters of one's own a run may overflow; its claims tell what came of it.
                warnings.simplefilter("ignore", RuntimeWarning)
                frame = next(self._coming)
        except (ArithmeticError, ValueError) as error:
            if not self.changed:
                raise
            changed = " ".join(f"--set {name}={value}" for name, value in self.changed.items())
            raise NNQuizError(
                f"the demo {self.demonstration.name} cannot go on with {changed}: {error};"
                " try values nearer to the defaults"
            ) from error
        finally:
            self.seconds += perf_counter() - began
        self.frames.append(frame)
        return frame

    def finish(self) -> None:
        """Compute what is left."""
        for _ in self:
            pass

    def close(self) -> None:
        """Leave early: the demo cleans up what it began."""
        if isinstance(self._coming, Generator):
            self._coming.close()

    @property
    def claims(self) -> list[Claim]:
        """The claims that have come."""
        return [frame for frame in self.frames if isinstance(frame, Claim)]

    @property
    def changed(self) -> Mapping[str, Value]:
        """The values that are not the defaults."""
        parameters = self.demonstration.parameters
        return {p.name: self.values[p.name] for p in parameters if self.values[p.name] != p.default}

    @property
    def command(self) -> str:
        """The command that repeats this run."""
        sets = [f"--set {name}={value}" for name, value in self.changed.items()]
        seed = [f"--seed {self.seed}"] if self.seed else []
        return " ".join(["nnquiz demo", self.demonstration.name, *sets, *seed])

    @property
    def suggestion(self) -> str:
        """A command that shows the demo from another side."""
        base = f"nnquiz demo {self.demonstration.name}"
        changed = self.changed
        unchanged = [p for p in self.demonstration.parameters if p.name not in changed]
        # A word changes most; then a measure, as a rate or a noise; a count of steps the least.
        for kind in (str, float, int):
            for parameter in unchanged:
                if parameter.kind is kind:
                    return f"{base} --set {parameter.name}={_another(parameter)}"
        return f"{base} --seed {self.seed + 1}"


def _another(parameter: Parameter) -> str:
    """A value well away from the default, but not at the end of the range."""
    limits, default = parameter.limits, parameter.default
    if isinstance(limits, Choice):
        return next(option for option in limits.options if option != default)
    assert not isinstance(default, str)
    end = limits.high if default <= 0 or limits.high >= 2 * default else limits.low
    between = math.sqrt(default * end) if default * end > 0 else (default + end) / 2
    rounded = float(f"{between:.1g}")
    within = min(max(rounded, limits.low), limits.high)
    return f"{round(within)}" if parameter.kind is int else f"{within:g}"


def document(performance: Performance, question: Question | None) -> dict[str, Any]:
    """What a run came to, as plain data; numbers that JSON has no name for become words."""
    return {
        "demo": performance.demonstration.name,
        "question": None if question is None else question.number,
        "seed": performance.seed,
        "seconds": round(performance.seconds, 4),
        "parameters": dict(performance.values),
        "claims": [
            {
                "text": claim.text,
                "measured": {
                    "value": _number(claim.value),
                    "op": claim.op,
                    "bound": _number(claim.bound),
                    "unit": claim.unit,
                },
                "holds": claim.holds,
            }
            for claim in performance.claims
        ],
    }


def _number(value: float) -> float | str:
    """*value* for JSON; `float()` reads back the words for infinity and for no number."""
    number = float(value)
    return number if math.isfinite(number) else str(number)
