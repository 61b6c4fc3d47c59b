"""Fetch a version document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ksclient.auth import exceptions
from ksclient.auth._json import limited, read_json
from ksclient.auth._redact import mask_body, mask_said, mask_text
from ksclient.auth._text import text_of
from ksclient.auth.discover.version_data import Status

if TYPE_CHECKING:
    from ksclient.auth._protocols import Response, Session


def get_version_data(
    session: Session,
    url: str,
    authenticated: bool | None = None,
    version_header: str | None = None,
) -> list[dict[str, Any]]:
    """Fetch the versions that the document at *url* lists (``GET`` *url*), as they stand there.

    Args:
        session: Sends the request.
        url: An endpoint, or a place that lists versions.
        authenticated: Whether to send a token. None sends one where there is one, and
            always after an answer 401; False never does.
        version_header: Sent as ``OpenStack-API-Version``, for services that tell their
            versions only then.

    Raises:
        DiscoveryFailure: If the answer is no version document.
        HttpError: If the server refused.
    """
    response = _fetch(session, url, authenticated, version_header)
    try:
        # In no variable of its own: a traceback with locals shows those.
        versions = _versions_in(read_json(response), response)
    except ValueError as cause:
        raise _no_document(response, url, f"the answer {cause}") from cause
    if versions is None:
        raise _no_document(response, url, "the answer lists no versions")
    return versions


def _fetch(
    session: Session, url: str, authenticated: bool | None, version_header: str | None
) -> Response:
    headers = {"Accept": "application/json"}
    if version_header:
        headers["OpenStack-API-Version"] = version_header
    try:
        return _get(session, url, headers, authenticated)
    except exceptions.Unauthorized:
        if authenticated is not None:
            raise
    try:
        return _get(session, url, headers, True)
    except exceptions.MissingAuthPlugin as error:
        exceptions.add_hint(error, f"{mask_text(url)} tells its versions to nobody without one.")
        raise


def _get(
    session: Session, url: str, headers: dict[str, str], authenticated: bool | None
) -> Response:
    with exceptions.adopted(), limited():
        response: Response = session.get(url, headers=headers, authenticated=authenticated)
        return response


def _versions_in(body: Any, response: Response) -> list[dict[str, Any]] | None:
    """Return the versions in one of the four shapes that servers give them."""
    if not isinstance(body, dict):
        return None  # Swift, asked with a token, answers with the list of containers.
    versions, version = body.get("versions"), body.get("version")
    if isinstance(versions, dict):
        versions = versions.get("values")
    if isinstance(versions, list):
        return versions
    if isinstance(version, dict):
        return [version]
    if "id" in body:
        return [_bare_version(body, response)]
    return None


def _bare_version(body: dict[str, Any], response: Response) -> dict[str, Any]:
    """Complete a version that stands alone: its microversions are in the headers.

    Old Ironic answers so; what its body has, counts.
    """
    version = {**body, "status": Status.CURRENT}
    for header, value in response.headers.items():
        name = header.lower()
        if name.startswith("x-openstack") and name.endswith("api-minimum-version"):
            version.setdefault("min_version", value)
        elif name.startswith("x-openstack") and name.endswith("api-maximum-version"):
            version.setdefault("version", value)
    return version


def _no_document(response: Response, url: str, reason: str) -> exceptions.DiscoveryFailure:
    # Masked before it is cut: half a token is not known for one.
    text = mask_said(mask_body(text_of(response)), response, url)
    shown = text[:_SHOWN] + ("..." if len(text) > _SHOWN else "")
    return exceptions.DiscoveryFailure(
        f"Invalid Response - {mask_text(url)} gave no version document, {reason}: {shown}"
    )


_SHOWN = 50
"""How much of a wrong answer an error shows, in characters."""
