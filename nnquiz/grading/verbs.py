"""The finite verbs of a text, as far as their form shows them: how many are affirmed, and denied.

Auxiliaries (`is`, `can`) and the third person (`computes`) of verbs that the bank uses show
themselves; `we compute` and `they compute` don't.
"""

from collections import Counter
from collections.abc import Iterable, Sequence, Set

from nnquiz.grading.remembered import Remembered
from nnquiz.grading.stems import stem
from nnquiz.grading.text import IGNORED

AUXILIARIES = frozenset(
    "is are was were can could will would do does did has have must should may might it's that's"
    .split()
)  # fmt: skip
_EMPHATIC = frozenset("do does did".split())  # affirm nothing but the verb behind them
_MODALS = frozenset("can could will would must should may might do does did".split())
_BETWEEN = frozenset("not also only never then still always".split())
# The third person never follows these, a plural does.
_BEFORE_NOUNS = frozenset(
    "the a an of these those many all its their two some any such each no by with in for to and"
    .split()
)  # fmt: skip
# What follows a `not` that leaves its verb out: "the others don't for long".
_WITHOUT_VERB = frozenset(". for when if where because and or but since until either".split())
_RUN_TOGETHER = frozenset(
    "dont doesnt didnt isnt arent wasnt werent cant cannot wont shouldnt wouldnt couldnt".split()
)


def contracted(form: str) -> bool:
    """Whether *form* is an auxiliary and its `not` in one word: `doesn't`, `cannot`."""
    return form.endswith("n't") or form in _RUN_TOGETHER


def elliptic(forms: Sequence[str], at: int) -> bool:
    """Whether the negation *at* leaves out what it denies."""
    return at + 1 >= len(forms) or forms[at + 1] in _WITHOUT_VERB


class Verbs:
    """The finite verbs of texts, by their form; *stems* are those of verbs."""

    def __init__(self, stems: Set[str]) -> None:
        self._stems = stems
        self._kinds = Remembered(self._kind)

    def by_sentence(self, forms: Sequence[str]) -> list[tuple[int, int]]:
        """Of each sentence how many finite verbs are affirmed, and how many denied."""
        ends = [place for place, form in enumerate(forms) if form == "."]
        begins = [0, *[end + 1 for end in ends]]
        places = zip(begins, ends, strict=False)
        return [self.finite(forms[begin:end]) for begin, end in places if begin < end]

    def finite(self, forms: Sequence[str]) -> tuple[int, int]:
        """How many finite verbs are affirmed, and how many denied.

        One that is left out ("the others can't.") is neither.
        """
        affirmed = denied = 0
        for place, kind in enumerate(map(self._kinds.__getitem__, forms)):
            if not kind:
                continue
            before = forms[place - 1] if place else ""
            if kind == "contracted":
                denied += not elliptic(forms, place)
            elif kind == "auxiliary":
                if place + 1 < len(forms) and forms[place + 1] in ("not", "never"):
                    denied += not elliptic(forms, place + 1)
                else:
                    affirmed += forms[place] not in _EMPHATIC
            elif kind == "never":
                denied += before not in AUXILIARIES
            else:
                affirmed += before not in _BEFORE_NOUNS and before != "never"
        return affirmed, denied

    def _kind(self, form: str) -> str:
        """What *form* may be: "contracted", "auxiliary", "never", "verb", or nothing of these."""
        if contracted(form):
            return "contracted"
        if form in AUXILIARIES:
            return "auxiliary"
        if form == "never":
            return form
        third = len(form) > 3 and form.endswith("s") and not form.endswith("ss")
        return "verb" if third and stem(form) in self._stems else ""


def learn(texts: Iterable[Sequence[str]]) -> frozenset[str]:
    """The stems of what follows `can`, `does`, `must` in *texts* (their forms) more than once."""
    times: Counter[str] = Counter()
    said: Counter[str] = Counter()
    for forms in texts:
        said.update(forms)
        for first, second, third in zip(forms, forms[1:], forms[2:], strict=False):
            if first in _MODALS or contracted(first):
                times[third if second in _BETWEEN else second] += 1
    found = {
        stem(form)
        for form, count in times.items()
        if count > 1
        and count > _LEAST * said[form]
        and len(form) > 2
        and form not in IGNORED | _BETWEEN
    }
    return frozenset(found | _COMMON)


_LEAST = 0.03  # the share of a verb's uses that follow a modal; adverbs have less
_COMMON = frozenset("make use let need allow tri".split())  # among the function words
