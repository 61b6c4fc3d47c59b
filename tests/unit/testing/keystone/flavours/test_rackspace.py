"""Rackspace Cloud Identity: its logins, its documents, and its errors."""

import dataclasses
import re
from datetime import UTC, datetime

import pytest
from werkzeug.test import Client

from ksclient.testing.keystone import Application, Keystone, Settings, logins
from ksclient.testing.profile import named
from ksclient.testing.seed import plant

SEED = {
    "tenants": [{"name": "123456", "id": "123456"}, {"name": "files", "id": "Mosso_1"}],
    "roles": [{"name": "compute:default", "id": "7", "description": "May compute."}],
    "users": [
        {
            "name": "alice",
            "id": "161418",
            "password": "pw",
            "api_key": "0a1b2c",
            "roles": {"123456": ["compute:default"], "files": ["files:default"]},
            "tenant": "123456",
            "RAX-AUTH:defaultRegion": "DFW",
        },
        {"name": "bob", "password": "pw", "roles": {"files": ["files:default"]}},
        {"name": "carol", "password": "pw"},
        {"name": "root", "password": "pw", "api_key": "r", "roles": {"files": ["admin"]}},
    ],
    "services": [
        {
            "type": "compute",
            "name": "cloudServersOpenStack",
            "endpoints": [
                {
                    "region": "ORD",
                    "public": "https://ord.servers.test/v2/$(tenant_id)s",
                    "internal": "https://snet.servers.test/v2/$(tenant_id)s",
                    "admin": "https://admin.servers.test/",
                }
            ],
        },
        {
            "type": "rax:dns",
            "name": "cloudDNS",
            "endpoints": [{"region": None, "public": "https://dns.test/v1.0/$(tenant_id)s"}],
        },
    ],
}
API_KEY = "RAX-KSKEY:apiKeyCredentials"
PASSCODE = "RAX-AUTH:passcodeCredentials"
BY = "RAX-AUTH:authenticatedBy"
ALICE = {API_KEY: {"username": "alice", "apiKey": "0a1b2c"}}
UNREADABLE = "Invalid request body: unable to parse Auth data. Please review XML or JSON formatting"
NO_TOKEN = "No valid token provided. Please use the 'X-Auth-Token' header with a valid token."
NOT_HERS = "Tenant with Name/Id: '{}' is not valid for User 'alice' (id: '161418')"


class Cloud:
    def __init__(self, **extra):
        profile = dataclasses.replace(named("rackspace"), extra=extra)
        now = datetime(2026, 11, 22, 4, 39, 27, 500000, tzinfo=UTC)
        self.keystone = Keystone(Settings(profile=profile, clock=lambda: now))
        plant(self.keystone.state, SEED)

    def ask(self, method, path, body=None, *, token=None, api="public", **headers):
        headers |= {"X-Auth-Token": token} if token else {}
        client = Client(Application(self.keystone, api))
        return client.open(f"/v2.0{path}", method=method, headers=headers, json=body)

    def log_in(self, auth, **headers):
        return self.ask("POST", "/tokens", {"auth": auth}, **headers)

    def token(self, name, **auth):
        answer = self.log_in({"passwordCredentials": {"username": name, "password": "pw"}, **auth})
        return answer.json["access"]["token"]["id"]


@pytest.fixture
def cloud():
    return Cloud()


def fault(answer):
    ((name, error),) = answer.json.items()
    assert error.keys() == {"code", "message"}
    assert error["code"] == answer.status_code
    return name, error["code"], error["message"]


# --- the document --------------------------------------------------------------------------------


def test_an_api_key_gives_a_document_of_its_own_form(cloud):
    access = cloud.log_in({**ALICE, "tenantId": "123456"}).json["access"]
    token_id = access["token"].pop("id")
    assert access == {
        "token": {
            "expires": "2026-11-23T04:39:27.000Z",
            "tenant": {"id": "123456", "name": "123456"},
            BY: ["APIKEY"],
        },
        "serviceCatalog": [
            {
                "name": "cloudServersOpenStack",
                "type": "compute",
                "endpoints": [
                    {
                        "region": "ORD",
                        "tenantId": "123456",
                        "publicURL": "https://ord.servers.test/v2/123456",
                        "internalURL": "https://snet.servers.test/v2/123456",
                        "versionId": "2",
                        "versionInfo": "https://ord.servers.test/v2",
                        "versionList": "https://ord.servers.test/",
                    }
                ],
            },
            {
                "name": "cloudDNS",
                "type": "rax:dns",
                "endpoints": [{"tenantId": "123456", "publicURL": "https://dns.test/v1.0/123456"}],
            },
        ],
        "user": {
            "id": "161418",
            "name": "alice",
            "RAX-AUTH:defaultRegion": "DFW",
            "roles": [
                {
                    "id": "7",
                    "name": "compute:default",
                    "description": "May compute.",
                    "tenantId": "123456",
                }
            ],
        },
    }
    assert re.fullmatch("[0-9a-f]{32}", token_id)


