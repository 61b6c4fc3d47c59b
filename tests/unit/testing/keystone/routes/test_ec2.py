"""EC2 credentials, and tokens for what was signed with them."""

import base64
import hashlib
import hmac
import json

import pytest
from werkzeug.test import Client

from ksclient.contrib.ec2.utils import Ec2Signer
from ksclient.testing.keystone import Application, Keystone, logins
from ksclient.testing.keystone.tables import (
    Credential,
    Endpoint,
    Grant,
    Role,
    Service,
    Tenant,
    User,
)

ROOT = "/v2.0/users/{}/credentials/OS-EC2"
UNKNOWN = "0123456789abcdef0123456789abcdef"
UNKNOWN_DIGEST = "3eb1bd439947eb762998e566ccc2e099c791118b2f40579cc4f7da2b5061b7f9"


class Cloud:
    """A Keystone with two users, a tenant, and both of its doors."""

    def __init__(self):
        self.keystone = Keystone()
        self.state = self.keystone.state
        self.acme = self.state.tenants.add(Tenant("acme"))
        self.closed = self.state.tenants.add(Tenant("closed"))
        self.worker = self.state.roles.add(Role("worker"))
        self.alice = self.user("alice")
        self.bob = self.user("bob")
        self.doors = {api: Client(Application(self.keystone, api)) for api in ("public", "admin")}

    def user(self, name):
        user = self.state.users.add(User(name))
        self.state.grants[Grant(self.acme.id, user.id, self.worker.id)] = None
        return user

    def token(self, user):
        return logins.issue(self.keystone, user, self.acme)["access"]["token"]["id"]

    def ask(self, method, path, *, token=None, body=None, api="public"):
        headers = {"X-Auth-Token": token} if token else {}
        return self.doors[api].open(path, method=method, headers=headers, json=body)

    def create(self, body, *, user=None, token="ADMIN"):
        path = ROOT.format((user or self.alice).id)
        return self.ask("POST", path, token=token, body=body)

    def credential(self, user=None):
        made = Credential((user or self.alice).id, self.acme.id)
        return self.state.credentials.add(made)

    def log_in(self, body, path="/v2.0/ec2tokens", api="admin"):
        return self.ask("POST", path, body=body, api=api)


@pytest.fixture
def cloud():
    return Cloud()


@pytest.fixture
def alice(cloud):
    return cloud.token(cloud.alice)


@pytest.fixture
def bob(cloud):
    return cloud.token(cloud.bob)


def message(answer):
    return answer.status_code, answer.json["error"]["message"]


def test_a_credential_is_made_shown_listed_and_deleted(cloud, alice):
    path = ROOT.format(cloud.alice.id)
    made = cloud.create({"tenant_id": cloud.acme.id}, token=alice).json["credential"]
    assert made.keys() == {"user_id", "tenant_id", "access", "secret", "trust_id"}
    assert (made["user_id"], made["tenant_id"]) == (cloud.alice.id, cloud.acme.id)
    assert cloud.ask("GET", path, token=alice).json == {"credentials": [made]}
    one = f"{path}/{made['access']}"
    assert cloud.ask("GET", one, token=alice, api="admin").json == {"credential": made}
    assert cloud.ask("DELETE", one, token=alice).status_code == 204
    assert cloud.ask("GET", path, token=alice).json == {"credentials": []}


def test_lists_have_only_the_users_own(cloud, bob):
    cloud.credential(cloud.alice)
    own = cloud.credential(cloud.bob).wire()
    assert cloud.ask("GET", ROOT.format(cloud.bob.id), token=bob).json == {"credentials": [own]}


def test_a_role_on_the_tenant_is_not_needed_to_make_one(cloud, alice):
    assert cloud.create({"tenant_id": cloud.closed.id}, token=alice).status_code == 200


@pytest.mark.parametrize(
    ("method", "suffix"), [("POST", ""), ("GET", ""), ("GET", "/{}"), ("DELETE", "/{}")]
)
def test_only_the_user_and_administrators_may(cloud, bob, method, suffix):
    path = (ROOT + suffix).format(cloud.alice.id, cloud.credential().id)
    body = {"tenant_id": cloud.acme.id} if method == "POST" else None
    assert cloud.ask(method, path, body=body).status_code == 401
    assert cloud.ask(method, path, body=body, token="bad").status_code == 401
    refused = cloud.ask(method, path, body=body, token=bob)
    assert message(refused) == (403, "You are not authorized to perform the requested action.")
    assert cloud.ask(method, path, body=body, token="ADMIN").status_code in {200, 204}


