"""What a persistence manager remembers, so as not to ask its driver again."""

from __future__ import annotations

import copy
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from ksclient.auth._per_process import PerProcess

T = TypeVar("T")


class Cache(Generic[T]):
    """A bounded memory of values, each for some seconds; threads may share it.

    What is forgotten stays forgotten: a value that was being fetched meanwhile is not kept.
    What is handed out is a copy. What is nested too deep to be copied is not remembered.

    Args:
        seconds: How long a value is remembered.
        size: How many values at most; the one not asked for the longest goes first.
        clock: Tells seconds, and never goes back.
    """

    def __init__(
        self, seconds: float, size: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._seconds = seconds
        self._size = size
        self._clock = clock
        self._lock = PerProcess(threading.Lock)
        self._kept: OrderedDict[Hashable, tuple[float, T]] = OrderedDict()
        self._forgotten = 0

    def __getstate__(self) -> dict[str, Any]:
        """Return what a copy starts with: nothing, as it would not hear what is to be forgotten."""
        return {**vars(self), "_kept": OrderedDict()}

    def get_or_fetch(self, key: Hashable, fetch: Callable[[], T]) -> T:
        """Return what is remembered as *key*, else what *fetch* returns, which then is."""
        with self._lock():
            until, value = self._kept.get(key, (0.0, None))
            if value is not None and self._clock() < until:
                self._kept.move_to_end(key)
            else:
                value = None
        found = _copied(value)
        return self.fetch(key, fetch) if found is None else found

    def fetch(self, key: Hashable, fetch: Callable[[], T]) -> T:
        """Return what *fetch* returns, and remember it as *key*."""
        with self._lock():
            before = self._forgotten
        fetched = fetch()
        self._keep(key, fetched, before)
        return fetched

    def forget(self, key: Hashable) -> None:
        """Forget what is remembered as *key*."""
        with self._lock():
            self._forgotten += 1
            self._kept.pop(key, None)

    def forget_where(self, is_wanted: Callable[[T], bool]) -> None:
        """Forget each value of which *is_wanted* is true."""
        with self._lock():
            self._forgotten += 1
            for key in [key for key, (_, value) in self._kept.items() if is_wanted(value)]:
                del self._kept[key]

    def clear(self) -> None:
        """Forget everything."""
        with self._lock():
            self._forgotten += 1
            self._kept.clear()

    def _keep(self, key: Hashable, value: T, before: int) -> None:
        kept = _copied(value)
        with self._lock():
            if kept is None or self._forgotten != before:
                return
            self._kept[key] = (self._clock() + self._seconds, kept)
            self._kept.move_to_end(key)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)


def _copied(value: T | None) -> T | None:
    """Return a copy; None of what is nested too deep for one, and then is always fetched."""
    try:
        return copy.deepcopy(value)
    except RecursionError:
        return None
