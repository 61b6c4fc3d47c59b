"""The connection to a Redis server: one way in for scripts, one place where errors change."""

from __future__ import annotations

import inspect
import logging
import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

import redis
from redis.backoff import NoBackoff
from redis.exceptions import NoScriptError, ReadOnlyError, ResponseError
from redis.retry import Retry

from ksclient.auth._per_process import PerProcess
from ksclient.auth._redact import digest, secret
from ksclient.token.exceptions import StoreCorrupted, StoreTooNew, StoreUnusable, TokenStoreError
from ksclient.token.persistence.backends.redis import errors
from ksclient.token.persistence.backends.redis.scripts import BATCH, SCHEMA, Script

T = TypeVar("T")
_LOG = logging.getLogger(__name__)

TIMEOUT = 5.0
"""Seconds that a connection may take, and each answer. The URL may say otherwise."""

_LOOKS = "It looks like redis://user:password@host:6379/0, rediss://… for TLS, or unix:///path."
_UNKNOWN_OPTION = re.compile("unexpected keyword argument '([^']*)'")

_CONNECTIONS = 10_000  # one for each thread that asks at the same time; redis-py 8 stops at 100


@dataclass(frozen=True, slots=True)
class Command:
    """One run of a script, ready to go; it may go twice. Its ``repr`` hides the tokens in it."""

    script: Script
    keys: tuple[str, ...]
    arguments: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.script!r}>"


class Server:
    """A Redis server. Threads share it, and so do processes after a fork.

    Nothing is sent before the first command.

    Args:
        url: Where it is, as redis-py reads it.
        client: The application's own client, instead.

    Raises:
        StoreUnusable: If the URL is none of Redis, or the client is a cluster's.
        TypeError: If the client is none.
    """

    def __init__(self, url: str, client: Any = None) -> None:
        url = secret(url)
        if client is not None:
            _check(client)
        self._client = PerProcess(partial(_connected, url) if client is None else lambda: client)
        self._looked_in: int | None = None
        self._where = _where(self._client())

    @property
    def where(self) -> str:
        """The server as messages name it, without a password."""
        return self._where

    def run(self, command: Command) -> list[Any]:
        """Run a script, and return what it answers after its ``ok``.

        Where the connection is lost the script runs once more. Scripts are written for that.

        Returns:
            The answer; of one word if that is not ``ok``.

        Raises:
            TokenStoreError: If it cannot be run, or if the store is not what it should be.
        """
        self._look_once()
        answer = self._tried(lambda client: _evaluated(client, command))
        word, rest = text(answer[0]), answer[1:]
        if word == "broken":
            raise StoreCorrupted(
                f"The key {digest(rest[0])} of Redis at {self._where} holds no token, or a broken "
                "one. It is left as it is; look what else writes under this prefix."
            )
        if word == "schema":
            raise self._of_other_schema(text(rest[0]))
        return rest if word == "ok" else [word]

    def keys_of_sets(self, prefix: str) -> Iterator[str]:
        """Yield the names of all sorted sets under *prefix*; one may come twice."""
        pattern = "".join(f"\\{char}" if char in "*?[]\\^-" else char for char in prefix) + "*"
        cursor = 0
        while True:
            scan = partial(_scanned, cursor=cursor, pattern=pattern)
            cursor, names = self._tried(scan)
            yield from map(text, names)
            if not cursor:
                return

    def _tried(self, act: Callable[[Any], T]) -> T:
        """Return what *act* returns, tried again once where nobody knows whether it happened."""
        try:
            return act(self._client())
        except errors.CAUGHT as cause:
            problem = None if _may_pass(cause) else errors.explained(cause, self._where)
            if isinstance(cause, ReadOnlyError):  # connections to who was primary before
                with suppress(*errors.CAUGHT):
                    self._client().connection_pool.disconnect(inuse_connections=False)
        if problem is None:
            try:
                return act(self._client())
            except errors.CAUGHT as cause:
                problem = errors.explained(cause, self._where)
        raise problem  # without redis-py's frames and words: they hold what was sent

    def _of_other_schema(self, version: str) -> TokenStoreError:
        if version.isascii() and version.isdecimal() and int(version[:9]) > SCHEMA:
            return StoreTooNew(
                f"The tokens in Redis at {self._where} were written by a later release of ksclient "
                f"(schema {version[:9]}; this one knows {SCHEMA}). Upgrade ksclient."
            )
        return StoreCorrupted(
            f"What Redis at {self._where} has under this prefix is no token store: its schema "
            "marker is none. Use another prefix."
        )

    def _look_once(self) -> None:
        """Look what kind of server it is, once in each process.

        Raises:
            StoreUnusable: If it is a cluster's.
        """
        if self._looked_in == os.getpid():
            return
        is_cluster, policy = self._tried(_looked_at)
        if is_cluster:
            raise errors.cluster(self._where)
        self._looked_in = os.getpid()
        if policy not in {"", "noeviction"}:
            _LOG.warning(
                "Redis at %s drops keys when its memory is full (maxmemory-policy %s). Tokens may "
                "vanish, and revoking a user's tokens may miss some. Set it to noeviction.",
                self._where,
                policy,
            )


