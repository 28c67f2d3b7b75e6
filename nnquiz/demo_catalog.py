"""The demos there are, by name: read from their files, so that nothing is imported for it."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from nnquiz import NNQuizError, UsageError

if TYPE_CHECKING:
    from nnquiz.bank.model import Bank, Question

FOLDER = Path(__file__).parent / "demos"
ALIASES = {
    "attention": "nlp",
    "residual": "deep-nets",
    "double-descent": "bias-variance",
    "lime": "shap",
    "edge": "quantize",
    "ethics": "fairness",
    "reinforcement-learning": "rl",
    "limitations": "forgetting",
    "interpretability": "saliency",
    "word-vectors": "self-supervised",
}
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def use_one_thread() -> None:
    """Keep NumPy, unless it is loaded already, from sharing tiny matrices among threads.

    Two threads take longer than one here, more than twice as long where the other core is busy.
    """
    os.environ.update(dict.fromkeys(_THREADS, "1"))


def names() -> tuple[str, ...]:
    """The names of all demos, as the user types them, in the order of the alphabet."""
    files = FOLDER.glob("*.py")
    return tuple(sorted(f.stem.replace("_", "-") for f in files if not f.stem.startswith("_")))


def title(name: str) -> str:
    """The first line of a demo's file, which is that of its docstring."""
    with _file(name).open(encoding="utf-8") as source:
        return source.readline().strip().strip('"').rstrip(".")


def _file(name: str) -> Path:
    return FOLDER / f"{name.replace('-', '_')}.py"


def question_of(name: str, bank: "Bank") -> "Question | None":
    """The question that the demo *name* goes with; None if this bank has none."""
    return next((question for question in bank if question.demo == name), None)


def find(ref: str, bank: "Bank") -> "tuple[str, Question | None]":
    """The demo that *ref* names, by its question or by itself, and its question in *bank*.

    Raises `UsageError` if there is no such name, `NNQuizError` if the question has no demo.
    """
    wanted = ref.strip().lower()
    known = names()
    name = ALIASES.get(wanted, wanted)
    try:
        question = bank.find(wanted)
    except UsageError:
        if name in known:
            return name, question_of(name, bank)
        from nnquiz.bank.model import did_you_mean

        refs = [r for q in bank for r in (q.slug, q.demo) if r]
        near = did_you_mean(wanted, [*known, *ALIASES, *refs])
        raise UsageError(f"no demo {ref!r}{near} ('nnquiz demo' lists all)") from None
    if question.demo in known:
        return question.demo, question
    if name in known and question.demo is None:
        return name, question
    here = f"question {question.number}, {question.slug}"
    if question.demo is None:
        raise NNQuizError(f"{here}, has no demo; 'nnquiz demo' lists those there are")
    raise NNQuizError(f"{here}: there is no demo {question.demo!r}; 'nnquiz demo' lists all")
