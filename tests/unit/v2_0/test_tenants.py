"""Tenants."""

import warnings

import pytest

from ksclient.auth.session import Session
from ksclient.exceptions import (
    EmptyCatalog,
    EndpointNotFound,
    Forbidden,
    InvalidArgument,
    InvalidId,
    OwnTenantsWarning,
)
from ksclient.v2_0.client import Client
from ksclient.v2_0.tenants import Tenant
from tests.unit.cloud import ADMIN, PUBLIC, make_token

ALL = {"tenants": [{"id": "t1", "name": "a"}, {"id": "t2", "name": "b"}], "tenants_links": []}
OWN = {"tenants": [{"id": "t1", "name": "a"}]}
DEMO = {"id": "t1", "name": "demo", "description": "For all", "enabled": True}


@pytest.fixture
def lists(cloud):
    """Let both APIs list tenants, each its own."""
    cloud.answers("GET", "/tenants", ALL, ADMIN)
    cloud.answers("GET", "/tenants", OWN, PUBLIC)


def test_get(cloud, keystone):
    cloud.answers("GET", "/tenants/t1", {"tenant": DEMO})
    tenant = keystone.tenants.get("t1")
    assert isinstance(tenant, Tenant)
    assert tenant.to_dict() == DEMO


def test_create(cloud, keystone):
    cloud.answers("POST", "/tenants", {"tenant": DEMO})
    assert keystone.tenants.create("demo", "For all").id == "t1"
    assert cloud.last.json() == {
        "tenant": {"name": "demo", "description": "For all", "enabled": True}
    }


def test_create_keeps_further_members_but_not_those_it_has_arguments_for(cloud, keystone):
    cloud.answers("POST", "/tenants", {"tenant": DEMO})
    keystone.tenants.create("demo", enabled=False, id="t1", name="other")
    assert cloud.last.json() == {
        "tenant": {"name": "demo", "description": None, "enabled": False, "id": "t1"}
    }


def test_update_posts_what_is_given(cloud, keystone):
    cloud.answers("POST", "/tenants/t1", {"tenant": DEMO})
    assert keystone.tenants.update("t1", enabled=False, description="", cost=3).name == "demo"
    assert cloud.last.json() == {
        "tenant": {"id": "t1", "enabled": False, "description": "", "cost": 3}
    }


def test_update_takes_the_tenant_itself(cloud, keystone):
    cloud.answers("POST", "/tenants/t1", {"tenant": DEMO})
    keystone.tenants.update(Tenant(None, DEMO), "other")
    assert cloud.last.json() == {"tenant": {"id": "t1", "name": "other"}}


def test_delete(cloud, keystone):
    gone = cloud.answers("DELETE", "/tenants/t1", status_code=204)
    keystone.tenants.delete("t1")
    assert gone.call_count == 1


def test_deleting_a_new_tenant_makes_one_request(cloud, keystone):
    cloud.answers("POST", "/tenants", {"tenant": DEMO})
    cloud.answers("DELETE", "/tenants/t1", status_code=204)
    keystone.tenants.create("demo").delete()
    assert [method for method, _ in cloud.sent] == ["POST", "DELETE"]


# --- list ---


def test_the_admin_api_lists_all(lists, keystone):
    assert len(keystone.tenants.list()) == 2


def test_the_public_api_lists_the_callers_own(lists, keystone):
    assert len(keystone.tenants.list(interface="public")) == 1


def test_a_client_of_the_public_api_lists_the_callers_own(lists, session):
    assert len(Client(session=session, interface="public").tenants.list()) == 1


def test_limit_and_marker_are_sent(lists, cloud, keystone):
    keystone.tenants.list(limit=1, marker="t/1")
    assert cloud.last.url == f"{ADMIN}/tenants?limit=1&marker=t%2F1"


def test_limit_zero_is_sent(lists, cloud, keystone):
    keystone.tenants.list(limit=0)
    assert cloud.last.query == "limit=0"


