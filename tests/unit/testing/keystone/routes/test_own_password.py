"""``/OS-KSCRUD``: change one's own password."""

from datetime import UTC, datetime, timedelta

import pytest

from ksclient.testing.keystone import Settings
from ksclient.testing.keystone.tables import Password, User
from tests.unit.testing.keystone.routes.small_cloud import NO_TOKEN, UNKNOWN, SmallCloud

RIGHT = {"original_password": "old", "password": "new"}
TRIPPED = "An unexpected error prevented the server from fulfilling your request."


class Cloud(SmallCloud):
    """One in which time stands still until it is moved."""

    def __init__(self, **settings):
        self.time = datetime(2026, 11, 22, 4, 39, 27, 500000, tzinfo=UTC)
        super().__init__(Settings(clock=lambda: self.time, **settings))
        self.alice.password = Password("old")

    def change(self, user, token, user_id=None):
        path = f"/OS-KSCRUD/users/{user_id or self.alice.id}"
        return self.ask("PATCH", path, {"user": user}, token=token, api="public")

    def refused(self, user, token, user_id=None):
        answer = self.change(user, token, user_id)
        return answer.status_code, answer.json["error"]["message"].partition("\n")[0]


def test_the_new_password_counts_and_all_old_tokens_are_revoked():
    cloud = Cloud()
    token, other = cloud.token(cloud.acme), cloud.token(None)
    assert cloud.change(RIGHT, token).status_code == 200
    assert cloud.can_log_in("alice", "new")
    assert not cloud.can_log_in("alice", "old")
    assert [cloud.is_good(each) for each in (token, other)] == [False, False]


@pytest.mark.parametrize("settings", [{}, {"revokes_whole_seconds": True}, {"revoke_by_id": False}])
def test_the_answer_is_a_token_for_the_same_tenant_that_is_good_at_once(settings):
    cloud = Cloud(**settings)
    access = cloud.change(RIGHT, cloud.token(cloud.acme)).json["access"]
    assert access["token"]["tenant"] == cloud.acme.wire()
    assert [role["name"] for role in access["user"]["roles"]] == ["worker"]
    assert cloud.is_good(access["token"]["id"])


def test_the_new_token_lives_a_whole_lifetime_and_goes_on_the_chain():
    cloud = Cloud()
    token = cloud.token(cloud.acme)
    (first,) = cloud.keystone.tokens.find(token).audit_ids
    cloud.time += timedelta(minutes=30)
    new = cloud.change(RIGHT, token).json["access"]["token"]
    assert new["audit_ids"][1:] == [first]
    # Dated a second later: Keystone sleeps so long.
    assert new["issued_at"] == "2026-11-22T05:09:28.000000Z"
    assert new["expires"] == "2026-11-22T06:09:28.000000Z"


@pytest.mark.parametrize(
    ("token", "message"),
    [
        (None, "No token in the request"),
        ("", "No token in the request"),
        (UNKNOWN, f"Could not find token: {UNKNOWN}."),
        ("ADMIN", "Could not find token: ADMIN."),
    ],
)
def test_a_token_that_is_not_good_is_not_found(token, message):
    assert Cloud().refused(RIGHT, token) == (404, message)


def test_an_expired_token_is_not_found_either():
    cloud = Cloud()
    token = cloud.token(cloud.acme)
    cloud.time += timedelta(hours=1)
    assert cloud.refused(RIGHT, token) == (404, "Failed to validate token")


@pytest.mark.parametrize(
    ("user", "refusal"),
    [
        (RIGHT | {"original_password": "wrong"}, (401, NO_TOKEN)),
        (RIGHT | {"original_password": ""}, (401, NO_TOKEN)),
        ({"original_password": "old"}, (500, TRIPPED)),
        (None, (500, TRIPPED)),
        ([], (500, TRIPPED)),
        (
            RIGHT | {"password": 7},
            (400, "Invalid input for field 'password': 7 is not of type 'string', 'null'"),
        ),
    ],
)
def test_a_refused_change_changes_nothing(user, refusal):
    cloud = Cloud()
    token = cloud.token(cloud.acme)
    assert cloud.refused(user, token) == refusal
    assert cloud.can_log_in("alice", "old")
    assert cloud.is_good(token)


@pytest.mark.parametrize("user", [{"password": "new"}, RIGHT | {"original_password": None}])
def test_the_original_password_must_be_there(user):
    cloud = Cloud()
    status, message = cloud.refused(user, cloud.token(cloud.acme))
    assert (status, message.partition(".")[0]) == (
        400,
        "Expecting to find original password in user",
    )


def test_nobody_else_may_change_it():
    cloud = Cloud()
    bob = cloud.state.users.add(User("bob"))
    token = cloud.token(None, bob)
    message = "You are not authorized to perform the requested action."
    assert cloud.refused({}, token) == (403, message)
    assert cloud.refused({}, token, UNKNOWN) == (403, message)


def test_an_unscoped_token_is_tripped_over_when_the_password_is_changed_already():
    cloud = Cloud()
    assert cloud.refused(RIGHT, cloud.token(None)) == (500, TRIPPED)
    assert cloud.can_log_in("alice", "new")


def test_nothing_else_is_changed_with_it():
    cloud = Cloud()
    cloud.change(RIGHT | {"name": "ann", "enabled": False}, cloud.token(cloud.acme))
    assert (cloud.alice.name, cloud.alice.enabled, cloud.alice.extra) == ("alice", True, {})


def test_the_admin_api_does_not_have_it():
    cloud = Cloud()
    path = f"/OS-KSCRUD/users/{cloud.alice.id}"
    assert cloud.ask("PATCH", path, {"user": RIGHT}, token=cloud.token(None)).status_code == 404
