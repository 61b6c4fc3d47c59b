"""Answer a 401, with the token that was refused in hand.

Many threads may hold the same refused token. The first of them has it renewed; the others
must find the new one, not throw it away.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

from ksclient.auth import exceptions
from ksclient.auth import plugin as plugins
from ksclient.auth._deadline import holding
from ksclient.auth._per_process import PerProcess
from ksclient.auth._redact import SecretDict, mask_text, sealed
from ksclient.auth.session import sizes
from ksclient.auth.session.call import Call, Reply, Send

MOST_RENEWALS = 10
"""How often a call is sent again with another token, where tokens die faster than it travels."""

_Lock = PerProcess[threading.RLock]

_locks: WeakKeyDictionary[Any, _Lock] = WeakKeyDictionary()
_locks_lock: _Lock = PerProcess(threading.RLock)
_shared_lock: _Lock = PerProcess(threading.RLock)


def sent(call: Call, send: Send, plugin: Any, session: Any) -> Reply:
    """Send a call, and tell the plugin if nobody was found: it may have told a wrong place.

    Args:
        call: What to send.
        send: What sends it.
        plugin: The auth plugin that gave its headers; None if none did.
        session: The session.
    """
    try:
        return send(call)
    except exceptions.ConnectionError:
        distrust = getattr(plugin, "distrust_endpoints", None)
        if distrust is not None:
            distrust(session)
        raise


def recovered(reply: Reply, call: Call, send: Send, plugin: Any, session: Any) -> Reply:
    """Return the answer to *call* with a better token, if it was refused and there is one.

    What was got as better may have died before it arrived: tokens are revoked at any moment. The
    plugin says whether it is replaced, too; else the refusal is the caller's. A refusal says
    nothing about a token that a redirect left behind.

    Args:
        reply: The answer so far.
        call: What was sent.
        send: What sends it again.
        plugin: The auth plugin that gave the headers.
        session: The session that sent them.
    """
    better = rejected = None
    for attempt in range(MOST_RENEWALS):
        if reply.response.status_code != 401 or reply.call.left_behind & call.credentials:
            break
        if better is not None and (
            better == rejected or not _deserves_another(better, plugin, session, attempt)
        ):
            break
        rejected = sealed({k: v for k, v in call.headers.items() if _is_plugins(k, call)})
        better = renewed_headers(plugin, session, rejected)
        if better is None or not call.can_be_sent_again():
            break
        if call.options.get("stream"):
            reply.response.close()  # nobody reads it, and it would keep its connection
        call = call.with_credentials(better)
        reply = send(call)
    if reply.response.status_code < 400:
        note = getattr(plugin, "note_accepted", None)
        if note is not None:
            note()
    return reply


def _deserves_another(better: SecretDict, plugin: Any, session: Any, attempt: int) -> bool:
    """Tell whether to renew what was renewed a moment ago, and is refused all the same.

    A token that was issued for this very call is good, as far as a plugin knows that cannot ask.
    One that another thread had renewed may be as old as the first, so that is replaced once.
    """
    ask = getattr(plugin, "deserves_another", None)
    answer = ask(session, better) if ask is not None else None
    if answer is None:
        return attempt == 1 and isinstance(better, plugins.AdoptedHeaders)
    return bool(answer)


def _is_plugins(name: str, call: Call) -> bool:
    return name.lower() in call.credentials


def error_of(reply: Reply, call: Call, plugin: Any) -> Exception:
    """Return the error that an answer stands for, with what helps to understand it.

    Args:
        reply: The answer, with a status of 400 or more.
        call: What was sent.
        plugin: The auth plugin that gave its headers; None if none did.
    """
    error = exceptions.from_response(reply.response, call.method, call.url)
    if reply.call.left_behind:
        exceptions.add_hint(
            error,
            f"{mask_text(call.url)} redirected to {mask_text(reply.call.url)}, another origin: "
            f"{', '.join(sorted(reply.call.left_behind))} was not sent there. If that is where "
            "the service lives now, use its URL.",
        )
    if reply.response.status_code in sizes.STATUSES:
        exceptions.add_hint(error, sizes.hint_for_size(reply.call))
    explain = getattr(plugin, "explain_rejection", None)
    if reply.response.status_code == 401 and explain is not None:
        exceptions.add_hint(error, explain())
    return error


def renewed_headers(plugin: Any, session: Any, rejected: Mapping[str, str]) -> SecretDict | None:
    """Return headers to send instead of *rejected* ones; None if the plugin has no better.

    Args:
        plugin: The auth plugin that gave the headers.
        session: The session that sent them.
        rejected: The plugin's headers that a server answered with 401.
    """
    renew = getattr(plugin, "renew_headers", None)
    if renew is not None:
        with exceptions.adopted():
            headers = renew(session, rejected)
    else:
        with holding(_lock_of(plugin)()):
            headers = plugins.renew_headers(plugin, session, rejected)
    if headers is None or isinstance(headers, SecretDict):
        return headers
    return sealed(SecretDict(headers))


def _lock_of(plugin: Any) -> _Lock:
    """Return the lock for a plugin that was not written for this library, and has none.

    A thread may take it again: the plugin may send requests of its own while it renews.
    """
    with _locks_lock():
        try:
            return _locks.setdefault(plugin, PerProcess(threading.RLock))
        except TypeError:  # not hashable, or takes no weak reference: all such share a lock
            return _shared_lock
