"""A secret given to any method, or answered to it, is in no traceback with locals."""

import re
import traceback

import pytest
import requests_mock as requests_mocks

from ksclient.auth import access
from ksclient.auth.adapter import Adapter, LegacyJsonAdapter
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.v2_0.client import Client
from tests.unit.cloud import ADMIN, PUBLIC, make_token

SECRET = "c4n4ry-S3cr3t"
TENANT = {"id": "t1", "name": "demo", "password": SECRET}
WHOLE = {"password": SECRET, "token": {"id": SECRET}}


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
    "403": {"status_code": 403},
    "nobody": {"exc": ConnectionResetError},
    "html": {"text": "<html>"},
    "list": {"json": [WHOLE]},
    "wrong members": {"json": {"user": [WHOLE], "tenant": [WHOLE], "access": [WHOLE], **WHOLE}},
    "wrong item": {"json": {"users": [WHOLE, 5], **WHOLE}},
}


def error_of(call, keystone):
    """Return what *call* raises, None where the answer suits it."""
    try:
        call(keystone)
    except Exception as error:  # noqa: BLE001 - whatever it is
        return error
    return None


def locals_of_ours(error):
    """Return the captured locals of the library's frames in an error and its causes."""
    if error is None:
        return []
    shown, seen = [], traceback.TracebackException.from_exception(error, capture_locals=True)
    while seen:
        shown += [
            f"{frame.filename}:{frame.name}: {name}={value}"
            for frame in seen.stack
            if "/ksclient/" in frame.filename or frame.filename.startswith("<")
            for name, value in (frame.locals or {}).items()
        ]
        seen = seen.__cause__ or seen.__context__
    return shown


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("make", [over_a_session, without_a_session])
def test_no_method_shows_a_secret(cloud, make, call, answer):
    keystone = make()
    cloud.mocker.register_uri(
        requests_mocks.ANY, re.compile("/(users|tenants|OS-KSCRUD|tokens/)"), **answer
    )
    error = error_of(call, keystone)
    assert [line for line in locals_of_ours(error) if SECRET in line] == []
    assert SECRET not in str(error)


CONSTRUCTORS = {
    "misspelt": lambda: Client(passwrd=SECRET, token=SECRET),
    "keyring": lambda: Client(password=SECRET, token=SECRET, use_keyring=True),
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
