"""Finding questions by words."""

import unicodedata

from nnquiz.bank.model import Bank, Question


def search(bank: Bank, text: str) -> list[Question]:
    """The questions that hold all words of *text*; those with them in the question come first."""
    wanted = _folded(text).split()
    ranked = []
    for question in bank:
        head = _folded(" ".join((question.question, question.slug, *question.tags)))
        points = _folded(" ".join(point.label for point in question.key_points))
        whole = " ".join((head, points, _folded(question.answer)))
        if wanted and all(word in whole for word in wanted):
            here = (
                sum(word not in head for word in wanted),
                sum(word not in points for word in wanted),
            )
            ranked.append((here, question.number, question))
    return [question for _, _, question in sorted(ranked, key=lambda item: item[:2])]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("-", " ")
