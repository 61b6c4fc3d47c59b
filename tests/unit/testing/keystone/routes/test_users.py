"""``/users``: what can be asked and done about users."""

import pytest

from ksclient.testing.keystone.state import MEMBER_ROLE_NAME
from ksclient.testing.keystone.tables import Credential, Password, Trust, User
from tests.unit.testing.keystone.routes.small_cloud import UNKNOWN, SmallCloud

ONE = {"user": {"name": "x"}}
ENABLED = {"user": {"enabled": True}}
NO_SUCH_TENANT = f"Could not find project: {UNKNOWN}."
LONG = "User name should not be greater than 255 characters."


def create(cloud, **asked):
    return cloud.ask("POST", "/users", {"user": {"name": "x", **asked}}).json["user"]


def update(cloud, below="", **asked):
    answer = cloud.ask("PUT", f"/users/{cloud.alice.id}{below}", {"user": asked})
    assert answer.status_code == 200
    return answer.json["user"]


def refused(cloud, **asked):
    return cloud.refusal("PUT", f"/users/{cloud.alice.id}", {"user": asked})


def taken(name):
    return f"Conflict occurred attempting to store user - Duplicate entry found with name {name}"


def roles(cloud, tenant):
    return [role.name for role in cloud.state.roles_of(cloud.alice.id, tenant.id)]


ALIASES = ("", "/OS-KSADM")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/users", None),
        ("GET", "/users?name=alice", None),
        ("POST", "/users", ONE),
        ("GET", f"/users/{UNKNOWN}", None),
        ("PUT", f"/users/{UNKNOWN}", ONE),
        ("DELETE", f"/users/{UNKNOWN}", None),
        *(
            ("PUT", f"/users/{UNKNOWN}{alias}/{what}", ENABLED)
            for alias in ALIASES
            for what in ("password", "tenant", "enabled")
        ),
    ],
)
def test_users_are_for_administrators(method, path, body):
    cloud = SmallCloud()
    assert cloud.refuses_all_but_administrators(method, path, body)
    if UNKNOWN in path:
        assert cloud.refusal(method, path, body) == (404, f"Could not find user: {UNKNOWN}.")


@pytest.mark.parametrize("query", ["", "?limit=0", "?marker=x"])
def test_all_users_are_listed_whatever_page_is_asked_for(query):
    cloud = SmallCloud()
    bob = cloud.state.users.add(User("bob"))
    shown = [user.wire() | {"options": {}} for user in (cloud.alice, bob)]
    assert cloud.ask("GET", f"/users{query}").json == {"users": shown}


def test_a_name_finds_one():
    cloud = SmallCloud()
    found = cloud.ask("GET", "/users?name=alice").json
    assert found == cloud.ask("GET", f"/users/{cloud.alice.id}").json
    assert found == {"user": cloud.alice.wire() | {"options": {}}}


@pytest.mark.parametrize("name", ["ALICE", ""])
def test_a_name_is_found_letter_by_letter(name):
    refusal = SmallCloud().refusal("GET", f"/users?name={name}")
    assert refusal == (404, f"Could not find user: {name}.")


def test_a_server_without_user_options_shows_none():
    cloud = SmallCloud(shows_user_options=False)
    assert "options" not in cloud.ask("GET", f"/users/{cloud.alice.id}").json["user"]


# --- making one ----------------------------------------------------------------------------------


def test_a_user_who_was_made_is_shown_without_his_password():
    cloud = SmallCloud()
    asked = {"name": " x ", "password": "pw", "email": None, "id": "mine", "a:b-c": 1}
    made = create(cloud, **asked)
    assert made == {
        "id": made["id"],
        "name": "x",
        "username": "x",
        "enabled": True,
        "email": None,
        "a_b_c": 1,
        "options": {},
    }
    assert made["id"] != "mine"
    assert cloud.can_log_in("x", "pw")


@pytest.mark.parametrize("name", ["domain_id", "extra", "tenants", "groups", "options"])
def test_what_v2_does_not_show_is_not_kept(name):
    assert create(SmallCloud(), **{name: ["x"]}).get(name, {}) == {}


def test_username_is_the_name_of_a_user_without_name_else_only_shown():
    cloud = SmallCloud()
    user = cloud.ask("POST", "/users", {"user": {"username": "y"}}).json["user"]
    assert (user["name"], user["username"]) == ("y", "y")
    user = create(cloud, username="z")
    assert (user["name"], user["username"]) == ("x", "z")


def test_the_password_of_os_ksadm_wins():
    cloud = SmallCloud()
    create(cloud, password="one", **{"OS-KSADM:password": "two"})
    assert cloud.can_log_in("x", "two")
    assert not cloud.can_log_in("x", "one")


def test_a_user_without_password_cannot_log_in():
    cloud = SmallCloud()
    create(cloud, password=None)
    assert not cloud.can_log_in("x", "")


