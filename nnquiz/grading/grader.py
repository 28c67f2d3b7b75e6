"""From a typed answer to a grade.

The points made and the misconceptions stated are found first: they are what the person is shown.
The score is fitted to them, to the recall of the reference, and, for the questions that come with
graded examples, to how near the answer is to those. Then tricks are looked for, and capped.
"""

from collections.abc import Sequence
from functools import partial

from nnquiz.bank.model import Bank, Question
from nnquiz.grading import derived, features, foreign, grounds, guards, zero_shot
from nnquiz.grading.grade import Grade, Missed, Wrong
from nnquiz.grading.model import Model, model
from nnquiz.grading.reading import Reading, read, without_bare_points
from nnquiz.grading.rubric import Found, rubric
from nnquiz.grading.text import Text, analyze
from nnquiz.grading.ticks import all_missed, made_and_missed

WRONG_ALONE = 0.10  # at most, for nothing but misconceptions
EARNED = 0.8  # of the share of the points made, at least
FULL_MARKS = 0.98  # at least, for an answer that makes every point and no mistake


_MOST_POINTS = 0.6  # of their weight
_LISTED = 0.85  # content words a word: more have lists of words, that make points and no statements
_QUOTED = 3  # doubtful words in one reason


def grade(question: Question, answer: str, bank: Bank | None = None) -> Grade:
    """Grade *answer* against the rubric of *question*, or else against its reference.

    Knowing the *bank*, it sees whether the answer is one to another question.
    """
    return grade_all(question, [answer], bank)[0]


def grade_all(question: Question, answers: Sequence[str], bank: Bank | None = None) -> list[Grade]:
    """Grade each of *answers* by itself: together they take less time."""
    basis = _basis(question)
    question = derived.with_points(question)
    if basis == "list":
        answers = [derived.items_apart(answer) for answer in answers]
    readings = [read(question, answer) for answer in answers]
    whole = [reading for reading in readings if reading.text.clauses]
    points = made_and_missed(basis, question, whole)
    told = [bool(made) for made, _ in points]
    rests = [without_bare_points(question, reading) for reading in whole]
    tried = [(rest, made) for many, made in zip(rests, told, strict=True) for rest in many]
    scored = iter(_scores(basis, question, [*zip(whole, told, strict=True), *tried], bank))
    scores = [next(scored) for _ in whole]
    # A sentence that is nothing but a point can only help.
    least = [max([next(scored)[0] for _ in many], default=0.0) for many in rests]
    grades = (
        Grade(round(max(score, low), 4), made, missed, _wrong(question, *reading), notes)
        for reading, (made, missed), (score, notes), low in zip(
            whole, points, scores, least, strict=True
        )
    )
    return [
        next(grades) if reading.text.clauses else _says_nothing(question, answer)
        for answer, reading in zip(answers, readings, strict=True)
    ]


def _says_nothing(question: Question, answer: str) -> Grade:
    """The grade of an *answer* of which nothing is left without what it copies."""
    copied = ("This only repeats the question.",) if analyze(answer).clauses else ()
    return Grade(0.0, missed=all_missed(question), notes=copied)


def missed_and_wrong(
    question: Question, answer: str
) -> tuple[tuple[Missed, ...], tuple[Wrong, ...]]:
    """What a grade of *answer* would hold of these, without the cost of a score."""
    basis = _basis(question)
    question = derived.with_points(question)
    if basis == "list":
        answer = derived.items_apart(answer)
    reading = read(question, answer)
    if not reading.text.clauses:
        return all_missed(question), ()
    return made_and_missed(basis, question, [reading])[0][1], _wrong(question, *reading)


def _basis(question: Question) -> str:
    """What there is to score by: graded "examples", key "points", a "reference", or a "list"."""
    if not question.key_points:
        return "list" if derived.is_list(question.answer) else "reference"
    return "examples" if model().knows(question) else "points"


def _scores(
    basis: str, question: Question, tried: Sequence[tuple[Reading, bool]], bank: Bank | None
) -> list[tuple[float, tuple[str, ...]]]:
    """For each reading the score and what speaks against it.

    With each of the *tried* stands whether it makes a point at all.
    """
    familiar = basis == "examples"
    readings = [reading for reading, _ in tried]
    shown = measure(question, readings, model(), familiar=familiar)
    fitted = _fitted(shown) if familiar else [0.0] * len(shown)
    return [
        _score(basis, question, reading, each | {"told": float(made and familiar)}, fit, bank)
        for (reading, made), each, fit in zip(tried, shown, fitted, strict=True)
    ]


