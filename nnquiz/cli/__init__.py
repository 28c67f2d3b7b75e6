"""The command line: arguments in, one call, its result out. Nothing else imports it."""

# The help lists commands in the order in which these modules register them.
from nnquiz.cli import study, plan, interview, stats, tune, history  # noqa: I001
from nnquiz.cli import grading, demo, browse, bank, export, care
from nnquiz.cli.app import app

__all__ = [
    "app",
    "bank",
    "browse",
    "care",
    "demo",
    "export",
    "grading",
    "history",
    "interview",
    "plan",
    "stats",
    "study",
    "tune",
]
