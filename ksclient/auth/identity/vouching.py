"""Ask an Identity service whether it takes a token that another request was refused with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksclient.auth import exceptions
from ksclient.auth._lazy import later
from ksclient.auth._redact import SecretDict
from ksclient.auth.identity.auth_url import tokens_url

if TYPE_CHECKING:
    import logging

    from ksclient.auth._protocols import Session
else:
    logging = later("logging", __name__)


def takes(session: Session, auth_url: str, token: str) -> bool | None:
    """Return whether a service takes *token*; None if it does not tell.

    It is asked what anybody with a token may ask: ``GET {auth_url}/tenants``, for one tenant. On
    the admin API that is for administrators; who is told so has a good token.

    Args:
        session: Sends the question.
        auth_url: Where the token was issued.
        token: The token.
    """
    url = tokens_url(auth_url).removesuffix("tokens") + "tenants?limit=1"
    headers = SecretDict({"X-Auth-Token": token, "Accept": "application/json"})
    try:
        with exceptions.adopted():
            response = session.get(url, headers=headers, authenticated=False, redirect=False)
    except exceptions.Unauthorized:
        return False
    except exceptions.Forbidden:
        return True
    except Exception as error:  # noqa: BLE001 - whatever it is, the refusal at hand says more
        logging.getLogger(__name__).debug(
            "Could not find out whether a refused token is good: %s", error
        )
        return None
    return True if response.status_code == 200 else None
