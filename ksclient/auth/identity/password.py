"""Passwords, before they are used."""

from __future__ import annotations


def check_password(password: object) -> None:
    """Refuse a password that JSON cannot hold; None is none.

    Raises:
        TypeError: If it is bytes.
    """
    for kind in (bytes, bytearray):  # not what hides it from tracebacks with locals
        if isinstance(password, kind):
            raise TypeError(
                f"The password must be text, not {kind.__name__}: decode it first, mostly as UTF-8."
            )
