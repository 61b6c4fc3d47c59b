"""What a v2.0 login sends, takes, refuses and explains."""

from __future__ import annotations

import copy
import inspect
import logging
import os
import pickle
import subprocess
import sys
import traceback

import keystoneauth1.identity.v2
import pytest

from ksclient.auth import exceptions, plugin
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.testing import Cloud

URL = "http://keystone.example:5000/v2.0"
BY_PASSWORD = {"passwordCredentials": {"username": "me", "password": "pw"}}


def password(**details) -> v2.Password:
    return v2.Password(URL, "me", "pw", **details)


def token(**details) -> v2.Token:
    return v2.Token(URL, "old", **details)


# --- what is sent ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("auth", "expected"),
    [
        (password(), BY_PASSWORD),
        (
            v2.Password(URL, user_id="id", password="pw"),
            {"passwordCredentials": {"userId": "id", "password": "pw"}},
        ),
        (v2.Password(URL, "me", "pw", "id"), BY_PASSWORD),
        (
            v2.Password(URL, "me"),
            {"passwordCredentials": {"username": "me", "password": None}},
        ),
        (password(tenant_id="t"), {**BY_PASSWORD, "tenantId": "t"}),
        (password(tenant_name="n"), {**BY_PASSWORD, "tenantName": "n"}),
        (password(tenant_id="t", tenant_name="n"), {**BY_PASSWORD, "tenantId": "t"}),
        (password(trust_id="x", tenant_id="t"), {**BY_PASSWORD, "trust_id": "x", "tenantId": "t"}),
        (password(unscoped=True), BY_PASSWORD),
        (password(tenant_id="", tenant_name=""), BY_PASSWORD),
        (token(), {"token": {"id": "old"}}),
        (token(tenant_name="n"), {"token": {"id": "old"}, "tenantName": "n"}),
    ],
)
def test_the_login_says_who_and_what_for(keystone, auth, expected) -> None:
    auth.get_token(keystone)

    assert keystone.logins[0][:2] == (f"{URL}/tokens", {"auth": expected})


def test_a_slash_behind_the_auth_url_does_not_matter(keystone) -> None:
    v2.Password(URL + "/", "me", "pw").get_token(keystone)

    assert keystone.logins[0][0] == f"{URL}/tokens"


@pytest.mark.parametrize(
    ("auth", "expected"),
    [
        (password(), {"Accept": "application/json"}),
        (token(), {"Accept": "application/json", "X-Auth-Token": "old"}),
    ],
)
def test_the_login_has_these_headers(keystone, auth, expected) -> None:
    auth.get_token(keystone)

    assert keystone.logins[0][2] == expected


# --- wrong input -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make",
    [
        lambda: v2.Password(URL, password="pw"),
        lambda: v2.Password(URL, None, "pw", None),
        lambda: v2.Password(URL, "", "pw", ""),
        lambda: v2.Token(URL, None),
        lambda: v2.Token(URL, ""),
        lambda: password(unscoped=True, tenant_id="t"),
        lambda: password(unscoped=True, tenant_name="t"),
        lambda: token(unscoped=True, trust_id="t"),
        lambda: v2.Password(None, "me", "pw"),
        lambda: v2.Password(5000, "me", "pw"),
        lambda: v2.Password(b"http://keystone.example", "me", "pw"),
        lambda: password(project_id="v3 only"),
    ],
)
def test_what_cannot_work_is_a_type_error_at_once(make) -> None:
    with pytest.raises(TypeError):
        make()


@pytest.mark.parametrize("url", ["", "  "])
def test_an_empty_auth_url_is_a_value_error_at_once(url: str) -> None:
    with pytest.raises(ValueError, match="auth_url is empty"):
        v2.Password(url, "me", "pw")


@pytest.mark.parametrize("url", ["keystone.example:5000/v2.0", "/v2.0", "http://", "http://[x/"])
def test_an_auth_url_without_a_server_is_a_value_error_before_anything_is_sent(
    keystone, url: str
) -> None:
    with pytest.raises(ValueError, match="must begin with http"):
        v2.Password(url, "me", "pw").get_token(keystone)

    assert keystone.logins == []


# --- what comes back ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ("no json", None),
        ([], None),
        ({"hello": "world"}, None),
        ({"access": None}, "access"),
        ({"access": {}}, "access.token.id"),
        ({"access": {"token": {"id": 5}}}, "access.token.id"),
        ({"access": {"token": {"id": "t"}}}, "access.token.expires"),
        ({"access": {"token": {"id": "t", "expires": "soon"}}}, "access.token.expires"),
        ("[" * 100000, None),
    ],
    ids=str,
)
def test_a_malformed_answer_is_one_error_that_names_the_field(keystone, body, field) -> None:
    keystone.answers = [body]

    with pytest.raises(exceptions.InvalidResponse) as caught:
        password().get_token(keystone)

    assert caught.value.field in {field, "access"} if field is None else caught.value.field == field


