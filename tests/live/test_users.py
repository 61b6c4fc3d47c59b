"""Users, on the admin API; and one's own password, on the public one."""

from __future__ import annotations

import pytest

from ksclient.auth import exceptions
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.exceptions import InvalidId
from ksclient.v2_0.client import Client
from ksclient.v2_0.users import User
from tests.live.raw import Raw, unique
from tests.live.refusals import refused


@pytest.fixture
def user(admin: Client) -> User:
    """A user that the library made."""
    return admin.users.create(unique("user"), password="first", email="user@example.test")


def can_log_in(keystone, user_id: str, password: str) -> bool:
    auth = v2.Password(keystone.public_url, user_id=user_id, password=password)
    try:
        Session(auth=auth).get_token()
    except exceptions.Unauthorized:
        return False
    return True


def test_all_users_are_listed(admin: Client, raw: Raw, person):
    everyone = {user["id"] for user in raw("GET", "/users")["users"]}

    listed = {user.id for user in admin.users.list()}

    assert listed == everyone
    assert person.id in listed


def test_the_users_of_a_tenant_are_listed(admin: Client, person):
    assert [user.id for user in admin.users.list(tenant_id=person.tenant_id)] == [person.id]


def test_a_user_is_got_with_what_it_was_made_of(admin: Client, user: User):
    got = admin.users.get(user.id)

    assert got == user
    assert (got.name, got.email, got.enabled) == (user.name, "user@example.test", True)


def test_a_user_is_made_of_a_name_alone(admin: Client):
    made = admin.users.create(unique("user"))

    assert made.enabled
    assert not hasattr(admin.users.get(made), "tenantId")


def test_a_user_is_made_disabled_and_a_member_of_a_tenant(admin: Client, raw: Raw):
    tenant_id, _ = raw.tenant()

    made = admin.users.create(unique("user"), tenant_id=tenant_id, enabled=False)

    assert (made.tenantId, made.enabled) == (tenant_id, False)
    assert [role.name for role in made.list_roles(tenant_id)] == ["_member_"]


def test_a_user_is_found_by_name(admin: Client, user: User):
    assert admin.users.find(name=user.name) == user
    assert admin.users.findall(email="user@example.test", name=user.name) == [user]


def test_a_user_loads_itself(admin: Client, user: User):
    assert User(admin.users, {"id": user.id}).name == user.name


def test_the_server_knows_no_pages_of_users(admin: Client, user: User):
    everyone = admin.users.list()

    assert admin.users.list(limit=1) == everyone
    assert admin.users.list(marker=user) == everyone


def test_a_user_is_changed_by_its_manager(admin: Client, user: User):
    name = unique("renamed")

    changed = admin.users.update(user, name=name, email="new@example.test", colour="blue")

    assert (changed.name, changed.email) == (name, "new@example.test")
    assert admin.users.get(user).colour == "blue"


def test_a_disabled_user_cannot_log_in(admin: Client, keystone, user: User):
    assert can_log_in(keystone, user.id, "first")

    assert admin.users.update_enabled(user, False).enabled is False
    assert not can_log_in(keystone, user.id, "first")

    admin.users.update_enabled(user, True)
    keystone.pass_this_second()
    assert can_log_in(keystone, user.id, "first")


def test_a_password_is_changed_by_the_admin(admin: Client, keystone, user: User):
    assert admin.users.update_password(user, "second").id == user.id
    keystone.pass_this_second()

    assert not can_log_in(keystone, user.id, "first")
    assert can_log_in(keystone, user.id, "second")


def test_a_user_changes_his_own_password(keystone, person, own: Client):
    changed = own.users.update_own_password(person.password, "my-new-password")
    keystone.pass_this_second()

    assert changed.user["id"] == person.id
    assert changed.token["id"]
    assert not can_log_in(keystone, person.id, person.password)
    assert can_log_in(keystone, person.id, "my-new-password")


def test_an_own_password_is_changed_on_the_public_api(keystone, person, member: Client):
    agent = unique("own-password")
    client = Client(session=member.session, user_agent=agent)

    client.users.update_own_password(person.password, "my-new-password")

    (request,) = keystone.requests(agent)
    assert (request.api, request.method) == ("public", "PATCH")
    assert request.target == f"/v2.0/OS-KSCRUD/users/{person.id}"


def test_a_wrong_old_password_reaches_the_caller_and_keeps_the_token(keystone, own: Client):
    agent = unique("wrong-old-password")
    token = own.session.get_token()
    client = Client(session=own.session, interface="public", user_agent=agent)

    with refused(exceptions.Unauthorized, secret="not-my-password"):
        client.users.update_own_password("not-my-password", "another")

    assert own.session.get_token() == token
    assert [(r.method, r.status) for r in keystone.requests(agent)] == [("PATCH", 401)]


def test_an_own_password_is_changed_though_the_token_has_died(
    keystone, raw: Raw, person, own: Client
):
    agent = unique("dead-token")
    client = Client(session=own.session, user_agent=agent)
    raw.revoke(own.session.get_token())

    changed = client.users.update_own_password(person.password, "my-new-password")
    keystone.pass_this_second()

    assert changed.user["id"] == person.id
    assert can_log_in(keystone, person.id, "my-new-password")
    assert [(r.method, r.status) for r in keystone.requests(agent)] == [
        ("PATCH", 404),
        ("GET", 401),
        ("GET", 200),
        ("PATCH", 200),
    ]


def test_a_user_is_given_a_default_tenant(admin: Client, raw: Raw, user: User):
    tenant_id, _ = raw.tenant()

    changed = admin.users.update_tenant(user, tenant_id)

    assert changed.tenantId == tenant_id
    assert [member.id for member in admin.users.list(tenant_id=tenant_id)] == [user.id]


def test_a_deleted_user_is_gone(admin: Client, user: User):
    response, body = admin.users.delete(user)

    assert (response.status_code, body) == (204, None)
    with pytest.raises(exceptions.NotFound, match=user.id):
        admin.users.get(user)


def test_a_user_deletes_itself(admin: Client, user: User):
    user.delete()

    with pytest.raises(exceptions.NotFound, match=user.id):
        user.delete()


def test_a_name_that_is_taken_is_a_conflict(admin: Client, user: User):
    with pytest.raises(exceptions.Conflict, match=user.name):
        admin.users.create(user.name)


def test_enabled_must_be_true_or_false(admin: Client, user: User):
    with pytest.raises(exceptions.BadRequest):
        admin.users.update_enabled(user, "yes")


@pytest.mark.parametrize("bad", ["", ".", ".."])
def test_an_id_that_would_name_another_path_is_never_sent(admin: Client, keystone, bad):
    admin.users.list()
    before = len(keystone.requests())

    for call in (
        admin.users.get,
        admin.users.delete,
        lambda user: admin.users.update(user, name="x"),
        lambda user: admin.users.update_password(user, "x"),
        lambda user: admin.users.update_enabled(user, True),
    ):
        with pytest.raises(InvalidId):
            call(bad)

    assert len(keystone.requests()) == before


def test_an_id_of_any_characters_is_percent_encoded(admin: Client, keystone):
    with pytest.raises(exceptions.NotFound):
        admin.users.get("50% of ü&me")

    assert "/v2.0/users/50%25%20of%20%C3%BC%26me" in [r.target for r in keystone.requests()]
