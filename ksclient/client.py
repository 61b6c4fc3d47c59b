"""Make a client of the identity service, of a version that the server speaks."""

from __future__ import annotations

from typing import Any

from ksclient.auth.discover import RawVersion, normalize_version_number
from ksclient.discover import Discover
from ksclient.httpclient.keywords import hidden_keywords
from ksclient.httpclient.options import looks_like_session
from ksclient.v2_0 import client as v2_client


def Client(  # noqa: N802 - upstream's name
    version: RawVersion | None = None,
    unstable: bool = False,
    session: Any = None,
    **kwargs: Any,
) -> v2_client.Client:
    """Make a client of the newest version that both the server and this library speak: v2.0.

    One request finds out where the server has it (``GET`` of the auth URL, or of *endpoint*). The
    client then stays on the scheme, host and port that were asked, whatever the answer says::

        auth = generic.Password("http://keystone.example:5000", username="demo", ...)
        keystone = Client(session=Session(auth=auth))

    A session's plugin sends its token with that request, and so logs in before it: where its URL
    names no version, it must be one of `ksclient.auth.identity.generic`, which find it themselves.

    Args:
        version: The version needed, such as ``(2, 0)``; None for the newest.
        unstable: Whether versions will do that the server does not call stable.
        session: A session; the client is asked for where its plugin logs in. Without one
            (deprecated) the client is what `ksclient.v2_0.client.Client` is without one.
        **kwargs: What `ksclient.discover.Discover` takes: ``authenticated``, ``auth_url``,
            ``endpoint``, and all keywords of `ksclient.v2_0.client.Client`.

    Raises:
        VersionNotAvailable: If the server does not speak the version, or this library does not;
            the message says what the server has.
        DiscoveryFailure: If there is no version document, or no URL to ask.
        HttpError: If the server refuses.
        ConnectionError: If nobody answers.
        TypeError: For an unknown keyword, and for a *version* that is none.
    """
    kwargs = hidden_keywords(kwargs)
    if looks_like_session(version):
        raise TypeError(
            f"Client() was given a {type(version).__name__} as its version. Did you mean "
            "Client(session=...)?"
        )
    if version:
        version = normalize_version_number(version)
    return Discover(session=session, **kwargs).create_client(version=version, unstable=unstable)
