import tempfile
from pathlib import Path

import numpy as np
import pytest

from nnquiz.datasets.rows_on_disk import INPUTS, NOISE, SCALE, from_file, from_memory, write
from nnquiz.demos import big_data
from nnquiz.frames import Ask
from nnquiz.layers.moments import mean_and_variance
from nnquiz.layers.peak_memory import last_and_peak

ROWS = 10_500  # no multiple of a batch


@pytest.fixture
def path(tmp_path: Path) -> Path:
    truth = np.arange(1, INPUTS + 1, dtype=np.float32)
    write(tmp_path / "rows", np.random.default_rng(1), ROWS, truth)
    return tmp_path / "rows"


def test_what_is_streamed_is_every_row_of_the_file_in_order(path: Path):
    at_once = np.frombuffer(path.read_bytes(), np.float32).reshape(ROWS, -1)
    for batches in (from_file(path, 256), from_memory(path, 256)):
        assert (np.concatenate(list(batches)) == at_once).all()


def test_the_rows_are_drawn_as_told_so_that_least_squares_finds_the_weights(path: Path):
    rows = np.fromfile(path, np.float32).reshape(ROWS, -1).astype(float)
    x, y = rows[:, :-1], rows[:, -1]
    w, *_ = np.linalg.lstsq(x, y, rcond=None)
    np.testing.assert_allclose(w, np.arange(1, INPUTS + 1), atol=0.06)
    np.testing.assert_allclose(x.std(0), SCALE, rtol=0.05)
    assert (y - x @ w).std() == pytest.approx(NOISE, rel=0.05)


@pytest.mark.parametrize("batch", [300, ROWS])
def test_descent_steps_by_each_batch_in_turn(path: Path, batch: int):
    rows = np.fromfile(path, np.float32).reshape(ROWS, -1).astype(float)
    w, lr = np.zeros(INPUTS), 0.1
    steps = big_data.descend(from_file(path, batch), lr)
    for at in range(0, ROWS, batch):
        x, y = rows[at : at + batch, :-1], rows[at : at + batch, -1]
        w -= lr * sum(x_i * (x_i @ w - y_i) for x_i, y_i in zip(x, y, strict=True)) / len(y)
        seen, found = next(steps)
        assert seen == at + len(y)
        np.testing.assert_allclose(found, w, atol=1e-3)
    assert next(steps, None) is None


def test_the_memory_of_a_pass_is_what_its_source_holds_at_once(path: Path):
    size = path.stat().st_size / 1e6
    _, whole = last_and_peak(big_data.descend(from_memory(path, 256), 0.1))
    _, batches = last_and_peak(big_data.descend(from_file(path, 256), 0.1))
    _, halves = last_and_peak(big_data.descend(from_file(path, ROWS // 2), 0.1))
    assert size <= whole <= 1.2 * size
    assert batches <= 0.2
    assert halves >= 0.5 * size


@pytest.mark.parametrize("part", ["write", "last_and_peak", "descend"])
def test_ctrl_c_leaves_no_file_behind(part: str, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def interrupted(*_):
        assert any(tmp_path.iterdir())
        raise KeyboardInterrupt

    monkeypatch.setattr(big_data, part, interrupted)
    frames = big_data.demo(rows=10_000)
    assert isinstance(next(frames), Ask)
    with pytest.raises(KeyboardInterrupt):
        next(frames)
    assert not any(tmp_path.iterdir())


def test_no_file_is_there_while_a_picture_is_shown(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for _ in big_data.demo(rows=10_000):
        assert not any(tmp_path.iterdir())


@pytest.mark.parametrize("rows", [1, 300, 4000])
def test_mean_and_variance_piece_by_piece_are_those_of_all_rows_at_once(rows: int):
    x = 1e6 + np.random.default_rng(3).normal(size=(4000, 5)) * [1, 10, 0.1, 3, 0]
    mean, variance = mean_and_variance(x[at : at + rows] for at in range(0, len(x), rows))
    np.testing.assert_allclose(mean, x.mean(0), rtol=1e-12)
    np.testing.assert_allclose(variance, x.var(0), rtol=1e-6, atol=1e-9)
