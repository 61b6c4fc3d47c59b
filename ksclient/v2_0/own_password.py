"""Change one's own password, also where the token that asks has died."""

from __future__ import annotations

from typing import Any

from ksclient.auth._redact import SecretDict, hidden, secret
from ksclient.auth.exceptions.hints import add_hint
from ksclient.auth.plugin import IDENTITY_AUTH_HEADER_NAME
from ksclient.base import path
from ksclient.exceptions import ClientException, NotFound, Unauthorized
from ksclient.httpclient.hints import is_no_route
from ksclient.v2_0.token_questions import is_about

_METHOD = "PATCH"
_PUBLIC = {"interface": "public"}


def change(client: Any, user_id: str, old: str, new: str) -> tuple[Any, Any]:
    """Return the answer to a change of the caller's password, and its document.

    A server says 401 where *old* is wrong, so that is never answered with another login. To a
    dead token Keystone says 404, which may mean other things as well. So a question that any
    token may ask, and that the session recovers, tells then whether there is a better one.
    *old* is sent once more in that case alone: servers count wrong passwords.
    """
    old, new = secret(old), secret(new)  # from tracebacks with locals
    try:
        return _ask(client, user_id, old, new)
    except NotFound as error:
        if not is_about(error, _METHOD) or is_no_route(error):
            raise
        if not _has_better_token(client, error):
            raise
    return _ask(client, user_id, old, new)


def _ask(client: Any, user_id: str, old: str, new: str) -> tuple[Any, Any]:
    old, new = secret(old), secret(new)
    sent = SecretDict(
        body=hidden({"user": hidden({"password": new, "original_password": old})}),
        endpoint_filter=_PUBLIC,
        log=False,
        allow_reauth=False,
    )
    try:
        answered: tuple[Any, Any] = client.patch(path("OS-KSCRUD", "users", user_id), **sent)
    except Unauthorized as error:
        if is_about(error, _METHOD):
            add_hint(error, "Keystone answers this where origpasswd is not the user's password.")
        raise
    return answered


def _has_better_token(client: Any, error: NotFound) -> bool:
    """Tell whether another token works now than the one that was answered with *error*.

    Raises:
        NotFound: The same *error*, if no token works.
    """
    refused = _token_in(error.response)
    try:
        response, _ = client.get(path("tenants"), endpoint_filter=_PUBLIC)
    except ClientException as cause:
        told = (
            "Asked for the user's tenants, the server says that the token is refused, too"
            if isinstance(cause, Unauthorized)
            else "Keystone answers this to a dead token, and whether it is dead is not to be had"
        )
        add_hint(error, f"{told}: {cause}")
        raise error from cause
    if _token_in(response) != refused:
        return True
    add_hint(
        error,
        "Keystone answers this to a dead token, but the token is good. Does this server have the "
        "extension OS-KSCRUD on its public API, and is the user in its database?",
    )
    return False


def _token_in(response: Any) -> str | None:
    """Return the token of the request that *response* answers."""
    request = getattr(response, "request", None)
    headers = getattr(request, "headers", None) or {}
    token: str | None = secret(headers.get(IDENTITY_AUTH_HEADER_NAME))
    return token