def test_a_password_does_as_well(cloud):
    credentials = {"username": "alice", "password": "pw"}
    access = cloud.log_in({"passwordCredentials": credentials, "tenantName": "files"}).json[
        "access"
    ]
    assert access["token"][BY] == ["PASSWORD"]
    assert access["token"]["tenant"] == {"id": "Mosso_1", "name": "files"}
    assert access["user"]["roles"][0]["description"] == ""


@pytest.mark.parametrize(
    ("name", "tenant"),
    [("alice", {"id": "123456", "name": "123456"}), ("bob", {"id": "Mosso_1", "name": "files"})],
)
def test_without_a_tenant_it_is_the_users_own(cloud, name, tenant):
    access = cloud.log_in({"passwordCredentials": {"username": name, "password": "pw"}}).json
    assert access["access"]["token"]["tenant"] == tenant


def test_who_has_no_tenant_gets_a_token_without_one(cloud):
    answer = cloud.log_in({"passwordCredentials": {"username": "carol", "password": "pw"}})
    access = answer.json["access"]
    assert "tenant" not in access["token"]
    assert access["serviceCatalog"] == access["user"]["roles"] == []
    assert access["user"]["RAX-AUTH:defaultRegion"] == "ORD"


def test_a_token_gives_another_one_for_a_tenant(cloud):
    first = cloud.log_in(ALICE).json["access"]["token"]["id"]
    answer = cloud.log_in({"token": {"id": first}, "tenantId": "Mosso_1"})
    token = answer.json["access"]["token"]
    assert (token["tenant"]["id"], token[BY]) == ("Mosso_1", ["APIKEY"])
    assert token["id"] != first


def test_a_validated_token_is_told_as_it_was_issued(cloud):
    access = cloud.log_in(ALICE).json["access"]
    cloud.keystone.state.services.remove(next(iter(cloud.keystone.state.services)).id)
    path = f"/tokens/{access['token']['id']}"
    assert cloud.ask("GET", path, token="ADMIN").json == {"access": access}
    cloud.keystone.state.grants.clear()
    assert cloud.ask("GET", path, token="ADMIN").status_code == 200
    assert cloud.ask("HEAD", path, token="ADMIN").status_code == 200
    assert cloud.ask("GET", f"{path}?belongsTo=123456", token="ADMIN").status_code == 200
    answer = cloud.ask("GET", f"{path}?belongsTo=Mosso_1", token="ADMIN")
    assert fault(answer) == ("itemNotFound", 404, "Token not found.")


def test_a_token_that_was_not_got_by_a_login_here_is_shown(cloud):
    state = cloud.keystone.state
    tenant = state.tenants.get("Mosso_1")
    stored = logins.issue(cloud.keystone, state.users.named("bob"), tenant)["access"]["token"]
    answer = cloud.ask("GET", f"/tokens/{stored['id']}", token="ADMIN")
    assert answer.json["access"]["token"][BY] == []
    again = cloud.log_in({"token": {"id": stored["id"]}, "tenantId": "Mosso_1"})
    assert again.status_code == 200


# --- errors --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("auth", "said"),
    [
        (None, ("badRequest", 400, UNREADABLE)),
        ([], ("badRequest", 400, UNREADABLE)),
        ({}, ("badRequest", 400, UNREADABLE)),
        ({API_KEY: {"username": "alice"}}, ("badRequest", 400, UNREADABLE)),
        ({API_KEY: {"username": "alice", "apiKey": 5}}, ("badRequest", 400, UNREADABLE)),
        (
            {API_KEY: {"username": "alice", "apiKey": "wrong"}},
            ("unauthorized", 401, "Username or api key is invalid."),
        ),
        (
            {API_KEY: {"username": "bob", "apiKey": "none"}},
            ("unauthorized", 401, "Username or api key is invalid."),
        ),
        (
            {API_KEY: {"username": "alice", "apiKey": "schlüssel"}},
            ("unauthorized", 401, "Username or api key is invalid."),
        ),
        (
            {"passwordCredentials": {"username": "nobody", "password": "pw"}},
            ("unauthorized", 401, "Unable to authenticate user with credentials provided."),
        ),
        (
            {**ALICE, "tenantId": "123456", "tenantName": "123456"},
            ("badRequest", 400, "Invalid request. Specify tenantId OR tenantName, not both."),
        ),
        ({**ALICE, "tenantId": "nope"}, ("unauthorized", 401, NOT_HERS.format("nope"))),
        ({"token": {"id": ""}, "tenantId": "123456"}, ("badRequest", 400, "Invalid Token Id")),
        (
            {"token": {"id": "x"}},
            ("badRequest", 400, "Invalid request. Specify tenantId or tenantName."),
        ),
        (
            {"token": {"id": "x"}, "tenantId": "123456"},
            ("unauthorized", 401, "Token not authenticated"),
        ),
        (
            {PASSCODE: {"passcode": "123456"}},
            ("unauthorized", 401, "Can not authenticate with credentials provided"),
        ),
    ],
)
def test_a_login_that_fails_says_why(cloud, auth, said):
    assert fault(cloud.log_in(auth)) == said


