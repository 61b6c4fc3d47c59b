"""How records look where others could read them."""

from __future__ import annotations

import hashlib
import hmac
import os
from typing import TYPE_CHECKING, Protocol

from ksclient.auth._redact import secret
from ksclient.token.cache.errors import StoreFailed

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

LEAST = 32
"""How many bytes the key of an `Encryption` has to have."""

MARK = 33
"""How many bytes stand before a record, and tell whether two are equal."""

_HOW = "Make one with: python -c 'import secrets; print(secrets.token_urlsafe(32))'"
_NONCE = 12


class Envelope(Protocol):
    """What records are put into. Threads may share it."""

    name: str
    """Tells which envelopes can be opened: those of another name cannot."""

    def mark(self, key: str, record: bytes) -> bytes:
        """Return the `MARK` bytes that a closed record starts with; equal for equal records."""

    def close(self, key: str, record: bytes) -> bytes:
        """Return a record as it is stored under a key."""

    def open(self, key: str, stored: bytes) -> bytes | None:
        """Return the record that was stored under a key; None if these bytes are none."""


class Plain:
    """Leaves records readable; what is broken is found out."""

    name = "plain"

    def mark(self, key: str, record: bytes) -> bytes:
        """See `Envelope.mark`."""
        return b"\0" + hashlib.sha256(key.encode() + b"\0" + record).digest()

    def close(self, key: str, record: bytes) -> bytes:
        """See `Envelope.close`."""
        return self.mark(key, record) + record

    def open(self, key: str, stored: bytes) -> bytes | None:
        """See `Envelope.open`."""
        record = stored[MARK:]
        return record if stored[:MARK] == self.mark(key, record) else None


class Encryption:
    """Encrypts records with AES-256 in Galois/Counter mode.

    A record is bound to its key and to the *place*: one that is moved to another cannot be
    opened. Its length stays visible, and so does whether it is the one from before.

    Args:
        secret_key: What whoever shares the records has: at least 32 bytes, or characters, that
            nobody can guess. It is no password: passwords can be guessed.
        place: Names the store.

    Raises:
        TypeError: If the key is neither text nor bytes.
        ValueError: If it is too short.
        StoreFailed: If cryptography is not installed.
    """

    def __init__(self, secret_key: str | bytes, place: str) -> None:
        keys = _derived(_checked(secret(secret_key)))
        self._place = place.encode()
        self._cipher = _cipher(keys[:32])
        self._mark_key = secret(keys[32:64])
        self.name = hmac.digest(keys[64:], self._place, "sha256").hex()[:16]

    def mark(self, key: str, record: bytes) -> bytes:
        """See `Envelope.mark`."""
        return b"\1" + hmac.digest(self._mark_key, key.encode() + b"\0" + record, "sha256")

    def close(self, key: str, record: bytes) -> bytes:
        """See `Envelope.close`."""
        mark, nonce = self.mark(key, record), os.urandom(_NONCE)
        return mark + nonce + self._cipher.encrypt(nonce, record, self._bound(key, mark))

    def open(self, key: str, stored: bytes) -> bytes | None:
        """See `Envelope.open`."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - as _cipher

        mark, nonce, rest = stored[:MARK], stored[MARK : MARK + _NONCE], stored[MARK + _NONCE :]
        if len(nonce) < _NONCE:
            return None
        try:
            return self._cipher.decrypt(nonce, rest, self._bound(key, mark))
        except InvalidTag:
            return None

    def _bound(self, key: str, mark: bytes) -> bytes:
        return b"\0".join((self._place, key.encode(), mark))


def _checked(given: object) -> bytes:
    if not isinstance(given, str | bytes):
        raise TypeError(f"The key must be text or bytes, not {type(given).__name__}. {_HOW}")
    key = given.encode() if isinstance(given, str) else given
    if len(key) < LEAST:
        raise ValueError(f"The key must have at least {LEAST} bytes; it has {len(key)}. {_HOW}")
    return secret(bytes(key))


def _derived(key: bytes) -> bytes:
    """Return 96 bytes: three keys for three uses."""
    try:
        # Only who encrypts needs it.
        from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415
    except ImportError:
        problem = StoreFailed(
            "The library cryptography, which encrypts records, is not installed: "
            "pip install 'ksclient[crypt]'"
        )
    else:
        kdf = HKDF(algorithm=SHA256(), length=96, salt=None, info=b"ksclient.token.cache 1")
        return secret(kdf.derive(key))
    raise problem


def _cipher(key: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - as _derived

    return AESGCM(key)
