"""Which module holds which commands, in the order of the help; only what is run is imported.

All of them together take a tenth of the time until a drill shows its first question.
"""

import importlib
from collections.abc import Sequence

MODULES: dict[str, tuple[str, ...]] = {
    "study": ("drill", "undo"),
    "plan": ("plan",),
    "interview": ("interview",),
    "stats": ("stats",),
    "tune": ("tune",),
    "history": ("history",),
    "grading": ("grade",),
    "demo": ("demo",),
    "browse": ("list", "show", "search", "tags"),
    "bank": ("bank",),
    "export": ("export",),
    "care": ("backup", "restore", "doctor", "reset"),
}
ORDER = tuple(command for commands in MODULES.values() for command in commands)
_WITH_VALUE = {"--bank", "--data-dir"}  # options of every command


def load(arguments: Sequence[str]) -> None:
    """Register the command that *arguments* name; all of them if it can't be told."""
    wanted = _named(arguments)
    for module, commands in MODULES.items():
        if wanted is None or wanted in commands:
            importlib.import_module(f"nnquiz.cli.{module}")


def _named(arguments: Sequence[str]) -> str | None:
    """The command among *arguments*, if it is one."""
    words = iter(arguments)
    for word in words:
        if word in _WITH_VALUE:
            next(words, None)
        elif not word.startswith("-"):
            return word if word in ORDER else None
    return None
