"""Tenants, on the admin API and on the public one."""

from __future__ import annotations

import pytest

from ksclient.auth import exceptions
from ksclient.auth.session import Session
from ksclient.exceptions import InvalidId
from ksclient.v2_0.client import Client
from tests.live.raw import Raw, unique


@pytest.fixture
def tenant(admin: Client):
    """A tenant that the library made."""
    return admin.tenants.create(unique("tenant"), description="Made by a test")


def test_the_admin_api_lists_all_tenants(admin: Client, raw: Raw):
    everyone = {tenant["id"] for tenant in raw("GET", "/tenants")["tenants"]}

    assert {tenant.id for tenant in admin.tenants.list()} == everyone


def test_the_public_api_lists_the_callers_own(session, person):
    mine = Client(session=session, interface="public").tenants.list()

    assert [tenant.id for tenant in mine] == [person.tenant_id]


def test_a_caller_who_is_no_admin_may_not_list_all(session):
    with pytest.raises(exceptions.Forbidden):
        Client(session=session).tenants.list()


def test_a_tenant_is_made_with_its_extra_attributes(admin: Client):
    name = unique("tenant")

    made = admin.tenants.create(name, description="d", enabled=False, colour="blue")

    assert (made.name, made.description, made.enabled, made.colour) == (name, "d", False, "blue")
    assert admin.tenants.get(made.id).colour == "blue"


def test_a_tenant_keeps_the_id_that_it_was_given(admin: Client):
    chosen = unique("chosen-id")

    assert admin.tenants.create(unique("tenant"), id=chosen).id == chosen
    assert admin.tenants.get(chosen).id == chosen


def test_a_tenant_is_got_by_id_and_by_object(admin: Client, tenant):
    assert admin.tenants.get(tenant.id) == tenant
    assert admin.tenants.get(tenant).name == tenant.name


def test_a_tenant_is_found_by_name(admin: Client, tenant):
    assert admin.tenants.find(name=tenant.name) == tenant
    assert admin.tenants.findall(name=tenant.name) == [tenant]


def test_a_name_that_no_tenant_has_is_not_found(admin: Client):
    with pytest.raises(exceptions.NotFound):
        admin.tenants.find(name="nobody-has-this-name")


def test_a_tenant_is_changed_by_its_manager_and_by_itself(admin: Client, tenant):
    name = unique("renamed")

    changed = admin.tenants.update(tenant.id, tenant_name=name, description="new", enabled=False)
    assert (changed.name, changed.description, changed.enabled) == (name, "new", False)

    assert tenant.update(description="newer").description == "newer"
    assert admin.tenants.get(tenant.id).description == "newer"


def test_a_deleted_tenant_is_gone(admin: Client, tenant):
    admin.tenants.delete(tenant.id)

    with pytest.raises(exceptions.NotFound):
        admin.tenants.get(tenant.id)


def test_a_tenant_deletes_itself(admin: Client, tenant):
    tenant.delete()

    with pytest.raises(exceptions.NotFound) as caught:
        admin.tenants.delete(tenant)
    assert tenant.id in str(caught.value)


def test_pages_follow_each_other(admin: Client, raw: Raw):
    raw.tenant()

    every = admin.tenants.list()
    first = admin.tenants.list(limit=1)
    second = admin.tenants.list(limit=1, marker=first[-1].id)

    assert first + second == every[:2]


def test_a_marker_that_does_not_exist_is_a_bad_request(admin: Client):
    with pytest.raises(exceptions.BadRequest, match="Marker"):
        admin.tenants.list(marker="no-such-tenant")


def test_a_name_that_is_taken_is_a_conflict(admin: Client, tenant):
    with pytest.raises(exceptions.Conflict) as caught:
        admin.tenants.create(tenant.name)

    assert caught.value.http_status == 409
    assert tenant.name in str(caught.value)


def test_an_empty_name_is_a_bad_request(admin: Client):
    with pytest.raises(exceptions.BadRequest):
        admin.tenants.create("")


def test_updating_a_tenant_to_a_name_that_is_taken_lets_the_error_through(admin: Client, tenant):
    with pytest.raises(exceptions.Conflict):
        tenant.update(name="admin")


def test_users_are_added_to_a_tenant_listed_and_removed(admin: Client, tenant, raw: Raw, person):
    role = raw.role()

    tenant.add_user(person.id, role)
    assert [user.id for user in tenant.list_users()] == [person.id]
    assert [user.id for user in admin.tenants.list_users(tenant)] == [person.id]

    tenant.remove_user(person.id, role)
    assert admin.tenants.list_users(tenant.id) == []


def test_the_request_id_of_the_answer_can_be_had(admin_auth):
    client = Client(session=Session(auth=admin_auth), include_metadata=True)

    response = client.tenants.list()

    assert response.request_ids[0].startswith("req-")
    assert "admin" in [tenant.name for tenant in response.data]


@pytest.mark.parametrize("bad", ["", ".", ".."])
def test_an_id_that_would_name_another_path_is_never_sent(admin, keystone, bad):
    admin.tenants.list()
    before = len(keystone.requests())

    for call in (admin.tenants.get, admin.tenants.delete, admin.tenants.list_users):
        with pytest.raises(InvalidId):
            call(bad)

    assert len(keystone.requests()) == before


def test_an_id_of_any_characters_is_percent_encoded(admin: Client, keystone):
    with pytest.raises(exceptions.NotFound):
        admin.tenants.get("a b?c=d#ü/..")

    targets = [r.target for r in keystone.requests()]
    assert "/v2.0/tenants/a%20b%3Fc%3Dd%23%C3%BC%2F.." in targets
