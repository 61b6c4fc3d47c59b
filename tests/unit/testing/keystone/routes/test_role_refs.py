"""``/users/{user_id}/roleRefs``."""

from urllib.parse import parse_qs, quote

import pytest

from tests.unit.testing.keystone.routes.small_cloud import UNKNOWN, SmallCloud

NONE = "object of type 'NoneType' has no len()"
NO_PART = "'NoneType' object has no attribute '__getitem__'"


@pytest.fixture
def cloud():
    return SmallCloud()


def path(cloud, ref=""):
    return f"/users/{cloud.alice.id}/roleRefs" + (f"/{ref}" if ref else "")


@pytest.mark.parametrize(
    ("method", "ref", "body"),
    [("GET", "", None), ("POST", "", {"role": None}), ("DELETE", "x", None)],
)
def test_they_are_for_administrators(cloud, method, ref, body):
    assert cloud.refuses_all_but_administrators(method, path(cloud, ref), body)


def test_a_list_has_one_for_each_role_on_each_tenant(cloud):
    cloud.grant(cloud.globex, cloud.worker)
    cloud.grant(cloud.acme, cloud.auditor)
    refs = cloud.ask("GET", path(cloud)).json["roles"]
    assert [(ref["tenantId"], ref["roleId"]) for ref in refs] == [
        (cloud.acme.id, cloud.worker.id),
        (cloud.acme.id, cloud.auditor.id),
        (cloud.globex.id, cloud.worker.id),
    ]
    for ref in refs:
        parts = {name: [value] for name, value in ref.items() if name != "id"}
        assert parse_qs(ref["id"]) == parts
        assert ref["userId"] == cloud.alice.id


def test_the_list_of_an_unknown_user_is_not_found(cloud):
    refusal = cloud.refusal("GET", f"/users/{UNKNOWN}/roleRefs")
    assert refusal == (404, f"Could not find user: {UNKNOWN}.")


def test_a_role_is_given(cloud):
    body = {"role": {"tenantId": cloud.globex.id, "roleId": cloud.worker.id}}
    answer = cloud.ask("POST", path(cloud), body)
    assert (answer.status_code, answer.json) == (200, {"role": cloud.worker.wire()})
    assert cloud.state.roles_of(cloud.alice.id, cloud.globex.id) == [cloud.worker]
    assert cloud.refusal("POST", path(cloud), body)[0] == 409


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"roleId": "r"}, (400, NONE)),
        ({"tenantId": "t"}, (400, NONE)),
        ({"tenantId": "t", "roleId": "r"}, (404, "Could not find project: t.")),
        ({"tenantId": 7, "roleId": "r"}, (404, "Could not find project: 7.")),
        (
            [],
            (500, "An unexpected error prevented the server from fulfilling your request."),
        ),
    ],
)
def test_both_parts_are_needed_and_must_exist(cloud, asked, refusal):
    assert cloud.refusal("POST", path(cloud), {"role": asked}) == refusal


@pytest.mark.parametrize("encoded", [False, True])
def test_a_role_is_taken_away_with_the_tokens_for_that_tenant(cloud, encoded):
    token = cloud.token(cloud.acme)
    ref = cloud.ask("GET", path(cloud)).json["roles"][0]["id"]
    answer = cloud.ask("DELETE", path(cloud, quote(ref, safe="") if encoded else ref))
    assert answer.status == "204 No Content"
    assert cloud.state.grants == {}
    assert not cloud.is_good(token)


@pytest.mark.parametrize(
    ("ref", "refusal"),
    [
        ("x", (400, NO_PART)),
        ("roleId=r", (400, NO_PART)),
        ("tenantId=t", (400, NO_PART)),
        ("tenantId=t&roleId=r", (404, "Cannot remove role that has not been granted, r")),
    ],
)
def test_an_id_has_to_name_what_was_given(cloud, ref, refusal):
    assert cloud.refusal("DELETE", path(cloud, ref)) == refusal
