"""Toy: what grows by doubling passes any line.

A demo for tests, which takes no time.
"""

from typing import Annotated

from nnquiz.frames import Ask, Bars, Choice, Claim, Demo, Lines, Range, Say, Table


def demo(
    seed: int = 0,
    rounds: Annotated[int, Range(1, 40, "how often it doubles")] = 5,
    base: Annotated[float, Range(-3, 3, "what is multiplied with")] = 2,
    by_way: Annotated[str, Choice(("up", "down", "nowhere"), "where it goes")] = "up",
) -> Demo:
    """Double and double again."""
    yield Ask("What is 2 to the 5th?", ("10", "32", "64"), 1, "each round doubles it.")
    yield Table(key="start", title="The start", head=["", "value"], rows=[["begin", 1.0]])
    values = [1.0]
    for number in range(rounds):
        values.append(values[-1] * base)
        yield Lines(key="growth", title=f"Growth: round {number}", series={"value": values})
        yield Bars(key="now", title=f"Now: round {number}", bars={"value": values[-1]})
    if by_way == "nowhere":
        raise ValueError("nowhere to go")
    end = values[-1] if by_way == "up" else float("nan")
    yield Say("It has grown.")
    yield Claim("the end", end, ">=", 30)
    yield Claim("the seed", seed, "<=", 9, "seeds", "the seed is large")
    yield Claim("without end", float("inf"), ">", 1)
