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


@pytest.mark.parametrize(
    "copied",
    [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))],
    ids=["copy", "deepcopy", "pickle"],
)
def test_a_copy_has_a_value_of_its_own(copied) -> None:
    lock = PerProcess(threading.RLock)

    assert copied(lock)() is not lock()
