"""The client of Identity v2.0."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ksclient.auth._lazy import later
from ksclient.httpclient import HTTPClient
from ksclient.httpclient.options import Options, takes

if TYPE_CHECKING:
    from ksclient.v2_0 import (
        certificates,
        ec2,
        endpoints,
        extensions,
        roles,
        services,
        tenants,
        tokens,
        users,
    )
else:
    certificates = later("ksclient.v2_0.certificates", __name__)
    ec2 = later("ksclient.v2_0.ec2", __name__)
    endpoints = later("ksclient.v2_0.endpoints", __name__)
    extensions = later("ksclient.v2_0.extensions", __name__)
    roles = later("ksclient.v2_0.roles", __name__)
    services = later("ksclient.v2_0.services", __name__)
    tenants = later("ksclient.v2_0.tenants", __name__)
    tokens = later("ksclient.v2_0.tokens", __name__)
    users = later("ksclient.v2_0.users", __name__)

_OF_V3 = frozenset(
    {"credentials", "domains", "groups", "policies", "regions", "role_assignments", "trusts"}
)
"""Managers that clients of Identity v3 have, and v2.0 knows nothing of."""


class Client(HTTPClient):
    """A client of Identity v2.0, with a manager for each kind of thing.

    It takes keywords only, and works over a session, which logs in when a token is needed:

    .. code-block:: python

        from ksclient.auth.identity import v2
        from ksclient.auth.session import Session
        from ksclient.v2_0.client import Client

        auth = v2.Password(auth_url, username="admin", password=password, tenant_name="admin")
        keystone = Client(session=Session(auth=auth))
        keystone.tenants.list()

    The login's answer goes into JSON as it is, and saves the next program a login. It holds a
    token, so keep it private:

    .. code-block:: python

        text = json.dumps(keystone.auth_ref)

        from ksclient.auth import access
        from ksclient.auth.identity.access import AccessInfoPlugin

        auth = AccessInfoPlugin(access.create(body=json.loads(text)))
        keystone = Client(session=Session(auth=auth))

    A new cloud is set up with the admin token of its configuration file. That is no login, so
    there is nothing to save, and ``auth_ref`` is None:

    .. code-block:: python

        from ksclient.auth.token_endpoint import Token

        auth = Token("http://keystone.example:35357/v2.0", admin_token)
        keystone = Client(session=Session(auth=auth))

    Without a session (deprecated) the client logs in when it is made, unless *endpoint* or
    *auth_ref* tells where the admin API is. `ksclient.httpclient.HTTPClient` says what all the
    keywords mean.

    Attributes:
        certificates: What signed tokens and revocation lists are checked with.
        ec2: EC2 credentials.
        endpoints: Where services are.
        extensions: What the server has beyond the core of the API.
        roles: Roles, and who has them.
        services: What the cloud offers.
        tenants: Tenants.
        tokens: Getting, checking and revoking tokens.
        users: Users.

    Raises:
        TypeError: For a positional argument, an unknown keyword, or a *session* that is none.
        AuthorizationFailure: Without a session, if no token can be had.
        Unauthorized: Without a session, if the server refuses the login.
    """

    version = "v2.0"

    @takes(Options, by_keyword=True)
    def __init__(self, options: Options) -> None:
        self._start(options)
        self.certificates = certificates.CertificatesManager(self._adapter)
        self.ec2 = ec2.CredentialsManager(self._adapter)
        self.endpoints = endpoints.EndpointManager(self._adapter)
        self.extensions = extensions.ExtensionManager(self._adapter)
        self.services = services.ServiceManager(self._adapter)
        self.tokens = tokens.TokenManager(self._adapter)
        self.roles = roles.RoleManager(self._adapter)
        self.users = users.UserManager(self._adapter, self.roles)
        self.tenants = tenants.TenantManager(self._adapter, self.roles, self.users)
        if not (options.session or options.auth_ref or options.endpoint):
            self.authenticate()

    if not TYPE_CHECKING:  # which would let any name pass

        def __getattr__(self, name: str) -> Any:
            hint = ""
            if name == "projects":
                hint = ": v2.0 calls them tenants"
            elif name in _OF_V3:
                hint = ": they came with Identity v3, which ksclient does not speak"
            text = f"{type(self).__name__!r} object has no attribute {name!r}{hint}"
            raise AttributeError(text, name=name, obj=self)
