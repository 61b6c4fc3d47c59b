"""Which of our errors an error of redis-py becomes."""

from __future__ import annotations

import re

from redis import exceptions

from ksclient.token.exceptions import (
    StoreCorrupted,
    StoreUnavailable,
    StoreUnusable,
    TokenStoreError,
)

CAUGHT = (exceptions.RedisError, exceptions.RedisClusterException, OSError, ValueError)
"""What redis-py raises for what is no mistake of ours; ValueError where texts do not decode."""

_LOST = (exceptions.ConnectionError, exceptions.TimeoutError, OSError)
_REFUSED = (exceptions.AuthenticationError, exceptions.AuthorizationError)

_CLUSTER = "is a Redis Cluster, which is not supported. Use a server, with replicas if need be."

_KINDS: tuple[tuple[str, type[TokenStoreError], str], ...] = (
    (
        "Authentication|Authorization|NoPermission|NOAUTH|WRONGPASS|NOPERM|ACL failure",
        StoreUnavailable,
        "refuses the user, the password, or a command or key. Check the URL and the ACL.",
    ),
    (
        "OutOfMemory|OOM",
        StoreUnavailable,
        "is full: raise its maxmemory, or wait for tokens to expire.",
    ),
    (
        "ReadOnly|READONLY",
        StoreUnavailable,
        "is a read-only replica: connect to the primary.",
    ),
    (
        "MASTERDOWN|MasterDown|BusyLoading|LOADING",
        StoreUnavailable,
        "is still loading its data.",
    ),
    (
        "MISCONF|NOREPLICAS|unable to persist",
        StoreUnavailable,
        "cannot make a write safe now: look at its log for its disk and its replicas.",
    ),
    (
        "BUSY|UNKILLABLE",
        StoreUnavailable,
        "is busy with somebody's script.",
    ),
    (
        "MaxConnections",
        StoreUnavailable,
        "has no connection left: raise its maxclients, or max_connections.",
    ),
    (
        "Moved|Ask|Cluster|CrossSlot|TryAgain|SlotNotCovered|CROSSSLOT|cluster",
        StoreUnusable,
        _CLUSTER,
    ),
    (
        "DB index is out of range|Invalid Database",
        StoreUnusable,
        "has no database of the number in the URL: DB index is out of range.",
    ),
    (
        "WRONGTYPE|Unicode",
        StoreCorrupted,
        "has keys under the prefix that are no tokens: use another prefix.",
    ),
)


def is_lost(cause: BaseException) -> bool:
    """Tell whether nobody knows if the server did what it was asked to."""
    return isinstance(cause, _LOST) and not isinstance(cause, _REFUSED)


def cluster(where: str) -> StoreUnusable:
    """Return the error to raise for a node of a cluster."""
    return StoreUnusable(f"Redis at {where} {_CLUSTER}")


def explained(cause: BaseException, where: str) -> TokenStoreError:
    """Return the error to raise for *cause*. It does not quote it: servers repeat values.

    Args:
        cause: What redis-py raised.
        where: The server, without a password.
    """
    said = type(cause).__name__
    if isinstance(cause, exceptions.ResponseError):  # others' texts have the names of hosts
        said += f": {cause}"
    for words, error, sentence in _KINDS:
        if re.search(words, said):
            return error(f"Redis at {where} {sentence}")
    if isinstance(cause, exceptions.TimeoutError | TimeoutError):
        return StoreUnavailable(
            f"Redis at {where} did not answer in time. Whether it changed anything is not known."
        )
    if is_lost(cause):
        return StoreUnavailable(
            f"Redis at {where} cannot be reached, or hung up. Is it running, and is there a way?"
        )
    return StoreUnusable(
        f"Redis at {where} answers with an error that tokens should not meet "
        f"({type(cause).__name__}). Is it a Redis of release 6.2 or later?"
    )
