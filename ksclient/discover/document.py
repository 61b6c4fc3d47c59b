"""Fetch the version document of an identity service, with a session or without."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

from ksclient.auth.discover import get_version_data
from ksclient.httpclient.options import USER_AGENT, Options
from ksclient.httpclient.parts import parts_of, url_in

if TYPE_CHECKING:
    from ksclient.auth.session.deadline import Timeout


def available_versions(  # noqa: PLR0913 - a session, or what upstream makes one of
    url: str,
    session: Any = None,
    *,
    verify: bool | str = True,
    cacert: str | None = None,
    cert: str | tuple[str, str] | None = None,
    key: str | None = None,
    insecure: bool = False,
    timeout: Timeout = None,
    original_ip: str | None = None,
    user_agent: str | None = USER_AGENT,
) -> list[dict[str, Any]]:
    """Fetch the versions that the document at *url* lists (``GET`` *url*), as they stand there.

    Anyone may ask. A session with a plugin sends its token, so *url* should be one that you trust.

    Args:
        url: An endpoint, or the root of a service.
        session: Sends the request. Without one, a session is made for it of what follows, which
            `ksclient.httpclient.HTTPClient` explains.
        verify: Whether to check certificates, or the path of a bundle of authorities.
        cacert: The path of a bundle of authorities.
        cert: The path of a client certificate.
        key: The path of its key, if it is in a file of its own.
        insecure: True for no check of certificates.
        timeout: Seconds, or a pair of them: to connect, and to wait for data. None as sessions do.
        original_ip: Whom the request is made for; sent as ``Forwarded``.
        user_agent: What to send as ``User-Agent``.

    Raises:
        TypeError: If *url* is no text.
        DiscoveryFailure: If there is no version document at *url*.
        HttpError: If the server refuses.
        ConnectionError: If nobody answers.
    """
    url = url_in("url", url) or ""
    if session:
        return get_version_data(session, url, authenticated=has_plugin(session))
    options = Options(
        verify=verify,
        cacert=cacert,
        cert=cert,
        key=key,
        insecure=insecure,
        timeout=timeout,
        original_ip=original_ip,
        user_agent=user_agent,
    )
    with closing(session_without_plugin(options)) as own:
        return get_version_data(own, url, authenticated=False)


def session_without_plugin(options: Options) -> Any:
    """Return a session with the connection settings of a client, for requests without a token."""
    session, _plugin, _adapter = parts_of(options, None)
    session.auth = None
    session.user_agent = options.user_agent
    return session


def has_plugin(session: Any) -> bool:
    """Tell whether *session* has tokens to send."""
    return bool(getattr(session, "auth", None))
