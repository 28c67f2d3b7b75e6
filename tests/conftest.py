"""Every test runs apart from the machine: own folders, own clock, no network, no terminal."""

import io
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from nnquiz.__main__ import main
from nnquiz.bank.load import load
from nnquiz.bank.locate import embedded_bank
from nnquiz.bank.model import Bank
from nnquiz.scheduling import Scheduler
from nnquiz.store.reviews import Store

settings.register_profile(
    "default", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("default")

NOW = "2026-03-02T09:00:00+01:00"


def _typed(text: str) -> io.TextIOWrapper:
    """Standard input that holds *text*."""
    return io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")


@pytest.fixture(autouse=True)
def _apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NNQUIZ_BANK", "NNQUIZ_DATA_DIR", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("NNQUIZ_NOW", NOW)

    def refuse(*_: object) -> None:
        raise AssertionError("a test opened a network connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@dataclass
class Ran:
    code: int
    out: str
    err: str


Runner = Callable[..., Ran]


@pytest.fixture
def nnquiz(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runner:
    """Run the program in this process, as from a pipe."""

    def run(*arguments: str, stdin: str | None = "") -> Ran:
        monkeypatch.setattr(sys, "argv", ["nnquiz", *arguments])
        monkeypatch.setattr(sys, "stdin", None if stdin is None else _typed(stdin))
        capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return run


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Set the clock of the program."""
    return lambda moment: monkeypatch.setenv("NNQUIZ_NOW", moment)


@pytest.fixture(scope="session")
def bank() -> Bank:
    """The bank that comes with nnquiz."""
    return load(embedded_bank())


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store."""
    with Store.open(tmp_path / "data", Scheduler()) as opened:
        yield opened


@pytest.fixture
def now() -> datetime:
    """The moment at which tests begin."""
    return datetime.fromisoformat(NOW)
