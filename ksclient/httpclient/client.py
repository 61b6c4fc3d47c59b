"""A client of the identity service: who it is, where it is, and what it may do."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, ClassVar

from ksclient.auth._lazy import later
from ksclient.auth._redact import hidden, mask_text, secret
from ksclient.exceptions import InvalidArgument
from ksclient.httpclient.contract import ActsAsPlugin
from ksclient.httpclient.options import Options, takes
from ksclient.httpclient.verbs import DeprecatedRequests
from ksclient.httpclient.warned import warn_of_ignored, warn_without_session

if TYPE_CHECKING:
    from ksclient import access
    from ksclient.access import AccessInfo
    from ksclient.httpclient import credentials, parts
    from ksclient.httpclient.plugin import ClientAuth
    from ksclient.service_catalog import ServiceCatalog
else:
    access = later("ksclient.access", __name__)
    credentials = later("ksclient.httpclient.credentials", __name__)
    parts = later("ksclient.httpclient.parts", __name__)

_VERSIONS = {"v2.0": (2, 0)}


class HTTPClient(DeprecatedRequests, ActsAsPlugin):
    """A client of the identity service, over a session or with one of its own.

    Over a session, the session's plugin logs in, and this client does not care how. Without
    one (deprecated), the client makes a session and a plugin from the credentials it is given;
    it then is an auth plugin, too, for other sessions. Threads may share a client.

    What may be told about the connection and the API:

    Args:
        session: A ``ksclient.auth.session.Session``, or keystoneauth1's.
        auth: A plugin to use instead of the session's; only together with *session*.
        auth_ref: An earlier login's answer to use instead of a login: an access info of any
            kind, the body of the answer, or what became of it in JSON. It also suffices alone.
        region_name: The region of the identity service; None for any.
        service_name: The name of the identity service in the catalog; None for any.
        interface: ``admin`` by default, ``public`` or ``internal``.
        endpoint_override: A URL to use instead of the catalog's.
        user_agent: What to send as ``User-Agent``.
        connect_retries: How often to try a failed connection again; None as the session does.
        include_metadata: Whether managers return their results inside a
            `ksclient.base.Response`, with request ids.

    What is for a client without a session; over one, it has no effect but for *endpoint*:

    Args:
        username: Who logs in.
        user_id: The id of who logs in, where there is no name.
        password: The password.
        token: A token to log in with; it is preferred over a password. Together with
            *endpoint* it is used as it is, without any login.
        tenant_id: The tenant to log in for; also ``project_id``.
        tenant_name: The same by name; also ``project_name``.
        trust_id: The trust to log in by.
        auth_url: Where to log in, such as ``http://keystone.example:5000/v2.0``.
        endpoint: Where the admin API is. The client then logs in when it first has to. Over a
            session, the same as *endpoint_override*.
        stale_duration: Seconds before its end that a token is replaced; None means 30. With
            *use_keyring* the cache may replace it earlier, before many processes want to at once.
        timeout: Seconds, or a pair of them: to connect, and to wait for data. None as sessions do.
        verify: Whether to check certificates, or the path of a bundle of authorities.
        cacert: The path of a bundle of authorities.
        insecure: True for no check of certificates.
        cert: The path of a client certificate.
        key: The path of its key, if it is in a file of its own.
        original_ip: Whom the request is made for; sent as ``Forwarded``.
        use_keyring: Whether to use the token of an earlier login, of any process of this user's,
            and to keep tokens for later ones: in a file that only this user can read
            (`ksclient.token.cache.TokenCache`). The token of an earlier login is used whatever
            the password is. Needs ``pip install 'ksclient[cache]'``; where keeping tokens fails,
            the client logs in, and a warning on the logger ``ksclient.token.cache`` says why.
        force_new_token: With *use_keyring*: whether the client's first token is a new one, which
            replaces the one that was kept. No effect without it.
        debug: Has no effect: set the level of the logger ``ksclient`` instead.
        user_domain_id: Has no effect in v2.0, as all names with ``domain`` in them.

    Raises:
        TypeError: For an unknown keyword, with the nearest one; for a *session* that is none; for
            *auth* without a session.
            And for a password that is no text.
        UnrecognizedAccess: If *auth_ref* is no token of Identity v2.0.

    Warns:
        DeprecationWarning: Without a session.
        IgnoredOptionsWarning: Over a session, if something is told about connections, or
            *use_keyring* is.
    """

    version: ClassVar[str | None] = None
    _secrets: ClassVar[tuple[str, ...]] = ("_trust_id",)

    @takes(Options)
    def __init__(self, options: Options) -> None:
        self._start(options)

    def _start(self, options: Options) -> None:
        """Do what a constructor does; called by it, and by nothing else."""
        super().__init__()
        if options.session:
            warn_of_ignored(options)
        else:
            warn_without_session(type(self).__name__)
        self.session, self._plugin, self._adapter = parts.parts_of(
            options, _VERSIONS.get(self.version or "")
        )
        self._wrapped: tuple[Any, AccessInfo] | None = None
        earlier = self.auth_ref if self._plugin else None
        self._username: str | None = options.username or (earlier.username if earlier else None)
        self._trust_id: str | None = options.trust_id or (earlier.trust_id if earlier else None)
        self.user_domain_id = options.user_domain_id or _default_unless(
            options.user_id, options.user_domain_name
        )
        self.user_domain_name = options.user_domain_name
        self.domain_id = options.domain_id
        self.domain_name = options.domain_name
        self.project_domain_id = options.project_domain_id or _default_unless(
            options.project_id, options.project_domain_name
        )
        self.project_domain_name = options.project_domain_name
        self.use_keyring = options.use_keyring
        self.force_new_token = options.force_new_token
        self.stale_duration = options.stale_seconds

    def __repr__(self) -> str:
        adapter = vars(self).get("_adapter")
        if adapter is None:  # a traceback shows one whose making has failed
            return f"<{type(self).__name__}>"
        known = {
            "region_name": adapter.region_name,
            "interface": adapter.interface,
            "endpoint": self._plugin.endpoint if self._plugin else adapter.endpoint_override,
        }
        text = "".join(f", {name}={value!r}" for name, value in known.items() if value)
        return mask_text(f"<{type(self).__name__} auth={self._source!r}{text}>")

    def __getstate__(self) -> dict[str, Any]:
        return {**super().__getstate__(), "_wrapped": None}  # a token is in there

    # --- the login -------------------------------------------------------------------------

    @property
    def auth_ref(self) -> AccessInfo | None:
        """What the login answered, to read, to keep, and to build another client from.

        Over a session, reading it logs in if that was not done yet; it is None where the
        session's plugin does not log in. Without a session it is None before the first login.
        """
        found = self._plugin.auth_ref if self._plugin else self._adapter.access()
        if found is None:
            return None
        if self._wrapped is None or self._wrapped[0] is not found:
            auth_ref = access.AccessInfo.of(found)
            auth_ref.service_catalog.prefer_region(
                self._plugin.region_name if self._plugin else self._adapter.region_name
            )
            self._wrapped = (found, auth_ref)
        return self._wrapped[1]

    @auth_ref.setter
    def auth_ref(self, value: Any) -> None:
        value = hidden(value)
        plugin = self._own_plugin("auth_ref")
        plugin.auth_ref = copy.deepcopy(access.AccessInfo.of(value).auth_info) if value else None

    @property
    def auth_token(self) -> str | None:
        """The token that requests use, fetched now if need be; None if there is none to have.

        Without a session it can be set, and then is used whatever happens; deleting it brings
        the login's token back.
        """
        return self.get_token(self.session)

    @auth_token.setter
    def auth_token(self, value: str | None) -> None:
        value = secret(value)
        self._own_plugin("auth_token").token_override = value

    @auth_token.deleter
    def auth_token(self) -> None:
        self._own_plugin("auth_token").drop_given_tokens()

    @property
    def service_catalog(self) -> ServiceCatalog | None:
        """What the token may use; None without a login. Reads `auth_ref`."""
        auth_ref = self.auth_ref
        return auth_ref.service_catalog if auth_ref else None

    def has_service_catalog(self) -> bool:
        """Tell whether the login told a catalog. Reads `auth_ref`."""
        auth_ref = self.auth_ref
        return bool(auth_ref and auth_ref.has_service_catalog())

    def authenticate(  # noqa: PLR0913, PLR0917 - the mirrored signature
        self,
        username: str | None = None,
        password: str | None = None,
        tenant_name: str | None = None,
        tenant_id: str | None = None,
        auth_url: str | None = None,
        token: str | None = None,
        user_id: str | None = None,
        domain_name: str | None = None,  # noqa: ARG002 - v2.0 has no domains
        domain_id: str | None = None,  # noqa: ARG002 - v2.0 has no domains
        project_name: str | None = None,
        project_id: str | None = None,
        user_domain_id: str | None = None,  # noqa: ARG002 - v2.0 has no domains
        user_domain_name: str | None = None,  # noqa: ARG002 - v2.0 has no domains
        project_domain_id: str | None = None,  # noqa: ARG002 - v2.0 has no domains
        project_domain_name: str | None = None,  # noqa: ARG002 - v2.0 has no domains
        trust_id: str | None = None,
        region_name: str | None = None,
    ) -> bool:
        """Log in now, with what is given here in place of what the client was given.

        Uses the token at hand where it is still good, so that this also changes the tenant; with
        ``use_keyring``, the token that was kept for what is asked for, if there is one.
        Over a session this has the session's plugin log in if it did not yet.

        Returns:
            True.

        Raises:
            Unauthorized: If the server refuses.
            AuthorizationFailure: If no token can be had for another reason.
            InvalidArgument: If something is given, and the client is over a session.
        """
        # From tracebacks with locals, here as below.
        password, token, trust_id = secret(password), secret(token), secret(trust_id)
        changes = credentials.Credentials(
            auth_url=auth_url,
            username=username,
            user_id=user_id,
            password=password,
            token=token,
            tenant_id=project_id or tenant_id,
            tenant_name=project_name or tenant_name,
            trust_id=trust_id,
        )
        if self._plugin:
            self._plugin.authenticate(self.session, changes, region_name)
            self._username = username or self._username
            self._trust_id = trust_id or self._trust_id
        elif changes != credentials.Credentials():
            self._own_plugin("authenticate() with credentials")
        else:
            self._adapter.get_token()
        return True

    def get_raw_token_from_identity_service(  # noqa: PLR0913, PLR0917 - the mirrored signature
        self,
        auth_url: str | None,
        username: str | None = None,
        password: str | None = None,
        tenant_name: str | None = None,
        tenant_id: str | None = None,
        token: str | None = None,
        project_name: str | None = None,
        project_id: str | None = None,
        trust_id: str | None = None,
        **kwargs: Any,  # noqa: ARG002 - v2.0 has no domains
    ) -> AccessInfo:
        """Log in with exactly this, a token before a password, and keep nothing of it.

        ``POST /v2.0/tokens``; anyone may call it.

        Args:
            auth_url: Where to log in.
            username: Who logs in.
            password: The password.
            tenant_name: The tenant to log in for, by name.
            tenant_id: The same, by id.
            token: A token to log in with.
            project_name: Another word for *tenant_name*.
            project_id: Another word for *tenant_id*.
            trust_id: The trust to log in by.
            **kwargs: Ignored.

        Raises:
            Unauthorized: If the server refuses.
            AuthorizationFailure: If no token can be had for another reason.
        """
        password, token, trust_id = secret(password), secret(token), secret(trust_id)
        given = credentials.Credentials(
            auth_url=auth_url,
            username=username,
            password=password,
            token=token,
            tenant_id=project_id or tenant_id,
            tenant_name=project_name or tenant_name,
            trust_id=trust_id,
        )
        with credentials.failing_as_authorization():
            return access.AccessInfo.of(credentials.log_in(self.session, given))

    # --- who and where ---------------------------------------------------------------------

    @property
    def user_id(self) -> str | None:
        """The id of the user; over a session, reading it may log in."""
        if self._plugin:
            return self._plugin.user_id_override or self._told("user_id")
        return self._adapter.user_id

    @user_id.setter
    def user_id(self, value: str | None) -> None:
        self._own_plugin("user_id").user_id_override = value

    @property
    def project_id(self) -> str | None:
        """The id of the tenant; over a session, reading it may log in."""
        if self._plugin:
            return self._plugin.project_id
        return self.get_project_id(self.session)

    @property
    def project_name(self) -> str | None:
        """The name of the tenant; over a session, reading it may log in."""
        return self._plugin.project_name if self._plugin else self._told("project_name")

    @property
    def tenant_id(self) -> str | None:
        """Another word for `project_id`."""
        return self.project_id

    @property
    def tenant_name(self) -> str | None:
        """Another word for `project_name`."""
        return self.project_name

    @property
    def auth_user_id(self) -> str | None:
        """The id of the user that the login told; None before it. Reads `auth_ref`."""
        user_id: str | None = self._told("user_id")
        return user_id

    @property
    def auth_tenant_id(self) -> str | None:
        """The id of the tenant that the login told; None before it. Reads `auth_ref`."""
        tenant_id: str | None = self._told("tenant_id")
        return tenant_id

    @property
    def auth_domain_id(self) -> str | None:
        """None, as tokens of v2.0 are for no domain. Reads `auth_ref`."""
        domain_id: str | None = self._told("domain_id")
        return domain_id

    @property
    def username(self) -> str | None:
        """The name that was given to log in with, else that of the given login's user."""
        return self._username

    @property
    def trust_id(self) -> str | None:
        """The trust that was given to log in by, else that of the given login."""
        return self._trust_id

    @property
    def password(self) -> str | None:
        """The password that the client was given; None over a session."""
        return self._plugin.password if self._plugin else None

    @property
    def auth_url(self) -> str | None:
        """Where to log in; None if the session's plugin does not tell."""
        url: str | None = getattr(self._source, "auth_url", None)
        return url

    @property
    def management_url(self) -> str | None:
        """Where the admin API is; None where the catalog has none. May log in over a session.

        Without a session it can be set, and then is used whatever the catalog says.
        """
        if self._plugin:
            return self._plugin.management_url
        return self._adapter.admin_url()

    @management_url.setter
    def management_url(self, value: str | None) -> None:
        self._own_plugin("management_url").endpoint = value

    # --- inside ----------------------------------------------------------------------------

    @property
    def _source(self) -> Any:
        """The plugin that tokens come from, None over a session without one."""
        return self._plugin or self._adapter.plugin

    def _told(self, name: str) -> Any:
        auth_ref = self.auth_ref
        return getattr(auth_ref, name) if auth_ref else None

    def _own_plugin(self, what: str) -> ClientAuth:
        if self._plugin is None:
            raise InvalidArgument(
                f"{what} is not possible for a client over a session: its tokens and endpoints "
                "come from the session's plugin. Give the session another one."
            )
        return self._plugin


def _default_unless(*given: str | None) -> str | None:
    """Return the domain that v2.0 users and tenants are in, unless it is told otherwise."""
    return None if any(given) else "default"
