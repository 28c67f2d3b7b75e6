"""demo."""

import math
from contextlib import closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nnquiz import UsageError
from nnquiz.cli import completion
from nnquiz.cli.app import STUDY, Run, app, run_of
from nnquiz.terminal.plain import printable, wants_plain

if TYPE_CHECKING:
    from nnquiz.demonstration import Performance
    from nnquiz.terminal.demo_page import Viewing

KINDS = (".svg", ".png", ".html", ".txt")


@app.command(rich_help_panel=STUDY)
def demo(
    context: typer.Context,
    ref: Annotated[
        str | None,
        typer.Argument(help="Demo, number or slug.", autocompletion=completion.demos),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="Change a parameter of the demo."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Begin the random numbers elsewhere.")] = 0,
    speed: Annotated[
        float | None, typer.Option(metavar="X", help="Play X times as fast (else 1).")
    ] = None,
    no_animation: Annotated[
        bool, typer.Option("--no-animation", help="Show what the pictures come to, at once.")
    ] = False,
    no_predict: Annotated[
        bool, typer.Option("--no-predict", help="Don't ask for a prediction first.")
    ] = False,
    save: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write it as .svg, .png, .html or .txt as well."),
    ] = None,
    plain: Annotated[
        bool,
        typer.Option("--plain", help="Words and figures in place of pictures (or NNQUIZ_PLAIN=1)."),
    ] = False,
    list_all: Annotated[bool, typer.Option("--list", help="List the demos.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Predict, watch and check what a question is about.

    Without REF: the list, by topic. Each run computes anew, in a second or two, with NumPy alone.

    \b
    Examples:
      nnquiz demo
      nnquiz demo backprop
      nnquiz demo 6 --set lr=1 --seed 3
      nnquiz demo dropout --no-animation --save dropout.svg
    """
    run = run_of(context)
    if ref is None or list_all:
        if ref is not None or settings or save is not None:
            raise UsageError("--list takes no demo, and --set and --save take one")
        _list(run, json=json)
        return
    if speed is not None and no_animation:
        raise UsageError("--speed and --no-animation exclude each other")
    if speed is not None and not (math.isfinite(speed) and speed > 0):
        raise UsageError(f"--speed {speed:g}: must be a number above 0, as 0.5 or 2")
    if save is not None and save.suffix.lower() not in KINDS:
        raise UsageError(f"--save {save}: the name must end in {', '.join(KINDS)}")
    from nnquiz.terminal.demo_page import Viewing

    viewing = Viewing(speed or 1.0, not no_animation, not no_predict, plain or wants_plain())
    _run(run, ref, tuple(settings or ()), seed, viewing, save, json=json)


def _list(run: Run, *, json: bool) -> None:
    from nnquiz import demo_catalog

    if not json:
        from nnquiz.terminal.tables import demos

        demos({name: demo_catalog.title(name) for name in demo_catalog.names()}, run.bank)
        return
    from nnquiz import demonstration
    from nnquiz.cli.output import demonstrable, emit_json

    demo_catalog.use_one_thread()
    loaded = map(demonstration.load, demo_catalog.names())
    emit_json([demonstrable(one, demo_catalog.question_of(one.name, run.bank)) for one in loaded])


def _run(
    run: Run,
    ref: str,
    settings: tuple[str, ...],
    seed: int,
    viewing: "Viewing",
    save: Path | None,
    *,
    json: bool,
) -> None:
    from nnquiz import demo_catalog, demonstration
    from nnquiz.replacing import replacing
    from nnquiz.terminal.demo_page import DemoPage
    from nnquiz.terminal.demo_player import watch
    from nnquiz.terminal.typists import is_terminal

    demo_catalog.use_one_thread()
    if save and save.suffix.lower() == ".png":
        from nnquiz.drawing import png

        png.page("", ())  # if the extra is missing, that is told now and not after the demo
    name, question = demo_catalog.find(ref, run.bank)
    page = DemoPage(plain=viewing.plain) if is_terminal() and not json else None
    if page and not settings:  # first of all: loading NumPy takes longer than what came before
        page.heading(demo_catalog.title(name), question)
    performance = demonstration.Performance(demonstration.load(name), seed, settings)
    if page and settings:
        page.heading(performance.demonstration.title, question)
    with closing(performance), replacing(save) if save else nullcontext() as file:
        if not json:
            watch(performance, viewing)
        if json or file:
            performance.finish()
        if file:
            assert save is not None
            file.write(_as_file(performance, save.suffix.lower(), plain=viewing.plain))
    if save:
        typer.echo(printable(f"Saved to {save}"), err=True)
    if json:
        from nnquiz.cli.output import emit_json

        emit_json(demonstration.document(performance, question))
    elif not page and (seed or performance.changed):
        typer.echo(f"Again: {performance.command}", err=True)


def _as_file(performance: "Performance", kind: str, *, plain: bool) -> bytes:
    """The whole run as a file of this kind."""
    from nnquiz.drawing.story import story_of

    title, story = performance.demonstration.title, story_of(performance.frames)
    match kind:
        case ".svg":
            from nnquiz.drawing import svg

            return svg.page(title, story.pictures, story.claims).encode()
        case ".png":
            from nnquiz.drawing import png

            return png.page(title, story.pictures, story.claims)
        case ".html":
            from nnquiz.drawing import html

            return html.page(title, performance.frames).encode()
    from nnquiz.terminal.demo_page import written

    return written(title, performance.frames, plain=plain).encode()
