"""Whoever made a login, and however it travelled, whoever is given it uses it without another."""

from __future__ import annotations

import copy
import json
import pickle
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import keystoneauth1.access
import keystoneauth1.identity.v2
import keystoneauth1.session
import keystoneclient.access
import pytest

from ksclient import access
from ksclient.auth import access as auth_access
from ksclient.auth.identity import v2
from ksclient.auth.identity.access import AccessInfoPlugin
from ksclient.auth.session import Session
from ksclient.exceptions import (
    EmptyCatalog,
    EndpointNotFound,
    InvalidResponse,
    OwnTenantsWarning,
    Unauthorized,
)
from ksclient.testing import Cloud
from ksclient.v2_0.client import Client

pytestmark = pytest.mark.filterwarnings(
    "ignore:Client without a session is deprecated:DeprecationWarning"
)


@dataclass(frozen=True)
class Login:
    """Who logs in where, and what is asked with the token."""

    cloud: Cloud
    tenant_name: str | None
    interface: str
    asked: str
    """The API that the question goes to."""

    @property
    def credentials(self) -> dict[str, Any]:
        return {
            "auth_url": self.cloud.auth_url,
            "username": "admin",
            "password": self.cloud.admin_password,
            "tenant_name": self.tenant_name,
        }

    def plugin(self) -> v2.Password:
        return v2.Password(**self.credentials)

    def body(self) -> dict[str, Any]:
        """Return what the server answers, as a program without a library has it."""
        user = {"username": "admin", "password": self.cloud.admin_password}
        question = {"passwordCredentials": user, "tenantName": self.tenant_name}
        auth = {name: value for name, value in question.items() if value}
        answer = Session().post(f"{self.cloud.auth_url}/tokens", json={"auth": auth})
        return dict(answer.json())


@pytest.fixture(scope="module")
def logins() -> Iterator[dict[str, Login]]:
    with ExitStack() as running:
        pike = running.enter_context(Cloud())
        conoha = running.enter_context(Cloud(profile="conoha"))
        yield {
            "scoped": Login(pike, "admin", "admin", "admin"),
            "unscoped": Login(pike, None, "admin", "public"),
            "public only": Login(conoha, "admin", "public", "public"),
        }


@pytest.fixture(params=["scoped", "unscoped", "public only"])
def login(request: pytest.FixtureRequest, logins: dict[str, Login]) -> Login:
    return logins[request.param]


# --- who makes it ---


def of_a_session_client(login: Login) -> Any:
    return Client(session=Session(auth=login.plugin())).auth_ref


def of_a_client_alone(login: Login) -> Any:
    client = Client(**login.credentials)
    client.authenticate()
    return client.auth_ref


def of_a_client_that_logged_in_itself(login: Login) -> Any:
    return Client(**login.credentials).get_raw_token_from_identity_service(**login.credentials)


def of_a_plugin(login: Login) -> Any:
    return login.plugin().get_access(Session())


def of_create(login: Login) -> Any:
    return auth_access.create(body=login.body())


def of_factory(login: Login) -> Any:
    return access.AccessInfo.factory(body=login.body())


def of_keystoneauth1(login: Login) -> Any:
    return keystoneauth1.access.create(body=login.body())


def of_keystoneclient(login: Login) -> Any:
    return keystoneclient.access.AccessInfo.factory(body=login.body())


def of_a_state(login: Login) -> Any:
    plugin = login.plugin()
    plugin.get_token(Session())
    return json.loads(plugin.get_auth_state() or "")


PRODUCERS: dict[str, Callable[[Login], Any]] = {
    "session client": of_a_session_client,
    "client alone": of_a_client_alone,
    "raw token": of_a_client_that_logged_in_itself,
    "plugin": of_a_plugin,
    "auth.access.create": of_create,
    "access.factory": of_factory,
    "body": Login.body,
    "keystoneauth1": of_keystoneauth1,
    "keystoneclient": of_keystoneclient,
    "state": of_a_state,
}
NOT_JSON = {"plugin", "auth.access.create", "keystoneauth1"}
"""Those whose kind JSON does not know: `save` writes them."""


# --- how it travels ---


def as_it_is(given: Any, _: Path) -> Any:
    return given


def as_a_pickle(given: Any, _: Path) -> Any:
    return pickle.loads(pickle.dumps(given))


