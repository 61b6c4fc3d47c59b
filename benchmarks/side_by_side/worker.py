"""A process that measures the acts of one library, one round at a time, when it is asked to.

Each library has a process of its own, so that none finds the other's modules loaded; asked in
turns, they suffer alike from a busy machine.
"""

from __future__ import annotations

import gc
import multiprocessing
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from benchmarks.side_by_side import acts
from benchmarks.side_by_side.stand_in import Control
from tests.performance.counting import bytes_held


@dataclass(frozen=True)
class Round:
    """What one act took, on average over a round of them.

    Attributes:
        cpu: Seconds of processor time in this process, all threads together.
        wall: Seconds on the clock.
        requests: How many requests it sent.
        logins: How many of them were logins.
        held: Bytes that its result holds; None where that was not asked.
        told: What the last act returned, if that is a number.
    """

    cpu: float
    wall: float
    requests: float
    logins: float
    held: int | None = None
    told: int | None = None


class Worker:
    """Drives the process; see the module.

    Args:
        name: Of the library, in `acts.LIBRARIES`; others are what both stand on.
        url: Of the server.
    """

    def __init__(self, name: str, url: str) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=work, args=(theirs, name, url), daemon=True)
        self._process.start()

    def measure(self, act: str, repetitions: int, *, is_memory_asked: bool = False) -> Round:
        """Return what *act*, a function of `acts`, takes on average of so many *repetitions*."""
        self._pipe.send((act, repetitions, is_memory_asked))
        measured: Round = self._pipe.recv()
        return measured

    def close(self) -> None:
        """End the process."""
        self._pipe.send(None)
        self._process.join()


def work(pipe: Connection, name: str, url: str) -> None:
    """Measure what comes through *pipe* until there is no more."""
    library = acts.LIBRARIES.get(name)
    control = Control(url)
    prepared: dict[str, acts.Act] = {}
    while (asked := pipe.recv()) is not None:
        act_name, repetitions, is_memory_asked = asked
        if act_name not in prepared:
            prepared[act_name] = getattr(acts, act_name)(library, url)
        act = prepared[act_name]
        if is_memory_asked:
            pipe.send(Round(cpu=0, wall=0, requests=0, logins=0, held=bytes_held(act)))
        else:
            pipe.send(measured(act, repetitions, control))


def measured(act: acts.Act, repetitions: int, control: Control) -> Round:
    """Run *act* so often, and return what it took."""
    gc.collect()
    told: Any = None
    before = control.counted()
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(repetitions):
        told = act()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    sent = control.counted().since(before)
    return Round(
        cpu=cpu / repetitions,
        wall=wall / repetitions,
        requests=sent.requests / repetitions,
        logins=sent.logins / repetitions,
        told=told if isinstance(told, int) else None,
    )
