"""The examples, as a user runs them, on a test cloud: what they print, and what they ask."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ksclient.testing import Cloud
from ksclient.testing.faults import Body, Refuse
from ksclient.testing.keystone.refusals import Refusal
from tests.examples.running import EXAMPLES, failed, run, started
from tests.servers.recording import Answer, Told, answering, document

SEED = {
    "tenants": ["acme", "globex"],
    "users": [
        {
            "name": "alice",
            "password": "pw",
            "roles": {"acme": ["member"], "globex": ["ops", "dev"]},
        },
        {"name": "bob", "password": "pw"},
    ],
}
UNTIL = r"until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC"


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with Cloud(seed=SEED) as cloud:
        yield cloud


def by(cloud: Cloud, name: str) -> dict[str, str]:
    """Return the variables by which a user logs in."""
    return {**cloud.environment(), "OS_USERNAME": name, "OS_PASSWORD": "pw"}


def pairs(lines: list[str]) -> dict[str, str]:
    """Return what stands behind the first word of each line."""
    return {word: rest for word, _, rest in (line.partition(" ") for line in lines)}


# --- a login by password ------------------------------------------------------------------


def test_password_login_tells_what_the_login_gives(cloud: Cloud, tmp_path: Path):
    given = {**by(cloud, "alice"), "OS_TENANT_NAME": "globex"}

    shown = pairs(run("password_login", given=given, folder=tmp_path))

    assert re.fullmatch(r" *alice \([0-9a-f]{32}\)", shown["user"])
    assert re.fullmatch(r" *globex \([0-9a-f]{32}\)", shown["tenant"])
    assert shown["roles"].strip() == "dev, ops"
    assert re.fullmatch(r" *20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC", shown["expires"])
    assert shown["service"].strip() == "identity in RegionOne"
    assert len(cloud.requests) == 1


def test_password_login_takes_a_cloud_of_clouds_yaml(cloud: Cloud, tmp_path: Path):
    auth = {"auth_url": cloud.auth_url, "username": "alice", "password": "pw"}
    clouds = {"clouds": {"lab": {"auth": {**auth, "tenant_name": "acme"}}}}
    (tmp_path / "clouds.yaml").write_text(json.dumps(clouds))

    shown = pairs(run("password_login", "lab", given={}, folder=tmp_path))

    assert shown["roles"].strip() == "member"


def test_password_login_tells_who_was_refused(cloud: Cloud, tmp_path: Path):
    given = {**by(cloud, "alice"), "OS_PASSWORD": "not-hers"}

    line = failed("password_login", given=given, folder=tmp_path)

    assert line.startswith("password_login: The request you have made requires authentication.")
    assert "'alice'" in line
    assert "not-hers" not in line


@pytest.mark.parametrize(
    "name",
    [
        "accounts/accounts",
        "audit_roles",
        "cached_auth_ref",
        "cron_script",
        "ec2_credentials",
        "other_service",
        "password_login",
        "pickled_auth_ref",
        "rackspace_api_key",
        "rescope_token",
    ],
)
def test_each_says_in_a_line_what_is_not_configured(name: str, tmp_path: Path):
    first = {"accounts/accounts": ["alice"], "cached_auth_ref": ["login.json"]}.get(name, [])

    line = failed(name, *first, given={}, folder=tmp_path)

    assert line.startswith(f"{name.rpartition('/')[2]}: ")
    assert re.search("clouds.yaml|username", line)


# --- tokens of other tenants --------------------------------------------------------------


def test_rescope_token_sends_the_password_once(cloud: Cloud, tmp_path: Path):
    lines = run("rescope_token", given=by(cloud, "alice"), folder=tmp_path)

    ends = {re.search(UNTIL, line)[0] for line in lines}
    assert [re.sub(f", {UNTIL}$", "", line) for line in lines] == [
        "without a tenant: 2 to choose from, no roles",
        "to acme: member",
        "to globex: dev, ops",
        "from acme to globex: dev, ops",
    ]
    assert len(ends) == 1
    assert [asked.method for asked in cloud.requests] == ["POST", "GET", "POST", "POST", "POST"]


def test_rescope_token_goes_on_where_scoped_tokens_are_not_exchanged(cloud: Cloud, tmp_path: Path):
    answer = {"error": {"code": 403, "title": "Forbidden", "message": "rescoping is off"}}
    no = Body(json.dumps(answer), status=403)
    cloud.faults.script(no, on="POST /tokens", after=3)

    lines = run("rescope_token", given=by(cloud, "alice"), folder=tmp_path)

    assert lines[-1].startswith("from acme to globex: refused: rescoping is off (HTTP 403)")


# --- a new cloud --------------------------------------------------------------------------

PLANNED = [
    "tenant admin",
    "tenant service",
    "role admin",
    "role Member",
    "role service",
    "user admin",
    "grant admin on admin to admin",
    "service keystone (identity)",
    "endpoint identity in RegionOne",
    "service swift (object-store)",
    "endpoint object-store in RegionOne",
]


def empty(cloud: Cloud) -> None:
    """Take everything away that a test cloud has from the beginning."""
    state = cloud.keystone.state
    with cloud.keystone.lock:
        for table in (state.endpoints, state.services, state.users, state.roles, state.tenants):
            for thing in list(table):
                table.remove(thing.id)
        state.grants.clear()


def by_token(cloud: Cloud) -> dict[str, str]:
    return {
        "OS_TOKEN": cloud.admin_token,
        "OS_ENDPOINT": cloud.admin_url,
        "ADMIN_PASSWORD": "first-password",
    }


def at(cloud: Cloud) -> list[str]:
    return ["--public-url", cloud.public_url]


def steps(lines: list[str]) -> list[tuple[str, str]]:
    """Return whether each thing was made, and what it is."""
    found = [re.fullmatch(r"(make|is there) +(\w+) +(.*)", line) for line in lines]
    return [(each[1], f"{each[2]} {each[3]}") for each in found if each]


def test_bootstrap_cloud_makes_all_of_an_empty_cloud(cloud: Cloud, tmp_path: Path):
    empty(cloud)

    lines = run("bootstrap_cloud", *at(cloud), given=by_token(cloud), folder=tmp_path)

    assert steps(lines) == [("make", what) for what in PLANNED]
    assert lines[-1] == "admin has logged in for admin"
    catalog = {service.type: service.name for service in cloud.keystone.state.services}
    assert catalog == {"identity": "keystone", "object-store": "swift"}


def test_bootstrap_cloud_changes_nothing_when_it_is_repeated(cloud: Cloud, tmp_path: Path):
    empty(cloud)
    run("bootstrap_cloud", *at(cloud), given=by_token(cloud), folder=tmp_path)
    cloud.requests.clear()

    lines = run("bootstrap_cloud", *at(cloud), given=by_token(cloud), folder=tmp_path)

    assert steps(lines) == [("is there", what) for what in PLANNED]
    assert lines[-1] == "admin has logged in for admin"
    changing = [asked for asked in cloud.requests if asked.method != "GET" and not asked.is_login]
    assert changing == []


def test_bootstrap_cloud_goes_on_where_it_broke_off(cloud: Cloud, tmp_path: Path):
    empty(cloud)
    cloud.faults.script(Refuse(503), on="POST /users")
    with started("bootstrap_cloud", *at(cloud), given=by_token(cloud), folder=tmp_path) as process:
        output, errors = process.communicate(timeout=120)
    assert process.returncode == 1
    assert steps(output.splitlines())[-1] == ("make", "user admin")
    assert errors.startswith("bootstrap_cloud: ")

    lines = run("bootstrap_cloud", *at(cloud), given=by_token(cloud), folder=tmp_path)

    made = [what for how, what in steps(lines) if how == "make"]
    assert made == PLANNED[PLANNED.index("user admin") :]
    assert lines[-1] == "admin has logged in for admin"


def test_bootstrap_cloud_needs_the_password_of_each_user(cloud: Cloud, tmp_path: Path):
    given = {**by_token(cloud), "ADMIN_PASSWORD": ""}
    with started("bootstrap_cloud", *at(cloud), given=given, folder=tmp_path) as process:
        _, errors = process.communicate(timeout=120)

    assert process.returncode == 2
    assert errors.endswith("error: ADMIN_PASSWORD is not set\n")
    assert len(cloud.requests) == 0


# --- who has which role -------------------------------------------------------------------


def table(lines: list[str]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("\n".join(lines))))


def test_audit_roles_tells_all_roles_and_users_without_any(cloud: Cloud, tmp_path: Path):
    cloud.plant({"tenants": [{"name": 'odd, "name"', "enabled": False}]})
    cloud.plant({"users": [{"name": "bob", "roles": {'odd, "name"': ["member"]}}, "carol"]})

    found = table(run("audit_roles", given=cloud.environment(), folder=tmp_path))

    assert [(row["tenant"], row["user"], row["roles"]) for row in found] == [
        ("admin", "admin", "admin"),
        ("acme", "alice", "member"),
        ("globex", "alice", "dev ops"),
        ('odd, "name"', "bob", "member"),
        ("", "carol", ""),
    ]
    assert [row["tenant_enabled"] for row in found] == ["True", "True", "True", "False", ""]


def test_audit_roles_asks_for_no_name_one_by_one(cloud: Cloud, tmp_path: Path):
    roles = {f"t{number}": ["member", "ops"] for number in range(4)}
    cloud.plant(
        {
            "tenants": list(roles),
            "users": [{"name": f"u{number}", "roles": roles} for number in range(50)],
        }
    )

    found = table(run("audit_roles", given=cloud.environment(), folder=tmp_path))

    tenants, grants, without = 7, 3 + 200, 1
    assert len(found) == grants + without
    # The login, all users, all tenants, the users of each tenant, and each pair's roles.
    assert len(cloud.requests) == 3 + tenants + grants


def test_audit_roles_writes_before_all_is_known(cloud: Cloud, tmp_path: Path):
    cloud.faults.script(Refuse(503), on="GET /tenants/*/users", after=1)

    with started("audit_roles", given=cloud.environment(), folder=tmp_path) as process:
        output, errors = process.communicate(timeout=120)

    assert process.returncode == 1
    assert [row["user"] for row in table(output.splitlines())] == ["admin"]
    assert errors.startswith("audit_roles: ")
    assert len(errors.splitlines()) == 1


def test_audit_roles_ends_quietly_where_nobody_reads_on(cloud: Cloud, tmp_path: Path):
    with started("audit_roles", given=cloud.environment(), folder=tmp_path) as process:
        assert process.stdout
        process.stdout.close()
        assert process.stderr
        errors = process.stderr.read()
        process.wait(timeout=120)

    assert (process.returncode, errors) == (141, "")


# --- EC2 ----------------------------------------------------------------------------------


def test_ec2_credentials_are_made_used_and_deleted(cloud: Cloud, tmp_path: Path):
    given = {**by(cloud, "alice"), "OS_TENANT_NAME": "globex"}

    lines = run("ec2_credentials", given=given, folder=tmp_path)

    shown = pairs(lines)
    assert re.fullmatch("[0-9a-f]{32}", shown["access"].strip())
    assert shown["signed"].strip() == "GET / of ec2.example.com:8773"
    assert shown["by"].strip() == "alice for globex, dev, ops"
    assert shown["changed"].strip().startswith("refused: ")
    assert lines[-1] == "deleted"
    verified = [asked.status for asked in cloud.requests if asked.path.endswith("/ec2tokens")]
    assert verified == [200, 401]
    assert len(cloud.requests.logins) == 1
    assert len(cloud.keystone.state.credentials) == 0


# --- another service ----------------------------------------------------------------------

CONTAINERS = {"photos": 3, "old letters/1": 12}


class ObjectStore:
    """An object store that asks a cloud whether tokens are good, and tells what it was asked."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.asked: list[tuple[str, int]] = []
        self.revoked_after: int | None = None

    def answer(self, told: Told) -> Answer:
        answer = self._answer(told.path, told.header("X-Auth-Token"))
        self.asked.append((told.path, answer.status))
        if len(self.asked) == self.revoked_after:
            self.cloud.revoke_all("alice")
        return answer

    def _answer(self, path: str, token: str | None) -> Answer:
        try:
            with self.cloud.keystone.lock:
                self.cloud.keystone.tokens.find(token or "")
        except Refusal:
            return Answer(401, body=b"<html><h1>Unauthorized</h1></html>")
        account, _, container = path.removeprefix("/v1/").partition("/")
        if path.endswith("?format=json"):
            return document([{"name": name, "count": count} for name, count in CONTAINERS.items()])
        names = {"photos": "photos", "old%20letters%2F1": "old letters/1"}
        assert account.startswith("AUTH_")
        count = str(CONTAINERS[names[container]])
        return Answer(204, {"X-Container-Object-Count": count}, b"")


