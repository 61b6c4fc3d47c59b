"""Tell of a store's trouble, once in each process."""

from __future__ import annotations

import logging
from typing import Any

from ksclient.auth._per_process import PerProcess
from ksclient.token.cache.errors import StoreFailed

LOG = logging.getLogger("ksclient.token.cache")

_told: PerProcess[dict[tuple[str, str], object]] = PerProcess(dict)


def tell_of_failure(store: Any, error: Exception) -> None:
    """Say that a store has failed, and why. No program stops because of that."""
    _tell(
        store,
        "failure",
        f"does not work, so this program logs in without it: {_reason(error)}",
    )


def tell_of_record(store: Any, reason: object) -> None:
    """Say that a store held what cannot be used, and why."""
    _tell(store, "record", f"held a login that cannot be used, and is dropped: {reason}")


def _tell(store: Any, kind: str, text: str) -> None:
    name = name_of(store)
    told = _told()
    # Not two steps: of many threads, the first one tells.
    mine = object()
    if told.setdefault((name, kind), mine) is mine:
        LOG.warning("The token cache %s %s", name, text)


def name_of(store: Any) -> str:
    """Return what to call a store, which may be anybody's."""
    try:
        return str(store.name)
    except Exception:  # noqa: BLE001 - whatever is wrong with it, a warning about it is due
        return type(store).__name__


def _reason(error: Exception) -> str:
    """Return the text of an error, if it is known to quote no record."""
    if isinstance(error, StoreFailed):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{type(error).__name__}: {error.strerror}"
    return type(error).__name__
