"""A typed text as clauses of content words, each with its place in the text.

Function words are left out but keep their place in the count, so that distances are those of the
sentence. A negation (`not`, `n't`, `without` ...) is a mark at its place, not a word.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from nnquiz.grading.lexicon import Lexicon
from nnquiz.grading.stems import REMEMBERED, stem

# Each alternative begins with what tells it at once, since most places are neither.
_WORD = r"[^\W_]+(?:\.\d+)?(?:_[^\W_]+)*(?:'[^\W_]+)?"
_END = r"[.!?](?<![\s.].)(?<!e\.g.)(?<!i\.e.)(?<!\bvs.)(?<!et al.)[.!?]*(?=\s|$)|[;\n]"
_TOKEN = re.compile(rf"(?P<word>{_WORD})|(?P<end>{_END})")
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


@dataclass(frozen=True, slots=True)
class Clause:
    """Content words that stand together; *negations* are the counts at which a `not` stands."""

    words: tuple[Word, ...]
    negations: tuple[int, ...]

    def between(self, low: int, high: int) -> tuple[Word, ...]:
        """Its words whose counts lie from *low* to *high*, found without a look at the others."""
        index = attrgetter("index")
        first = bisect_left(self.words, low, key=index)
        return self.words[first : bisect_right(self.words, high, lo=first, key=index)]


@dataclass(frozen=True, slots=True)
class Text:
    """A text in one Unicode form, as sentences and, finer, as clauses (cut at `but`, `while` ...).

    The spans of its words refer to *plain*; *mended* is the same without typing errors. *forms* are
    all its words in lower case, with a full stop where a sentence ends.
    """

    plain: str
    mended: str
    sentences: tuple[Clause, ...]
    clauses: tuple[Clause, ...]
    forms: tuple[str, ...] = ()

    def names(self) -> set[str]:
        """The names of all its content words."""
        return {word.name for clause in self.clauses for word in clause.words}


def analyze(text: str, lexicon: Lexicon, mend: Mend | None = None) -> Text:
    """Cut *text* into sentences and clauses of content words; *mend* puts spelling right."""
    plain = unicodedata.normalize("NFKC", text)
    sentences: list[Clause] = []
    clauses: list[Clause] = []
    forms: list[str] = []
    mended: list[str] = []
    copied = 0
    for parts in _sentences(plain.translate(_SIGNS), mend):
        for part in parts:
            for word, _, start, end in part:
                forms.append(word)
                if plain[start:end] != word:
                    mended += (plain[copied:start], word)
                    copied = end
        forms.append(".")
        found = [clause for part in parts if (clause := _clause(part, lexicon)).words]
        clauses += found
        if len(found) == 1:
            sentences += found
        elif found:
            words = tuple(word for clause in found for word in clause.words)
            negations = tuple(at for clause in found for at in clause.negations)
            sentences.append(Clause(words, negations))
    whole = "".join((*mended, plain[copied:]))
    return Text(plain, whole, tuple(sentences), tuple(clauses), tuple(forms))


_Place = tuple[str, int, int, int]  # a lower-case word, its count, where it starts and ends


def _sentences(text: str, mend: Mend | None) -> list[list[list[_Place]]]:
    """The words of *text* by sentence and clause."""
    part: list[_Place] = []
    sentences = [[part]]
    for index, match in enumerate(_TOKEN.finditer(text)):
        if match.lastgroup == "end":
            part = []
            sentences.append([part])
            continue
        word = match.group().casefold()
        if "_" in word:
            word = word.replace("_", "")
        if mend is not None:
            word = mend(word)
        if word in BREAKS:
            part = []
            sentences[-1].append(part)
        part.append((word, index, *match.span()))
    return sentences


def _clause(places: list[_Place], lexicon: Lexicon) -> Clause:
    """The content words and negations of *places*; entries of several words become one word."""
    roots: list[str] = []
    kept: list[tuple[bool, int, int, int]] = []
    negations: list[int] = []
    previous = ""
    for word, index, start, end in places:
        form, root, negates, ignored = _known(word)
        if negates:
            negations.append(index)
        elif previous == "not" and form in _NOT_ONLY:
            negations.pop()  # `not only` denies nothing
        elif form:
            roots.append(root)
            kept.append((ignored, index, start, end))
        previous = form
    words = []
    at = 0
    while at < len(roots):
        name, taken = roots[at], 1
        if name in lexicon.longest:
            name, taken = lexicon.canonical(roots, at)
        ignored, index, start, end = kept[at]
        if taken > 1 or not ignored:
            words.append(Word(name, index, start, end if taken == 1 else kept[at + taken - 1][3]))
        at += taken
    return Clause(tuple(words), tuple(negations))


class _Known(NamedTuple):
    """A word without what a contraction adds, its stem, and whether it denies or is left out."""

    form: str
    root: str
    negates: bool
    ignored: bool


@lru_cache(maxsize=REMEMBERED)
def _known(word: str) -> _Known:
    form, apostrophe, contracted = word.partition("'")
    negates = form in NEGATIONS
    if apostrophe and contracted == "t" and form.endswith("n"):
        form, negates = "", True
    root = _GREEK.get(form) or stem(form) if form else ""
    return _Known(form, root, negates, form in IGNORED)
