"""Where the bank that comes with nnquiz lies."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def data_file(name: str) -> Path:
    """The path of a data file: a wheel carries it in the package, a checkout in data/."""
    packaged = _PACKAGE / name
    return packaged if packaged.is_file() else _PACKAGE.parent / "data" / name


def embedded_bank() -> Path:
    """The path of the bank of 50 questions on neural networks."""
    return data_file("questions.yaml")