@pytest.mark.parametrize("limit", [-1, 1.5, "x"])
def test_a_wrong_limit_is_refused_before_anything_is_sent(cloud, keystone, limit):
    with pytest.raises(InvalidArgument):
        keystone.tenants.list(limit=limit)
    assert cloud.mocker.request_history == []


def test_a_token_without_a_catalog_lists_the_callers_own_with_a_warning(lists, cloud, keystone):
    cloud.logs_in_with(make_token(catalog=False))
    with pytest.warns(OwnTenantsWarning, match="not all") as caught:
        assert len(keystone.tenants.list(limit=5)) == 1
    assert caught[0].filename == __file__
    assert cloud.last.url == f"{PUBLIC}/tenants?limit=5"


@pytest.mark.parametrize("call", ["find", "findall"])
def test_the_warning_points_at_the_line_of_the_caller_of_find_too(lists, cloud, keystone, call):
    cloud.logs_in_with(make_token(catalog=False))
    with pytest.warns(OwnTenantsWarning) as caught:
        getattr(keystone.tenants, call)(id="t1")
    assert caught[0].filename == __file__


def test_own_tenants_that_cannot_be_listed_are_not_warned_of_and_the_error_says_what_to_give(cloud):
    keystone = Client(session=Session(), auth_ref=make_token(catalog=False))
    with pytest.raises(EndpointNotFound, match="auth_url="):
        keystone.tenants.list()
    assert cloud.sent == []


def test_an_empty_catalog_is_no_catalog(lists, cloud, keystone):
    token = make_token(catalog=False)
    token["access"]["serviceCatalog"] = []
    cloud.logs_in_with(token)
    with pytest.warns(OwnTenantsWarning):
        assert len(keystone.tenants.list()) == 1


def test_who_asks_for_the_own_without_a_catalog_is_not_warned(lists, cloud, session):
    cloud.logs_in_with(make_token(catalog=False))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(Client(session=session).tenants.list(interface="public")) == 1
        assert len(Client(session=session, interface="publicURL").tenants.list()) == 1


def test_a_region_that_is_not_there_is_not_answered_with_the_own(lists, cloud, session):
    with pytest.raises(EndpointNotFound) as caught:
        Client(session=session, region_name="Oen").tenants.list()
    assert not isinstance(caught.value, EmptyCatalog)
    assert caught.value.nearest == "One"
    assert cloud.sent == []


@pytest.mark.parametrize(
    ("client", "call"),
    [({"region_name": "Oen"}, {}), ({}, {"interface": "amdin"}), ({"interface": "amdin"}, {})],
    ids=["region", "interface of the call", "interface of the client"],
)
def test_what_is_misspelt_is_not_answered_with_a_hint_that_fails_again(session, client, call):
    with pytest.raises(EndpointNotFound, match=r"Did you mean '(One|admin)'\?$"):
        Client(session=session, **client).tenants.list(**call)


def test_a_region_without_any_identity_service_gets_no_hint_to_its_public_api(cloud, session):
    token = make_token(admin=False)
    cloud.logs_in_with(token)
    with pytest.raises(EndpointNotFound) as caught:
        Client(session=session, region_name="Two").tenants.list()
    assert "tenants.list(" not in str(caught.value)


def test_a_catalog_without_an_admin_api_is_answered_with_what_lists_the_own(cloud, keystone):
    cloud.logs_in_with(make_token(admin=False))
    with pytest.raises(
        EndpointNotFound, match=r"no admin API.* To list .* \w+\.list\(interface=\"public"
    ):
        keystone.tenants.list()


def test_what_needs_an_admin_api_says_that_the_cloud_tells_of_none(cloud, keystone):
    cloud.logs_in_with(make_token(admin=False))
    with pytest.raises(EndpointNotFound, match="no admin API, as is usual with providers"):
        keystone.users.list()


