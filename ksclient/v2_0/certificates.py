"""The certificates that signed tokens and revocation lists are checked with."""

from __future__ import annotations

from typing import Any

from ksclient.base import path
from ksclient.base.answer import pem_text


class CertificatesManager:
    """The certificates of an Identity v2.0 service; anyone may fetch them, without a token.

    Args:
        client: Sends the requests: an adapter whose verbs return ``(response, body)``.
    """

    def __init__(self, client: Any) -> None:
        self._client = client

    def get_ca_certificate(self) -> str:
        """Fetch the authority's certificate, PEM text: ``GET /v2.0/certificates/ca``.

        Raises:
            InternalServerError: If the server has none, as one whose tokens are not signed.
            InvalidResponse: If the answer is no PEM text.
        """
        return self._fetch("ca")

    def get_signing_certificate(self) -> str:
        """Fetch the signer's certificate, PEM text: ``GET /v2.0/certificates/signing``.

        Raises:
            InternalServerError: If the server has none, as one whose tokens are not signed.
            InvalidResponse: If the answer is no PEM text.
        """
        return self._fetch("signing")

    def _fetch(self, name: str) -> str:
        response, _ = self._client.get(path("certificates", name), authenticated=False)
        return pem_text(response)
