"""The server says what it speaks; ksclient says what it does not."""

from __future__ import annotations

import copy
import inspect
import pickle

import keystoneauth1.identity.generic
import pytest

from ksclient.auth import exceptions, fixture
from ksclient.auth.identity import generic, v2

ROOT = "http://keystone.example:5000"


def password(url: str = ROOT, **details) -> generic.Password:
    return generic.Password(url, "me", password="pw", **details)


def token(url: str = ROOT, **details) -> generic.Token:
    return generic.Token(url, "old", **details)


@pytest.fixture
def offering(keystone):
    """Return a function that makes the server offer some versions."""

    def offer(**versions):
        keystone.documents[ROOT] = fixture.DiscoveryList(ROOT, **versions)
        return keystone

    return offer


# --- v2.0 is offered ---------------------------------------------------------------------------


@pytest.mark.parametrize(("make", "kind"), [(password, v2.Password), (token, v2.Token)])
def test_logs_in_where_the_server_offers_v2(offering, make, kind) -> None:
    server = offering()
    auth = make(project_name="demo", trust_id="x")

    assert auth.get_token(server) == "token1"
    assert isinstance(auth._plugin, kind)
    url, body, _ = server.logins[0]
    assert url == f"{ROOT}/v2.0/tokens"
    assert (body["auth"]["tenantName"], body["auth"]["trust_id"]) == ("demo", "x")


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        ({"tenant_id": "t"}, ("tenantId", "t")),
        ({"project_id": "t", "tenant_id": "other"}, ("tenantId", "t")),
        ({"tenant_name": "n"}, ("tenantName", "n")),
        ({"project_name": "n"}, ("tenantName", "n")),
    ],
)
def test_a_tenant_may_be_called_a_project(offering, details, expected) -> None:
    server = offering()
    password(**details).get_token(server)

    assert expected in server.logins[0][1]["auth"].items()


def test_asks_for_the_versions_once(offering) -> None:
    server = offering()
    auth = password()
    auth.get_token(server)
    auth.invalidate()
    auth.get_token(server)

    assert (server.asked, len(server.logins)) == ([ROOT], 2)


def test_default_domains_do_not_matter_to_v2(offering) -> None:
    server = offering()

    assert password(default_domain_id="default").get_token(server) == "token1"


# --- it is not ---------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [password, token])
def test_of_a_server_that_speaks_v3_only_it_says_so_and_where(offering, make) -> None:
    with pytest.raises(exceptions.DiscoveryFailure, match=f"v3 only, at {ROOT}/v3"):
        make().get_token(offering(v2=False))


@pytest.mark.parametrize(
    "details",
    [
        {"domain_id": "d"},
        {"domain_name": "d"},
        {"project_domain_id": "d"},
        {"project_domain_name": "d"},
        {"user_domain_id": "d"},
        {"user_domain_name": "d"},
    ],
    ids=str,
)
@pytest.mark.parametrize("v3", [True, False])
def test_domains_need_v3(offering, details, v3) -> None:
    with pytest.raises(
        exceptions.DiscoveryFailure, match="Cannot use v2 authentication with domain scope"
    ):
        password(**details).get_token(offering(v3=v3))


@pytest.mark.parametrize("versions", [{"v2": False, "v3": False}, {"v2": False, "v3_id": "v4.0"}])
def test_a_server_without_a_version_we_know_is_no_place_to_log_in(offering, versions) -> None:
    with pytest.raises(exceptions.DiscoveryFailure, match="check that your auth_url is correct"):
        password().get_token(offering(**versions))


# --- it does not say ---------------------------------------------------------------------------

SILENCE = [
    exceptions.Forbidden("no"),
    exceptions.ConnectFailure("down"),
    exceptions.SSLError("no"),
    exceptions.DiscoveryFailure("nothing there"),
]


