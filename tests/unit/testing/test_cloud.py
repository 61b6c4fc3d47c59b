"""The cloud: started, used through its ports, looked into, steered and stopped."""

import json
import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest
import requests

from ksclient.testing import Cloud, CloudError, Profile, SeedError
from ksclient.testing.profile import ProfileError
from ksclient.token.exceptions import DriverNotFound
from ksclient.token.persistence.backends.memory import Driver
from tests.unit.leaks import locals_of_ours

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
PASSWORD = "correct-horse"


@pytest.fixture
def http():
    with requests.Session() as session:
        yield session


def log_in(cloud, http, user="admin", password="secret"):
    credentials = {"username": user, "password": password}
    auth = {"tenantName": "admin", "passwordCredentials": credentials}
    return http.post(f"{cloud.auth_url}/tokens", json={"auth": auth})


def token_of(cloud, http):
    return log_in(cloud, http).json()["access"]["token"]["id"]


def validate(cloud, http, token):
    headers = {"X-Auth-Token": cloud.admin_token}
    return http.get(f"{cloud.admin_url}/tokens/{token}", headers=headers).status_code


def test_the_administrator_logs_in(http):
    with Cloud() as cloud:
        access = log_in(cloud, http).json()["access"]
    assert access["user"]["name"] == "admin"
    (identity,) = [each for each in access["serviceCatalog"] if each["type"] == "identity"]
    assert identity["endpoints"][0]["publicURL"] == cloud.public_url == cloud.auth_url
    assert identity["endpoints"][0]["adminURL"] == cloud.admin_url


def test_its_password_and_admin_token_are_what_it_was_told(http):
    with Cloud(admin_password=PASSWORD, admin_token="bootstrap") as cloud:
        assert log_in(cloud, http).status_code == 401
        token = log_in(cloud, http, password=PASSWORD).json()["access"]["token"]["id"]
        assert cloud.admin_password == PASSWORD
        assert cloud.admin_token == "bootstrap"
        assert validate(cloud, http, token) == 200


def test_without_an_admin_token_none_is_good(http):
    with Cloud(admin_token=None) as cloud:
        token = token_of(cloud, http)
        headers = {"X-Auth-Token": "ADMIN"}
        answer = http.get(f"{cloud.admin_url}/tokens/{token}", headers=headers)
    assert answer.status_code == 401


def test_two_clouds_know_nothing_of_each_other(http):
    with Cloud() as one, Cloud() as other:
        assert validate(other, http, token_of(one, http)) == 404


def test_it_has_what_it_is_seeded_with_and_what_is_planted_later(tmp_path):
    seed = tmp_path / "seed.json"
    seed.write_text(json.dumps({"tenants": [{"name": "two"}]}))
    with Cloud(seed={"tenants": [{"name": "one"}]}) as cloud:
        cloud.plant(seed)
        cloud.plant({"tenants": [{"name": "three"}]})
        names = [tenant.name for tenant in cloud.keystone.state.tenants]
    assert names == ["admin", "one", "two", "three"]


def test_a_seed_may_be_a_file(tmp_path):
    seed = tmp_path / "seed.json"
    seed.write_text(json.dumps({"tenants": [{"name": "one"}]}))
    with Cloud(seed=str(seed)) as cloud:
        assert cloud.keystone.state.tenants.named("one")


@pytest.mark.parametrize(("profile", "is_name"), [("rackspace", True), ("pike", False)])
def test_a_tenants_name_is_its_id_where_that_is_so(profile, is_name):
    with Cloud(profile=profile, seed={"tenants": ["123456"]}) as cloud:
        cloud.plant({"tenants": ["Mosso_1", {"name": "other", "id": "own"}]})
        ids = {tenant.name: tenant.id for tenant in cloud.keystone.state.tenants}
    assert (ids["123456"] == "123456", ids["Mosso_1"] == "Mosso_1") == (is_name, is_name)
    assert ids["other"] == "own"


def test_a_mistake_in_a_seed_names_its_file(tmp_path):
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps({"tenants": [{}]}))
    told = r"wrong\.json: tenants\[0\]: lacks 'name'"
    with pytest.raises(SeedError, match=told):
        Cloud(seed=wrong).start()
    with Cloud() as cloud, pytest.raises(SeedError, match=told):
        cloud.plant(wrong)


def test_a_profile_is_named_or_made():
    assert Cloud(profile=Profile(name="mine")).start().stop() is None
    with pytest.raises(ProfileError, match="no profile 'icehose'"):
        Cloud(profile="icehose")


def test_the_environment_names_it(http):
    with Cloud(admin_password=PASSWORD) as cloud:
        environment = cloud.environment()
    assert environment == {
        "OS_AUTH_URL": cloud.public_url,
        "OS_IDENTITY_API_VERSION": "2.0",
        "OS_INTERFACE": "admin",
        "OS_USERNAME": "admin",
        "OS_PASSWORD": PASSWORD,
        "OS_TENANT_NAME": "admin",
        "OS_REGION_NAME": "RegionOne",
    }


