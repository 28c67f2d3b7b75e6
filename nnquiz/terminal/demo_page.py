"""The words around a demo's pictures: title, the question to predict, what came of it.

Without rich: the question to predict is on the screen before that would be loaded.
"""

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from string import ascii_lowercase
from textwrap import wrap

from nnquiz.bank.model import Question
from nnquiz.demonstration import Performance
from nnquiz.drawing.story import story_of
from nnquiz.drawing.style import PLAIN, Style, style_of
from nnquiz.frames import Ask, Frame
from nnquiz.terminal.plain import printable
from nnquiz.terminal.stage import size_of

PROSE_WIDTH = 80
MAX_WIDTH = 160  # of pictures: wider ones are no clearer
_BOLD, _DIM, _GREEN, _RED = "1", "2", "32", "31"


@dataclass(frozen=True, slots=True)
class Viewing:
    """How a person wants to see a demo."""

    speed: float = 1.0
    animated: bool = True
    predict: bool = True
    plain: bool = False


class DemoPage:
    """Writes a demo's words, and its pictures as text, to standard output."""

    def __init__(self, *, plain: bool = False) -> None:
        self._plain = plain
        self._terminal = sys.stdout.isatty()
        self.style = self._style(self._terminal)

    @property
    def width(self) -> int:
        """Columns for pictures: of a terminal those that it has now."""
        return min(size_of(sys.stdout)[0] - 1, MAX_WIDTH) if self._terminal else PROSE_WIDTH

    @property
    def _prose(self) -> int:
        return max(20, min(self.width, PROSE_WIDTH))

    def _style(self, terminal: bool) -> Style:
        encoding = sys.stdout.encoding or "ascii"
        colour = (terminal or bool(os.environ.get("FORCE_COLOR"))) and not self._plain
        return style_of(os.environ, encoding, colour=colour)

    def heading(self, title: str, question: Question | None = None) -> None:
        """The demo's title, and the question of the bank that it goes with."""
        self._paragraph(title, code=_BOLD)
        if question is not None:
            self._paragraph(f"{question.number}. {question.question}", code=_DIM)
        self._line()
        sys.stdout.flush()

    def question(self, ask: Ask) -> None:
        """The question to predict, with its options."""
        self._paragraph(ask.question)
        for letter, option in zip(ascii_lowercase, ask.options, strict=False):
            self._paragraph(option, f"  {letter}  ")

    def keys(self, text: str) -> None:
        """The keys that work now; the cursor stays after them."""
        fitting = text if len(text) < self.width else text.partition("?")[0] + "?"
        sys.stdout.write(self.dimmed(fitting) + " ")
        sys.stdout.flush()

    def dimmed(self, text: str) -> str:
        """*text* as something beside the matter."""
        return self._styled(text, _DIM)

    def guessed(self, guess: int | None) -> None:
        """The key that was pressed."""
        self._line("-" if guess is None else ascii_lowercase[guess])
        self._line()

    def outcome(self, ask: Ask, guess: int | None) -> None:
        """Whether the guess was right, and why."""
        answer = _answer(ask)
        if guess is None:
            self._paragraph(f"It is {answer}")
        elif guess == ask.answer:
            self._paragraph(f"Your guess was right: {answer}", *self._sign("✔ ", "+ ", _GREEN))
        else:
            wrong = f"Your guess, {ascii_lowercase[guess]}, was wrong. It is {answer}"
            self._paragraph(wrong, *self._sign("✘ ", "- ", _RED))

    def gap(self) -> None:
        """An empty line."""
        self._line()

    def whole(self, title: str, frames: Iterable[Frame]) -> None:
        """Narration, pictures in their last state, and claims."""
        self._line(self.text(title, frames).rstrip("\n"))

    def text(self, title: str, frames: Iterable[Frame]) -> str:
        """What `whole` prints."""
        return written(title, frames, self.width, self.style, plain=self._plain)

    def closing(self, performance: Performance) -> None:
        """The command that repeats a run unlike the default, and one to try."""
        if performance.seed or performance.changed:
            self.remark(f"Again: {performance.command}")
        suggestion = performance.suggestion
        names = [parameter.name for parameter in performance.demonstration.parameters]
        others = ", ".join(name for name in names if f"--set {name}=" not in suggestion)
        self.remark(f"Try: {suggestion}" + (f" (also: {others})" if others else ""))

    def remark(self, text: str) -> None:
        """A line beside the matter."""
        self._paragraph(text, code=_DIM)

    def _sign(self, sign: str, plain: str, code: str) -> tuple[str, str]:
        """A mark before a paragraph, and its color."""
        if self._plain:
            return "", ""
        return (sign if self.style.unicode else plain), code

    def _paragraph(self, text: str, first: str = "", code: str = "") -> None:
        """Wrapped text after the mark *first*; *code* styles it, or all if there is none."""
        width = self._prose - len(first)
        for number, line in enumerate(wrap(printable(text), width)):
            if first:
                mark = " " * len(first) if number else self._styled(first, code)
                self._line(mark + line)
            else:
                self._line(self._styled(line, code))

    def _styled(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if code and self.style.colours else text

    def _line(self, text: str = "") -> None:
        sys.stdout.write(text + "\n")


def _answer(ask: Ask) -> str:
    return f"{ascii_lowercase[ask.answer]}, {ask.options[ask.answer]}: {ask.because}"


def written(
    title: str,
    frames: Iterable[Frame],
    width: int = PROSE_WIDTH,
    style: Style = PLAIN,
    *,
    plain: bool = False,
) -> str:
    """A demo as text; with *plain* in words alone."""
    if not plain:
        from nnquiz.drawing import text

        return text.page(title, frames, width, style)
    from nnquiz.drawing.sentences import describe

    story = story_of(frames)
    parts = [title] if title else []
    for frame in (*story.flow, *story.claims):
        parts.append(describe(frame))
        if isinstance(frame, Ask):
            parts.append(f"It is {_answer(frame)}")
    lines = [line for part in parts for line in part.splitlines()]
    return "".join(f"{row}\n" for line in lines for row in wrap(line, min(width, PROSE_WIDTH)))
