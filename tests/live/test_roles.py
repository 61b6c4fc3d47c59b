"""Roles, and who has them on which tenant, on the admin API."""

from __future__ import annotations

import pytest

from ksclient.auth import exceptions
from ksclient.v2_0.client import Client
from ksclient.v2_0.roles import Role
from tests.live.raw import Person, Raw, unique
from tests.live.refusals import refused

MEMBER = "_member_"


@pytest.fixture
def role(admin: Client) -> Role:
    """A role that the library made."""
    return admin.roles.create(unique("role"))


def names(roles: list[Role]) -> set[str]:
    return {role.name for role in roles}


def test_a_role_is_made_with_a_name(admin: Client):
    name = unique("role")

    made = admin.roles.create(name)

    assert (made.name, made.domain_id) == (name, None)
    assert admin.roles.get(made.id) == made
    assert admin.roles.get(made) == made


def test_all_roles_are_listed(admin: Client, raw: Raw, role: Role):
    everything = {found["id"] for found in raw("GET", "/OS-KSADM/roles")["roles"]}

    listed = admin.roles.list()

    assert {found.id for found in listed} == everything
    assert role in listed


def test_a_role_is_found_by_name(admin: Client, role: Role):
    assert admin.roles.find(name=role.name) == role
    assert admin.roles.findall(name=role.name) == [role]


def test_a_role_loads_itself(admin: Client, role: Role):
    assert Role(admin.roles, {"id": role.id}).name == role.name


def test_a_deleted_role_is_gone(admin: Client, role: Role):
    response, body = admin.roles.delete(role)

    assert (response.status_code, body) == (204, None)
    with pytest.raises(exceptions.NotFound, match=role.id):
        admin.roles.get(role)


def test_a_role_deletes_itself(admin: Client, role: Role):
    role.delete()

    with pytest.raises(exceptions.NotFound, match=role.id):
        role.delete()


def test_a_role_is_given_listed_and_taken_away(admin: Client, role: Role, person: Person):
    granted = admin.roles.add_user_role(person.id, role, person.tenant_id)

    assert granted == role
    assert names(admin.roles.roles_for_user(person.id, person.tenant_id)) == {MEMBER, role.name}
    assert names(admin.users.list_roles(person.id, person.tenant_id)) == {MEMBER, role.name}

    response, body = admin.roles.remove_user_role(person.id, role, person.tenant_id)

    assert (response.status_code, body) == (204, None)
    assert names(admin.roles.roles_for_user(person.id, person.tenant_id)) == {MEMBER}


def test_whoever_has_a_role_may_be_told_by_objects(admin: Client, role: Role, person: Person):
    user, tenant = admin.users.get(person.id), admin.tenants.get(person.tenant_id)

    admin.roles.add_user_role(user, role, tenant)
    assert names(user.list_roles(tenant)) == {MEMBER, role.name}

    admin.roles.remove_user_role(user, role, tenant)
    assert names(user.list_roles(tenant.id)) == {MEMBER}


def test_a_user_has_no_roles_on_a_tenant_of_others(admin: Client, person: Person, raw: Raw):
    tenant_id, _ = raw.tenant()

    assert admin.roles.roles_for_user(person.id, tenant_id) == []


def test_a_role_that_is_given_again_is_a_conflict(admin: Client, role: Role, person: Person):
    admin.roles.add_user_role(person.id, role, person.tenant_id)

    with refused(exceptions.Conflict, role.id):
        admin.roles.add_user_role(person.id, role, person.tenant_id)


def test_a_deleted_role_is_taken_from_everyone(admin: Client, role: Role, person: Person):
    admin.roles.add_user_role(person.id, role, person.tenant_id)

    role.delete()

    assert names(admin.roles.roles_for_user(person.id, person.tenant_id)) == {MEMBER}


def test_a_role_is_in_the_next_login(admin: Client, role: Role, person: Person, raw: Raw):
    admin.roles.add_user_role(person.id, role, person.tenant_id)

    roles = {found["name"] for found in raw.login(person)["user"]["roles"]}

    assert roles == {MEMBER, role.name}


def test_a_role_on_no_tenant_is_not_implemented(admin: Client, role: Role, person: Person):
    for call in (
        lambda: admin.roles.roles_for_user(person.id),
        lambda: admin.roles.add_user_role(person.id, role),
        lambda: admin.roles.remove_user_role(person.id, role),
    ):
        with refused(exceptions.HttpNotImplemented, "tenant_id required"):
            call()
