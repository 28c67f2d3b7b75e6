"""Grading many answers: JSON Lines in, a line for each out, as it goes and in order."""

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any

from nnquiz import NNQuizError
from nnquiz.bank.model import Bank
from nnquiz.grading import grader, kept

Line = dict[str, Any]
Shape = Callable[..., Line]

_AHEAD = 64  # chunks that may wait for each other: memory stays as it is, whatever the input
_CHUNK = 50  # lines that one process grades at a time


def grade_lines(lines: Iterable[str], bank: Bank, shape: Shape, jobs: int) -> Iterator[Line]:
    """Grade each of *lines*, `{"q": REF, "answer": TEXT}`; a bad line gives its number and error.

    *shape* makes the result of a question and its grade. More than one of *jobs* grade at once.
    """
    if jobs == 1:
        for number, line in enumerate(lines, start=1):
            yield graded(number, line, bank, shape)
        return
    with ProcessPoolExecutor(jobs, initializer=kept.keep_in, initargs=(kept.folder(),)) as pool:
        waiting: deque[Future[list[Line]]] = deque()
        for chunk in _chunks(lines):
            waiting.append(pool.submit(_graded_chunk, chunk, bank, shape))
            if len(waiting) >= _AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def graded(number: int, line: str, bank: Bank, shape: Shape) -> Line:
    """The result for one line, with whatever other keys came in."""
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        return {"line": number, "error": "not valid JSON"}
    if not isinstance(given, dict) or not isinstance(given.get("answer"), str):
        return {"line": number, "error": 'must be an object with "q" and "answer", a text'}
    ref = given.get("q")
    if isinstance(ref, bool) or not isinstance(ref, (int, str)):
        return {"line": number, "error": '"q" must be a number, a slug or a demo\'s name'}
    try:
        question = bank.find(str(ref))
    except NNQuizError as error:
        return {"line": number, "error": str(error)}
    answer = given["answer"].encode(errors="replace").decode()
    result = shape(question, grader.grade(question, answer, bank))
    rest = {key: value for key, value in given.items() if key not in ("q", "answer")}
    return result | {key: value for key, value in rest.items() if key not in result}


def _chunks(lines: Iterable[str]) -> Iterator[list[tuple[int, str]]]:
    chunk: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        chunk.append((number, line))
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _graded_chunk(chunk: list[tuple[int, str]], bank: Bank, shape: Shape) -> list[Line]:
    return [graded(number, line, bank, shape) for number, line in chunk]
