"""The report as a file, its format by its ending."""

from pathlib import Path

from nnquiz import UsageError
from nnquiz.interview.report import Report
from nnquiz.replacing import refuse_unwritable, replacing

ENDINGS = (".md", ".html", ".json")


def refuse_impossible(path: Path) -> None:
    """Raise `UsageError` for an unknown ending, `NNQuizError` where nothing can be written."""
    if path.suffix.lower() not in ENDINGS:
        raise UsageError(f"--report {path}: the name must end in {', '.join(ENDINGS)}")
    refuse_unwritable(path)


def write(report: Report, path: Path) -> None:
    """Write *report* to *path*, whole or not at all. Raises `NNQuizError` if it can't be."""
    with replacing(path) as file:
        file.write(as_text(report, path.suffix.lower()).encode())


def as_text(report: Report, ending: str) -> str:
    """The report in the format of one of `ENDINGS`."""
    if ending == ".json":
        from nnquiz.interview.report_json import as_json

        return as_json(report)
    if ending == ".html":
        from nnquiz.interview.report_html import as_html

        return as_html(report)
    from nnquiz.interview.report_markdown import as_markdown

    return as_markdown(report)
