"""The four ratings of a recall, named and numbered as in Anki and FSRS."""

from enum import IntEnum


class Rating(IntEnum):
    """How well a question was recalled; only `AGAIN` means that it was not."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4

    @property
    def label(self) -> str:
        """The word that people see and that files hold: again, hard, good or easy."""
        return self.name.lower()

    @classmethod
    def parse(cls, text: str) -> "Rating | None":
        """The rating that *text* names, by number or by word; None if it names none."""
        word = text.strip().lower()
        for rating in cls:
            if word in (rating.label, str(rating.value)):
                return rating
        return None
