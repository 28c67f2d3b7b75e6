"""What the graded examples of a question teach about a new answer to it."""

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

from nnquiz.bank.model import Question
from nnquiz.grading import contrasts, denials, kept, neighborhood, points_by_words
from nnquiz.grading.contrasts import Contrasts
from nnquiz.grading.denials import Denials
from nnquiz.grading.doubts import Doubt
from nnquiz.grading.examples import GOOD, PARTLY, WRONG, Example, examples_of
from nnquiz.grading.kept import Tables, joined, part_of
from nnquiz.grading.known_texts import understood
from nnquiz.grading.lexicon import lexicon
from nnquiz.grading.model import model
from nnquiz.grading.neighborhood import Neighborhood
from nnquiz.grading.points_by_words import Judged, Passage, PointsByWords, Said
from nnquiz.grading.rubric import rubric
from nnquiz.grading.statements import Statements
from nnquiz.grading.text import Text

FEATURES = (
    "right by pair",  # the log odds that its words stand together as in right statements
    "right in all",
    "worst clause",
    *contrasts.FEATURES,
    *denials.FEATURES,
    *neighborhood.FEATURES,
)
_PHRASING = 0.5  # what a phrasing counts beside a whole answer
_PARTLY = 0.5
# What sentences of such answers count among those that make no point. Where things are turned round
# some do.
_MAKE_NO_POINT = {"misconception": 1.0, "vague": 1.0, "swapped": 0.3}


class Experience:
    """The examples of one question, ready to be compared with; *without* leaves a writer out."""

    def __init__(self, question: Question, without: str | None = None) -> None:
        self._question = question
        self._without = without

    @cached_property
    def _examples(self) -> tuple[Example, ...]:
        return examples_of(self._question.slug)

    @cached_property
    def _texts(self) -> list[Text]:
        return [understood(example.answer) for example in self._examples]

    @cached_property
    def _neighborhood(self) -> Neighborhood:
        return Neighborhood.of(self._examples, self._texts, self._without)

    @cached_property
    def statements(self) -> Statements:
        """How right and wrong statements put words together."""
        right = [(text.clauses, weight) for text, weight in self._right(partly=1.0)]
        return Statements.learned(right, [(text.clauses, weight) for text, weight in self._wrong()])

    @cached_property
    def contrasts(self) -> Contrasts:
        """The company that contrasting words keep in what is right."""
        return Contrasts.learned(self._right(partly=_PARTLY), lexicon().contrasts)

    @cached_property
    def denials(self) -> Denials:
        """What is said, and denied, in what is right."""
        return Denials.learned(self._right(partly=1.0), model().verbs)

    @cached_property
    def points(self) -> PointsByWords:
        """What its key points are told in."""
        return PointsByWords.learned(self._judged(), len(self._question.key_points))

    def _judged(self) -> Iterator[Judged]:
        """Sentences about the question, and which points they make."""
        for number, point in enumerate(self._question.key_points):
            for phrasing in point.phrasings:
                yield Judged(understood(phrasing).sentences, frozenset((number,)))
        for misconception in self._question.misconceptions:
            for phrasing in misconception.phrasings:
                yield Judged(understood(phrasing).sentences)
        for example, text in zip(self._examples, self._texts, strict=True):
            if example.writer != self._without:
                for sentence, made, partly in example.judged():
                    yield Judged(understood(sentence).sentences, made, partly)
                if example.kind in _MAKE_NO_POINT:
                    weight = _MAKE_NO_POINT[example.kind]
                    for clause in text.sentences:
                        yield Judged((clause,), weight=weight)

    def _right(self, partly: float) -> Iterator[tuple[Text, float]]:
        yield understood(self._question.answer), 1.0
        for point in self._question.key_points:
            for phrasing in (point.label, *point.phrasings):
                yield understood(phrasing), _PHRASING
        for misconception in self._question.misconceptions:
            yield understood(misconception.correction), _PHRASING
        for follow_up in self._question.follow_ups:
            yield understood(follow_up.answer), _PHRASING
        for example, text in zip(self._examples, self._texts, strict=True):
            if example.writer != self._without:
                if example.score >= GOOD:
                    yield text, 1.0
                elif example.kind in PARTLY:
                    yield text, partly

    def _wrong(self) -> Iterator[tuple[Text, float]]:
        for misconception in self._question.misconceptions:
            for phrasing in misconception.phrasings:
                yield understood(phrasing), _PHRASING
        for example, text in zip(self._examples, self._texts, strict=True):
            if example.writer != self._without and example.kind in WRONG:
                yield text, 1.0

    def tables(self) -> Tables:
        """All that was counted, as arrays."""
        parts = {
            "neighborhood": self._neighborhood.tables(),
            "statements": self.statements.tables(),
            "contrasts": self.contrasts.tables(),
            "denials": self.denials.tables(),
            "points": self.points.tables(),
        }
        return joined(parts)

    def fill(self, tables: Tables) -> None:
        """Take what another has counted for the same question."""
        self._neighborhood = Neighborhood.from_tables(part_of(tables, "neighborhood"))
        self.points = PointsByWords.from_tables(part_of(tables, "points"))
        self.statements = Statements.from_tables(part_of(tables, "statements"))
        found = part_of(tables, "contrasts")
        self.contrasts = Contrasts.from_tables(found, lexicon().contrasts)
        self.denials = Denials.from_tables(part_of(tables, "denials"), model().verbs)

    def features(self, texts: Sequence[Text]) -> list[list[float]]:
        """For each of *texts* a number for each of `FEATURES`."""
        return [
            [
                *right,
                *contrasts.features(exchanges),
                *self.denials.features(text, denied),
                *near,
            ]
            for text, right, exchanges, denied, near in zip(
                texts,
                self.statements.odds(texts),
                self.contrasts.doubts(texts, model().exchanges),
                self.denials.doubts(texts, model().denials),
                self._neighborhood.features(texts).tolist(),
                strict=True,
            )
        ]

    def points_in(self, said: Sequence[Said]) -> list[list[Passage]] | None:
        """For each text, and each key point, the passage that most likely makes it.

        None where the question's points are others than those that sentences were judged by.
        """
        if not points_by_words.knows(self._question):
            return None
        return self.points.made(said, self.statements)

    def exchanges_in(self, text: Text) -> list[Doubt]:
        """The contrasting words of *text*, with the log odds that they are exchanged."""
        return self.contrasts.doubts([text], model().exchanges)[0]

    def denials_in(self, text: Text) -> list[Doubt]:
        """What *text* denies, with the log odds that right answers don't."""
        return self.denials.doubts([text], model().denials)[0]


@lru_cache(maxsize=128)
def experience(question: Question) -> Experience:
    """What is known of answers to *question*."""
    found = Experience(question)
    prepared = rubric(question)
    if prepared.kept is None:
        kept.save(question, {**prepared.tables(), **found.tables()})
    else:
        found.fill(prepared.kept)
    return found


@lru_cache(maxsize=128)
def experience_without(question: Question, writer: str) -> Experience:
    """What would be known if one *writer* were somebody new."""
    return Experience(question, writer)