def test_anybodys_credential_can_be_read_through_ones_own_path_but_not_deleted(cloud, bob):
    path = f"{ROOT.format(cloud.bob.id)}/{cloud.credential(cloud.alice).id}"
    assert cloud.ask("GET", path, token=bob).status_code == 200
    assert cloud.ask("DELETE", path, token=bob).status_code == 403
    assert cloud.ask("DELETE", path, token="ADMIN").status_code == 204


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_an_unknown_credential_is_named_by_its_digest(cloud, alice, method):
    answer = cloud.ask(method, f"{ROOT.format(cloud.alice.id)}/{UNKNOWN}", token=alice)
    assert message(answer) == (404, f"Could not find credential: {UNKNOWN_DIGEST}.")


def test_an_unknown_user_or_tenant_is_404(cloud):
    assert message(cloud.create({"tenant_id": UNKNOWN})) == (
        404,
        f"Could not find project: {UNKNOWN}.",
    )
    for method, suffix in [("POST", ""), ("GET", ""), ("GET", "/x"), ("DELETE", "/x")]:
        body = {"tenant_id": cloud.acme.id} if method == "POST" else None
        path = ROOT.format(UNKNOWN) + suffix
        assert cloud.ask(method, path, token="ADMIN", body=body).status_code == 404


def test_the_tenant_is_needed(cloud, alice):
    text = "create_credential() takes exactly 4 arguments (3 given)"
    assert message(cloud.create({}, token=alice)) == (400, text)


# --- tokens ------------------------------------------------------------------------------------


def signed(credential, version, *, host="cloud:8773", signed_host=None):
    """Return a request that the client library signed."""
    request = {"host": signed_host or host, "verb": "GET", "path": "/x", "params": {}}
    if version == "4":
        request |= {
            "headers": {
                "Host": request["host"],
                "X-Amz-Date": "20260101T000000Z",
                "Authorization": "AWS4-HMAC-SHA256 "
                f"Credential={credential.id}/20260101/r/ec2/aws4_request, "
                "SignedHeaders=host;x-amz-date, Signature=none",
            },
            "body_hash": hashlib.sha256(b"").hexdigest(),
        }
    else:
        request["params"] = {
            "SignatureVersion": version,
            "Action": "Do it ~",
            "Timestamp": "2026-01-01T00:00:00Z",
        }
    signature = Ec2Signer(credential.secret).generate(json.loads(json.dumps(request)))
    return {**request, "host": host, "access": credential.id, "signature": signature}


@pytest.mark.parametrize("version", ["0", "1", "2", "4"])
@pytest.mark.parametrize("member", ["credentials", "ec2Credentials"])
@pytest.mark.parametrize("api", ["public", "admin"])
def test_who_signed_gets_a_token(cloud, version, member, api):
    answer = cloud.log_in({member: signed(cloud.credential(), version)}, api=api)
    access = answer.json["access"]
    assert (access["user"]["name"], access["token"]["tenant"]["name"]) == ("alice", "acme")
    assert cloud.keystone.tokens.find(access["token"]["id"]).user_id == cloud.alice.id


@pytest.mark.parametrize("version", ["0", "1", "2", "4"])
def test_another_secret_is_refused(cloud, version):
    other = Credential(cloud.alice.id, cloud.acme.id, id=cloud.credential().id)
    assert cloud.log_in({"credentials": signed(other, version)}).status_code == 401


def test_the_host_may_be_signed_without_its_port(cloud):
    body = {"credentials": signed(cloud.credential(), "2", signed_host="cloud")}
    assert cloud.log_in(body).status_code == 200
    body["credentials"]["host"] = "other:8773"
    assert cloud.log_in(body).status_code == 401


def test_an_unknown_access_key_is_404(cloud):
    body = {"credentials": {**signed(cloud.credential(), "2"), "access": UNKNOWN}}
    assert message(cloud.log_in(body)) == (404, f"Could not find credential: {UNKNOWN_DIGEST}.")


@pytest.mark.parametrize("path", ["/v2.0/ec2tokens", "/v2.0/s3tokens"])
@pytest.mark.parametrize(
    ("body", "status", "text"),
    [
        ({}, 400, "argument of type 'NoneType' is not iterable"),
        ({"credentials": 1}, 400, "argument of type 'int' is not iterable"),
        ({"credentials": {}}, 401, "The request you have made requires authentication."),
        ({"credentials": {"signature": "x"}}, 401, "The request you"),
        ({"credentials": "x"}, 401, "The request you"),
        ({"credentials": {"access": 5}}, 500, "An unexpected error"),
        ({"more": 5}, 400, "authenticate() got an unexpected keyword argument 'more'"),
    ],
)
def test_what_cannot_say_who_signed(cloud, path, body, status, text):
    answer = cloud.log_in(body, path)
    assert answer.status_code == status
    assert message(answer)[1].startswith(text)


