"""Every object of the package can be copied, pickled, and shared by threads.

The kinds are found by looking through the package, so a new plugin, error or resource is held to
the same. keystoneauth1 and keystoneclient are put beside.
"""

from __future__ import annotations

import concurrent.futures
import copy
import inspect
import multiprocessing
import pickle
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import keystoneauth1.exceptions as their_exceptions
import keystoneauth1.identity.v2 as their_v2
import keystoneauth1.session as their_session
import keystoneclient.v2_0.client as their_client
import pytest

from ksclient.auth import exceptions
from ksclient.auth.adapter import Adapter
from ksclient.auth.fixture import TestPlugin
from ksclient.auth.noauth import NoAuth
from ksclient.auth.plugin import secrets_kept
from ksclient.auth.session import Session
from ksclient.base import Manager
from ksclient.exceptions import DetachedResource
from tests.robustness import kinds, storms
from tests.robustness.kinds import CANARY, PASSWORD, TOKEN, name_of
from tests.robustness.recorder import Recorder, recorder

PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)
Way = Callable[[Any], Any]


def pickled(protocol: int) -> Way:
    return lambda value: pickle.loads(pickle.dumps(value, protocol))


def pickled_whole(value: Any) -> Any:
    """Return what a pickle becomes that was asked to keep the secrets."""
    with secrets_kept():
        data = pickle.dumps(value)
    return pickle.loads(data)


HAVE_NO_SECRET = (NoAuth, TestPlugin)
"""Plugins that work on after any pickle: a test's token is no secret."""

WAYS_THAT_KEEP_ALL = [copy.copy, copy.deepcopy, pickled_whole]
every_plugin = pytest.mark.parametrize("cls", kinds.plugin_classes(), ids=name_of)
every_protocol = pytest.mark.parametrize("protocol", PROTOCOLS)


@pytest.fixture(scope="module")
def process() -> Iterator[Recorder]:
    with recorder() as server:
        yield server


@pytest.fixture
def server(process: Recorder) -> Recorder:
    process.seen.clear()
    process.logins = 0
    return process


@pytest.fixture(params=["Session", "Adapter", "Client over a session", "Client without one"])
def whole(request, server) -> Any:
    """Something that a program holds, which has logged in and has an open connection."""
    made = {
        "Session": lambda: kinds.session(server.url),
        "Adapter": lambda: Adapter(kinds.session(server.url), service_type="identity"),
        "Client over a session": lambda: kinds.client(server.url, over_session=True),
        "Client without one": lambda: kinds.client(server.url, over_session=False),
    }[request.param]()
    use(made, server)
    return made


def use(whole: Any, server: Recorder) -> None:
    """Have a session, an adapter or a client send a request with a token."""
    if hasattr(whole, "users"):
        assert [user.id for user in whole.users.list()] == ["u"]
    else:
        assert whole.get(f"{server.auth_url}/tenants").status_code == 200


# --- plugins -------------------------------------------------------------------------------------


@every_protocol
@every_plugin
def test_a_pickled_plugin_has_no_secret_and_says_what_it_lacks(cls, protocol, server):
    plugin = kinds.plugin(cls, server.url)
    plugin.get_headers(Session())
    logins = server.logins

    data = pickle.dumps(plugin, protocol)
    again = pickle.loads(data)

    if cls in HAVE_NO_SECRET:
        assert again.get_headers(Session()) == plugin.get_headers(Session())
        return
    assert CANARY.encode() not in data
    with pytest.raises(exceptions.AuthorizationFailure, match=r"set plugin\.\w+ = \.\.\."):
        again.get_headers(Session())
    assert server.logins == logins


@pytest.mark.parametrize("way", WAYS_THAT_KEEP_ALL)
@every_plugin
def test_a_copied_plugin_works_while_others_hold_all_locks_of_the_first(cls, way, server):
    plugin = kinds.plugin(cls, server.url)
    headers = plugin.get_headers(Session())

    again = way(plugin)

    locks = [lock() for name, lock in vars(plugin).items() if name.endswith("_lock")]
    with HeldByAnother(locks):
        got = in_time(lambda: again.get_headers(Session()))
        renewed = in_time(lambda: again.renew_headers(Session(), headers) or "no other")

    assert got is not None
    assert got.keys() == headers.keys()
    assert renewed is not None


def in_time(act: Callable[[], Any]) -> Any:
    """Return what *act* returns; None if it waits for ever."""
    results: list[Any] = []
    thread = threading.Thread(target=lambda: results.append(act()), daemon=True)
    thread.start()
    thread.join(storms.PATIENCE_SECONDS)
    return results[0] if results else None


class HeldByAnother:
    """Have another thread hold locks meanwhile."""

    def __init__(self, locks: list[Any]) -> None:
        self._locks = locks
        self._held, self._free = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._hold)

    def __enter__(self) -> None:
        self._thread.start()
        self._held.wait()

    def __exit__(self, *_: object) -> None:
        self._free.set()
        self._thread.join()

    def _hold(self) -> None:
        for lock in self._locks:
            lock.acquire()
        self._held.set()
        self._free.wait()
        for lock in self._locks:
            lock.release()


