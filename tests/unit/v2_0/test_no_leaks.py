"""A secret given to any method, or answered to it, is in no traceback with locals."""

import json
import re

import pytest
import requests_mock as requests_mocks

from ksclient.auth import access
from ksclient.auth.adapter import Adapter, LegacyJsonAdapter
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.exceptions import ClientException
from ksclient.v2_0.client import Client
from tests.unit.cloud import ADMIN, PUBLIC, make_token
from tests.unit.leaks import locals_of, locals_of_ours

SECRET = "c4n4ry-S3cr3t"
TENANT = {"id": "t1", "name": "demo", "password": SECRET}
WHOLE = {"password": SECRET, "token": {"id": SECRET}}
ACCESS = {"access": {"token": {"id": SECRET}}}
KEY = {"access": "a1", "secret": SECRET}


def over_a_session():
    return Client(session=Session(auth=v2.Password(PUBLIC, "demo", SECRET, tenant_name="project")))


def without_a_session():
    return Client(username="demo", password=SECRET, auth_url=PUBLIC, tenant_name="project")


CALLS = {
    "users.create": lambda k: k.users.create("demo", SECRET),
    "users.create, wrong tenant": lambda k: k.users.create("demo", SECRET, tenant_id=""),
    "users.update": lambda k: k.users.update("u2", password=SECRET),
    "users.update, as sent": lambda k: k.users.update("u2", **{"OS-KSADM:password": SECRET}),
    "users.update_password": lambda k: k.users.update_password("u2", SECRET),
    "users.update_password, wrong id": lambda k: k.users.update_password("", SECRET),
    "users.update_own_password": lambda k: k.users.update_own_password(SECRET, SECRET),
    "users.get": lambda k: k.users.get("u2"),
    "users.find": lambda k: k.users.find(password=SECRET),
    "users.findall": lambda k: k.users.findall(password=SECRET),
    "tenants.create": lambda k: k.tenants.create("demo", password=SECRET),
    "tenants.update": lambda k: k.tenants.update("t1", password=SECRET),
    "tenant.update": lambda k: k.tenants.resource_class(k.tenants, TENANT).update(),
    "tokens.validate": lambda k: repr(k.tokens.validate(SECRET)),
    "tokens.validate, tenant": lambda k: k.tokens.validate(SECRET, belongs_to="t1"),
    "tokens.validate, wrong tenant": lambda k: k.tokens.validate(SECRET, belongs_to=""),
    "tokens.validate, a token": lambda k: k.tokens.validate(
        k.tokens.resource_class(k.tokens, {"token": {"id": SECRET}})
    ),
    "tokens.validate, half a character": lambda k: k.tokens.validate(SECRET + "\ud800"),
    "tokens.validate, a token with half a character": lambda k: k.tokens.validate(
        k.tokens.resource_class(k.tokens, {"token": {"id": SECRET + "\ud800"}})
    ),
    "tokens.validate, a document": lambda k: k.tokens.validate(ACCESS),
    "tokens.check": lambda k: k.tokens.check(SECRET),
    "tokens.check, tenant": lambda k: k.tokens.check(SECRET, belongs_to="t1"),
    "tokens.get_token_data": lambda k: k.tokens.get_token_data(SECRET),
    "tokens.validate_access_info": lambda k: k.tokens.validate_access_info(SECRET),
    "tokens.endpoints": lambda k: k.tokens.endpoints(SECRET),
    "tokens.delete": lambda k: k.tokens.delete(SECRET),
    "tokens.get_revoked": lambda k: k.tokens.get_revoked(),
    "tokens.authenticate, password": lambda k: k.tokens.authenticate("demo", password=SECRET),
    "tokens.authenticate, token": lambda k: k.tokens.authenticate(token=SECRET, return_raw=True),
    "tokens.authenticate, no name": lambda k: k.tokens.authenticate(password=SECRET),
    "tokens.authenticate, wrong tenant": lambda k: k.tokens.authenticate(
        "demo", tenant_id=".", password=SECRET
    ),
    "ec2.find": lambda k: k.ec2.find(user_id="u1", secret=SECRET),
    "ec2.find, no user": lambda k: k.ec2.find(secret=SECRET),
    "ec2.create": lambda k: repr(k.ec2.create("u1", "t1")),
    "ec2.get": lambda k: repr(k.ec2.get("u1", "a1")),
    "manager._list": lambda k: k.users._list("/users", "users", body=WHOLE),
    "manager._put": lambda k: k.users._put("/users/u2", WHOLE, "user"),
    "manager._patch": lambda k: k.users._patch("/users/u2", WHOLE, "user"),
    "adapter, body": lambda k: k._adapter.post("/users", body=WHOLE),
    "adapter, header": lambda k: k._adapter.get("/users", headers={"X-Auth-Token": SECRET}),
    "adapter, token in the path": lambda k: k._adapter.get(f"/tokens/{SECRET}"),
    "client.post": lambda k: k.post("/users", body=WHOLE),
    "client.request": lambda k: k.request(f"{ADMIN}/users", "POST", body=WHOLE),
    "get_raw_token": lambda k: k.get_raw_token_from_identity_service(
        None, username="demo", password=SECRET, token=SECRET, trust_id=SECRET
    ),
    "Adapter": lambda k: Adapter(k.session, additional_headers={"X-Auth-Token": SECRET}).put(
        f"{ADMIN}/users", json=WHOLE
    ),
    "LegacyJsonAdapter": lambda k: LegacyJsonAdapter(k.session).put(
        f"{ADMIN}/tokens/{SECRET}", body=WHOLE, headers={"X-Auth-Token": SECRET}
    ),
}
ANSWERS = {
    "401": {"status_code": 401, "json": {"error": {"message": f"No token {SECRET}"}}},
    "403": {"status_code": 403},
    "nobody": {"exc": ConnectionResetError},
    "html": {"text": "<html>"},
    "list": {"json": [WHOLE]},
    "wrong members": {"json": {"user": [WHOLE], "tenant": [WHOLE], "access": [WHOLE], **WHOLE}},
    "right": {"json": {**ACCESS, "credential": KEY, "credentials": [KEY], "endpoints": []}},
    "wrong item": {"json": {"users": [WHOLE, 5], **WHOLE}},
}


