"""Users, on the admin API; and one's own password, on the public one."""

from __future__ import annotations

import pytest

from ksclient.auth import exceptions
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.exceptions import InvalidId
from ksclient.v2_0.client import Client
from tests.live.raw import Raw, pass_this_second, unique


@pytest.fixture
def user(admin: Client):
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


def test_a_user_is_got_with_what_it_was_made_of(admin: Client, user):
    got = admin.users.get(user.id)

    assert got == user
    assert (got.name, got.email, got.enabled) == (user.name, "user@example.test", True)


def test_a_user_is_found_by_name(admin: Client, user):
    assert admin.users.find(name=user.name) == user


def test_a_user_is_changed_by_its_manager(admin: Client, user):
    name = unique("renamed")

    changed = admin.users.update(user, name=name, email="new@example.test", colour="blue")

    assert (changed.name, changed.email) == (name, "new@example.test")
    assert admin.users.get(user).colour == "blue"


def test_a_disabled_user_cannot_log_in(admin: Client, keystone, user):
    assert can_log_in(keystone, user.id, "first")

    admin.users.update_enabled(user, False)
    assert not can_log_in(keystone, user.id, "first")

    admin.users.update_enabled(user, True)
    pass_this_second()
    assert can_log_in(keystone, user.id, "first")


def test_a_password_is_changed_by_the_admin(admin: Client, keystone, user):
    admin.users.update_password(user, "second")
    pass_this_second()

    assert not can_log_in(keystone, user.id, "first")
    assert can_log_in(keystone, user.id, "second")


def test_a_user_changes_his_own_password(keystone, person, session: Session):
    client = Client(session=session, interface="public")

    client.users.update_own_password(person.password, "my-new-password")
    pass_this_second()

    assert not can_log_in(keystone, person.id, person.password)
    assert can_log_in(keystone, person.id, "my-new-password")


def test_a_wrong_old_password_reaches_the_caller_and_keeps_the_token(keystone, session: Session):
    agent = unique("wrong-old-password")
    mine = Session(auth=session.auth, user_agent=agent)
    token = mine.get_token()
    client = Client(session=mine, interface="public", user_agent=agent)

    with pytest.raises(exceptions.Unauthorized):
        client.users.update_own_password("not-my-password", "another")

    assert mine.get_token() == token
    assert [r.method for r in keystone.requests(agent)].count("PATCH") == 1


def test_a_user_is_given_a_default_tenant(admin: Client, raw: Raw, user):
    tenant_id, _ = raw.tenant()

    admin.users.update_tenant(user, tenant_id)

    assert [member.id for member in admin.users.list(tenant_id=tenant_id)] == [user.id]


def test_a_deleted_user_is_gone(admin: Client, user):
    admin.users.delete(user)

    with pytest.raises(exceptions.NotFound, match=user.id):
        admin.users.get(user)


def test_a_name_that_is_taken_is_a_conflict(admin: Client, user):
    with pytest.raises(exceptions.Conflict, match=user.name):
        admin.users.create(user.name)


def test_enabled_must_be_true_or_false(admin: Client, user):
    with pytest.raises(exceptions.BadRequest):
        admin.users.update_enabled(user, "yes")


def test_a_caller_who_is_no_admin_may_not_list_or_make_users(session: Session):
    client = Client(session=session)

    with pytest.raises(exceptions.Forbidden):
        client.users.list()
    with pytest.raises(exceptions.Forbidden):
        client.users.create(unique("user"), password="x")


def test_the_admin_routes_are_not_on_the_public_api(admin: Client):
    client = Client(session=admin.session, interface="public")

    with pytest.raises(exceptions.NotFound):
        client.users.list()


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
