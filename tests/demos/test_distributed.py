import multiprocessing
from time import perf_counter

import numpy as np
import pytest

from nnquiz import NNQuizError
from nnquiz.demos import distributed
from nnquiz.frames import Grid
from nnquiz.layers import ring_worker
from nnquiz.layers.ring import gather, ring_of_workers
from nnquiz.layers.ring_worker import Job


def test_the_parts_gradients_add_up_to_the_slope_of_the_mean_square():
    x, y = ring_worker.problem(4)
    net = ring_worker.start(4)
    rows = [ring_worker.my_rows(rank, 3) for rank in range(3)]
    gradient = sum(ring_worker.gradient(net, x[r], y[r]) for r in rows)
    for i in range(0, len(net.theta), 50):
        w, losses = net.theta[i], []
        for e in (1e-5, -1e-5):
            net.theta[i] = w + e
            losses.append(((net.logits(x) - y) ** 2).mean())
        net.theta[i] = w
        assert gradient[i] == pytest.approx((losses[0] - losses[1]) / 2e-5, abs=1e-7)


def test_closing_a_demo_early_leaves_no_process_behind():
    began = perf_counter()
    frames = distributed.demo(workers=2, sleep=50, steps=50)  # they have 2.5 s of waiting to do
    while not isinstance(next(frames), Grid):
        pass
    assert multiprocessing.active_children()
    frames.close()
    assert not multiprocessing.active_children()
    assert perf_counter() - began < 2


def test_waiting_for_a_late_worker_is_no_time_of_computing():
    with ring_of_workers(Job(0, 2, 5, 0.05)) as pipes:
        reports = gather(pipes, 1)
    for report in reports:
        assert np.mean(report.seconds) > 0.02
        assert 0 < report.computing < np.mean(report.seconds) / 2


def test_a_worker_that_dies_is_told_and_the_others_end():
    with ring_of_workers(Job(0, 2, 5000, 0.1)) as pipes:
        multiprocessing.active_children()[0].kill()
        with pytest.raises(NNQuizError, match="worker"):
            gather(pipes, 1)
    assert not multiprocessing.active_children()