@pytest.mark.parametrize("error", SILENCE, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("path", ["/v2.0", "/v2.0/", "/V2.0", "/identity/v2.0"])
def test_the_path_of_the_url_decides_then(keystone, caplog, error, path) -> None:
    keystone.documents[ROOT + path] = error

    assert password(ROOT + path).get_token(keystone) == "token1"
    assert keystone.logins[0][0] == f"{ROOT}{path}".rstrip("/") + "/tokens"
    assert ROOT + path in caplog.text


def test_a_path_of_v3_is_named_in_the_error(keystone) -> None:
    keystone.documents[f"{ROOT}/v3"] = SILENCE[0]

    with pytest.raises(exceptions.DiscoveryFailure, match=f"{ROOT}/v3 is of Identity v3"):
        password(f"{ROOT}/v3").get_token(keystone)


def test_a_path_without_a_version_does_not_help(keystone) -> None:
    keystone.documents[ROOT] = SILENCE[0]

    with pytest.raises(exceptions.DiscoveryFailure, match="auth_url is correct") as caught:
        password().get_token(keystone)

    assert caught.value.__cause__ is SILENCE[0]


@pytest.mark.parametrize("details", [{"domain_id": "d"}, {"user_domain_id": "d"}])
def test_domains_need_v3_whatever_the_path_says(keystone, details) -> None:
    keystone.documents[f"{ROOT}/v2.0"] = SILENCE[0]

    with pytest.raises(exceptions.DiscoveryFailure, match="domain scope"):
        password(f"{ROOT}/v2.0", **details).get_token(keystone)


def test_an_error_of_another_kind_is_passed_on(keystone) -> None:
    keystone.documents[ROOT] = exceptions.ClientException("odd")

    with pytest.raises(exceptions.ClientException, match="odd") as caught:
        password().get_token(keystone)

    assert not isinstance(caught.value, exceptions.DiscoveryFailure)


# --- wrong input, secrets, parity --------------------------------------------------------------


@pytest.mark.parametrize(
    ("auth", "missing"),
    [
        (generic.Password(ROOT, "me"), "password"),
        (generic.Password(ROOT, password="pw"), "username"),
        (generic.Token(ROOT, None), "token"),
        (generic.Token(ROOT, ""), "token"),
    ],
)
def test_missing_credentials_are_named(offering, auth, missing) -> None:
    server = offering()

    with pytest.raises(exceptions.AuthorizationFailure, match=f"give {missing}="):
        auth.get_token(server)

    assert server.logins == []


@pytest.mark.parametrize(("url", "error"), [(None, TypeError), (5, TypeError), ("", ValueError)])
def test_an_auth_url_that_is_none_is_refused_at_once(url, error) -> None:
    with pytest.raises(error, match="auth_url"):
        password(url)


def test_an_auth_url_with_a_bad_port_is_refused_before_anything_is_sent(keystone) -> None:
    with pytest.raises(ValueError, match="bad port"):
        password("http://keystone.example:99999/").get_token(keystone)

    assert keystone.asked == []


@pytest.mark.parametrize(("make", "field"), [(password, "password"), (token, "token")])
def test_a_restored_plugin_says_what_it_needs_and_works_when_it_has_it(
    offering, make, field
) -> None:
    server = offering()
    auth = make()
    auth.get_token(server)
    data = pickle.dumps(auth)
    assert b"pw" not in data
    assert b"old" not in data
    restored = pickle.loads(data)
    with pytest.raises(exceptions.AuthorizationFailure, match=rf"set plugin\.{field} = "):
        restored.get_token(server)

    setattr(restored, field, "again")

    assert restored.get_token(server) == "token2"
    sent = server.logins[1][1]["auth"]["passwordCredentials" if field == "password" else "token"]
    assert "again" in sent.values()


@pytest.mark.parametrize("make", [password, token])
def test_a_pickle_holds_no_trust_which_can_be_set_again(offering, make) -> None:
    server = offering()
    auth = make(trust_id="c4n4ry")
    auth.get_token(server)
    data = pickle.dumps(auth)
    assert b"c4n4ry" not in data
    restored = pickle.loads(data)
    setattr(restored, "password" if make is password else "token", "again")
    with pytest.raises(exceptions.AuthorizationFailure, match=r"set plugin\.trust_id = "):
        restored.get_token(server)

    restored.trust_id = "c4n4ry"

    assert restored.get_token(server) == "token2"
    assert server.logins[1][1]["auth"]["trust_id"] == "c4n4ry"


def test_a_deep_copy_can_log_in(offering) -> None:
    server = offering()

    assert copy.deepcopy(password()).get_token(server) == "token1"


def test_repr_shows_no_secret() -> None:
    assert repr(password(project_name="demo")) == (
        f"Password(auth_url='{ROOT}', username='me', tenant_name='demo')"
    )


@pytest.mark.parametrize(
    "name", ["user_domain_id", "user_domain_name", "project_domain_id", "project_domain_name"]
)
def test_a_domain_falls_back_on_the_default_domain_and_can_be_set(name: str) -> None:
    kind = name.rpartition("_")[2]
    auth = password(**{f"default_domain_{kind}": "default"})
    assert getattr(auth, name) == "default"

    setattr(auth, name, "own")

    assert getattr(auth, name) == "own"


@pytest.mark.parametrize("name", ["Password", "Token"])
def test_the_arguments_and_the_cache_id_are_keystoneauth1s(name: str) -> None:
    ours = getattr(generic, name)
    theirs = getattr(keystoneauth1.identity.generic, name)
    arguments = {"auth_url": ROOT, "project_name": "demo", "default_domain_id": "d"}
    arguments |= {"username": "me", "password": "pw"} if name == "Password" else {"token": "old"}

    assert list(inspect.signature(ours).parameters) == list(inspect.signature(theirs).parameters)
    assert ours(**arguments).get_cache_id() == theirs(**arguments).get_cache_id()
