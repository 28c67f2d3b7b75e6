"""export."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nnquiz import NNQuizError, UsageError
from nnquiz.cli import completion
from nnquiz.cli.app import FILES, Run, app, run_of

if TYPE_CHECKING:
    from datetime import datetime

    from nnquiz.bank.model import Question
    from nnquiz.export.anki_schedule import Schedule
    from nnquiz.export.cards import Card


class Format(StrEnum):
    """What a bank can be exported to."""

    ANKI = "anki"
    ANKI_TEXT = "anki-text"
    CSV = "csv"
    QUIZLET = "quizlet"
    HASHCARDS = "hashcards"
    OBSIDIAN = "obsidian"
    JSON = "json"
    HTML = "html"


_ENDING = {
    Format.ANKI: ".apkg",
    Format.ANKI_TEXT: "-anki.txt",
    Format.CSV: ".csv",
    Format.QUIZLET: "-quizlet.txt",
    Format.HASHCARDS: "-hashcards.md",
    Format.OBSIDIAN: "-obsidian.md",
    Format.JSON: ".json",
    Format.HTML: ".html",
}
_WITH_PICTURES = (Format.ANKI, Format.HTML, Format.OBSIDIAN)


@app.command(rich_help_panel=FILES)
def export(
    context: typer.Context,
    to: Annotated[Format, typer.Argument(metavar="FORMAT", help=", ".join(Format))],
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE|-", help="Where to; '-' is stdout for the text formats."),
    ] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option(help="Only questions with this tag.", autocompletion=completion.tags),
    ] = None,
    demos: Annotated[
        bool, typer.Option("--demos", help="Put each demo's picture on its card.")
    ] = False,
    history: Annotated[
        bool,
        typer.Option("--history", help="Take your schedule along into Anki; works once."),
    ] = False,
    typed: Annotated[
        bool, typer.Option("--typed", help="A second card in Anki that has the answer typed.")
    ] = False,
) -> None:
    """Write the questions as flashcards for another program.

    \b
    Examples:
      nnquiz export anki --demos
      nnquiz export html --output study.html
      nnquiz export csv --tag gradients --output -
    """
    run = run_of(context)
    if demos and to not in _WITH_PICTURES:
        raise UsageError(f"--demos works with {', '.join(_WITH_PICTURES)}, not with {to}")
    if history and to is not Format.ANKI:
        raise UsageError(f"--history works with anki, not with {to}")
    if typed and to is not Format.ANKI:
        raise UsageError(f"--typed works with anki, not with {to}")
    target = output or Path(f"{run.bank.path.stem}{_ENDING[to]}")
    if str(target) == "-" and to is Format.ANKI:
        raise UsageError("an Anki package can't go to stdout: name a file with --output")
    questions = run.bank.tagged(tag or ())
    if to is Format.ANKI:
        _package(run, questions, target, demos=demos, history=history, typed=typed)
    else:
        text = _text(run, to, questions, target, demos=demos).encode()
        if str(target) == "-":
            sys.stdout.buffer.write(text)
            return
        from nnquiz.replacing import replacing

        with replacing(target) as file:
            file.write(text)
    typer.echo(f"{len(questions)} questions written to {target}", err=True)
    if history:
        typer.echo(
            "With 'Import any learning progress' ticked, Anki takes the schedule over for cards\n"
            "that it doesn't have yet: this works once. FSRS must be on in the deck's options.",
            err=True,
        )


def _text(
    run: Run, to: Format, questions: "tuple[Question, ...]", target: Path, *, demos: bool
) -> str:
    if to is Format.JSON:
        from nnquiz.export.bank_json import as_json

        return as_json(questions)
    cards = _cards(questions, demos=demos)
    if to is Format.HTML:
        from nnquiz.export.html_page import as_page

        return as_page(cards, "nnquiz: questions on neural networks")
    if to is Format.OBSIDIAN:
        return _obsidian(cards, target, demos=demos)
    if to is Format.HASHCARDS:
        from nnquiz.export.hashcards import as_hashcards

        return as_hashcards(cards)
    from nnquiz.export import tables

    if to is Format.ANKI_TEXT:
        return tables.as_anki_text(cards, run.bank.path.stem)
    return tables.as_csv(cards) if to is Format.CSV else tables.as_quizlet(cards)


def _obsidian(cards: "list[Card]", target: Path, *, demos: bool) -> str:
    """The cards, with the schedules that the plugin wrote into the file that is to be replaced."""
    from nnquiz.export.obsidian import as_obsidian, schedules_lost

    before = ""
    if target.is_file():
        try:
            before = target.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise NNQuizError(
                f"{target}: cannot be read, to keep the schedules in it; name another --output"
            ) from None
    text = as_obsidian(cards, before, pictures=demos)
    lost = schedules_lost(before, text)
    if lost:
        raise NNQuizError(
            f"{target}: holds Obsidian's schedule of {lost} cards that this export doesn't have;"
            " name another --output, or delete it"
        )
    return text


def _cards(questions: "tuple[Question, ...]", *, demos: bool) -> "list[Card]":
    from nnquiz.export.cards import cards

    if not demos:
        return cards(questions, lambda question: "")
    from nnquiz.terminal.progress import progress

    with progress("running demos", len(questions), 1) as tick:

        def picture(question: "Question") -> str:
            tick()
            return _picture(question)

        return cards(questions, picture)


def _picture(question: "Question") -> str:
    """The question's demo as SVG, or an empty string if it has none."""
    from nnquiz import demo_catalog, demonstration

    if not question.demo or question.demo not in demo_catalog.names():
        return ""
    from nnquiz.drawing import svg
    from nnquiz.drawing.story import story_of

    story = story_of(demonstration.load(question.demo).play())
    return svg.page(demo_catalog.title(question.demo), story.pictures, story.claims)


