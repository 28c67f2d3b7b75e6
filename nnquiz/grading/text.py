"""A typed text as clauses of content words, each with its place in the text.

Function words are left out but keep their place in the count, so that distances are those of the
sentence. A negation (`not`, `n't`, `without` ...) is a mark at its place, not a word.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Set
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from nnquiz.grading.lexicon import Lexicon, lexicon
from nnquiz.grading.remembered import Remembered
from nnquiz.grading.stems import stem

# Each alternative begins with what tells it at once, since most places are neither.
_WORD = r"[^\W_]+(?:\.\d+)?(?:_[^\W_]+)*(?:'[^\W_]+)?"
_END = r"[.!?](?<![\s.].)(?<!e\.g.)(?<!i\.e.)(?<!\bvs.)(?<!et al.)[.!?]*(?=\s|$)|[;\n]"
_TOKEN = re.compile(rf"({_WORD}|{_END})")
_STOPS = frozenset(".!?;\n")
SENTENCE_END = re.compile(_END)
_SIGNS = str.maketrans({"∂": "d", "∇": "d", "’": "'", "‘": "'", "`": "'", "−": "-", "\r": "\n"})
_GREEK = {
    "σ": "sigma", "η": "eta", "α": "alpha", "β": "beta", "γ": "gamma", "λ": "lambda",
    "μ": "mu", "µ": "mu", "ε": "epsilon", "θ": "theta", "κ": "kappa", "δ": "delta",
    "τ": "tau", "φ": "phi", "π": "pi", "σ²": "variance",
}  # fmt: skip

NEGATIONS = frozenset(
    "not no never without cannot neither nor none nothing dont doesnt isnt arent cant wont didnt"
    " wasnt werent shouldnt wouldnt couldnt hardly".split()
)
# What opens a clause of its own: words on either side of it don't belong together.
BREAKS = frozenset("but whereas while although though however unlike yet instead".split())
FUNCTION_WORDS = frozenset(
    """
    a an the this that these those it its itself they them their there here he she his her you your
    we our us i my me one's who whom whose which what when where why how
    is are was were be been being am do does did done doing has have having had will would shall
    should can could may might must need
    of to in on at by for from with into onto over under up down out off as per via than then
    and or so if because since until through across between among about within during toward towards
    also just very really quite rather such some any either other another
    s t re ve ll e.g i.e eg ie etc like
    make makes made use uses used using let lets allow allows try tries thing things way ways
    basically simply still usually typically often generally called known
    """.split()
) - {"between", "during", "over", "under", "through", "than"}
_NOT_ONLY = frozenset(("only", "just", "merely"))
_REACH = 12  # words from the first of an entry to its last, amply
IGNORED = FUNCTION_WORDS | (BREAKS - {"unlike"})
Mend = Callable[[str], str]


@dataclass(slots=True)  # not frozen: there are many, and a frozen one takes three times as long
class Word:
    """A content word: its name in the lexicon, its count in the text, and where it stands."""

    name: str
    index: int
    start: int
    end: int


@dataclass(slots=True, eq=False)  # not frozen: see `Word`
class Clause:
    """Content words that stand together; *negations* are the counts at which a `not` stands.

    *names* and *counts* are those of its words.
    """

    words: tuple[Word, ...]
    negations: tuple[int, ...]
    names: tuple[str, ...] = field(init=False, compare=False)
    counts: tuple[int, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        self.names = tuple([word.name for word in self.words])
        self.counts = tuple([word.index for word in self.words])

    def between(self, low: int, high: int) -> tuple[Word, ...]:
        """Its words whose counts lie from *low* to *high*, found without a look at the others."""
        first = bisect_left(self.counts, low)
        return self.words[first : bisect_right(self.counts, high, lo=first)]

    def events(self) -> list[tuple[int, str]]:
        """Counts and names of its words and negations, in their order: a negation is a word."""
        found = [*zip(self.counts, self.names, strict=True)]
        if self.negations:
            found += [(at, "not") for at in self.negations]
            found.sort()
        return found


@dataclass(frozen=True, slots=True)
class Text:
    """A text in one Unicode form, as sentences and, finer, as clauses (cut at `but`, `while` ...).

    The spans of its words refer to *plain*. *forms* are all its words in lower case, their spelling
    mended, with a full stop where a sentence ends.
    """

    plain: str
    sentences: tuple[Clause, ...]
    clauses: tuple[Clause, ...]
    forms: tuple[str, ...] = ()

    def names(self) -> set[str]:
        """The names of all its content words."""
        return set().union(*[clause.names for clause in self.clauses])


class Known(NamedTuple):
    """What a word as typed is understood as, or a sign that ends a sentence.

    *word*: in lower case, its spelling mended; *form*: without what a contraction adds; *root*: its
    stem; *name*: that of its entry in the lexicon; *seconds*: the roots that may stand behind it in
    an entry of several words; *parts*: what it parts, a "sentence", or a "clause" that it opens;
    *plain*: that it is a function word and nothing else.
    """

    word: str
    form: str
    root: str
    name: str
    seconds: Set[str]
    negates: bool
    ignored: bool
    parts: str
    plain: bool


_NONE: frozenset[str] = frozenset()
_STOP = Known(".", "", "", "", _NONE, negates=False, ignored=True, parts="sentence", plain=False)


class Words(Remembered[str, Known]):
    """What words are understood as, by the word as typed."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def worked_out(self, typed: str) -> Known:
        """What one word as *typed* is understood as."""
        word = typed.casefold().replace("_", "")
        if word != typed:
            return self[word]
        if word[0] in _STOPS:
            return _STOP
        form, apostrophe, contracted = word.partition("'")
        negates = form in NEGATIONS
        if apostrophe and contracted == "t" and form.endswith("n"):
            form, negates = "", True
        root = _GREEK.get(form) or stem(form) if form else ""
        seconds = self.lexicon.seconds.get(root, _NONE)
        ignored = form in IGNORED
        return Known(
            word,
            form,
            root,
            self.lexicon.synonyms.get((root,), root),
            seconds,
            negates,
            ignored,
            "clause" if word in BREAKS else "",
            plain=ignored and not seconds and not negates and form not in _NOT_ONLY,
        )


