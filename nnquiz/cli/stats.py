"""stats."""

from contextlib import nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nnquiz import NNQuizError, UsageError
from nnquiz.cli.app import STUDY, Run, app, run_of

if TYPE_CHECKING:
    from nnquiz.statistics.overview import Overview

KINDS = (".svg", ".html")


@app.command(rich_help_panel=STUDY)
def stats(
    context: typer.Context,
    save: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the charts as .svg or .html as well."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show your streak, calendar, recall, forecast and weak points.

    A study day begins at 04:00. Recall counts the first answer of a day to a question that was
    answered on an earlier day. A leech is a question failed 5 times or more. An answer counts for
    15 minutes at most: a longer one was a pause.

    \b
    Examples:
      nnquiz stats
      nnquiz stats --save stats.html
      nnquiz stats --json
    """
    if save is not None and save.suffix.lower() not in KINDS:
        raise UsageError(f"--save {save}: the name must end in {' or '.join(KINDS)}")
    from nnquiz.replacing import replacing

    with replacing(save) if save else nullcontext() as file:
        overview = _overview(run_of(context))
        if file and save:
            file.write(_as_file(overview, save.suffix.lower()))
    if save:
        from nnquiz.terminal.plain import printable

        typer.echo(printable(f"Saved to {save}"), err=True)
    if json:
        from nnquiz.cli.output import emit_json
        from nnquiz.statistics.document import document

        emit_json(document(overview))
        return
    from nnquiz.terminal.stats import show_stats

    show_stats(overview)


def _overview(run: Run) -> "Overview":
    from nnquiz.clock import local_now
    from nnquiz.findings import completed
    from nnquiz.scheduling import study_day
    from nnquiz.statistics.overview import overview, to_read
    from nnquiz.terminal.progress import progress

    bank = run.bank
    with run.store_to_read() as store:
        reviews, memories = store.history(), store.memories()
        with progress("reading answers", None, every=1) as tick:
            found, made = completed(bank, to_read(bank, reviews), store.findings(), tick)
        if made:
            with suppress(NNQuizError):  # a cache: where it cannot be kept, it is made again
                store.keep_findings(made)
    return overview(bank, reviews, memories, found, store.scheduler, study_day(local_now()))


def _as_file(overview: "Overview", kind: str) -> bytes:
    """The charts as a file of this kind."""
    from nnquiz.statistics.pictures import frames, narrowed, title

    if kind == ".svg":
        from nnquiz.drawing import svg
        from nnquiz.drawing.story import story_of

        pictures = [narrowed(picture) for picture in story_of(frames(overview)).pictures]
        return svg.page(title(overview), pictures).encode()
    from nnquiz.drawing import html

    return html.page(title(overview), frames(overview)).encode()