@every_plugin
def test_threads_that_share_a_plugin_share_its_login(cls, server):
    plugin = kinds.plugin(cls, server.url)
    expected = kinds.plugin(cls, server.url)
    expected.get_headers(Session())
    logins_of_one, server.logins = server.logins, 0
    sessions = [Session() for _ in range(20)]
    got: list[Any] = []

    outcome = storms.together(
        [lambda session=session: got.append(plugin.get_headers(session)) for session in sessions]
    )

    assert (outcome.errors, outcome.answers) == ({}, 20)
    assert server.logins == logins_of_one
    assert [headers for headers in got if headers != got[0]] == []


# --- sessions, adapters and clients --------------------------------------------------------------


@every_protocol
def test_a_pickled_whole_has_no_secret_and_says_what_it_lacks(whole, protocol, server):
    data = pickle.dumps(whole, protocol)
    again = pickle.loads(data)

    assert CANARY.encode() not in data
    with pytest.raises(exceptions.AuthorizationFailure, match=r"set plugin\.\w+ = \.\.\."):
        use(again, server)


@pytest.mark.parametrize("way", [copy.deepcopy, pickled_whole])
def test_a_copied_whole_has_the_token_and_a_connection_of_its_own(whole, way, server):
    logins = server.logins

    again = way(whole)
    use(again, server)
    use(whole, server)

    assert server.logins == logins
    *_, parents, copys, parents_again = [seen.port for seen in server.seen]
    assert parents == parents_again != copys


def test_threads_share_a_whole(whole, server):
    logins = server.logins

    outcome = storms.together([lambda: use(whole, server)] * 20)

    assert (outcome.errors, outcome.answers) == ({}, 20)
    assert server.logins == logins


def test_threads_go_on_while_their_session_is_closed_again_and_again(server):
    session, over = kinds.session(server.url), threading.Event()
    closer = threading.Thread(target=storms.until(over.is_set, session.close))
    closer.start()

    outcome = storms.together([lambda: [use(session, server) for _ in range(10)]] * 8)

    over.set()
    closer.join()
    assert (outcome.errors, outcome.answers) == ({}, 8)
    assert server.logins == 1


@pytest.mark.parametrize("cls", kinds.manager_classes(), ids=name_of)
@pytest.mark.parametrize("way", [copy.deepcopy, pickled_whole])
def test_a_managers_copy_asks_as_the_manager_does(cls, way, server):
    client = kinds.client(server.url, over_session=True)
    found = [value for value in vars(client).values() if type(value) is cls]
    assert found, f"no client has a {cls.__name__}"

    again = way(found[0])

    assert isinstance(again, Manager)
    again.client.get("/users")
    assert server.seen[-1].what == "GET /v2.0/users"


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_pickled_manager_has_no_secret(protocol, server):
    client = kinds.client(server.url, over_session=True)
    client.users.list()

    assert CANARY.encode() not in pickle.dumps(client.users, protocol)


# --- data: logins, resources, errors -------------------------------------------------------------


@pytest.mark.parametrize("way", [copy.copy, copy.deepcopy, *map(pickled, PROTOCOLS)])
def test_an_access_info_travels_with_its_token_and_catalog(way, server):
    for info in kinds.access_infos(server.url):
        again = way(info)

        assert type(again) is type(info)
        assert again.auth_token == TOKEN
        assert again.service_catalog.url_for(service_type="identity") == server.auth_url
        assert repr(again) == repr(info)


@every_protocol
@pytest.mark.parametrize("cls", kinds.resource_classes(), ids=name_of)
def test_a_pickled_resource_is_its_data_and_nothing_else(cls, protocol, server):
    client = kinds.client(server.url, over_session=True)
    client.users.list()
    resource = cls(client.users, {"id": "u", "name": "n", "extra": {"a": [1]}}, loaded=True)

    data = pickle.dumps(resource, protocol)
    again = pickle.loads(data)

    assert (again, again.id, again.extra) == (resource, resource.id, {"a": [1]})
    assert [word for word in (CANARY, "Manager", "Session") if word.encode() in data] == []
    with pytest.raises(DetachedResource):
        again.manager.delete(again)


@pytest.mark.parametrize("way", [copy.copy, copy.deepcopy])
@pytest.mark.parametrize("cls", kinds.resource_classes(), ids=name_of)
def test_a_copied_resource_keeps_its_manager(cls, way, server):
    client = kinds.client(server.url, over_session=True)
    resource = cls(client.users, {"id": "u", "extra": {"a": [1]}}, loaded=True)

    again = way(resource)

    assert again == resource
    assert again.manager is client.users