def error_of(call, keystone):
    """Return what *call* raises, None where the answer suits it."""
    try:
        shown = call(keystone)
    except Exception as error:  # noqa: BLE001 - whatever it is
        return error
    return AssertionError(shown) if isinstance(shown, str) and SECRET in shown else None


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("make", [over_a_session, without_a_session])
def test_no_method_shows_a_secret(cloud, make, call, answer):
    keystone = make()
    cloud.mocker.register_uri(
        requests_mocks.ANY,
        re.compile(f"/(users|tenants|OS-KSCRUD|tokens/)|{ADMIN}/tokens"),
        **answer,
    )
    error = error_of(call, keystone)
    assert [line for line in locals_of_ours(error) if SECRET in line] == []
    assert SECRET not in str(error)


CONSTRUCTORS = {
    "misspelt": lambda: Client(passwrd=SECRET, token=SECRET),
    "keyring": lambda: Client(password=SECRET, token=SECRET, use_keyring=True),
    "refused, with a keyring": lambda: Client(
        username="u", password=SECRET, auth_url=PUBLIC, use_keyring=True
    ),
    "no auth URL": lambda: Client(username="u", password=SECRET, trust_id=SECRET),
    "refused": lambda: Client(username="u", password=SECRET, auth_url=PUBLIC),
    "refused token": lambda: Client(token=SECRET, auth_url=PUBLIC),
    "no login": lambda: Client(auth_ref={"x": 1, **WHOLE, "token": {"id": 5}}),
    "half a token": lambda: Client(auth_ref=access.create(body={"access": WHOLE}, auth_token="\n")),
    "no catalog": lambda: Client(auth_ref=make_token(token_id=SECRET), stale_duration="x"),
}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("make", CONSTRUCTORS.values(), ids=CONSTRUCTORS)
def test_no_constructor_shows_a_secret(cloud, make):
    cloud.logs_in_with(status_code=401)
    with pytest.raises(Exception) as caught:  # noqa: PT011 - whatever it is
        make()
    assert [line for line in locals_of_ours(caught.value) if SECRET in line] == []


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_login_shows_no_secret(cloud):
    keystone = without_a_session()
    cloud.logs_in_with(status_code=401)
    with pytest.raises(Exception) as caught:  # noqa: PT011 - whatever it is
        keystone.authenticate(password=SECRET, token=SECRET, trust_id=SECRET)
    assert [line for line in locals_of_ours(caught.value) if SECRET in line] == []