def test_a_catalog_without_an_admin_api_is_not_answered_with_the_own(lists, cloud, keystone):
    cloud.logs_in_with(make_token(admin=False))
    with pytest.raises(EndpointNotFound, match="internal, public"):
        keystone.tenants.list()
    assert len(keystone.tenants.list(interface="public")) == 1


def test_a_refusal_is_not_answered_with_the_own(cloud, keystone):
    cloud.answers("GET", "/tenants", status_code=403)
    with pytest.raises(Forbidden):
        keystone.tenants.list()


def test_find(lists, keystone):
    assert keystone.tenants.find(name="b").id == "t2"


# --- users of a tenant ---


def test_list_users(cloud, keystone):
    cloud.answers("GET", "/tenants/t1/users", {"users": [{"id": "u2"}]})
    assert [user.id for user in keystone.tenants.list_users("t1")] == ["u2"]


@pytest.mark.parametrize("tenant", [None, "", ".."])
def test_no_tenant_does_not_mean_all(cloud, keystone, tenant):
    for act in (
        lambda: keystone.tenants.list_users(tenant),
        lambda: keystone.tenants.add_user(tenant, "u2", "r1"),
        lambda: keystone.tenants.remove_user(tenant, "u2", "r1"),
    ):
        with pytest.raises(InvalidId):
            act()
    assert cloud.mocker.request_history == []


def test_add_user(cloud, keystone):
    cloud.answers("PUT", "/tenants/t1/users/u2/roles/OS-KSADM/r1", {"role": {"id": "r1"}})
    assert keystone.tenants.add_user("t1", "u2", "r1").id == "r1"


def test_remove_user(cloud, keystone):
    gone = cloud.answers("DELETE", "/tenants/t1/users/u2/roles/OS-KSADM/r1", status_code=204)
    keystone.tenants.remove_user("t1", "u2", "r1")
    assert gone.call_count == 1


# --- a tenant's own methods ---


def test_a_tenant_updates_what_is_given_and_resends_the_rest(cloud, keystone):
    cloud.answers("POST", "/tenants/t1", {"tenant": {**DEMO, "enabled": False}})
    tenant = Tenant(keystone.tenants, DEMO)
    assert tenant.update(enabled=False).enabled is False
    assert cloud.last.json() == {"tenant": {**DEMO, "enabled": False}}
    assert tenant.enabled is True


def test_a_tenant_can_lose_its_description(cloud, keystone):
    cloud.answers("POST", "/tenants/t1", {"tenant": DEMO})
    Tenant(keystone.tenants, DEMO).update(description="")
    assert cloud.last.json()["tenant"]["description"] == ""


def test_a_tenant_without_a_description_can_be_updated(cloud, keystone):
    cloud.answers("POST", "/tenants/t1", {"tenant": DEMO})
    Tenant(keystone.tenants, {"id": "t1", "name": "demo"}, loaded=True).update(name="other")
    assert cloud.last.json() == {"tenant": {"id": "t1", "name": "other"}}


def test_a_tenants_update_lets_errors_through(cloud, keystone):
    cloud.answers("POST", "/tenants/t1", status_code=403)
    with pytest.raises(Forbidden):
        Tenant(keystone.tenants, DEMO).update(name="other")


def test_a_tenant_adds_and_removes_users_and_lists_them(cloud, keystone):
    grant = "/tenants/t1/users/u2/roles/OS-KSADM/r1"
    cloud.answers("PUT", grant, {"role": {"id": "r1"}})
    cloud.answers("DELETE", grant, status_code=204)
    cloud.answers("GET", "/tenants/t1/users", {"users": [{"id": "u2"}]})
    tenant = Tenant(keystone.tenants, DEMO)
    tenant.add_user("u2", "r1")
    tenant.remove_user("u2", "r1")
    assert [user.id for user in tenant.list_users()] == ["u2"]


def test_a_tenant_deletes_itself(cloud, keystone):
    gone = cloud.answers("DELETE", "/tenants/t1", status_code=204)
    Tenant(keystone.tenants, DEMO).delete()
    assert gone.call_count == 1
