"""What was prepared for a question, kept in the cache folder: to read it takes a tenth of the time.

A file holds a line of JSON, then arrays as they lie in memory. It is used as long as its key is the
same: the question's texts, the data that it was prepared from, and the code that prepared it. A
file that is damaged, or from elsewhere, is as good as none; one that cannot be written is only
slower.
"""

import json
import math
import os
import zlib
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nnquiz import __version__
from nnquiz.bank.locate import data_file
from nnquiz.bank.model import Question

if TYPE_CHECKING:
    import numpy.typing as npt

Tables = Mapping[str, "npt.NDArray[Any]"]

_SOURCES = ("answers.jsonl", "grader.json", "lexicon.txt", "points.json", "stems.txt")
_KINDS = ("|u1", "<u2", "<u4", "<u8", "<f8", "|b1")  # of numbers that a file may hold

_BETWEEN = "\n"  # stands in no word

_folder: Path | None = None


def keep_in(folder: Path | None) -> None:
    """Keep what is prepared in *folder* from now on; None keeps nothing."""
    global _folder  # noqa: PLW0603
    _folder = folder


def folder() -> Path | None:
    """Where what is prepared is kept, if anywhere."""
    return _folder


def load(question: Question) -> Tables | None:
    """What was kept for *question*, or None."""
    if _folder is None:
        return None
    import numpy as np

    try:
        whole = _file(_folder, question).read_bytes()
        header = json.loads(whole[: whole.find(b"\n") + 1])
        data = memoryview(whole)[whole.find(b"\n") + 1 :]
        if header["key"] != _key(question) or header["sum"] != zlib.crc32(data):
            return None
        tables = {}
        at = 0
        for name, kind, shape in header["tables"]:
            if kind not in _KINDS:
                return None
            count = math.prod(shape)
            tables[name] = np.frombuffer(data, kind, count, at).reshape(shape)
            at += _aligned(tables[name].nbytes)
        return tables
    except (OSError, ValueError, KeyError, TypeError):
        return None


def save(question: Question, tables: Tables) -> None:
    """Keep *tables* for *question*."""
    if _folder is None:
        return
    arrays = {name: _plain(table) for name, table in tables.items()}
    data = b"".join(
        array.tobytes().ljust(_aligned(array.nbytes), b"\0") for array in arrays.values()
    )
    header = {
        "key": _key(question),
        "sum": zlib.crc32(data),
        "tables": [[name, array.dtype.str, array.shape] for name, array in arrays.items()],
    }
    head = json.dumps(header).encode()
    target = _file(_folder, question)
    part = target.with_suffix(f".{os.getpid()}.part")
    with suppress(OSError):
        _folder.mkdir(parents=True, exist_ok=True)
        part.write_bytes(head.ljust(_aligned(len(head) + 1) - 1) + b"\n" + data)
        os.replace(part, target)


def joined(parts: Mapping[str, Tables]) -> dict[str, Any]:
    """The tables of all *parts* as one, their names behind the part's."""
    return {
        f"{part}.{name}": table for part, tables in parts.items() for name, table in tables.items()
    }


def part_of(tables: Tables, part: str) -> dict[str, Any]:
    """The tables of one *part* of those that were `joined`."""
    begin = f"{part}."
    return {
        name.removeprefix(begin): table for name, table in tables.items() if name.startswith(begin)
    }


def text_as_table(text: str) -> "npt.NDArray[Any]":
    """*text* as bytes."""
    import numpy as np

    return np.frombuffer(text.encode(), dtype=np.uint8)


def text_of_table(table: "npt.NDArray[Any]") -> str:
    """The text that `text_as_table` made *table* of."""
    return table.tobytes().decode()


def numbers_as_tables(numbers: Mapping[str, float]) -> Tables:
    """A number for each of some words, as arrays."""
    import numpy as np

    return {
        "words": text_as_table(_BETWEEN.join(numbers)),
        "numbers": np.array([*numbers.values()], dtype=np.float64),
    }


def numbers_of(tables: Tables) -> dict[str, float]:
    """The numbers that these are the tables of."""
    words = text_of_table(tables["words"]).split(_BETWEEN)
    return dict(zip(words, tables["numbers"].tolist(), strict=False))  # '' alone is no word


def _aligned(size: int) -> int:
    """*size* in bytes, rounded up: NumPy is faster where a number begins at a multiple of 8."""
    return -(-size // 8) * 8


def _plain(table: "npt.NDArray[Any]") -> "npt.NDArray[Any]":
    """*table* with its numbers as a file may hold them."""
    if table.dtype.str in _KINDS:
        return table
    return table.astype("<u8" if table.dtype.kind in "iu" else "<f8")


def _file(folder: Path, question: Question) -> Path:
    return folder / f"prepared-{zlib.crc32(question.slug.encode()):08x}.bin"


def _key(question: Question) -> list[Any]:
    texts = [question.slug, question.question, question.answer, *question.phrasings]
    texts += [point.label for point in question.key_points]
    texts += [misconception.correction for misconception in question.misconceptions]
    texts += [follow_up.answer for follow_up in question.follow_ups]
    return [zlib.crc32("\n".join(texts).encode(errors="replace")), *_sources()]


@cache
def _sources() -> list[str]:
    """Version, and place, time and size of the data and of the code."""
    files = [*map(data_file, _SOURCES), *sorted(Path(__file__).parent.glob("*.py"))]
    found = [__version__]
    for file in files:
        with suppress(OSError):
            stat = file.stat()
            found.append(f"{file}:{stat.st_mtime_ns}:{stat.st_size}")
    return found
