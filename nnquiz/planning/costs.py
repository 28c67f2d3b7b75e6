"""What an answer costs a person, in seconds, and how often a new question fails: from the past."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from nnquiz.rating import Rating
from nnquiz.store.sittings import Sitting


@dataclass(frozen=True, slots=True)
class Costs:
    """Seconds that a question takes on a day, answers that it comes back for included.

    *new* is for one never seen, *recalled* and *failed* for others; *first_failure* is the share of
    new ones that fail. The defaults are those of a person who types an answer of a few sentences.
    """

    new: float = 90.0
    recalled: float = 35.0
    failed: float = 75.0
    first_failure: float = 0.4


# What the defaults count against answers of the person's own, in answers.
_DEFAULTS_COUNT = Costs(new=5, recalled=10, failed=5, first_failure=10)
_LEAST_S = 3.0  # a cost of next to nothing would plan for thousands of reviews


def learned(sittings: Iterable[Sitting], default: Costs | None = None) -> Costs:
    """What *sittings* tell; few of them move the defaults little."""
    found: dict[str, list[float]] = {
        "new": [], "recalled": [], "failed": [], "first_failure": []
    }  # fmt: skip
    for sitting in sittings:
        failed = sitting.rating is Rating.AGAIN
        if sitting.new:
            found["first_failure"].append(float(failed))
        if sitting.seconds:
            kind = "new" if sitting.new else "failed" if failed else "recalled"
            found[kind].append(max(sitting.seconds, _LEAST_S))
    default = default or Costs()
    means = {}
    for name, values in found.items():
        count = getattr(_DEFAULTS_COUNT, name)
        means[name] = (count * getattr(default, name) + sum(values)) / (count + len(values))
    return replace(default, **means)
