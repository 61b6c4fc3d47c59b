"""Roles of users on tenants."""

import pytest

from tests.unit.testing.keystone.routes.small_cloud import UNKNOWN, SmallCloud

NOT_SUPPORTED = "User roles not supported: tenant_id required"


@pytest.fixture
def cloud():
    return SmallCloud()


def path(cloud, tenant=None, user=None, role=None):
    found = (tenant or cloud.acme.id, user or cloud.alice.id, role or cloud.auditor.id)
    return "/tenants/{}/users/{}/roles/OS-KSADM/{}".format(*found)


def as_such(cloud, role=""):
    return f"/users/{cloud.alice.id}/roles" + (f"/OS-KSADM/{role}" if role else "")


def listed(cloud, tenant):
    return cloud.ask("GET", f"/tenants/{tenant.id}/users/{cloud.alice.id}/roles").json["roles"]


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_grants_are_for_administrators(cloud, method):
    assert cloud.refuses_all_but_administrators(method, path(cloud))
    assert cloud.refuses_all_but_administrators(method, as_such(cloud, cloud.worker.id))


def test_looking_at_them_is_for_administrators(cloud):
    roles = f"/tenants/{cloud.acme.id}/users/{cloud.alice.id}/roles"
    assert cloud.refuses_all_but_administrators("GET", roles)
    assert cloud.refuses_all_but_administrators("GET", as_such(cloud))


@pytest.mark.parametrize("body", [None, {}])
def test_a_role_that_is_given_is_shown_and_listed_there(cloud, body):
    answer = cloud.ask("PUT", path(cloud), body)
    assert (answer.status_code, answer.json) == (200, {"role": cloud.auditor.wire()})
    assert listed(cloud, cloud.acme) == [cloud.worker.wire(), cloud.auditor.wire()]
    assert listed(cloud, cloud.globex) == []


def test_giving_a_role_revokes_nothing(cloud):
    token = cloud.token(cloud.acme)
    cloud.ask("PUT", path(cloud))
    assert cloud.is_good(token)


def test_a_user_who_gets_a_role_need_not_exist(cloud):
    assert cloud.ask("PUT", path(cloud, user=UNKNOWN)).status_code == 200


def test_a_tenant_and_a_role_have_to_in_this_order(cloud):
    refusal = cloud.refusal("PUT", path(cloud, tenant=UNKNOWN, role="nope"))
    assert refusal == (404, f"Could not find project: {UNKNOWN}.")
    assert cloud.refusal("PUT", path(cloud, role="x")) == (404, "Could not find role: x.")


def test_a_role_is_given_once(cloud):
    who, what, where = cloud.alice.id, cloud.worker.id, cloud.acme.id
    message = (
        "Conflict occurred attempting to store role grant - "
        f"User {who} already has role {what} in tenant {where}."
    )
    assert cloud.refusal("PUT", path(cloud, role=cloud.worker.id)) == (409, message)


def test_members_of_the_path_count_more_than_those_of_the_body(cloud):
    assert cloud.ask("PUT", path(cloud), {"user_id": UNKNOWN}).status_code == 200
    assert cloud.auditor in cloud.state.roles_of(cloud.alice.id, cloud.acme.id)


def test_other_members_are_refused(cloud):
    message = "add_role_to_user() got an unexpected keyword argument 'a'"
    assert cloud.refusal("PUT", path(cloud), {"a": 1}) == (400, message)


def test_a_role_that_is_taken_away_takes_the_tokens_for_that_tenant_with_it(cloud):
    cloud.grant(cloud.acme, cloud.auditor)
    cloud.grant(cloud.globex, cloud.auditor)
    there, elsewhere = cloud.token(cloud.acme), cloud.token(cloud.globex)
    assert cloud.ask("DELETE", path(cloud)).status == "204 No Content"
    assert not cloud.is_good(there)
    assert cloud.is_good(elsewhere)
    assert cloud.state.roles_of(cloud.alice.id, cloud.acme.id) == [cloud.worker]


@pytest.mark.parametrize("unknown", ["tenant", "user", "role"])
def test_a_role_that_was_not_given_cannot_be_taken_away(cloud, unknown):
    status, message = cloud.refusal("DELETE", path(cloud, **{unknown: UNKNOWN}))
    role = UNKNOWN if unknown == "role" else cloud.auditor.id
    assert status == 404
    assert message == f"Cannot remove role that has not been granted, {role}"


@pytest.mark.parametrize(
    ("tenant", "user", "message"),
    [
        (UNKNOWN, "nope", f"Could not find project: {UNKNOWN}."),
        (None, UNKNOWN, f"Could not find user: {UNKNOWN}."),
    ],
)
def test_roles_of_the_unknown_are_not_found(cloud, tenant, user, message):
    roles = f"/tenants/{tenant or cloud.acme.id}/users/{user}/roles"
    assert cloud.refusal("GET", roles) == (404, message)


def test_a_user_as_such_has_no_roles(cloud):
    role = cloud.worker.id
    assert cloud.refusal("GET", "/users/nobody/roles") == (501, NOT_SUPPORTED)
    assert cloud.refusal("PUT", as_such(cloud, role)) == (501, NOT_SUPPORTED)
    assert cloud.refusal("DELETE", as_such(cloud, role)) == (501, NOT_SUPPORTED)


def test_a_tenant_in_the_body_makes_up_for_it(cloud):
    body = {"tenant_id": cloud.acme.id}
    assert cloud.ask("PUT", as_such(cloud, cloud.auditor.id), body).status_code == 200
    assert cloud.ask("DELETE", as_such(cloud, cloud.worker.id), body).status_code == 204
    assert cloud.ask("GET", as_such(cloud), body).json == {"roles": [cloud.auditor.wire()]}
