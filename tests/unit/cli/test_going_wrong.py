"""What goes wrong is one line on standard error, and an exit code that means something."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ksclient.cli import entry, errors
from ksclient.cli.passwords import Passwords
from tests.unit.cli.conftest import Terminal
from tests.unit.cli.v3_only import v3_only

NOBODY = "http://127.0.0.1:1/v2.0"
LOGIN = ("--os-username", "demo", "--os-password", "s3cret", "--os-tenant-name", "demo")


def test_without_a_cloud_it_is_told_how_to_name_one(bare):
    ran = bare("tenant-list")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("ksclient: No cloud is configured: OS_AUTH_URL is not set, ")
    assert ran.err.endswith(" Give --os-auth-url, or set it.\n")


def test_a_cloud_that_is_named_and_is_not_there_is_no_question_of_options(bare):
    ran = bare("--os-cloud", "prod", "tenant-list")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("ksclient: There is no cloud 'prod': there is no clouds.yaml, ")
    assert "--os-auth-url" not in ran.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "There is no username: give --os-username or set OS_USERNAME."),
        (
            ["--os-username", "demo"],
            (
                "There is no password: give --os-password or set OS_PASSWORD, or run this on a "
                "terminal, which asks for it."
            ),
        ),
    ],
)
def test_what_is_missing_is_told_with_its_option(bare, words, told):
    ran = bare("--os-auth-url", NOBODY, *words, "tenant-list")
    assert (ran.code, ran.out, ran.err) == (2, "", f"ksclient: {told}\n")


def test_a_token_without_an_endpoint_is_told_what_goes_with_it(bare):
    ran = bare("--os-token", "ADMIN", "tenant-list")
    assert ran.code == 2
    assert ran.err.endswith(". With --os-token, give --os-endpoint, or set OS_SERVICE_ENDPOINT.\n")


def test_a_token_is_exchanged_where_a_cloud_says_where(bare, cloud, home, client):
    (home / "clouds.yaml").write_text(CLOUDS.format(url=cloud.auth_url), encoding="utf-8")
    token = client.session.get_token()
    ran = bare("--os-cloud", "test", "--os-token", token, "token-get", "-f", "value", "-c", "id")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.strip() not in {"", token}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--os-auth-url", "keystone"], "--os-auth-url is 'keystone', and no URL such as "),
        (["--os-cacert", "/nope"], "--os-cacert names '/nope', and there is no such file."),
        (["--os-auth-type", "passwrd"], "--os-auth-type is 'passwrd', and there is no such "),
    ],
)
def test_an_option_that_cannot_be_used_is_named_as_it_is_written(bare, words, told):
    ran = bare("--os-auth-url", NOBODY, *LOGIN, *words, "tenant-list")
    assert ran.code == 2
    assert ran.err.startswith(f"ksclient: {told}")


def test_an_error_of_a_keystoneauth1_plugin_is_a_line_as_well(bare):
    ran = bare("--os-auth-url", NOBODY, *LOGIN, "--os-auth-type", "v3password", "tenant-list")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_nobody_answers(bare):
    ran = bare("--os-auth-url", NOBODY, *LOGIN, "tenant-list")
    assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 1)
    assert f"Unable to establish connection to {NOBODY}/tokens" in ran.err
    assert "refused" in ran.err


def test_a_wrong_password_is_refused(ks):
    ran = ks("--os-password", "wr0ng", "tenant-list")
    assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 1)
    assert "HTTP 401" in ran.err
    assert "wr0ng" not in ran.err


@pytest.mark.parametrize("path", ["", "/", "/v3"])
def test_a_server_that_speaks_v3_only_is_told_as_such(bare, path):
    with v3_only() as url:
        ran = bare("--os-auth-url", f"{url}{path}", *LOGIN, "tenant-list")
    assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 1)
    assert "speaks Identity v3 only" in ran.err
    assert ran.err.endswith("Use the command openstack there.\n")


def test_a_versioned_url_where_there_is_no_v2_leads_to_discover(bare):
    with v3_only() as url:
        ran = bare("--os-auth-url", f"{url}/v2.0", *LOGIN, "tenant-list")
        assert (ran.code, ran.err) == (
            3,
            (
                f"ksclient: There is no Identity v2.0 at {url}/v2.0: the server answered 404. "
                '"ksclient discover" shows what it speaks.\n'
            ),
        )
        told = bare("--os-auth-url", url, "discover").out
        assert told.splitlines()[1] == f"    - supports version v3.14 (stable) here {url}/v3/"


def test_what_is_no_keystone_is_told_by_discover(bare, cloud):
    ran = bare("--os-auth-url", f"{cloud.public_url}/extensions", "discover")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("ksclient: No Keystone-compatible endpoint found: ")


def test_a_region_that_does_not_exist_is_told_with_those_that_do(ks):
    ran = ks("--os-region-name", "Nowhere", "user-list")
    assert (ran.code, ran.out) == (1, "")
    assert "RegionOne" in ran.err


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["user-list"], 1, "log in for one with --os-tenant-name or OS_TENANT_NAME.\n"),
        (["user-role-list"], 2, "or log in for one with --os-tenant-name or OS_TENANT_NAME.\n"),
        (["endpoint-get", "--service", "identity"], 1, "The service catalog is empty.\n"),
    ],
)
def test_a_login_without_a_tenant_is_told_as_such(ks, monkeypatch, words, code, told):
    monkeypatch.delenv("OS_TENANT_NAME")
    ran = ks(*words)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.endswith(told)


def test_ones_own_tenants_in_place_of_all_are_told_with_the_command_for_them(ks, monkeypatch):
    monkeypatch.delenv("OS_TENANT_NAME")
    ran = ks("tenant-list", "-f", "value", "-c", "name")
    assert ran.values == [["admin"]]
    assert ran.err == (
        "ksclient: warning: The token has no service catalog, so the caller's own tenants are "
        "listed, not all. Use ksclient tenant-list --own if that is what you want.\n"
    )


def test_no_error_steers_a_terminal(ks):
    ran = ks("user-get", "\x1b[2J")
    assert (ran.code, ran.err) == (
        1,
        "ksclient: No user with a name or ID of '\\x1b[2J' exists.\n",
    )


CLOUDS = """
clouds:
  test:
    auth: {{auth_url: {url}, username: admin, password: secret, tenant_name: admin}}
    cache: {{auth: true}}
