"""Users."""

import logging

import pytest

from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.auth.token_endpoint import Token
from ksclient.exceptions import (
    InvalidArgument,
    InvalidId,
    InvalidResponse,
    Unauthorized,
    ValidationError,
)
from ksclient.v2_0.client import Client
from ksclient.v2_0.tenants import Tenant
from ksclient.v2_0.users import User
from tests.unit.cloud import ADMIN, PUBLIC, make_token

DEMO = {"id": "u2", "name": "demo", "username": "demo", "enabled": True}


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.DEBUG, logger="ksclient")
    return caplog


def test_get(cloud, keystone):
    cloud.answers("GET", "/users/u2", {"user": DEMO})
    user = keystone.users.get("u2")
    assert isinstance(user, User)
    assert user.to_dict() == DEMO


def test_get_takes_the_user_itself(cloud, keystone):
    cloud.answers("GET", "/users/u2", {"user": DEMO})
    assert keystone.users.get(User(keystone.users, DEMO)).name == "demo"


def test_an_id_cannot_leave_its_place_in_the_path(cloud, keystone):
    cloud.answers("GET", "/users/..%2Ftenants", {"user": DEMO})
    keystone.users.get("../tenants")
    assert cloud.last.url.endswith("/users/..%2Ftenants")


@pytest.mark.parametrize("user", ["", ".", "..", None, True])
def test_what_is_no_id_is_refused_before_anything_is_sent(cloud, keystone, user):
    with pytest.raises(InvalidId):
        keystone.users.get(user)
    assert cloud.mocker.request_history == []


def test_an_unset_email_is_no_attribute():
    assert not hasattr(User(None, DEMO, loaded=True), "email")


# --- create ---


def test_create_sends_all_members(cloud, keystone):
    cloud.answers("POST", "/users", {"user": DEMO})
    assert keystone.users.create("demo").id == "u2"
    assert cloud.last.json() == {
        "user": {
            "name": "demo",
            "password": None,
            "tenantId": None,
            "email": None,
            "enabled": True,
        }
    }


def test_create_takes_a_tenant_for_its_id(cloud, keystone):
    cloud.answers("POST", "/users", {"user": DEMO})
    keystone.users.create("demo", tenant_id=Tenant(None, {"id": "t1"}))
    assert cloud.last.json()["user"]["tenantId"] == "t1"


def test_the_new_users_password_is_not_logged(cloud, keystone, log):
    cloud.answers("POST", "/users", {"user": {**DEMO, "password": "pa55word"}})
    keystone.users.create("demo", "pa55word")
    assert cloud.last.json()["user"]["password"] == "pa55word"
    assert "pa55word" not in log.text
    assert "/users" not in log.text


# --- change ---


def test_update_sends_what_is_named(cloud, keystone):
    cloud.answers("PUT", "/users/u2", {"user": DEMO})
    assert keystone.users.update("u2", email="a@b.c", name="demo").name == "demo"
    assert cloud.last.json() == {"user": {"email": "a@b.c", "name": "demo"}}


def test_a_password_in_an_update_is_not_logged(cloud, keystone, log):
    cloud.answers("PUT", "/users/u2", {"user": DEMO})
    keystone.users.update("u2", password="pa55word")
    assert "pa55word" not in log.text
    assert "/users" not in log.text


def test_an_update_without_a_password_is_logged(cloud, keystone, log):
    cloud.answers("PUT", "/users/u2", {"user": DEMO})
    keystone.users.update("u2", email="a@b.c")
    assert "a@b.c" in log.text


@pytest.mark.parametrize("enabled", [True, False])
def test_update_enabled_returns_the_user(cloud, keystone, enabled):
    cloud.answers("PUT", "/users/u2/OS-KSADM/enabled", {"user": {**DEMO, "enabled": enabled}})
    assert keystone.users.update_enabled("u2", enabled).enabled is enabled
    assert cloud.last.json() == {"user": {"enabled": enabled}}


def test_update_password(cloud, keystone, log):
    cloud.answers("PUT", "/users/u2/OS-KSADM/password", {"user": DEMO})
    assert keystone.users.update_password("u2", "pa55word").id == "u2"
    assert cloud.last.json() == {"user": {"password": "pa55word"}}
    assert "pa55word" not in log.text


@pytest.mark.parametrize("tenant", ["t1", Tenant(None, {"id": "t1"})])
def test_update_tenant(cloud, keystone, tenant):
    cloud.answers("PUT", "/users/u2/OS-KSADM/tenant", {"user": {**DEMO, "tenantId": "t1"}})
    assert keystone.users.update_tenant("u2", tenant).tenantId == "t1"
    assert cloud.last.json() == {"user": {"tenantId": "t1"}}


# --- one's own password ---


def test_own_password_is_changed_on_the_public_api(cloud, keystone, log):
    cloud.answers("PATCH", "/OS-KSCRUD/users/u1", {"access": {"token": {"id": "n3w"}}}, PUBLIC)
    changed = keystone.users.update_own_password("0ld", "n3wpass")
    assert changed.token == {"id": "n3w"}
    assert cloud.last.json() == {"user": {"password": "n3wpass", "original_password": "0ld"}}
    assert "n3wpass" not in log.text
    assert "OS-KSCRUD" not in log.text
    assert "0ld" not in log.text


