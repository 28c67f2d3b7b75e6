"""An answer as it is read: understood, without what it copies, and what of a rubric it holds."""

from collections.abc import Sequence
from typing import NamedTuple

from nnquiz.bank.model import Question
from nnquiz.grading.rubric import Found, rubric
from nnquiz.grading.text import Clause, Text, analyze

_BARE_FROM = 0.7  # a sentence with this share of words of one point's phrasing is just that point
_BARE_ALONE = 4  # of those sentences are left out one by one
_ASKED_FROM = 0.4  # of the question's words make a copy of it
_COPIED_FROM = 0.8  # a clause with this share of question words is the question over again


class Reading(NamedTuple):
    """An answer as it is understood, and what of the rubric it holds."""

    text: Text
    found: Found


def read(question: Question, answer: str) -> Reading:
    """*answer* as it is understood, without what it copies from the question, and what it holds."""
    prepared = rubric(question)
    text = analyze(answer, prepared.words)
    text = _without_copies(text, prepared.question_words)
    return Reading(text, prepared.find(text))


def without_bare_points(question: Question, reading: Reading) -> list[Reading]:
    """What is left without the sentences that are little more than a phrasing.

    Without each of the last few, and without all.
    """
    text, found = reading
    spans = []
    made = [match for match in found.points if match.credit == 1]
    for sentence in text.sentences:
        for match in made:
            if match.words[0].index > sentence.counts[-1]:
                continue
            said = sum([word.index in sentence.counts for word in match.words])
            if said >= _BARE_FROM * len(sentence.counts):
                spans.append((sentence.words[0].start, sentence.words[-1].end))
                break
    ways = [[span] for span in spans[-_BARE_ALONE:]] + [spans] * (len(spans) > 1)
    rests = [read(question, _left(text.plain, way)) for way in ways]
    return [rest for rest in rests if rest.text.clauses]


def _left(plain: str, spans: Sequence[tuple[int, int]]) -> str:
    """A text without what stands at *spans*."""
    left, at = [], 0
    for start, end in spans:
        left.append(plain[at:start])
        at = end
    return "".join((*left, plain[at:]))


def _without_copies(text: Text, question_words: frozenset[str]) -> Text:
    """*text* where a clause that is little more than words of the question is without those.

    "The operation that does this is push" is the question over again, and the answer.
    """
    least = _ASKED_FROM * len(question_words)
    if not any(len(clause.names) >= least for clause in text.sentences):
        return text  # and no clause is longer

    def own(clause: Clause) -> Clause:
        if len(clause.names) < least:
            return clause
        copied = sum(map(question_words.__contains__, clause.names))
        if copied < _COPIED_FROM * len(clause.names) or len(set(clause.names)) < least:
            return clause
        words = tuple(word for word in clause.words if word.name not in question_words)
        return Clause(words, clause.negations)

    def owned(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
        return tuple([clause for clause in map(own, clauses) if clause.words])

    return Text(text.plain, owned(text.sentences), owned(text.clauses), text.forms)
