"""What each refusal of the server is for whoever called: its class, and what it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ksclient.auth import exceptions
from ksclient.auth.session import Session
from ksclient.v2_0.client import Client
from tests.live.libraries import Library
from tests.live.raw import Person, Raw, unique
from tests.live.refusals import refused
from tests.live.servers import Server

NOBODY = "0" * 32
TOO_LARGE = "x" * (114688 + 1)
NO_TOKEN = "requires authentication"
NO_ADMIN = "You are not authorized to perform the requested action"

Call = Callable[[Client], Any]

OF_ADMINS: dict[str, Call] = {
    "tenants.list": lambda c: c.tenants.list(),
    "tenants.get": lambda c: c.tenants.get(NOBODY),
    "tenants.create": lambda c: c.tenants.create(unique("tenant")),
    "tenants.update": lambda c: c.tenants.update(NOBODY, description="d"),
    "tenants.delete": lambda c: c.tenants.delete(NOBODY),
    "tenants.list_users": lambda c: c.tenants.list_users(NOBODY),
    "tenants.add_user": lambda c: c.tenants.add_user(NOBODY, NOBODY, NOBODY),
    "tenants.remove_user": lambda c: c.tenants.remove_user(NOBODY, NOBODY, NOBODY),
    "users.list": lambda c: c.users.list(),
    "users.list of a tenant": lambda c: c.users.list(NOBODY),
    "users.get": lambda c: c.users.get(NOBODY),
    "users.create": lambda c: c.users.create(unique("user"), password="p"),
    "users.update": lambda c: c.users.update(NOBODY, email="e"),
    "users.update_enabled": lambda c: c.users.update_enabled(NOBODY, True),
    "users.update_password": lambda c: c.users.update_password(NOBODY, "p"),
    "users.update_tenant": lambda c: c.users.update_tenant(NOBODY, NOBODY),
    "users.delete": lambda c: c.users.delete(NOBODY),
    "users.list_roles": lambda c: c.users.list_roles(NOBODY, NOBODY),
    "roles.list": lambda c: c.roles.list(),
    "roles.get": lambda c: c.roles.get(NOBODY),
    "roles.create": lambda c: c.roles.create(unique("role")),
    "roles.delete": lambda c: c.roles.delete(NOBODY),
    "roles.roles_for_user": lambda c: c.roles.roles_for_user(NOBODY, NOBODY),
    "roles.add_user_role": lambda c: c.roles.add_user_role(NOBODY, NOBODY, NOBODY),
    "roles.remove_user_role": lambda c: c.roles.remove_user_role(NOBODY, NOBODY, NOBODY),
    "services.list": lambda c: c.services.list(),
    "services.get": lambda c: c.services.get(NOBODY),
    "services.create": lambda c: c.services.create(unique("service"), "type", "d"),
    "services.delete": lambda c: c.services.delete(NOBODY),
    "endpoints.list": lambda c: c.endpoints.list(),
    "endpoints.create": lambda c: c.endpoints.create("R", NOBODY, "http://public.example"),
    "endpoints.delete": lambda c: c.endpoints.delete(NOBODY),
    "ec2.create": lambda c: c.ec2.create(NOBODY, NOBODY),
    "ec2.list": lambda c: c.ec2.list(NOBODY),
    "ec2.get": lambda c: c.ec2.get(NOBODY, NOBODY),
    "ec2.delete": lambda c: c.ec2.delete(NOBODY, NOBODY),
    "tokens.validate": lambda c: c.tokens.validate(NOBODY),
    "tokens.validate for a tenant": lambda c: c.tokens.validate(NOBODY, belongs_to=NOBODY),
    "tokens.get_token_data": lambda c: c.tokens.get_token_data(NOBODY),
    "tokens.validate_access_info": lambda c: c.tokens.validate_access_info(NOBODY),
    "tokens.endpoints": lambda c: c.tokens.endpoints(NOBODY),
    "tokens.delete": lambda c: c.tokens.delete(NOBODY),
    "tokens.get_revoked": lambda c: c.tokens.get_revoked(),
}

# A HEAD has no body, so the server's words do not arrive.
CHECKS: dict[str, Call] = {
    "tokens.check": lambda c: c.tokens.check(NOBODY),
    "tokens.check for a tenant": lambda c: c.tokens.check(NOBODY, belongs_to=NOBODY),
}

NOT_THERE: dict[str, tuple[str, Call]] = {
    "tenants.get": ("project", OF_ADMINS["tenants.get"]),
    "tenants.update": ("project", OF_ADMINS["tenants.update"]),
    "tenants.delete": ("project", OF_ADMINS["tenants.delete"]),
    "tenants.list_users": ("project", OF_ADMINS["tenants.list_users"]),
    "tenants.add_user": ("project", OF_ADMINS["tenants.add_user"]),
    "users.get": ("user", OF_ADMINS["users.get"]),
    "users.create": ("project", lambda c: c.users.create(unique("user"), tenant_id=NOBODY)),
    "users.update": ("user", OF_ADMINS["users.update"]),
    "users.update_enabled": ("user", OF_ADMINS["users.update_enabled"]),
    "users.update_password": ("user", OF_ADMINS["users.update_password"]),
    "users.delete": ("user", OF_ADMINS["users.delete"]),
    "users.list of a tenant": ("project", OF_ADMINS["users.list of a tenant"]),
    "roles.get": ("role", OF_ADMINS["roles.get"]),
    "roles.delete": ("role", OF_ADMINS["roles.delete"]),
    "roles.roles_for_user": ("project", OF_ADMINS["roles.roles_for_user"]),
    "services.get": ("service", OF_ADMINS["services.get"]),
    "services.delete": ("service", OF_ADMINS["services.delete"]),
    "endpoints.delete": ("endpoint", OF_ADMINS["endpoints.delete"]),
    "ec2.create": ("user", OF_ADMINS["ec2.create"]),
    "ec2.list": ("user", OF_ADMINS["ec2.list"]),
}

MALFORMED: dict[str, tuple[str, Call]] = {
    "a tenant without a name": ("name", lambda c: c.tenants.create("")),
    "a tenant of a long name": ("name", lambda c: c.tenants.create("t" * 65)),
    "a tenant that is half enabled": ("enabled", lambda c: c.tenants.create("t", enabled="half")),
    "tenants after none": ("Marker", lambda c: c.tenants.list(marker=NOBODY)),
    "a user without a name": ("name", lambda c: c.users.create("")),
    "a user of a long name": ("name", lambda c: c.users.create("u" * 256)),
    "a role without a name": ("name", lambda c: c.roles.create("")),
    "a service without a name": ("name", lambda c: c.services.create("", "type")),
    "a service without a type": ("type", lambda c: c.services.create("name", "")),
    "an endpoint of no service": ("service", OF_ADMINS["endpoints.create"]),
    "an endpoint without a URL": ("publicurl", lambda c: c.endpoints.create("R", NOBODY, "")),
}


@pytest.fixture
def taken(admin: Client, person: Person, raw: Raw) -> dict[str, Call]:
    """Calls for which there is no room, by what is in the way."""
    role = raw.role()
    admin.roles.add_user_role(person.id, role, person.tenant_id)
    role_name = admin.roles.get(role).name
    return {
        "tenant's name": lambda c: c.tenants.create(person.tenant_name),
        "tenant's id": lambda c: c.tenants.create(unique("tenant"), id=person.tenant_id),
        "tenant's new name": lambda c: c.tenants.update(person.tenant_id, tenant_name="admin"),
        "user's name": lambda c: c.users.create(person.name),
        "user's new name": lambda c: c.users.update(person.id, name="admin"),
        "role's name": lambda c: c.roles.create(role_name),
        "grant": lambda c: c.tenants.add_user(person.tenant_id, person.id, role),
    }


@pytest.mark.parametrize("call", OF_ADMINS.values(), ids=list(OF_ADMINS))
class TestACallOfAdministrators:
    def test_is_forbidden_to_others(self, call: Call, visitor: Client):
        with refused(exceptions.Forbidden, NO_ADMIN):
            call(visitor)

    def test_needs_a_token(self, call: Call, library: Library, keystone: Server):
        with refused(exceptions.Unauthorized, NO_TOKEN):
            call(library.client(library.no_token(endpoint=keystone.admin_url)))

    def test_needs_a_good_token(self, call: Call, library: Library, keystone: Server):
        bad = unique("bad-token")

        with refused(exceptions.Unauthorized, NO_TOKEN, secret=bad):
            call(library.client(library.fixed_token(keystone.admin_url, bad)))


@pytest.mark.parametrize("call", CHECKS.values(), ids=list(CHECKS))
class TestACheckOfAToken:
    def test_is_forbidden_to_others(self, call: Call, visitor: Client):
        with refused(exceptions.Forbidden):
            call(visitor)

    def test_needs_a_token(self, call: Call, library: Library, keystone: Server):
        with refused(exceptions.Unauthorized):
            call(library.client(library.no_token(endpoint=keystone.admin_url)))

    def test_needs_a_good_token(self, call: Call, library: Library, keystone: Server):
        bad = unique("bad-token")

        with refused(exceptions.Unauthorized, secret=bad):
            call(library.client(library.fixed_token(keystone.admin_url, bad)))


@pytest.mark.parametrize(("kind", "call"), NOT_THERE.values(), ids=list(NOT_THERE))
def test_what_is_not_there_is_named(kind: str, call: Call, admin: Client):
    with refused(exceptions.NotFound, f"Could not find {kind}: {NOBODY}"):
        call(admin)


@pytest.mark.parametrize("name", ["validate", "get_token_data", "endpoints", "delete"])
def test_a_token_that_is_not_there_is_not_found(name: str, admin: Client):
    with refused(exceptions.NotFound, "Could not find token"):
        getattr(admin.tokens, name)(NOBODY)


@pytest.mark.parametrize("name", ["validate", "get_token_data", "endpoints", "delete"])
def test_our_session_does_not_show_the_token_that_the_server_quotes(name: str, admin_auth):
    client = Client(session=Session(auth=admin_auth))

    with refused(exceptions.NotFound, "Could not find token: {", secret=NOBODY):
        getattr(client.tokens, name)(NOBODY)


def test_a_grant_that_is_not_there_cannot_be_taken_away(admin: Client, person: Person, raw: Raw):
    role = raw.role()

    with refused(exceptions.NotFound, role):
        admin.roles.remove_user_role(person.id, role, person.tenant_id)


@pytest.mark.parametrize("name", ["get", "delete"])
def test_credentials_that_are_not_there_are_not_found(name: str, admin: Client, person: Person):
    with refused(exceptions.NotFound, "Could not find credential"):
        getattr(admin.ec2, name)(person.id, NOBODY)


@pytest.mark.parametrize(("words", "call"), MALFORMED.values(), ids=list(MALFORMED))
def test_what_is_malformed_is_a_bad_request(words: str, call: Call, admin: Client):
    with refused(exceptions.BadRequest, words):
        call(admin)


def test_what_is_taken_is_a_conflict(admin: Client, taken: dict[str, Call]):
    for call in taken.values():
        with refused(exceptions.Conflict, "Conflict occurred attempting to store"):
            call(admin)


@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.tenants.create(unique("tenant"), description=TOO_LARGE),
        lambda c: c.users.create(unique("user"), email=TOO_LARGE),
        lambda c: c.services.create(unique("service"), "type", TOO_LARGE),
        lambda c: c.endpoints.create("R", NOBODY, TOO_LARGE),
    ],
    ids=["tenants.create", "users.create", "services.create", "endpoints.create"],
)
def test_a_body_that_is_too_large_is_refused(call: Call, admin: Client):
    with pytest.raises(exceptions.RequestEntityTooLarge) as caught:
        call(admin)

    assert caught.value.http_status == 413
    if isinstance(admin.session, Session):  # keystoneauth1's looks for Keystone's own words only
        assert "Request is too large" in str(caught.value)
    assert caught.value.request_id is None  # the server gives none to what it does not read


@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.users.list_roles(NOBODY),
        lambda c: c.roles.roles_for_user(NOBODY),
        lambda c: c.roles.add_user_role(NOBODY, NOBODY),
        lambda c: c.roles.remove_user_role(NOBODY, NOBODY),
    ],
    ids=["users.list_roles", "roles_for_user", "add_user_role", "remove_user_role"],
)
def test_roles_without_a_tenant_are_not_implemented(call: Call, admin: Client):
    with refused(exceptions.HttpNotImplemented, "tenant_id required"):
        call(admin)


def test_the_admin_routes_are_not_on_the_public_api(admin: Client):
    public = Client(session=admin.session, interface="public")

    for call in (public.users.list, public.roles.list, public.services.list, public.endpoints.list):
        with refused(exceptions.NotFound, "/v2.0/"):
            call()
