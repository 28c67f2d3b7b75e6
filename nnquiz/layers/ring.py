"""Worker processes in a ring: started, listened to, and in any case ended."""

import multiprocessing
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import Connection
from time import perf_counter

from nnquiz import NNQuizError
from nnquiz.layers.ring_worker import Job, Report, work

START = 30.0  # seconds that workers may take to start, beside their work


@contextmanager
def interrupts_ignored() -> Iterator[None]:
    """Processes that start in here do not hear Ctrl-C: their parent does, and ends them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def ring_of_workers(job: Job) -> Iterator[list[Connection]]:
    """Start the processes, give the pipes on which they report, and leave none behind."""
    context = multiprocessing.get_context("spawn")
    ring = [context.Pipe(duplex=False) for _ in range(job.workers)]
    reports = [context.Pipe(duplex=False) for _ in range(job.workers)]
    with ExitStack() as stack:
        for receiving, sending in ring + reports:
            stack.callback(receiving.close)
            stack.callback(sending.close)
        with interrupts_ignored():
            for rank in range(job.workers):
                pipes = (ring[rank][1], ring[rank - 1][0], reports[rank][1])
                process = context.Process(target=work, args=(rank, job, *pipes), daemon=True)
                process.start()
                stack.callback(process.join)
                stack.callback(process.terminate)
        # With our copies of the workers' ends open, no one would notice that a worker is gone.
        for connection in [end for pipe in ring for end in pipe] + [pipe[1] for pipe in reports]:
            connection.close()
        yield [pipe[0] for pipe in reports]


def gather(reports: list[Connection], seconds: float) -> list[Report]:
    """Reports of all, after work of about *seconds*. Raises `NNQuizError` if one is missing."""
    until = perf_counter() + START + 2 * seconds
    try:
        if all(report.poll(max(0.0, until - perf_counter())) for report in reports):
            return [report.recv() for report in reports]
    except EOFError:
        pass
    raise NNQuizError("a worker process ended or took too long; try again with fewer workers")
