"""The finite verbs of a text, as far as their form shows them: how many are affirmed, and denied.

Auxiliaries (`is`, `can`) and the third person (`computes`) of verbs that the bank uses show
themselves; `we compute` and `they compute` don't.
"""

from collections import Counter
from collections.abc import Iterable, Sequence, Set

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


def by_sentence(forms: Sequence[str], verbs: Set[str]) -> list[tuple[int, int]]:
    """Of each sentence how many finite verbs are affirmed, and how many denied."""
    ends = [place for place, form in enumerate(forms) if form == "."]
    begins = [0, *(end + 1 for end in ends)]
    places = zip(begins, ends, strict=False)
    return [finite(forms[begin:end], verbs) for begin, end in places if begin < end]


def finite(forms: Sequence[str], verbs: Set[str]) -> tuple[int, int]:
    """How many finite verbs are affirmed, and how many denied; *verbs* are stems.

    One that is left out ("the others can't.") is neither.
    """
    affirmed = denied = 0
    before = ""
    for place, form in enumerate(forms):
        after = forms[place + 1] if place + 1 < len(forms) else ""
        if contracted(form):
            denied += not elliptic(forms, place)
        elif form in AUXILIARIES:
            if after in ("not", "never"):
                denied += not elliptic(forms, place + 1)
            else:
                affirmed += form not in _EMPHATIC
        elif form == "never" and before not in AUXILIARIES:
            denied += 1
        elif (
            len(form) > 3
            and form.endswith("s")
            and not form.endswith("ss")
            and before not in _BEFORE_NOUNS
            and before != "never"
            and stem(form) in verbs
        ):
            affirmed += 1
        before = form
    return affirmed, denied


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
