"""Taking values out of a mapping of the bank; what is wrong or left over becomes a fault."""

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from nnquiz.bank.model import did_you_mean
from nnquiz.bank.yaml_tree import Node

T = TypeVar("T")

_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")  # reorder the text around them when shown


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something wrong in a bank, at a line (from 1)."""

    line: int
    message: str


class Mapping:
    """Takes values out of one mapping; what is wrong or left over becomes a fault."""

    def __init__(self, node: Node, where: str, faults: list[Fault]) -> None:
        self.where = where
        self.line = node.line
        self._faults = faults
        self._taken: list[str] = []
        self._keys = node.keys or {}
        self.ok = isinstance(node.value, dict)
        self._values: dict[str, Node] = node.value if isinstance(node.value, dict) else {}
        if not self.ok:
            self.fault(node.line, f"must be a mapping (key: value), not {node.kind}")
        for key, line in node.repeated:
            self.fault(line, f"{key!r} stands twice")

    def fault(self, line: int, message: str) -> None:
        """Note what is wrong at *line*."""
        self._faults.append(Fault(line, f"{self.where}: {message}"))

    def get(self, key: str, required: bool = False) -> Node | None:
        """The node of *key*, which counts as known from now on."""
        self._taken.append(key)
        node = self._values.get(key)
        if node is None and required and self.ok:
            self.fault(self.line, f"{key!r} is missing")
        return node

    def text(self, key: str, required: bool = False) -> str:
        """The text of *key*, or '' with a fault where it is wanted."""
        node = self.get(key, required)
        return "" if node is None else self.text_of(node, key)

    def text_of(self, node: Node, what: str) -> str:
        """The text that *node* holds; *what* names it in a fault."""
        value = node.value
        if not isinstance(value, str):
            self.fault(node.line, f"{what!r} must be a text, not {node.kind}")
            return ""
        if value.isprintable() and len(value) > 4:  # nearly all: neither empty, nor null, nor odd
            stripped = value.strip()
            if stripped:
                return stripped
        if node.is_empty or not value.strip():
            self.fault(node.line, f"{what!r} is empty")
            return ""
        stray = control_character(value)
        if stray:
            self.fault(node.line, f"{what!r} holds the control character {stray}")
        return value.strip()

    def items(self, key: str, required: bool = False) -> list[Node]:
        """The nodes of the list *key*."""
        node = self.get(key, required)
        if node is None:
            return []
        if not isinstance(node.value, list):
            empty = node.is_empty
            self.fault(
                node.line, f"{key!r} {'is empty' if empty else f'must be a list, not {node.kind}'}"
            )
            return []
        if required and not node.value:
            self.fault(node.line, f"{key!r} is empty")
        return node.value

    def texts(self, key: str, required: bool = False) -> tuple[str, ...]:
        """The texts of the list *key*."""
        nodes = self.items(key, required)
        return tuple(text for node in nodes if (text := self.text_of(node, key)))

    def whole_number(self, key: str, default: int, low: int, high: int) -> int:
        """The whole number of *key*, from *low* to *high*."""
        node = self.get(key)
        if node is None:
            return default
        if isinstance(node.value, str) and node.plain and re.fullmatch(r"[+-]?\d{1,9}", node.value):
            number = int(node.value)
            if low <= number <= high:
                return number
        found = repr(node.value) if isinstance(node.value, str) else node.kind
        self.fault(node.line, f"{key!r} must be a whole number from {low} to {high:,}, not {found}")
        return default

    def weight(self) -> float:
        """The weight, above 0; 1 where none is given."""
        node = self.get("weight")
        if node is None:
            return 1.0
        try:
            value = float(node.value) if isinstance(node.value, str) and node.plain else math.nan
        except ValueError:
            value = math.nan
        if not (0 < value < math.inf):
            found = repr(node.value) if isinstance(node.value, str) else node.kind
            self.fault(node.line, f"'weight' must be a number above 0, not {found}")
            return 1.0
        return value

    def each(self, key: str, name: str, build: "Callable[[Mapping], T]") -> tuple[T, ...]:
        """What *build* makes of each mapping in the list *key*."""
        built = []
        for index, node in enumerate(self.items(key), start=1):
            part = Mapping(node, f"{self.where}, {name} {index}", self._faults)
            built.append(build(part))
            part.close()
        return tuple(built)

    def close(self) -> None:
        """Name the keys that nobody asked for."""
        for key, line in self._keys.items():
            if key not in self._taken:
                self.fault(line, f"unknown key {key!r}{did_you_mean(key, self._taken)}")


def control_character(text: str) -> str:
    """The name (`U+001B`) of the first character in *text* that could steer a terminal, or ''."""
    if text.isprintable() or text.replace("\n", "").isprintable():
        return ""
    for char in text:
        if (unicodedata.category(char) == "Cc" and char not in "\n\t") or _BIDI.match(char):
            return f"U+{ord(char):04X}"
    return ""
