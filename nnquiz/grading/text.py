"""A typed text as clauses of content words, each with its place in the text.

Function words are left out but keep their place in the count, so that distances are those of the
sentence. A negation (`not`, `n't`, `without` ...) is a mark at its place, not a word.
"""

import re
import unicodedata
from dataclasses import dataclass

from nnquiz.grading.lexicon import Lexicon
from nnquiz.grading.stems import stem

_TOKEN = re.compile(
    r"(?P<end>[.!?]+(?=\s|$)|[;\n]|(?<=\s)[-–—]+(?=\s))"
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
_BREAKS = frozenset("but whereas while although though however unlike yet instead".split())
_FUNCTION_WORDS = frozenset(
    """
    a an the this that these those it its itself they them their there here he she his her you your
    we our us i my me one's who whom whose which what when where why how
    is are was were be been being am do does did done doing has have having had will would shall
    should can could may might must need
    of to in on at by for from with into onto over under up down out off as per via than then
    and or so if because since until through across between among about within during toward towards
    also just only very really quite rather such some any all each every both either other another
    more most much many few same own s t re ve ll e.g i.e eg ie etc like
    make makes made use uses used using let lets allow allows try tries thing things way ways
    basically simply usually typically often generally called known mean means
    """.split()
) - {"between", "during", "more", "same", "over", "under", "through", "all", "each", "every", "than"}


@dataclass(frozen=True, slots=True)
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
    """A text in one Unicode form, cut into clauses; spans of its words refer to *plain*."""

    plain: str
    clauses: tuple[Clause, ...]

    def names(self) -> set[str]:
        """The names of all its content words."""
        return {word.name for clause in self.clauses for word in clause.words}


def analyze(text: str, lexicon: Lexicon) -> Text:
    """Cut *text* into clauses of content words."""
    plain = unicodedata.normalize("NFKC", text)
    pieces = _pieces(plain.translate(_SIGNS))
    clauses = [clause for piece in pieces for clause in _clauses(piece, lexicon)]
    return Text(plain, tuple(clause for clause in clauses if clause.words))


@dataclass(slots=True)
class _Piece:
    """A run of words of one clause: lower-case word, count, start, end."""

    words: list[tuple[str, int, int, int]]


def _pieces(text: str) -> list[_Piece]:
    pieces = [_Piece([])]
    index = 0
    for match in _TOKEN.finditer(text):
        index += 1
        if match.lastgroup == "end":
            pieces.append(_Piece([]))
            continue
        word = match.group().casefold().replace("_", "")
        if word in _BREAKS:
            pieces.append(_Piece([]))
            if word != "unlike":
                continue
        pieces[-1].words.append((word, index, match.start(), match.end()))
    return [piece for piece in pieces if piece.words]


def _clauses(piece: _Piece, lexicon: Lexicon) -> list[Clause]:
    forms: list[str] = []
    places: list[tuple[int, int, int]] = []
    negations: list[int] = []
    previous = ""
    for word, index, start, end in piece.words:
        form, negated = _without_contraction(word)
        if negated or form in NEGATIONS:
            negations.append(index)
        elif previous in ("not", "no") and form in ("only", "just", "merely", "longer"):
            # `not only` denies nothing; `no longer` does
            if form != "longer":
                negations.pop()
        elif form:
            forms.append(form)
            places.append((index, start, end))
        previous = form
    return [Clause(_named(forms, places, lexicon), tuple(negations))]


def _without_contraction(word: str) -> tuple[str, bool]:
    """The word before an apostrophe, and whether what follows it is a `not`."""
    if "'" not in word:
        return word, False
    head, _, tail = word.partition("'")
    if tail == "t" and head.endswith("n"):
        return "", True
    return head, False


def _named(
    forms: list[str], places: list[tuple[int, int, int]], lexicon: Lexicon
) -> tuple[Word, ...]:
    stems = [_GREEK.get(form) or stem(form) for form in forms]
    found = []
    at = 0
    while at < len(stems):
        name, taken = lexicon.canonical(stems, at)
        if taken > 1 or forms[at] not in _FUNCTION_WORDS:
            index, start, _ = places[at]
            found.append(Word(name, index, start, places[at + taken - 1][2]))
        at += taken
    return tuple(found)