def test_only_the_first_4096_characters_of_a_password_count():
    cloud = SmallCloud()
    create(cloud, password="p" * 4097)
    assert cloud.can_log_in("x", "p" * 4096)
    assert not cloud.can_log_in("x", "p" * 4095)


def test_a_default_tenant_makes_a_member():
    cloud = SmallCloud()
    made = create(cloud, tenantId=cloud.globex.id)
    assert made["tenantId"] == cloud.globex.id
    assert [role.name for role in cloud.state.roles_of(made["id"], cloud.globex.id)] == ["_member_"]


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"name": " alice "}, (409, f"{taken('alice')} at domain ID default.")),
        ({"name": "\xa0"}, (400, "User name cannot be empty.")),
        ({"name": "n" * 256}, (400, LONG)),
        ({"name": "alice", "tenantId": UNKNOWN}, (404, NO_SUCH_TENANT)),
        (
            {"name": "x", "tenantId": "default"},
            (400, "User's default project ID cannot be a domain ID: default"),
        ),
    ],
)
def test_a_user_who_cannot_be_is_not_made(asked, refusal):
    cloud = SmallCloud()
    assert cloud.refusal("POST", "/users", {"user": asked}) == refusal
    assert len(cloud.state.users) == 1


@pytest.mark.parametrize("password", [[], {}, "a\0b"])
def test_keystone_trips_over_a_password_that_it_cannot_hash_before_it_looks_at_names(password):
    asked = {"name": "alice", "OS-KSADM:password": password}
    assert SmallCloud().refusal("POST", "/users", {"user": asked})[0] == 500


def test_a_new_password_is_looked_at_before_a_new_name():
    cloud = SmallCloud()
    bob = cloud.state.users.add(User("bob"))
    asked = {"name": "alice", "password": "a\0b"}
    assert cloud.refusal("PUT", f"/users/{bob.id}", {"user": asked})[0] == 500


def test_a_password_is_a_text_even_where_no_schema_looks():
    asked = {"name": "x", "OS-KSADM:password": 12}
    status, message = SmallCloud().refusal("POST", "/users", {"user": asked})
    assert (status, message.partition(".")[0]) == (400, "Expecting to find string in password")


@pytest.mark.parametrize(
    ("method", "path", "body", "first"),
    [
        (
            "POST",
            "/users",
            {},
            "{} is not valid under any of the given schemas",
        ),
        (
            "PUT",
            f"/users/{UNKNOWN}",
            {"name": ""},
            "Invalid input for field 'name': u'' is too short",
        ),
        (
            "PUT",
            f"/users/{UNKNOWN}/OS-KSADM/password",
            {"OS-KSADM:password": 7},
            "Invalid input for field 'password': 7 is not of type 'string', 'null'",
        ),
        ("PUT", f"/users/{UNKNOWN}/enabled", {}, "'enabled' is a required property"),
        ("PUT", f"/users/{UNKNOWN}/password", None, "argument of type 'NoneType' is not iterable"),
    ],
)
def test_a_bad_body_is_refused_before_who_asks_is_known(method, path, body, first):
    status, message = SmallCloud().refusal(method, path, {"user": body}, token=None)
    assert (status, message.partition("\n")[0]) == (400, first)


# --- changing one --------------------------------------------------------------------------------


def test_an_update_changes_only_what_it_names_and_shows_the_rest_twice():
    cloud = SmallCloud()
    cloud.alice.extra = {"colour": "red"}
    extra = {"colour": "red", "a:b": 1, "OS-KSADM:password": "only kept"}
    changed = update(cloud, id=cloud.alice.id, **{"a:b": 1, "OS-KSADM:password": "only kept"})
    assert changed == {
        "id": cloud.alice.id,
        "name": "alice",
        "username": "alice",
        "enabled": True,
        "options": {},
        **extra,
        "extra": extra,
    }
    assert "extra" not in cloud.ask("GET", f"/users/{cloud.alice.id}").json["user"]
    assert not cloud.can_log_in("alice", "only kept")


def test_a_user_may_be_renamed_by_either_name():
    cloud = SmallCloud()
    assert update(cloud, username=" ann ")["name"] == "ann"
    assert update(cloud, name=" alice ")["username"] == "alice"


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"name": " bob"}, (409, f"{taken('bob')}.")),
        ({"name": "bob", "domain_id": "default"}, (409, f"{taken('bob')} at domain ID default.")),
        ({"name": "n" * 256}, (400, LONG)),
        ({"id": "other", "name": "bob"}, (400, "Cannot change user ID")),
        ({"domain_id": "other"}, (400, "Cannot change Domain ID")),
        ({"tenantId": UNKNOWN, "id": "other"}, (404, NO_SUCH_TENANT)),
    ],
)
def test_a_change_that_cannot_be_changes_nothing(asked, refusal):
    cloud = SmallCloud()
    cloud.state.users.add(User("bob"))
    before = cloud.alice.wire()
    assert refused(cloud, email="new", **asked) == refusal
    assert cloud.alice.wire() == before


