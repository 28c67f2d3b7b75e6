"""Loading a bank from its file, with a cache of what the YAML held.

Reading 500 kB of YAML takes longer than all else before the first question is on the screen, so
the result is kept as JSON in the platform's cache folder and used as long as the file's path, time
and size are the same. Only banks without a fault are kept.
"""

import json
import os
import zlib
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nnquiz import NNQuizError, __version__
from nnquiz.bank.model import (
    Bank,
    FollowUp,
    KeyPoint,
    Misconception,
    Question,
    Reference,
)

MAX_BYTES = 64 * 1024 * 1024
_CACHE_FORMAT = 1  # raise it when what Question holds changes


def load(path: Path, cache_dir: Path | None = None) -> Bank:
    """Return the bank in the file *path*.

    *cache_dir* is where parsed banks are kept; None keeps none. Raises `NNQuizError` if the file
    cannot be read or holds a fault; the message names the first.
    """
    key = _fingerprint(path)
    cached = _from_cache(path, key, cache_dir)
    if cached is not None:
        return Bank(cached, path)
    from nnquiz.bank.read import read  # with it comes PyYAML, which a cached bank doesn't need

    reading = read(read_text(path))
    if reading.faults:
        first = reading.faults[0]
        more = len(reading.faults) - 1
        rest = f"; {more} more: 'nnquiz bank check {path}' names them" if more else ""
        raise NNQuizError(f"{path}:{first.line}: {first.message}{rest}")
    questions = tuple(sorted(reading.questions, key=lambda q: q.number))
    _to_cache(path, key, questions, cache_dir)
    return Bank(questions, path)


def read_text(path: Path) -> str:
    """The text of a bank file, at most `MAX_BYTES` of UTF-8. Raises `NNQuizError`."""
    try:
        if path.is_dir():
            raise NNQuizError(f"{path}: is a folder; a bank is a YAML file")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise NNQuizError(
            f"{path}: cannot read the bank: {error.strerror}; name another with --bank,"
            " or make one with 'nnquiz bank init FILE'"
        ) from None
    if len(data) > MAX_BYTES:
        raise NNQuizError(f"{path}: larger than {MAX_BYTES // 2**20} MB; split the bank")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise NNQuizError(f"{path}:{line}: not UTF-8; save the file as UTF-8") from None


def _fingerprint(path: Path) -> list[str | int]:
    try:
        stat = path.stat()
    except OSError:
        return []  # reading the file will say why
    where = os.path.abspath(path)
    return [_CACHE_FORMAT, __version__, where, stat.st_mtime_ns, stat.st_size]


def _cache_file(path: Path, cache_dir: Path) -> Path:
    return cache_dir / f"bank-{zlib.crc32(os.fsencode(os.path.abspath(path))):08x}.json"


def _from_cache(
    path: Path, key: list[str | int], cache_dir: Path | None
) -> tuple[Question, ...] | None:
    if cache_dir is None or not key:
        return None
    try:
        data = json.loads(_cache_file(path, cache_dir).read_bytes())
        return tuple(map(_question, data["questions"])) if data["key"] == key else None
    except (OSError, ValueError, KeyError, TypeError):
        return None  # nothing cached yet, or not by us: read the file itself


def _to_cache(
    path: Path, key: list[str | int], questions: tuple[Question, ...], cache_dir: Path | None
) -> None:
    if cache_dir is None:
        return
    target = _cache_file(path, cache_dir)
    part = target.with_suffix(f".{os.getpid()}.part")
    data = {"key": key, "questions": [asdict(question) for question in questions]}
    with suppress(OSError):  # a cache that cannot be written is only slower
        cache_dir.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(data), encoding="utf-8")
        os.replace(part, target)


def _question(data: dict[str, Any]) -> Question:
    parts = {
        "key_points": KeyPoint,
        "misconceptions": Misconception,
        "follow_ups": FollowUp,
        "references": Reference,
    }
    for key, kind in parts.items():
        data[key] = [kind(**_with_tuples(part)) for part in data[key]]
    return Question(**_with_tuples(data))


def _with_tuples(data: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(v) if isinstance(v, list) else v for key, v in data.items()}
