"""A cloud as it is configured: complete, checked, and ready to be talked to."""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn, Self, cast

from ksclient.auth._redact import SecretDict, mask_text
from ksclient.config.errors import ConfigError
from ksclient.config.settings import Origin

if TYPE_CHECKING:
    from ksclient.auth.identity import BaseIdentityPlugin
    from ksclient.auth.plugin import BaseAuthPlugin
    from ksclient.auth.session import Session
    from ksclient.token.cache import TokenCache
    from ksclient.v2_0.client import Client

LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class CloudConfig:
    """What is configured of one cloud. Its ``repr`` shows no secret.

    Attributes:
        name: The cloud's name; ``envvars`` for that of the environment, ``defaults`` for one that
            keywords alone describe.
        source: The file that it is in, ``"the environment"`` or ``"the call"``.
        auth_type: The name of the auth plugin.
        auth: The options of the plugin, by its own names.
        missing: What the plugin needs, and nobody has said.
        region_name: The region to use; None for any.
        interface: Which endpoints to use: ``public``, ``internal`` or ``admin``; None for what
            each client uses by itself.
        identity_interface: The same, for the identity service only.
        identity_endpoint_override: The URL of the identity service, in place of the catalog's.
        verify: Whether to check certificates, or the path of a bundle of authorities.
        cert: The path of a client certificate.
        key: The path of its key; None if the certificate's file has it.
        timeout: Seconds to wait for an answer, 0 for ever; None for the session's own default.
        profile: The name of the provider's profile; None without one.
        caches_auth: Whether logins are shared with other processes, by a token cache.
        origins: Where each of these was said, by its key in ``clouds.yaml``, such as ``auth_url``
            or ``cacert``. What nobody has said is not among them.
    """

    name: str
    source: str
    auth_type: str
    auth: SecretDict
    missing: tuple[str, ...] = ()
    region_name: str | None = None
    interface: str | None = None
    identity_interface: str | None = None
    identity_endpoint_override: str | None = None
    verify: bool | str = True
    cert: str | None = None
    key: str | None = None
    timeout: float | None = None
    profile: str | None = None
    caches_auth: bool = False
    origins: Mapping[str, Origin] = field(default_factory=dict, repr=False, compare=False)
    incomplete: ConfigError | None = field(default=None, repr=False, compare=False)
    """What is raised by who needs what is missing; None if nothing is."""

    def __str__(self) -> str:
        return mask_text(f"{self.name} ({self.source})")

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self  # it does not change

    def __reduce__(self) -> NoReturn:
        raise TypeError("a CloudConfig has secrets, and does not pickle: load it where it is used")

    def plugin(
        self,
        cache: TokenCache | None = None,
        *,
        force_new_token: bool = False,
        stale_duration: float = 0,
        complete: Callable[[], CloudConfig] | None = None,
    ) -> BaseAuthPlugin:
        """Return a new auth plugin; no request is sent before it is used.

        Where `caches_auth` says so, it uses the token of an earlier login of any process. A
        plugin that does not log in, such as ``admin_token``, has nothing to share.

        Args:
            cache: Where logins are shared; None for the user's own file.
            force_new_token: With a token cache, whether the first token is a new one.
            stale_duration: With a token cache: how many seconds before its end, at least, a token
                is replaced.
            complete: With a token cache: gives the same configuration with the password that is
                missing here, when there is a login to make. None if nobody can say it.

        Raises:
            ConfigError: If something is missing.
        """
        waits = self.waits_for_password and complete is not None
        if self.incomplete is not None and not waits:
            raise copy.copy(self.incomplete)
        made = self._made()
        if not self.caches_auth:
            return made
        from ksclient.token.cache import TokenCache  # noqa: PLC0415 - others do without
        from ksclient.token.cache.keys import check_cacheable  # noqa: PLC0415 - as above

        try:
            check_cacheable(made)
        except TypeError as error:
            LOG.info("The logins of %s are not shared: %s", self.name, error)
            return made
        return (cache or TokenCache()).plugin(
            cast("BaseIdentityPlugin", made),
            force_new_token=force_new_token,
            stale_duration=stale_duration,
            complete=_maker(complete) if waits and complete else None,
        )

    @property
    def waits_for_password(self) -> bool:
        """Whether a password alone is missing, and only for a login: a kept token may do."""
        is_login = self.auth_type in {"password", "v2password"}
        return self.caches_auth and is_login and self.missing == ("password",)

    def _made(self) -> BaseAuthPlugin:
        from ksclient.auth import loading  # noqa: PLC0415 - it looks for plugins of others

        loader = loading.get_plugin_loader(self.auth_type)
        made: BaseAuthPlugin = loader.load_from_options(**self.auth)
        return made

    def session(self, auth: BaseAuthPlugin | None = None, **more: Any) -> Session:
        """Return a new session, for clients of any service.

        Args:
            auth: An auth plugin instead of `plugin`.
            more: Keywords of `ksclient.auth.session.Session`; they win.

        Raises:
            ConfigError: If something is missing.
        """
        from ksclient.auth.session import Session  # noqa: PLC0415 - not before it is needed

        known: dict[str, Any] = {
            "verify": self.verify,
            "cert": (self.cert, self.key) if self.cert and self.key else self.cert,
            "timeout": self.timeout,
        }
        return Session(auth=auth or self.plugin(), **{**known, **more})

    def client(self, session: Session | None = None, **more: Any) -> Client:
        """Return a new v2.0 client.

        Args:
            session: A session instead of that of `session`.
            more: Keywords of `ksclient.v2_0.client.Client`; they win.

        Raises:
            ConfigError: If something is missing.
        """
        from ksclient.v2_0.client import Client  # noqa: PLC0415 - not before it is needed

        known = {
            "region_name": self.region_name,
            "interface": self.identity_interface or self.interface,
            "endpoint_override": self.identity_endpoint_override,
        }
        given = {name: value for name, value in known.items() if value is not None}
        return Client(session=session or self.session(), **{**given, **more})


def _maker(complete: Callable[[], CloudConfig]) -> Callable[[], BaseIdentityPlugin]:
    """Return what makes the plugin of the configuration that *complete* gives."""

    def make() -> BaseIdentityPlugin:
        cloud = complete()
        if cloud.incomplete is not None:
            raise copy.copy(cloud.incomplete)
        return cast("BaseIdentityPlugin", cloud._made())  # noqa: SLF001 - of the same class

    return make
