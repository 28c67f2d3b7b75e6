"""From the YAML tree to questions; every fault is kept with its line, none stops the reading."""

import gc
import re
from dataclasses import dataclass, field

from nnquiz.bank.fields import Fault, Mapping
from nnquiz.bank.identity import check_identity, check_requires, slug_of
from nnquiz.bank.model import FollowUp, KeyPoint, Misconception, Question, Reference
from nnquiz.bank.yaml_tree import MalformedYAMLError, Node, parse

_TAG = re.compile(r"[^\W_]+(-[^\W_]+)*")
_SLUG = re.compile(r"[^\W_]+(-[^\W_]+)*")


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
        entry = Mapping(node, f"question {position}", reading.faults)
        question = _question(entry, position, reading)
        if question is not None:
            reading.questions.append(question)
            reading.nodes.append(node)
    checked = (reading.questions, reading.nodes, reading.faults)
    check_identity(*checked)
    check_requires(*checked)
    reading.faults.sort()
    return reading


def _entries(root: Node | None, faults: list[Fault]) -> list[Node]:
    if root is None or root.is_empty:
        faults.append(Fault(1, "the file is empty: a bank begins with 'questions:'"))
        return []
    if not isinstance(root.value, dict):
        faults.append(Fault(root.line, f"must be a mapping with 'questions:', not {root.kind}"))
        return []
    top = Mapping(root, "the bank", faults)
    entries = top.items("questions", required=True)
    top.close()
    return entries


def _question(entry: Mapping, position: int, reading: Reading) -> Question | None:
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


def _key_point(part: Mapping) -> KeyPoint:
    return KeyPoint(
        label=part.text("label", required=True),
        weight=part.weight(),
        hint=part.text("hint"),
        phrasings=part.texts("phrasings", required=True),
    )


def _misconception(part: Mapping) -> Misconception:
    return Misconception(
        claim=part.text("claim", required=True),
        phrasings=part.texts("phrasings", required=True),
        correction=part.text("correction", required=True),
    )


def _follow_up(part: Mapping) -> FollowUp:
    return FollowUp(part.text("question", required=True), part.text("answer", required=True))


def _reference(part: Mapping) -> Reference:
    return Reference(
        author=part.text("author", required=True),
        year=part.whole_number("year", 0, 1, 9999),
        title=part.text("title", required=True),
        link=part.text("link", required=True),
    )


def _tags(entry: Mapping) -> tuple[str, ...]:
    tags = []
    for node in entry.items("tags"):
        tag = entry.text_of(node, "tags").lower()
        if tag and not _TAG.fullmatch(tag):
            entry.fault(node.line, f"tag {tag!r} must be words joined by '-'")
        elif tag:
            tags.append(tag)
    return tuple(dict.fromkeys(tags))


def _check_slug(entry: Mapping, slug: str, line: int) -> None:
    if not _SLUG.fullmatch(slug) or slug != slug.lower() or slug.isdigit():
        entry.fault(line, f"slug {slug!r} must be lower-case words joined by '-'")
