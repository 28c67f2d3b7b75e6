"""Words and their stems: one form for plural, tense and spelling (Porter 2, by snowballstemmer)."""

import re
from functools import lru_cache

from snowballstemmer import stemmer

REMEMBERED = 50_000  # words, for there is no end to what people type

_WORD = re.compile(r"[^\W_]+(?:\.\d+)?(?:'[^\W_]+)?")
_ENGLISH = stemmer("english")

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
    if word not in _NOT_BRITISH:
        for british, american in _BRITISH:
            changed = british.sub(american, word)
            if changed != word:
                word = changed
                break
    stemmed: str = _ENGLISH.stemWord(word)
    return stemmed
