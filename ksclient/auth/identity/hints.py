"""Tell a person whose login failed what to try."""

from __future__ import annotations

from ksclient.auth import exceptions
from ksclient.auth._redact import mask_text

BOOTSTRAP = (
    "If this is the admin token of a new cloud (bootstrap), it cannot be exchanged at /tokens: "
    "use it as it is, with ksclient.auth.token_endpoint.Token(endpoint, token) or "
    "ksclient.v2_0.client.Client(token=..., endpoint=...)."
)


def add(error: exceptions.ClientException, hint: str | None) -> None:
    """Put *hint* behind the text of *error*, and beside it as a note.

    ``error.message`` stays what the server said.
    """
    if hint:
        error.args = (f"{error}. {hint}", *error.args[1:])
        error.add_note(hint)


def for_wrong_url(error: exceptions.ClientException, url: str) -> str | None:
    """Return what to say if *error* looks as if there were no v2.0 at *url*; None if not."""
    status = getattr(getattr(error, "response", None), "status_code", None)
    if status not in {300, 404, 405}:
        return None
    return (
        f"POST {mask_text(url)} answered {status}: is auth_url missing '/v2.0' at its end? If the "
        "server speaks v3 only, ksclient, which speaks v2.0, cannot log in there; "
        "ksclient.auth.identity.generic.Password asks it and says so."
    )
