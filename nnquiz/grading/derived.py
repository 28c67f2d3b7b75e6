"""Key points for a question that has none: what its reference answer says, sentence by sentence."""

import re
from dataclasses import replace
from functools import lru_cache

from nnquiz.bank.model import KeyPoint, Question
from nnquiz.grading.lexicon import lexicon
from nnquiz.grading.text import SENTENCE_END, analyze

_ITEMS = 2  # at least, of a list
_BULLET = re.compile(r"^(?:[-*•–]|\(?\d{1,2}[.)])\s+")


@lru_cache(maxsize=128)
def with_points(question: Question) -> Question:
    """*question* itself if it has key points, else with a point for each sentence of its answer.

    A sentence weighs by its content words, an item of a list as much as any other. One that only
    takes up the question says nothing that an answer could be asked for, unless there is no other.
    """
    if question.key_points:
        return question
    words = lexicon()
    asked = analyze(question.question, words).names()
    text = analyze(question.answer, words)
    listed = is_list(question.answer)
    points: list[KeyPoint] = []
    echoes: list[KeyPoint] = []
    for sentence in text.sentences:
        names = {word.name for word in sentence.words}
        if all(word.name.isdecimal() for word in sentence.words):
            continue  # the number of a list's item
        label = _sentence(text.plain, sentence.words[0].start, sentence.words[-1].end)
        weight = 1 if listed else len(names - asked) or 1
        point = KeyPoint(label, (label,), float(weight))
        (points if names - asked else echoes).append(point)
    return replace(question, key_points=tuple(points or echoes))


def is_list(answer: str) -> bool:
    """Whether every line of *answer* is an item of a list."""
    lines = [line.strip() for line in answer.splitlines() if line.strip()]
    return len(lines) >= _ITEMS and all(map(_BULLET.match, lines))


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence of *text* whose content words lie between *start* and *end*, in one line."""
    before = [found.end() for found in SENTENCE_END.finditer(text, 0, start)]
    after = SENTENCE_END.search(text, end)
    whole = text[before[-1] if before else 0 : after.start() if after else len(text)]
    whole = _BULLET.sub("", " ".join(whole.split()))
    return whole[:1].upper() + whole[1:]
