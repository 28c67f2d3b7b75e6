"""Text as it is, in Markdown: what would be a mark there is escaped.

The rules are those of CommonMark (https://spec.commonmark.org/); the formats add their own.
"""

import re

# Anywhere: escapes, code, emphasis (not 2 * 3, nor in dL_dw), links, HTML and entities.
_INLINE = (
    r"\\|`|\*(?! )|(?<! )\*|(?<![^\W_])_|_(?![^\W_])|\[|\]|<(?=[a-zA-Z/?])|(?<=<)!|&(?=#?\w+;)"
)
# At the beginning of a line: headings, quotes, rules, fences and lists.
_BLOCK = r"^(?:[#>=~]|[-+](?=[ \t\n-])|[-+]$)"
_NUMBERED = re.compile(r"^(\d{1,9})(?=[.)](?:\s|$))", re.MULTILINE)


def marks(*more: str) -> re.Pattern[str]:
    """What to escape: the marks of CommonMark, and *more*, given as regular expressions."""
    return re.compile("|".join((_INLINE, *more, _BLOCK)), re.MULTILINE)


def escaped(text: str, pattern: re.Pattern[str]) -> str:
    """*text* with a backslash before each mark; lines lose their margins, which would be marks."""
    lines = "\n".join(line.strip() for line in text.strip().split("\n"))
    return _NUMBERED.sub(r"\1\\", pattern.sub(r"\\\g<0>", lines))
