"""Prepare and inspect a server over plain HTTP, without the library under test."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

import requests

from tests.live.keystone_server import ADMIN_TOKEN
from tests.live.servers import Server

TIMEOUT_SECONDS = 60
USER_AGENT = "tests.live.raw"


@dataclass(frozen=True, slots=True)
class Person:
    """A user of the server, with a role on one tenant."""

    id: str
    name: str
    password: str
    tenant_id: str
    tenant_name: str


class Raw:
    """The server's admin API, used as the admin token."""

    def __init__(self, server: Server) -> None:
        self.server = server

    def __call__(self, method: str, path: str, body: Any = None, *, token: str = "") -> Any:
        """Send one request to the admin API; return the parsed answer, if it has a body."""
        answer = requests.request(
            method,
            self.server.admin_url + path,
            json=body,
            headers={"X-Auth-Token": token or ADMIN_TOKEN, "User-Agent": USER_AGENT},
            timeout=TIMEOUT_SECONDS,
        )
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def tenant(self) -> tuple[str, str]:
        """Make a tenant; return its id and name."""
        name = unique("tenant")
        tenant = self("POST", "/tenants", {"tenant": {"name": name, "enabled": True}})["tenant"]
        return tenant["id"], tenant["name"]

    def person(self) -> Person:
        """Make a user with a role on a tenant of his own."""
        tenant_id, tenant_name = self.tenant()
        name = unique("user")
        password = unique("password")
        user = {"name": name, "password": password, "enabled": True, "tenantId": tenant_id}
        made = self("POST", "/users", {"user": user})["user"]
        return Person(made["id"], name, password, tenant_id, tenant_name)

    def role(self) -> str:
        """Make a role; return its id."""
        body = {"role": {"name": unique("role")}}
        return str(self("POST", "/OS-KSADM/roles", body)["role"]["id"])

    def login(self, person: Person) -> dict[str, Any]:
        """Log in; return the `access` body."""
        credentials = {"username": person.name, "password": person.password}
        auth = {"passwordCredentials": credentials, "tenantId": person.tenant_id}
        return self("POST", "/tokens", {"auth": auth})["access"]  # type: ignore[no-any-return]

    def change_password(self, person: Person, password: str) -> None:
        """Change a password, which revokes the user's tokens; return when logins are safe."""
        body = {"user": {"id": person.id, "password": password}}
        self("PUT", f"/users/{person.id}/OS-KSADM/password", body)
        self.server.pass_this_second()

    def revoke(self, token: str) -> None:
        """Revoke a token; return when logins are safe."""
        self("DELETE", f"/tokens/{token}")
        self.server.pass_this_second()


def unique(prefix: str) -> str:
    """Return a name that no other test uses."""
    return f"{prefix}-{uuid.uuid4().hex[:12]}"
