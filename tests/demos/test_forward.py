import time

import numpy as np
import pytest

from nnquiz.datasets.plane import spirals
from nnquiz.demos import forward
from nnquiz.layers import linear_probe
from nnquiz.layers.mlp import MLP
from nnquiz.layers.stopwatch import shortest


def a_network() -> MLP:
    rng = np.random.default_rng(3)
    net = MLP([2, 5, 4, 3], rng)
    for b in net.biases:
        b[:] = rng.normal(size=b.shape)
    return net


def test_loops_matrices_and_the_layer_that_the_demos_share_agree():
    net, x = a_network(), np.random.default_rng(4).normal(size=(7, 2))
    by_matrix = [*forward.forward(net, x).values()][-1]
    by_loops = [forward.neuron_by_neuron(net, example) for example in x.tolist()]
    assert by_matrix == pytest.approx(np.array(by_loops), abs=1e-12)
    assert by_matrix == pytest.approx(net.logits(x), abs=1e-12)


def test_a_small_network_gives_what_one_gets_with_pencil_and_paper():
    net = MLP([2, 2, 1], np.random.default_rng(5))
    net.theta[:] = [1, 2, 3, -1, 0.5, 0, 2, -3, 0.25]  # rows of W, then b, layer by layer
    steps = forward.forward(net, np.array([[0.1, 0.2]]))
    assert list(steps) == ["Input", "Layer 1, sums", "Layer 1, tanh", "Layer 2, sums"]
    assert steps["Layer 1, sums"][0] == pytest.approx([0.1 + 0.6 + 0.5, 0.2 - 0.2])
    assert steps["Layer 2, sums"][0] == pytest.approx([2 * np.tanh(1.2) - 3 * np.tanh(0) + 0.25])


def test_the_best_line_is_fishers_linear_discriminant():
    x, y = spirals(np.random.default_rng(6), 200)
    w, c = linear_probe.best_line(x, y)
    left, right = x[y == 0], x[y == 1]
    within = np.cov(left, rowvar=False) + np.cov(right, rowvar=False)
    fisher = np.linalg.solve(within, right.mean(0) - left.mean(0))
    assert w / np.linalg.norm(w) == pytest.approx(fisher / np.linalg.norm(fisher))
    assert (left.mean(0) + right.mean(0)) / 2 @ w + c == pytest.approx(0, abs=1e-12)


def test_a_linear_map_gives_a_line_nothing_new_to_part():
    rng = np.random.default_rng(7)
    (x, y), (new, truth), W = spirals(rng, 100), spirals(rng, 100), rng.normal(size=(2, 9))
    assert linear_probe.parted(x @ W + 1, y, new @ W + 1, truth) == linear_probe.parted(
        x, y, new, truth
    )


def test_a_plane_is_only_turned_to_be_seen_along_its_cut():
    rng = np.random.default_rng(8)
    h, w = rng.normal(size=(50, 2)), rng.normal(size=2)
    seen = linear_probe.seen_along(h, w, 0.7)
    between = np.linalg.norm(h[:, None] - h, axis=-1)
    assert np.linalg.norm(seen[:, None] - seen, axis=-1) == pytest.approx(between)
    assert ((seen[:, 0] > 0) == (h @ w + 0.7 > 0)).all()


def test_the_stopwatch_times_each_run_by_itself():
    waits = iter([0.002, 0.001, 0.003])
    assert shortest(lambda: time.sleep(next(waits)), runs=3) >= 0.001  # no sleep is shorter
    assert next(waits, None) is None