"""


def test_a_cloud_is_taken_from_clouds_yaml(bare, cloud, home):
    (home / "clouds.yaml").write_text(CLOUDS.format(url=cloud.auth_url), encoding="utf-8")
    for _ in range(2):
        ran = bare("--os-cloud", "test", "tenant-list", "-f", "value", "-c", "name")
        assert (ran.code, ran.err, ran.values) == (0, "", [["admin"]])
    assert len(cloud.requests.logins) == 1


@pytest.mark.parametrize("is_option", [True, False])
def test_a_cloud_that_is_named_goes_before_an_admin_token_of_the_environment(
    bare, cloud, home, monkeypatch, is_option
):
    (home / "clouds.yaml").write_text(CLOUDS.format(url=cloud.auth_url), encoding="utf-8")
    monkeypatch.setenv("OS_SERVICE_TOKEN", "wrong")
    monkeypatch.setenv("OS_SERVICE_ENDPOINT", NOBODY)
    if not is_option:
        monkeypatch.setenv("OS_CLOUD", "test")
    words = ["--os-cloud", "test"] if is_option else []
    assert bare(*words, "tenant-list", "-f", "value", "-c", "name").values == [["admin"]]


def test_an_option_wins_over_clouds_yaml(bare, cloud, home):
    (home / "clouds.yaml").write_text(CLOUDS.format(url=NOBODY), encoding="utf-8")
    words = ("--os-cloud", "test", "--os-auth-url", cloud.auth_url, "token-get")
    assert bare(*words).code == 0


def test_a_cloud_that_does_not_exist_is_told_with_the_nearest(bare, home):
    (home / "clouds.yaml").write_text(CLOUDS.format(url=NOBODY), encoding="utf-8")
    ran = bare("--os-cloud", "tset", "tenant-list")
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean 'test'?" in ran.err


def test_another_version_of_the_api_is_fallen_back_from_with_a_warning(ks):
    ran = ks("--os-identity-api-version", "3", "tenant-list", "-f", "value", "-c", "name")
    assert ran.values == [["admin"]]
    assert ran.err == (
        "ksclient: warning: unsupported identity-api-version 3, falling back to 2.0\n"
    )


def test_an_admin_token_goes_before_a_login_and_says_so(ks, cloud):
    words = ("--os-token", "ADMIN", "--os-endpoint", cloud.admin_url)
    ran = ks(*words, "tenant-list", "-f", "value", "-c", "name")
    assert ran.values == [["admin"]]
    assert ran.err == (
        "ksclient: warning: Bypassing authentication using a token & endpoint (authentication "
        "credentials are being ignored).\n"
    )
    assert cloud.requests.logins == []


def test_options_that_log_in_are_ignored_with_an_admin_token(bare, cloud):
    words = ("--os-token", "ADMIN", "--os-endpoint", cloud.admin_url, "--os-auth-url", NOBODY)
    ran = bare(*words, *LOGIN, "tenant-list", "-f", "value", "-c", "name")
    assert (ran.code, ran.values) == (0, [["admin"]])


@pytest.mark.parametrize("prefix", ["OS_SERVICE_", "SERVICE_"])
def test_an_admin_token_comes_from_the_old_variables(bare, cloud, monkeypatch, prefix):
    monkeypatch.setenv(f"{prefix}TOKEN", "ADMIN")
    monkeypatch.setenv(f"{prefix}ENDPOINT", cloud.admin_url)
    ran = bare("tenant-list", "-f", "value", "-c", "name")
    assert (ran.code, ran.err, ran.values) == (0, "", [["admin"]])


def test_a_password_is_asked_for_on_a_terminal(bare, cloud, person):
    person.answers = ["secret"]
    ran = bare(
        *("--os-auth-url", cloud.auth_url, "--os-username", "admin", "--os-tenant-name", "admin"),
        *("tenant-list", "-f", "value", "-c", "name"),
        passwords=Passwords(Terminal(), person),
    )
    assert (ran.code, ran.values) == (0, [["admin"]])
    assert person.asked == [f"Password of admin at {cloud.auth_url}: "]


def test_nobody_is_asked_for_a_password_where_there_is_nothing_to_log_in_for(bare, cloud, person):
    words = ("--os-auth-url", cloud.auth_url, "--os-username", "admin", "discover")
    assert bare(*words, passwords=Passwords(Terminal(), person)).code == 0
    assert person.asked == []


def test_who_gives_no_password_at_the_prompt_is_told_so(bare, person):
    person.answers = [EOFError]
    words = ("--os-auth-url", NOBODY, "--os-username", "demo", "tenant-list")
    ran = bare(*words, passwords=Passwords(Terminal(), person))
    assert (ran.code, ran.out, ran.err) == (2, "", "\nksclient: No password was given.\n")


def test_an_interrupt_at_the_prompt_ends_with_130(bare, person):
    person.answers = [KeyboardInterrupt]
    words = ("--os-auth-url", NOBODY, "--os-username", "demo", "tenant-list")
    ran = bare(*words, passwords=Passwords(Terminal(), person))
    assert (ran.code, ran.out, ran.err) == (130, "", "\nksclient: interrupted.\n")


def test_a_mistake_of_the_programs_own_keeps_its_traceback(bare, monkeypatch):
    monkeypatch.setattr("ksclient.cli.helping.overview", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        bare("help")


# --- secrets -------------------------------------------------------------------------------


def test_debug_shows_requests_as_curl_lines_without_secrets(ks, cloud, client):
    client.users.create("ann", "s3cret")
    token = ks("--os-cache", "token-get", "-f", "value", "-c", "id").out.strip()
    ran = ks("--os-cache", "--debug", "user-password-update", "--pass", "n3wpass", "ann")
    again = ks("--debug", "user-create", "--name", "bob", "--pass", "b0bpass")
    assert "curl -g -i -X GET" in ran.err
    for secret in (token, "n3wpass", "b0bpass", cloud.admin_password + '"'):
        assert secret not in ran.out + ran.err + again.out + again.err


def test_a_word_too_many_is_not_quoted_as_it_may_be_a_password(bare):
    ran = bare("user-create", "--name", "ann", "--pass", "my", "s3cret")
    assert ran.code == 2
    assert "s3cret" not in ran.err


def test_an_option_that_does_not_exist_is_named_without_its_value(bare):
    ran = bare("user-create", "--name", "ann", "--passwort=s3cret")
    assert (ran.code, ran.err) == (
        2,
        'ksclient: user-create: there is no option --passwort. See "ksclient help user-create".\n',
    )


# --- as a process --------------------------------------------------------------------------


def run(*words, env=None, **kwargs):
    return subprocess.run(
        [sys.executable, "-m", "ksclient", *words],
        env={**os.environ, **(env or {})},
        check=False,
        timeout=60,
        **kwargs,
    )


def test_a_closed_pipe_ends_it_quietly(cloud, tmp_path):
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "w") as pipe:
        ran = run("token-get", env=cloud.environment(), stdout=pipe, stderr=subprocess.PIPE)
    assert (ran.returncode, ran.stderr) == (errors.PIPE_CLOSED, b"")


def test_a_full_disk_is_told(cloud):
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    with open("/dev/full", "w") as full:
        ran = run("token-get", env=cloud.environment(), stdout=full, stderr=subprocess.PIPE)
    assert ran.returncode == 1
    assert re.fullmatch(rb"ksclient: .*No space left on device\.\n", ran.stderr)


def test_names_can_be_printed_whatever_the_terminal_can(cloud, client):
    client.tenants.create("démo中")
    env = {**cloud.environment(), "PYTHONIOENCODING": "ascii"}
    words = ("tenant-get", "démo中", "-f", "value", "-c", "name")
    ran = run(*words, env=env, capture_output=True)
    assert (ran.returncode, ran.stdout) == (0, b"d\\xe9mo\\u4e2d\n")


def test_main_takes_the_words_of_the_process(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["ksclient", "--version"])
    assert entry.main() == 0
    assert re.fullmatch(r"[0-9.]+\n", capsys.readouterr().out)