def test_a_token_is_not_good_for_a_tenant_of_others(cloud):
    token = cloud.token("bob")
    answer = cloud.log_in({"token": {"id": token}, "tenantId": "123456"})
    message = "Token doesn't belong to Tenant with Id/Name: '123456'"
    assert fault(answer) == ("unauthorized", 401, message)


def test_a_disabled_tenant_is_none_of_hers(cloud):
    cloud.keystone.state.tenants.get("123456").enabled = False
    answer = cloud.log_in({**ALICE, "tenantId": "123456"})
    assert fault(answer) == ("unauthorized", 401, NOT_HERS.format("123456"))
    assert cloud.log_in(ALICE).json["access"]["token"]["tenant"]["name"] == "files"


def test_who_is_disabled_is_told(cloud):
    cloud.keystone.state.users.named("alice").enabled = False
    assert fault(cloud.log_in(ALICE)) == ("userDisabled", 403, "User 'alice' is disabled.")


def test_other_errors_have_its_form_and_words(cloud):
    token = cloud.token("bob")
    asked = [
        (cloud.ask("GET", "/tenants"), ("unauthorized", 401, NO_TOKEN)),
        (cloud.ask("GET", "/tokens/x", token=token), ("forbidden", 403, "Not Authorized")),
        (cloud.ask("GET", "/tokens/x", token="ADMIN"), ("itemNotFound", 404, "Token not found.")),
        (cloud.ask("GET", "/users/x", token="ADMIN"), ("itemNotFound", 404, "User x not found")),
        (cloud.ask("GET", "/nowhere"), ("itemNotFound", 404, "Resource Not Found")),
        (
            cloud.ask("GET", "/tenants/x", token="ADMIN", api="admin"),
            ("itemNotFound", 404, "Tenant with id/name: 'x' was not found."),
        ),
    ]
    for answer, said in asked:
        assert fault(answer) == said
    assert fault(cloud.ask("GET", "/tokens/revoked", token=token))[0] == "forbidden"
    tripped = cloud.ask("PATCH", "/OS-KSCRUD/users/x", {"user": 5}, token=token)
    assert fault(tripped)[:2] == ("identityFault", 500)


def test_bodies_are_not_checked_against_schemas(cloud):
    body = {"user": {"name": "dan", "enabled": "yes"}}
    answer = cloud.ask("POST", "/users", body, token="ADMIN", api="admin")
    assert fault(answer) == ("badRequest", 400, "Enabled field must be a boolean")


def test_its_version_is_its_own(cloud):
    version = cloud.ask("GET", "").json["version"]
    assert (version["status"], version["updated"]) == ("CURRENT", "2011-07-19T22:30:00Z")
    assert version["links"][1]["href"] == "http://docs.rackspace.com/"


def test_a_body_that_cannot_be_read_is_said_to_be(cloud):
    client = Client(Application(cloud.keystone, "public"))
    answer = client.post("/v2.0/tokens", data="<auth/>", content_type="application/xml")
    assert fault(answer) == ("badRequest", 400, UNREADABLE)


# --- users ---------------------------------------------------------------------------------------


def test_one_reads_ones_own_api_key(cloud):
    token = cloud.token("alice")
    path = "/users/161418/OS-KSADM/credentials"
    key = {API_KEY: {"username": "alice", "apiKey": "0a1b2c"}}
    assert cloud.ask("GET", f"{path}/{API_KEY}", token=token).json == key
    assert cloud.ask("GET", path, token=token).json == {"credentials": [key]}
    assert cloud.ask("GET", path, token="ADMIN", api="admin").json == {"credentials": [key]}
    for each in (path, f"{path}/{API_KEY}"):
        assert fault(cloud.ask("GET", each))[:2] == ("unauthorized", 401)
        answer = cloud.ask("GET", each, token=cloud.token("bob"))
        assert fault(answer) == ("forbidden", 403, "Not Authorized")


