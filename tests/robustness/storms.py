"""Many threads ask a Keystone that revokes their token, with either library."""

from __future__ import annotations

import collections
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SERVER = Path(__file__).with_name("revoking_server.py")
PASSWORD = "right"
PATIENCE_SECONDS = 120


class Keystone:
    """The server of `revoking_server.py`, which is told what to do through a pipe."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.url = self._line()

    def told(self, **orders: Any) -> dict[str, int]:
        """Give orders; return what was counted so far."""
        assert self._process.stdin is not None
        print(json.dumps(orders), file=self._process.stdin, flush=True)
        counts: dict[str, int] = json.loads(self._line())
        return counts

    @property
    def counts(self) -> dict[str, int]:
        return self.told()

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@contextmanager
def keystone() -> Iterator[Keystone]:
    """Run a server of its own process."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, str(SERVER)], text=True, **pipes) as process:
        try:
            yield Keystone(process)
        finally:
            process.kill()


@dataclass
class Outcome:
    """How the calls of a storm ended."""

    answers: int = 0
    errors: collections.Counter[str] = field(default_factory=collections.Counter)


def together(calls: list[Callable[[], Any]]) -> Outcome:
    """Do each of *calls* once, in a thread of its own, all at once."""
    outcome, lock, start = Outcome(), threading.Lock(), threading.Barrier(len(calls))

    def run(call: Callable[[], Any]) -> None:
        start.wait(PATIENCE_SECONDS)
        error = None
        try:
            call()
        except Exception as caught:  # noqa: BLE001 - counted
            error = type(caught).__name__
        with lock:
            outcome.answers += error is None
            outcome.errors.update([error] if error else [])

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcome


def until(is_over: Callable[[], bool], call: Callable[[], Any]) -> Callable[[], None]:
    """Return what repeats *call*, until that is over, and then once more."""

    def repeat() -> None:
        while not is_over():
            call()
        call()

    return repeat


def wait_for_the_end(server: Keystone, over: threading.Event) -> None:
    """Set *over* when all revocations that were ordered have been."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while server.counts["pending"] and time.monotonic() < deadline:
        time.sleep(0.05)
    over.set()
