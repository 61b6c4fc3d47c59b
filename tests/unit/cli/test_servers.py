"""Commands about a server: what it is, and how a new one is set up."""

import json

from ksclient.auth.identity import v2
from ksclient.auth.session import Session


def bootstrap(bare, cloud, *words, **kwargs):
    return bare(
        "--os-token", "ADMIN", "--os-endpoint", cloud.admin_url, "bootstrap", *words, **kwargs
    )


def log_in(cloud, name, password, tenant):
    return v2.Password(cloud.auth_url, name, password, tenant_name=tenant).get_access(Session())


def test_versions_and_extensions_are_told_in_the_old_commands_words(ks, cloud):
    ran = ks("discover")
    lines = ran.out.splitlines()
    assert lines[0] == f"Keystone found at {cloud.auth_url}"
    assert lines[1] == f"    - supports version v2.0 (deprecated) here {cloud.auth_url}/"
    assert "        - and OS-EC2: OpenStack EC2 API" in lines
    assert cloud.requests.logins == []


def test_versions_are_rows_for_programs(bare, cloud):
    (told,) = json.loads(bare("--os-auth-url", cloud.auth_url, "discover", "-f", "json").out)
    assert told == {"id": "v2.0", "status": "deprecated", "url": f"{cloud.auth_url}/"}


def test_a_new_cloud_is_set_up_with_its_admin_token(bare, cloud):
    words = ("--user-name", "boss", "--tenant-name", "ops", "--role-name", "chief")
    ran = bootstrap(bare, cloud, *words, "--pass", "s3cret")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert log_in(cloud, "boss", "s3cret", "ops").role_names == ["chief"]


def test_a_bootstrap_can_be_repeated(bare, cloud, client):
    words = ("--user-name", "boss", "--tenant-name", "ops", "--pass", "s3cret")
    assert bootstrap(bare, cloud, *words).code == 0
    assert bootstrap(bare, cloud, *words).code == 0
    assert sorted(user.name for user in client.users.list()) == ["admin", "boss"]


def test_a_bootstrap_whose_user_has_another_password_says_how_to_set_it(bare, cloud, client):
    client.users.create("boss", "other")
    ran = bootstrap(bare, cloud, "--user-name", "boss", "--pass", "s3cret")
    assert ran.code == 3
    assert ran.err.endswith("ksclient user-password-update --pass - boss.\n")


def test_the_password_of_a_bootstrap_can_be_piped_in(bare, cloud):
    assert bootstrap(bare, cloud, "--user-name", "boss", "--pass", "-", stdin="s3cret\n").code == 0
    assert log_in(cloud, "boss", "s3cret", "admin").username == "boss"


def test_a_bootstrap_without_a_password_or_a_terminal_sends_nothing(bare, cloud):
    assert bootstrap(bare, cloud).code == 2
    assert len(cloud.requests) == 0