@pytest.fixture
def store(cloud: Cloud) -> Iterator[ObjectStore]:
    store = ObjectStore(cloud)
    with answering(store.answer) as server:
        endpoints = [
            {"region": "Other", "public": "http://127.0.0.1:9/nobody"},
            {"region": "RegionOne", "public": f"{server.url}/v1/AUTH_%(tenant_id)s"},
        ]
        cloud.plant({"services": [{"type": "object-store", "endpoints": endpoints}]})
        yield store


STORED = ["       3  photos", "      12  old letters/1"]


def test_other_service_is_found_in_the_catalog_by_region(
    cloud: Cloud, store: ObjectStore, tmp_path: Path
):
    given = {**by(cloud, "alice"), "OS_TENANT_NAME": "acme"}

    url, *lines = run("other_service", given=given, folder=tmp_path)

    tenant = cloud.keystone.state.tenants.named("acme").id
    assert url.endswith(f"/v1/AUTH_{tenant}")
    assert lines == STORED
    assert [status for _, status in store.asked] == [200, 204, 204]
    assert len(cloud.requests.logins) == 1


def test_other_service_goes_on_with_a_new_token_when_one_dies(
    cloud: Cloud, store: ObjectStore, tmp_path: Path
):
    store.revoked_after = 2
    given = {**by(cloud, "alice"), "OS_TENANT_NAME": "acme"}

    _, *lines = run("other_service", given=given, folder=tmp_path)

    assert lines == STORED
    assert [status for _, status in store.asked] == [200, 204, 401, 204]
    assert len(cloud.requests.logins) == 2


