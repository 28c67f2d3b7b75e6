"""From a typed answer to a grade.

The points made and the misconceptions stated are found first: they are what the person is shown.
The score is fitted to them, to the recall of the reference, and, for the questions that come with
graded examples, to how near the answer is to those. Then tricks are looked for, and capped.
"""

from nnquiz.bank.model import Question
from nnquiz.grading import features, guards
from nnquiz.grading.grade import Grade, Made, Missed, Wrong
from nnquiz.grading.lexicon import lexicon
from nnquiz.grading.model import model
from nnquiz.grading.rubric import Found, Rubric, rubric
from nnquiz.grading.text import Clause, Text, analyze
from nnquiz.grading.word_order import Pairs

# Where there are no graded examples:
KEY_POINT_SHARE = 0.85  # of the score; the rest is recall of the reference's words
FULL_MARKS_AT = 0.65  # of the key points' weight: nobody says everything
FULL_RECALL_AT = 0.50  # of the reference's words
MISCONCEPTION_COST = 0.30

_COPIED_FROM = 0.8  # a clause with this share of question words is the question over again


def grade(question: Question, answer: str) -> Grade:
    """Grade *answer* against the rubric of *question*."""
    prepared = rubric(question)
    whole = analyze(answer, lexicon(), prepared.mend)
    text = _without_copies(whole, prepared.question_words)
    if not text.clauses:
        missed = tuple(Missed(p.label, p.weight, p.hint) for p in question.key_points)
        copied = ("This only repeats the question.",) if whole.clauses else ()
        return Grade(0.0, missed=missed, notes=copied)
    found = prepared.find(text)
    score = _score(question, prepared, text, found)
    score, notes = guards.apply(score, question, prepared, text)
    made, missed = _points(question, text, found)
    return Grade(round(score, 4), made, missed, _wrong(question, text, found), notes)


def vector(
    question: Question,
    prepared: Rubric,
    text: Text,
    found: Found,
    pairs: Pairs,
    without: str | None = None,
) -> list[float]:
    """The features that the model was fitted to; *without* leaves out a writer's examples."""
    from nnquiz.grading.examples import neighborhood  # with it comes NumPy

    measured = features.measure(question, prepared, text, found, pairs)
    return measured + neighborhood(question.slug).features(text, without)


def _score(question: Question, prepared: Rubric, text: Text, found: Found) -> float:
    if has_examples(question):
        return model().score(vector(question, prepared, text, found, model().pairs))
    made, shares, wrongs, recall, *_ = features.measure(question, prepared, text, found, model().pairs)
    recall = min(1.0, recall / FULL_RECALL_AT)
    if not question.key_points:
        return recall
    points = min(1.0, made / FULL_MARKS_AT)
    score = KEY_POINT_SHARE * points + (1 - KEY_POINT_SHARE) * recall * points
    return max(0.0, score - MISCONCEPTION_COST * wrongs)


def has_examples(question: Question) -> bool:
    """Whether this very question, as worded, comes with graded examples and a rubric."""
    known = model().questions.get(question.slug)
    return bool(question.key_points) and known == fingerprint(question)


def fingerprint(question: Question) -> int:
    """A number for the wording of a question: another question may have the same slug."""
    import zlib

    return zlib.crc32(question.question.encode())


def _without_copies(text: Text, question_words: frozenset[str]) -> Text:
    """*text* without what is little more than words of the question."""

    def own(clause: Clause) -> bool:
        repeated = sum(word.name in question_words for word in clause.words)
        return len(clause.words) < 3 or repeated / len(clause.words) < _COPIED_FROM

    clauses = tuple(filter(own, text.clauses))
    sentences = tuple(filter(own, text.sentences))
    return Text(text.plain, text.mended, sentences, clauses, text.forms)


def _points(
    question: Question, text: Text, found: Found
) -> tuple[tuple[Made, ...], tuple[Missed, ...]]:
    made, missed = [], []
    for point, match in zip(question.key_points, found.points, strict=True):
        if match.credit:
            start, end = match.span
            words = text.plain[start:end]
            made.append(Made(point.label, point.weight, match.credit, words))
        else:
            missed.append(Missed(point.label, point.weight, point.hint))
    return tuple(made), tuple(missed)


def _wrong(question: Question, text: Text, found: Found) -> tuple[Wrong, ...]:
    wrongs = []
    for wrong, match in zip(question.misconceptions, found.wrongs, strict=True):
        if match.words:
            start, end = match.span
            wrongs.append(Wrong(text.plain[start:end], wrong.correction))
    return tuple(wrongs)
