"""A file that is written whole or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from nnquiz import NNQuizError


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write to that takes the place of *path* at the end, unless anything fails.

    A device or a pipe stays what it is, and is written to. Raises `NNQuizError` at once if it
    cannot be written there, before there is anything to lose.
    """
    target = path.resolve()  # a link stays a link
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    if target.is_dir():
        raise NNQuizError(f"{path}: is a folder; name a file in it")
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as file:
                yield file
            return
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(13, "Permission denied")
        with part.open("xb") as file:
            try:
                yield file
                file.flush()
                os.fsync(file.fileno())
            except BaseException:
                _remove(part)
                raise
        with suppress(FileNotFoundError):
            shutil.copymode(target, part)
        os.replace(part, target)
    except OSError as error:
        _remove(part)
        raise NNQuizError(f"{path}: cannot be written: {error.strerror}") from None


class _OnlyTriedError(Exception):
    pass


def refuse_unwritable(path: Path) -> None:
    """Raise `NNQuizError` if `replacing` could not write *path*; what is there stays as it is."""
    with suppress(_OnlyTriedError), replacing(path):
        raise _OnlyTriedError


def _remove(part: Path) -> None:
    with suppress(OSError):
        part.unlink()