LOGIN = make_token(token_id=SECRET)["access"]
UNUSABLE = {
    "expires": {**LOGIN, "token": {"id": SECRET, "expires": "soon"}},
    "user": {**LOGIN, "user": 5},
    "catalog": {**LOGIN, "serviceCatalog": 5},
    "endpoints": {**LOGIN, "serviceCatalog": [{"type": "identity", "endpoints": 5}]},
}
OF_NOBODY = {
    "tenant": {**LOGIN, "token": {**LOGIN["token"], "tenant": {}}},
    "user": {**LOGIN, "user": {}},
}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("answer", UNUSABLE.values(), ids=UNUSABLE)
@pytest.mark.parametrize("make", [over_a_session, without_a_session])
def test_an_answer_that_is_no_login_shows_no_token(cloud, make, answer):
    cloud.logs_in_with(json={"access": answer})
    with pytest.raises(ClientException) as caught:
        make().users.list()
    assert [line for line in locals_of_ours(caught.value) if SECRET in line] == []


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("answer", OF_NOBODY.values(), ids=OF_NOBODY)
def test_a_login_of_nobody_shows_no_token(cloud, answer):
    cloud.logs_in_with(json={"access": answer})
    with pytest.raises(ClientException) as caught:
        without_a_session()
    assert [line for line in locals_of_ours(caught.value) if SECRET in line] == []


def test_a_login_too_deep_to_be_read_shows_no_token(cloud):
    deep = {"token": {"id": SECRET}}
    for _ in range(100):
        deep = {"a": deep}
    cloud.logs_in_with(json={"access": {"token": {"id": SECRET}, "b": deep}})
    with pytest.raises(ClientException) as caught:
        over_a_session().users.list()
    assert [line for line in locals_of_ours(caught.value) if SECRET in line] == []


BROKEN = {
    "cut off": f'{{"access": {{"token": {{"id": "{SECRET}", "exp',
    "deep": f'{{"access": {{"token": {{"id": "{SECRET}", "a": ' + "[" * 100_000,
    "bytes": f'{{"access": {{"token": {{"id": "{SECRET}", "a": "\\ud8"',
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_login_that_is_no_json_shows_no_token_in_any_frame(cloud, text):
    cloud.logs_in_with(text=text)
    with pytest.raises(ClientException) as caught:
        over_a_session().users.list()
    assert [line for line in locals_of(caught.value) if SECRET in line] == []


BAD_STATES = {
    "body": {"auth_token": SECRET, "body": {"access": {"token": {"id": SECRET}}}},
    "no body": {"auth_token": SECRET},
    "of another": {"auth_token": SECRET, "body": make_token(token_id=SECRET, user_name="other")},
}


@pytest.mark.parametrize("state", BAD_STATES.values(), ids=BAD_STATES)
def test_an_auth_state_that_is_refused_shows_no_token(state):
    plugin = v2.Password(PUBLIC, "demo", SECRET)
    with pytest.raises(ClientException) as caught:
        plugin.set_auth_state(json.dumps(state))
    assert [line for line in locals_of_ours(caught.value) if SECRET in line] == []