def _package(
    run: Run,
    questions: "tuple[Question, ...]",
    target: Path,
    *,
    demos: bool,
    history: bool,
    typed: bool,
) -> None:
    from contextlib import suppress

    from nnquiz.clock import local_now
    from nnquiz.export.apkg import newer, write_package
    from nnquiz.replacing import replacing

    now = local_now()
    kept = run.settings.cache_dir / "anki-modified"
    modified = newer(kept, target, now)
    schedules = _schedules(run, now) if history else None
    with replacing(target) as file:
        cards = _cards(questions, demos=demos)
        bank = run.bank.path.stem
        write_package(cards, file, bank, modified, typed=typed, schedules=schedules, now=now)
    with suppress(OSError):  # then the file that is replaced tells the time of the last export
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(str(modified), encoding="ascii")


def _schedules(run: Run, now: "datetime") -> "dict[str, Schedule]":
    """Each question's memory with its log, in Anki's terms."""
    from nnquiz.export.anki_schedule import Review, Schedule
    from nnquiz.scheduling import Memory, study_day

    today = study_day(now)
    found = {}
    with run.store_to_read() as store:
        memories = store.memories()
        logs: dict[str, list[Review]] = {}
        states: dict[str, Memory] = {}
        for review in sorted(store.history(), key=lambda review: (review.at, review.uuid)):
            before = states.get(review.question)
            memory = store.scheduler.review(before, review.rating, review.study_day)
            states[review.question] = memory
            interval = (memory.due - memory.last_day).days
            logs.setdefault(review.question, []).append(
                Review(review.at, review.rating.value, interval, review.seconds or 0.0)
            )
    for slug, memory in memories.items():
        found[slug] = Schedule(
            stability=memory.stability,
            difficulty=memory.difficulty,
            decay=store.scheduler.parameters[-1],
            interval=max(1, (memory.due - memory.last_day).days),
            due_in=(memory.due - today).days,
            last=logs[slug][-1].at,
            desired_retention=store.scheduler.desired_retention,
            reviews=tuple(logs[slug]),
        )
    return found