def as_a_copy(given: Any, _: Path) -> Any:
    return copy.deepcopy(given)


def as_json(given: Any, _: Path) -> Any:
    return json.loads(json.dumps(given))


def as_a_file(given: Any, path: Path) -> Any:
    ours = (access.AccessInfo, auth_access.AccessInfo)
    (given if isinstance(given, ours) else access.AccessInfo.of(given)).save(path)
    return access.AccessInfo.load(path)


def as_a_file_of_the_other_kind(given: Any, path: Path) -> Any:
    access.AccessInfo.of(given).save(path)
    return auth_access.AccessInfo.load(path)


def as_a_file_made_by_hand(given: Any, path: Path) -> Any:
    path.touch(0o600)
    with path.open("w") as file:
        json.dump(given, file)
    return access.AccessInfo.load(path)


CARRIERS: dict[str, Callable[[Any, Path], Any]] = {
    "as it is": as_it_is,
    "pickle": as_a_pickle,
    "copy": as_a_copy,
    "json": as_json,
    "file": as_a_file,
    "file of the other kind": as_a_file_of_the_other_kind,
    "file made by hand": as_a_file_made_by_hand,
}
OVER_JSON = {"json", "file made by hand"}


# --- who takes it ---


def to_a_session_client(auth_ref: Any, login: Login) -> Client:
    return client_of(login, Session(), auth_ref=auth_ref, auth_url=login.cloud.auth_url)


def to_a_client_of_keystoneauth1s_session(auth_ref: Any, login: Login) -> Client:
    session = keystoneauth1.session.Session()
    return client_of(login, session, auth_ref=auth_ref, auth_url=login.cloud.auth_url)


def to_a_client_alone(auth_ref: Any, login: Login) -> Client:
    return client_of(login, None, auth_ref=auth_ref, auth_url=login.cloud.auth_url)


def to_a_client_that_is_there(auth_ref: Any, login: Login) -> Client:
    client = client_of(login, None, **login.credentials)  # which logs in
    login.cloud.requests.clear()
    client.auth_ref = auth_ref
    return client


def to_a_plugin(auth_ref: Any, login: Login) -> Client:
    return client_of(login, Session(auth=AccessInfoPlugin(auth_ref, login.cloud.auth_url)))


def to_a_plugin_in_keystoneauth1s_session(auth_ref: Any, login: Login) -> Client:
    plugin = AccessInfoPlugin(auth_ref, login.cloud.auth_url)
    return client_of(login, keystoneauth1.session.Session(auth=plugin))


def to_a_plugin_with_a_password(auth_ref: Any, login: Login) -> Client:
    plugin = login.plugin()
    plugin.set_auth_state(AccessInfoPlugin(auth_ref).get_auth_state())
    return client_of(login, Session(auth=plugin))


def to_a_plugin_of_keystoneauth1(auth_ref: Any, login: Login) -> Client:
    plugin = keystoneauth1.identity.v2.Password(**login.credentials)
    plugin.set_auth_state(AccessInfoPlugin(auth_ref).get_auth_state())
    return client_of(login, keystoneauth1.session.Session(auth=plugin))


CONSUMERS: dict[str, Callable[[Any, Login], Client]] = {
    "session client": to_a_session_client,
    "client of keystoneauth1's session": to_a_client_of_keystoneauth1s_session,
    "client alone": to_a_client_alone,
    "client that is there": to_a_client_that_is_there,
    "plugin": to_a_plugin,
    "plugin in keystoneauth1's session": to_a_plugin_in_keystoneauth1s_session,
    "plugin with a password": to_a_plugin_with_a_password,
    "plugin of keystoneauth1": to_a_plugin_of_keystoneauth1,
}


def client_of(login: Login, session: Any, **kwargs: Any) -> Client:
    if session is not None:
        kwargs["session"] = session
    return Client(interface=login.interface, **kwargs)


def own_tenants(client: Client) -> list[str]:
    """Ask the server: without a catalog, the one question that can be asked warns of that."""
    with warnings.catch_warnings(action="ignore", category=OwnTenantsWarning):
        return [tenant.name for tenant in client.tenants.list()]


# --- the matrix ---

CELLS = [
    (producer, carrier)
    for producer in PRODUCERS
    for carrier in CARRIERS
    if not (producer in NOT_JSON and carrier in OVER_JSON)
]


