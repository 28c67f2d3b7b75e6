"""From the YAML tree to questions; every fault is kept with its line, none stops the reading."""

import gc
import math
import re
import unicodedata
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from nnquiz.bank.model import (
    FollowUp,
    KeyPoint,
    Misconception,
    Question,
    Reference,
    did_you_mean,
)
from nnquiz.bank.yaml_tree import MalformedYAMLError, Node, parse

T = TypeVar("T")

_TAG = re.compile(r"[^\W_]+(-[^\W_]+)*")
_SLUG = re.compile(r"[^\W_]+(-[^\W_]+)*")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")  # reorder the text around them when shown
MAX_SLUG = 60


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something wrong in a bank, at a line (from 1)."""

    line: int
    message: str


@dataclass(slots=True)
class Reading:
    """What a text holds: sound questions with the tree of each, all faults, and notes."""

    questions: list[Question] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)


def read(text: str) -> Reading:
    """Read a bank from YAML *text*; never raises for what stands in it."""
    collecting = gc.isenabled()
    gc.disable()  # tens of thousands of small objects, none garbage: a third of the time
    try:
        return _read(text)
    finally:
        if collecting:
            gc.enable()


def _read(text: str) -> Reading:
    reading = Reading()
    try:
        root = parse(text)
    except MalformedYAMLError as error:
        reading.faults.append(Fault(error.line, error.problem))
        return reading
    entries = _entries(root, reading.faults)
    for position, node in enumerate(entries, start=1):
        entry = _Mapping(node, f"question {position}", reading.faults)
        question = _question(entry, position, reading)
        if question is not None:
            reading.questions.append(question)
            reading.nodes.append(node)
    _check_identity(reading)
    _check_requires(reading)
    reading.faults.sort()
    return reading


def _entries(root: Node | None, faults: list[Fault]) -> list[Node]:
    if root is None or root.is_empty:
        faults.append(Fault(1, "the file is empty: a bank begins with 'questions:'"))
        return []
    if not isinstance(root.value, dict):
        faults.append(Fault(root.line, f"must be a mapping with 'questions:', not {root.kind}"))
        return []
    top = _Mapping(root, "the bank", faults)
    entries = top.items("questions", required=True)
    top.close()
    return entries


class _Mapping:
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
        self._faults.append(Fault(line, f"{self.where}: {message}"))

    def get(self, key: str, required: bool = False) -> Node | None:
        self._taken.append(key)
        node = self._values.get(key)
        if node is None and required and self.ok:
            self.fault(self.line, f"{key!r} is missing")
        return node

    def text(self, key: str, required: bool = False) -> str:
        node = self.get(key, required)
        return "" if node is None else self.text_of(node, key)

    def text_of(self, node: Node, what: str) -> str:
        if not isinstance(node.value, str):
            self.fault(node.line, f"{what!r} must be a text, not {node.kind}")
            return ""
        if node.is_empty or not node.value.strip():
            self.fault(node.line, f"{what!r} is empty")
            return ""
        stray = control_character(node.value)
        if stray:
            self.fault(node.line, f"{what!r} holds the control character {stray}")
        return node.value.strip()

    def items(self, key: str, required: bool = False) -> list[Node]:
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
        nodes = self.items(key, required)
        return tuple(text for node in nodes if (text := self.text_of(node, key)))

    def whole_number(self, key: str, default: int, low: int, high: int) -> int:
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

    def each(self, key: str, name: str, build: "Callable[[_Mapping], T]") -> tuple[T, ...]:
        built = []
        for index, node in enumerate(self.items(key), start=1):
            part = _Mapping(node, f"{self.where}, {name} {index}", self._faults)
            built.append(build(part))
            part.close()
        return tuple(built)

    def close(self) -> None:
        for key, line in self._keys.items():
            if key not in self._taken:
                self.fault(line, f"unknown key {key!r}{did_you_mean(key, self._taken)}")


def _question(entry: _Mapping, position: int, reading: Reading) -> Question | None:
    slug_node = entry.get("slug")
    slug = entry.text_of(slug_node, "slug") if slug_node else ""
    if slug:
        entry.where = slug
        _check_slug(entry, slug, slug_node.line if slug_node else entry.line)
    text = entry.text("question", required=True)
    if not slug and text:
        slug = slug_of(text)
        if slug_node is None:
            entry.where = slug
            note = f"{slug}: no 'slug': one is made from the question, and rewording it would lose"
            reading.notes.append(Fault(entry.line, f"{note} its history"))
    question = Question(
        slug=slug,
        number=entry.whole_number("number", position, 1, 999_999),
        question=text,
        answer=entry.text("answer", required=True),
        tags=_tags(entry),
        difficulty=entry.whole_number("difficulty", 2, 1, 3),
        requires=entry.texts("requires"),
        demo=entry.text("demo") or None,
        hints=entry.texts("hints"),
        key_points=entry.each("key_points", "key point", _key_point),
        misconceptions=entry.each("misconceptions", "misconception", _misconception),
        follow_ups=entry.each("follow_ups", "follow-up", _follow_up),
        references=entry.each("references", "reference", _reference),
    )
    entry.close()
    return question if slug and text else None


def _key_point(part: _Mapping) -> KeyPoint:
    return KeyPoint(
        label=part.text("label", required=True),
        weight=part.weight(),
        hint=part.text("hint"),
        phrasings=part.texts("phrasings", required=True),
    )


def _misconception(part: _Mapping) -> Misconception:
    return Misconception(
        claim=part.text("claim", required=True),
        phrasings=part.texts("phrasings", required=True),
        correction=part.text("correction", required=True),
    )


def _follow_up(part: _Mapping) -> FollowUp:
    return FollowUp(part.text("question", required=True), part.text("answer", required=True))


def _reference(part: _Mapping) -> Reference:
    return Reference(
        author=part.text("author", required=True),
        year=part.whole_number("year", 0, 1, 9999),
        title=part.text("title", required=True),
        link=part.text("link", required=True),
    )


def _tags(entry: _Mapping) -> tuple[str, ...]:
    tags = []
    for node in entry.items("tags"):
        tag = entry.text_of(node, "tags").lower()
        if tag and not _TAG.fullmatch(tag):
            entry.fault(node.line, f"tag {tag!r} must be words joined by '-'")
        elif tag:
            tags.append(tag)
    return tuple(dict.fromkeys(tags))


def _check_slug(entry: _Mapping, slug: str, line: int) -> None:
    if not _SLUG.fullmatch(slug) or slug != slug.lower() or slug.isdigit():
        entry.fault(line, f"slug {slug!r} must be lower-case words joined by '-'")


def _check_identity(reading: Reading) -> None:
    demos = {q.demo: q.slug for q in reading.questions if q.demo}
    slugs: dict[str, int] = {}
    numbers: dict[int, int] = {}
    for question, node in zip(reading.questions, reading.nodes, strict=True):
        where = question.slug
        if question.slug in slugs:
            line = line_of(node, "slug")
            first = slugs[question.slug]
            reading.faults.append(Fault(line, f"{where}: this slug stands already at line {first}"))
        elif demos.get(question.slug, question.slug) != question.slug:
            other = demos[question.slug]
            line = line_of(node, "slug")
            reading.faults.append(Fault(line, f"{where}: this slug is the demo's name of {other}"))
        slugs.setdefault(question.slug, line_of(node, "slug"))
        if question.number in numbers:
            line = line_of(node, "number")
            first = numbers[question.number]
            message = f"{where}: number {question.number} stands already at line {first}"
            reading.faults.append(Fault(line, message))
        numbers.setdefault(question.number, line_of(node, "number"))


def _check_requires(reading: Reading) -> None:
    graph = {q.slug: q.requires for q in reading.questions}
    for question, node in zip(reading.questions, reading.nodes, strict=True):
        line = line_of(node, "requires")
        for slug in question.requires:
            if slug not in graph:
                near = did_you_mean(slug, list(graph))
                message = f"{question.slug}: requires {slug!r}, which is not in the bank{near}"
                reading.faults.append(Fault(line, message))
        cycle = _cycle_from(question.slug, graph)
        if cycle and question.slug == min(cycle):  # each cycle is told once
            way = " -> ".join([*cycle, cycle[0]])
            reading.faults.append(Fault(line, f"{question.slug}: requires itself: {way}"))


def _cycle_from(start: str, graph: dict[str, tuple[str, ...]]) -> list[str]:
    """The way along `requires` that leads from *start* back to it; empty if there is none."""
    came_from: dict[str, str] = {}
    waiting = [start]
    while waiting:
        slug = waiting.pop()
        for required in graph.get(slug, ()):
            if required == start:
                way = [slug]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return way[::-1]
            if required not in came_from:
                came_from[required] = slug
                waiting.append(required)
    return []


def line_of(node: Node, *path: str | int) -> int:
    """The line of the value at *path* below *node*, or of the nearest thing above it."""
    line = node.line
    for step in path:
        value = node.value
        if isinstance(step, str) and isinstance(value, dict) and step in value:
            line = (node.keys or {}).get(step, value[step].line)
            node = value[step]
        elif isinstance(step, int) and isinstance(value, list) and step < len(value):
            node = value[step]
            line = node.line
        else:
            break
    return line


def slug_of(text: str) -> str:
    """A slug made from a question's text: stable as long as the wording is."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold())
    slug = "-".join(words)
    if len(slug) > MAX_SLUG or not slug or slug.isdigit():  # a number is no name
        mark = f"{zlib.crc32(text.encode()):08x}"
        slug = f"{slug[:MAX_SLUG].rstrip('-') or 'question'}-{mark}"
    return slug


def control_character(text: str) -> str:
    """The name (`U+001B`) of the first character in *text* that could steer a terminal, or ''."""
    if text.isprintable() or text.replace("\n", "").isprintable():
        return ""
    for char in text:
        if (unicodedata.category(char) == "Cc" and char not in "\n\t") or _BIDI.match(char):
            return f"U+{ord(char):04X}"
    return ""
