"""Words and their stems: one form for plural, tense and spelling (Porter 2, by snowballstemmer).

The stems of common words lie beside the bank in `stems.txt`, made by `benchmarks/stem_words.py`:
the stemmer is written in Python, and takes a second for all words of the bank.
"""

import re
from functools import cache, lru_cache
from typing import Any

from nnquiz.bank.locate import data_file

REMEMBERED = 50_000  # words, for there is no end to what people type

_WORD = re.compile(r"[^\W_]+(?:\.\d+)?(?:'[^\W_]+)?")

# British endings to American ones, where the word is long enough for the ending to be one.
_BRITISH = (
    (re.compile(r"(?<=[a-z]{3})is(e[ds]?|er|ers|ing|ations?|able)$"), r"iz\1"),
    (re.compile(r"(?<=[a-z]{3})ys(e[ds]?|ing)$"), r"yz\1"),
    (re.compile(r"(?<=[a-z]{2})our(s?|ed|ing|able|al|ally)$"), r"or\1"),
    (re.compile(r"(?<=[a-z]{2})ll(ed|ing|er|ers)$"), r"l\1"),
    (re.compile(r"(?<=[a-z]{3})tre(s?)$"), r"ter\1"),
)
_NOT_BRITISH = frozenset(
    "four hour hours your yours pour tour sour noise noised raise raised raising rise rising"
    " precise exercise otherwise likewise promise promising comprise surprise surprising wise"
    " arise arising advise advised supervise supervised unsupervised revise concise denoise"
    " denoised denoising noisier praise cruise bruise disguise expertise enterprise".split()
)


def words(text: str) -> list[str]:
    """The words of *text* in lower case, without punctuation; hyphens part them."""
    return _WORD.findall(text.casefold())


@lru_cache(maxsize=REMEMBERED)
def stem(word: str) -> str:
    """The stem of a lower-case *word* in American spelling."""
    return _listed().get(word) or by_rules(word)


def by_rules(word: str) -> str:
    """The stem of a lower-case *word*, worked out."""
    if word not in _NOT_BRITISH:
        for british, american in _BRITISH:
            changed = british.sub(american, word)
            if changed != word:
                word = changed
                break
    stemmed: str = _stemmer().stemWord(word)
    return stemmed


@cache
def _listed() -> dict[str, str]:
    parts = data_file("stems.txt").read_text(encoding="utf-8").split()
    return dict(zip(parts[::2], parts[1::2], strict=True))


@cache
def _stemmer() -> Any:
    from snowballstemmer import stemmer  # here, since few words need it

    return stemmer("english")
