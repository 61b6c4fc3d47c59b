"""Sign anew what a recorded request proves its secret with: our secret is another one."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote, urlencode

Translate = Callable[[Any], Any]


def signed_anew(document: Any, secrets: Iterable[str], translate: Translate) -> Any:
    """Return a request's body as we send it: with our ids, and signed with our secret.

    Args:
        document: The recorded body.
        secrets: The recorded secrets. What was signed with none of them stays as it is.
        translate: Puts our names in the place of recorded ones.
    """
    ours = translate(document)
    for name, credentials in document.items() if isinstance(document, dict) else ():
        if not isinstance(credentials, dict):
            continue
        for secret in secrets:
            if credentials.get("signature") == _signature(credentials, secret):
                ours[name]["signature"] = _signature(ours[name], translate(secret))
    return ours


def _signature(credentials: dict[str, Any], secret: str) -> str | None:
    """Return the signature of EC2 (version 2), or of S3; None for what is neither."""
    if "params" in credentials:
        query = urlencode(sorted(credentials["params"].items()), quote_via=quote)
        lines = [credentials["verb"], credentials["host"], credentials["path"], query]
        return _hmac(secret, "\n".join(lines).encode(), "sha256")
    if "token" in credentials:
        return _hmac(secret, base64.urlsafe_b64decode(credentials["token"]), "sha1")
    return None


def _hmac(secret: str, message: bytes, algorithm: str) -> str:
    return base64.b64encode(hmac.new(secret.encode(), message, algorithm).digest()).decode()
