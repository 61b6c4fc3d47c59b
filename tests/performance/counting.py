"""Counts what does not depend on the machine: calls of Python functions, bytes, modules."""

from __future__ import annotations

import gc
import subprocess
import sys
import tracemalloc
from collections.abc import Callable


def calls_of(act: Callable[[], object]) -> int:
    """Return how many Python functions *act* calls, its own call included."""
    count = 0

    def profile(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        act()
    finally:
        sys.setprofile(before)
    return count


def bytes_held(act: Callable[[], object]) -> int:
    """Return how many bytes what *act* returns holds."""
    return _bytes_of(act)[0]


def most_bytes_held(act: Callable[[], object]) -> int:
    """Return how many bytes there are at most while *act* runs."""
    return _bytes_of(act)[1]


def _bytes_of(act: Callable[[], object]) -> tuple[int, int]:
    act()  # what is made once and kept is not counted
    gc.collect()
    tracemalloc.start()
    try:
        result = act()
        gc.collect()
        sizes = tracemalloc.get_traced_memory()
        del result
    finally:
        tracemalloc.stop()
    return sizes


def modules_after(statement: str) -> set[str]:
    """Return the names of the modules that *statement* loads in a fresh Python."""
    code = f"import sys\nbefore = set(sys.modules)\n{statement}\nprint(*set(sys.modules) - before)"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return set(done.stdout.split())
