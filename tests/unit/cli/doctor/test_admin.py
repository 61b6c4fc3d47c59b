"""What a token may do at the public API, and at the admin API."""

from types import SimpleNamespace

import pytest

from ksclient.auth.exceptions import ConnectFailure
from ksclient.cli.doctor import admin
from ksclient.testing import Cloud
from ksclient.testing.faults import Refuse
from tests.unit.cli.conftest import sent

SEED = {
    "tenants": [{"name": "demo"}],
    "users": [{"name": "bob", "password": "b0b", "roles": {"demo": ["Member"]}}],
}


def test_an_administrator_is_told_so(at, cloud):
    public, private = at(cloud.auth_url).of("admin rights")
    assert public[0] == private[0] == "OK"
    assert private[1].endswith("You are an administrator.")
    assert sent(cloud)[-2:] == ["GET /v2.0/tenants", "GET /v2.0/tenants"]


def test_who_is_none_is_told_with_their_roles(at):
    with Cloud(seed=SEED) as cloud:
        diagnosis = at(
            cloud.auth_url,
            *("--os-username", "bob", "--os-password", "b0b", "--os-tenant-name", "demo"),
        )
    assert diagnosis.code == 0
    row = diagnosis.worst("admin rights")
    assert row["status"] == "WARN"
    assert row["found"].startswith("You are no administrator: ")
    assert row["found"].endswith("Your roles: Member.")


def test_without_an_admin_url_the_admin_api_is_not_asked(at):
    with Cloud(profile="conoha") as cloud:
        found = at(cloud.auth_url).of("admin rights")
    assert found[1] == ("SKIP", "The catalog has no admin URL of identity.")


def reply(status):
    return SimpleNamespace(status_code=status)


@pytest.mark.parametrize(
    ("answer", "told", "advice"),
    [
        (ConnectFailure("refused"), "The admin API cannot be reached: refused.", "a VPN"),
        (reply(401), "with 401, and the public API takes the token.", "do not share their tokens"),
        (reply(404), "with 404.", "should end with /v2.0"),
    ],
)
def test_what_the_admin_api_says_is_a_warning(case, answer, told, advice):
    found = admin.of_admin("http://h:35357/v2.0/tenants", answer, case(access=SimpleNamespace()))
    assert found.status == "WARN"
    assert found.found.endswith(told)
    assert advice in found.advice


@pytest.mark.parametrize("answer", [ConnectFailure("refused"), reply(401), reply(404)])
def test_a_new_token_that_the_public_api_does_not_take_fails(answer):
    assert admin.of_public("http://h:5000/v2.0/tenants", answer).status == "FAIL"


def test_a_refused_token_is_not_replaced_by_another_login(at, cloud):
    cloud.faults.script(Refuse(401), on="GET /tenants")
    diagnosis = at(cloud.auth_url)
    assert diagnosis.failed() == ["admin rights"]
    assert len(cloud.requests.logins) == 1


def test_with_a_plugin_for_v3_the_admin_api_is_not_asked(case):
    (found,) = admin.look(case(configured={"auth_type": "v3password", "tenant_name": None}))
    assert found.status == "SKIP"
