"""A typed text as clauses of content words, each with its place in the text.

Function words are left out but keep their place in the count, so that distances are those of the
sentence. A negation (`not`, `n't`, `without` ...) is a mark at its place, not a word.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from nnquiz.grading.lexicon import Lexicon
from nnquiz.grading.stems import REMEMBERED, stem

_TOKEN = re.compile(
    r"(?P<end>(?<![\s.])(?<!e\.g)(?<!i\.e)(?<!\bvs)(?<!et al)[.!?]+(?=\s|$)|[;\n])"
    r"|(?P<word>[^\W_]+(?:\.\d+)?(?:_[^\W_]+)*(?:'[^\W_]+)?)"
)
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


def analyze(text: str, lexicon: Lexicon, mend: Mend = str) -> Text:
    """Cut *text* into sentences and clauses of content words; *mend* puts spelling right."""
    plain = unicodedata.normalize("NFKC", text)
    sentences, clauses = [], []
    forms: list[str] = []
    mended: list[str] = []
    copied = 0
    for parts in _sentences(plain.translate(_SIGNS), mend):
        for word, _, start, end in (place for part in parts for place in part):
            forms.append(word)
            if plain[start:end] != word:
                mended += (plain[copied:start], word)
                copied = end
        forms.append(".")
        found = [_clause(words, lexicon) for words in parts]
        found = [clause for clause in found if clause.words]
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


def _sentences(text: str, mend: Mend) -> list[list[list[_Place]]]:
    """The words of *text* by sentence and clause."""
    sentences: list[list[list[_Place]]] = [[[]]]
    for index, match in enumerate(_TOKEN.finditer(text)):
        if match.lastgroup == "end":
            sentences.append([[]])
            continue
        word = mend(match.group().casefold().replace("_", ""))
        if word in BREAKS:
            sentences[-1].append([])
        sentences[-1][-1].append((word, index, *match.span()))
    return sentences


def _clause(words: list[_Place], lexicon: Lexicon) -> Clause:
    forms: list[str] = []
    places: list[tuple[int, int, int]] = []
    negations: list[int] = []
    previous = ""
    for word, index, start, end in words:
        form, negated = _without_contraction(word) if "'" in word else (word, False)
        if negated or form in NEGATIONS:
            negations.append(index)
        elif previous == "not" and form in ("only", "just", "merely"):
            negations.pop()  # `not only` denies nothing
        elif form:
            forms.append(form)
            places.append((index, start, end))
        previous = form
    return Clause(_named(forms, places, lexicon), tuple(negations))


def _without_contraction(word: str) -> tuple[str, bool]:
    """The word before an apostrophe, and whether what follows it is a `not`."""
    head, _, tail = word.partition("'")
    if tail == "t" and head.endswith("n"):
        return "", True
    return head, False


def _named(
    forms: list[str], places: list[tuple[int, int, int]], lexicon: Lexicon
) -> tuple[Word, ...]:
    stems = [_stem(form) for form in forms]
    found = []
    at = 0
    while at < len(stems):
        name, taken = stems[at], 1
        if name in lexicon.longest:
            name, taken = lexicon.canonical(stems, at)
        if taken > 1 or forms[at] not in IGNORED:
            index, start, _ = places[at]
            found.append(Word(name, index, start, places[at + taken - 1][2]))
        at += taken
    return tuple(found)


@lru_cache(maxsize=REMEMBERED)
def _stem(form: str) -> str:
    return _GREEK.get(form) or stem(form)
