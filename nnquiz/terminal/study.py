"""Runs a session: puts a drill's questions, takes what is typed, shows what came of it."""

import re
import sys
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from threading import Thread

from nnquiz import NNQuizError, demo_catalog
from nnquiz.clock import Clock
from nnquiz.drill import Answered, Asked, Drill
from nnquiz.rating import Rating
from nnquiz.terminal import words
from nnquiz.terminal.console import make_console
from nnquiz.terminal.quiet_input import quiet_input
from nnquiz.terminal.screen import HELP, Screen
from nnquiz.terminal.signals import ends_on_sigterm, heed_interrupts
from nnquiz.terminal.typists import ACCEPT, POINTS, UNDO, WATCH, Person, Pipe, Typist, is_terminal

_COMMAND = re.compile(r":[a-z]+")


@dataclass(slots=True)
class _Turn:
    """A question on the screen: since when, and what hints are left."""

    asked: Asked
    began: datetime
    hints: list[str]
    hinted: bool = False


class Study:
    """One session between a drill and whoever types."""

    def __init__(
        self, drill: Drill, screen: Screen, typist: Typist, clock: Clock, *, reveal: bool
    ) -> None:
        self._drill = drill
        self._screen = screen
        self._typist = typist
        self._clock = clock
        self._reveal = reveal
        self._loading: Thread | None = None

    def run(self) -> bool:
        """Ask until nothing is left or the person leaves; True if by Ctrl-C."""
        interrupted = False
        held = quiet_input() if self._typist.interactive else nullcontext()
        with ends_on_sigterm(), held:
            try:
                while (asked := self._drill.next()) is not None:
                    self._put(asked)
            except EOFError:
                pass
            except KeyboardInterrupt:
                interrupted = True
        summary = self._drill.summary()
        self._screen.summary(summary, self._what_next())
        return interrupted

    def _put(self, asked: Asked) -> None:
        """Put one question until it is answered, skipped or taken back for another."""
        self._screen.question(asked)
        if self._typist.interactive:
            self._screen.legend(*self._keys(asked))
        turn = _Turn(asked, self._clock(), list(asked.question.all_hints))
        if self._typist.interactive and not self._reveal:
            # No daemon: Python must not shut down under a library that is still being loaded.
            self._loading = Thread(target=self._drill.prepare, args=[asked])
            self._loading.start()
        while not self._take(turn, self._typist.answer()):
            pass

    def _take(self, turn: _Turn, typed: str) -> bool:
        """Act on what was typed; False if the question still waits for an answer."""
        command = typed.strip()
        if command == ":edit":
            typed = command = self._edited(turn.asked)
            if not typed:
                return False
        elif _COMMAND.fullmatch(command):
            return self._obey(command, turn)
        if self._reveal:
            return self._rated(turn.asked, command, self._seconds(turn))
        if not command and self._typist.interactive:
            self._screen.note("Type an answer, or :show to see it, or :skip to put it off.")
            return False
        self._graded(turn.asked, typed, self._seconds(turn), hinted=turn.hinted)
        return True

    def _obey(self, command: str, turn: _Turn) -> bool:
        """Carry out a command; True if the question is done with."""
        match command:
            case ":hint":
                self._hint(turn)
            case ":demo":
                self._demo(turn)
            case ":skip":
                return True  # nothing is stored, and it is not put again in this session
            case ":show":
                self._screen.reference(turn.asked.question)
                self._settle(self._drill.rate(turn.asked, Rating.AGAIN, self._seconds(turn)))
                return True
            case ":undo":
                return self._undo(turn.asked)
            case ":quit":
                raise EOFError
            case ":help":
                self._screen.note(HELP)
            case _:
                self._screen.note(f"{command} is no command here; :help lists them")
        return False

    def _seconds(self, turn: _Turn) -> float:
        return max(0.0, (self._clock() - turn.began).total_seconds())

    def _graded(self, asked: Asked, typed: str, seconds: float, *, hinted: bool) -> None:
        if self._loading is not None:
            self._loading.join()
        answered = self._drill.answer(asked, typed, seconds, hinted=hinted)
        assert answered.grade is not None
        # The grade comes last: on a screen of 24 lines it is what must not scroll away.
        self._screen.reference(asked.question)
        self._screen.grade(answered.grade, answered.rating, hints=self._typist.interactive)
        self._settle(answered)

    def _settle(self, answered: Answered) -> None:
        """Let the person accept, overrule or take back what is stored already."""
        demo = self._demo_of(answered.asked)
        missed = answered.grade.missed if answered.grade else ()
        offers = [WATCH] * bool(demo) + [POINTS] * bool(missed)
        while True:
            if self._typist.interactive:
                self._screen.choices(answered.choices, answered.rating)
                kept = f"Enter keeps {answered.rating.label}"
                keys = [kept, "1-4 rate it yourself", "u undo", "Ctrl-D ends"]
                if demo:  # what was not known is offered by its name
                    offer = f"d watch {demo}" if answered.returns_today else "d demo"
                    keys.insert(3, offer)
                if POINTS in offers:
                    keys.insert(1, "p missed points")
                self._screen.legend(*keys)
            verdict = self._typist.verdict(must_rate=False, offers=offers)
            if verdict == WATCH:
                self._watch(demo)
            elif verdict == POINTS:
                self._screen.points(missed)
                offers.remove(POINTS)
            else:
                break
        if verdict == UNDO:
            self._undo()
            return
        if verdict != ACCEPT:
            answered = self._drill.change(answered, Rating(int(verdict)))
        self._returns(answered)

    def _rated(self, asked: Asked, typed: str, seconds: float) -> bool:
        """The flashcard way: the answer is shown, the person rates; False if nothing was rated."""
        if self._typist.interactive:
            self._screen.reference(asked.question)
            verdict = self._own_verdict(asked)
            if verdict == UNDO:
                return self._undo(asked)
            rating = Rating(int(verdict))
        else:
            parsed = Rating.parse(typed)
            if parsed is None:
                self._screen.note(f"{typed!r} is no rating: 1 to 4, again, hard, good or easy")
                return False
            rating = parsed
            self._screen.reference(asked.question)
        self._returns(self._drill.rate(asked, rating, seconds))
        return True

    def _returns(self, answered: Answered) -> None:
        self._screen.returns(answered, planned=self._drill.planned)
        if failed := self._drill.times_failed(answered):
            self._screen.leech(failed, answered.asked.question, self._demo_of(answered.asked))

    def _own_verdict(self, asked: Asked) -> str:
        demo = self._demo_of(asked)
        keys = ["1-4 rate yourself", "u undo the last answer", "Ctrl-D ends"]
        if demo:
            keys.insert(2, "d demo")
        while True:
            self._screen.choices(self._drill.choices(asked), None)
            self._screen.legend(*keys)
            verdict = self._typist.verdict(must_rate=True, offers=[WATCH] * bool(demo))
            if verdict != WATCH:
                return verdict
            self._watch(demo)

    def _demo_of(self, asked: Asked) -> str:
        """The name of the question's demo, or an empty string if it has none."""
        name = asked.question.demo
        return name if name in demo_catalog.names() else ""

    def _demo(self, turn: _Turn) -> None:
        """Show the question's demo before it is answered, which is a hint."""
        demo = self._demo_of(turn.asked)
        if not demo:
            self._screen.note("This question has no demo.")
            return
        began = self._clock()
        self._watch(demo)
        turn.began += self._clock() - began  # watching is not answering
        turn.hinted = True
        self._screen.question(turn.asked)
        if self._typist.interactive:
            self._screen.legend(*self._keys(turn.asked))

    def _watch(self, name: str) -> None:
        """Play a demo; Ctrl-C leaves the demo alone, and the session goes on."""
        from nnquiz.terminal.demo_player import watch_demo

        if self._loading is not None:
            self._loading.join()  # it would disturb what a demo measures
        try:
            watch_demo(name)
        except KeyboardInterrupt:
            self._screen.note("Left the demo. Ctrl-C again ends the session.")

    def _hint(self, turn: _Turn) -> None:
        if turn.hints:
            self._screen.hint(turn.hints.pop(0), len(turn.hints))
            turn.hinted = True
        else:
            self._screen.note("There is no hint left; :show shows the answer.")

    def _undo(self, pending: Asked | None = None) -> bool:
        undone = self._drill.undo(pending)
        if undone is None:
            self._screen.note("Nothing to take back in this session; see 'nnquiz undo'.")
            return False
        self._screen.note(f"Taken back: {undone.asked.question.slug}, {undone.rating.label}.")
        return True

    def _edited(self, asked: Asked) -> str:
        from nnquiz.terminal.editor import write_answer

        try:
            return write_answer(asked.question.question)
        except NNQuizError as error:
            self._screen.note(str(error))
            return ""

    def _keys(self, asked: Asked) -> tuple[str, ...]:
        first = "Enter shows the answer" if self._reveal else "Enter sends"
        demo = (":demo",) if self._demo_of(asked) else ()
        return (first, ":hint", *demo, ":show", ":skip", ":undo", ":quit", ":help")

    def _what_next(self) -> str:
        summary = self._drill.summary()
        if summary.weakest is not None:
            slug, demo = summary.weakest.slug, summary.weakest.demo
            watch = f"; watch it: nnquiz demo {demo}" if demo in demo_catalog.names() else ""
            return f"Weakest: {slug}. Read it again: nnquiz show {slug}{watch}"
        if summary.locked and not summary.answered:
            return (
                "The other new questions build on what was skipped; --only REF asks any question."
            )
        if summary.planned and summary.ended:
            return "That is what the plan has for now; nnquiz drill --ahead goes on beyond it."
        if summary.planned:
            return "nnquiz drill goes on with today's plan; nnquiz plan shows what comes."
        waiting = sum(n for day, n in summary.coming if day <= self._drill.today)
        if waiting:
            return f"{words.count(waiting, 'question')} still due: nnquiz drill"
        return "More: nnquiz drill --new 5 learns new questions, nnquiz drill --ahead goes on."


def hold_session(drill: Drill, clock: Clock, *, reveal: bool) -> bool:
    """Run *drill* with whoever is at standard input; True if Ctrl-C ended it."""
    typist: Typist = Person() if is_terminal() else Pipe()
    if typist.interactive:
        heed_interrupts()
    console = make_console()
    notes = console if typist.interactive else make_console(sys.stderr)
    screen = Screen(console, notes, drill.today)
    return Study(drill, screen, typist, clock, reveal=reveal).run()