def test_other_service_tells_what_there_is_where_it_is_missing(
    cloud: Cloud, store: ObjectStore, tmp_path: Path
):
    given = {**by(cloud, "alice"), "OS_TENANT_NAME": "acme"}

    line = failed("other_service", "--interface", "internal", given=given, folder=tmp_path)

    assert line.startswith("other_service: internal endpoint for object-store service")
    assert "object-store" in line.partition("The catalog has")[2]
    assert store.asked == []


# --- Rackspace ----------------------------------------------------------------------------

RACKSPACE_SEED = {
    "tenants": ["123456"],
    "users": [
        {
            "name": "racker",
            "password": "pw",
            "api_key": "0a1b2c",
            "tenant": "123456",
            "roles": {"123456": ["compute:default"]},
        }
    ],
    "services": [
        {
            "type": "compute",
            "name": "cloudServersOpenStack",
            "endpoints": [
                {"region": "ORD", "public": "https://ord.servers.example.com/v2/%(tenant_id)s"}
            ],
        }
    ],
}


@pytest.fixture
def rackspace() -> Iterator[Cloud]:
    with Cloud(profile="rackspace", seed=RACKSPACE_SEED) as cloud:
        yield cloud


def by_key(cloud: Cloud, key: str = "0a1b2c") -> dict[str, str]:
    return {"OS_AUTH_URL": cloud.auth_url, "OS_USERNAME": "racker", "OS_API_KEY": key}


