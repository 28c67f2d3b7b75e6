"""The home screen: where one stands, and what to type next."""

from nnquiz.bank.model import Bank
from nnquiz.clock import local_now
from nnquiz.scheduling import study_day
from nnquiz.store.plans import goal
from nnquiz.store.reviews import Store
from nnquiz.terminal import words
from nnquiz.terminal.console import make_console, safe


def show_home(bank: Bank, store: Store) -> None:
    """Print what is due, what is new, and the commands that go on from here."""
    today = study_day(local_now())
    with store:
        memories = store.memories()
        last = store.history(1)
        aim = goal(store)
    seen = [memories[q.slug] for q in bank if q.slug in memories]
    due = sum(memory.due <= today for memory in seen)
    parts = [f"{due} due", f"{len(bank) - len(seen)} new", f"{len(seen)} learned so far"]
    if last:
        parts.append(f"last answer {words.ago(last[0].study_day, today)}")
    console = make_console()
    console.print(safe("nnquiz", "bold"), safe(" · ".join(parts)))
    later = min((memory.due for memory in seen if memory.due > today), default=None)
    if aim is not None and aim.day >= today:
        minutes = words.count(aim.minutes, "minute")
        console.print(safe(f"Interview {words.when(aim.day, today)} · {minutes} a day", "bold"))
    elif not due and later is not None:
        console.print(safe(f"Next: {words.when(later, today)}.", "dim"))
    console.print()
    for command, what in (
        ("nnquiz drill", "answer what is due, then new questions"),
        ("nnquiz plan", "towards the day of your interview: nnquiz plan DATE"),
        ("nnquiz interview", "a mock interview: no feedback until the end"),
        ("nnquiz list", "all questions, with the day that each is due"),
        ("nnquiz stats", "your streak, recall and weak points"),
        ("nnquiz show REF", "one question with its answer"),
        ("nnquiz --help", "everything else"),
    ):
        console.print(safe(f"  {command:<16} ", "bold"), safe(what), sep="")