def text(value: Any) -> str:
    """Return what a client that decodes answers, or one that does not, got as a text."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _may_pass(cause: BaseException) -> bool:
    return errors.is_lost(cause) or isinstance(cause, ReadOnlyError)


def _evaluated(client: Any, command: Command) -> list[Any]:
    values = [
        value.encode("utf-8", "surrogatepass") for value in (*command.keys, *command.arguments)
    ]
    keys = len(command.keys)
    try:
        answer = client.evalsha(command.script.sha, keys, *values)
    except NoScriptError:  # the server was restarted, or its scripts were flushed
        answer = client.eval(command.script.text, keys, *values)
    return [_concealed(part) for part in answer]


def _concealed(answered: Any) -> Any:
    """Return an answer that hides from tracebacks: most of them hold tokens."""
    if isinstance(answered, list):
        return [_concealed(part) for part in answered]
    return secret(answered)


def _looked_at(client: Any) -> tuple[bool, str]:
    """Return whether a server is a cluster's, and what it does when full; many do not say."""
    is_cluster, policy = False, ""
    with suppress(ResponseError):
        is_cluster = bool(client.info("cluster").get("cluster_enabled"))
    with suppress(ResponseError):
        policy = text(next(iter(client.config_get("maxmemory-policy").values()), ""))
    return is_cluster, policy


def _scanned(client: Any, cursor: int, pattern: str) -> tuple[int, list[Any]]:
    following, names = client.scan(cursor, match=pattern.encode(), count=BATCH, _type="zset")
    return int(following), list(names)


def _connected(url: str) -> Any:
    """Return a client of our own. It connects when it is used."""
    options: dict[str, Any] = {
        "socket_timeout": TIMEOUT,
        "protocol": 2,
        "retry": Retry(NoBackoff(), 0),
        "max_connections": _CONNECTIONS,
    }
    if not str(url).startswith("unix:"):
        options["socket_connect_timeout"] = TIMEOUT
    _refuse_unescaped(url)
    try:
        _refuse_database(url)
        return _sound(redis.Redis.from_url(str(url), **options))
    except (ValueError, TypeError, redis.RedisError) as error:
        problem = _unusable(url, str(error))
    raise problem  # without its cause, which quotes the URL


def _check(client: Any) -> None:
    """Refuse a client that scripts cannot be run with.

    Raises:
        StoreUnusable: If it is a cluster's.
        TypeError: If it is none of redis-py, or one for asyncio.
    """
    if isinstance(client, redis.RedisCluster):
        raise StoreUnusable("Redis Cluster is not supported: hand in a redis.Redis.")
    if not callable(getattr(client, "evalsha", None)) or inspect.iscoroutinefunction(
        getattr(client, "execute_command", None)
    ):
        kind = f"{type(client).__module__}.{type(client).__qualname__}"
        raise TypeError(f"client must be a redis.Redis, without asyncio, not a {kind}.")


def _refuse_unescaped(url: str) -> None:
    """Refuse a URL whose password ends nobody knows where.

    Raises:
        StoreUnusable: If there is a ``/``, ``?`` or ``#`` before the last ``@``.
    """
    scheme, _, rest = url.partition("://")
    log_in = rest.rpartition("@")[0]
    if re.search("[/?#]", log_in) and not (scheme == "unix" and rest.startswith("/")):
        raise StoreUnusable(
            "Before the last '@' of the URL there is a '/', '?' or '#': percent-encode what is "
            "part of the user or the password, '@' as %40, '/' as %2F, '?' as %3F, '#' as %23."
        )


def _refuse_database(url: str) -> None:
    """Refuse a database that redis-py would pass over in silence.

    Raises:
        ValueError: If it is no number.
    """
    parts = urlsplit(str(url))
    number = parts.path.strip("/")
    if parts.scheme != "unix" and number and not (number.isascii() and number.isdecimal()):
        raise ValueError("no number")


def _unusable(url: str, said: str) -> StoreUnusable:
    """Return the error to raise for a *url*; only the name of an option is quoted.

    Args:
        url: What redis-py could not use.
        said: What it says of that.
    """
    if said == "no number":
        return StoreUnusable("The database at the end of the URL must be a number, as in …/0.")
    try:
        given = sorted(parse_qs(urlsplit(str(url)).query, keep_blank_values=True))
    except ValueError:
        given = []
    found = _UNKNOWN_OPTION.search(said)
    if found and found[1] in given:
        return StoreUnusable(f"redis-py does not take the option {found[1]!r} of the URL.")
    options = f" Its options may be wrong: {', '.join(given)}." if given else ""
    return StoreUnusable(f"The URL is none of Redis. {_LOOKS}{options}")


def _sound(client: Any) -> Any:
    """Return a client of whose URL a connection can be made; nothing is connected."""
    pool = client.connection_pool
    for value in pool.connection_kwargs.values():
        str(value).encode()
    str(pool.connection_kwargs.get("host", "")).encode("idna")
    pool.connection_class(**pool.connection_kwargs)
    return client


def _where(client: Any) -> str:
    """Return the server as messages name it: its host and port, without a password."""
    pool = getattr(client, "connection_pool", None)
    options = getattr(pool, "connection_kwargs", {})
    if "path" in options:
        return str(options["path"])
    if "host" in options or "port" in options:
        return f"{options.get('host', 'localhost')}:{options.get('port', 6379)}"
    return "the client's server"