def test_rackspace_api_key_logs_in_and_lists_services(rackspace: Cloud, tmp_path: Path):
    who, *lines = run("rackspace_api_key", given=by_key(rackspace), folder=tmp_path)

    assert who == "racker, account 123456, roles compute:default"
    assert "compute         ORD   https://ord.servers.example.com/v2/123456" in lines
    assert lines[-1] == "tenant 123456"
    assert len(rackspace.requests.logins) == 1


def test_rackspace_api_key_tells_that_a_key_is_no_password(rackspace: Cloud, tmp_path: Path):
    given = by_key(rackspace, key="wrong-key")

    line = failed("rackspace_api_key", given=given, folder=tmp_path)

    assert line.startswith("rackspace_api_key: ")
    assert "A key is not the password" in line
    assert "wrong-key" not in line


def test_rackspace_api_key_tells_that_there_is_none(rackspace: Cloud, tmp_path: Path):
    given = {**by_key(rackspace), "OS_API_KEY": ""}

    line = failed("rackspace_api_key", given=given, folder=tmp_path)

    assert "api_key missing" in line


# --- a program and its tests --------------------------------------------------------------


def test_accounts_prints_a_password_that_is_good(cloud: Cloud, tmp_path: Path):
    (password,) = run("accounts/accounts", "dora", given=cloud.environment(), folder=tmp_path)

    given = {**by(cloud, "dora"), "OS_PASSWORD": password, "OS_TENANT_NAME": "dora"}
    assert pairs(run("password_login", given=given, folder=tmp_path))["roles"].strip() == "_member_"


def test_accounts_says_that_a_name_is_taken(cloud: Cloud, tmp_path: Path):
    line = failed("accounts/accounts", "alice", given=cloud.environment(), folder=tmp_path)

    assert line == "accounts: there is a user or a tenant 'alice' already"
    assert cloud.keystone.state.tenants.named("alice") is None


def test_the_tests_of_a_project_pass_and_use_what_they_say():
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", "."],
        cwd=EXAMPLES / "accounts",
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
    passed = re.findall(r"^test_accounts.py::(\w+) PASSED", done.stdout, re.MULTILINE)
    written = re.findall(
        r"^def (test_\w+)", (EXAMPLES / "accounts/test_accounts.py").read_text(), re.MULTILINE
    )
    assert passed == written
    assert len(passed) == 5
