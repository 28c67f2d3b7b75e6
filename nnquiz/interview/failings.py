"""The ways in which an answer falls short in an interview, each by a rule that can be told."""

from enum import StrEnum

from nnquiz.bank.model import Question
from nnquiz.grading.grade import GOOD_FROM, Grade
from nnquiz.store.interviews import Turn

# Of the words of the model answer: good answers go down to an eighth, those that were graded as
# too thin end below a tenth.
THIN_BELOW = 1 / 8
_FEW_WORDS = 5  # too thin whatever the model answer
SLOW_FROM = 30.0  # seconds of silence, reading the question included

_PASSES = frozenset((
    "", ":skip", "pass", "skip", "i dont know", "i do not know", "dont know", "idk", "no idea",
    "i have no idea", "no idea at all", "no clue", "i dont remember",
))  # fmt: skip


class Failing(StrEnum):
    """A way to fall short; an answer may show several."""

    PASSED = "not_answered"
    WRONG = "wrong"
    THIN = "too_thin"
    MISSED = "missed"
    SLOW = "too_long_to_start"
    OVER = "over_time"

    @property
    def label(self) -> str:
        """As people read it."""
        return self.value.replace("_", " ")


def is_pass(answer: str) -> bool:
    """Whether *answer* says no more than that one doesn't know."""
    words = "".join(c for c in answer.lower() if c not in ".,!'’").split()
    return " ".join(words) in _PASSES


def failings(question: Question, turn: Turn, grade: Grade) -> tuple[Failing, ...]:
    """How the answered *turn* fell short, in the order of `Failing`.

    - not answered: nothing was typed, or no more than that one doesn't know;
    - wrong: it states a misconception;
    - too thin: below good, and shorter than an eighth of the model answer or than five words;
    - missed: below good, though long enough: the points that matter are not there;
    - too long to start: half a minute or more before the first key;
    - over time: it took longer, with its follow-up, than it had.
    """
    text = (turn.review.text if turn.review else None) or ""
    words = len(text.split())
    thin = words < max(_FEW_WORDS, THIN_BELOW * len(question.answer.split()))
    passed = is_pass(text)
    short = grade.score < GOOD_FROM and not passed
    holds = {
        Failing.PASSED: passed,
        Failing.WRONG: bool(grade.wrong),
        Failing.THIN: short and thin,
        Failing.MISSED: short and not thin,
        Failing.SLOW: turn.first_key is not None and turn.first_key >= SLOW_FROM and not passed,
        Failing.OVER: turn.seconds > turn.allotted,
    }
    return tuple(failing for failing in Failing if holds[failing])