def test_shows_no_secret():
    secrets = {"admin_password": PASSWORD, "admin_token": "bootstrap"}
    with Cloud(**secrets) as cloud:
        shown = repr([cloud, vars(cloud), cloud.environment(), cloud.keystone.settings])
        with pytest.raises(CloudError) as caught:
            cloud.revoke("0123456789abcdef")
    assert repr(cloud) == "<Cloud pike, stopped>"
    shown = "\n".join([shown, *locals_of_ours(caught.value)])
    for secret in (PASSWORD, "bootstrap", "0123456789abcdef"):
        assert secret not in shown


@pytest.mark.parametrize(
    ("code", "left_out"),
    [
        ("import ksclient.testing", "werkzeug"),
        # What is installed takes a while to look through.
        ("from ksclient.testing import Cloud\nwith Cloud(): pass", "stevedore"),
        ("from ksclient.testing import Cloud\nwith Cloud(): pass", "requests"),
    ],
)
def test_loads_only_what_it_needs(code, left_out):
    loaded = f"{code}\nimport sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True
    )
    assert left_out not in done.stdout.split()


# --- what it was asked ---------------------------------------------------------------------


def test_remembers_what_it_was_asked(http):
    http.headers["User-Agent"] = "nova"
    with Cloud() as cloud:
        token = token_of(cloud, http)
        validate(cloud, http, token)
        login, validation = cloud.requests
    assert (login.api, login.method, login.path, login.status) == (
        ("public", "POST", "/v2.0/tokens", 200)
    )
    assert (validation.api, validation.status, validation.user_agent) == ("admin", 200, "nova")
    assert token not in repr(cloud.requests)
    assert cloud.requests.logins == [login]


# --- time and revocation -------------------------------------------------------------------


def test_tokens_expire_by_its_clock(http):
    with Cloud(clock=lambda: NOON, token_lifetime=timedelta(minutes=10)) as cloud:
        token = token_of(cloud, http)
        cloud.clock.advance(599)
        assert validate(cloud, http, token) == 200
        cloud.clock.advance(1)
        assert validate(cloud, http, token) == 404


def test_a_token_is_revoked(http):
    with Cloud() as cloud:
        token, other = token_of(cloud, http), token_of(cloud, http)
        cloud.revoke(token)
        assert validate(cloud, http, token) == 404
        assert validate(cloud, http, other) == 200
        with pytest.raises(CloudError, match="no such token"):
            cloud.revoke(token)


def test_all_tokens_of_a_user_are_revoked(http):
    with Cloud() as cloud:
        tokens = [token_of(cloud, http) for _ in range(2)]
        cloud.revoke_all("admin")
        assert [validate(cloud, http, token) for token in tokens] == [404, 404]
        assert validate(cloud, http, token_of(cloud, http)) == 200
        with pytest.raises(CloudError, match="no user 'nobody'"):
            cloud.revoke_all("nobody")


# --- drivers of tokens ---------------------------------------------------------------------


def test_tokens_are_stored_by_the_driver_that_is_named(http, tmp_path):
    url = f"sqlite:///{tmp_path}/tokens.db"
    with Cloud(driver="sql", driver_options={"url": url}, clock=lambda: NOON) as cloud:
        token = token_of(cloud, http)
        assert validate(cloud, http, token) == 200
        driver = cloud.keystone.tokens.persistence.driver
        assert driver.get_token(token)["id"] == token
        cloud.revoke(token)
        assert [each["id"] for each in driver.list_revoked_tokens()] == [token]
        cloud.clock.advance(7200)
        assert driver.flush_expired_tokens() == 1  # it goes by the cloud's clock


def test_tokens_are_stored_by_the_driver_that_is_handed_in(http):
    driver = Driver()
    with Cloud(driver=driver) as cloud:
        token = token_of(cloud, http)
    assert driver.get_token(token)["id"] == token


def test_a_driver_that_takes_no_clock_is_made_without(monkeypatch, http):
    class Clockless(Driver):
        def __init__(self):
            super().__init__()

    monkeypatch.setattr(
        "ksclient.token.persistence.lookup._class_of", {"clockless": Clockless}.__getitem__
    )
    with Cloud(driver="clockless") as cloud:
        assert log_in(cloud, http).status_code == 200


def test_a_driver_that_is_not_there_is_told_and_nobody_listens():
    cloud = Cloud(driver="memry")
    with pytest.raises(DriverNotFound, match="did you mean 'memory'"):
        cloud.start()
    with pytest.raises(CloudError, match="never started"):
        _ = cloud.public_url


def test_an_option_that_a_driver_does_not_take_is_told():
    for driver in ("memory", "sql"):
        told = f"The driver '{driver}': .*'urrl'.*The options that it takes: .*clock"
        with pytest.raises(TypeError, match=told):
            Cloud(driver=driver, driver_options={"urrl": "x"}).start()


