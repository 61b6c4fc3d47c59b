"""Secret headers that a pickle leaves out, and that are missed when they are to be sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ksclient.auth import exceptions
from ksclient.auth._redact import is_secret_header
from ksclient.auth.plugin.pickling import keeps_secrets


class LackingHeaders(dict[str, str]):
    """Headers out of a pickle, which lack those that are secret.

    Attributes:
        lacking: The names of what was left out.
    """

    lacking: frozenset[str] = frozenset()


def for_pickle(headers: Mapping[str, str] | None) -> Any:
    """Return *headers* as they go into a pickle: without secrets, unless those are kept."""
    secrets = {name for name in headers or () if is_secret_header(name)}
    if headers is None or not secrets or keeps_secrets():
        return headers
    left = LackingHeaders((name, value) for name, value in headers.items() if name not in secrets)
    left.lacking = frozenset(secrets) | getattr(headers, "lacking", frozenset())
    return left


def demand_headers(owner: object, headers: Any, sent: Iterable[str]) -> None:
    """Refuse to go on without the headers that a pickle has left out of *headers*.

    Args:
        owner: Whose ``additional_headers`` they are.
        headers: These.
        sent: The names of all headers that will be sent.

    Raises:
        AuthorizationFailure: If one of them is not among these; the message says what to do.
    """
    missed = getattr(headers, "lacking", None)
    if not missed:
        return
    names = {name.lower() for name in sent}
    lacking = [name for name in sorted(missed) if name.lower() not in names]
    if lacking:
        kind = type(owner).__name__
        raise exceptions.AuthorizationFailure(
            f"This {kind} was pickled without its header {lacking[0]}, as secrets are left out: "
            f"set it in additional_headers before using it, or pickle the {kind} inside "
            "'with ksclient.auth.plugin.secrets_kept():'."
        )
