"""tune."""

from typing import TYPE_CHECKING, Annotated

import typer

from nnquiz import NNQuizError
from nnquiz.cli.app import STUDY, app, run_of

if TYPE_CHECKING:
    from nnquiz.tuning import Tuned


@app.command(rich_help_panel=STUDY)
def tune(
    context: typer.Context,
    undo: Annotated[
        bool, typer.Option("--undo", help="Go back to the default parameters.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Fit the schedule to your own forgetting, if that predicts it better.

    The fit is tried on later answers than it was made from, and kept only if it beats the defaults
    there. Needs the extra 'tune': pip install 'nnquiz[tune]'.

    \b
    Examples:
      nnquiz tune
      nnquiz tune --undo
    """
    from nnquiz.scheduling import Scheduler

    with run_of(context).store() as store:
        if undo:
            if not store.scheduler.fitted:
                raise NNQuizError("the default parameters are in use already")
            store.use_parameters(None)
            typer.echo("The default parameters are in use again.", err=True)
            return
        from nnquiz.tuning import tune as fit

        tuned = fit(store.history())
        kept = tuned.better and Scheduler.accepts(tuned.parameters)
        if kept:
            store.use_parameters(tuned.parameters)
    if json:
        from nnquiz.cli.output import emit_json

        emit_json(
            {
                "fitted": tuned.fitted,
                "tried": tuned.tried,
                "log_loss_default": round(tuned.loss_default, 6),
                "log_loss_fitted": round(tuned.loss_fitted, 6),
                "standard_error": round(tuned.error, 6),
                "kept": kept,
                "parameters": list(tuned.parameters),
            }
        )
    else:
        typer.echo(_verdict(tuned, kept=kept))


def _verdict(tuned: "Tuned", *, kept: bool) -> str:
    facts = (
        f"Fitted to {tuned.fitted} reviews and tried on the {tuned.tried} that came later:\n"
        f"log loss {tuned.loss_fitted:.4f} fitted, {tuned.loss_default:.4f} with the defaults;"
        f" better by {tuned.gain:.4f} (standard error {tuned.error:.4f}).\n"
    )
    if kept:
        return facts + "Kept: it schedules from now on. nnquiz tune --undo goes back."
    return facts + "Not kept: that is no better than the defaults, beyond luck. Nothing changed."
