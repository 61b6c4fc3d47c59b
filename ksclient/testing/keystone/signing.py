"""Sign texts as Keystone does: an authority's certificate, a signer's certificate and key.

Importing this needs the library ``cryptography``; so `Keystone` imports it when it signs.
"""

from __future__ import annotations

import base64
import textwrap
import threading
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from ksclient.auth._time import utcnow

_DAY = timedelta(days=1)
_VALID = timedelta(days=3650)
_LIKE_KEYSTONE = [
    pkcs7.PKCS7Options.Binary,
    pkcs7.PKCS7Options.NoAttributes,
    pkcs7.PKCS7Options.NoCerts,
]


class Signer:
    """Signs; makes its certificates and keys, once, when they are first needed.

    That takes some tenths of a second. Threads may share it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: _Pair | None = None

    @property
    def ca_pem(self) -> str:
        """Return the authority's certificate."""
        return _pem(self._pair.authority.certificate)

    @property
    def signing_pem(self) -> str:
        """Return the signer's certificate, which is in no signed message."""
        return _pem(self._pair.signer.certificate)

    def sign(self, text: str) -> str:
        """Return *text* in a signed message: CMS in PEM armour."""
        signer = self._pair.signer
        builder = pkcs7.PKCS7SignatureBuilder().set_data(text.encode())
        builder = builder.add_signer(signer.certificate, signer.key, SHA256())
        return _armoured(builder.sign(Encoding.DER, _LIKE_KEYSTONE))

    @property
    def _pair(self) -> _Pair:
        with self._lock:
            if self._made is None:
                self._made = _Pair.new()
            return self._made


SHARED = Signer()
"""The signer of all clouds of this process: keys of its own for each would only be slow."""


@dataclass(frozen=True)
class _Identity:
    """A certificate, and the key to it."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey


@dataclass(frozen=True)
class _Pair:
    authority: _Identity
    signer: _Identity

    @classmethod
    def new(cls) -> Self:
        authority = _identity("ksclient.testing authority")
        return cls(authority, _identity("ksclient.testing signer", issuer=authority))


def _identity(common_name: str, *, issuer: _Identity | None = None) -> _Identity:
    """Return a new one; it is an authority, of its own making, without an *issuer*."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common_name)])
    now = utcnow()  # not the cloud's clock, which tests move: who verifies has the machine's
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer.certificate.subject if issuer else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _DAY)
        .not_valid_after(now + _VALID)
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    )
    return _Identity(builder.sign(issuer.key if issuer else key, SHA256()), key)


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode()


def _armoured(message: bytes) -> str:
    lines = textwrap.wrap(base64.b64encode(message).decode(), 64)
    return "\n".join(["-----BEGIN CMS-----", *lines, "-----END CMS-----", ""])
