"""A bank from JSON (as `nnquiz export json` writes it), or from a table of questions."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from nnquiz import NNQuizError, UsageError

_ENDINGS = {".json": "JSON", ".csv": "CSV", ".tsv": "TSV"}
_COLUMNS = ("slug", "number", "question", "answer", "tags", "difficulty")


def to_yaml(path: Path, text: str) -> tuple[str, int]:
    """The bank's YAML, and how many questions it has.

    Raises `UsageError` for an unknown ending of the name, `NNQuizError` for what can't be read.
    """
    import yaml

    kind = path.suffix.lower()
    if kind not in _ENDINGS:
        raise UsageError(f"{path}: must end in {', '.join(_ENDINGS)}")
    entries = _from_json(path, text) if kind == ".json" else _from_table(path, text, kind)
    if not entries:
        raise NNQuizError(f"{path}: holds no question")
    dumped: str = yaml.safe_dump(
        {"questions": entries}, allow_unicode=True, sort_keys=False, width=100
    )
    return dumped, len(entries)


def _from_json(path: Path, text: str) -> list[Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NNQuizError(f"{path}: is no JSON: {error}") from None
    entries = found.get("questions") if isinstance(found, dict) else found
    if not isinstance(entries, list):
        raise NNQuizError(f'{path}: must be {{"questions": [...]}} or a list of questions')
    return entries


def _from_table(path: Path, text: str, kind: str) -> list[dict[str, Any]]:
    delimiter = "\t" if kind == ".tsv" else ","
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=delimiter)
    try:
        head = [name.strip().lower() for name in next(rows, [])]
        if not {"question", "answer"} <= set(head):
            raise NNQuizError(
                f"{path}:1: needs a column 'question' and a column 'answer', has: {', '.join(head)}"
            )
        entries = []
        for row in rows:
            cells = {name: _text(cell) for name, cell in zip(head, row, strict=False)}
            if any(cells.values()):
                entries.append(_entry(path, rows.line_num, cells))
    except csv.Error as error:
        raise NNQuizError(f"{path}:{rows.line_num}: {error}") from None
    return entries


def _entry(path: Path, line: int, cells: dict[str, str]) -> dict[str, Any]:
    for name in ("question", "answer"):
        if not cells.get(name):
            raise NNQuizError(f"{path}:{line}: has no {name}")
    entry: dict[str, Any] = {name: cells[name] for name in _COLUMNS if cells.get(name)}
    for name in ("number", "difficulty"):
        if name in entry:
            try:
                entry[name] = int(entry[name])
            except ValueError:
                raise NNQuizError(f"{path}:{line}: {name} must be a whole number") from None
    if "tags" in entry:
        entry["tags"] = entry["tags"].replace(",", " ").split()
    return entry


def _text(cell: str) -> str:
    """The cell, without the mark that keeps a spreadsheet from running it."""
    guarded = cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@", "\t", "\r")
    return cell[guarded:].strip()
