"""The server for the tests of this folder: a real Keystone if one was asked for, or a cloud."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.v2_0.client import Client
from tests.live.keystone_server import ADMIN_TOKEN
from tests.live.libraries import LIBRARIES, Library
from tests.live.method_calls import MethodCalls
from tests.live.raw import Person, Raw
from tests.live.servers import Server, is_real, new_server

HERE = Path(__file__).parent
DESELECTED = pytest.StashKey[bool]()
JUDGES = "test_every_"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder; skip those that a cloud cannot pass, if that is asked."""
    skip = pytest.mark.skip(reason="is about a real Keystone: run `make live`")
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.live)
            if item.get_closest_marker("real_keystone") and not is_real():
                item.add_marker(skip)
    # What judges the other tests comes after them.
    items.sort(key=lambda item: item.path.parent == HERE and item.path.name.startswith(JUDGES))


def pytest_deselected(items: list[pytest.Item]) -> None:
    """Remember that some tests were left out, as with ``-k``."""
    for item in items:
        item.config.stash[DESELECTED] = True


@pytest.fixture
def whole_suite(request: pytest.FixtureRequest) -> None:
    """Skip the test unless all others of this folder ran before it, and none failed."""
    collected = {item.path for item in request.session.items}
    if (
        request.config.stash.get(DESELECTED, False)
        or any("::" in argument for argument in request.config.args)
        or not collected.issuperset(HERE.glob("test_*.py"))
    ):
        pytest.skip("judges a run of all live tests only")
    if request.session.testsfailed:
        pytest.skip("judges a run without failures only")


# --- servers -------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def keystone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server: its public API and its admin API have origins of their own."""
    with new_server(tmp_path_factory.mktemp("keystone")) as server:
        yield server


@pytest.fixture(scope="session")
def public_only_keystone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that has less: a catalog with public URLs only, no certificates, no revocations."""
    state = tmp_path_factory.mktemp("public-only-keystone")
    with new_server(state, catalog="public-only", signs=False, revokes_by_id=False) as server:
        yield server


@pytest.fixture(scope="session")
def raw(keystone: Server) -> Raw:
    """Plain HTTP to the server, to prepare and to check."""
    return Raw(keystone)


@pytest.fixture
def person(raw: Raw) -> Person:
    """A user of this test's own, with a tenant."""
    return raw.person()


@pytest.fixture(scope="session")
def bystander(raw: Raw) -> Person:
    """A user whom many tests share: none changes him, nor what he may do."""
    return raw.person()


# --- clients over the session of either library --------------------------------------------


_watch = pytest.MonkeyPatch()


def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """Watch no more once the last test of this folder has ended."""
    if nextitem is None or HERE not in nextitem.path.parents:
        _watch.undo()


@pytest.fixture(scope="session", autouse=True)
def method_calls() -> MethodCalls:
    """Which methods have returned, and over which library's session."""
    calls = MethodCalls()
    calls.watch(_watch)
    return calls


@pytest.fixture(params=LIBRARIES, ids=[library.name for library in LIBRARIES])
def library(request: pytest.FixtureRequest) -> Library:
    """Where sessions and plugins come from: whoever asks runs once with each library."""
    found: Library = request.param
    return found


@pytest.fixture(scope="session")
def shared_logins(keystone: Server, bystander: Person) -> dict[tuple[str, str], Any]:
    """Plugins that log in once for all tests, by library and by who they are of."""
    logins: dict[tuple[str, str], Any] = {}
    for library in LIBRARIES:
        logins[library.name, "admin"] = library.admin(keystone)
        logins[library.name, "bystander"] = library.person(keystone, bystander)
    return logins


@pytest.fixture
def admin(library: Library, shared_logins: dict[tuple[str, str], Any]) -> Client:
    """A client of the administrator."""
    return library.client(shared_logins[library.name, "admin"])


@pytest.fixture
def visitor(library: Library, shared_logins: dict[tuple[str, str], Any]) -> Client:
    """A client of `bystander`, who is no administrator, of the admin API."""
    return library.client(shared_logins[library.name, "bystander"])


@pytest.fixture(params=["admin", "public"])
def either(request: pytest.FixtureRequest, admin: Client) -> Client:
    """A client of the administrator, of the admin API and of the public one."""
    return Client(session=admin.session, interface=request.param)


@pytest.fixture
def member(library: Library, keystone: Server, person: Person) -> Client:
    """A client of `person`, who is no administrator, of the admin API."""
    return library.client(library.person(keystone, person))


@pytest.fixture
def own(member: Client) -> Client:
    """A client of `person` of the public API, where users look after what is theirs."""
    return Client(session=member.session, interface="public")


@pytest.fixture
def bootstrap(library: Library, keystone: Server) -> Client:
    """A client with the admin token, for which no catalog is needed."""
    return library.client(library.fixed_token(keystone.admin_url, ADMIN_TOKEN))


# --- sessions and plugins of this library --------------------------------------------------


@pytest.fixture
def admin_auth(keystone: Server) -> v2.Password:
    """The administrator's login."""
    auth: v2.Password = LIBRARIES[0].admin(keystone)
    return auth


@pytest.fixture
def person_auth(keystone: Server, person: Person) -> v2.Password:
    """The login of `person`."""
    auth: v2.Password = LIBRARIES[0].person(keystone, person)
    return auth


@pytest.fixture
def session(person_auth: v2.Password) -> Session:
    """A session of `person`."""
    return Session(auth=person_auth)
