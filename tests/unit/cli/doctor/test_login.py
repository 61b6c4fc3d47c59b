"""One login, and what its answer means."""

from types import SimpleNamespace

import pytest

from ksclient.auth import exceptions
from ksclient.cli.doctor import login
from ksclient.testing import Cloud
from ksclient.testing.faults import Refuse
from tests.unit.cli.doctor.conftest import LOGIN


def test_a_wrong_password_is_sent_once_and_told_with_its_source(at, cloud):
    diagnosis = at(cloud.auth_url, "--os-password", "wr0ng")
    assert diagnosis.failed() == ["login"]
    row = diagnosis.worst("login")
    assert "It was sent admin, for the tenant admin." in row["found"]
    assert "password (--os-password)" in row["advice"]
    assert "wr0ng" not in str(row)
    assert len(cloud.requests.logins) == 1


def test_a_login_tells_who_with_which_roles_until_when(at, cloud):
    ((status, told),) = at(cloud.auth_url).of("login")
    assert status == "OK"
    assert told.startswith("admin (id ")
    assert "roles: admin." in told
    assert told.endswith(", for 60 minutes.")


def test_a_login_without_a_tenant_is_a_warning(doctor, cloud):
    diagnosis = doctor("--os-auth-url", cloud.auth_url, *LOGIN[:4])
    assert diagnosis.worst("login")["found"].startswith("The token is for no tenant")
    assert diagnosis.worst("catalog")["status"] == "WARN"
    assert diagnosis.code == 0


def test_tokens_that_live_shortly_are_a_warning(at):
    with Cloud(token_lifetime=120) as cloud:
        row = at(cloud.auth_url).worst("login")
    assert row["found"] == ("Tokens live for 2 minutes here: long work may lose its token midway.")


def test_a_clock_that_only_a_token_tells_of_is_a_warning(at, cloud):
    cloud.clock.advance(24 * 3600)
    diagnosis = at(cloud.auth_url)
    assert diagnosis.code == 0
    row = diagnosis.worst("login")
    assert row["found"] == (
        "This machine's clock is 24 hours behind the server's, by issued_at of the new token."
    )
    assert ", for 60 minutes." in diagnosis.of("login")[0][1]


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (403, "the account is locked"),
        (404, "does it end with /v2.0?"),
        (418, "does not take a login in this form"),
        (429, "have programs share one"),
        (500, "The server is broken"),
    ],
)
def test_what_a_refused_login_means(at, cloud, status, advice):
    cloud.faults.script(Refuse(status), on="POST /tokens")
    diagnosis = at(cloud.auth_url)
    assert diagnosis.failed() == ["login"]
    row = diagnosis.worst("login")
    assert row["found"].startswith("The server refused the login: ")
    assert advice in row["advice"]


@pytest.mark.parametrize(
    ("error", "told", "advice"),
    [
        (exceptions.ReadTimeout("late"), "There was no answer to the login in 1 s.", "--timeout 6"),
        (exceptions.UnsafeRedirect("it leads away"), "it leads away.", "write its URL"),
        (exceptions.InvalidResponse(SimpleNamespace(text="")), "", "an answer that is Identity"),
    ],
)
def test_what_a_login_without_an_answer_means(case, error, told, advice):
    found = login.refused(error, case())
    assert found.status == "FAIL"
    assert found.found.startswith(told)
    assert advice in found.advice


def test_a_kept_token_is_no_login(at, bare, cloud):
    words = ("--os-auth-url", cloud.auth_url, *LOGIN, "--os-cache")
    assert bare("token-get", *words).code == 0
    diagnosis = at(cloud.auth_url, "--os-cache")
    assert len(cloud.requests.logins) == 2
    ((status, told),) = diagnosis.of("token cache")
    assert status == "OK"
    assert told.startswith("On, by --os-cache or OS_CACHE. ")
    assert "has 1 login." in told
