"""Texts measured in columns, cut and wrapped, made harmless and put into ASCII."""

import re
import unicodedata
from functools import lru_cache

# Control codes and marks that reorder the text around them; lines and tabs become spaces before.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufffe\uffff]"
)
_SPACES = re.compile(r"[\t\r\n\x0b\x0c\u2028\u2029]+")
_PLAIN = str.maketrans({
    "…": ".", "–": "-", "—": "-", "−": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "·": ".",
    "×": "x", "→": ">", "←": "<", "↓": "v", "↑": "^", "≤": "<", "≥": ">", "≈": "~", "•": "*",
    "✔": "+", "✘": "-", "√": "V", "∞": "8", "°": "o", "±": "~",
})  # fmt: skip


def harmless(text: object) -> str:
    """*text* on one line, without anything that could steer a terminal or break an XML file."""
    return _UNSAFE.sub("?", _SPACES.sub(" ", str(text)))


@lru_cache(maxsize=4096)
def columns_of(sign: str) -> int:
    """How many columns one character takes: 2 for East Asian wide ones, 0 for combining ones."""
    if " " <= sign <= "~":
        return 1
    if unicodedata.combining(sign) or unicodedata.category(sign) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def columns(text: str) -> int:
    """How many columns *text* takes."""
    return len(text) if text.isascii() else sum(map(columns_of, text))


def cut(text: str, room: int) -> str:
    """*text* in at most *room* columns, with an ellipsis in place of what does not fit."""
    if room <= 0:
        return ""
    if columns(text) <= room:
        return text
    kept, used = "", 0
    for sign in text:
        used += columns_of(sign)
        if used > room - 1:
            break
        kept += sign
    return kept.rstrip() + "…"


def wrap(text: str, room: int) -> list[str]:
    """*text* in lines of at most *room* columns; a word that is longer is broken."""
    room = max(2, room)
    lines, line = [], ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if columns(joined) <= room:
            line = joined
            continue
        if line:
            lines.append(line)
        line = word
        while columns(line) > room:
            head = cut(line, room)[:-1] or line[0]
            lines.append(head)
            line = line[len(head) :]
    return [*lines, line] if line else lines


def ascii_only(text: str) -> str:
    """*text* in ASCII, sign for sign in the same columns: Greek letters by the start of a name."""
    if text.isascii():
        return text
    return "".join(map(_ascii, text))


@lru_cache(maxsize=4096)
def _ascii(sign: str) -> str:
    if sign.isascii():
        return sign
    plain = sign.translate(_PLAIN)
    if plain.isascii():
        return plain
    room = columns_of(sign)
    greek = re.match(r"GREEK (SMALL|CAPITAL) LETTER (\w)", unicodedata.name(sign, ""))
    if greek:
        return greek[2].lower() if greek[1] == "SMALL" else greek[2]
    folded = unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()
    return folded[:room].ljust(room) if folded else "?" * room