def _score(
    basis: str,
    question: Question,
    reading: Reading,
    shown: dict[str, float],
    fitted: float,
    bank: Bank | None,
) -> tuple[float, tuple[str, ...]]:
    """The score of one reading by what it has *shown*, and what speaks against it."""
    text, found = reading
    familiar = basis == "examples"
    if familiar:
        score = max(fitted, _earned(shown))
    else:
        covered = zero_shot.measure(question, rubric(question), text, found)
        score = zero_shot.score(basis, covered, shown["wrongs"])
        shown |= foreign.measure(question, text, bank)
        shown["beyond"] = derived.beyond(question, text) if basis == "list" else 0.0
        if text.forms == rubric(question).reference_forms:
            return 1.0, ()
    if _says_everything(question, shown):
        score = max(score, FULL_MARKS)
    if _says_only_what_is_wrong(text, found):
        score = min(score, WRONG_ALONE)
    quotes = partial(_doubtful, question, text, familiar=familiar)
    return guards.apply(score, text, shown, question.answer, quotes, familiar=familiar)


def _earned(shown: dict[str, float]) -> float:
    """The least for an answer that makes most of the points, where nothing stands against it.

    Nearness knows better than points what an answer is worth, but a short right answer may be
    nearest to one that turns the same words round.
    """
    against = shown["wrongs"] or shown["denied"] or shown["opposed"]
    doubted = shown["surest exchange"] > 0 or shown["unusual denials"] > 1
    listed = shown["density"] > _LISTED
    if shown["points"] < _MOST_POINTS or against or doubted or listed:
        return 0.0
    return EARNED * shown["points"]


def _doubtful(question: Question, text: Text, trick: str, *, familiar: bool) -> list[str]:
    """The words of *text* that show a *trick* of single words most surely."""
    if trick not in ("denied", "exchanged"):
        return []
    from nnquiz.grading import experience  # with it comes NumPy

    known = experience.experience(question) if familiar else grounds.grounds(question)
    doubts = known.denials_in(text) if trick == "denied" else known.exchanges_in(text)
    surest = sorted((each for each in doubts if each.words), key=lambda doubt: -doubt.odds)
    spans = []
    for doubt in surest[:_QUOTED]:
        if doubt.odds > min(0.0, surest[0].odds - 1):
            together = trick == "denied"  # a denial is one passage, opposites stand anywhere
            first, last = doubt.words[0], doubt.words[-1]
            spans += (
                [(first.start, last.end)] if together else [(w.start, w.end) for w in doubt.words]
            )
    spans.sort()
    return [text.plain[start:end] for start, end in spans]


def _says_only_what_is_wrong(text: Text, found: Found) -> bool:
    """Whether every sentence states a misconception."""
    wrong = {word.index for match in found.wrongs for word in match.words}
    return bool(wrong) and all(
        any(word.index in wrong for word in sentence.words) for sentence in text.sentences
    )


def _says_everything(question: Question, shown: dict[str, float]) -> bool:
    """Whether every point is made, or the reference itself was typed, without a mistake."""
    complete = shown["points"] == 1 or (shown["points"] >= 0.9 and shown["recall"] >= 0.9)
    return bool(question.key_points) and complete and not shown["wrongs"]


def measure(
    question: Question,
    readings: Sequence[Reading],
    known: Model,
    *,
    familiar: bool,
    without: str | None = None,
) -> list[dict[str, float]]:
    """All that each of *readings* shows, by name, in the order that the model was fitted to.

    Where the question is *familiar*, also what its graded examples say; *without* leaves a writer's
    examples out.
    """
    shown = features.measure(question, rubric(question), readings, known)
    if familiar and readings:
        from nnquiz.grading.experience import (  # with them comes NumPy
            FEATURES,
            experience,
            experience_without,
        )

        known_of = experience_without(question, without) if without else experience(question)
        rows = known_of.features([reading.text for reading in readings])
        for each, row in zip(shown, rows, strict=True):
            each.update(zip(FEATURES, row, strict=True))
    return shown


def _fitted(shown: Sequence[dict[str, float]]) -> list[float]:
    """The scores by the model; each misconception costs its share whatever the model says."""
    wrong = [each for each in shown if each["wrongs"]]
    rows = [[*each.values()] for each in (*shown, *(each | {"wrongs": 0.0} for each in wrong))]
    scores = model().scores(rows) if rows else []
    without = iter(scores[len(shown) :])
    return [
        max(0.0, min(score, next(without) - guards.WRONG_COST * each["wrongs"]))
        if each["wrongs"]
        else score
        for each, score in zip(shown, scores, strict=False)
    ]


def _wrong(question: Question, text: Text, found: Found) -> tuple[Wrong, ...]:
    wrongs = []
    for wrong, match in zip(question.misconceptions, found.wrongs, strict=True):
        if match.words:
            start, end = match.span
            wrongs.append(Wrong(text.plain[start:end], wrong.correction, wrong.claim))
    return tuple(wrongs)
