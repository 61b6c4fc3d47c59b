"""The connection to a Redis server: one way in for scripts, one place where errors change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

from ksclient.auth._per_process import PerProcess
from ksclient.auth._redact import secret
from ksclient.token.cache.errors import StoreFailed

TIMEOUT = 3.0
"""Seconds that a connection may take, and each answer. The URL may say otherwise."""

_ATTEMPTS = 2  # a server closes connections that were not used for long

_CONNECTIONS = 10_000  # one for each thread that asks at the same time; redis-py 8 stops at 100

_SENTENCES = {
    "Authentic|Authoriz|NoPermission|NOAUTH|WRONGPASS|NOPERM|ACL": (
        "refuses the user, the password, or a command or key: look at the URL and at the ACL."
    ),
    "OutOfMemory|OOM": "is full: raise its maxmemory.",
    "ReadOnly|READONLY": "is a read-only replica: connect to the primary.",
    "LOADING|BusyLoading|MASTERDOWN|MasterDown": "is still loading its data.",
    "MISCONF|NOREPLICAS|unable to persist": "cannot make a write safe now: look at its log.",
    "BUSY|UNKILLABLE": "is busy with somebody's script.",
    "Moved|Ask|Cluster|CrossSlot|CROSSSLOT": "is a Redis Cluster: use a single server.",
    "MaxConnections|max number of clients": "has no connection left.",
    "Timeout": "did not answer in time.",
    "Connection|OSError": "cannot be reached, or hung up: is it running, and is there a way?",
}


class Server:
    """A Redis server. Nothing is sent before the first script.

    Args:
        url: Where it is, as redis-py reads it.
        client: The application's own client, instead.

    Raises:
        ValueError: If the URL is none of Redis, or the client decodes what it reads.
        StoreFailed: If redis-py is not installed.
    """

    def __init__(self, url: str, client: Any = None) -> None:
        url = secret(url)
        make = partial(_connected, url) if client is None else lambda: client
        self._client = PerProcess(make)
        options = getattr(getattr(self._client(), "connection_pool", None), "connection_kwargs", {})
        if options.get("decode_responses"):
            raise ValueError("The client must not decode what it reads: decode_responses=False.")
        self.where = _where(options)

    def run(self, script: str, names: Sequence[str], arguments: Sequence[bytes | str | int]) -> Any:
        """Run a script, once more where the connection was lost, and return what it answers.

        Raises:
            StoreFailed: If that cannot be done.
        """
        from redis.exceptions import RedisError  # noqa: PLC0415 - as _connected

        problem: StoreFailed | None = None
        for _ in range(_ATTEMPTS):
            try:
                return secret(self._client().eval(script, len(names), *names, *arguments))
            except (RedisError, OSError, ValueError) as cause:
                problem, was_lost = self._explained(cause), _is_lost(cause)
            if not was_lost:
                break
        raise problem or StoreFailed  # without redis-py's frames and words: they hold what was sent

    def _explained(self, cause: BaseException) -> StoreFailed:
        said = type(cause).__name__
        if isinstance(cause, OSError):
            said += " OSError"
        if "ResponseError" in _kinds(cause):  # others' texts have the names of hosts
            said += f" {str(cause)[:60]}"
        for words, sentence in _SENTENCES.items():
            if re.search(words, said):
                return StoreFailed(f"Redis at {self.where} {sentence}")
        return StoreFailed(
            f"Redis at {self.where} answers with an error ({type(cause).__name__}). Is it a Redis "
            "of release 6.2 or later?"
        )


def _kinds(cause: BaseException) -> set[str]:
    return {kind.__name__ for kind in type(cause).__mro__}


def _is_lost(cause: BaseException) -> bool:
    """Tell whether a new connection may do. Who waited in vain does not wait again."""
    return bool(_kinds(cause) & {"ConnectionError", "OSError"}) and not (
        _kinds(cause) & {"AuthenticationError", "AuthorizationError", "TimeoutError"}
    )


def _connected(url: str) -> Any:
    """Return a client of our own. It connects when it is used."""
    try:
        import redis  # noqa: PLC0415 - only who uses it needs it
        from redis.backoff import NoBackoff  # noqa: PLC0415
        from redis.retry import Retry  # noqa: PLC0415
    except ImportError:
        raise StoreFailed(
            "The library redis is not installed: pip install 'ksclient[redis]'"
        ) from None
    options: dict[str, Any] = {
        "socket_timeout": TIMEOUT,
        "protocol": 2,
        "retry": Retry(NoBackoff(), 0),
        "max_connections": _CONNECTIONS,
    }
    if not str(url).startswith("unix:"):
        options["socket_connect_timeout"] = TIMEOUT
    try:
        client = redis.Redis.from_url(str(url), **options)
        pool = client.connection_pool
        pool.connection_class(**pool.connection_kwargs)  # which does not connect
    except (ValueError, TypeError, redis.RedisError):
        problem = ValueError(
            "The URL is none of Redis. It looks like redis://user:password@host:6379/0, rediss://… "
            "for TLS, or unix:///path."
        )
    else:
        return client
    raise problem  # without its cause, which quotes the URL


def _where(options: dict[str, Any]) -> str:
    """Return the server as messages name it: its host and port, without a password."""
    if "path" in options:
        return str(options["path"])
    if "host" in options or "port" in options:
        return f"{options.get('host', 'localhost')}:{options.get('port', 6379)}"
    return "the client's place"
