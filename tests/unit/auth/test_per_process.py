"""Locks must not be shared by processes, nor by an object and its copy."""

from __future__ import annotations

import copy
import os
import pickle
import threading

import pytest

from ksclient.auth._per_process import PerProcess


def test_a_process_gets_one_value() -> None:
    lock = PerProcess(threading.Lock)

    assert lock() is lock()


def test_another_process_gets_another_value(monkeypatch: pytest.MonkeyPatch) -> None:
    lock = PerProcess(threading.Lock)
    parents = lock()

    monkeypatch.setattr(os, "getpid", lambda: -1)

    assert lock() is not parents


def test_a_process_number_used_again_does_not_bring_an_old_value_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lock = PerProcess(threading.Lock)
    grandparents = lock()
    with monkeypatch.context() as parent:
        parent.setattr(os, "getpid", lambda: -1)
        lock()

    assert lock() is not grandparents


def test_another_thread_may_clear_the_ancestors_values_away_at_the_same_time() -> None:
    lock = PerProcess(threading.Lock)

    class Ancestor(int):
        __hash__ = int.__hash__

        def __ne__(self, other: object) -> bool:
            lock._made.pop(Ancestor(2), None)  # as another thread does, just now
            return super().__ne__(other)

    lock._made = {Ancestor(1): threading.Lock(), Ancestor(2): threading.Lock()}

    assert lock() is lock()
    assert list(lock._made) == [os.getpid()]


@pytest.mark.parametrize(
    "copied",
    [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))],
    ids=["copy", "deepcopy", "pickle"],
)
def test_a_copy_has_a_value_of_its_own(copied) -> None:
    lock = PerProcess(threading.RLock)

    assert copied(lock)() is not lock()
