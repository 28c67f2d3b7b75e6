"""From a typed answer to a grade.

The points made and the misconceptions stated are found first: they are what the person is shown.
The score is fitted to them, to the recall of the reference, and, for the questions that come with
graded examples, to how near the answer is to those. Then tricks are looked for, and capped.
"""

from functools import partial

from nnquiz.bank.model import Bank, Question
from nnquiz.grading import derived, features, foreign, grounds, guards, zero_shot
from nnquiz.grading.grade import Grade, Missed, Wrong
from nnquiz.grading.model import Model, model
from nnquiz.grading.rubric import Found, rubric
from nnquiz.grading.text import Clause, Text, analyze
from nnquiz.grading.ticks import all_missed, made_and_missed

WRONG_ALONE = 0.10  # at most, for nothing but misconceptions
EARNED = 0.8  # of the share of the points made, at least
FULL_MARKS = 0.98  # at least, for an answer that makes every point and no mistake


_MOST_POINTS = 0.6  # of their weight
_LISTED = 0.85  # content words a word: more have lists of words, that make points and no statements
_QUOTED = 3  # doubtful words in one reason
_BARE_FROM = 0.7  # a sentence with this share of words of one point's phrasing is just that point
_ASKED_FROM = 0.4  # of the question's words make a copy of it
_COPIED_FROM = 0.8  # a clause with this share of question words is the question over again


def read(question: Question, answer: str) -> tuple[Text, Found]:
    """*answer* as it is understood, without what it copies from the question, and what it holds."""
    prepared = rubric(question)
    text = analyze(answer, prepared.words)
    text = _without_copies(text, prepared.question_words)
    return text, prepared.find(text)


def grade(question: Question, answer: str, bank: Bank | None = None) -> Grade:
    """Grade *answer* against the rubric of *question*, or else against its reference.

    Knowing the *bank*, it sees whether the answer is one to another question.
    """
    basis = _basis(question)
    question = derived.with_points(question)
    if basis == "list":
        answer = derived.items_apart(answer)
    text, found = read(question, answer)
    if not text.clauses:
        said = analyze(answer).clauses
        copied = ("This only repeats the question.",) if said else ()
        return Grade(0.0, missed=all_missed(question), notes=copied)
    made, missed = made_and_missed(basis, question, text, found)
    score, notes = _score(basis, question, text, found, bank, told=bool(made))
    bare = _without_bare_points(text, found)
    if bare:
        # A sentence that is nothing but a point can only help.
        rest = read(question, bare)
        if rest[0].clauses:
            score = max(score, _score(basis, question, *rest, bank, told=bool(made))[0])
    return Grade(round(score, 4), made, missed, _wrong(question, text, found), notes)


def missed_and_wrong(
    question: Question, answer: str
) -> tuple[tuple[Missed, ...], tuple[Wrong, ...]]:
    """What a grade of *answer* would hold of these, without the cost of a score."""
    basis = _basis(question)
    question = derived.with_points(question)
    if basis == "list":
        answer = derived.items_apart(answer)
    text, found = read(question, answer)
    if not text.clauses:
        return all_missed(question), ()
    return made_and_missed(basis, question, text, found)[1], _wrong(question, text, found)


def _basis(question: Question) -> str:
    """What there is to score by: graded "examples", key "points", a "reference", or a "list"."""
    if not question.key_points:
        return "list" if derived.is_list(question.answer) else "reference"
    return "examples" if model().knows(question) else "points"


def _score(
    basis: str, question: Question, text: Text, found: Found, bank: Bank | None, *, told: bool
) -> tuple[float, tuple[str, ...]]:
    """The score and what speaks against it; *told* says that at least one point is made."""
    familiar = basis == "examples"
    shown = measure(question, text, found, model(), familiar=familiar)
    if familiar:
        score = max(_fitted(shown), _earned(shown))
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
    shown["told"] = float(told and familiar)
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


def _without_bare_points(text: Text, found: Found) -> str:
    """What was typed without the sentences that are little more than a phrasing; '' if none is."""
    spans = []
    made = [match for match in found.points if match.credit == 1]
    for sentence in text.sentences:
        indices = {word.index for word in sentence.words}
        for match in made:
            said = sum(word.index in indices for word in match.words)
            if said >= _BARE_FROM * len(indices):
                spans.append((sentence.words[0].start, sentence.words[-1].end))
                break
    left, at = [], 0
    for start, end in spans:
        left.append(text.plain[at:start])
        at = end
    return "".join((*left, text.plain[at:])) if spans else ""


def _says_everything(question: Question, shown: dict[str, float]) -> bool:
    """Whether every point is made, or the reference itself was typed, without a mistake."""
    complete = shown["points"] == 1 or (shown["points"] >= 0.9 and shown["recall"] >= 0.9)
    return bool(question.key_points) and complete and not shown["wrongs"]


def measure(
    question: Question,
    text: Text,
    found: Found,
    known: Model,
    *,
    familiar: bool,
    without: str | None = None,
) -> dict[str, float]:
    """All that *text* shows, by name, in the order that the model was fitted to.

    Where the question is *familiar*, also what its graded examples say; *without* leaves a writer's
    examples out.
    """
    shown = features.measure(question, rubric(question), text, found, known)
    if familiar:
        from nnquiz.grading.experience import (  # with them comes NumPy
            FEATURES,
            experience,
            experience_without,
        )

        known_of = experience_without(question, without) if without else experience(question)
        shown |= dict(zip(FEATURES, known_of.features(text), strict=True))
    return shown


def _fitted(shown: dict[str, float]) -> float:
    """The score by the model; each misconception costs its share whatever the model says."""
    if not shown["wrongs"]:
        return model().scores([[*shown.values()]])[0]
    score, without = model().scores([[*shown.values()], [*(shown | {"wrongs": 0.0}).values()]])
    return max(0.0, min(score, without - guards.WRONG_COST * shown["wrongs"]))


def _without_copies(text: Text, question_words: frozenset[str]) -> Text:
    """*text* where a clause that is little more than words of the question is without those.

    "The operation that does this is push" is the question over again, and the answer.
    """

    def own(clause: Clause) -> Clause:
        names = {word.name for word in clause.words}
        copied = sum(word.name in question_words for word in clause.words)
        little_else = copied >= _COPIED_FROM * len(clause.words)
        if not little_else or len(names) < _ASKED_FROM * len(question_words):
            return clause
        words = tuple(word for word in clause.words if word.name not in question_words)
        return Clause(words, clause.negations)

    def owned(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
        return tuple(clause for clause in map(own, clauses) if clause.words)

    return Text(text.plain, text.mended, owned(text.sentences), owned(text.clauses), text.forms)


def _wrong(question: Question, text: Text, found: Found) -> tuple[Wrong, ...]:
    wrongs = []
    for wrong, match in zip(question.misconceptions, found.wrongs, strict=True):
        if match.words:
            start, end = match.span
            wrongs.append(Wrong(text.plain[start:end], wrong.correction, wrong.claim))
    return tuple(wrongs)
