"""Logins in two steps: a session's id, and then a passcode.

A profile whose ``extra`` has a ``passcode`` wants it of everybody.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass

from ksclient.testing.keystone.answer import Answer
from ksclient.testing.keystone.service import Keystone

METHOD = "PASSCODE"
_KEY = os.urandom(32)


@dataclass(frozen=True)
class Begun:
    """A login that lacks its passcode: whose, and how it began."""

    user_id: str
    method: str


def are_wanted(keystone: Keystone) -> bool:
    """Tell whether a login needs a passcode."""
    return "passcode" in keystone.profile.extra


def is_right(keystone: Keystone, passcode: str) -> bool:
    """Tell whether a passcode is the one that is wanted."""
    wanted = str(keystone.profile.extra.get("passcode", ""))
    return hmac.compare_digest(passcode.encode(), wanted.encode())


def challenge(begun: Begun) -> Answer:
    """Answer that a passcode is wanted, and by what id the login goes on."""
    text = "Additional authentication credentials required"
    session = f"OS-MF sessionId='{_sealed(begun)}', factor='{METHOD}'"
    return Answer(
        {"unauthorized": {"code": 401, "message": text}},
        status=401,
        headers={"WWW-Authenticate": session},
    )


def begun(session_id: str | None) -> Begun | None:
    """Return the login that an id stands for; None if it stands for none."""
    try:
        method, user_id = base64.urlsafe_b64decode(session_id or "")[32:].decode().split(" ", 1)
    except ValueError:
        return None
    found = Begun(user_id, method)
    return found if hmac.compare_digest(_sealed(found), session_id or "") else None


def _sealed(begun: Begun) -> str:
    """Return an id that holds all there is to know, so that nothing need be kept."""
    text = f"{begun.method} {begun.user_id}".encode()
    return base64.urlsafe_b64encode(hmac.digest(_KEY, text, hashlib.sha256) + text).decode()
