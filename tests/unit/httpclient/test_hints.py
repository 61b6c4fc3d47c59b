"""What a refusal says to try."""

import re

import pytest

from ksclient.auth.session import Session
from ksclient.auth.token_endpoint import Token
from ksclient.exceptions import Forbidden, NotFound
from ksclient.testing import Cloud
from ksclient.v2_0.client import Client
from tests.unit.cloud import ADMIN, PUBLIC

ROOT = ADMIN.removesuffix("/v2.0")
NO_ROUTE = {"error": {"message": "(http://x/y): The resource could not be found.", "code": 404}}
JSON = {"Content-Type": "application/json"}


def no_route(cloud, method, path, base=ADMIN):
    return cloud.answers(method, path, NO_ROUTE, base, status_code=404, headers=JSON)


def admin_token(endpoint):
    return Client(session=Session(auth=Token(endpoint, "ADMIN")))


@pytest.mark.filterwarnings("ignore:Client without a session:DeprecationWarning")
@pytest.mark.parametrize(
    "make", [admin_token, lambda endpoint: Client(token="ADMIN", endpoint=endpoint)]
)
def test_an_endpoint_without_a_version_is_named(cloud, make):
    no_route(cloud, "GET", "/users", ROOT)
    with pytest.raises(NotFound, match=f"Is '/v2.0' missing at the end of the endpoint '{ROOT}'"):
        make(ROOT).users.list(limit=2)


def test_an_endpoint_without_a_version_is_named_where_one_thing_is_asked_for(cloud):
    no_route(cloud, "GET", "/users/u1", ROOT)
    with pytest.raises(NotFound, match=r"'/v2\.0' missing"):
        admin_token(ROOT).users.get("u1")


def test_a_user_that_is_not_there_says_nothing_about_the_endpoint(cloud):
    cloud.answers("GET", "/users/u1", base=ROOT, status_code=404)
    with pytest.raises(NotFound) as caught:
        admin_token(ROOT).users.get("u1")
    assert "missing" not in str(caught.value)


@pytest.mark.parametrize(
    ("path", "call"),
    [
        ("/users", lambda keystone: keystone.users.list()),
        ("/OS-KSADM/roles", lambda keystone: keystone.roles.list()),
        ("/OS-KSADM/services", lambda keystone: keystone.services.list()),
        ("/endpoints", lambda keystone: keystone.endpoints.list()),
    ],
)
def test_the_public_api_is_suspected_where_an_admin_route_is_missing(cloud, path, call):
    cloud.answers("GET", path, base=PUBLIC, status_code=404)
    with pytest.raises(NotFound, match=f"Is '{PUBLIC}' the public API"):
        call(admin_token(PUBLIC))


def test_a_tenant_that_is_not_there_says_nothing_about_the_endpoint(cloud):
    answer = {"error": {"message": "Could not find project: demo.", "code": 404}}
    cloud.answers("POST", "/users", answer, status_code=404, headers=JSON)
    with pytest.raises(NotFound, match="Could not find project: demo") as caught:
        admin_token(ADMIN).users.create("alice", tenant_id="demo")
    assert "API" not in str(caught.value)


def test_the_admin_api_is_suspected_where_a_public_route_is_missing(cloud, keystone):
    no_route(cloud, "PATCH", "/OS-KSCRUD/users/u1", PUBLIC)
    with pytest.raises(NotFound, match="belongs to the public one"):
        keystone.users.update_own_password("0ld", "n3wpass")
    assert cloud.sent == [("PATCH", f"{PUBLIC}/OS-KSCRUD/users/u1")]


def test_a_token_in_the_path_is_in_no_hint(cloud):
    no_route(cloud, "GET", "/tokens/s3cr3t-token", ROOT)
    with pytest.raises(NotFound, match=r"'/v2\.0' missing") as caught:
        admin_token(ROOT).tokens.validate("s3cr3t-token")
    assert "s3cr3t-token" not in str(caught.value)


def forbidden(cloud, call, keystone):
    for method in ("GET", "HEAD", "POST", "PUT", "DELETE"):
        cloud.mocker.register_uri(method, re.compile(f"^{ADMIN}/.+"), status_code=403)
    with pytest.raises(Forbidden) as caught:
        call(keystone)
    return str(caught.value)


@pytest.mark.parametrize(
    ("call", "hint"),
    [
        (lambda k: k.tenants.list(), 'use tenants.list(interface="public")'),
        (lambda k: k.tenants.create("x"), "the role admin on"),
        (lambda k: k.users.list(), "the role admin on"),
        (lambda k: k.roles.add_user_role("u", "r", "t"), "the role admin on"),
        (lambda k: k.tokens.check("x"), "the role admin or service"),
        (lambda k: k.tokens.validate("x"), "the role admin or service"),
        (lambda k: k.tokens.validate("x", belongs_to="t"), "the role admin or service"),
        (lambda k: k.tokens.get_revoked(), "the role admin or service"),
        (lambda k: k.tokens.delete("x"), "the role admin on"),
        (lambda k: k.tokens.endpoints("x"), "the role admin on"),
        (lambda k: k.ec2.list("u2"), "for the user himself"),
    ],
)
def test_a_missing_role_is_named(cloud, keystone, call, hint):
    assert hint in forbidden(cloud, call, keystone)


def test_a_login_that_is_forbidden_says_nothing_about_roles(cloud, keystone):
    cloud.logs_in_with(status_code=403)
    with pytest.raises(Forbidden) as caught:
        keystone.users.list()
    assert "role" not in str(caught.value)


@pytest.mark.parametrize(
    ("call", "found_by"),
    [
        (lambda keystone: keystone.tenants.get("demo"), "tenants.find(name='demo').id"),
        (lambda keystone: keystone.users.get("alice"), "users.find(name='alice').id"),
        (lambda keystone: keystone.roles.get("it's"), 'roles.find(name="it\'s").id'),
        (
            lambda keystone: keystone.users.create("bob", tenant_id="demo"),
            "tenants.find(name='demo')",
        ),
    ],
)
def test_a_name_given_for_an_id_is_told_how_to_find_the_id(call, found_by):
    with Cloud() as there:
        session = Session(auth=Token(there.admin_url, there.admin_token))
        with pytest.raises(NotFound, match=re.escape(f"is a name, find its id: {found_by}")):
            call(Client(session=session))


@pytest.mark.parametrize("given", ["0" * 32, "17", "11111111-2222-3333-4444-555555555555"])
def test_an_id_that_is_gone_is_not_taken_for_a_name(given):
    with Cloud() as there:
        session = Session(auth=Token(there.admin_url, there.admin_token))
        with pytest.raises(NotFound) as caught:
            Client(session=session).tenants.get(given)
    assert "is a name" not in str(caught.value)
