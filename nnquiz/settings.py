"""Where things lie and what is set: a flag wins over a variable, that over the config file."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nnquiz import NNQuizError, UsageError
from nnquiz.bank.locate import embedded_bank
from nnquiz.scheduling import DEFAULT_RETENTION

_KEYS = ("bank", "data_dir", "desired_retention")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run."""

    bank: Path
    data_dir: Path
    cache_dir: Path
    desired_retention: float


def resolve(bank: Path | None, data_dir: Path | None) -> Settings:
    """The settings from flags (None: not given), `NNQUIZ_*`, config file and defaults.

    Raises `NNQuizError` for a config file that cannot be used.
    """
    import platformdirs

    config_file = platformdirs.user_config_path("nnquiz", appauthor=False) / "config.toml"
    config = _read(config_file)
    bank = bank or _from_environment("NNQUIZ_BANK") or _path(config, "bank", config_file)
    data_dir = (
        data_dir or _from_environment("NNQUIZ_DATA_DIR") or _path(config, "data_dir", config_file)
    )
    return Settings(
        bank=bank or embedded_bank(),
        data_dir=data_dir or platformdirs.user_data_path("nnquiz", appauthor=False),
        cache_dir=platformdirs.user_cache_path("nnquiz", appauthor=False),
        desired_retention=_retention(config, config_file),
    )


def _from_environment(name: str) -> Path | None:
    value = os.environ.get(name)
    return Path(value).expanduser() if value else None


def _read(file: Path) -> dict[str, Any]:
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise NNQuizError(f"{file}: cannot read the settings: {error.strerror}") from None
    import tomllib

    try:
        config = tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise NNQuizError(f"{file}: not valid TOML: {error}") from None
    for key in config:
        if key not in _KEYS:
            from nnquiz.bank.model import did_you_mean

            near = did_you_mean(key, list(_KEYS))
            raise NNQuizError(f"{file}: unknown setting {key!r}{near}")
    return config


def _path(config: dict[str, Any], key: str, file: Path) -> Path | None:
    value = config.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or not value:
        raise NNQuizError(f"{file}: {key!r} must be a path in quotes")
    return file.parent / Path(value).expanduser()


def _retention(config: dict[str, Any], file: Path) -> float:
    value = config.get("desired_retention", DEFAULT_RETENTION)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise NNQuizError(f"{file}: 'desired_retention' must be a number, as in 0.9")
    from nnquiz.scheduling import Scheduler

    try:
        return Scheduler(value).desired_retention
    except UsageError as error:
        raise NNQuizError(f"{file}: {error}") from None