def test_the_catalog_is_kept(keystone) -> None:
    keystone.answers = [keystone.token(tenant_id="t")]

    assert password().get_endpoint(keystone, service_type="compute") == "http://nova.example/v2"


def test_without_include_catalog_it_is_not(keystone) -> None:
    keystone.answers = [keystone.token(tenant_id="t")]
    auth = password(tenant_id="t", include_catalog=False)

    assert not auth.get_access(keystone).has_service_catalog()
    assert auth.get_project_id(keystone) == "t"
    assert "nova.example" not in auth.get_auth_state()
    with pytest.raises(exceptions.EndpointNotFound):
        auth.get_endpoint(keystone, service_type="compute")


# --- explanations ------------------------------------------------------------------------------


def test_a_token_that_cannot_be_exchanged_is_explained(keystone) -> None:
    keystone.answers = [exceptions.Unauthorized("The server's words.", request_id="req-1")]

    with pytest.raises(exceptions.Unauthorized) as caught:
        token().get_token(keystone)

    assert str(caught.value).count("token_endpoint.Token(endpoint, token)") == 1
    assert not hasattr(caught.value, "__notes__")
    assert caught.value.message == "The server's words. (HTTP 401) (Request-ID: req-1)"
    assert caught.value.request_id == "req-1"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"tenant_name": "demo"}, "the user 'me', a password, and the tenant 'demo'"),
        ({"tenant_id": "t1", "tenant_name": "demo"}, "and the tenant id 't1'"),
        ({"trust_id": "secret-trust"}, "and a trust"),
        ({}, "and no tenant"),
        ({"username": None, "user_id": "u1"}, "the user id 'u1'"),
        ({"password": None}, "no password: the plugin's password is None"),
    ],
)
def test_a_refused_password_is_told_what_was_sent(keystone, given, said) -> None:
    keystone.answers = [exceptions.Unauthorized("no")]
    auth = v2.Password(URL, **{"username": "me", "password": "secret-password", **given})

    with pytest.raises(exceptions.Unauthorized) as caught:
        auth.get_token(keystone)

    assert f"POST {URL}/tokens was sent" in str(caught.value)
    assert said in str(caught.value)
    assert "secret" not in str(caught.value)
    assert caught.value.message == "no (HTTP 401)"


@pytest.mark.parametrize(
    ("status", "error"), [(404, exceptions.NotFound), (405, exceptions.MethodNotAllowed)]
)
def test_an_auth_url_that_lacks_its_version_is_explained(keystone, answer, status, error) -> None:
    keystone.answers = [error("no", response=answer({}, status))]

    with pytest.raises(error, match=r"missing '/v2\.0'"):
        password().get_token(keystone)


def test_a_list_of_versions_instead_of_a_token_is_explained(keystone, answer) -> None:
    keystone.answers = [answer({"versions": {"values": []}}, 300)]

    with pytest.raises(exceptions.InvalidResponse, match="answered 300") as caught:
        password().get_token(keystone)

    assert "v3 only" in str(caught.value)


def test_a_server_in_trouble_needs_no_such_explanation(keystone, answer) -> None:
    keystone.answers = [exceptions.ServiceUnavailable("no", response=answer({}, 503))]

    with pytest.raises(exceptions.ServiceUnavailable) as caught:
        password().get_token(keystone)

    assert str(caught.value) == "no (HTTP 503)"


def test_an_auth_url_with_the_route_behind_it_is_explained(keystone, answer) -> None:
    keystone.answers = [exceptions.NotFound("no", response=answer({}, 404))]

    with pytest.raises(exceptions.NotFound, match="ends in '/tokens': leave that out"):
        v2.Password(f"{URL}/tokens", "me", "pw").get_token(keystone)


@pytest.mark.parametrize(
    "url", ["http://host:99999/v2.0", "http://host:abc/v2.0", "http://[::1]:-5", "http://u:p@h:1²"]
)
def test_a_bad_port_is_named(keystone, url: str) -> None:
    with pytest.raises(ValueError, match="has a bad port"):
        v2.Password(url, "me", "pw").get_token(keystone)


@pytest.mark.parametrize(
    "url", ["http://host:/v2.0", "http://[::1]/v2.0", "http://u:p@host/v2.0", "http://h:65535"]
)
def test_a_good_port_is_not(keystone, url: str) -> None:
    assert v2.Password(url, "me", "pw").get_token(keystone) == "token1"


def test_a_password_that_looks_like_a_port_is_not_shown(keystone) -> None:
    with pytest.raises(ValueError, match=r"^auth_url has a bad port") as caught:
        v2.Password("http://u:hid/den@host/v2.0", "me", "pw").get_token(keystone)

    assert "hid" not in str(caught.value)


def test_a_broken_host_names_no_server(keystone) -> None:
    with pytest.raises(ValueError, match="names no server"):
        v2.Password("http://[::1/v2.0", "me", "pw").get_token(keystone)


