"""What a Keystone has from the beginning."""

import pytest
from werkzeug.test import Client

from ksclient.testing import seed
from ksclient.testing.keystone import Application, Keystone
from ksclient.testing.keystone.catalog import filled_in
from ksclient.testing.keystone.state import State

PUBLIC, ADMIN = "http://127.0.0.1:5000/v2.0", "http://127.0.0.1:35357/v2.0"


def test_there_is_an_administrator_and_the_service_itself():
    state = State()
    seed.bootstrap(state, PUBLIC, ADMIN, region="R")
    (tenant,), (user,), (role, member) = state.tenants, state.users, state.roles
    assert (tenant.name, tenant.description) == (
        "admin",
        "Bootstrap project for initializing the cloud.",
    )
    assert (user.name, role.name, user.tenant_id) == ("admin", "admin", None)
    assert user.password.is_("secret")
    assert state.roles_of(user.id, tenant.id) == [role]
    assert member.name == "_member_"
    (service,), (endpoint,) = state.services, state.endpoints
    assert (service.type, service.name) == ("identity", "keystone")
    assert (endpoint.service_id, endpoint.region) == (service.id, "R")
    assert endpoint.urls == {"public": PUBLIC, "internal": PUBLIC, "admin": ADMIN}


def test_the_administrator_can_log_in():
    keystone = Keystone()
    seed.bootstrap(keystone.state, PUBLIC, ADMIN, password="other")
    credentials = {"username": "admin", "password": "other"}
    auth = {"passwordCredentials": credentials, "tenantName": "admin"}
    answer = Client(Application(keystone, "public")).post("/v2.0/tokens", json={"auth": auth})
    access = answer.json["access"]
    assert access["user"]["roles"] == [{"name": "admin"}]
    assert [entry["type"] for entry in access["serviceCatalog"]] == ["identity"]


def test_twice_is_an_error():
    state = State()
    seed.bootstrap(state, PUBLIC, ADMIN)
    with pytest.raises(seed.SeedError, match="there is a tenant 'admin' already"):
        seed.bootstrap(state, PUBLIC, ADMIN)
    assert len(state.services) == 1


def test_urls_may_name_an_interface():
    state = State()
    seed.bootstrap(state, "http://[fe80::1%eth0]:5000/v2.0", ADMIN)
    (endpoint,) = state.endpoints
    assert filled_in(endpoint.urls["public"], {}) == "http://[fe80::1%eth0]:5000/v2.0"