def test_no_signature_is_refused_and_no_known_version_trips(cloud):
    body = signed(cloud.credential(), "1")
    del body["signature"], body["host"]
    assert cloud.log_in({"credentials": body}).status_code == 401
    body["params"]["SignatureVersion"] = "9"
    assert cloud.log_in({"credentials": body}).status_code == 500


@pytest.mark.parametrize(
    ("version", "wrong", "status"),
    [
        ("0", {"params": {"SignatureVersion": "0", "Action": None, "Timestamp": "x"}}, 400),
        ("0", {"params": {"SignatureVersion": "0", "Action": "\ud800", "Timestamp": "x"}}, 401),
        ("2", {"host": None}, 400),
        ("2", {"host": 5}, 400),
        ("2", {"host": []}, 401),
        ("2", {"host": "\ud800"}, 401),
        ("2", {"path": {}}, 401),
        ("2", {"signature": 5}, 400),
        ("2", {"params": {"SignatureVersion": "2", "x": "\ud800"}}, 401),
        ("2", {"params": {"SignatureVersion": "2", "\ud800": "x"}}, 500),
        ("2", {"params": "x"}, 500),
        ("4", {"headers": None}, 400),
        ("4", {"headers": "x"}, 400),
        ("4", {"headers": []}, 400),
        ("4", {"headers": {}}, 500),
        ("4", {"path": 5}, 400),
        ("4", {"path": "\ud800"}, 401),
        ("4", {"body_hash": None}, 400),
    ],
)
def test_what_cannot_have_been_signed_is_refused(cloud, version, wrong, status):
    body = {**signed(cloud.credential(), version), **wrong}
    assert cloud.log_in({"credentials": body}).status_code == status


@pytest.mark.parametrize("path", ["/v2.0/ec2tokens", "/v2.0/s3tokens"])
@pytest.mark.parametrize("what", ["user", "tenant", "role"])
def test_who_may_not_log_in_may_not_this_way(cloud, path, what):
    credential = cloud.credential()
    if what == "role":
        cloud.state.grants.clear()
    else:
        {"user": cloud.alice, "tenant": cloud.acme}[what].enabled = False
    body = {"credentials": s3(credential) if "s3" in path else signed(credential, "2")}
    assert cloud.log_in(body, path).status_code == 401


# --- s3 ----------------------------------------------------------------------------------------


def s3(credential, text="GET\n\n\n\n/bucket"):
    digest = hmac.digest(credential.secret.encode(), text.encode(), "sha1")
    return {
        "access": credential.id,
        "token": base64.urlsafe_b64encode(text.encode()).decode(),
        "signature": base64.b64encode(digest).decode(),
    }


def test_s3_answers_as_v3_does(cloud):
    service = cloud.state.services.add(Service("compute", "nova"))
    urls = {"public": "http://p/$(tenant_id)s", "admin": "http://a", "internal": "http://$(no)s"}
    endpoint = cloud.state.endpoints.add(Endpoint(service.id, "RegionOne", urls))
    cloud.state.services.add(Service("volume", enabled=False))
    answer = cloud.log_in({"credentials": s3(cloud.credential())}, "/v2.0/s3tokens")
    token = answer.json["token"]
    assert "X-Subject-Token" not in answer.headers
    assert token.pop("issued_at") < token.pop("expires_at")
    assert len(token.pop("audit_ids")) == 1
    catalog = token.pop("catalog")
    domain = {"id": "default", "name": "Default"}
    assert token == {
        "is_domain": False,
        "methods": ["ec2credential"],
        "roles": [{"id": cloud.worker.id, "name": "worker"}],
        "project": {"domain": domain, "id": cloud.acme.id, "name": "acme"},
        "user": {
            "password_expires_at": None,
            "domain": domain,
            "id": cloud.alice.id,
            "name": "alice",
        },
    }
    (entry,) = catalog
    assert (entry["id"], entry["type"], entry["name"]) == (service.id, "compute", "nova")
    assert [(each["interface"], each["url"], each["region"]) for each in entry["endpoints"]] == [
        ("admin", "http://a", "RegionOne"),
        ("public", f"http://p/{cloud.acme.id}", "RegionOne"),
    ]
    admin, public = entry["endpoints"]
    assert admin["id"] == endpoint.catalog_id != public["id"]


def test_s3_is_on_the_admin_port_only(cloud):
    body = {"credentials": s3(cloud.credential())}
    assert cloud.log_in(body, "/v2.0/s3tokens", api="public").status_code == 404


@pytest.mark.parametrize(
    ("change", "status"),
    [({"signature": "AAAA"}, 401), ({"token": "R0VU"}, 401), ({"token": "R0VUC"}, 400)],
)
def test_s3_refuses_what_was_not_signed(cloud, change, status):
    body = {"credentials": s3(cloud.credential()) | change}
    assert cloud.log_in(body, "/v2.0/s3tokens").status_code == status
