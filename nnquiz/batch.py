"""Grading many answers: JSON Lines in, a line for each out, as they come and in order.

Answers that are there together are graded together, question by question: that takes less time. A
program that sends one answer and waits for its grade gets it all the same.
"""

import gc
import json
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedReader
from itertools import count
from pathlib import Path
from typing import Any

from nnquiz import NNQuizError
from nnquiz.bank.model import Bank, Question
from nnquiz.grading import grader, kept

Line = dict[str, Any]
Shape = Callable[..., Line]

_AHEAD = 4  # chunks a process that may wait for each other: memory stays as it is
_BLOCK = 1 << 20  # bytes that are read at once, at most
_CHUNK = 500  # lines that one of several processes grades at a time


def grade_lines(
    source: BufferedReader, bank: Bank, shape: Shape, jobs: int
) -> Iterator[list[Line]]:
    """Grade each line of *source*, `{"q": REF, "answer": TEXT}`, as many as come together.

    A bad one gives its number and the error. *shape* makes the result of a question and its grade.
    More than one of *jobs* grade at once.
    """
    if jobs == 1:
        for lines in read_lines(source):
            yield graded(lines, bank, shape)
        return
    from concurrent.futures import Future, ProcessPoolExecutor

    waiting: deque[Future[list[Line]]] = deque()
    pool = ProcessPoolExecutor(jobs, initializer=_begin, initargs=(kept.folder(), bank, shape))
    try:
        for lines in read_lines(source):
            for first in range(0, len(lines), _CHUNK):
                chunk = lines[first : first + _CHUNK]
                waiting.append(pool.submit(_graded, chunk))
                while waiting and (waiting[0].done() or len(waiting) >= _AHEAD * jobs):
                    yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:  # who breaks off doesn't wait for what is still to be graded
        pool.shutdown(cancel_futures=True)


_work: list[tuple[Bank, Shape]] = []  # what a process that grades for another was given


def _begin(folder: Path | None, bank: Bank, shape: Shape) -> None:
    kept.keep_in(folder)
    _work.append((bank, shape))


def _graded(lines: list[tuple[int, str]]) -> list[Line]:
    return graded(lines, *_work[-1])


def graded(lines: list[tuple[int, str]], bank: Bank, shape: Shape) -> list[Line]:
    """The results for numbered *lines*, each with whatever other keys came in."""
    results: list[Line] = []
    asked: dict[Question, list[tuple[int, Line]]] = {}
    for place, (number, line) in enumerate(lines):
        found = _given(line, bank)
        if isinstance(found, str):
            results.append({"line": number, "error": found})
        else:
            question, given = found
            asked.setdefault(question, []).append((place, given))
            results.append({})
    with _without_collector():
        for question, many in asked.items():
            answers = [given["answer"].encode(errors="replace").decode() for _, given in many]
            grades = grader.grade_all(question, answers, bank)
            for (place, given), grade in zip(many, grades, strict=True):
                result = shape(question, grade)
                hidden = {"q", "answer", *result}
                result |= {key: value for key, value in given.items() if key not in hidden}
                results[place] = result
    return results


@contextmanager
def _without_collector() -> Iterator[None]:
    """Without looking for cycles: grading leaves none, and the look takes a twentieth of it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # what is remembered of the questions stays, and need not be looked through
        if was_on:
            gc.enable()


def _given(line: str, bank: Bank) -> tuple[Question, Line] | str:
    """The question and all that one *line* gives, or what is wrong with it."""
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        return "not valid JSON"
    if not isinstance(given, dict) or not isinstance(given.get("answer"), str):
        return 'must be an object with "q" and "answer", a text'
    ref = given.get("q")
    if isinstance(ref, bool) or not isinstance(ref, (int, str)):
        return '"q" must be a number, a slug or a demo\'s name'
    try:
        return bank.find(str(ref)), given
    except NNQuizError as error:
        return str(error)


def read_lines(source: BufferedReader) -> Iterator[list[tuple[int, str]]]:
    """The lines of *source* with their numbers: as many at once as are there to be read."""
    numbers = count(1)
    begun = b""
    while block := source.read1(_BLOCK):
        *whole, last = block.split(b"\n")
        if whole:
            whole[0] = begun + whole[0]
            begun = b""
            yield [(next(numbers), line.decode("utf-8", "replace")) for line in whole]
        begun += last
    if begun:
        yield [(next(numbers), begun.decode("utf-8", "replace"))]
