"""``/OS-KSADM/roles``."""

import pytest

from tests.unit.testing.keystone.routes.small_cloud import UNKNOWN, SmallCloud

ROLES = "/OS-KSADM/roles"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", ROLES, None),
        ("POST", ROLES, {"role": {"name": "x"}}),
        ("GET", f"{ROLES}/{UNKNOWN}", None),
        ("DELETE", f"{ROLES}/{UNKNOWN}", None),
    ],
)
def test_roles_are_for_administrators(method, path, body):
    assert SmallCloud().refuses_all_but_administrators(method, path, body)


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_an_unknown_role_is_not_found(method):
    refusal = SmallCloud().refusal(method, f"{ROLES}/{UNKNOWN}")
    assert refusal == (404, f"Could not find role: {UNKNOWN}.")


def test_a_role_that_was_made_is_shown_and_listed():
    cloud = SmallCloud()
    made = cloud.ask("POST", ROLES, {"role": {"name": "x", "description": "a role"}})
    role = made.json["role"]
    assert made.status_code == 200
    assert role == {"id": role["id"], "name": "x", "description": "a role", "domain_id": None}
    assert cloud.ask("GET", f"{ROLES}/{role['id']}").json == {"role": role}
    listed = cloud.ask("GET", f"{ROLES}?name=ignored").json["roles"]
    assert listed == [cloud.worker.wire(), cloud.auditor.wire(), role]


@pytest.mark.parametrize("asked", [{"id": "my-own-id"}, {"extra": {"a": 1}}, {"domain_id": "d"}])
def test_what_keystone_decides_or_drops_may_be_asked_for_in_vain(asked):
    made = SmallCloud().ask("POST", ROLES, {"role": {"name": "x", **asked}}).json["role"]
    assert made == {"id": made["id"], "name": "x", "domain_id": None}
    assert made["id"] != "my-own-id"


def test_other_members_are_kept_under_names_that_python_can_have():
    asked = {"name": "x", "a:b": 1, "c-d": {"e-f": 2}}
    made = SmallCloud().ask("POST", ROLES, {"role": asked}).json["role"]
    assert (made["a_b"], made["c_d"]) == (1, {"e-f": 2})


def test_a_name_is_taken_once_letter_by_letter():
    cloud = SmallCloud()
    message = "Conflict occurred attempting to store role - Duplicate entry found with name worker."
    assert cloud.refusal("POST", ROLES, {"role": {"name": "worker"}}) == (409, message)
    assert cloud.ask("POST", ROLES, {"role": {"name": "Worker"}}).status_code == 200


def test_the_members_role_has_its_id_however_it_is_made():
    cloud = SmallCloud()
    made = cloud.ask("POST", ROLES, {"role": {"name": "_member_"}}).json["role"]
    assert made["id"] == cloud.state.member_role().id


def test_a_bad_body_is_refused_before_who_asks_is_known():
    status, message = SmallCloud().refusal("POST", ROLES, {"role": {}}, token=None)
    assert (status, message.partition("\n")[0]) == (400, "'name' is a required property")


def test_without_schemas_who_asks_is_known_first():
    cloud = SmallCloud(has_schemas=False)
    assert cloud.refusal("POST", ROLES, {"role": {}}, token=None)[0] == 401
    message = "Name field is required and cannot be empty"
    assert cloud.refusal("POST", ROLES, {"role": {"name": ""}}) == (400, message)


def test_a_role_goes_with_its_grants_and_the_tokens_for_these_tenants():
    cloud = SmallCloud()
    cloud.grant(cloud.acme, cloud.auditor)
    cloud.grant(cloud.globex, cloud.worker)
    there, elsewhere = cloud.token(cloud.acme), cloud.token(cloud.globex)
    assert cloud.ask("DELETE", f"{ROLES}/{cloud.auditor.id}").status == "204 No Content"
    assert not cloud.is_good(there)
    assert cloud.is_good(elsewhere)
    assert cloud.state.roles_of(cloud.alice.id, cloud.acme.id) == [cloud.worker]
    assert [grant.role_id for grant in cloud.state.grants] == [cloud.worker.id] * 2
    assert cloud.refusal("GET", f"{ROLES}/{cloud.auditor.id}")[0] == 404
