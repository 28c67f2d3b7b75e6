"""Plain text: made harmless to a terminal, and whether it is all that is wanted."""

import os
import re

# Control codes, and marks that reorder the text around them; new lines and tabs may stay.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """*text* with control codes shown as escapes (`\\x1b`) instead of obeyed."""
    return _UNSAFE.sub(lambda m: m.group().encode("unicode_escape").decode(), text)


def wants_plain() -> bool:
    """Whether the environment asks for words only: for screen readers and logs."""
    return any(
        os.environ.get(name, "0") not in {"", "0"} for name in ("NNQUIZ_PLAIN", "ACCESSIBLE")
    )
