"""The routes that no manager asks: what users of a session or an adapter get from them."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from ksclient.auth import exceptions
from ksclient.auth.adapter import Adapter
from ksclient.v2_0.client import Client
from ksclient.v2_0.ec2 import EC2
from ksclient.v2_0.users import User
from tests.live.raw import Person, Raw, unique
from tests.live.refusals import refused

BOTH = pytest.mark.parametrize("interface", ["admin", "public"])


@pytest.fixture
def api(admin: Client) -> Adapter:
    """The administrator's adapter of the admin API."""
    return Adapter(admin.session, service_type="identity", interface="admin")


@pytest.fixture
def public(admin: Client) -> Adapter:
    """The administrator's adapter of the public API."""
    return Adapter(admin.session, service_type="identity", interface="public")


@pytest.fixture
def user(admin: Client) -> User:
    """A user that the library made."""
    return admin.users.create(unique("user"), password="first")


@pytest.fixture
def credential(admin: Client, bystander: Person) -> Iterator[EC2]:
    """EC2 credentials of `bystander`, and not for long."""
    made = admin.ec2.create(bystander.id, bystander.tenant_id)
    yield made
    made.delete()


class TestVersionDocuments:
    @BOTH
    @pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
    def test_the_root_offers_both_versions_to_any_method(self, interface, method, admin, keystone):
        root = getattr(keystone, f"{interface}_url").removesuffix("v2.0")

        answer = admin.session.request(root, method, authenticated=False)

        assert answer.status_code == 300
        assert {v["id"] for v in answer.json()["versions"]["values"]} == {"v2.0", "v3.8"}

    @BOTH
    @pytest.mark.parametrize(("method", "end"), [("GET", ""), ("GET", "/"), ("POST", "/")])
    def test_v2_describes_itself_to_any_method(self, interface, method, end, admin, keystone):
        url = getattr(keystone, f"{interface}_url")

        answer = admin.session.request(url + end, method, authenticated=False)

        version = answer.json()["version"]
        assert (version["id"], version["status"]) == ("v2.0", "deprecated")
        assert version["links"][0]["href"] == f"{url}/"


class TestByName:
    def test_one_tenant_is_got_by_name(self, api: Adapter, bystander: Person):
        answer = api.get("/tenants", params={"name": bystander.tenant_name})

        assert answer.json()["tenant"]["id"] == bystander.tenant_id

    def test_one_user_is_got_by_name(self, api: Adapter, bystander: Person):
        answer = api.get("/users", params={"name": bystander.name})

        assert answer.json()["user"]["id"] == bystander.id

    def test_a_name_that_nobody_has_is_not_found(self, api: Adapter):
        with refused(exceptions.NotFound, "Could not find project: nobody"):
            api.get("/tenants?name=nobody")
        with refused(exceptions.NotFound, "Could not find user: nobody"):
            api.get("/users?name=nobody")


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_tenant_is_changed_by_either_method(method: str, api: Adapter, admin: Client):
    tenant = admin.tenants.create(unique("tenant"))
    change = {"tenant": {"description": "new", "colour": "blue"}}

    answer = api.request(f"/tenants/{tenant.id}", method, json=change)

    assert answer.json()["tenant"]["description"] == "new"
    assert answer.json()["tenant"]["extra"] == {"colour": "blue"}


class TestOldPathsOfUsers:
    """The same as with ``OS-KSADM/`` in them."""

    def test_a_password_is_set(self, api: Adapter, admin: Client, user: User, keystone):
        api.put(f"/users/{user.id}/password", json={"user": {"password": "second"}})
        keystone.pass_this_second()

        token = admin.tokens.authenticate(username=user.name, password="second")
        assert token.user["id"] == user.id

    def test_a_tenant_is_set(self, api: Adapter, admin: Client, user: User, raw: Raw):
        tenant_id, _ = raw.tenant()

        api.put(f"/users/{user.id}/tenant", json={"user": {"tenantId": tenant_id}})

        assert admin.users.get(user).tenantId == tenant_id

    def test_a_user_is_disabled(self, api: Adapter, admin: Client, user: User):
        api.put(f"/users/{user.id}/enabled", json={"user": {"enabled": False}})

        assert admin.users.get(user).enabled is False


def test_role_refs_are_made_listed_and_deleted(
    api: Adapter, admin: Client, user: User, raw: Raw, bystander: Person
):
    role_id, tenant_id = raw.role(), bystander.tenant_id
    refs = f"/users/{user.id}/roleRefs"
    made = api.post(refs, json={"role": {"tenantId": tenant_id, "roleId": role_id}}).json()
    (ref,) = api.get(refs).json()["roles"]

    assert made["role"]["id"] == role_id
    assert (ref["roleId"], ref["tenantId"], ref["userId"]) == (role_id, tenant_id, user.id)
    assert [role.id for role in user.list_roles(tenant_id)] == [role_id]

    answer = api.delete(f"{refs}/{quote(ref['id'], safe='')}")

    assert answer.status_code == 204
    assert user.list_roles(tenant_id) == []


