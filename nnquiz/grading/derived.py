"""Key points for a question that has none: what its reference answer says, sentence by sentence."""

import re
from dataclasses import replace
from functools import lru_cache

from nnquiz.bank.model import KeyPoint, Question
from nnquiz.grading.text import IGNORED, NEGATIONS, SENTENCE_END, Text, analyze

_ITEMS = 2  # at least, of a list
_BULLET = re.compile(r"^(?:[-*•–]|\(?\d{1,2}[.)])\s+")
_COMMA = re.compile(r"\s*,(?!\d)\s*(?:and\s+)?")
_LAST = re.compile(r"\s+(?:and|&)\s+")
_ITEM = 3  # words, of a list in a line
_TWICE = 2  # what is asked for may be named, right or wrong: there may be more that is right


@lru_cache(maxsize=128)
def with_points(question: Question) -> Question:
    """*question* itself if it has key points, else with a point for each sentence of its answer.

    A sentence weighs by its content words, an item of a list as much as any other. One that only
    takes up the question says nothing that an answer could be asked for, unless there is no other.
    """
    if question.key_points:
        return question
    asked = analyze(question.question).names()
    listed = is_list(question.answer)
    text = analyze("\n".join(_in_line(question.answer)) or question.answer)
    points: list[KeyPoint] = []
    echoes: list[KeyPoint] = []
    for sentence in text.sentences:
        names = {word.name for word in sentence.words}
        if listed and all(word.name.isdecimal() for word in sentence.words):
            continue  # the number of a list's item
        label = _sentence(text.plain, sentence.words[0].start, sentence.words[-1].end)
        weight = 1 if listed else len(names - asked) or 1
        point = KeyPoint(label, (label,), float(weight))
        (points if names - asked else echoes).append(point)
    return replace(question, key_points=tuple(points or echoes))


def is_list(answer: str) -> bool:
    """Whether every line of *answer* is an item of a list, or its only line is a list."""
    lines = [line.strip() for line in answer.splitlines() if line.strip()]
    return (len(lines) >= _ITEMS and all(map(_BULLET.match, lines))) or bool(_in_line(answer))


def items_apart(answer: str) -> str:
    """*answer* with a stop for each comma, since items of a list don't hang together."""
    return _COMMA.sub(lambda found: found[0].replace(",", ";"), answer)


def beyond(question: Question, text: Text) -> float:
    """The share of the items named in *text* that go beyond twice what *question* asks for."""
    named = sum(len(sentence.words) <= _ITEM for sentence in text.sentences)
    return max(0.0, 1 - _TWICE * len(question.key_points) / named) if named else 0.0


def _in_line(answer: str) -> list[str]:
    """The items of a list in one line: "atomicity, consistency, isolation and durability".

    What is joined by `or` is no list: one of it will do.
    """
    *most, last = _COMMA.split(answer.strip().rstrip("."))
    items = [*most, *_LAST.split(last)]
    words = [item.casefold().split() for item in items]
    short = all(0 < len(item) <= _ITEM for item in words)
    all_asked = not any("or" in item for item in words)
    named = not any({item[0], item[-1]} & (IGNORED | NEGATIONS - {"no"}) for item in words if item)
    return items if len(items) >= _ITEMS and short and named and all_asked else []


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence of *text* whose content words lie between *start* and *end*, in one line."""
    before = [found.end() for found in SENTENCE_END.finditer(text, 0, start)]
    after = SENTENCE_END.search(text, end)
    whole = text[before[-1] if before else 0 : after.start() if after else len(text)]
    whole = _BULLET.sub("", " ".join(whole.split()))
    return whole[:1].upper() + whole[1:]
