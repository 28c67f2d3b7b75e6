import multiprocessing
from threading import Thread

import numpy as np
import pytest

from nnquiz.layers.all_reduce import all_reduce, held
from nnquiz.layers.ring_worker import Neighbors


@pytest.mark.parametrize("workers", [2, 3, 5])
def test_after_the_ring_every_worker_holds_the_sum(workers: int):
    brought = np.random.default_rng(0).normal(size=(workers, 17))
    pipes = [multiprocessing.Pipe(duplex=False) for _ in range(workers)]
    found: dict[int, np.ndarray] = {}
    neighbors = [Neighbors(rank, pipes[rank][1], pipes[rank - 1][0]) for rank in range(workers)]

    def run(rank: int) -> None:
        exchange = neighbors[rank].exchange
        found[rank] = all_reduce(brought[rank], rank, workers, exchange)

    threads = [Thread(target=run, args=(rank,)) for rank in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for end in [end for pipe in pipes for end in pipe]:
        end.close()
    for rank in range(workers):
        assert found[rank] == pytest.approx(brought.sum(0), abs=1e-12)
    # each of 2 (N - 1) rounds moves every part once
    assert sum(one.sent for one in neighbors) == 2 * (workers - 1) * 17 * 8
    *_, end = held(workers)
    assert (end == workers).all()
