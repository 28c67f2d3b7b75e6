"""The texts of a bank and its graded examples as the grader understands them."""

from functools import lru_cache

from nnquiz.grading.text import Text, analyze

_OF_A_QUESTION = 1000  # texts, amply: a question's are read together, then no more


@lru_cache(maxsize=_OF_A_QUESTION)
def understood(text: str) -> Text:
    """*text*, which several parts of the grader prepare themselves with."""
    return analyze(text)
