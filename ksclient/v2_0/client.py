"""The client of Identity v2.0."""

from __future__ import annotations

from ksclient.httpclient import HTTPClient
from ksclient.httpclient.options import Options
from ksclient.v2_0 import roles, tenants, users


class Client(HTTPClient):
    """A client of Identity v2.0, with a manager for each kind of thing.

    Over a session::

        from ksclient.auth import session
        from ksclient.auth.identity import v2
        from ksclient.v2_0 import client

        auth = v2.Password(auth_url, username="admin", password=password, tenant_name="admin")
        keystone = client.Client(session=session.Session(auth=auth))
        keystone.tenants.list()

    The login's answer is an export of its own. Keep it, and save the next program a login::

        saved = json.dumps(keystone.auth_ref)
        keystone = client.Client(auth_ref=json.loads(saved))

    A new cloud is set up with the token of its configuration file, without any login::

        auth = token_endpoint.Token("http://keystone.example:35357/v2.0", admin_token)
        keystone = client.Client(session=session.Session(auth=auth))

    Without a session (deprecated) the client logs in when it is made, unless *endpoint* or
    *auth_ref* tells where the admin API is. :class:`ksclient.httpclient.HTTPClient` says what
    all the keywords mean.

    Attributes:
        roles: Roles, and who has them.
        tenants: Tenants.
        users: Users.

    Raises:
        AuthorizationFailure: Without a session, if no token can be had.
        Unauthorized: Without a session, if the server refuses the login.
    """

    version = "v2.0"

    def _set_up(self, options: Options) -> None:
        self.roles = roles.RoleManager(self._adapter)
        self.users = users.UserManager(self._adapter, self.roles)
        self.tenants = tenants.TenantManager(self._adapter, self.roles, self.users)
        if not (options.session or options.auth_ref or options.endpoint):
            self.authenticate()
