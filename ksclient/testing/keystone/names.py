"""See that the names of tenants and users are as Keystone wants them."""

from __future__ import annotations

from typing import Any

from ksclient.testing.keystone import refusals


def tidy(name: Any, kind: str, most: int) -> str:
    """Return a name without the blanks around it.

    Args:
        name: As it was given.
        kind: Whose it is, in Keystone's words, for its errors.
        most: Characters of the longest one.

    Raises:
        Refusal: 400 if it is too long, or nothing.
    """
    tidied = require(name).strip()
    if not tidied:
        raise refusals.bad_request(f"{kind} name cannot be empty.")
    if len(tidied) > most:
        raise refusals.bad_request(f"{kind} name should not be greater than {most} characters.")
    return tidied


def require(name: Any) -> str:
    """Return a name that there has to be, though no schema said so.

    Raises:
        Refusal: 400 if there is none.
    """
    if not name or not isinstance(name, str):
        raise refusals.bad_request("Name field is required and cannot be empty")
    return name
