"""``/s3tokens``: tokens for requests to an object store that were signed as S3's are."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from ksclient.testing.keystone import ec2_signatures, refusals, v3
from ksclient.testing.keystone.answer import Answer
from ksclient.testing.keystone.callers import Context
from ksclient.testing.keystone.ec2_logins import log_in
from ksclient.testing.keystone.routing import Route
from ksclient.testing.keystone.tables import Credential


def authenticate(
    context: Context,
    credentials: Any = None,
    ec2Credentials: Any = None,  # noqa: N803 - the wire's name, the older one of the two
) -> Answer:
    """Answer with the token of who signed a text: as v3 shows it, and without its id."""
    signed = ec2Credentials if ec2Credentials and not credentials else credentials
    login = log_in(context.keystone, signed, _check)
    access = login.document["access"]
    document = v3.token(
        context.keystone, login.user, login.tenant, method="ec2credential", access=access
    )
    return Answer(document)


def _check(credential: Credential, signed: Mapping[str, Any]) -> None:
    try:
        text = base64.urlsafe_b64decode(signed["token"])
    except ValueError:
        raise refusals.bad_request("Incorrect padding") from None
    expected = ec2_signatures.of_text(credential.secret, text)
    if not ec2_signatures.is_same(signed["signature"], expected):
        raise refusals.unauthorized()


ROUTES = (Route("POST", "/s3tokens", authenticate, "admin"),)
