"""What a bank holds: questions, their answers and their rubrics."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nnquiz import UsageError


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """One assertion that a good answer makes, with the ways in which people put it."""

    label: str
    phrasings: tuple[str, ...]
    weight: float = 1.0
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Misconception:
    """A wrong belief about the question, how people voice it, and what is right instead."""

    claim: str
    phrasings: tuple[str, ...]
    correction: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question that an interviewer asks next, with a short answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A source to read."""

    author: str
    year: int
    title: str
    link: str


@dataclass(frozen=True, slots=True)
class Question:
    """One entry of a bank; *slug* is its identity, whatever else is edited."""

    slug: str
    number: int
    question: str
    answer: str
    tags: tuple[str, ...] = ()
    difficulty: int = 2
    requires: tuple[str, ...] = ()
    demo: str | None = None
    hints: tuple[str, ...] = ()
    key_points: tuple[KeyPoint, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    references: tuple[Reference, ...] = ()

    def __hash__(self) -> int:
        # Its rubrics are looked up by question: all the texts need not be hashed for that.
        return hash((self.slug, self.question))

    @property
    def phrasings(self) -> tuple[str, ...]:
        """Every phrasing of its key points and misconceptions."""
        points = (text for point in self.key_points for text in point.phrasings)
        wrongs = (text for wrong in self.misconceptions for text in wrong.phrasings)
        return (*points, *wrongs)

    @property
    def all_hints(self) -> tuple[str, ...]:
        """The question's own hints, then those of its key points, most weighty first."""
        points = sorted(self.key_points, key=lambda point: -point.weight)
        return (*self.hints, *(point.hint for point in points if point.hint))


@dataclass(frozen=True, slots=True)
class Bank:
    """All questions of one file, in the order of their numbers."""

    questions: tuple[Question, ...]
    path: Path
    _by_slug: dict[str, Question] = field(init=False, repr=False, compare=False)
    _by_ref: dict[str, Question] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_slug", {q.slug: q for q in self.questions})
        by_ref: dict[str, Question] = {}
        for question in self.questions:
            for ref in (question.slug, str(question.number), question.demo):
                if ref is not None:
                    by_ref.setdefault(ref, question)
        object.__setattr__(self, "_by_ref", by_ref)

    def __iter__(self) -> Iterator[Question]:
        return iter(self.questions)

    def __len__(self) -> int:
        return len(self.questions)

    def get(self, slug: str) -> Question | None:
        """The question with this slug, or None where the bank has none (any more)."""
        return self._by_slug.get(slug)

    def find(self, ref: str) -> Question:
        """The question that *ref* names by its number, slug or demo.

        Raises `UsageError` with the nearest names if there is none.
        """
        wanted = ref.strip().lower()
        found = self._by_ref.get(wanted)
        if found is not None:
            return found
        names = [name for q in self.questions for name in (q.slug, q.demo) if name]
        raise UsageError(
            f"no question {ref!r} in {self.path.name}{did_you_mean(wanted, names)}"
            f" (numbers 1 to {max((q.number for q in self.questions), default=0)};"
            " 'nnquiz list' shows all)"
        )

    def tags(self) -> dict[str, int]:
        """Each tag with the number of its questions, in the order of first appearance."""
        counts: dict[str, int] = {}
        for question in self.questions:
            for tag in question.tags:
                counts[tag] = counts.get(tag, 0) + 1
        return counts

    def tagged(self, tags: Iterable[str]) -> tuple[Question, ...]:
        """The questions that carry any of *tags*; all of them if *tags* is empty.

        Raises `UsageError` for a tag that no question has.
        """
        wanted = {tag.strip().lower() for tag in tags}
        known = self.tags()
        for tag in wanted - known.keys():
            raise UsageError(
                f"no question is tagged {tag!r}{did_you_mean(tag, list(known))}"
                " ('nnquiz tags' shows all)"
            )
        if not wanted:
            return self.questions
        return tuple(q for q in self.questions if wanted & set(q.tags))


def did_you_mean(wrong: str, names: list[str], limit: int = 3) -> str:
    """A clause that suggests the nearest *names*, or an empty string if none is near."""
    from rapidfuzz import fuzz, process  # only on the way to an error message

    near = process.extract(wrong, list(dict.fromkeys(names)), scorer=fuzz.ratio, limit=limit)
    close = [name for name, score, _ in near if score >= max(55, near[0][1] - 15)]
    return f"; did you mean {' or '.join(close)}?" if close else ""
