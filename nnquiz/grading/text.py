"""A typed text as clauses of content words, each with its place in the text.

Function words are left out but keep their place in the count, so that distances are those of the
sentence. A negation (`not`, `n't`, `without` ...) is a mark at its place, not a word.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from nnquiz.grading.lexicon import Lexicon, lexicon
from nnquiz.grading.remembered import Remembered
from nnquiz.grading.stems import stem

# Each alternative begins with what tells it at once, since most places are neither.
_WORD = r"[^\W_]+(?:\.\d+)?(?:_[^\W_]+)*(?:'[^\W_]+)?"
_END = r"[.!?](?<![\s.].)(?<!e\.g.)(?<!i\.e.)(?<!\bvs.)(?<!et al.)[.!?]*(?=\s|$)|[;\n]"
_TOKEN = re.compile(rf"{_WORD}|({_END})")
_ENDS = 1  # the group of what ends a sentence
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
    """What a word as typed is understood as.

    *word*: in lower case, its spelling mended; *form*: without what a contraction adds; *root*: its
    stem; *name*: that of its entry in the lexicon; *longest*: how many words an entry may have that
    begins with it.
    """

    word: str
    form: str
    root: str
    name: str
    longest: int
    negates: bool
    ignored: bool
    opens: bool  # a clause of its own


class Words(Remembered[str, Known]):
    """What words are understood as, by the word as typed."""

    def __init__(self, lexicon: Lexicon, mend: Mend | None = None) -> None:
        """*mend* puts spelling right."""
        super().__init__(self._understood)
        self.lexicon, self._mend = lexicon, mend

    def _understood(self, typed: str) -> Known:
        word = typed.casefold().replace("_", "")
        if self._mend is not None:
            word = self._mend(word)
        form, apostrophe, contracted = word.partition("'")
        negates = form in NEGATIONS
        if apostrophe and contracted == "t" and form.endswith("n"):
            form, negates = "", True
        root = _GREEK.get(form) or stem(form) if form else ""
        return Known(
            word,
            form,
            root,
            self.lexicon.synonyms.get((root,), root),
            self.lexicon.longest.get(root, 0),
            negates,
            form in IGNORED,
            word in BREAKS,
        )


@cache
def unmended() -> Words:
    """Words as the lexicon that comes with nnquiz has them, their spelling as typed."""
    return Words(lexicon())


_Place = tuple[Known, int, int, int]  # a word, its count, where it starts and ends


def analyze(text: str, words: Words | None = None) -> Text:
    """Cut *text* into sentences and clauses of content words, as *words* understands them."""
    words = unmended() if words is None else words  # an empty one is false
    plain = unicodedata.normalize("NFKC", text)
    sentences: list[Clause] = []
    clauses: list[Clause] = []
    forms: list[str] = []
    for parts in _sentences(plain.translate(_SIGNS), words):
        forms += [known.word for part in parts for known, *_ in part]
        forms.append(".")
        found = [clause for part in parts if (clause := _clause(part, words.lexicon)).words]
        clauses += found
        if len(found) == 1:
            sentences += found
        elif found:
            joined = tuple(word for clause in found for word in clause.words)
            negations = tuple(at for clause in found for at in clause.negations)
            sentences.append(Clause(joined, negations))
    return Text(plain, tuple(sentences), tuple(clauses), tuple(forms))


def _sentences(text: str, words: Words) -> list[list[list[_Place]]]:
    """The words of *text* by sentence and clause."""
    part: list[_Place] = []
    sentences = [[part]]
    for index, match in enumerate(_TOKEN.finditer(text)):
        if match.lastindex == _ENDS:
            part = []
            sentences.append([part])
            continue
        known = words[match.group()]
        if known.opens:
            part = []
            sentences[-1].append(part)
        part.append((known, index, match.start(), match.end()))
    return sentences


def _clause(places: list[_Place], lexicon: Lexicon) -> Clause:
    """The content words and negations of *places*; entries of several words become one word."""
    kept: list[_Place] = []
    negations: list[int] = []
    previous = ""
    for place in places:
        known = place[0]
        if known.negates:
            negations.append(place[1])
        elif previous == "not" and known.form in _NOT_ONLY:
            negations.pop()  # `not only` denies nothing
        elif known.form:
            kept.append(place)
        previous = known.form
    words = []
    taken = 0  # words of an entry that are still to be passed
    for at, (known, index, start, end) in enumerate(kept):
        if taken > 1:
            taken -= 1
            continue
        name = known.name
        if known.longest > 1:
            following = kept[at : at + known.longest]
            name, taken = lexicon.canonical([each.root for each, *_ in following])
            end = following[taken - 1][3]  # noqa
        if taken > 1 or not known.ignored:
            words.append(Word(name, index, start, end))
    return Clause(tuple(words), tuple(negations))
