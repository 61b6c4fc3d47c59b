"""A cloud of each profile, over its sockets: this library and keystoneauth1 log in and are told."""

from datetime import timedelta

import keystoneauth1.identity.v2
import keystoneauth1.session
import pytest
import requests

from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.exceptions import Unauthorized
from ksclient.testing import Cloud
from ksclient.testing.profile import names
from ksclient.v2_0.client import Client

SEED = {
    "tenants": [{"name": "acme", "id": "acme-id"}],
    "users": [
        {"name": "alice", "password": "pw", "api_key": "0a1b2c", "roles": {"acme": ["worker"]}}
    ],
    "services": [
        {
            "type": "compute",
            "name": "nova",
            "endpoints": [
                {"public": "http://nova.test/v2/$(tenant_id)s", "admin": "http://a.test"}
            ],
        }
    ],
}
HOURS = {"conoha": 24, "nhn": 12, "rackspace": 24}


@pytest.fixture(params=names(), scope="module")
def profile(request):
    return request.param


@pytest.fixture(scope="module")
def cloud(profile):
    with Cloud(profile=profile, seed=SEED) as cloud:
        yield cloud


@pytest.fixture
def http():
    with requests.Session() as http:
        yield http


@pytest.fixture
def session(http):
    return Session(session=http)


def test_this_library_logs_in_and_reads_the_catalog(cloud, profile, session):
    auth = v2.Password(cloud.auth_url, "alice", "pw", tenant_name="acme")
    access = auth.get_access(session)
    assert (access.username, access.project_name) == ("alice", "acme")
    assert (access.project_id, access.role_names) == ("acme-id", ["worker"])
    lives = access.expires - cloud.clock()
    assert abs(lives - timedelta(hours=HOURS.get(profile, 1))) < timedelta(minutes=5)
    url = auth.get_endpoint(session, service_type="compute", region_name="RegionOne")
    assert url == "http://nova.test/v2/acme-id"


def test_keystoneauth1_logs_in_and_reads_the_catalog(cloud, http):
    auth = keystoneauth1.identity.v2.Password(cloud.auth_url, "alice", "pw", tenant_id="acme-id")
    session = keystoneauth1.session.Session(auth, session=http)
    access = auth.get_access(session)
    assert (access.username, access.project_name) == ("alice", "acme")
    assert session.get_endpoint(service_type="compute") == "http://nova.test/v2/acme-id"
    assert session.get_endpoint(service_type="identity") == cloud.public_url


def test_a_token_of_this_library_gets_another_one(cloud, session):
    first = v2.Password(cloud.auth_url, "alice", "pw", tenant_name="acme").get_access(session)
    second = v2.Token(cloud.auth_url, first.auth_token, tenant_id="acme-id").get_access(session)
    assert second.auth_token != first.auth_token
    assert second.username == "alice"


def test_a_wrong_password_is_told(cloud, session):
    auth = v2.Password(cloud.auth_url, "alice", "wrong", tenant_name="acme")
    with pytest.raises(Unauthorized, match=r"authentication|authenticate"):
        auth.get_access(session)


def test_an_administrator_asks_about_a_token_and_the_users(cloud, session):
    session.auth = v2.Password(cloud.auth_url, "admin", "secret", tenant_name="admin")
    admin = Client(session=session, endpoint=cloud.admin_url)
    token = v2.Password(cloud.auth_url, "alice", "pw", tenant_name="acme").get_token(session)
    assert admin.tokens.validate(token).user["name"] == "alice"
    assert [user.name for user in admin.users.list()] == ["admin", "alice"]
