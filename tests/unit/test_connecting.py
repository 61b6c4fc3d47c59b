"""In one line to each kind of cloud."""

import json
import sys

import pytest

import ksclient
from ksclient.auth.exceptions import Unauthorized
from ksclient.auth.identity import rackspace, v2
from ksclient.auth.session import Session
from ksclient.config import ConfigError
from ksclient.testing import Cloud
from ksclient.v2_0.client import Client


@pytest.fixture
def in_private(tmp_path, monkeypatch):
    """A home of one's own, without a cache or a configuration in it."""
    tmp_path.chmod(0o700)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


@pytest.fixture
def write(in_private):
    def write(clouds, **more):
        in_private.joinpath("clouds.json").write_text(json.dumps({"clouds": clouds, **more}))

    return write


def login(cloud, **more):
    return {
        "auth_url": cloud.auth_url,
        "username": "admin",
        "password": cloud.admin_password,
        **more,
    }


@pytest.fixture
def close():
    """Close the sessions of what was connected."""
    opened = []
    yield opened.append
    for each in opened:
        session = each.session if isinstance(each, Client) else each
        session.session.close()


def test_the_package_has_both_functions():
    assert (
        ksclient.connect.__module__ == ksclient.connect_session.__module__ == "ksclient.connecting"
    )


def test_the_package_has_no_others():
    with pytest.raises(AttributeError, match="conect"):
        ksclient.conect  # noqa: B018 - it is what is tested


def test_variables_connect(in_private, monkeypatch, close):
    with Cloud() as cloud:
        for name, value in cloud.environment().items():
            monkeypatch.setenv(name, value)
        keystone = ksclient.connect()
        close(keystone)
        assert isinstance(keystone, Client)
        assert [user.name for user in keystone.users.list()] == ["admin"]


def test_an_admin_token_connects(in_private, monkeypatch, close):
    with Cloud(admin_token="ADMIN") as cloud:
        monkeypatch.setenv("OS_SERVICE_TOKEN", "ADMIN")
        monkeypatch.setenv("OS_SERVICE_ENDPOINT", cloud.admin_url)
        keystone = ksclient.connect()
        close(keystone)
        assert [user.name for user in keystone.users.list()] == ["admin"]
        assert len(cloud.requests.logins) == 0


def test_a_file_connects(write, close):
    with Cloud() as cloud:
        write({"prod": {"auth": login(cloud, project_name="admin")}})
        keystone = ksclient.connect("prod")
        close(keystone)
        assert [tenant.name for tenant in keystone.tenants.list()] == ["admin"]


def test_nothing_is_sent_before_the_client_is_used(write):
    with Cloud() as cloud:
        write({"prod": {"auth": login(cloud)}})
        ksclient.connect("prod")
        assert len(cloud.requests) == 0


def test_keywords_connect(in_private, close):
    with Cloud() as cloud:
        session = ksclient.connect_session(**login(cloud, tenant_name="admin"))
        close(session)
        assert isinstance(session, Session)
        assert session.get(f"{cloud.admin_url}/users").json()["users"]


def test_keywords_win_over_a_file(write, close):
    with Cloud() as cloud:
        write({"prod": {"auth": login(cloud, password="wrong", tenant_name="admin")}})
        keystone = ksclient.connect("prod", password=cloud.admin_password)
        close(keystone)
        assert keystone.tenants.list()


def test_a_wrong_password_is_told_as_ever(write, close):
    with Cloud() as cloud:
        write({"prod": {"auth": login(cloud, password="wrong", tenant_name="admin")}})
        keystone = ksclient.connect("prod")
        close(keystone)
        with pytest.raises(Unauthorized, match="the user 'admin', a password"):
            keystone.tenants.list()


def test_discovery_is_asked_once_unless_the_version_is_said(write, close):
    with Cloud() as cloud:
        for version, asked in ((None, 1), ("2", 0)):
            write(
                {
                    "prod": {
                        "auth": login(cloud, tenant_name="admin"),
                        "identity_api_version": version,
                    }
                }
            )
            keystone = ksclient.connect()
            close(keystone)
            keystone.session.get_token()
            assert len([each for each in cloud.requests if each.method == "GET"]) == asked
            cloud.requests.clear()


def test_logins_are_shared_where_the_file_says_so(write, close):
    with Cloud() as cloud:
        write({"prod": {"auth": login(cloud, tenant_name="admin")}}, cache={"auth": True})
        for _ in range(3):
            keystone = ksclient.connect()
            close(keystone)
            keystone.tenants.list()
        assert len(cloud.requests.logins) == 1


def test_logins_are_not_shared_where_no_file_says_so(write, close):
    with Cloud() as cloud:
        write({"prod": {"auth": login(cloud, tenant_name="admin")}})
        for _ in range(2):
            keystone = ksclient.connect()
            close(keystone)
            keystone.tenants.list()
        assert len(cloud.requests.logins) == 2


def test_without_the_library_of_locks_it_logs_in_and_tells(write, close, caplog, monkeypatch):
    monkeypatch.setitem(sys.modules, "filelock", None)
    with Cloud() as cloud:
        write({"prod": {"auth": login(cloud, tenant_name="admin")}}, cache={"auth": True})
        keystone = ksclient.connect()
        close(keystone)
        assert keystone.tenants.list()
    assert "pip install 'ksclient[cache]'" in caplog.text


# --- providers -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("credential", "plugin"),
    [({"api_key": "k3y"}, rackspace.APIKey), ({"password": "s3cret"}, v2.Password)],
)
def test_rackspace_takes_an_api_key_or_a_password(credential, plugin, write, close):
    seed = {
        "tenants": ["demo"],
        "users": [{"name": "racker", "api_key": "k3y", "password": "s3cret", "tenant": "demo"}],
    }
    with Cloud(profile="rackspace", seed=seed) as cloud:
        auth = {"auth_url": cloud.auth_url, "username": "racker", **credential}
        write({"rax": {"profile": "rackspace", "region_name": "ORD", "auth": auth}})
        keystone = ksclient.connect("rax")
        close(keystone)
        assert [tenant.name for tenant in keystone.tenants.list()] == ["demo"]
        assert type(keystone.session.auth) is plugin


def test_nhn_takes_the_id_of_a_tenant(write, close):
    with Cloud(
        profile="nhn",
        seed={
            "tenants": [{"name": "mine", "id": "t1"}],
            "users": [{"name": "me", "password": "pw", "tenant": "mine"}],
        },
    ) as cloud:
        auth = {"auth_url": cloud.auth_url, "username": "me", "password": "pw", "tenant_id": "t1"}
        write({"nhn": {"profile": "nhn", "region_name": "JP1", "auth": auth}})
        keystone = ksclient.connect("nhn")
        close(keystone)
        assert [tenant.id for tenant in keystone.tenants.list()] == ["t1"]


def test_conoha_is_asked_at_its_public_endpoints(write, close):
    with Cloud(profile="conoha") as cloud:
        auth = login(cloud, tenant_name="admin")
        write({"conoha": {"profile": "conoha", "regions": ["RegionOne"], "auth": auth}})
        keystone = ksclient.connect("conoha")
        close(keystone)
        assert [tenant.name for tenant in keystone.tenants.list()] == ["admin"]
        assert {each.api for each in cloud.requests} == {"public"}


def test_an_error_of_the_configuration_comes_before_any_request(write):
    write({"prod": {}, "test": {}})
    with pytest.raises(ConfigError, match="There are: prod, test"):
        ksclient.connect()
