"""Lists and single questions on the console."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from nnquiz.bank.model import Bank, Question
from nnquiz.terminal import words
from nnquiz.terminal.console import indented, make_console, safe

if TYPE_CHECKING:
    from nnquiz.scheduling import Memory
    from nnquiz.store.reviews import Review


def questions(listed: Iterable[Question], dues: Mapping[str, date], today: date) -> None:
    """One line a question: number, due day, slug, question."""
    listed = list(listed)
    console = make_console(wide=True)
    widest = min(max((len(question.slug) for question in listed), default=0), 28)
    for question in listed:
        due = dues.get(question.slug)
        when = "new" if due is None else words.day(due, today)
        line = Text(f"{question.number:>3}  ")
        line.append(f"{when:<10}", "bold" if due is not None and due <= today else "dim")
        line.append_text(safe(f"{question.slug:<{widest}}  "))
        line.append_text(safe(question.question, "dim"))
        _print_cut(console, line)


def found(results: Iterable[Question]) -> None:
    """Questions that a search found, each with its slug."""
    console = make_console()
    for question in results:
        _print_cut(console, safe(f"{question.number:>3}  {question.question}"))
        _print_cut(console, safe(f"     {question.slug} · {', '.join(question.tags)}", "dim"))


def question(shown: Question, memory: "Memory | None", today: date) -> None:
    """All that the bank holds about one question."""
    console = make_console()
    due = "new" if memory is None else f"due {words.day(memory.due, today)}"
    facts = [
        f"{shown.number}",
        shown.slug,
        *shown.tags,
        f"difficulty {shown.difficulty}",
        due,
    ]
    _block(console, safe(" · ".join(facts), "dim"))
    _block(console, safe(shown.question, "bold"))
    if shown.requires:
        _block(console, safe(f"after {', '.join(shown.requires)}", "dim"))
    console.print()
    _block(console, safe(shown.answer))
    points = [safe(point.label) for point in shown.key_points]
    _section(console, "Key points", points)
    wrongs = [
        safe(f"{wrong.claim} ").append_text(safe(wrong.correction, "dim"))
        for wrong in shown.misconceptions
    ]
    _section(console, "Not so", wrongs)
    asked = [
        safe(f"{follow.question} ").append_text(safe(follow.answer, "dim"))
        for follow in shown.follow_ups
    ]
    _section(console, "Asked next", asked)
    sources = [
        safe(f"{source.author} ({source.year}). {source.title}. {source.link}")
        for source in shown.references
    ]
    _section(console, "Read", sources)


def demos(titles: Mapping[str, str], bank: Bank) -> None:
    """Each demo with its title, under the first tag of its question."""
    console = make_console(wide=True)
    topics: dict[str, list[str]] = {}
    for question in bank:
        if question.demo and question.demo in titles:
            topic = question.tags[0] if question.tags else "other"
            topics.setdefault(topic, []).append(question.demo)
    placed = {name for names in topics.values() for name in names}
    if others := [name for name in titles if name not in placed]:
        topics.setdefault("not in this bank" if placed else "all", []).extend(others)
    widest = max(map(len, titles), default=0)
    for topic, names in topics.items():
        console.print(safe(topic, "bold"))
        for name in dict.fromkeys(names):
            about = titles[name].partition(": ")[2] or titles[name]  # the name says the rest
            line = safe(f"  {name:<{widest}}  ").append_text(safe(about, "dim"))
            _print_cut(console, line)


def tags(counts: Mapping[str, int]) -> None:
    """Each tag with its number of questions."""
    console = make_console()
    for tag, number in counts.items():
        console.print(safe(f"{number:>3}  {tag}"))


def history(reviews: "Sequence[Review]") -> None:
    """One line an answer: local day, question, rating, score."""
    console = make_console()
    for review in reviews:
        score = "" if review.score is None else f"{review.score:.0%}"
        rating = review.rating.label
        if review.suggested not in (None, review.rating):
            rating += f" (not {review.suggested.label})" if review.suggested else ""
        line = safe(f"{review.study_day}  {review.question:<28} {score:>4}  {rating}")
        _print_cut(console, line)


def undone(reviews: "Iterable[Review]") -> None:
    """What was taken back."""
    console = make_console()
    for review in reviews:
        line = f"Taken back: {review.question}, {review.rating.label}, of {review.study_day}"
        _print_cut(console, safe(line))


def _section(console: Console, title: str, items: Sequence[Text]) -> None:
    if items:
        console.print()
        console.print(Text(title, "bold"))
        for item in items:
            console.print(indented(console, item, "- "))


def _block(console: Console, text: Text) -> None:
    console.print(indented(console, text, ""))


def _print_cut(console: Console, line: Text) -> None:
    line.truncate(console.width, overflow="ellipsis")
    console.print(line)
