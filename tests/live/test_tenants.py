"""Tenants, on the admin API and on the public one."""

from __future__ import annotations

import pytest

from ksclient.auth import exceptions
from ksclient.exceptions import InvalidId, OwnTenantsWarning
from ksclient.v2_0.client import Client
from ksclient.v2_0.tenants import Tenant
from tests.live.libraries import Library
from tests.live.raw import Person, Raw, unique
from tests.live.refusals import refused
from tests.live.servers import Server


@pytest.fixture
def tenant(admin: Client) -> Tenant:
    """A tenant that the library made."""
    return admin.tenants.create(unique("tenant"), description="Made by a test")


def test_the_admin_api_lists_all_tenants(admin: Client, raw: Raw):
    everyone = {tenant["id"] for tenant in raw("GET", "/tenants")["tenants"]}

    assert {tenant.id for tenant in admin.tenants.list()} == everyone


def test_the_public_api_lists_the_callers_own(own: Client, member: Client, person: Person):
    assert [tenant.id for tenant in own.tenants.list()] == [person.tenant_id]
    assert [tenant.id for tenant in member.tenants.list(interface="public")] == [person.tenant_id]


def test_an_unscoped_login_lists_the_callers_own_with_a_warning(
    library: Library, keystone: Server, bystander: Person
):
    client = library.client(library.unscoped(keystone, bystander))

    with pytest.warns(OwnTenantsWarning):
        listed = client.tenants.list()

    assert [tenant.id for tenant in listed] == [bystander.tenant_id]


def test_a_caller_who_is_no_admin_may_not_list_all(visitor: Client):
    with refused(exceptions.Forbidden, "not authorized"):
        visitor.tenants.list()


def test_a_tenant_is_made_with_its_extra_attributes(admin: Client):
    name = unique("tenant")

    made = admin.tenants.create(name, description="d", enabled=False, colour="blue")

    assert (made.name, made.description, made.enabled, made.colour) == (name, "d", False, "blue")
    assert admin.tenants.get(made.id).colour == "blue"


def test_a_tenant_keeps_the_id_that_it_was_given(admin: Client):
    chosen = unique("chosen-id")

    assert admin.tenants.create(unique("tenant"), id=chosen).id == chosen
    assert admin.tenants.get(chosen).id == chosen


def test_a_tenant_is_got_by_id_and_by_object(admin: Client, tenant: Tenant):
    assert admin.tenants.get(tenant.id) == tenant
    assert admin.tenants.get(tenant).name == tenant.name


def test_a_tenant_is_found_by_name(admin: Client, tenant: Tenant):
    assert admin.tenants.find(name=tenant.name) == tenant
    assert admin.tenants.findall(name=tenant.name) == [tenant]


def test_a_name_that_no_tenant_has_is_not_found(admin: Client):
    with pytest.raises(exceptions.NotFound, match="nobody-has-this-name"):
        admin.tenants.find(name="nobody-has-this-name")


def test_a_tenant_loads_itself(admin: Client, tenant: Tenant):
    assert Tenant(admin.tenants, {"id": tenant.id}).name == tenant.name


def test_a_tenant_is_changed_by_its_manager_and_by_itself(admin: Client, tenant: Tenant):
    name = unique("renamed")

    changed = admin.tenants.update(tenant.id, tenant_name=name, description="new", enabled=False)
    assert (changed.name, changed.description, changed.enabled) == (name, "new", False)

    assert tenant.update(description="newer").description == "newer"
    assert admin.tenants.get(tenant.id).description == "newer"


def test_what_a_tenant_is_not_told_stays(admin: Client, tenant: Tenant):
    admin.tenants.update(tenant, enabled=False)

    now = admin.tenants.get(tenant)

    assert (now.name, now.description, now.enabled) == (tenant.name, tenant.description, False)


def test_a_tenant_is_given_further_attributes(admin: Client, tenant: Tenant):
    assert admin.tenants.update(tenant.id, colour="blue").colour == "blue"


def test_a_deleted_tenant_is_gone(admin: Client, tenant: Tenant):
    response, body = admin.tenants.delete(tenant.id)

    assert (response.status_code, body) == (204, None)
    with pytest.raises(exceptions.NotFound, match=tenant.id):
        admin.tenants.get(tenant.id)


def test_a_tenant_deletes_itself(admin: Client, tenant: Tenant):
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


def test_a_limit_of_none_at_all_is_an_empty_page(admin: Client, own: Client):
    assert admin.tenants.list(limit=0) == []
    assert own.tenants.list(limit=0) == []


def test_after_the_last_own_tenant_there_is_none(own: Client, person: Person):
    assert [tenant.id for tenant in own.tenants.list(limit=1)] == [person.tenant_id]
    assert own.tenants.list(marker=person.tenant_id) == []


def test_a_marker_that_does_not_exist_is_a_bad_request(admin: Client):
    with pytest.raises(exceptions.BadRequest, match="Marker"):
        admin.tenants.list(marker="no-such-tenant")


def test_a_name_that_is_taken_is_a_conflict(admin: Client, tenant: Tenant):
    with pytest.raises(exceptions.Conflict) as caught:
        admin.tenants.create(tenant.name)

    assert caught.value.http_status == 409
    assert tenant.name in str(caught.value)


def test_an_empty_name_is_a_bad_request(admin: Client):
    with pytest.raises(exceptions.BadRequest):
        admin.tenants.create("")


def test_updating_a_tenant_to_a_name_that_is_taken_lets_the_error_through(
    admin: Client, tenant: Tenant
):
    with pytest.raises(exceptions.Conflict):
        tenant.update(name="admin")


def test_users_are_added_to_a_tenant_listed_and_removed(admin: Client, tenant, raw: Raw, person):
    role = raw.role()

    assert tenant.add_user(person.id, role).id == role
    assert [user.id for user in tenant.list_users()] == [person.id]
    assert [user.id for user in admin.tenants.list_users(tenant)] == [person.id]

    tenant.remove_user(person.id, role)
    assert admin.tenants.list_users(tenant.id) == []


def test_the_manager_adds_users_and_removes_them(admin: Client, tenant, raw: Raw, person):
    role = raw.role()

    admin.tenants.add_user(tenant, person.id, role)
    assert [user.id for user in admin.users.list(tenant_id=tenant)] == [person.id]

    admin.tenants.remove_user(tenant.id, person.id, role)
    assert admin.users.list(tenant_id=tenant.id) == []


def test_the_request_id_of_the_answer_can_be_had(admin: Client):
    client = Client(session=admin.session, include_metadata=True)

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