class Mended(Words):
    """The same with the spelling put right: there is one for each question."""

    most = 20_000

    def __init__(self, words: Words, mend: Mend) -> None:
        super().__init__(words.lexicon)
        self._words, self._mend = words, mend

    def worked_out(self, typed: str) -> Known:
        """The same, mended."""
        return self._words[self._mend(typed.casefold().replace("_", ""))]


@cache
def unmended() -> Words:
    """Words as the lexicon that comes with nnquiz has them, their spelling as typed."""
    return Words(lexicon())


def analyze(text: str, words: Words | None = None) -> Text:
    """Cut *text* into sentences and clauses of content words, as *words* understands them."""
    words = unmended() if words is None else words  # an empty one is false
    plain = unicodedata.normalize("NFKC", text)
    pieces = _TOKEN.split(plain.translate(_SIGNS))  # every second one is a word or a stop
    known = [*map(words.__getitem__, pieces[1::2])]
    ends = [*accumulate(map(len, pieces))]
    places = [*zip(ends[::2], ends[1::2], strict=False)]
    sentences: list[Clause] = []
    clauses: list[Clause] = []
    parts: list[Clause] = []
    begin = 0
    for end in (*[at for at, each in enumerate(known) if each.parts], len(known)):
        clause = _clause(known, begin, end, places, words.lexicon)
        if clause.words:
            parts.append(clause)
        begin = end
        if end == len(known) or known[end] is _STOP:
            begin += 1
            clauses += parts
            sentences += _joined(parts)
            parts = []
    forms = (*[each.word for each in known], _STOP.word)
    return Text(plain, tuple(sentences), tuple(clauses), forms)


def _joined(parts: list[Clause]) -> list[Clause]:
    """The sentence that consists of these clauses, if there are any."""
    if len(parts) <= 1:
        return parts
    words = tuple(word for clause in parts for word in clause.words)
    return [Clause(words, tuple(at for clause in parts for at in clause.negations))]


def _clause(
    known: list[Known], begin: int, end: int, places: list[tuple[int, int]], lexicon: Lexicon
) -> Clause:
    """The content words and negations from *begin* to *end*; an entry's words become one word."""
    words = []
    negations: list[int] = []
    more = 0  # words of an entry that are still to be passed
    for index in range(begin, end):
        each = known[index]
        if each.plain and not more:
            continue
        if each.negates:
            negations.append(index)
        elif each.form in _NOT_ONLY and _not_only(known, begin, index):
            negations.pop()  # `not only` denies nothing
        elif more:
            more -= 1
        else:
            name, last = each.name, index
            if each.seconds and index + 1 < end and _may_go_on(each, known[index + 1]):
                entry = _from(index, known, begin, end)[: lexicon.longest[each.root]]
                name, taken = lexicon.canonical([known[at].root for at in entry])
                more, last = taken - 1, entry[taken - 1]
            if more or not each.ignored:
                words.append(Word(name, index, places[index][0], places[last][1]))
    return Clause(tuple(words), tuple(negations))


def _not_only(known: list[Known], begin: int, index: int) -> bool:
    """Whether a word is the `only` of `not only`."""
    only = known[index].form in _NOT_ONLY
    return only and index > begin and known[index - 1].form == "not"


def _may_go_on(first: Known, following: Known) -> bool:
    """Whether an entry may begin with *first*; a `not` among its words doesn't count."""
    return following.root in first.seconds or following.negates or following.form in _NOT_ONLY


def _from(index: int, known: list[Known], begin: int, end: int) -> list[int]:
    """Where the next words stand, from *index* on, that may belong to an entry."""
    near = range(index, min(end, index + _REACH))
    return [at for at in near if not known[at].negates and not _not_only(known, begin, at)]
