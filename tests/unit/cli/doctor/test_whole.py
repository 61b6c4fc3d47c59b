"""The doctor as a person runs it, against clouds that are well."""

import pytest

from ksclient.testing import Cloud
from tests.unit.cli.conftest import sent

CHECKS = [
    "configuration",
    "credentials",
    "port",
    "proxy",
    "DNS",
    "TCP",
    "TLS",
    "HTTP",
    "clock",
    "discovery",
    "login",
    "catalog",
    "admin rights",
    "token cache",
]


@pytest.mark.parametrize(
    ("profile", "warned"),
    [("pike", []), ("nhn", []), ("conoha", ["catalog"]), ("rackspace", ["catalog"])],
)
def test_a_cloud_that_is_well_has_no_failures(at, profile, warned):
    with Cloud(profile=profile) as cloud:
        diagnosis = at(cloud.auth_url)
    assert (diagnosis.code, diagnosis.err) == (0, "")
    assert list(dict.fromkeys(row["check"] for row in diagnosis.rows)) == CHECKS
    assert [row["check"] for row in diagnosis.rows if row["status"] == "WARN"] == warned


def test_it_logs_in_once(at, cloud):
    at(cloud.auth_url)
    assert [line for line in sent(cloud) if line.startswith("POST")] == ["POST /v2.0/tokens"]


def test_people_get_lines_and_no_secret(bare):
    with Cloud(admin_password="s3cret-word") as cloud:
        ran = bare(
            "doctor",
            *("--os-auth-url", cloud.auth_url, "--os-username", "admin"),
            *("--os-password", "s3cret-word", "--os-tenant-name", "admin"),
        )
    lines = ran.out.splitlines()
    assert lines[0].startswith("OK    configuration  A cloud that options describe")
    assert lines[-1] == "19 OK."
    assert "s3cret-word" not in ran.out + ran.err


def test_a_password_is_asked_for_on_a_terminal(typed, person, monkeypatch):
    monkeypatch.delenv("OS_PASSWORD")
    person.answers.append("secret")
    ran = typed("doctor")
    assert ran.code == 0
    assert len(person.asked) == 1


def test_a_failure_ends_with_1(bare):
    ran = bare("doctor")
    assert ran.code == 1
    assert ran.err == ""
    assert ran.out.startswith("FAIL  configuration  No cloud is configured: ")


def test_an_admin_token_is_used_as_it_is(doctor, cloud):
    diagnosis = doctor("--os-token", "ADMIN", "--os-endpoint", cloud.admin_url)
    assert diagnosis.code == 0
    assert diagnosis.of("login")[0][1].startswith("There is none to make: 'admin_token'")
    assert "You are an administrator." in diagnosis.of("admin rights")[0][1]
    assert cloud.requests.logins == []


def test_an_admin_token_that_is_wrong_is_told(doctor, cloud):
    diagnosis = doctor("--os-token", "WRONG", "--os-endpoint", cloud.admin_url)
    assert diagnosis.failed() == ["admin rights"]
    assert "does not know the token" in diagnosis.worst("admin rights")["found"]
