"""Who is who in a bank: slugs, numbers, and what must be learned before what."""

import re
import unicodedata
import zlib

from nnquiz.bank.fields import Fault
from nnquiz.bank.model import Question, did_you_mean
from nnquiz.bank.yaml_tree import Node

MAX_SLUG = 60  # letters of one that is made from a question


def check_identity(questions: list[Question], nodes: list[Node], faults: list[Fault]) -> None:
    """Each slug and number must stand once, and no slug be the name of another's demo."""
    demos = {q.demo: q.slug for q in questions if q.demo}
    slugs: dict[str, int] = {}
    numbers: dict[int, int] = {}
    for question, node in zip(questions, nodes, strict=True):
        where = question.slug
        if question.slug in slugs:
            line = line_of(node, "slug")
            first = slugs[question.slug]
            faults.append(Fault(line, f"{where}: this slug stands already at line {first}"))
        elif demos.get(question.slug, question.slug) != question.slug:
            other = demos[question.slug]
            line = line_of(node, "slug")
            faults.append(Fault(line, f"{where}: this slug is the demo's name of {other}"))
        slugs.setdefault(question.slug, line_of(node, "slug"))
        if question.number in numbers:
            line = line_of(node, "number")
            first = numbers[question.number]
            message = f"{where}: number {question.number} stands already at line {first}"
            faults.append(Fault(line, message))
        numbers.setdefault(question.number, line_of(node, "number"))


def check_requires(questions: list[Question], nodes: list[Node], faults: list[Fault]) -> None:
    """What a question requires must be in the bank, and must not lead back to it."""
    graph = {q.slug: q.requires for q in questions}
    for question, node in zip(questions, nodes, strict=True):
        line = line_of(node, "requires")
        for slug in question.requires:
            if slug not in graph:
                near = did_you_mean(slug, list(graph))
                message = f"{question.slug}: requires {slug!r}, which is not in the bank{near}"
                faults.append(Fault(line, message))
        cycle = _cycle_from(question.slug, graph)
        if cycle and question.slug == min(cycle):  # each cycle is told once
            way = " -> ".join([*cycle, cycle[0]])
            faults.append(Fault(line, f"{question.slug}: requires itself: {way}"))


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
