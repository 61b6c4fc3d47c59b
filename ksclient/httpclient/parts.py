"""From a client's keywords to the session, the plugin and the adapter that do its work."""

from __future__ import annotations

import copy
from typing import Any

from ksclient.access import AccessInfo
from ksclient.auth._redact import kind_of, veiled_url
from ksclient.auth._value import names_of
from ksclient.auth.identity.access import AccessInfoPlugin
from ksclient.httpclient.adapter import KeystoneAdapter
from ksclient.httpclient.credentials import Credentials
from ksclient.httpclient.keyring import Keyring
from ksclient.httpclient.options import Options
from ksclient.httpclient.plugin import ClientAuth, identity_url

_CREDENTIALS = frozenset({*names_of(Credentials), "project_id", "project_name"})


def parts_of(
    options: Options, version: tuple[int, int] | None
) -> tuple[Any, ClientAuth | None, KeystoneAdapter]:
    """Return the session, the plugin and the adapter of a client.

    A session that the user gave has its own plugin, and the second part is None. Otherwise the
    plugin is made of the credentials among the options, and the session around it.

    Raises:
        TypeError: If a URL is no text.
        UnrecognizedAccess: If ``auth_ref`` is no token of Identity v2.0.
    """
    plugin = None if options.session else _plugin(options)
    session = options.session or _session(options, plugin)
    return session, plugin, _adapter(options, session, version)


def url_in(name: str, url: object) -> str | None:
    """Return the *url* that was given as *name*, None where it was left empty.

    Raises:
        TypeError: If it is no text.
    """
    if not url:
        return None
    if not isinstance(url, str):
        raise TypeError(  # which does not show it: there may be a password in it
            f"{name} must be a URL such as 'http://keystone.example:5000/v2.0', not {kind_of(url)}"
        )
    return url


def without_slash(url: str) -> str:
    """Return *url* without a slash at its end; a password in it hides as before."""
    return url if not url.endswith("/") else veiled_url(url.rstrip("/"))


def credentials_of(options: Options) -> Credentials:
    """Return who logs in where; a tenant may be called a project, too."""
    auth_url = url_in("auth_url", options.auth_url)
    return Credentials(
        auth_url=auth_url and without_slash(auth_url),
        username=options.username,
        user_id=options.user_id,
        password=options.password,
        token=options.token,
        tenant_id=options.project_id or options.tenant_id,
        tenant_name=options.project_name or options.tenant_name,
        trust_id=options.trust_id,
    )


def _plugin(options: Options) -> ClientAuth:
    endpoint = url_in("endpoint", options.endpoint)
    return ClientAuth(
        credentials_of(options),
        endpoint=endpoint and without_slash(endpoint),
        auth_ref=AccessInfo.of(options.auth_ref) if options.auth_ref else None,
        region_name=options.region_name,
        stale_seconds=options.stale_seconds,
        keyring=_keyring(options),
    )


def _keyring(options: Options) -> Keyring | None:
    if not options.use_keyring:
        return None
    return Keyring(options.stale_seconds, bool(options.force_new_token))


def _earlier_login(options: Options) -> AccessInfoPlugin | None:
    """Return a plugin that has the token of ``auth_ref``, for a session of the user's."""
    if not options.auth_ref:
        return None
    auth_ref = AccessInfo.of(options.auth_ref)
    auth_url = url_in("auth_url", options.auth_url) or identity_url(
        auth_ref, "public", options.region_name
    )
    return AccessInfoPlugin(copy.deepcopy(auth_ref.auth_info), auth_url=auth_url)


def _session(options: Options, plugin: ClientAuth | None) -> Any:
    # A client over the user's own session never needs this module, nor what it loads.
    from ksclient.auth.session import Session  # noqa: PLC0415

    cert = options.cert
    return Session(
        auth=plugin,
        verify=False if options.insecure else options.cacert or options.verify,
        cert=(cert, options.key) if isinstance(cert, str) and options.key else cert,
        original_ip=options.original_ip,
        timeout=options.timeout,
    )


def _adapter(options: Options, session: Any, version: tuple[int, int] | None) -> KeystoneAdapter:
    override = url_in("endpoint_override", options.endpoint_override)
    if not override and options.session:
        override = url_in("endpoint", options.endpoint)
    adapter = KeystoneAdapter(
        session,
        service_type="identity",
        service_name=options.service_name,
        interface="admin" if options.interface == "default" else options.interface,
        region_name=options.region_name,
        endpoint_override=override,
        version=version,
        auth=options.auth or (options.session and _earlier_login(options)),
        user_agent=options.user_agent,
        connect_retries=options.connect_retries,
    )
    adapter.ignored = _ignored(options) if options.session else ()
    adapter.include_metadata = options.include_metadata
    return adapter


def _ignored(options: Options) -> tuple[str, ...]:
    """Return the names of the credentials that a client over a session was given."""
    given = tuple(
        name for name in names_of(options) if name in _CREDENTIALS and getattr(options, name)
    )
    # A URL alone is no mistake: a Discover gives it to the clients that it makes.
    return () if given == ("auth_url",) else given
