"""Signing requests as Amazon does, with an EC2 credential of Keystone's."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Mapping
from typing import Any, NoReturn

from ksclient.auth._redact import hidden, secret
from ksclient.contrib.ec2 import authorization, canonical
from ksclient.contrib.ec2.authorization import ALGORITHM, Authorization
from ksclient.contrib.ec2.reading import malformed, mapping, text, utf8
from ksclient.exceptions import InvalidArgument


class Ec2Signer:
    """Signs requests with the secret of an EC2 credential.

    Keystone gives a token for a signed request (``POST /v2.0/ec2tokens``, open to everyone). The
    request need not be one that was ever sent::

        signed = {
            "access": credential.access,
            "verb": "GET",
            "host": "cloud.example",
            "path": "/",
            "params": {"SignatureVersion": "2", "AWSAccessKeyId": credential.access},
        }
        signed["signature"] = Ec2Signer(credential.secret).generate(signed)
        answer = session.post(f"{auth_url}/ec2tokens", json={"credentials": signed},
                              authenticated=False)

    Keystone does not ask how old a signature is, so keep one as carefully as a token.

    A signer does no I/O, and threads may share it. It does not pickle, for the secret would be in
    the pickle.

    Args:
        secret_key: The ``secret`` of the EC2 credential.

    Raises:
        InvalidArgument: If that is empty, or no text.

    Attributes:
        hmac: HMAC-SHA1 with the secret as its key: signs versions 0 and 1.
        hmac_256: HMAC-SHA256, which signs version 2. With None, HMAC-SHA1 does.
    """

    def __init__(self, secret_key: str) -> None:
        key: object = secret(secret_key)
        del secret_key  # bytes, which are refused, would show in a traceback with locals
        if not isinstance(key, str):
            problem, key = malformed("secret_key", key, "text"), None
            raise problem
        if not key:
            raise InvalidArgument("secret_key is empty: give the secret of an EC2 credential.")
        utf8(key, "secret_key")
        self._secret_key = secret(str(key))
        self.hmac = hmac.new(self.secret_key, digestmod="sha1")
        self.hmac_256: hmac.HMAC | None = hmac.new(self.secret_key, digestmod="sha256")

    @property
    def secret_key(self) -> bytes:
        """The secret, as it goes into the keys."""
        return self._secret_key.encode()

    def __reduce__(self) -> NoReturn:
        raise TypeError("An Ec2Signer does not pickle: make it anew from the EC2 credential.")

    def generate(self, credentials: Mapping[str, Any]) -> str:
        """Return the signature of a request.

        ``params["SignatureVersion"]`` tells the version. If that is not 0, 1 or 2, the request has
        to name version 4: as ``AWS4-HMAC-SHA256`` at the beginning of ``headers["Authorization"]``,
        or in ``params["X-Amz-Algorithm"]`` where there is no such header. What is signed is

        - with ``"0"``: of ``params`` the ``Action`` and the ``Timestamp``, and nothing else;
        - with ``"1"``: ``params``;
        - with ``"2"``: ``verb``, ``host``, ``path``, and ``params`` with the ``SignatureMethod``,
          which Keystone adds by itself;
        - with version 4: ``verb``, ``path``, those of the ``headers`` that ``SignedHeaders`` names,
          ``body_hash``, which is the SHA-256 of the body in hex, and ``params``, unless the verb
          is POST. Keystone wants the ``host`` as well. ``Credential`` and ``SignedHeaders`` stand
          in ``headers["Authorization"]``, or as ``X-Amz-Credential`` and ``X-Amz-SignedHeaders``
          in ``params``; ``X-Amz-Date`` in ``headers`` or ``params``.

        Args:
            credentials: The request to be signed; it is not changed. Other members, such as
                ``access``, may be there. A parameter ``Signature`` or ``X-Amz-Signature`` would be
                signed like any other: leave it out.

        Returns:
            The signature in Base64; of version 4, in hex.

        Raises:
            InvalidArgument: If a part is missing or malformed; the message names it.
        """
        credentials = mapping(credentials, "credentials")
        params = mapping(credentials.get("params"), "credentials['params']")
        match params.get("SignatureVersion"):
            case "0":
                return self._version_0(params)
            case "1":
                return self._version_1(params)
            case "2":
                return self._version_2(credentials, params)
            case stated if not authorization.is_there(credentials, params):
                raise _unknown_version(stated)
            case _:
                return self._version_4(credentials, params)

    def _version_0(self, params: Mapping[str, Any]) -> str:
        """Sign the name of the action and the time."""
        signed = text(params, "Action", "params") + text(params, "Timestamp", "params")
        return _base64(self.hmac, signed.encode())

    def _version_1(self, params: Mapping[str, Any]) -> str:
        """Sign names and values, one after the other, sorted by the lower case of the names."""
        names = sorted(params, key=str.lower)
        pairs = (name.encode() + utf8(params[name], f"params[{name!r}]") for name in names)
        return _base64(self.hmac, b"".join(pairs))

    def _version_2(self, credentials: Mapping[str, Any], params: Mapping[str, Any]) -> str:
        """Sign the request line and the query, with the method as one parameter of it."""
        mac, method = (self.hmac_256, "HmacSHA256") if self.hmac_256 else (self.hmac, "HmacSHA1")
        lines = [text(credentials, name, "credentials") for name in ("verb", "host", "path")]
        # Whatever method the params name: Keystone, too, puts its own in.
        lines.append(canonical.query(hidden({**params, "SignatureMethod": method})))
        return _base64(mac, "\n".join(lines).encode())

    def _version_4(self, credentials: Mapping[str, Any], params: Mapping[str, Any]) -> str:
        """Sign the hash of the canonical request, with a key for one day, region and service."""
        headers = mapping(credentials.get("headers"), "credentials['headers']")
        claimed = Authorization.read(headers, params)
        # The host that is signed is that of the headers. Keystone refuses a request without this.
        text(credentials, "host", "credentials")
        request = canonical.request(
            text(credentials, "verb", "credentials"),
            text(credentials, "path", "credentials"),
            params,
            headers,
            claimed.signed_headers,
            text(credentials, "body_hash", "credentials"),
        )
        hashed = hashlib.sha256(request.encode()).hexdigest()
        string_to_sign = "\n".join([ALGORITHM, claimed.date, "/".join(claimed.scope), hashed])
        return hmac.new(self._key(claimed.scope), string_to_sign.encode(), "sha256").hexdigest()

    def _key(self, scope: tuple[str, ...]) -> bytes:
        """Return the signing key of version 4 for *scope*: the secret, keyed step by step."""
        day, *narrower = scope
        key = hmac.digest(b"AWS4" + self.secret_key, day.encode(), "sha256")
        for step in narrower:
            key = hmac.digest(key, step.encode(), "sha256")
        return key


def _base64(keyed: hmac.HMAC, message: bytes) -> str:
    mac = keyed.copy()  # what has been fed once would be part of every later signature
    mac.update(message)
    return b64encode(mac.digest()).decode("ascii")


def _unknown_version(stated: object) -> InvalidArgument:
    said = "is missing" if stated is None else f"is {stated!r:.40}"
    return InvalidArgument(
        f"params['SignatureVersion'] {said}, and neither headers['Authorization'] nor "
        f"params['X-Amz-Algorithm'] names {ALGORITHM}, which is version 4. Give one of them, or "
        "version '0', '1' or '2', as text."
    )
