"""YAML text to a tree of plain values that remember their lines.

Only the parser's events are used: no tag is resolved and no object is constructed, so a bank can
name no Python type; what a scalar means (a text, a whole number) is for the reader of the tree to
say. Building from events instead of PyYAML's nodes also takes half the time of `safe_load`, and
nesting is counted here: the C composer recurses, and crashes the interpreter on `[[[[...`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from nnquiz import NNQuizError

MAX_DEPTH = 20  # a bank needs five levels
_TOO_DEEP = f"nested more than {MAX_DEPTH} levels deep"
MAX_NODES = 3_000_000  # about 10,000 questions with rubrics; aliases count in full

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Node:
    """A scalar, a list or a mapping, with the line (from 1) on which it begins.

    *keys* gives the lines of a mapping's keys; *repeated* the keys that stand in it twice.
    *size* counts the nodes below, each alias in full.
    """

    value: "str | list[Node] | dict[str, Node]"
    line: int
    size: int = 1
    plain: bool = False
    keys: dict[str, int] | None = None
    repeated: tuple[tuple[str, int], ...] = ()

    @property
    def kind(self) -> str:
        """What a person would call it."""
        if isinstance(self.value, str):
            return "a text"
        return "a list" if isinstance(self.value, list) else "a mapping"

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written (`key:` and no more, or `~` or `null`)."""
        return self.plain and self.value in ("", "~", "null")


class MalformedYAMLError(NNQuizError):
    """The text is not YAML that nnquiz reads; *line* counts from 1."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line
        self.problem = problem


def parse(text: str) -> Node | None:
    """Return the tree of the one document in *text*, or None for an empty file.

    Raises `MalformedYAMLError` for a syntax error, for nesting or aliases out of all
    proportion, and for a second document.
    """
    try:
        return _Builder(text).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = f"not valid YAML: {error.problem or error.context}"
        if "nesting depth" in problem:  # PyYAML's own limit, from 6.0.4: it looks further ahead
            problem = _TOO_DEEP
        raise MalformedYAMLError(mark.line + 1 if mark else 1, problem) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise MalformedYAMLError(line, f"not valid YAML: {error.reason}") from None


class _Builder:
    def __init__(self, text: str) -> None:
        self._next: Callable[[], Any] = _Loader(text).get_event
        self._anchors: dict[str, Node] = {}

    def document(self) -> Node | None:
        self._next()  # the stream begins
        if isinstance(self._next(), StreamEndEvent):
            return None
        root = self._node(self._next(), 0)
        self._next()  # the document ends
        event = self._next()
        if not isinstance(event, StreamEndEvent):
            raise MalformedYAMLError(_line(event), "a second document begins here: keep one a file")
        return root

    def _node(self, event: Any, depth: int) -> Node:
        kind = type(event)
        line = event.start_mark.line + 1
        if kind is ScalarEvent:
            # Positional arguments: this line runs for nearly every node of a bank.
            node = Node(event.value, line, 1, not event.style)
        elif kind is AliasEvent:
            return self._alias(event, line)
        elif depth >= MAX_DEPTH:
            raise MalformedYAMLError(line, _TOO_DEEP)
        elif kind is SequenceStartEvent:
            node = self._sequence(line, depth)
        else:
            node = self._mapping(line, depth)
        if event.anchor:
            self._anchors[event.anchor] = node
        return node

    def _sequence(self, line: int, depth: int) -> Node:
        items = []
        size = 1
        while type(event := self._next()) is not SequenceEndEvent:
            item = self._node(event, depth + 1)
            items.append(item)
            size += item.size
            if size > MAX_NODES:
                raise _too_many(event)
        return Node(items, line, size)

    def _mapping(self, line: int, depth: int) -> Node:
        entries: dict[str, Node] = {}
        keys: dict[str, int] = {}
        repeated = []
        size = 1
        while type(event := self._next()) is not MappingEndEvent:
            if type(event) is not ScalarEvent:
                raise MalformedYAMLError(_line(event), "a key must be a word")
            key, key_line = event.value, _line(event)
            value = self._node(self._next(), depth + 1)
            if key in entries:
                repeated.append((key, key_line))
            else:
                entries[key] = value
                keys[key] = key_line
            size += 1 + value.size
            if size > MAX_NODES:
                raise _too_many(event)
        return Node(entries, line, size, False, keys, tuple(repeated))

    def _alias(self, event: Any, line: int) -> Node:
        target = self._anchors.get(event.anchor)
        if target is None:
            raise MalformedYAMLError(line, f"*{event.anchor} refers to nothing written before it")
        return target


def _too_many(event: Any) -> MalformedYAMLError:
    problem = f"more than {MAX_NODES:,} values, aliases counted in full"
    return MalformedYAMLError(_line(event), problem)


def _line(event: Any) -> int:
    line: int = event.start_mark.line
    return line + 1
