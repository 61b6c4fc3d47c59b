"""Logins of the v2.0 and generic plugins, and what the server says of them."""

from __future__ import annotations

import datetime as dt

import pytest

from ksclient.auth import exceptions
from ksclient.auth.identity import generic, v2
from ksclient.auth.session import Session
from tests.live.keystone_server import ADMIN_TOKEN
from tests.live.raw import Person, Raw, unique
from tests.live.servers import Server


def test_a_password_gives_a_token_of_the_tenant_named(keystone: Server, person: Person):
    auth = v2.Password(keystone.public_url, person.name, person.password)
    auth.tenant_name = person.tenant_name

    access = auth.get_access(Session(auth=auth))

    assert access.version == "v2.0"
    assert access.project_scoped
    assert (access.tenant_id, access.tenant_name) == (person.tenant_id, person.tenant_name)
    assert (access.user_id, access.username) == (person.id, person.name)
    assert access.role_names == ["_member_"]


def test_a_password_gives_a_token_of_the_tenant_whose_id_is_given(person_auth, person, raw):
    token = Session(auth=person_auth).get_token()

    validated = raw("GET", f"/tokens/{token}")["access"]
    assert validated["token"]["tenant"]["id"] == person.tenant_id
    assert validated["user"]["id"] == person.id


def test_a_user_id_serves_as_well_as_a_name(keystone: Server, person: Person):
    auth = v2.Password(keystone.public_url, user_id=person.id, password=person.password)

    assert auth.get_access(Session(auth=auth)).username == person.name


def test_a_login_without_a_tenant_is_unscoped(keystone: Server, person: Person):
    auth = v2.Password(keystone.public_url, person.name, person.password)

    access = auth.get_access(Session(auth=auth))

    assert not access.scoped
    assert access.tenant_id is None
    assert access.role_names == []


def test_the_expiry_is_aware_and_ahead(session: Session, person_auth: v2.Password):
    access = person_auth.get_access(session)

    left = access.expires - dt.datetime.now(dt.UTC)
    assert dt.timedelta(minutes=50) < left <= dt.timedelta(hours=1)
    assert not access.will_expire_soon()
    assert access.issued < access.expires


def test_a_token_is_rescoped_and_keeps_its_expiry(keystone: Server, raw: Raw, person: Person):
    unscoped = v2.Password(keystone.public_url, person.name, person.password)
    first = unscoped.get_access(Session(auth=unscoped))
    rescoped = v2.Token(keystone.public_url, first.auth_token, tenant_name=person.tenant_name)

    second = rescoped.get_access(Session(auth=rescoped))

    assert second.auth_token != first.auth_token
    assert second.tenant_id == person.tenant_id
    assert second.expires == first.expires
    assert second.audit_chain_id == first.audit_id


@pytest.mark.parametrize("root", [True, False], ids=["of the root", "of v2.0"])
def test_the_generic_password_plugin_finds_v2(keystone: Server, person: Person, root: bool):
    url = keystone.public_url.removesuffix("/v2.0") if root else keystone.public_url
    auth = generic.Password(
        url, username=person.name, password=person.password, tenant_id=person.tenant_id
    )

    access = auth.get_access(Session(auth=auth))

    assert access.version == "v2.0"
    assert access.tenant_id == person.tenant_id


def test_the_generic_token_plugin_finds_v2(keystone: Server, raw: Raw, person: Person):
    token = raw.login(person)["token"]["id"]
    auth = generic.Token(keystone.public_url, token=token, tenant_id=person.tenant_id)

    access = auth.get_access(Session(auth=auth))

    assert access.version == "v2.0"
    assert access.tenant_id == person.tenant_id


@pytest.mark.parametrize("plugin", [v2.Password, generic.Password])
def test_a_wrong_password_is_refused_after_one_attempt(keystone, person, plugin):
    agent = unique("wrong-password")
    auth = plugin(keystone.public_url, username=person.name, password="wrong", tenant_name="any")

    with pytest.raises(exceptions.Unauthorized) as caught:
        Session(auth=auth, user_agent=agent).get_token()

    assert caught.value.http_status == 401
    assert caught.value.request_id.startswith("req-")
    assert [r.method for r in keystone.requests(agent)].count("POST") == 1


def test_a_tenant_that_does_not_exist_is_refused(keystone: Server, person: Person):
    auth = v2.Password(keystone.public_url, person.name, person.password, tenant_name="nowhere")

    with pytest.raises(exceptions.Unauthorized):
        Session(auth=auth).get_token()


def test_no_secret_is_in_the_error_of_a_login(keystone: Server, person: Person):
    auth = v2.Password(keystone.public_url, person.name, person.password, tenant_name="nowhere")

    with pytest.raises(exceptions.Unauthorized) as caught:
        Session(auth=auth).get_token()

    assert person.password not in f"{caught.value!s} {caught.value!r}"


def test_the_admin_token_cannot_be_rescoped_and_the_error_says_what_can(keystone):
    auth = v2.Token(keystone.public_url, ADMIN_TOKEN, tenant_name="admin")

    with pytest.raises(exceptions.Unauthorized, match=r"token_endpoint\.Token"):
        Session(auth=auth).get_token()


def test_nobody_listens_is_a_connect_failure(keystone: Server, person: Person):
    url = "http://127.0.0.1:1/v2.0"
    auth = v2.Password(url, person.name, person.password)

    with pytest.raises(exceptions.ConnectFailure, match=r"127\.0\.0\.1:1"):
        Session(auth=auth).get_token()
