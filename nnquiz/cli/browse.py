"""list, show, search, tags."""

from typing import Annotated

import typer

from nnquiz.cli import completion
from nnquiz.cli.app import BANK, app, run_of

_JSON = typer.Option("--json", help="Print JSON.")


@app.command("list", rich_help_panel=BANK)
def list_questions(
    context: typer.Context,
    tag: Annotated[
        list[str] | None,
        typer.Option(help="Only questions with this tag.", autocompletion=completion.tags),
    ] = None,
    due: Annotated[bool, typer.Option("--due", help="Only what is due now.")] = False,
    json: Annotated[bool, _JSON] = False,
) -> None:
    """List the questions, with the day that each is due.

    \b
    Examples:
      nnquiz list --tag gradients
      nnquiz list --due --json
    """
    from nnquiz.clock import local_now
    from nnquiz.scheduling import study_day

    run = run_of(context)
    questions = run.bank.tagged(tag or ())
    today = study_day(local_now())
    with run.store_to_read() as store:
        memories = store.memories()
    dues = {q.slug: memories[q.slug].due for q in questions if q.slug in memories}
    if due:
        questions = tuple(q for q in questions if q.slug in dues and dues[q.slug] <= today)
    if json:
        from nnquiz.cli.output import emit_json, listed

        emit_json([listed(q, dues.get(q.slug)) for q in questions])
        return
    from nnquiz.terminal.tables import questions as show

    if not questions:
        typer.echo("Nothing is due." if due else "No question here.", err=True)
    show(questions, dues, today)


@app.command(rich_help_panel=BANK)
def show(
    context: typer.Context,
    ref: Annotated[
        str, typer.Argument(help="Number, slug or demo.", autocompletion=completion.refs)
    ],
    json: Annotated[bool, _JSON] = False,
) -> None:
    """Show a question with its answer, key points, misconceptions and references.

    \b
    Examples:
      nnquiz show 6
      nnquiz show backprop --json
    """
    from nnquiz.clock import local_now
    from nnquiz.scheduling import study_day

    run = run_of(context)
    question = run.bank.find(ref)
    with run.store_to_read() as store:
        memory = store.memories().get(question.slug)
    if json:
        from nnquiz.cli.output import emit_json, whole

        emit_json(whole(question, memory.due if memory else None))
        return
    from nnquiz.terminal.tables import question as show_question

    show_question(question, memory, study_day(local_now()))


@app.command(rich_help_panel=BANK)
def search(
    context: typer.Context,
    text: Annotated[list[str], typer.Argument(help="Words to look for.")],
) -> None:
    """Find questions that hold all the words, in the question, its tags, points or answer.

    \b
    Example:
      nnquiz search vanishing gradient
    """
    from nnquiz import NNQuizError
    from nnquiz.bank.search import search as find
    from nnquiz.terminal.tables import found

    words = " ".join(text)
    results = find(run_of(context).bank, words)
    if not results:
        raise NNQuizError(f"nothing in the bank holds {words!r}; 'nnquiz list' shows all questions")
    found(results)


@app.command(rich_help_panel=BANK)
def tags(context: typer.Context) -> None:
    """List the topics, with the number of questions in each.

    \b
    Example:
      nnquiz tags
    """
    from nnquiz.terminal.tables import tags as show_tags

    show_tags(run_of(context).bank.tags())