@pytest.mark.parametrize(("producer", "carrier"), CELLS)
def test_a_login_serves_everybody_without_another(
    producer: str, carrier: str, login: Login, tmp_path: Path
) -> None:
    carried = CARRIERS[carrier](PRODUCERS[producer](login), tmp_path / "auth_ref.json")
    token = access.AccessInfo.of(carried).auth_token

    for consumer, take in CONSUMERS.items():
        login.cloud.requests.clear()
        client = take(carried, login)

        assert own_tenants(client) == ["admin"], consumer
        assert [each.path for each in login.cloud.requests.logins] == [], consumer
        assert login.cloud.requests[-1].api == login.asked, consumer
        assert client.auth_ref.auth_token == client.get_token(client.session) == token, consumer
        assert client.auth_ref.username == "admin", consumer
        assert client.auth_ref.tenant_name == login.tenant_name, consumer


@pytest.mark.parametrize("producer", sorted(NOT_JSON))
def test_json_does_not_know_the_auth_objects_and_says_so(producer: str, login: Login) -> None:
    with pytest.raises(TypeError, match="AccessInfoV2 is not JSON serializable"):
        json.dumps(PRODUCERS[producer](login))


@pytest.mark.parametrize("consumer", CONSUMERS)
def test_whoever_has_a_login_can_give_it_on(consumer: str, login: Login, tmp_path: Path) -> None:
    first = CONSUMERS[consumer](of_a_session_client(login), login)
    login.cloud.requests.clear()

    first.auth_ref.save(tmp_path / "auth_ref.json")
    second = to_a_session_client(access.AccessInfo.load(tmp_path / "auth_ref.json"), login)

    assert own_tenants(second) == ["admin"]
    assert len(login.cloud.requests.logins) == 0


@pytest.mark.parametrize("consumer", CONSUMERS)
@pytest.mark.parametrize(
    ("scope", "error", "words"),
    [
        ("unscoped", EmptyCatalog, "catalog is empty"),
        ("public only", EndpointNotFound, "public"),
    ],
)
def test_what_the_catalog_lacks_is_an_error_that_says_so(
    scope: str, error: type[Exception], words: str, consumer: str, logins: dict[str, Login]
) -> None:
    login = replace(logins[scope], interface="admin")
    client = CONSUMERS[consumer](of_a_session_client(login), login)
    login.cloud.requests.clear()

    with pytest.raises(error, match=words):
        client.users.list()

    assert len(login.cloud.requests) == 0


@pytest.mark.parametrize("session", [None, Session, keystoneauth1.session.Session])
def test_an_unscoped_login_alone_does_not_tell_where_the_cloud_is(logins, session) -> None:
    given = {"session": session()} if session else {}
    client = Client(auth_ref=of_a_session_client(logins["unscoped"]), **given)

    with pytest.raises(EndpointNotFound, match="give auth_url="):
        own_tenants(client)


NO_LOGINS: Mapping[str, Any] = {
    "an answer without a token": {"access": {}},
    "a token of v3": {"token": {"methods": ["password"], "expires_at": "x"}},
    "a state of nothing": {"auth_token": "t", "body": {}},
    "an error": {"error": {"code": 401}},
}


@pytest.mark.parametrize("consumer", CONSUMERS)
@pytest.mark.parametrize("given", NO_LOGINS.values(), ids=NO_LOGINS)
def test_what_is_no_login_is_one_error_for_everybody(given, consumer: str, login: Login) -> None:
    with pytest.raises(InvalidResponse):
        CONSUMERS[consumer](given, login)


PASSWORDS = {"client that is there", "plugin with a password", "plugin of keystoneauth1"}


@pytest.mark.parametrize("consumer", CONSUMERS)
def test_a_login_that_was_revoked_is_replaced_by_who_can(consumer: str, login: Login) -> None:
    auth_ref = of_a_session_client(login)
    client = CONSUMERS[consumer](auth_ref, login)
    login.cloud.revoke(auth_ref.auth_token)
    login.cloud.requests.clear()

    if consumer in PASSWORDS:
        assert own_tenants(client) == ["admin"]
        assert len(login.cloud.requests.logins) == 1
    else:
        with pytest.raises(Unauthorized):
            own_tenants(client)
        assert len(login.cloud.requests.logins) == 0