def test_a_wrong_old_password_is_sent_once_and_keeps_the_token(cloud, keystone):
    refused = cloud.answers("PATCH", "/OS-KSCRUD/users/u1", base=PUBLIC, status_code=401)
    cloud.answers("GET", "/users/u2", {"user": DEMO})
    with pytest.raises(Unauthorized):
        keystone.users.update_own_password("wrong", "n3wpass")
    assert refused.call_count == 1
    keystone.users.get("u2")
    assert len(cloud.logins) == 1


def test_own_password_needs_a_plugin_that_knows_its_user(cloud):
    with pytest.raises(InvalidId, match="This login has no user"):
        Client(session=Session(auth=Token(PUBLIC, "ADMIN"))).users.update_own_password("a", "b")
    assert cloud.mocker.request_history == []


# --- list and delete ---


@pytest.mark.parametrize("tenant", ["", "..", b"t1", {"id": "t1"}])
@pytest.mark.parametrize(
    "call",
    [
        lambda users, tenant: users.create("demo", tenant_id=tenant),
        lambda users, tenant: users.update_tenant("u1", tenant),
        lambda users, tenant: users.list(marker=tenant),
    ],
)
def test_a_wrong_id_beside_the_path_is_refused_before_anything_is_sent(
    cloud, keystone, call, tenant
):
    with pytest.raises(InvalidId):
        call(keystone.users, tenant)
    assert cloud.mocker.request_history == []


@pytest.mark.parametrize(
    "make",
    [
        lambda: Client(session=Session(auth=v2.Password(PUBLIC, "demo", "s3cret"))),
        lambda: Client(session=Session(), auth_ref=make_token(catalog=False)),
        lambda: Client(username="demo", password="s3cret", auth_url=PUBLIC),
        lambda: Client(user_id="u1", password="s3cret", auth_url=PUBLIC, endpoint=ADMIN),
    ],
    ids=["session", "saved login", "no session", "no session, lazy"],
)
@pytest.mark.filterwarnings("ignore:.*without a session:DeprecationWarning")
def test_own_password_is_not_sent_with_an_unscoped_token(cloud, make):
    cloud.logs_in_with(make_token(catalog=False))
    cloud.answers("PATCH", "/OS-KSCRUD/users/u1", make_token(), base=PUBLIC)
    keystone = make()
    with pytest.raises(ValidationError, match="tenant_name="):
        keystone.users.update_own_password("s3cret", "n3w")
    assert cloud.sent == []


@pytest.mark.filterwarnings("ignore:.*without a session:DeprecationWarning")
def test_own_password_is_sent_with_a_token_of_which_nothing_is_known(cloud):
    cloud.answers("PATCH", "/OS-KSCRUD/users/u1", make_token(), base=PUBLIC)
    keystone = Client(token="t", user_id="u1", endpoint=PUBLIC, auth_url=PUBLIC)
    keystone.users.update_own_password("s3cret", "n3w")
    assert len(cloud.sent) == 1
    assert cloud.logins == []


def test_list(cloud, keystone):
    cloud.answers("GET", "/users", {"users": [DEMO]})
    assert [user.name for user in keystone.users.list()] == ["demo"]


def test_list_of_a_tenant(cloud, keystone):
    cloud.answers("GET", "/tenants/t1/users", {"users": [DEMO]})
    assert [user.name for user in keystone.users.list("t1")] == ["demo"]


def test_list_of_an_empty_tenant_id_is_not_the_list_of_all(cloud, keystone):
    with pytest.raises(InvalidId):
        keystone.users.list("")
    assert cloud.mocker.request_history == []


def test_list_sends_limit_and_marker(cloud, keystone):
    cloud.answers("GET", "/users", {"users": []})
    assert keystone.users.list(limit=0, marker="u2") == []
    assert cloud.last.query == "limit=0&marker=u2"


@pytest.mark.parametrize("limit", [-1, "x"])
def test_a_wrong_limit_is_refused_before_anything_is_sent(cloud, keystone, limit):
    with pytest.raises(InvalidArgument):
        keystone.users.list(limit=limit)
    assert cloud.mocker.request_history == []


def test_a_user_deletes_itself(cloud, keystone):
    gone = cloud.answers("DELETE", "/users/u2", status_code=204)
    User(keystone.users, DEMO).delete()
    assert gone.call_count == 1


def test_a_user_lists_its_roles(cloud, keystone):
    cloud.answers("GET", "/tenants/t1/users/u2/roles", {"roles": [{"id": "r1", "name": "x"}]})
    assert [role.id for role in User(keystone.users, DEMO).list_roles("t1")] == ["r1"]


def test_an_answer_of_a_web_page_is_one_typed_error(cloud, keystone):
    cloud.mocker.get("http://127.0.0.2:35357/v2.0/users", text="<html>")
    with pytest.raises(InvalidResponse, match="is not JSON"):
        keystone.users.list()


def test_repr_is_the_dictionary_without_the_password():
    shown = repr(User(None, {**DEMO, "password": "pa55word"}))
    assert shown.startswith("<User {'id': 'u2', 'name': 'demo'")
    assert "pa55word" not in shown