@pytest.mark.parametrize("alias", ALIASES)
@pytest.mark.parametrize("member", ["password", "OS-KSADM:password"])
def test_a_new_password_revokes_all_tokens(alias, member):
    cloud = SmallCloud()
    cloud.alice.password = Password("old")
    here, nowhere = cloud.token(cloud.acme), cloud.token(None)
    update(cloud, f"{alias}/password", **{member: "new"})
    assert [cloud.is_good(each) for each in (here, nowhere)] == [False, False]
    assert cloud.can_log_in("alice", "new")
    assert not cloud.can_log_in("alice", "old")


def test_without_a_password_old_tokens_stay():
    cloud = SmallCloud()
    cloud.alice.password = Password("old")
    token = cloud.token(cloud.acme)
    update(cloud, "/password")
    assert cloud.can_log_in("alice", "old")
    update(cloud, "/password", password=None)
    assert not cloud.can_log_in("alice", "old")
    assert cloud.is_good(token)


@pytest.mark.parametrize("alias", ALIASES)
def test_a_user_who_is_disabled_has_no_tokens_any_more(alias):
    cloud = SmallCloud()
    token = cloud.token(cloud.acme)
    update(cloud, f"{alias}/enabled", enabled=True)
    assert cloud.is_good(token)
    assert update(cloud, f"{alias}/enabled", enabled=False)["enabled"] is False
    update(cloud, f"{alias}/enabled", enabled=True)
    assert not cloud.is_good(token)


@pytest.mark.parametrize("alias", ALIASES)
def test_the_members_role_moves_with_the_default_tenant(alias):
    cloud = SmallCloud()
    update(cloud, f"{alias}/tenant", tenantId=cloud.acme.id)
    assert roles(cloud, cloud.acme) == ["worker", MEMBER_ROLE_NAME]
    here, nowhere = cloud.token(cloud.acme), cloud.token(None)
    assert update(cloud, tenantId=cloud.globex.id)["tenantId"] == cloud.globex.id
    assert (roles(cloud, cloud.acme), roles(cloud, cloud.globex)) == (["worker"], ["_member_"])
    assert [cloud.is_good(each) for each in (here, nowhere)] == [False, True]


def test_a_default_tenant_that_stays_gives_no_role_again_and_cannot_be_taken_away():
    cloud = SmallCloud()
    cloud.alice.tenant_id = cloud.acme.id
    update(cloud, tenantId=cloud.acme.id)
    assert update(cloud, tenantId=None)["tenantId"] == cloud.acme.id
    assert roles(cloud, cloud.acme) == ["worker"]
    cloud.alice.tenant_id = UNKNOWN
    assert update(cloud, tenantId=UNKNOWN)["tenantId"] == UNKNOWN
    update(cloud, tenantId=cloud.globex.id)  # though there is no role to take away
    assert roles(cloud, cloud.globex) == ["_member_"]


def test_a_user_who_is_deleted_takes_along_all_that_hung_on_him():
    cloud = SmallCloud()
    bob = cloud.state.users.add(User("bob"))
    token = cloud.token(cloud.acme)
    for user in (cloud.alice, bob):
        cloud.state.credentials.add(Credential(user.id, cloud.acme.id))
    cloud.state.trusts.add(Trust(cloud.alice.id, bob.id, None, []))
    cloud.state.trusts.add(Trust(bob.id, cloud.alice.id, None, []))
    cloud.state.trusts.add(Trust(bob.id, bob.id, None, []))
    answer = cloud.ask("DELETE", f"/users/{cloud.alice.id}")
    assert (answer.status_code, answer.text) == (204, "")
    assert list(cloud.state.users) == [bob]
    assert cloud.refusal("GET", f"/tokens/{token}") == (404, f"Could not find token: {token}.")
    assert not cloud.state.grants
    assert [each.user_id for each in cloud.state.credentials] == [bob.id]
    assert [each.trustor_user_id for each in cloud.state.trusts] == [bob.id]
    assert cloud.refusal("DELETE", f"/users/{cloud.alice.id}")[0] == 404


# --- servers without schemas ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({}, "Name field is required and cannot be empty"),
        ({"name": "x", "enabled": "yes"}, "Enabled field must be a boolean"),
    ],
)
def test_a_server_without_schemas_asks_for_a_name_and_a_boolean(asked, message):
    cloud = SmallCloud(has_schemas=False)
    assert cloud.refusal("POST", "/users", {"user": asked}) == (400, message)


def test_a_server_without_schemas_changes_enabled_only_to_a_boolean():
    refusal = refused(SmallCloud(has_schemas=False), enabled="yes")
    assert refusal == (400, "Enabled field should be a boolean")
