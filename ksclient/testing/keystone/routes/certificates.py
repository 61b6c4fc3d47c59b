"""``/certificates``: what the signatures of this Keystone are verified with."""

from __future__ import annotations

from ksclient.testing.keystone.answer import Answer
from ksclient.testing.keystone.callers import Context
from ksclient.testing.keystone.routing import Route


def get_ca_certificate(context: Context) -> Answer:
    """Answer with the authority's certificate."""
    return _text(context.keystone.signer.ca_pem)


def get_signing_certificate(context: Context) -> Answer:
    """Answer with the signer's certificate."""
    return _text(context.keystone.signer.signing_pem)


def _text(pem: str) -> Answer:
    # It says HTML, which it is not: so does Keystone, that names no type of its own.
    return Answer(text=pem, content_type="text/html; charset=UTF-8", varies=False)


ROUTES = (
    Route("GET", "/certificates/ca", get_ca_certificate),
    Route("GET", "/certificates/signing", get_signing_certificate),
)
