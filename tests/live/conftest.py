"""A real Keystone for the tests of this folder, which are skipped where none was asked for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.auth.token_endpoint import Token as TokenEndpoint
from ksclient.v2_0.client import Client
from tests.live.keystone_server import ADMIN_PASSWORD, ADMIN_TOKEN, KeystoneServer
from tests.live.raw import Person, Raw

HERE = Path(__file__).parent


def _is_wanted() -> bool:
    # In CI a missing Keystone is a failure, never a skip.
    return os.environ.get("KSCLIENT_LIVE") == "1" or os.environ.get("CI") == "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder; skip them unless a Keystone was asked for."""
    skip = pytest.mark.skip(reason="needs a real Keystone: run `make live`")
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.live)
            if not _is_wanted():
                item.add_marker(skip)


@pytest.fixture(scope="session")
def keystone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeystoneServer]:
    """The server: public API on 127.0.0.1, admin API on 127.0.0.2."""
    with KeystoneServer(tmp_path_factory.mktemp("keystone")) as server:
        yield server


@pytest.fixture(scope="session")
def public_only_keystone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeystoneServer]:
    """A server whose catalog holds public URLs only."""
    state = tmp_path_factory.mktemp("public-only-keystone")
    with KeystoneServer(state, catalog="public-only") as server:
        yield server


@pytest.fixture(scope="session")
def raw(keystone: KeystoneServer) -> Raw:
    """Plain HTTP to the server, to prepare and to check."""
    return Raw(keystone)


@pytest.fixture
def person(raw: Raw) -> Person:
    """A user of this test's own, with a tenant."""
    return raw.person()


@pytest.fixture
def admin_auth(keystone: KeystoneServer) -> v2.Password:
    """The administrator's login."""
    return v2.Password(
        auth_url=keystone.public_url,
        username="admin",
        password=ADMIN_PASSWORD,
        tenant_name="admin",
    )


@pytest.fixture
def admin(admin_auth: v2.Password) -> Client:
    """A client of the administrator."""
    return Client(session=Session(auth=admin_auth))


@pytest.fixture
def bootstrap(keystone: KeystoneServer) -> Client:
    """A client with the admin token, for which no catalog is needed."""
    auth = TokenEndpoint(endpoint=keystone.admin_url, token=ADMIN_TOKEN)
    return Client(session=Session(auth=auth))


@pytest.fixture
def person_auth(keystone: KeystoneServer, person: Person) -> v2.Password:
    """The login of `person`."""
    return v2.Password(
        auth_url=keystone.public_url,
        username=person.name,
        password=person.password,
        tenant_id=person.tenant_id,
    )


@pytest.fixture
def session(person_auth: v2.Password) -> Session:
    """A session of `person`."""
    return Session(auth=person_auth)
