"""Values that every process makes for itself, such as locks."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class PerProcess(Generic[T]):
    """A value made once in each process: call the object to get it.

    A lock that another thread holds at the moment of a fork stays locked in the child for
    ever. So a child gets a new one, and so does a copy of the object, pickled or not.

    Args:
        make: Makes the value. A class or a function of a module, so that it pickles.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._made: dict[int, T] = {}

    def __call__(self) -> T:
        """Return this process's value; threads that ask at once get the same one."""
        pid = os.getpid()
        try:
            return self._made[pid]
        except KeyError:
            value = self._made.setdefault(pid, self._make())
        for ancestor in [made for made in list(self._made) if made != pid]:
            # A process number is used again once its process is gone. Another thread may be here.
            self._made.pop(ancestor, None)
        return value

    def __reduce__(self) -> tuple[type[PerProcess[T]], tuple[Callable[[], T]]]:
        return (PerProcess, (self._make,))
