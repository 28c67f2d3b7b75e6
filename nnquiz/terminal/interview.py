"""Holds an interview: puts its questions against the clock, takes answers, tells no grade."""

import sys
from contextlib import nullcontext
from datetime import datetime
from threading import Thread

from rich.console import Console

from nnquiz import NNQuizError
from nnquiz.clock import Clock
from nnquiz.interview.session import Asked, Session
from nnquiz.scheduling import study_day
from nnquiz.store.interviews import Interview
from nnquiz.terminal import words
from nnquiz.terminal.console import indented, make_console, safe
from nnquiz.terminal.keys import Keys
from nnquiz.terminal.quiet_input import quiet_input
from nnquiz.terminal.signals import ends_on_sigterm, heed_interrupts
from nnquiz.terminal.typists import Person, Pipe, Typist, is_terminal

HELP = """\
:skip   you don't know: counts as not known, and the interviewer moves on
:edit   write the answer in your editor ($VISUAL or $EDITOR)
:quit   break off (Ctrl-D does the same): what was answered is kept, and one can go on later
Enter sends. Alt-Enter makes a new line. Pasted lines stay one answer.
You hear how it went at the end. The clock runs while you think and type; it cuts nothing off."""
_KEYS = "Enter sends · :skip you don't know · :edit · :quit · :help"


def asks_to_go_on(interview: Interview, clock: Clock) -> bool:
    """Ask the person whether to go on with what was broken off. Raises `EOFError` on Ctrl-D."""
    console = make_console()
    left = max(0.0, 60 * interview.minutes - interview.seconds)
    day = words.ago(interview.study_day, study_day(clock()))
    heed_interrupts()
    with ends_on_sigterm(), Keys() as keys:  # before the question: in line mode Ctrl-D is no key
        _print(
            console,
            f"An interview was broken off {day} after {interview.answered} of"
            f" {words.count(len(interview.turns), 'question')}, with {words.duration(left)} left.",
        )
        _print(console, "Go on with it? y goes on · n begins a new one · Ctrl-D leaves", "dim")
        while True:
            match keys.read(None):
                case "y" | "Y" | "enter":
                    return True
                case "n" | "N":
                    return False
                case "end":
                    raise EOFError


def hold_interview(session: Session, clock: Clock) -> bool:
    """Put the questions of *session* to whoever is at standard input; True if Ctrl-C ended it."""
    typist: Typist = Person() if is_terminal() else Pipe()
    if typist.interactive:
        heed_interrupts()
    return _Room(session, typist, clock).run()


class _Room:
    """Where a session and whoever types meet."""

    def __init__(self, session: Session, typist: Typist, clock: Clock) -> None:
        self._session = session
        self._typist = typist
        self._clock = clock
        self._console = make_console()
        self._notes = self._console if typist.interactive else make_console(sys.stderr)
        self._loading: Thread | None = None
        self._first_key: datetime | None = None
        self._over = 0.0  # seconds that the last answer took more than it had

    def run(self) -> bool:
        """Ask until nothing is left or the person leaves; True if by Ctrl-C."""
        held = quiet_input() if self._typist.interactive else nullcontext()
        with ends_on_sigterm(), held:
            try:
                while (asked := self._session.next()) is not None:
                    self._put(asked)
            except EOFError:
                pass
            except KeyboardInterrupt:
                return True
        return False

    def _put(self, asked: Asked) -> None:
        """Put one question and store what is answered."""
        self._console.print()
        if self._over > 0 and not asked.is_follow_up:  # the heading of a follow-up tells it
            _print(self._notes, f"That was over time by {words.duration(self._over)}.", "dim")
        _print(self._console, _heading(asked), "dim")
        _print(self._console, asked.question.question, "bold")
        if self._typist.interactive:
            _print(self._console, _KEYS, "dim")
            # No daemon: Python must not shut down under a library that is still being loaded.
            self._loading = Thread(target=self._session.prepare, args=[asked])
            self._loading.start()
        began = self._clock()
        answer = self._answer(asked)
        seconds = self._since(began, self._clock())
        first_key = None if self._first_key is None else self._since(began, self._first_key)
        if self._loading is not None:
            self._loading.join()
        self._session.answer(asked, answer, seconds, first_key)
        self._over = seconds - asked.left

    def _since(self, began: datetime, now: datetime) -> float:
        return max(0.0, (now - began).total_seconds())

    def _answer(self, asked: Asked) -> str:
        """What is typed in the end, after commands that only need to be obeyed."""
        while True:
            self._first_key = None
            typed = self._typist.answer(self._begun)
            match typed.strip():
                case ":quit":
                    raise EOFError
                case ":help":
                    _print(self._notes, HELP, "dim")
                case "" if self._typist.interactive:  # a slip; from a pipe it is no answer
                    note = "Type an answer, or :skip if you don't know."
                    _print(self._notes, note, "dim")
                case ":edit" if self._typist.interactive:
                    if written := self._edited(asked):
                        return written
                case command if command.startswith(":") and command[1:].isalpha():
                    if command == ":skip":
                        return ""
                    _print(self._notes, f"{command} is no command here; :help lists them", "dim")
                case _:
                    return typed

    def _begun(self) -> None:
        self._first_key = self._clock()

    def _edited(self, asked: Asked) -> str:
        from nnquiz.terminal.editor import write_answer

        try:
            return write_answer(asked.question.question)
        except NNQuizError as error:
            _print(self._notes, str(error), "dim")
            return ""


def _heading(asked: Asked) -> str:
    if asked.left < 0:
        time = f"over time by {words.duration(-asked.left)}"
    elif asked.is_follow_up:
        time = f"{words.duration(asked.left)} left for it"
    else:
        in_all = words.duration(asked.left_in_all)
        time = f"{words.duration(asked.allotted)} for it, {in_all} left in all"
    about = "follow-up" if asked.is_follow_up else asked.topic
    return f"{asked.position}/{asked.total} · {about} · {time}"


def _print(console: Console, text: str, style: str = "") -> None:
    console.print(indented(console, safe(text, style), ""))
