"""What a session puts next: what is due and then what is new, what was chosen, or what is planned.

An agenda is asked for one question after the other; failed ones that come back are not its matter.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Protocol

from nnquiz import selection
from nnquiz.bank.model import Question
from nnquiz.scheduling import Memory


class Agenda(Protocol):
    """What to put, in order."""

    @property
    def total(self) -> int:
        """How many questions there are to put, those that were put included."""

    @property
    def locked(self) -> int:
        """How many of these cannot be put, since they build on what was put off."""

    def next(self, memories: Mapping[str, Memory]) -> Question | None:
        """The next question, none of them twice; *memories* holds what has been answered."""


class Chosen:
    """The questions that the person named."""

    locked = 0

    def __init__(self, questions: Sequence[Question]) -> None:
        self._left = list(questions)
        self.total = len(questions)

    def next(self, memories: Mapping[str, Memory]) -> Question | None:
        """The next that was named."""
        return self._left.pop(0) if self._left else None


class DueThenNew:
    """What is *due*, then up to *new* new ones of *pool*, then what could be brought *forward*."""

    def __init__(
        self,
        pool: Collection[Question],
        due: Iterable[Question],
        new: int,
        forward: Iterable[Question],
    ) -> None:
        self._pool = pool
        self._due, self._forward = list(due), list(forward)
        self._new_left = new
        self._put: set[str] = set()  # new ones, whether they were answered or put off
        self.total = len(self._due) + new + len(self._forward)

    @property
    def locked(self) -> int:
        """New questions that wait for one that was put off."""
        return self._new_left

    def next(self, memories: Mapping[str, Memory]) -> Question | None:
        """Due, new, forward."""
        if self._due:
            return self._due.pop(0)
        if self._new_left > 0:
            question = selection.next_new(self._pool, memories, self._put)
            if question is not None:
                self._new_left -= 1
                self._put.add(question.slug)
                return question
        return self._forward.pop(0) if self._forward else None


class Planned:
    """What a *plan* says for the time that is left today; asked again when all of it was put.

    At most *new* new questions, of *pool* alone; at the end *forward*.
    """

    locked = 0

    def __init__(
        self,
        plan: Callable[[], Sequence[Question]],
        pool: Collection[Question],
        known: Collection[str],
        new: int | None,
        forward: Iterable[Question],
    ) -> None:
        self._plan = plan
        self._pool = {question.slug for question in pool}
        self._known = set(known)
        self._new_left = len(self._pool) if new is None else new
        self._forward = list(forward)
        self._put: set[str] = set()
        self._planned = self._asked_for()

    @property
    def total(self) -> int:
        """It grows where the plan finds that there is time for more."""
        return len(self._put) + len(self._planned) + len(self._forward)

    def next(self, memories: Mapping[str, Memory]) -> Question | None:
        """What the plan says, then what could be brought forward."""
        if not self._planned:
            self._planned = self._asked_for()
        if not self._planned:
            self._forward = [q for q in self._forward if q.slug not in self._put]
        queue = self._planned or self._forward
        if not queue:
            return None
        self._put.add(queue[0].slug)
        return queue.pop(0)

    def _asked_for(self) -> list[Question]:
        """What the plan says now, without what was put already."""
        found = []
        for question in self._plan():
            new = question.slug not in self._known
            if question.slug not in self._pool or question.slug in self._put:
                continue
            if new and self._new_left <= 0:
                continue
            self._new_left -= new
            found.append(question)
        return found
