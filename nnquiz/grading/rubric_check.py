"""Whether a bank's rubrics work: each phrasing must be found by the grader itself."""

from collections.abc import Iterator

from nnquiz.bank.fields import Fault
from nnquiz.bank.identity import line_of
from nnquiz.bank.model import Question
from nnquiz.bank.read import Reading, read
from nnquiz.grading.reading import read as read_answer

Path = tuple[str | int, ...]


def check(text: str) -> Reading:
    """Read a bank from YAML *text* and add what is wrong with its rubrics to its faults."""
    reading = read(text)
    for question, node in zip(reading.questions, reading.nodes, strict=True):
        for path, message in _faults(question):
            line = line_of(node, *path)
            reading.faults.append(Fault(line, f"{question.slug}: {message}"))
        for path, message in _notes(question):
            line = line_of(node, *path)
            reading.notes.append(Fault(line, f"{question.slug}: {message}"))
    reading.faults.sort()
    reading.notes.sort()
    return reading


def _faults(question: Question) -> Iterator[tuple[Path, str]]:
    for i, point in enumerate(question.key_points):
        for j, phrasing in enumerate(point.phrasings):
            _, found = read_answer(question, phrasing)
            if not found.points[i].credit:
                yield (
                    ("key_points", i, "phrasings", j),
                    f"{phrasing!r} doesn't match its own key point: it needs more than function"
                    " words and words of the question",
                )
    for i, wrong in enumerate(question.misconceptions):
        for j, phrasing in enumerate(wrong.phrasings):
            _, found = read_answer(question, phrasing)
            if not found.wrongs[i].words:
                yield (
                    ("misconceptions", i, "phrasings", j),
                    f"{phrasing!r} doesn't match its own misconception: it holds too little, or a"
                    " key point is found in it as well",
                )


def _notes(question: Question) -> Iterator[tuple[Path, str]]:
    text, found = read_answer(question, question.answer)
    for point, match in zip(question.key_points, found.points, strict=True):
        if not match.credit:
            yield ("answer",), f"the answer doesn't make its own key point {point.label!r}"
    for match in found.wrongs:
        if match.words:
            start, end = match.span
            said = text.plain[start:end]
            yield ("answer",), f"the answer is taken for a misconception: {said!r}"
