"""Every method of every manager: its request, its result, and each error a server may answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.parity.cases.case import Case
from tests.parity.cases.documents import (
    CREDENTIAL,
    ENDPOINT,
    EXTENSION,
    MESSAGES,
    OTHER_ROLE,
    OTHER_SERVICE,
    OTHER_TENANT,
    OTHER_USER,
    PEM,
    ROLE,
    SERVICE,
    SIGNED,
    TENANT,
    USER,
    cloud,
    failure,
    scoped,
)
from tests.parity.libraries import Library
from tests.parity.server import Answer, Server

GONE = Answer(None, 204)
TENANTS = {"tenants": [TENANT, OTHER_TENANT], "tenants_links": []}
USERS = {"users": [USER, OTHER_USER]}
ROLES = {"roles": [ROLE, OTHER_ROLE]}
SERVICES = {"OS-KSADM:services": [SERVICE, OTHER_SERVICE]}


def _a_token(server: Server) -> dict[str, Any]:
    return scoped(server, "tok")


OWN_PASSWORD = {"token": {"id": "token-3", "expires": "2999-11-22T05:39:44Z"}, "user": USER}


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a manager's method, and what a server answers where it goes."""

    name: str
    call: Callable[[Any], Any]
    route: str
    answer: Any
    is_public: bool = False

    def case(self, kind: str, answer: Any, **client: Any) -> Case:
        """Return the case in which the route answers this."""

        def run(library: Library, server: Server) -> Any:
            method, path = self.route.split()
            cloud(server)
            said = answer(server) if callable(answer) else answer
            server.on(method, f"/v2.0{path}", said, api="public" if self.is_public else "admin")
            auth = library.password(f"{server.public}/v2.0")
            return self.call(library.Client(session=library.session(auth), **client))

        return Case(f"{self.name} {kind}", run)


