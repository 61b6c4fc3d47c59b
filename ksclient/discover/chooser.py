"""The versions of an identity service, and clients for them."""

from __future__ import annotations

import warnings
from contextlib import closing
from typing import TYPE_CHECKING, Any, ClassVar

from ksclient.auth import discover
from ksclient.auth.discover import RawVersion, VersionData
from ksclient.auth.exceptions import adopted
from ksclient.auth.plugin import AUTH_INTERFACE, interface_for
from ksclient.auth.plugin.pickling import LeavesSecretsOut
from ksclient.discover.document import has_plugin, session_without_plugin
from ksclient.discover.spoken import client_for, spoken_version
from ksclient.exceptions import AuthorizationFailure, DiscoveryFailure
from ksclient.httpclient.keywords import hidden_keywords
from ksclient.httpclient.options import Options, takes
from ksclient.httpclient.parts import url_in
from ksclient.httpclient.warned import told_already, warn_without_session
from ksclient.v2_0 import client as v2_client

if TYPE_CHECKING:
    from dataclasses import KW_ONLY


class _Wanted(Options):
    """What a `Discover` can be told: what a client can, and one thing more."""

    _: KW_ONLY
    authenticated: bool | None = None


class Discover(LeavesSecretsOut, discover.Discover):
    """The version document of an identity service, fetched once, when this is made.

    It tells which versions there are and where, and makes clients::

        found = Discover(session=Session(), auth_url="http://keystone.example:5000")
        auth = v2.Password(found.url_for("2.0"), username="demo", ...)
        keystone = found.create_client(session=Session(auth=auth))

    The document is asked for at *endpoint*, else at *auth_url*, else where the session's plugin
    logs in. Links in it that lead to another scheme, host or port are used with the ones that were
    asked. A pickle tells of versions and makes no clients, since it leaves the keywords out.

    Args:
        session: Sends the request; clients are made over it. Without one (deprecated), each
            client makes its own.
        authenticated: Whether to send a token with the request; None sends one where the session
            has a plugin.
        **kwargs: The keywords of `ksclient.v2_0.client.Client`, for the clients to be made.

    Raises:
        DiscoveryFailure: If there is no version document, or no URL to ask.
        HttpError: If the server refuses.
        ConnectionError: If nobody answers.
        TypeError: For an unknown keyword, with the nearest one.
    """

    _secrets: ClassVar[tuple[str, ...]] = ("_client_kwargs",)

    def __init__(
        self, session: Any = None, authenticated: bool | None = None, **kwargs: Any
    ) -> None:
        kwargs = hidden_keywords(kwargs)
        if not session:
            warn_without_session("Discover")
        self._client_kwargs: dict[str, Any] | None = hidden_keywords({**kwargs, "session": session})
        self._use_endpoint = bool(kwargs.get("endpoint"))
        self._fetch(session=session, authenticated=authenticated, **kwargs)

    @takes(_Wanted, by_keyword=True)
    def _fetch(self, wanted: _Wanted) -> None:
        """Do the rest of what a constructor does; called by it, and by nothing else."""
        url = _url_to_ask(wanted)
        authenticated = wanted.authenticated
        if authenticated is None:
            authenticated = has_plugin(wanted.session)
        if wanted.session:
            super().__init__(wanted.session, url, authenticated)
            return
        with closing(session_without_plugin(wanted)) as own:
            super().__init__(own, url, authenticated)

    # --- clients ---------------------------------------------------------------------------

    def create_client(
        self, version: RawVersion | None = None, unstable: bool = False, **kwargs: Any
    ) -> v2_client.Client:
        """Make a client; over a session this sends nothing.

        Args:
            version: The version needed, such as ``(2, 0)``; a later one of the same major version
                will do. None for the newest that both the server and this library speak.
            unstable: Whether versions will do that the server does not call stable.
            **kwargs: Keywords of the client, in place of those given before. Where it logs in,
                or its endpoint, is what was found.

        Raises:
            VersionNotAvailable: If the server does not speak the version, or this library does
                not; the message says what the server has.
            DiscoveryFailure: If the document's version numbers are none.
            AuthorizationFailure: If this came out of a pickle.
            TypeError: For an unknown keyword, and for a *version* that is none.
        """
        kwargs = hidden_keywords(kwargs)
        if self._client_kwargs is None:
            raise AuthorizationFailure(
                "This Discover was pickled without the keywords for clients, which may be secret: "
                "make another one."
            )
        found = spoken_version(self, version, unstable)
        told = hidden_keywords({**self._client_kwargs, **kwargs})
        told["endpoint"] = found["url"] if self._use_endpoint else None
        told["auth_url"] = None if self._use_endpoint else found["url"]
        with told_already(not self._client_kwargs["session"]):
            return client_for(found)(**told)

    # --- versions --------------------------------------------------------------------------

    def available_versions(
        self,
        unstable: bool = False,
        *,
        allow_experimental: bool | None = None,
        allow_deprecated: bool = True,
        allow_unknown: bool | None = None,
    ) -> list[dict[str, Any]]:
        """Return what `raw_version_data` does. Deprecated."""
        warnings.warn(
            "available_versions() is deprecated: use raw_version_data().",
            DeprecationWarning,
            stacklevel=2,
        )
        return super().raw_version_data(
            allow_experimental=_either(allow_experimental, unstable),
            allow_deprecated=allow_deprecated,
            allow_unknown=_either(allow_unknown, unstable),
        )

    def raw_version_data(  # type: ignore[override]  # the mirrored signature begins otherwise
        self,
        unstable: bool = False,
        *,
        allow_experimental: bool | None = None,
        allow_deprecated: bool = True,
        allow_unknown: bool | None = None,
    ) -> list[dict[str, Any]]:
        """Return the document's entries as they are, but for those with other statuses.

        Args:
            unstable: Another word for the next and the last together. Deprecated.
            allow_experimental: Whether experimental versions will do.
            allow_deprecated: Whether deprecated versions will do.
            allow_unknown: Whether versions with a status nobody knows will do.
        """
        if unstable:
            warnings.warn(
                "raw_version_data(unstable=...) is deprecated: use allow_experimental and "
                "allow_unknown.",
                DeprecationWarning,
                stacklevel=2,
            )
        return super().raw_version_data(
            allow_experimental=_either(allow_experimental, unstable),
            allow_deprecated=allow_deprecated,
            allow_unknown=_either(allow_unknown, unstable),
        )

    def version_data(
        self,
        reverse: bool = False,
        *,
        unstable: bool = False,
        allow_experimental: bool | None = None,
        allow_deprecated: bool = True,
        allow_unknown: bool | None = None,
    ) -> list[VersionData]:
        """Return the versions in order, the lowest first.

        Entries that cannot be read are left out.

        Args:
            reverse: Whether the highest comes first.
            unstable: Whether versions will do that are neither stable nor deprecated.
            allow_experimental: Whether experimental versions will do; None as *unstable* says.
            allow_deprecated: Whether deprecated versions will do.
            allow_unknown: The same for versions with a status nobody knows.

        Raises:
            DiscoveryFailure: If no entry of the document could be read, for their version
                numbers are none.
        """
        return super().version_data(
            reverse,
            allow_experimental=_either(allow_experimental, unstable),
            allow_deprecated=allow_deprecated,
            allow_unknown=_either(allow_unknown, unstable),
        )

    def data_for(
        self,
        version: RawVersion,
        *,
        unstable: bool = False,
        allow_experimental: bool | None = None,
        allow_deprecated: bool = True,
        allow_unknown: bool | None = None,
    ) -> VersionData | None:
        """Return the newest version that will do for who needs *version*, or None.

        It will do if it has the same major version and is not lower.

        Args:
            version: The version needed.
            unstable: Whether versions will do that are neither stable nor deprecated.
            allow_experimental: Whether experimental versions will do; None as *unstable* says.
            allow_deprecated: Whether deprecated versions will do.
            allow_unknown: The same for versions with a status nobody knows.

        Raises:
            TypeError: If *version* is None, or no version.
        """
        return super().data_for(
            version,
            allow_experimental=_either(allow_experimental, unstable),
            allow_deprecated=allow_deprecated,
            allow_unknown=_either(allow_unknown, unstable),
        )

    def url_for(
        self,
        version: RawVersion,
        *,
        unstable: bool = False,
        allow_experimental: bool | None = None,
        allow_deprecated: bool = True,
        allow_unknown: bool | None = None,
    ) -> str | None:
        """Return the URL of what `data_for` finds, or None."""
        return super().url_for(
            version,
            allow_experimental=_either(allow_experimental, unstable),
            allow_deprecated=allow_deprecated,
            allow_unknown=_either(allow_unknown, unstable),
        )


def _either(said: bool | None, unstable: bool) -> bool:
    """Return what was *said* of one kind of versions, else what holds for all unstable ones."""
    return unstable if said is None else said


def _url_to_ask(wanted: Options) -> str:
    """Return where the version document is; a plugin is asked for it without a request.

    Raises:
        DiscoveryFailure: If nothing tells.
        TypeError: If it is no text.
    """
    plugin = wanted.auth or getattr(wanted.session, "auth", None)
    url = url_in("endpoint", wanted.endpoint) or url_in("auth_url", wanted.auth_url)
    if not url and plugin:
        interface = interface_for(plugin, AUTH_INTERFACE)
        with adopted():
            url = wanted.session.get_endpoint(wanted.auth, interface=interface)
    if not url:
        raise DiscoveryFailure(
            "There is no URL to ask for versions: give auth_url= or endpoint=, or a session whose "
            "plugin knows where it logs in."
        )
    return url