@BOTH
class TestSignedRequests:
    def test_an_ec2_signature_gets_a_token(self, interface, admin, credential, bystander):
        adapter = Adapter(admin.session, service_type="identity", interface=interface)

        answer = adapter.post("/ec2tokens", json=ec2_request(credential), authenticated=False)

        access = answer.json()["access"]
        assert access["user"]["id"] == bystander.id
        assert access["token"]["tenant"]["id"] == bystander.tenant_id
        assert admin.tokens.check(access["token"]["id"], belongs_to=bystander.tenant_id)

    def test_a_wrong_ec2_signature_does_not(self, interface, admin, credential):
        adapter = Adapter(admin.session, service_type="identity", interface=interface)
        request = ec2_request(credential)
        request["credentials"]["signature"] = "AAAA"

        with refused(exceptions.Unauthorized, "requires authentication"):
            adapter.post("/ec2tokens", json=request, authenticated=False)


class TestS3:
    def test_an_s3_signature_gets_a_token_in_the_form_of_v3(self, api, credential, bystander):
        answer = api.post("/s3tokens", json=s3_request(credential), authenticated=False)

        token = answer.json()["token"]
        assert (token["user"]["id"], token["project"]["id"]) == (bystander.id, bystander.tenant_id)

    def test_a_wrong_s3_signature_does_not(self, api: Adapter, credential: EC2):
        request = s3_request(credential)
        request["credentials"]["signature"] = "AAAA"

        with refused(exceptions.Unauthorized, "requires authentication"):
            api.post("/s3tokens", json=request, authenticated=False)

    def test_it_is_not_on_the_public_api(self, public: Adapter, credential: EC2):
        with refused(exceptions.NotFound, "/s3tokens"):
            public.post("/s3tokens", json=s3_request(credential), authenticated=False)


@BOTH
def test_the_head_of_a_token_has_no_body(interface: str, admin: Client, raw: Raw, bystander):
    token = raw.login(bystander)["token"]["id"]
    adapter = Adapter(admin.session, service_type="identity", interface=interface)

    answer = adapter.head(f"/tokens/{token}")

    assert (answer.status_code, answer.content) == (200, b"")


class TestWhatIsNotThere:
    @BOTH
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", "/nonsense"),
            ("GET", "/tokens"),
            ("PATCH", "/tenants"),
            ("HEAD", "/tenants"),
            ("PUT", "/OS-KSADM/roles/any"),
            ("GET", "/OS-KSCATALOG/endpointTemplates"),
            ("GET", "/users/any/OS-KSADM/credentials"),
        ],
    )
    def test_an_unknown_route_is_not_found_never_not_allowed(
        self, interface: str, method: str, path: str, admin: Client
    ):
        adapter = Adapter(admin.session, service_type="identity", interface=interface)

        with refused(exceptions.NotFound, "" if method == "HEAD" else path):
            adapter.request(path, method)

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("POST", "/tenants"),
            ("GET", "/tenants/any"),
            ("GET", "/users"),
            ("GET", "/users/any"),
            ("GET", "/OS-KSADM/roles"),
            ("GET", "/OS-KSADM/services"),
            ("GET", "/endpoints"),
        ],
    )
    def test_a_route_of_the_admin_api_is_not_on_the_public_one(self, method, path, public):
        with refused(exceptions.NotFound, path):
            public.request(path, method)

    def test_changing_the_own_password_is_not_on_the_admin_api(self, api: Adapter):
        body = {"user": {"password": "p", "original_password": "o"}}

        with refused(exceptions.NotFound, "/OS-KSCRUD/users/any"):
            api.patch("/OS-KSCRUD/users/any", json=body)

    def test_the_name_of_a_tenant_is_ignored_on_the_public_api(self, visitor: Client, bystander):
        public = Adapter(visitor.session, service_type="identity", interface="public")

        answer = public.get("/tenants?name=nobody")

        assert [tenant["id"] for tenant in answer.json()["tenants"]] == [bystander.tenant_id]


class TestWhatASessionReportsOfABadRequest:
    @pytest.mark.parametrize(
        ("sent", "words"),
        [
            ({"json": ["no object"]}, "valid JSON object"),
            ({"data": "no JSON", "headers": {"Content-Type": "application/json"}}, "valid JSON"),
            ({"data": "a=1", "headers": {"Content-Type": "text/plain"}}, "application/json"),
        ],
        ids=["no object", "no JSON", "no JSON type"],
    )
    def test_the_servers_words(self, sent: dict[str, Any], words: str, api: Adapter):
        with refused(exceptions.BadRequest, words):
            api.post("/tenants", **sent)


def ec2_request(credential: EC2) -> dict[str, Any]:
    """Return what a service sends that got a request signed with *credential*."""
    params = {
        "AWSAccessKeyId": credential.access,
        "Action": "DescribeImages",
        "SignatureMethod": "HmacSHA256",
        "SignatureVersion": "2",
    }
    query = "&".join(f"{name}={params[name]}" for name in sorted(params))
    text = f"GET\n127.0.0.1\n/\n{query}"
    return {
        "credentials": {
            "access": credential.access,
            "host": "127.0.0.1",
            "verb": "GET",
            "path": "/",
            "params": params,
            "signature": signature(credential, text, "sha256"),
        }
    }


def s3_request(credential: EC2) -> dict[str, Any]:
    """Return what an object store sends that got a request signed with *credential*."""
    text = "GET\n\n\n\n/bucket"
    return {
        "credentials": {
            "access": credential.access,
            "token": base64.urlsafe_b64encode(text.encode()).decode(),
            "signature": signature(credential, text, "sha1"),
        }
    }


def signature(credential: EC2, text: str, digest: str) -> str:
    code = hmac.new(credential.secret.encode(), text.encode(), getattr(hashlib, digest))
    return base64.b64encode(code.digest()).decode()