CALLS = [
    # tenants
    Call("tenants.list", lambda k: k.tenants.list(), "GET /tenants", TENANTS),
    Call(
        "tenants.list limit marker",
        lambda k: k.tenants.list(limit=1, marker="t1"),
        "GET /tenants",
        TENANTS,
    ),
    Call("tenants.get", lambda k: k.tenants.get("t1"), "GET /tenants/t1", {"tenant": TENANT}),
    Call(
        "tenants.create",
        lambda k: k.tenants.create("acme", "acme tenant", False),
        "POST /tenants",
        {"tenant": TENANT},
    ),
    Call(
        "tenants.create extras",
        lambda k: k.tenants.create("acme", colour="red", enabled=True),
        "POST /tenants",
        {"tenant": {**TENANT, "colour": "red"}},
    ),
    Call(
        "tenants.update",
        lambda k: k.tenants.update("t1", "new", "text", False),
        "POST /tenants/t1",
        {"tenant": TENANT},
    ),
    Call(
        "tenants.update extras",
        lambda k: k.tenants.update("t1", colour="red"),
        "POST /tenants/t1",
        {"tenant": TENANT},
    ),
    Call("tenants.delete", lambda k: k.tenants.delete("t1"), "DELETE /tenants/t1", GONE),
    Call(
        "tenants.list_users",
        lambda k: k.tenants.list_users("t1"),
        "GET /tenants/t1/users",
        USERS,
    ),
    Call(
        "tenants.add_user",
        lambda k: k.tenants.add_user("t1", "u1", "r1"),
        "PUT /tenants/t1/users/u1/roles/OS-KSADM/r1",
        {"role": ROLE},
    ),
    Call(
        "tenants.remove_user",
        lambda k: k.tenants.remove_user("t1", "u1", "r1"),
        "DELETE /tenants/t1/users/u1/roles/OS-KSADM/r1",
        GONE,
    ),
    Call("tenants.find", lambda k: k.tenants.find(name="globex"), "GET /tenants", TENANTS),
    Call("tenants.findall", lambda k: k.tenants.findall(enabled=True), "GET /tenants", TENANTS),
    # users
    Call("users.list", lambda k: k.users.list(), "GET /users", USERS),
    Call(
        "users.list limit marker",
        lambda k: k.users.list(limit="2", marker="u1"),
        "GET /users",
        USERS,
    ),
    Call(
        "users.list tenant",
        lambda k: k.users.list("t1", limit=2),
        "GET /tenants/t1/users",
        USERS,
    ),
    Call("users.get", lambda k: k.users.get("u1"), "GET /users/u1", {"user": USER}),
    Call(
        "users.create",
        lambda k: k.users.create("carol", "pw", "carol@example.test", "t1", False),
        "POST /users",
        {"user": USER},
    ),
    Call(
        "users.create name only",
        lambda k: k.users.create("carol"),
        "POST /users",
        {"user": USER},
    ),
    Call(
        "users.update",
        lambda k: k.users.update("u1", name="carl", email=None, enabled=False, colour="red"),
        "PUT /users/u1",
        {"user": USER},
    ),
    Call(
        "users.update_enabled",
        lambda k: k.users.update_enabled("u1", False),
        "PUT /users/u1/OS-KSADM/enabled",
        {"user": USER},
    ),
    Call(
        "users.update_password",
        lambda k: k.users.update_password("u1", "new"),
        "PUT /users/u1/OS-KSADM/password",
        {"user": USER},
    ),
    Call(
        "users.update_own_password",
        lambda k: k.users.update_own_password("old", "new"),
        "PATCH /OS-KSCRUD/users/u9",
        {"access": OWN_PASSWORD},
        is_public=True,
    ),
    Call(
        "users.update_tenant",
        lambda k: k.users.update_tenant("u1", "t1"),
        "PUT /users/u1/OS-KSADM/tenant",
        {"user": USER},
    ),
    Call("users.delete", lambda k: k.users.delete("u1"), "DELETE /users/u1", GONE),
    Call(
        "users.list_roles",
        lambda k: k.users.list_roles("u1", "t1"),
        "GET /tenants/t1/users/u1/roles",
        ROLES,
    ),
    Call(
        "users.list_roles no tenant",
        lambda k: k.users.list_roles("u1"),
        "GET /users/u1/roles",
        ROLES,
    ),
    Call("users.find", lambda k: k.users.find(name="dave"), "GET /users", USERS),
    Call("users.findall", lambda k: k.users.findall(tenantId="t1"), "GET /users", USERS),
    # roles
    Call("roles.list", lambda k: k.roles.list(), "GET /OS-KSADM/roles", ROLES),
    Call("roles.get", lambda k: k.roles.get("r1"), "GET /OS-KSADM/roles/r1", {"role": ROLE}),
    Call(
        "roles.create",
        lambda k: k.roles.create("auditor"),
        "POST /OS-KSADM/roles",
        {"role": ROLE},
    ),
    Call("roles.delete", lambda k: k.roles.delete("r1"), "DELETE /OS-KSADM/roles/r1", GONE),
    Call(
        "roles.roles_for_user",
        lambda k: k.roles.roles_for_user("u1", "t1"),
        "GET /tenants/t1/users/u1/roles",
        ROLES,
    ),
    Call(
        "roles.roles_for_user no tenant",
        lambda k: k.roles.roles_for_user("u1"),
        "GET /users/u1/roles",
        ROLES,
    ),
    Call(
        "roles.add_user_role",
        lambda k: k.roles.add_user_role("u1", "r1", "t1"),
        "PUT /tenants/t1/users/u1/roles/OS-KSADM/r1",
        {"role": ROLE},
    ),
    Call(
        "roles.add_user_role no tenant",
        lambda k: k.roles.add_user_role("u1", "r1"),
        "PUT /users/u1/roles/OS-KSADM/r1",
        {"roles": ROLE},
    ),
    Call(
        "roles.add_user_role no body",
        lambda k: k.roles.add_user_role("u1", "r1", "t1"),
        "PUT /tenants/t1/users/u1/roles/OS-KSADM/r1",
        GONE,
    ),
    Call(
        "roles.remove_user_role",
        lambda k: k.roles.remove_user_role("u1", "r1", "t1"),
        "DELETE /tenants/t1/users/u1/roles/OS-KSADM/r1",
        GONE,
    ),
    Call(
        "roles.remove_user_role no tenant",
        lambda k: k.roles.remove_user_role("u1", "r1"),
        "DELETE /users/u1/roles/OS-KSADM/r1",
        GONE,
    ),
    Call("roles.find", lambda k: k.roles.find(name="worker"), "GET /OS-KSADM/roles", ROLES),
    # services
    Call("services.list", lambda k: k.services.list(), "GET /OS-KSADM/services", SERVICES),
    Call(
        "services.get",
        lambda k: k.services.get("s1"),
        "GET /OS-KSADM/services/s1",
        {"OS-KSADM:service": SERVICE},
    ),
    Call(
        "services.create",
        lambda k: k.services.create("nova", "compute", "Compute"),
        "POST /OS-KSADM/services",
        {"OS-KSADM:service": SERVICE},
    ),
    Call(
        "services.create no description",
        lambda k: k.services.create("nova", "compute"),
        "POST /OS-KSADM/services",
        {"OS-KSADM:service": SERVICE},
    ),
    Call(
        "services.delete",
        lambda k: k.services.delete("s1"),
        "DELETE /OS-KSADM/services/s1",
        GONE,
    ),
    Call(
        "services.find",
        lambda k: k.services.find(type="compute"),
        "GET /OS-KSADM/services",
        SERVICES,
    ),
    # endpoints
    Call(
        "endpoints.list", lambda k: k.endpoints.list(), "GET /endpoints", {"endpoints": [ENDPOINT]}
    ),
    Call(
        "endpoints.create",
        lambda k: k.endpoints.create("RegionOne", "s1", "http://p", "http://a", "http://i"),
        "POST /endpoints",
        {"endpoint": ENDPOINT},
    ),
    Call(
        "endpoints.create public only",
        lambda k: k.endpoints.create(None, "s1", "http://p"),
        "POST /endpoints",
        {"endpoint": ENDPOINT},
    ),
    Call("endpoints.delete", lambda k: k.endpoints.delete("e1"), "DELETE /endpoints/e1", GONE),
    Call(
        "endpoints.find",
        lambda k: k.endpoints.find(service_id="s1"),
        "GET /endpoints",
        {"endpoints": [ENDPOINT]},
    ),
    # ec2
    Call(
        "ec2.create",
        lambda k: k.ec2.create("u1", "t1"),
        "POST /users/u1/credentials/OS-EC2",
        {"credential": CREDENTIAL},
    ),
    Call(
        "ec2.list",
        lambda k: k.ec2.list("u1"),
        "GET /users/u1/credentials/OS-EC2",
        {"credentials": [CREDENTIAL]},
    ),
    Call(
        "ec2.get",
        lambda k: k.ec2.get("u1", "97fe30436a5c4edc"),
        "GET /users/u1/credentials/OS-EC2/97fe30436a5c4edc",
        {"credential": CREDENTIAL},
    ),
    Call(
        "ec2.delete",
        lambda k: k.ec2.delete("u1", "97fe30436a5c4edc"),
        "DELETE /users/u1/credentials/OS-EC2/97fe30436a5c4edc",
        GONE,
    ),
    # extensions and certificates
    Call(
        "extensions.list",
        lambda k: k.extensions.list(),
        "GET /extensions",
        {"extensions": {"values": [EXTENSION]}},
    ),
    Call(
        "extensions.find",
        lambda k: k.extensions.find(alias="OS-KSADM"),
        "GET /extensions",
        {"extensions": {"values": [EXTENSION]}},
    ),
    Call(
        "certificates.get_ca_certificate",
        lambda k: k.certificates.get_ca_certificate(),
        "GET /certificates/ca",
        PEM,
    ),
    Call(
        "certificates.get_signing_certificate",
        lambda k: k.certificates.get_signing_certificate(),
        "GET /certificates/signing",
        PEM,
    ),
    # tokens
    Call("tokens.validate", lambda k: k.tokens.validate("tok"), "GET /tokens/tok", _a_token),
    Call(
        "tokens.get_token_data",
        lambda k: k.tokens.get_token_data("tok"),
        "GET /tokens/tok",
        _a_token,
    ),
    Call(
        "tokens.validate_access_info",
        lambda k: k.tokens.validate_access_info("tok"),
        "GET /tokens/tok",
        _a_token,
    ),
    Call(
        "tokens.endpoints",
        lambda k: k.tokens.endpoints("tok"),
        "GET /tokens/tok/endpoints",
        {"endpoints": [{"id": "ei1", "name": "keystone", "type": "identity"}]},
    ),
    Call(
        "tokens.authenticate password",
        lambda k: k.tokens.authenticate("carol", tenant_name="acme", password="pw"),
        "POST /tokens",
        _a_token,
    ),
    Call(
        "tokens.authenticate token",
        lambda k: k.tokens.authenticate(token="tok", tenant_id="t1"),
        "POST /tokens",
        _a_token,
    ),
    Call(
        "tokens.authenticate unscoped",
        lambda k: k.tokens.authenticate(username="carol", password="pw"),
        "POST /tokens",
        _a_token,
    ),
    Call(
        "tokens.authenticate raw",
        lambda k: k.tokens.authenticate(token="tok", return_raw=True),
        "POST /tokens",
        _a_token,
    ),
    Call("tokens.delete", lambda k: k.tokens.delete("tok"), "DELETE /tokens/tok", GONE),
    Call("tokens.get_revoked", lambda k: k.tokens.get_revoked(), "GET /tokens/revoked", SIGNED),
]


def _cases() -> list[Case]:
    cases = []
    for call in CALLS:
        cases.append(call.case("ok", call.answer))
        cases.append(call.case("with metadata", call.answer, include_metadata=True))
        cases.extend(call.case(str(status), failure(status)) for status in MESSAGES)
    return cases


CASES = _cases()
