"""Each value is told with where it comes from; secrets are not."""

import pytest

from ksclient.auth.exceptions import ClientException

NOBODY = "http://127.0.0.1:1/v2.0"
CLOUDS = """
cache: {auth: true}
clouds:
  prod:
    auth: {auth_url: "http://127.0.0.1:1/v2.0", username: demo, password: 'pw '}
    api_timeout: 3
"""


def test_values_of_options_and_variables_are_told_with_their_source(doctor, monkeypatch):
    monkeypatch.setenv("OS_AUTH_URL", NOBODY)
    monkeypatch.setenv("OS_USERNAME", "demo")
    monkeypatch.setenv("OS_PASSWORD", "s3cret")
    diagnosis = doctor("--os-username", "other")
    found = [text for _, text in diagnosis.of("configuration")]
    assert found == [
        "The cloud that OS_* variables describe, with the auth plugin 'v2password'.",
        f"auth_url is {NOBODY}, by the environment: OS_AUTH_URL.",
        "username is other, by --os-username.",
        "password is set, and not shown, by the environment: OS_PASSWORD.",
    ]


def test_values_of_a_file_are_told_with_their_keys(doctor, home):
    (home / "clouds.yaml").write_text(CLOUDS)
    found = [text for _, text in doctor("--os-cloud", "prod").of("configuration")]
    file = home / "clouds.yaml"
    assert f"username is demo, by {file}: clouds.prod.auth.username." in found
    assert f"api_timeout is 3 s, by {file}: clouds.prod.api_timeout." in found
    assert f"cache is True, by {file}: cache." in found


def test_variables_that_are_set_and_not_used_are_told(doctor, home, monkeypatch):
    (home / "clouds.yaml").write_text(CLOUDS)
    monkeypatch.setenv("OS_USERNAME", "other")
    warned = doctor("--os-cloud", "prod").worst("configuration")
    assert warned["status"] == "WARN"
    assert warned["found"].startswith("Set and not used: OS_USERNAME.")


def test_white_space_around_a_password_is_told_without_it(doctor, home):
    (home / "clouds.yaml").write_text(CLOUDS)
    warned = doctor("--os-cloud", "prod").worst("credentials")
    assert warned["found"].startswith("password begins or ends with white space, by ")


def test_a_password_in_a_url_is_not_shown(doctor):
    diagnosis = doctor("--os-auth-url", "http://me:s3cret@127.0.0.1:1/v2.0")
    assert "s3cret" not in str(diagnosis.rows)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("clouds: [", "is no YAML: line 1"),
        ("clouds: {prod: {auth: {usrname: x}}}", "did you mean 'username'?"),
    ],
)
def test_a_broken_file_is_named_and_nothing_else_looked_at(doctor, home, text, told):
    (home / "clouds.yaml").write_text(text)
    diagnosis = doctor()
    assert diagnosis.code == 1
    assert diagnosis.failed() == ["configuration"]
    assert told in diagnosis.worst("configuration")["found"]
    assert {row["status"] for row in diagnosis.rows[1:]} == {"SKIP"}


def test_without_a_password_the_way_is_looked_at_nevertheless(doctor, cloud):
    diagnosis = doctor("--os-auth-url", cloud.auth_url, "--os-username", "admin")
    assert diagnosis.failed() == ["credentials"]
    assert "There is no password" in diagnosis.worst("credentials")["found"]
    assert diagnosis.of("discovery")[0][0] == "OK"
    assert diagnosis.of("login") == [
        ("SKIP", "Not looked at, as there is something wrong with: credentials.")
    ]
    assert cloud.requests.logins == []


def test_a_plugin_of_others_that_cannot_be_loaded_is_told(doctor, monkeypatch):
    def broken(context):
        raise ClientException("it is in pieces")

    monkeypatch.setattr("ksclient.cli.doctor.configuration.connect", broken)
    assert doctor().worst("configuration")["found"] == "it is in pieces."
