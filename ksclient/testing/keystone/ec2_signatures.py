"""The signatures that AWS's published algorithms make of a request, as Keystone checks them.

Keystone goes a way of its own in a few points, and so does this, where a program that has them
wrong would be refused by a real server: version 2 is signed with SHA-256, whatever the
``SignatureMethod``; the parameters are signed as they are handed over, so a ``Signature`` that
was left among them is, too; blanks inside a header's value count.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import quote

from ksclient.testing.keystone import refusals

_V4 = "AWS4-HMAC-SHA256"
_END_OF_SCOPE = "aws4_request"
_OLD_BOTO = re.compile(r"Boto/2\.[0-9]\.[0-2]")
"""The user agents that sign their host without its port."""


class UnknownSignature(ValueError):
    """A request is signed in none of the ways that are known."""


def of_request(secret: str, signed: Mapping[str, Any]) -> str:
    """Return the signature that a request should have.

    Args:
        secret: The secret key.
        signed: What was signed: ``params``, and as the version of the signature needs them
            ``verb``, ``host``, ``path``, ``headers`` and ``body_hash``.

    Raises:
        UnknownSignature: If no version, or none that is known, is named.
        KeyError: If something lacks that the version needs.
        TypeError: If something is of a type that cannot be signed.
    """
    params = signed["params"]
    version = params.get("SignatureVersion")
    if version == "0":
        return _base64_hmac(secret, params["Action"] + params["Timestamp"], "sha1")
    if version == "1":
        names = sorted(params, key=str.lower)
        text = "".join(name + _text(params[name]) for name in names)
        return _base64_hmac(secret, text, "sha1")
    if version == "2":
        lines = [_text(signed[name]) for name in ("verb", "host", "path")]
        query = _query({**params, "SignatureMethod": "HmacSHA256"})
        return _base64_hmac(secret, "\n".join([*lines, query]), "sha256")
    if _is_version_4(signed):
        return _version_4(secret, signed)
    raise UnknownSignature(f"There is no signature of version {version!r}.")


def of_text(secret: str, text: bytes) -> str:
    """Return the signature that a text of S3's should have, by version 4 if it begins so.

    Raises:
        Refusal: 401 if it is none of S3's.
    """
    if not text.startswith(b"AWS4"):
        return base64.b64encode(hmac.digest(secret.encode(), text, "sha1")).decode()
    lines = text.split(b"\n")
    if len(lines) != 4 or lines[0] != _V4.encode():
        raise refusals.unauthorized()
    scope = lines[2].decode("utf-8", "replace").split("/")
    if len(scope) != 4 or scope[2:] != ["s3", _END_OF_SCOPE]:
        raise refusals.unauthorized()
    return hmac.new(_derived_key(secret, scope), text, "sha256").hexdigest()


def is_same(given: object, expected: str) -> bool:
    """Tell whether a signature is the expected one, in constant time."""
    return isinstance(given, str) and hmac.compare_digest(
        given.encode("utf-8", "surrogatepass"), expected.encode()
    )


def _is_version_4(signed: Mapping[str, Any]) -> bool:
    try:
        return bool(signed["headers"]["Authorization"].startswith(_V4))
    except KeyError:
        return bool(signed["params"].get("X-Amz-Algorithm") == _V4)


@dataclass(frozen=True)
class _Authorization:
    """What a request of version 4 says of its signature, in a header or in its query."""

    credential: str
    signed_headers: str
    date: str

    @classmethod
    def of(cls, headers: Mapping[str, str], params: Mapping[str, str]) -> Self:
        date = headers.get("X-Amz-Date") or params["X-Amz-Date"]
        header = headers.get("Authorization")
        if header is None:
            return cls(params["X-Amz-Credential"], params["X-Amz-SignedHeaders"], date)
        parts = header.removeprefix(_V4).split(",")
        said = dict(part.strip().partition("=")[::2] for part in parts)
        return cls(said["Credential"], said["SignedHeaders"], date)

    @property
    def scope(self) -> list[str]:
        """Date, region, service, and a constant."""
        return self.credential.split("/")[1:]


def _version_4(secret: str, signed: Mapping[str, Any]) -> str:
    said = _Authorization.of(signed["headers"], signed["params"])
    if not said.date.startswith(said.scope[0]):
        raise UnknownSignature("The date of the request is not that of its credential.")
    verb = signed["verb"].upper()
    canonical = [
        verb,
        signed["path"],
        "" if verb == "POST" else _query(signed["params"]),
        *_headers(signed["headers"], said.signed_headers.split(";")),
        "",
        said.signed_headers,
        signed["body_hash"],
    ]
    digest = hashlib.sha256("\n".join(canonical).encode("utf-8", "surrogatepass")).hexdigest()
    text = "\n".join([_V4, said.date, "/".join(said.scope), digest])
    return hmac.new(_derived_key(secret, said.scope), text.encode(), "sha256").hexdigest()


def _headers(headers: Mapping[str, str], names: Iterable[str]) -> list[str]:
    by_name = {name.lower().strip(): value.strip() for name, value in headers.items()}
    if _OLD_BOTO.match(by_name.get("user-agent", "")) and "host" in by_name:
        by_name["host"] = by_name["host"].partition(":")[0]
    return [f"{name}:{by_name[name]}" for name in names if name in by_name]


def _derived_key(secret: str, scope: Iterable[str]) -> bytes:
    key = f"AWS4{secret}".encode()
    for step in scope:
        key = hmac.digest(key, step.encode(), "sha256")
    return key


def _query(params: Mapping[str, Any]) -> str:
    return "&".join(f"{quote(name, safe='')}={_quoted(params[name])}" for name in sorted(params))


def _quoted(value: object) -> str:
    return quote(_text(value), safe="", errors="surrogatepass")


def _text(value: object) -> str:
    return value if isinstance(value, str) else str(value)


def _base64_hmac(secret: str, text: str, digest: str) -> str:
    signed = text.encode("utf-8", "surrogatepass")
    return base64.b64encode(hmac.digest(secret.encode(), signed, digest)).decode()