def test_space_around_the_auth_url_is_not_part_of_it(keystone) -> None:
    v2.Password(f" {URL}/ \n", "me", "pw").get_token(keystone)

    assert keystone.logins[0][0] == f"{URL}/tokens"


# --- secrets -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "auth", [v2.Password(URL, "me", "hidden", tenant_name="t"), v2.Token(URL, "hidden")]
)
def test_a_traceback_with_locals_shows_no_secret(keystone, auth) -> None:
    keystone.answers = [exceptions.Unauthorized("no")]

    with pytest.raises(exceptions.Unauthorized) as caught:
        auth.get_token(keystone)

    shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    text = "".join(line for line in shown.format() if "self.logins" not in line)
    assert "hidden" not in text


@pytest.mark.parametrize("auth", [v2.Password(URL, "me", "hidden"), v2.Token(URL, "hidden")])
def test_the_credentials_of_a_login_are_hidden_from_repr(auth) -> None:
    assert "hidden" not in repr(auth.get_auth_data())


def test_of_a_login_there_is_one_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with Cloud() as cloud:
        auth = v2.Password(cloud.auth_url, "admin", cloud.admin_password, tenant_name="admin")
        caplog.set_level(logging.DEBUG, "ksclient")

        auth.get_token(Session())

    assert caplog.messages == [f"Making authentication request to {cloud.auth_url}/tokens"]


def test_repr_tells_whose_login_it_is_but_not_how() -> None:
    auth = v2.Password("http://u:hidden@keystone.example/v2.0", "me", "hidden", tenant_name="demo")

    assert "hidden" not in repr(auth)
    assert "username='me', tenant_name='demo'" in repr(auth)


def test_a_pickle_holds_neither_password_nor_login(keystone) -> None:
    auth = v2.Password(URL, "me", "hidden")
    auth.get_token(keystone)

    data = pickle.dumps(auth)

    assert b"hidden" not in data
    assert b"token1" not in data


@pytest.mark.parametrize(("make", "field"), [(password, "password"), (token, "token")])
def test_a_restored_plugin_says_what_it_needs_and_works_when_it_has_it(
    keystone, make, field
) -> None:
    restored = pickle.loads(pickle.dumps(make()))
    with pytest.raises(exceptions.AuthorizationFailure, match=rf"set plugin\.{field} = "):
        restored.get_token(keystone)

    setattr(restored, field, "again")

    assert restored.get_token(keystone) == "token1"


def test_a_pickle_that_was_asked_to_keeps_the_login(keystone) -> None:
    auth = password()
    auth.get_token(keystone)

    with plugin.secrets_kept():
        restored = pickle.loads(pickle.dumps(auth))

    assert restored.get_token(keystone) == "token1"
    assert len(keystone.logins) == 1


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_copy_lives_a_life_of_its_own(keystone, copied) -> None:
    auth = password()
    auth.get_token(keystone)

    clone = copied(auth)
    clone.invalidate()

    assert (auth.get_token(keystone), clone.get_token(keystone)) == ("token1", "token2")
    assert clone._login is not auth._login


# --- beside keystoneauth1 ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("Password", {"username": "me", "password": "pw", "tenant_name": "t"}),
        ("Password", {"user_id": "id", "trust_id": "x"}),
        ("Token", {"token": "old", "tenant_id": "t"}),
    ],
)
def test_the_cache_id_is_the_same_as_keystoneauth1s(name: str, arguments: dict) -> None:
    ours = getattr(v2, name)(URL, **arguments)
    theirs = getattr(keystoneauth1.identity.v2, name)(URL, **arguments)

    assert ours.get_cache_id() == theirs.get_cache_id()


def test_logins_that_differ_have_cache_ids_that_differ() -> None:
    logins = [
        password(),
        password(tenant_id="t"),
        password(tenant_name="t"),
        password(trust_id="t"),
        password(include_catalog=False),
        v2.Password(URL, "me", "other"),
        v2.Password(URL + "x", "me", "pw"),
        token(),
        v2.Password(URL, "me", os.fsdecode(b"p\xff")),
        v2.Password(URL, "me", "\ud800"),
    ]

    assert len({auth.get_cache_id() for auth in logins}) == len(logins)


@pytest.mark.parametrize("name", ["Password", "Token"])
def test_keystoneauth1s_arguments_come_first_and_in_its_order(name: str) -> None:
    ours = list(inspect.signature(getattr(v2, name)).parameters)
    theirs = list(inspect.signature(getattr(keystoneauth1.identity.v2, name)).parameters)

    assert ours == [*theirs, "unscoped", "include_catalog"]


def test_the_plugins_load_neither_requests_nor_stevedore() -> None:
    code = (
        "import sys; import ksclient.auth.identity; "
        "sys.exit(bool({'requests', 'stevedore', 'keystoneauth1'} & set(sys.modules)))"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
