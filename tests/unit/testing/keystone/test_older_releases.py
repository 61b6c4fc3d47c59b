"""How Keystones before Pike differ, by the profiles that say so."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from ksclient.contrib.ec2.utils import Ec2Signer
from ksclient.testing.keystone import Settings
from ksclient.testing.keystone.tables import Credential, Password, Service, Trust, User
from ksclient.testing.profile import named
from tests.unit.testing.keystone.routes.small_cloud import NO_TOKEN, SmallCloud

PASSWORD = {"username": "alice", "password": "pw"}
TRIPPED = "An unexpected error prevented the server from fulfilling your request."
WHOLE = {"domain_id": "default", "parent_id": "default", "is_domain": False}


class Cloud(SmallCloud):
    def __init__(self, profile):
        self.time = datetime(2026, 11, 22, 4, 39, 27, 500000, tzinfo=UTC)
        super().__init__(Settings(profile=named(profile), clock=lambda: self.time))
        self.alice.password = Password("pw")

    def log_in(self, **auth):
        return self.ask("POST", "/tokens", {"auth": auth}, token=None, api="public")

    def login(self, **auth):
        answer = self.log_in(passwordCredentials=PASSWORD, **auth)
        assert answer.status_code == 200, answer.text
        return answer.json["access"]

    def sign_in(self):
        """Log in by a signature."""
        credential = self.state.credentials.add(Credential(self.alice.id, self.acme.id))
        signed = {"host": "h", "verb": "GET", "path": "/", "params": {"SignatureVersion": "0"}}
        signed["params"] |= {"Action": "A", "Timestamp": "T"}
        signature = Ec2Signer(credential.secret).generate(signed)
        body = {"credentials": {**signed, "access": credential.id, "signature": signature}}
        return self.ask("POST", "/ec2tokens", body, token=None).json["access"]


OLD = ["newton", "mitaka", "conoha", "nhn"]


@pytest.fixture(params=OLD)
def old(request):
    return Cloud(request.param)


@pytest.fixture(params=OLD[1:])
def oldest(request):
    return Cloud(request.param)


@pytest.fixture
def newton():
    return Cloud("newton")


@pytest.fixture
def pike():
    return Cloud("pike")


def test_a_token_is_told_as_it_was_issued(old, pike):
    for cloud, shown in ((old, "worker"), (pike, "janitor")):
        token = cloud.login(tenantName="acme")["token"]["id"]
        cloud.worker.name = "janitor"
        roles = cloud.ask("GET", f"/tokens/{token}").json["access"]["user"]["roles"]
        assert roles == [{"name": shown}]


@pytest.mark.parametrize(
    ("name", "expires", "issued_at"),
    [
        ("pike", "2026-11-22T05:39:27.000000Z", "2026-11-22T04:39:27.000000Z"),
        ("newton", "2026-11-22T05:39:27Z", "2026-11-22T04:39:27.000000Z"),
        ("mitaka", "2026-11-22T05:39:27Z", "2026-11-22T04:39:27.000000Z"),
        ("nhn", "2026-11-22T16:39:27Z", "2026-11-22T04:39:27.000000Z"),
        ("conoha", "2026-11-23T04:39:27Z", "2026-11-22T04:39:27.500000"),
    ],
)
def test_times_are_told_to(name, expires, issued_at):
    token = Cloud(name).login()["token"]
    assert (token["expires"], token["issued_at"]) == (expires, issued_at)


def test_a_login_that_says_nothing_lacks_a_password(old, pike):
    message = "Expecting to find {} in {} "
    told = old.log_in().json["error"]["message"]
    assert told.startswith(message.format("passwordCredentials", "auth") + "- the server could")
    told = pike.log_in().json["error"]["message"]
    assert told.startswith("Expecting to find auth in request body. The server could")


def test_a_long_token_may_be_tried(old, pike):
    assert old.log_in(token={"id": "x" * 8192}).status_code == 401
    assert old.log_in(token={"id": "x" * 8193}).status_code == 400
    assert pike.log_in(token={"id": "x" * 256}).status_code == 400


@pytest.mark.parametrize(
    ("name", "wins"),
    [
        ("pike", "acme"),
        ("newton", "globex"),
        ("mitaka", "globex"),
        ("conoha", "globex"),
        ("nhn", "acme"),
    ],
)
def test_of_two_tenants_one_counts(name, wins):
    cloud = Cloud(name)
    cloud.grant(cloud.globex, cloud.worker)
    access = cloud.login(tenantId=cloud.acme.id, tenantName="globex")
    assert access["token"]["tenant"]["name"] == wins


def test_a_disabled_user_is_named_since_newton(newton, oldest):
    newton.alice.enabled = oldest.alice.enabled = False
    answer = newton.log_in(passwordCredentials=PASSWORD)
    named_user = f"The account is disabled for user: {newton.alice.id}"
    assert answer.json["error"]["message"] == named_user
    answer = oldest.log_in(passwordCredentials=PASSWORD)
    assert (answer.status_code, answer.json["error"]["message"]) == (401, NO_TOKEN)


@pytest.mark.parametrize("path", ["", "/extensions", "/nowhere"])
def test_mitaka_refuses_a_bad_token_even_where_none_is_needed(newton, oldest, path):
    refused = oldest.refusal("GET", path, token="bad")
    assert refused == (401, NO_TOKEN)
    assert newton.ask("GET", path, token="bad").status_code in {200, 404}


def test_where_an_administrator_is_needed_an_unscoped_token_is_none(old, pike):
    assert old.refusal("GET", "/users", token=old.token(None)) == (401, NO_TOKEN)
    assert pike.ask("GET", "/users", token=pike.token(None)).status_code == 403


# --- trusts --------------------------------------------------------------------------------------


def trusted(cloud, uses=2):
    bob = cloud.state.users.add(User("bob"))
    return cloud.state.trusts.add(
        Trust(bob.id, cloud.alice.id, cloud.acme.id, [cloud.worker.id], remaining_uses=uses)
    )


def test_a_trust_beside_a_password_is_wasted(old):
    trust = trusted(old)
    access = old.login(trust_id=trust.id, tenantName="acme")
    assert "trust" not in access
    assert access["user"]["id"] == old.alice.id
    assert trust.remaining_uses == 1
    answer = old.log_in(passwordCredentials=PASSWORD, trust_id="unknown")
    assert answer.json["error"]["message"] == "Could not find trust: unknown"


def test_a_failed_login_wastes_no_trust(old):
    trust = trusted(old)
    answer = old.log_in(passwordCredentials=PASSWORD, trust_id=trust.id, tenantName="globex")
    assert answer.status_code == 401
    assert trust.remaining_uses == 2


@pytest.mark.parametrize(
    ("name", "status"), [("pike", 200), ("newton", 200), ("mitaka", 401), ("conoha", 401)]
)
def test_a_token_from_a_trust_is_shown_since_newton(name, status):
    cloud = Cloud(name)
    trust = trusted(cloud)
    trustor = trust.trustor_user_id
    cloud.state.grants |= {
        type(g)(g.tenant_id, trustor, g.role_id): None for g in cloud.state.grants
    }
    shown = {"id": cloud.login()["token"]["id"]}
    answer = cloud.log_in(token=shown, trust_id=trust.id, tenantName="acme")
    access = answer.json["access"]
    assert access["trust"]["id"] == trust.id
    more = {"domain_id": None} if name == "pike" else {}
    assert access["user"]["roles"] == [{"name": "worker", **more}]
    assert cloud.ask("GET", f"/tokens/{access['token']['id']}").status_code == status


# --- tokens that look otherwise ------------------------------------------------------------------


def test_a_token_for_a_signature_tells_all_of_roles_and_tenant(old, pike):
    access = old.sign_in()
    assert access["user"]["roles"] == [old.worker.wire()]
    assert access["token"]["tenant"] == old.acme.wire() | WHOLE
    stored = old.ask("GET", f"/tokens/{access['token']['id']}").json["access"]
    assert stored == access
    access = pike.sign_in()
    assert access["user"]["roles"] == [{"name": "worker"}]
    assert access["token"]["tenant"] == pike.acme.wire()


def test_a_token_for_a_new_password_begins_a_chain(old):
    change = {"user": {"original_password": "pw", "password": "new"}}
    path = f"/OS-KSCRUD/users/{old.alice.id}"
    answer = old.ask("PATCH", path, change, token=old.token(old.acme), api="public")
    token = answer.json["access"]["token"]
    assert len(token["audit_ids"]) == 1
    assert token["tenant"] == old.acme.wire() | WHOLE
    lifetime = timedelta(hours=old.keystone.profile.token_hours)
    assert datetime.fromisoformat(token["expires"]) == old.time.replace(
        microsecond=0
    ) + lifetime + (timedelta(seconds=1))
    assert old.is_good(token["id"])


# --- bodies --------------------------------------------------------------------------------------


def test_there_are_no_schemas(oldest, newton):
    no_name = "Name field is required and cannot be empty"
    assert oldest.refusal("POST", "/tenants", {"tenant": {}}, token=None) == (400, no_name)
    for path, body in (("/users", {"user": {}}), ("/OS-KSADM/roles", {"role": {}})):
        assert oldest.refusal("POST", path, body, token=None) == (401, NO_TOKEN)
        assert oldest.refusal("POST", path, body) == (400, no_name)
        assert newton.ask("POST", path, body, token=None).status_code == 400


def test_tenants_are_checked_by_hand(oldest):
    made = oldest.ask("POST", "/tenants", {"tenant": {"name": " b ", "enabled": 0}})
    tenant = made.json["tenant"]
    assert (tenant["name"], tenant["enabled"]) == (" b ", False)
    assert oldest.refusal("POST", "/tenants", {"tenant": {"name": "d", "is_domain": False}}) == (
        400,
        "The creation of projects acting as domains is not allowed in v2.",
    )
    wrong = (400, "Project enabled is not a boolean")
    assert oldest.refusal("POST", "/tenants", {"tenant": {"name": "e", "enabled": "no"}}) == wrong
    path = f"/tenants/{tenant['id']}"
    assert oldest.refusal("PUT", path, {"tenant": {"enabled": "no"}}) == wrong
    changed = oldest.ask("PUT", path, {"tenant": {"is_domain": True, "domain_id": "x"}})
    assert changed.json["tenant"] == tenant | {"extra": {}}


def test_users_are_checked_by_hand(oldest):
    body = {"user": {"name": "dan", "enabled": "yes"}}
    assert oldest.refusal("POST", "/users", body) == (400, "Enabled field must be a boolean")
    path = f"/users/{oldest.alice.id}"
    assert oldest.refusal("PUT", path, body) == (400, "Enabled field should be a boolean")
    assert oldest.ask("PUT", f"{path}/OS-KSADM/enabled", {"user": {}}).status_code == 200


def test_a_wrong_type_is_the_clients_mistake_wherever_it_trips_keystone(oldest):
    unhashable = {"user": {"name": "x", "tenantId": []}}
    message = "unhashable type: 'list'"
    assert oldest.refusal("POST", "/users", unhashable) == (400, message)
    assert oldest.refusal("PUT", "/users/x", {"user": 0})[0] == 400
    assert oldest.refusal("POST", "/OS-KSADM/roles", {"role": "x"})[0] == 500


def test_a_taken_name_is_a_conflict(oldest, newton):
    conflict = "Conflict occurred attempting to store "
    for cloud in (oldest, newton):
        answer = cloud.refusal("POST", "/users", {"user": {"name": "alice"}})
        assert answer == (409, f"{conflict}user - Duplicate Entry")
        answer = cloud.refusal("POST", "/OS-KSADM/roles", {"role": {"name": "worker"}})
        assert answer == (409, f"{conflict}role - Duplicate Entry")
    two = f"{conflict}project - it is not permitted to have two projects "
    answer = oldest.refusal("POST", "/tenants", {"tenant": {"name": "acme"}})
    assert answer == (409, f"{two}within a domain with the same name : acme")
    answer = newton.refusal("POST", "/tenants", {"tenant": {"name": "acme"}})
    assert answer == (409, f"{two}with the same name in the same domain : acme")


def test_newton_takes_the_description_of_a_role_for_an_id(newton, oldest, pike):
    body = {"role": {"name": "cook", "description": "Cooks well."}}
    status, message = newton.refusal("POST", "/OS-KSADM/roles", body)
    assert status == 400
    assert message.startswith("Invalid input for field 'description': u'Cooks well.' does not")
    for cloud in (oldest, pike):
        assert cloud.ask("POST", "/OS-KSADM/roles", body).json["role"]["description"]


def test_an_endpoint_without_a_region_trips_it(old, pike):
    for cloud, status in ((old, 500), (pike, 200)):
        service = cloud.state.services.add(Service("image"))
        body = {"endpoint": {"publicurl": "http://i", "service_id": service.id}}
        assert cloud.ask("POST", "/endpoints", body).status_code == status
        body["endpoint"]["region"] = None
        assert cloud.ask("POST", "/endpoints", body).status_code == 200
    assert old.refusal("POST", "/endpoints", {"endpoint": body["endpoint"] | {"x": 1}})[0] == 400


def test_an_empty_name_is_one(oldest, newton):
    assert oldest.refusal("GET", "/tenants?name=") == (404, "Could not find project: ")
    assert len(newton.ask("GET", "/tenants?name=").json["tenants"]) == 2


def test_extensions_are_documented_elsewhere(old):
    path = "/extensions/OS-EC2"
    namespace = old.ask("GET", path).json["extension"]["namespace"]
    assert namespace == "http://docs.openstack.org/identity/api/ext/OS-EC2/v1.0"
    assert old.refusal("GET", "/extensions/none") == (404, "Could not find: none")


def test_versions_are_their_own():
    told = {}
    for name in ("pike", "newton", "mitaka", "conoha"):
        client = Cloud(name).ask("GET", "").json["version"]
        told[name] = (client["status"], re.sub("-.*", "", client["updated"]))
    assert told["newton"] == told["pike"] == ("deprecated", "2016")
    assert told["mitaka"] == told["conoha"] == ("stable", "2014")


def test_an_unknown_url_is_not_quoted(old):
    assert old.refusal("GET", "/nowhere") == (404, "The resource could not be found.")


def test_users_have_no_options(old):
    assert "options" not in old.ask("GET", f"/users/{old.alice.id}").json["user"]


def test_the_catalog_of_conoha_has_public_urls_only_and_no_ids():
    cloud = Cloud("conoha")
    service = cloud.state.services.add(Service("image"))
    urls = {"publicurl": "http://i", "internalurl": "http://j", "adminurl": "http://k"}
    body = {"endpoint": {**urls, "service_id": service.id, "region": "tyo1"}}
    cloud.ask("POST", "/endpoints", body)
    access = cloud.login(tenantName="acme")
    (entry,) = access["serviceCatalog"]
    assert entry["endpoints"] == [{"publicURL": "http://i", "region": "tyo1"}]
    assert entry["endpoints_links"] == []