# --- what it is told -----------------------------------------------------------------------


def test_a_lifetime_may_be_a_number_of_seconds(http):
    with Cloud(clock=lambda: NOON, token_lifetime=600) as cloud:
        token = token_of(cloud, http)
        cloud.clock.advance(599)
        assert validate(cloud, http, token) == 200
        cloud.clock.advance(1)
        assert validate(cloud, http, token) == 404


@pytest.mark.parametrize(
    "given",
    [
        {"token_lifetime": "600"},
        {"public_port": "5000"},
        {"admin_port": True},
        {"host": None},
        {"admin_token": 7},
        {"admin_password": None},
        {"signs": "no"},
        {"revoke_by_id": 0},
        {"revokes_whole_seconds": None},
        {"clock": NOON},
    ],
    ids=str,
)
def test_what_is_of_another_type_is_told_before_it_starts(given):
    with pytest.raises(TypeError, match=next(iter(given))):
        Cloud(**given)


@pytest.mark.parametrize(
    "given",
    [
        {"token_lifetime": timedelta()},
        {"token_lifetime": -1},
        {"token_lifetime": timedelta(days=400_000)},
        {"public_port": 65536},
        {"admin_port": -1},
    ],
    ids=str,
)
def test_what_cannot_be_is_told_before_it_starts(given):
    with pytest.raises(ValueError, match=next(iter(given))):
        Cloud(**given)


# --- starting and stopping -----------------------------------------------------------------


def test_it_leaves_no_thread_and_no_listener(http):
    before = set(threading.enumerate())
    with Cloud() as cloud:
        assert set(threading.enumerate()) > before
        log_in(cloud, http)
    assert set(threading.enumerate()) == before
    with pytest.raises(requests.ConnectionError):
        log_in(cloud, http)


def test_started_again_it_is_where_it_was_and_knows_what_it_knew(http):
    cloud = Cloud().start()
    urls, token = (cloud.public_url, cloud.admin_url), token_of(cloud, http)
    cloud.stop()
    with cloud:
        assert (cloud.public_url, cloud.admin_url) == urls
        assert validate(cloud, http, token) == 200
        assert len(cloud.requests) == 2


def test_is_not_started_twice():
    with Cloud() as cloud:
        with pytest.raises(CloudError, match="runs already"):
            cloud.start()
        assert repr(cloud) == f"<Cloud pike, at {cloud.public_url}>"


def test_stopping_twice_is_no_error():
    cloud = Cloud()
    cloud.stop()
    cloud.start()
    cloud.stop()
    cloud.stop()


@pytest.mark.parametrize(
    "use",
    [
        lambda cloud: cloud.public_url,
        lambda cloud: cloud.admin_url,
        lambda cloud: cloud.environment(),
        lambda cloud: cloud.keystone,
        lambda cloud: cloud.plant({}),
        lambda cloud: cloud.revoke("t"),
        lambda cloud: cloud.revoke_all("admin"),
        lambda cloud: cloud.application("public"),
    ],
)
def test_before_its_start_it_says_how_to_start_it(use):
    with pytest.raises(CloudError, match="with Cloud"):
        use(Cloud())


def test_a_port_that_is_taken_is_told_and_the_other_is_free_again():
    with Cloud() as cloud:
        port = int(cloud.public_url.rpartition(":")[2].partition("/")[0])
        with pytest.raises(CloudError, match=rf"Port {port} of 127.0.0.1 \(admin_port\) is taken"):
            Cloud(admin_port=port).start()


def test_it_listens_where_it_is_told(http):
    with Cloud() as cloud:
        ports = [
            int(url.split(":")[2].split("/")[0]) for url in (cloud.public_url, cloud.admin_url)
        ]
    with Cloud(public_port=ports[0], admin_port=ports[1], host="localhost") as cloud:
        assert cloud.public_url == f"http://localhost:{ports[0]}/v2.0"
        assert cloud.admin_url == f"http://localhost:{ports[1]}/v2.0"
        assert log_in(cloud, http).status_code == 200


def test_its_applications_answer_without_servers():
    from werkzeug.test import Client

    with Cloud() as cloud:
        answer = Client(cloud.application("admin")).get("/v2.0/tenants/t1")
    assert answer.status_code == 401
    assert [asked.path for asked in cloud.requests] == ["/v2.0/tenants/t1"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_forked_child_that_leaves_the_block_stops_nothing_of_its_parents(http):
    with Cloud() as cloud:
        child = os.fork()
        if not child:
            code = 1
            try:
                cloud.stop()
                code = 0
            finally:
                os._exit(code)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert log_in(cloud, http).status_code == 200
        # And another connection: the first may be one that is there already.
        with requests.Session() as other:
            assert log_in(cloud, other).status_code == 200
