"""Questions about a token, and whose token a 401 is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from ksclient.auth._redact import SecretDict, hidden, sealed
from ksclient.auth.access.reading import Part, check_token_id
from ksclient.auth.exceptions.hints import add_hint
from ksclient.base import answer, known_id, path
from ksclient.exceptions import HttpError, TenantMismatch, Unauthorized
from ksclient.v2_0.token_ids import id_of

_ATTEMPTS = 3
"""How often to ask when the caller's own token dies under the question."""

_CREDENTIALS = ("X-Auth-Token", "X-Service-Token", "Authorization")
"""What a server may refuse with 401, by the names of the headers."""


def ask_about(client: Any, token: Any, belongs_to: Any, method: str = "GET") -> tuple[Any, Any]:
    """Return the answer to a question about a token, and its document.

    A server says 401 where the token is of another tenant, and where the caller's own
    token is refused. So that is not answered with another login before the same question
    without the tenant, which only the caller's own token can fail, has told which it is.
    """
    url = hidden(path("tokens", id_of(token)))
    if belongs_to is None:
        return _ask(client, url, method)
    tenant = known_id(belongs_to, "belongs_to")
    with_tenant = hidden(f"{url}?{urlencode({'belongsTo': tenant})}")
    for _ in range(_ATTEMPTS):
        try:
            return _ask(client, with_tenant, method, allow_reauth=False)
        except Unauthorized as error:
            if not is_about(error, method):
                raise
            refused = error
        response, body = _ask(client, url, method)
        body = sealed(body)  # from tracebacks with locals
        tried, good = _credentials_in(refused.response), _credentials_in(response)
        if not good:
            break  # whatever let this answer in, it was not what was refused
        if tried == good:
            raise _mismatch(tenant, refused, body) from refused
    raise refused


def _mismatch(tenant: str, refused: Unauthorized, proof: Any) -> TenantMismatch:
    """Return the error for a token that is not for a *tenant*.

    Args:
        tenant: The id that was asked about.
        refused: The answer to that.
        proof: The document that says that the token is good; None if it has none.
    """
    error = TenantMismatch(
        f"The token is good, but not for a tenant with the id {tenant!r}",
        request_id=refused.request_id,
        response=refused.response,
        url=refused.url,
        method=refused.method,
    )
    if proof is not None:
        own = proof["access"]["token"].get("tenant")
        if isinstance(own, Mapping):
            name, id = own.get("name"), own.get("id")
            add_hint(error, f"It is for the tenant {name!r}, whose id is {id!r}.")
        elif own is None:
            add_hint(error, "It is for no tenant.")
    return error


def _ask(client: Any, url: str, method: str, **kwargs: Any) -> tuple[Any, Any]:
    """Return an answer that says yes, and its document."""
    response, body = client.request(url, method, **kwargs)
    if method == "HEAD":
        answer.check_nod(response)
    else:
        access_of(response, body)
    return response, body


def access_of(response: Any, body: Any) -> dict[str, Any]:
    """Return the ``access`` object of an answer, which has a token.

    Raises:
        InvalidResponse: If it has none.
    """
    info = answer.object_at(response, body, "access")
    check_token_id(Part(info, "access", response).member("token").member("id"))
    return info


def is_about(error: HttpError, method: str) -> bool:
    """Tell whether *error* answers a request by *method*, not the caller's login on the way."""
    return error.response is not None and error.method == method


def _credentials_in(response: Any) -> dict[str, str]:
    """Return what the request that *response* answers was let in by."""
    headers = response.request.headers
    return SecretDict((name, headers[name]) for name in _CREDENTIALS if name in headers)
