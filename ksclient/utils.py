"""Small helpers of keystoneclient that programs came to use."""

from __future__ import annotations

import getpass
import hashlib
import inspect
import sys
from datetime import datetime
from typing import Any

from ksclient.auth._time import utcnow
from ksclient.exceptions import CommandError, InvalidId, NotFound, NoUniqueMatch

_SECONDS = "%Y-%m-%dT%H:%M:%S"
_MICROSECONDS = "%Y-%m-%dT%H:%M:%S.%f"


def find_resource(manager: Any, name_or_id: str | bytes | int) -> Any:
    """Return what has this id, or else the only one with this name.

    Args:
        manager: A manager with ``find``. Without ``get`` its list is looked through for ids, too.
        name_or_id: An id or a name. Bytes are read as UTF-8.

    Raises:
        CommandError: If there is none, or several have the name; or if *name_or_id* is None, or
            text that cannot be sent; or if ids are no names of things of this kind, as with EC2
            credentials. Then nothing was sent.
    """
    wanted = _text(name_or_id)
    kind = manager.resource_class.__name__.lower()
    try:
        return _by_id(manager, wanted)
    except (NotFound, InvalidId):
        pass  # what is no id may still be a name
    try:
        return manager.find(name=wanted)
    except NotFound as cause:
        raise CommandError(f"No {kind} with a name or ID of '{wanted}' exists.") from cause
    except NoUniqueMatch as cause:
        raise CommandError(
            f"Multiple {kind} matches found for '{wanted}', use an ID to be more specific."
        ) from cause


def _by_id(manager: Any, wanted: Any) -> Any:
    get = getattr(manager, "get", None)
    if get is None:
        return manager.find(id=wanted)
    try:
        inspect.signature(get).bind(wanted)
    except TypeError as cause:
        kind = manager.resource_class.__name__.lower()
        raise CommandError(
            f"An id alone does not name one {kind}: the manager's get() and find() need the user, "
            "too, as in find(user_id=..., access=...)."
        ) from cause
    return get(wanted)


def _text(name_or_id: Any) -> Any:
    if name_or_id is None:
        raise CommandError("None is neither an id nor a name, so nothing was looked for.")
    try:
        if isinstance(name_or_id, bytes):
            return name_or_id.decode("utf-8")
        if isinstance(name_or_id, str):
            name_or_id.encode("utf-8")
    except UnicodeError as cause:
        raise CommandError(
            f"{name_or_id!a} is not UTF-8, so it can be neither an id nor a name."
        ) from cause
    return str(name_or_id) if isinstance(name_or_id, int) else name_or_id


def hash_signed_token(signed_text: bytes, mode: str = "md5") -> str:
    """Return the hash, in hex, that Keystone takes as the short id of a signed token.

    Args:
        signed_text: The token.
        mode: The name of the algorithm, as the server is set up to use.
    """
    # Not a matter of security: the server looks the token up by this name.
    return hashlib.new(mode, signed_text, usedforsecurity=False).hexdigest()


def prompt_user_password() -> str | None:
    """Ask on the terminal for a password.

    Returns:
        The password; None if there is no terminal, or the user ended the input.
    """
    if not _is_terminal():
        return None
    try:
        return getpass.getpass("Password: ")
    except EOFError:
        return None


def prompt_for_password() -> str | None:
    """Ask on the terminal for a new password, twice, until both are the same.

    Returns:
        The password; None if there is no terminal, or the user ended the input.
    """
    if not _is_terminal():
        return None
    try:
        while True:
            password = getpass.getpass("New Password: ")
            if password == getpass.getpass("Repeat New Password: "):
                return password
    except EOFError:
        return None


def _is_terminal() -> bool:
    return hasattr(sys.stdin, "isatty") and sys.stdin.isatty()


def isotime(at: datetime | None = None, subsecond: bool = False) -> str:
    """Return a point in time as ISO 8601 text, UTC as ``Z``.

    Args:
        at: The time; a naive one is UTC. None means now.
        subsecond: Whether to write microseconds, zero or not.
    """
    moment = at or utcnow()
    zone = moment.tzname() or "UTC"
    text = moment.strftime(_MICROSECONDS if subsecond else _SECONDS)
    return text + ("Z" if zone in ("UTC", "UTC+00:00") else zone)


def strtime(at: datetime | None = None) -> str:
    """Return a point in time as text with microseconds and without a time zone.

    Args:
        at: The time. None means now, in UTC.
    """
    return (at or utcnow()).strftime(_MICROSECONDS)
