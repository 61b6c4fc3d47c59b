"""Logins, and what can be asked and done about tokens."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from werkzeug.test import Client

from ksclient.testing.keystone import Application, Keystone, Settings
from ksclient.testing.keystone.tables import (
    Endpoint,
    Grant,
    Password,
    Role,
    Service,
    Tenant,
    Trust,
    User,
)
from ksclient.testing.profile import Profile

ALICE = {"username": "alice", "password": "alice-pw"}
BOB = {"username": "bob", "password": "bob-pw"}
NO = "The request you have made requires authentication."
FORBIDDEN = "You are not authorized to perform the requested action."


class Cloud:
    """A Keystone with a few people in it, that is asked without sockets."""

    def __init__(self, **settings):
        self.time = datetime(2026, 11, 22, 4, 39, 27, 500000, tzinfo=UTC)
        self.keystone = Keystone(Settings(clock=lambda: self.time, **settings))
        self.state = self.keystone.state
        for name in ("alice", "bob", "nova"):
            self.state.users.add(User(name, id=name, password=Password(f"{name}-pw")))
        for name in ("acme", "globex"):
            self.state.tenants.add(Tenant(name, id=f"{name}-id"))
        for name in ("worker", "auditor", "service"):
            self.state.roles.add(Role(name, id=f"{name}-id"))
        self.grant("alice", "acme-id", "worker-id")
        self.grant("alice", "globex-id", "worker-id")
        self.grant("nova", "acme-id", "service-id")

    def grant(self, user_id, tenant_id, role_id):
        self.state.grants[Grant(tenant_id, user_id, role_id)] = None

    def trust(self, **what):
        lent = {"tenant_id": "acme-id", "role_ids": ["worker-id"], "id": "trust"}
        return self.state.trusts.add(Trust("alice", "bob", **lent | what))

    def ask(self, method, path, *, token="ADMIN", api="admin", **request):
        headers = {"X-Auth-Token": token} if token else {}
        client = Client(Application(self.keystone, api))
        return client.open(f"/v2.0{path}", method=method, headers=headers, **request)

    def log_in(self, auth):
        return self.ask("POST", "/tokens", token=None, api="public", json={"auth": auth})

    def access(self, credentials=ALICE, **auth):
        answer = self.log_in({"passwordCredentials": credentials, **auth})
        assert answer.status_code == 200, answer.text
        return answer.json["access"]

    def token(self, credentials=ALICE, **auth):
        return self.access(credentials, **auth)["token"]["id"]


@pytest.fixture
def cloud():
    return Cloud()


def outcome(answer):
    error = answer.json["error"]
    assert error["code"] == answer.status_code
    return error["code"], error["message"]


# --- logins ------------------------------------------------------------------------------------


def test_a_password_gives_a_token_without_a_tenant(cloud):
    access = cloud.access()
    token = access.pop("token")
    assert len(token.pop("id")) == 32
    assert [len(each) for each in token.pop("audit_ids")] == [22]
    assert token == {
        "issued_at": "2026-11-22T04:39:27.000000Z",
        "expires": "2026-11-22T05:39:27.000000Z",
    }
    assert access == {
        "serviceCatalog": [],
        "user": {
            "id": "alice",
            "name": "alice",
            "username": "alice",
            "roles": [],
            "roles_links": [],
        },
        "metadata": {"is_admin": 0, "roles": []},
    }


@pytest.mark.parametrize(
    "scope",
    [
        {"tenantName": "acme"},
        {"tenantId": "acme-id"},
        {"tenantId": "acme-id", "tenantName": "globex"},
        {"tenantId": "", "tenantName": "acme"},
    ],
)
def test_a_scoped_token_says_its_tenant_and_roles(cloud, scope):
    cloud.state.tenants.get("acme-id").extra["colour"] = "red"
    access = cloud.access(**scope)
    assert access["token"]["tenant"] == {
        "id": "acme-id",
        "name": "acme",
        "description": "",
        "enabled": True,
        "colour": "red",
    }
    assert access["user"]["roles"] == [{"name": "worker"}]
    assert access["metadata"] == {"is_admin": 0, "roles": ["worker-id"]}


@pytest.mark.parametrize(
    "scope",
    [{"tenantId": ""}, {"tenantName": None}, {"tenantId": None, "tenantName": ""}],
)
def test_an_empty_tenant_is_none(cloud, scope):
    assert "tenant" not in cloud.access(**scope)["token"]


def test_a_default_tenant_is_not_what_a_login_is_for(cloud):
    cloud.state.users.get("alice").tenant_id = "acme-id"
    assert "tenant" not in cloud.access()["token"]


@pytest.mark.parametrize(
    "credentials",
    [
        {"userId": "alice", "password": "alice-pw"},
        {"userId": "bob", "username": "alice", "password": "alice-pw"},
        {"userId": "alice", "username": "", "password": "alice-pw", "colour": "red"},
    ],
)
def test_a_name_counts_more_than_an_id(cloud, credentials):
    assert cloud.access(credentials, x=1)["user"]["name"] == "alice"


@pytest.mark.parametrize(
    "auth",
    [
        {"passwordCredentials": ALICE | {"password": "alice-pW"}},
        {"passwordCredentials": ALICE | {"password": None}},
        {"passwordCredentials": ALICE | {"password": ""}},
        {"passwordCredentials": ALICE | {"username": "Alice"}},
        {"passwordCredentials": {"userId": "nobody", "password": "x"}},
        {"passwordCredentials": {"userId": ["alice"], "password": "x"}},
        {"passwordCredentials": {"username": "keyless", "password": ""}},
        {"passwordCredentials": ALICE, "tenantName": "nope"},
        {"passwordCredentials": ALICE, "tenantName": "ACME"},
        {"passwordCredentials": ALICE, "tenantId": "acme"},
        {"passwordCredentials": ALICE, "tenantId": ["acme-id"]},
        {"passwordCredentials": ALICE, "tenantName": "closed"},
        {"passwordCredentials": BOB, "tenantName": "acme"},
        {"passwordCredentials": ALICE | {"password": "no"}, "tenantId": "t" * 65},
        {"passwordCredentials": {"username": "off", "password": "no"}},
        {"token": {"id": "nope"}},
        {"token": {"id": "ADMIN"}},
        {"token": {"id": ""}},
        {"token": {"id": {}}},
        {"token": {"id": "\ud800"}},
    ],
)
def test_whatever_is_wrong_the_401_does_not_say(cloud, auth):
    cloud.state.users.add(User("keyless"))
    cloud.state.users.add(User("off", enabled=False, password=Password("off-pw")))
    closed = cloud.state.tenants.add(Tenant("closed", enabled=False))
    cloud.grant("alice", closed.id, "worker-id")
    answer = cloud.log_in(auth)
    assert outcome(answer) == (401, NO)
    assert answer.headers["WWW-Authenticate"] == 'Keystone uri="http://localhost"'


def test_a_disabled_user_learns_it_with_the_right_password(cloud):
    cloud.state.users.get("alice").enabled = False
    answer = cloud.log_in({"passwordCredentials": ALICE, "tenantName": "nope"})
    assert outcome(answer) == (401, "The account is disabled for user: alice.")


@pytest.mark.parametrize(
    ("auth", "begins"),
    [
        (None, "Expecting to find auth in request body. The server"),
        ({}, "Expecting to find auth in request body."),
        ([], "Expecting to find auth in request body."),
        ("x", "Expecting to find auth in request body."),
        ({"RAX-KSKEY:apiKeyCredentials": {}}, "Expecting to find auth in request body."),
        (5, "argument of type 'int' is not iterable"),
        (2**70, "argument of type 'long' is not iterable"),
        ("token", "string indices must be integers"),
        (["token"], "list indices must be integers, not str"),
        ({"token": None, "passwordCredentials": ALICE}, "argument of type 'NoneType' is not"),
        ({"token": {}}, "Expecting to find id in token."),
        ({"token": {"id": 5}}, "object of type 'int' has no len()"),
        ({"token": {"id": "t" * 256}}, "Request attribute token must be less than or equal to 255"),
        ({"passwordCredentials": {}}, "Expecting to find password in passwordCredentials."),
        ({"passwordCredentials": None}, "argument of type 'NoneType' is not iterable"),
        ({"passwordCredentials": "password"}, "string indices must be integers"),
        (
            {"passwordCredentials": {"username": "", "password": "x"}},
            "Expecting to find username or userId in passwordCredentials.",
        ),
        ({"passwordCredentials": ALICE | {"username": 12}}, "object of type 'int' has no len()"),
        ({"passwordCredentials": ALICE | {"password": True}}, "object of type 'bool' has no len()"),
        ({"passwordCredentials": ALICE | {"password": 0}}, "Expecting to find string in password."),
        (
            {"passwordCredentials": ALICE | {"password": "p" * 4097}},
            "Request attribute password must be less than or equal to 4096. The server could not",
        ),
        (
            {"passwordCredentials": ALICE | {"username": "u" * 65}},
            "Request attribute username must be less than or equal to 64.",
        ),
        (
            {"passwordCredentials": ALICE | {"userId": "u" * 65}},
            "Request attribute userId must be less than or equal to 64.",
        ),
        (
            {"passwordCredentials": ALICE, "tenantName": "t" * 65},
            "Request attribute tenantName must be less than or equal to 64.",
        ),
        (
            {"passwordCredentials": ALICE, "tenantId": "t" * 65},
            "Request attribute tenantId must be less than or equal to 64.",
        ),
        ({"passwordCredentials": ALICE, "tenantId": 5}, "object of type 'int' has no len()"),
    ],
)
def test_a_login_of_a_wrong_shape_is_told_what_is_wrong(cloud, auth, begins):
    status, message = outcome(cloud.log_in(auth))
    assert status == 400
    assert message.startswith(begins)


@pytest.mark.parametrize(
    "auth",
    [
        {"passwordCredentials": ALICE | {"password": ["x"]}},
        {"passwordCredentials": ALICE | {"password": "a\0b"}},
        {"passwordCredentials": ALICE | {"username": ["alice"]}},
        {"passwordCredentials": ALICE, "tenantName": {"a": 1}},
    ],
)
def test_keystone_trips_over_lists_objects_and_passwords_with_a_nul(cloud, auth):
    assert cloud.log_in(auth).status_code == 500


def test_names_of_just_64_characters_are_looked_up(cloud):
    cloud.state.users.add(User("u" * 64, id="i" * 64, password=Password("p" * 4096)))
    long = {"userId": "i" * 64, "username": "u" * 64, "password": "p" * 4096}
    assert cloud.access(long)["user"]["id"] == "i" * 64


# --- from token to token -------------------------------------------------------------------------


@pytest.mark.parametrize("tenant", [None, "acme"])
def test_a_token_gives_another_one_that_lives_no_longer(cloud, tenant):
    first = cloud.access(tenantName=tenant)["token"]
    cloud.time += timedelta(minutes=10)
    answer = cloud.log_in({"token": {"id": first["id"]}, "tenantName": "globex"})
    second = answer.json["access"]["token"]
    assert second["tenant"]["name"] == "globex"
    assert second["id"] != first["id"]
    assert second["issued_at"] == "2026-11-22T04:49:27.000000Z"
    assert second["expires"] == first["expires"]
    third = cloud.log_in({"token": {"id": second["id"]}}).json["access"]["token"]
    assert "tenant" not in third
    assert third["audit_ids"][1:] == second["audit_ids"][1:] == first["audit_ids"]


def test_a_token_counts_more_than_a_password(cloud):
    auth = {"token": {"id": cloud.token()}, "passwordCredentials": ALICE | {"password": "wrong"}}
    assert cloud.log_in(auth).status_code == 200


@pytest.mark.parametrize("what", ["users", "tenants"])
def test_a_token_gives_none_to_or_for_who_is_disabled(cloud, what):
    token = cloud.token()
    getattr(cloud.state, what).named({"users": "alice", "tenants": "acme"}[what]).enabled = False
    answer = cloud.log_in({"token": {"id": token}, "tenantName": "acme"})
    assert outcome(answer) == (401, NO)


# --- trusts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("impersonation", "shown"), [(True, "alice"), (False, "bob")])
def test_a_trust_lends_roles(cloud, impersonation, shown):
    cloud.trust(impersonation=impersonation)
    cloud.grant("alice", "acme-id", "auditor-id")
    auth = {"token": {"id": cloud.token(BOB)}, "trust_id": "trust", "tenantName": "acme"}
    access = cloud.log_in(auth).json["access"]
    assert access["user"]["id"] == shown
    assert access["user"]["roles"] == [{"name": "worker", "domain_id": None}]
    assert access["metadata"]["roles"] == ["worker-id"]
    assert access["trust"] == {
        "id": "trust",
        "impersonation": impersonation,
        "trustor_user_id": "alice",
        "trustee_user_id": "bob",
    }
    assert len(access["token"]["audit_ids"]) == 2
    token_id = access["token"]["id"]
    assert cloud.ask("GET", f"/tokens/{token_id}").json["access"] == access
    assert outcome(cloud.log_in({"token": {"id": token_id}})) == (403, FORBIDDEN)


def test_a_trust_is_used_up(cloud):
    cloud.trust(remaining_uses=1)
    auth = {"token": {"id": cloud.token(BOB)}, "trust_id": "trust", "tenantId": "acme-id"}
    assert outcome(cloud.log_in(auth | {"tenantId": "globex-id"})) == (403, FORBIDDEN)
    assert cloud.log_in(auth).status_code == 200
    assert outcome(cloud.log_in(auth)) == (403, FORBIDDEN)


@pytest.mark.parametrize(
    ("who", "auth"),
    [
        (BOB, {"trust_id": "unknown", "tenantId": "acme-id"}),
        (BOB, {"trust_id": None, "tenantId": "acme-id"}),
        (BOB, {"trust_id": "trust", "tenantId": "globex-id"}),
        (BOB, {"trust_id": "trust"}),
        (ALICE, {"trust_id": "trust", "tenantId": "acme-id"}),
    ],
)
def test_a_trust_is_for_its_trustee_and_tenant(cloud, who, auth):
    cloud.trust()
    answer = cloud.log_in({"token": {"id": cloud.token(who)}, **auth})
    assert outcome(answer) == (403, FORBIDDEN)


@pytest.mark.parametrize("lost", ["role", "trustor"])
def test_a_trust_lends_only_what_the_trustor_has(cloud, lost):
    cloud.trust()
    if lost == "role":
        del cloud.state.grants[Grant("acme-id", "alice", "worker-id")]
    else:
        cloud.state.users.get("alice").enabled = False
    auth = {"token": {"id": cloud.token(BOB)}, "trust_id": "trust", "tenantId": "acme-id"}
    assert outcome(cloud.log_in(auth)) == (403, FORBIDDEN)


@pytest.mark.parametrize("scope", [{}, {"tenantName": "acme"}])
def test_a_trust_for_no_tenant_lends_no_roles(cloud, scope):
    cloud.trust(tenant_id=None, role_ids=[])
    answer = cloud.log_in({"token": {"id": cloud.token(BOB)}, "trust_id": "trust", **scope})
    assert answer.json["access"]["user"]["roles"] == []


def test_a_trust_does_not_open_a_disabled_tenant(cloud):
    cloud.trust()
    cloud.state.tenants.get("acme-id").enabled = False
    auth = {"token": {"id": cloud.token(BOB)}, "trust_id": "trust", "tenantId": "acme-id"}
    assert outcome(cloud.log_in(auth)) == (401, NO)


def test_with_a_password_a_trust_is_not_held_to_its_tenant(cloud):
    cloud.trust()
    access = cloud.access(BOB, trust_id="trust")
    assert access["user"]["id"] == "alice"
    assert access["metadata"]["roles"] == ["worker-id"]
    assert "tenant" not in access["token"]
    unknown = cloud.log_in({"passwordCredentials": BOB, "trust_id": "x"})
    assert outcome(unknown) == (404, "Could not find trust: x.")
    other = cloud.log_in({"passwordCredentials": ALICE, "trust_id": "trust"})
    assert outcome(other) == (403, FORBIDDEN)


def test_a_token_whose_trust_is_gone_is_gone_too(cloud):
    cloud.trust()
    token = cloud.token(BOB, trust_id="trust", tenantId="acme-id")
    cloud.state.trusts.remove("trust")
    assert outcome(cloud.ask("GET", f"/tokens/{token}"))[0] == 404


# --- validation ----------------------------------------------------------------------------------


@pytest.mark.parametrize("api", ["public", "admin"])
def test_services_learn_what_a_token_says(cloud, api):
    access = cloud.access(tenantName="acme")
    path = f"/tokens/{access['token']['id']}"
    service = cloud.token({"username": "nova", "password": "nova-pw"}, tenantName="acme")
    got = cloud.ask("GET", path, token=service, api=api)
    assert got.json == {"access": access}
    head = cloud.ask("HEAD", path, token=service, api=api)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Length"] == got.headers["Content-Length"]


@pytest.mark.parametrize(
    ("method", "path", "action"),
    [
        ("GET", "/tokens/{}", "identity:validate_token"),
        ("HEAD", "/tokens/{}", "identity:validate_token_head"),
        ("GET", "/tokens/revoked", "identity:revocation_list"),
        ("DELETE", "/tokens/{}", "admin_required"),
        ("GET", "/tokens/{}/endpoints", "admin_required"),
    ],
)
def test_nobody_learns_or_ends_even_his_own_token(cloud, method, path, action):
    own = cloud.token(tenantName="acme")
    path = path.format(own)
    for token in (None, "", "nope"):
        assert cloud.ask(method, path, token=token).status_code == 401
    answer = cloud.ask(method, path, token=own)
    assert answer.status_code == 403
    if method != "HEAD":
        assert outcome(answer)[1] == f"{FORBIDDEN[:-1]}: {action}."


def test_services_do_not_end_tokens(cloud):
    service = cloud.token({"username": "nova", "password": "nova-pw"}, tenantName="acme")
    for method, path in (("DELETE", ""), ("GET", "/endpoints")):
        assert cloud.ask(method, f"/tokens/{service}{path}", token=service).status_code == 403


@pytest.mark.parametrize(
    ("scope", "belongs_to", "status"),
    [
        ("acme", "acme-id", 200),
        ("acme", "", 200),
        ("acme", "globex-id", 401),
        ("acme", "acme", 401),
        (None, "acme-id", 401),
    ],
)
def test_a_token_of_another_tenant_is_a_401(cloud, scope, belongs_to, status):
    path = f"/tokens/{cloud.token(tenantName=scope)}?belongsTo={belongs_to}"
    assert cloud.ask("GET", path).status_code == status
    assert cloud.ask("HEAD", path).status_code == status


@pytest.mark.parametrize("path", ["/tokens/nope", "/tokens/ADMIN", "/tokens/nope/endpoints"])
def test_what_is_no_token_is_a_404(cloud, path):
    token = path.split("/")[2]
    assert outcome(cloud.ask("GET", path)) == (404, f"Could not find token: {token}.")


def test_today_s_names_and_roles_are_told(cloud):
    token = cloud.token(tenantName="acme")
    cloud.state.users.get("alice").name = "alicia"
    cloud.grant("alice", "acme-id", "auditor-id")
    access = cloud.ask("GET", f"/tokens/{token}").json["access"]
    assert access["user"]["username"] == "alicia"
    assert access["metadata"]["roles"] == ["worker-id", "auditor-id"]


def test_a_token_that_has_lost_its_roles_cannot_be_told(cloud):
    token = cloud.token(tenantName="acme")
    cloud.state.grants.clear()
    assert outcome(cloud.ask("GET", f"/tokens/{token}")) == (401, NO)


def test_older_releases_tell_what_the_login_told():
    old = Profile(rebuilds_tokens=False, expires_with_fraction=False)
    cloud = Cloud(profile=old)
    access = cloud.access(tenantName="acme")
    assert access["token"]["expires"] == "2026-11-22T05:39:27Z"
    cloud.state.users.get("alice").name = "alicia"
    assert cloud.ask("GET", f"/tokens/{access['token']['id']}").json["access"] == access


def test_older_releases_prefer_the_name_of_a_tenant():
    cloud = Cloud(profile=Profile(tenant_id_wins=False))
    scope = {"tenantId": "acme-id", "tenantName": "globex"}
    assert cloud.access(**scope)["token"]["tenant"]["name"] == "globex"


def test_a_profile_may_want_one_tenant_only():
    cloud = Cloud(profile=Profile(takes_both_tenants=False))
    both = {"passwordCredentials": ALICE, "tenantId": "acme-id", "tenantName": "acme"}
    assert cloud.log_in(both).status_code == 400


# --- revocation ----------------------------------------------------------------------------------


def test_a_revoked_token_is_gone_and_its_children_are_not(cloud):
    parent = cloud.token()
    child = cloud.log_in({"token": {"id": parent}, "tenantName": "acme"})
    answer = cloud.ask("DELETE", f"/tokens/{parent}")
    assert (answer.status_code, answer.data) == (204, b"")
    gone = (404, f"Could not find token: {parent}.")
    assert outcome(cloud.ask("GET", f"/tokens/{parent}")) == gone
    assert outcome(cloud.ask("DELETE", f"/tokens/{parent}")) == gone
    assert cloud.log_in({"token": {"id": parent}}).status_code == 401
    path = f"/tokens/{child.json['access']['token']['id']}"
    assert cloud.ask("GET", path).status_code == 200


def test_the_revocation_list_tells_the_live_ones(cloud):
    early = cloud.token()
    cloud.ask("DELETE", f"/tokens/{early}")
    cloud.time += timedelta(minutes=59)
    late = cloud.access()["token"]
    cloud.ask("DELETE", f"/tokens/{late['id']}")
    cloud.time += timedelta(minutes=2)
    signed = cloud.ask("GET", "/tokens/revoked").json["signed"]
    armour = signed.splitlines()
    assert (armour[0], armour[-1]) == ("-----BEGIN CMS-----", "-----END CMS-----")
    message = base64.b64decode("".join(armour[1:-1]))
    payload = message[message.index(b'{"revoked"') :]
    assert json.JSONDecoder().raw_decode(payload.decode("latin-1"))[0] == {
        "revoked": [
            {
                "id": late["id"],
                "expires": "2026-11-22T06:38:27Z",
                "audit_id": late["audit_ids"][0],
            }
        ]
    }


def test_the_revocation_list_needs_certificates():
    assert Cloud(signs=False).ask("GET", "/tokens/revoked").status_code == 500


def test_where_tokens_are_not_kept_revoked_there_is_no_list():
    answer = Cloud(revoke_by_id=False, signs=False).ask("GET", "/tokens/revoked")
    assert outcome(answer) == (
        410,
        "The service you have requested is no longer available on this server.",
    )


def test_a_head_of_the_list_asks_for_a_token_of_that_name(cloud):
    assert cloud.ask("HEAD", "/tokens/revoked", token=None).status_code == 401
    assert cloud.ask("HEAD", "/tokens/revoked").status_code == 404


# --- endpoints -----------------------------------------------------------------------------------


def test_the_endpoints_of_a_token_are_its_catalog_flat(cloud):
    service = cloud.state.services.add(Service("compute", "nova"))
    urls = {"public": "http://compute/$(tenant_id)s"}
    cloud.state.endpoints.add(Endpoint(service.id, "RegionOne", urls, catalog_id="row"))
    access = cloud.access(tenantName="acme")
    assert access["serviceCatalog"][0]["endpoints"] == [
        {"id": "row", "region": "RegionOne", "publicURL": "http://compute/acme-id"}
    ]
    path = f"/tokens/{access['token']['id']}/endpoints"
    assert cloud.ask("GET", path).json == {
        "endpoints": [
            {
                "id": "row",
                "name": "nova",
                "type": "compute",
                "region": "RegionOne",
                "publicURL": "http://compute/acme-id",
                "internalURL": None,
                "adminURL": None,
            }
        ],
        "endpoints_links": [],
    }


def test_without_a_catalog_there_is_no_list_of_endpoints(cloud):
    assert cloud.ask("GET", f"/tokens/{cloud.token(tenantName='acme')}/endpoints").json == {}


def test_the_endpoints_of_a_token_without_a_tenant_are_a_500(cloud):
    assert cloud.ask("GET", f"/tokens/{cloud.token()}/endpoints").status_code == 500
