"""Text as it is, in Markdown: what would be a mark there is escaped.

The rules are those of CommonMark (https://spec.commonmark.org/); the formats add their own.
"""

import re

# Each condition looks back on a sign that may be a mark: `re` finds signs of one set far faster
# than the first of many alternatives.
_BEGINS = r"(?<![^\n].)"  # its line
_SIGNS = r"\\`*_\[\]<!&#>=~+\-"
_CONDITIONS = (
    r"(?<=[\\`\[\]])",  # escapes, code, links
    r"(?<=\*)(?! )", r"(?<=\*)(?<! \*)",  # emphasis, but not 2 * 3
    r"(?<=_)(?<![^\W_]_)", r"(?<=_)(?![^\W_])",  # but not dL_dw
    r"(?<=<)(?=[a-zA-Z/?])", r"(?<=<!)", r"(?<=&)(?=#?\w+;)",  # HTML and entities
    rf"(?<=[#>=~]){_BEGINS}", rf"(?<=[-+]){_BEGINS}(?=[ \t-]|$)",  # headings, quotes, rules, lists
)  # fmt: skip
_NUMBERED = re.compile(r"^(\d{1,9})(?=[.)](?:\s|$))", re.MULTILINE)


def marks(signs: str = "", *conditions: str) -> re.Pattern[str]:
    """What to escape: the marks of CommonMark, and the *signs* for which a *condition* holds.

    A condition is a regular expression that looks back on the sign.
    """
    every = "|".join((*_CONDITIONS, *conditions))
    return re.compile(f"[{_SIGNS}{signs}](?:{every})", re.MULTILINE)


def escaped(text: str, pattern: re.Pattern[str]) -> str:
    """*text* with a backslash before each mark; lines lose their margins, which would be marks."""
    lines = "\n".join(line.strip() for line in text.strip().split("\n"))
    return _NUMBERED.sub(r"\1\\", pattern.sub(r"\\\g<0>", lines))
