"""Roles, and who has them."""

import pytest

from ksclient.exceptions import Conflict, HttpNotImplemented, InvalidId, NotFound
from ksclient.v2_0.roles import Role

ADMIN_ROLE = {"id": "r1", "name": "admin", "domain_id": None}


def test_get(cloud, keystone):
    cloud.answers("GET", "/OS-KSADM/roles/r1", {"role": ADMIN_ROLE})
    role = keystone.roles.get("r1")
    assert isinstance(role, Role)
    assert role.to_dict() == ADMIN_ROLE


def test_get_of_what_is_not_there(cloud, keystone):
    cloud.answers("GET", "/OS-KSADM/roles/r9", status_code=404)
    with pytest.raises(NotFound):
        keystone.roles.get("r9")


def test_list(cloud, keystone):
    cloud.answers("GET", "/OS-KSADM/roles", {"roles": [ADMIN_ROLE]})
    assert [role.name for role in keystone.roles.list()] == ["admin"]


def test_find(cloud, keystone):
    cloud.answers("GET", "/OS-KSADM/roles", {"roles": [ADMIN_ROLE, {"id": "r2", "name": "x"}]})
    assert keystone.roles.find(name="admin").id == "r1"


def test_create_sends_the_name_alone(cloud, keystone):
    cloud.answers("POST", "/OS-KSADM/roles", {"role": ADMIN_ROLE})
    assert keystone.roles.create("admin").id == "r1"
    assert cloud.last.json() == {"role": {"name": "admin"}}


def test_create_of_a_name_that_is_taken(cloud, keystone):
    cloud.answers("POST", "/OS-KSADM/roles", status_code=409)
    with pytest.raises(Conflict):
        keystone.roles.create("admin")


def test_a_role_deletes_itself(cloud, keystone):
    gone = cloud.answers("DELETE", "/OS-KSADM/roles/r1", status_code=204)
    response, body = Role(keystone.roles, ADMIN_ROLE).delete()
    assert gone.call_count == 1
    assert (response.status_code, body) == (204, None)


GRANT = "/tenants/t1/users/u1/roles"


def test_roles_on_a_tenant(cloud, keystone):
    cloud.answers("GET", GRANT, {"roles": [ADMIN_ROLE]})
    assert [role.id for role in keystone.roles.roles_for_user("u1", "t1")] == ["r1"]


def test_roles_on_all_tenants_are_not_implemented_by_keystone(cloud, keystone):
    cloud.answers("GET", "/users/u1/roles", status_code=501)
    with pytest.raises(HttpNotImplemented):
        keystone.roles.roles_for_user("u1")


def test_a_grant_sends_no_body(cloud, keystone):
    cloud.answers("PUT", f"{GRANT}/OS-KSADM/r1", {"role": ADMIN_ROLE})
    assert keystone.roles.add_user_role("u1", "r1", "t1").name == "admin"
    assert cloud.last.body is None


def test_a_grant_on_all_tenants(cloud, keystone):
    put = cloud.answers("PUT", "/users/u1/roles/OS-KSADM/r1", {"roles": ADMIN_ROLE})
    assert keystone.roles.add_user_role("u1", "r1").name == "admin"
    assert put.call_count == 1


def test_a_grant_that_is_answered_with_nothing(cloud, keystone):
    cloud.answers("PUT", f"{GRANT}/OS-KSADM/r1", status_code=204)
    assert keystone.roles.add_user_role("u1", "r1", "t1") is None


def test_a_grant_is_taken_away(cloud, keystone):
    gone = cloud.answers("DELETE", f"{GRANT}/OS-KSADM/r1", status_code=204)
    keystone.roles.remove_user_role("u1", "r1", "t1")
    assert gone.call_count == 1


def test_a_grant_on_all_tenants_is_taken_away(cloud, keystone):
    gone = cloud.answers("DELETE", "/users/u1/roles/OS-KSADM/r1", status_code=204)
    keystone.roles.remove_user_role("u1", "r1")
    assert gone.call_count == 1


@pytest.mark.parametrize("tenant", ["", ".", ".."])
def test_an_empty_tenant_does_not_mean_all_tenants(cloud, keystone, tenant):
    for act in (
        lambda: keystone.roles.roles_for_user("u1", tenant),
        lambda: keystone.roles.add_user_role("u1", "r1", tenant),
        lambda: keystone.roles.remove_user_role("u1", "r1", tenant),
    ):
        with pytest.raises(InvalidId):
            act()
    assert cloud.sent == []


def test_repr_is_the_dictionary():
    assert repr(Role(None, ADMIN_ROLE)) == f"<Role {ADMIN_ROLE}>"
