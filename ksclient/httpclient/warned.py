"""What a client warns of when it is made, at the line of the program that makes it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from ksclient.auth._callers import callers_level
from ksclient.auth._value import defaults_of
from ksclient.exceptions import IgnoredOptionsWarning
from ksclient.httpclient.options import Options

_CONNECTION = ("verify", "cacert", "cert", "key", "insecure", "timeout", "original_ip")
_DEFAULTS = defaults_of(Options)

_is_told: ContextVar[bool] = ContextVar("is_told", default=False)


def warn_without_session(name: str) -> None:
    """Warn that a *name* is made without a session, unless that was told already."""
    if not _is_told.get():
        warnings.warn(
            f"{name} without a session is deprecated: make a ksclient.auth.session.Session and "
            "pass it as session=.",
            DeprecationWarning,
            stacklevel=callers_level(),
        )


@contextmanager
def told_already(is_told: bool = True) -> Iterator[None]:
    """Let this thread make clients without a session, and not warn of that, if *is_told*."""
    before = _is_told.set(is_told)
    try:
        yield
    finally:
        _is_told.reset(before)


def warn_of_ignored(options: Options) -> None:
    """Warn of what has no effect over a session of the user's, for the session has its own."""
    ignored = [name for name in _CONNECTION if getattr(options, name) != _DEFAULTS[name]]
    if ignored:
        warnings.warn(
            f"Over a session, the client ignores {', '.join(ignored)}: give it to the session, "
            "as in Session(auth=..., verify=..., cert=..., timeout=..., original_ip=...).",
            IgnoredOptionsWarning,
            stacklevel=callers_level(),
        )
    if options.use_keyring:
        warnings.warn(
            "Over a session, the client ignores use_keyring: give the session a plugin that "
            "shares its logins, as in Session(auth=TokenCache().plugin(...)), with TokenCache "
            "from ksclient.token.cache.",
            IgnoredOptionsWarning,
            stacklevel=callers_level(),
        )