@pytest.mark.parametrize("way", [copy.copy, copy.deepcopy, *map(pickled, PROTOCOLS)])
def test_a_list_with_metadata_travels(way, server):
    client = kinds.client(server.url, over_session=True)
    client.users.client.include_metadata = True
    answer = client.users.list()

    again = way(answer)

    assert [user.id for user in again.data] == ["u"]
    assert again.request_ids == answer.request_ids


@pytest.mark.parametrize("way", [copy.copy, copy.deepcopy, *map(pickled, PROTOCOLS)])
@pytest.mark.parametrize("cls", kinds.error_classes(), ids=name_of)
def test_an_error_travels_with_all_that_it_says(cls, way):
    error = kinds.error(cls)
    error.add_note("as it was")

    again = way(error)

    assert type(again).__name__ == cls.__name__
    assert isinstance(again, cls)
    assert (str(again), again.args, again.__notes__) == (str(error), error.args, ["as it was"])
    names = vars(error).keys() - {"response", "original", "options"}
    assert {n: vars(again)[n] for n in names} == {n: vars(error)[n] for n in names}


# --- to other processes --------------------------------------------------------------------------


def ask(whole: Any, url: str) -> tuple[str, str]:
    """Have what came over to this process ask; return how that ended."""
    try:
        whole.get(f"{url}/v2.0/tenants")
    except exceptions.ClientException as error:
        return type(error).__name__, str(error)
    return "fine", ""


def fail(url: str) -> None:
    """Raise what a server's refusal becomes."""
    Session().get(f"{url}/refused")


def put_outcome(queue: Any, whole: Any, url: str) -> None:
    queue.put(ask(whole, url))


@pytest.fixture(scope="module", params=["forkserver", "spawn"])
def elsewhere(request) -> Any:
    context = multiprocessing.get_context(request.param)
    if request.param == "forkserver":
        context.set_forkserver_preload([__name__])
    return context


def test_a_process_gets_a_session_with_its_login_only_if_that_is_asked_for(elsewhere, server):
    session = kinds.session(server.url)
    session.get_token()
    queue = elsewhere.Queue()
    outcomes = []
    for keeps in (True, False):
        process = elsewhere.Process(target=put_outcome, args=(queue, session, server.url))
        if keeps:
            with secrets_kept():
                process.start()
        else:
            process.start()
        outcomes.append(queue.get(timeout=storms.PATIENCE_SECONDS))
        process.join()

    assert outcomes[0] == ("fine", "")
    assert outcomes[1][0] == "AuthorizationFailure"
    assert "secrets_kept" in outcomes[1][1]
    assert server.logins == 1


def ask_of_bytes(data: bytes, url: str) -> tuple[str, str]:
    return ask(pickle.loads(data), url)


def test_a_pool_gets_a_login_as_bytes_and_gives_errors_back(elsewhere, server):
    session = kinds.session(server.url)
    session.get_token()
    with secrets_kept():
        data = pickle.dumps(session)

    with concurrent.futures.ProcessPoolExecutor(1, elsewhere) as pool:
        done = pool.submit(ask_of_bytes, data, server.url)
        failed = pool.submit(fail, server.url)

        assert done.result() == ("fine", "")
        with pytest.raises(exceptions.Forbidden) as caught:
            failed.result()

    with pytest.raises(exceptions.Forbidden) as at_home:
        fail(server.url)
    assert (str(caught.value), vars(caught.value).keys()) == (
        str(at_home.value),
        vars(at_home.value).keys(),
    )
    assert caught.value.url == at_home.value.url == f"{server.url}/refused"
    assert server.logins == 1


# --- upstream ------------------------------------------------------------------------------------


def theirs(server: Recorder) -> dict[str, Any]:
    auth = their_v2.Password(server.auth_url, "u", PASSWORD, tenant_name="t")
    session = their_session.Session(auth=auth)
    client = their_client.Client(session=session)
    client.users.list()
    return {"Password": auth, "Session": session, "Client": client, "User": client.users.list()[0]}


@pytest.mark.parametrize("name", ["Password", "Session", "Client", "User"])
@pytest.mark.parametrize("way", [pickled(pickle.HIGHEST_PROTOCOL), copy.deepcopy])
def test_keystoneauth1s_objects_travel_in_no_way(name, way, server):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        value = theirs(server)[name]

    with pytest.raises(TypeError):
        way(value)


def test_half_of_keystoneauth1s_errors_do_not_say_the_same_after_a_pickle():
    same, other = [], []
    for name, cls in inspect.getmembers(their_exceptions, inspect.isclass):
        try:
            error = cls("it broke")
        except (AttributeError, TypeError):  # it wants something else than words
            continue
        try:
            again = pickled(pickle.HIGHEST_PROTOCOL)(error)
        except (AttributeError, TypeError):
            other.append(name)
        else:
            is_same = (str(again), vars(again)) == (str(error), vars(error))
            (same if is_same else other).append(name)

    assert len(other) >= len(same)
    assert "NotFound" in other
