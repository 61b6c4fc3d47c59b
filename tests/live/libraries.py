"""The two libraries whose sessions and plugins our client works over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import keystoneauth1.identity.v2
import keystoneauth1.noauth
import keystoneauth1.session
import keystoneauth1.token_endpoint

import ksclient.auth.identity.v2
import ksclient.auth.noauth
import ksclient.auth.session
import ksclient.auth.token_endpoint
from ksclient.v2_0.client import Client
from tests.live.keystone_server import ADMIN_PASSWORD
from tests.live.raw import Person
from tests.live.servers import Server


@dataclass(frozen=True, slots=True)
class Library:
    """A kind of session, with the plugins that were made for it."""

    name: str
    session: Any
    password: Any
    token: Any
    fixed_token: Any
    no_token: Any

    def client(self, auth: Any, *, user_agent: str | None = None, **options: Any) -> Client:
        """Return our client over this library's session.

        Args:
            auth: The plugin of the session.
            user_agent: What the session's own requests and the client's carry.
            **options: Further options of the client.
        """
        session = self.session(auth=auth, user_agent=user_agent)
        return Client(session=session, user_agent=user_agent, **options)

    def admin(self, server: Server) -> Any:
        """Return the login of the administrator."""
        return self.password(server.public_url, "admin", ADMIN_PASSWORD, tenant_name="admin")

    def person(self, server: Server, person: Person) -> Any:
        """Return the login of *person*, for the tenant that is his."""
        return self.password(
            server.public_url, person.name, person.password, tenant_id=person.tenant_id
        )

    def unscoped(self, server: Server, person: Person) -> Any:
        """Return the login of *person*, for no tenant."""
        return self.password(server.public_url, person.name, person.password)


LIBRARIES = [
    Library(
        "ksclient",
        session=ksclient.auth.session.Session,
        password=ksclient.auth.identity.v2.Password,
        token=ksclient.auth.identity.v2.Token,
        fixed_token=ksclient.auth.token_endpoint.Token,
        no_token=ksclient.auth.noauth.NoAuth,
    ),
    Library(
        "keystoneauth1",
        session=keystoneauth1.session.Session,
        password=keystoneauth1.identity.v2.Password,
        token=keystoneauth1.identity.v2.Token,
        fixed_token=keystoneauth1.token_endpoint.Token,
        no_token=keystoneauth1.noauth.NoAuth,
    ),
]