def test_who_has_no_api_key_has_none_to_read(cloud):
    bob = cloud.keystone.state.users.named("bob").id
    path = f"/users/{bob}/OS-KSADM/credentials"
    token = cloud.token("bob")
    assert cloud.ask("GET", path, token=token).json == {"credentials": []}
    answer = cloud.ask("GET", f"{path}/{API_KEY}", token=token)
    message = f"Credential type {API_KEY} was not found for User with Id: {bob}"
    assert fault(answer) == ("itemNotFound", 404, message)


def test_one_is_told_about_oneself_and_administrators_about_all(cloud):
    token = cloud.token("bob")
    own = cloud.ask("GET", "/users?name=bob", token=token).json["user"]
    assert cloud.ask("GET", f"/users/{own['id']}", token=token).json == {"user": own}
    assert cloud.ask("GET", "/users", token=token).json == {"users": [own]}
    assert fault(cloud.ask("GET", "/users?name=alice", token=token))[1] == 403
    assert fault(cloud.ask("GET", "/users/161418", token=token))[1] == 403
    assert fault(cloud.ask("GET", "/users"))[1] == 401
    root = cloud.token("root")
    assert len(cloud.ask("GET", "/users", token=root).json["users"]) == 4
    assert cloud.ask("GET", "/users?name=bob", token=root).json == {"user": own}


def test_no_answer_about_a_user_has_his_key(cloud):
    for path in ("/users", "/users?name=alice", "/users/161418"):
        assert "0a1b2c" not in cloud.ask("GET", path, token="ADMIN").text
    assert "0a1b2c" not in repr(cloud.keystone.state.users.named("alice"))


def test_a_user_is_changed_by_post(cloud):
    body = {"user": {"email": "a@example.test"}}
    answer = cloud.ask("POST", "/users/161418", body, token="ADMIN")
    assert answer.json["user"]["email"] == "a@example.test"
    answer = cloud.ask("POST", "/users/161418", body, token=cloud.token("bob"))
    assert fault(answer)[1] == 403


# --- passcodes -----------------------------------------------------------------------------------


def session_of(answer):
    found = re.fullmatch(
        "OS-MF sessionId='(.+)', factor='PASSCODE'", answer.headers["WWW-Authenticate"]
    )
    return found[1]


@pytest.mark.parametrize(
    "key", [ALICE, {"passwordCredentials": {"username": "bob", "password": "pw"}}]
)
def test_a_passcode_may_be_wanted(key):
    cloud = Cloud(passcode="123456")
    first = cloud.log_in(key)
    message = "Additional authentication credentials required"
    assert fault(first) == ("unauthorized", 401, message)
    second = cloud.log_in({PASSCODE: {"passcode": "123456"}}, **{"X-SessionId": session_of(first)})
    token = second.json["access"]["token"]
    assert token[BY] == ["APIKEY" if API_KEY in key else "PASSWORD", "PASSCODE"]
    third = cloud.log_in({"token": {"id": token["id"]}, "tenantId": "Mosso_1"})
    assert third.status_code == 200


@pytest.mark.parametrize(
    ("passcode", "spoil"),
    [("654321", ""), ("123456", "x"), ("123456", "AAAA")],
)
def test_a_wrong_passcode_or_session_is_none(passcode, spoil):
    cloud = Cloud(passcode="123456")
    session = spoil + session_of(cloud.log_in(ALICE))
    answer = cloud.log_in({PASSCODE: {"passcode": passcode}}, **{"X-SessionId": session})
    message = "Can not authenticate with credentials provided"
    assert fault(answer) == ("unauthorized", 401, message)


def test_a_session_does_not_stand_for_another_user():
    cloud = Cloud(passcode="123456")
    cloud.keystone.state.users.remove("161418")
    assert cloud.log_in(ALICE).status_code == 401


def test_who_is_disabled_meanwhile_is_told():
    cloud = Cloud(passcode="123456")
    session = session_of(cloud.log_in(ALICE))
    cloud.keystone.state.users.get("161418").enabled = False
    answer = cloud.log_in({PASSCODE: {"passcode": "123456"}}, **{"X-SessionId": session})
    assert fault(answer)[0] == "userDisabled"


def test_who_logs_out_revokes_his_token():
    cloud = Cloud()
    token, other = (cloud.log_in(ALICE).json["access"]["token"]["id"] for _ in range(2))

    assert cloud.ask("DELETE", "/tokens", token=token).status_code == 204

    assert cloud.ask("GET", "/tenants", token=token).status_code == 401
    assert cloud.ask("GET", "/tenants", token=other).status_code == 200
    assert cloud.ask("DELETE", "/tokens", token=token).status_code == 401
