"""What a session makes of keywords, and that it can be shared, copied, dropped and forked."""

from __future__ import annotations

import copy
import gc
import inspect
import json
import logging
import pickle
import sys
import threading
import weakref
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
import requests
import requests_mock as mocking

from ksclient.auth import exceptions, plugin
from ksclient.auth import session as door
from ksclient.auth.plugin import BaseAuthPlugin
from ksclient.auth.session import Session
from tests.servers import scripted

URL = "http://a.example/v2.0/users"
TOKEN = "c4n4ry-t0k3n"


@pytest.fixture
def network() -> Iterator[Any]:
    """Every URL of a.example answers 200; everything else is refused."""
    with mocking.Mocker() as mocker:
        mocker.register_uri(mocking.ANY, mocking.ANY, status_code=599)
        mocker.register_uri(mocking.ANY, "http://a.example/", text="{}")
        mocker.register_uri(mocking.ANY, URL, text="{}")
        mocker.register_uri(mocking.ANY, "http://endpoint.example/v2.0/x", text="{}")
        yield mocker


# -- plugins ----------------------------------------------------------------------------------


def test_the_sessions_plugin_authenticates(network: Any, token_plugin: Any) -> None:
    Session(token_plugin()).get(URL)

    assert network.last_request.headers["X-Auth-Token"] == "token-of-plugin-1"


def test_a_calls_plugin_replaces_the_sessions(network: Any, token_plugin: Any) -> None:
    Session(token_plugin()).get(URL, auth=token_plugin(prefix="other-"))

    assert network.last_request.headers["X-Auth-Token"] == "other-1"


def test_without_a_plugin_nothing_is_added(network: Any) -> None:
    Session().get(URL)

    assert "X-Auth-Token" not in network.last_request.headers


def test_asking_for_authentication_without_a_plugin_is_an_error(network: Any) -> None:
    with pytest.raises(exceptions.MissingAuthPlugin):
        Session().get(URL, authenticated=True)

    assert network.call_count == 0


def test_a_plugin_without_a_token_is_an_error(network: Any) -> None:
    class Empty(BaseAuthPlugin):
        """Has no token."""

    with pytest.raises(exceptions.AuthorizationFailure, match="The auth plugin Empty gave neither"):
        Session(Empty()).get(URL)

    assert network.call_count == 0


def test_a_plugin_may_need_no_headers(network: Any, token_plugin: Any) -> None:
    made = token_plugin()
    made.get_headers = lambda session: {}

    assert Session(made).get(URL).status_code == 200


def test_the_plugins_headers_replace_the_callers(network: Any, token_plugin: Any) -> None:
    Session(token_plugin()).get(URL, headers={"x-auth-token": "callers"})

    assert network.last_request.headers["X-Auth-Token"] == "token-of-plugin-1"


@pytest.mark.parametrize("authenticated", [True, False])
def test_the_plugins_certificates_replace_the_sessions(
    authenticated: bool, network: Any, token_plugin: Any
) -> None:
    made = token_plugin()
    made.get_connection_params = lambda session: {"cert": "plugins", "verify": False}

    Session(made, cert="sessions", verify="sessions").get(URL, authenticated=authenticated)

    assert (network.last_request.cert, network.last_request.verify) == ("plugins", False)


# -- where to ---------------------------------------------------------------------------------


def test_a_path_goes_beneath_the_endpoint_that_the_plugin_finds(
    network: Any, token_plugin: Any
) -> None:
    made = token_plugin()
    wanted = {"service_type": "identity", "interface": "admin"}

    Session(made).get("/x", endpoint_filter=wanted, allow={"allow_unknown": True})

    assert network.last_request.url == "http://endpoint.example/v2.0/x"
    assert made.calls == [f"get_endpoint { ({'allow': {'allow_unknown': True}} | wanted) }"]


def test_an_override_goes_before_the_filter(network: Any, token_plugin: Any) -> None:
    network.get("http://other.example/project-1/x")

    Session(token_plugin()).get(
        "x",
        endpoint_override="http://other.example/%(project_id)s/",
        endpoint_filter={"service_type": "identity"},
    )

    assert network.last_request.url == "http://other.example/project-1/x"


def test_a_whole_url_goes_before_everything(network: Any, token_plugin: Any) -> None:
    made = token_plugin()

    Session(made).get(
        URL, endpoint_override="http://other.example/", endpoint_filter={"service_type": "x"}
    )

    assert network.last_request.url == URL
    assert made.calls == []


@pytest.mark.parametrize(
    "url", ["/x", "x", "", "//a.example/v2.0/users", "http://", "a.example:80/x"]
)
def test_a_path_without_an_endpoint_is_an_error(url: str, network: Any) -> None:
    with pytest.raises(exceptions.EndpointNotFound):
        Session().get(url)

    assert network.call_count == 0


def test_a_url_without_its_scheme_is_not_taken_for_another_host(
    network: Any, token_plugin: Any
) -> None:
    network.get("http://endpoint.example/v2.0/evil.example/x")

    Session(token_plugin()).get("//evil.example/x", endpoint_filter={"service_type": "identity"})

    assert network.last_request.hostname == "endpoint.example"


@pytest.mark.parametrize(
    ("override", "error"), [("/%(token)s", AttributeError), ("/%(user_id)s", ValueError)]
)
def test_an_override_that_cannot_be_filled_is_an_error(
    override: str, error: type[Exception], token_plugin: Any
) -> None:
    with pytest.raises(error):
        Session(token_plugin()).get("x", endpoint_override=override)


# -- headers and bodies -----------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "patch", "delete"])
def test_each_verb_sends_its_method(method: str, network: Any) -> None:
    answer = getattr(Session(), method)(URL, headers={"A": "b"})

    assert answer.status_code == 200
    assert network.last_request.method == method.upper()
    assert network.last_request.headers["A"] == "b"


@pytest.mark.parametrize("value", [{}, [], 0, False, "", {"a": "ü"}])
def test_json_is_sent_as_json(value: Any, network: Any) -> None:
    Session().post(URL, json=value)

    assert json.loads(network.last_request.body) == value
    assert network.last_request.headers["Content-Type"] == "application/json"


def test_the_callers_content_type_stays(network: Any) -> None:
    Session().patch(URL, json={}, headers={"content-type": "application/json-patch+json"})

    assert network.last_request.headers["Content-Type"] == "application/json-patch+json"


@pytest.mark.parametrize("data", ["text", b"bytes", {"a": "b"}, [("a", "b")]])
def test_data_goes_to_requests_as_it_is(data: Any) -> None:
    class Recording(requests.Session):
        def request(self, *args: Any, **kwargs: Any) -> requests.Response:
            raise LookupError(kwargs["data"])

    with pytest.raises(LookupError) as caught:
        Session(session=Recording()).post(URL, data=data)

    assert caught.value.args[0] is data


def test_no_body_is_no_data(network: Any) -> None:
    Session().get(URL)

    assert network.last_request.body is None
    assert "Content-Type" not in network.last_request.headers


def test_additional_headers_fill_gaps_only(network: Any, token_plugin: Any) -> None:
    session = Session(
        token_plugin(),
        additional_headers={"a": "sessions", "X-AUTH-TOKEN": "x", "C": b"bytes"},  # type: ignore[dict-item]
    )

    session.get(URL, headers={"A": "calls"})

    sent = network.last_request.headers
    assert (sent["A"], sent["X-Auth-Token"], sent["C"]) == ("calls", "token-of-plugin-1", "bytes")


def test_headers_may_be_bytes(network: Any) -> None:
    Session().get(URL, headers={b"A": b"b"})

    assert network.last_request.headers["A"] == "b"


def test_a_header_may_be_taken_away(network: Any) -> None:
    Session().get(URL, headers={"Accept-Encoding": None})

    assert "Accept-Encoding" not in network.last_request.headers


@pytest.mark.parametrize(
    ("session", "call", "expected"),
    [
        ({}, {}, None),
        ({"original_ip": "192.0.2.5"}, {"user_agent": "me"}, "for=192.0.2.5;by=me"),
        ({}, {"user_agent": "me", "original_ip": "192.0.2.6"}, "for=192.0.2.6;by=me"),
        (
            {"original_ip": "192.0.2.5"},
            {"user_agent": "me", "original_ip": "192.0.2.6"},
            "for=192.0.2.6;by=me",
        ),
        ({"original_ip": "192.0.2.5"}, {"headers": {"forwarded": "mine"}}, "mine"),
    ],
)
def test_the_user_behind_the_request_is_named(
    session: Any, call: Any, expected: str | None, network: Any
) -> None:
    Session(**session).get(URL, **call)

    assert network.last_request.headers.get("Forwarded") == expected


def test_a_global_request_id_replaces_any_other(network: Any) -> None:
    Session().get(URL, global_request_id="req-1", headers={"x-openstack-request-id": "req-0"})

    assert network.last_request.headers["X-Openstack-Request-Id"] == "req-1"


def test_a_microversion_is_asked_for(network: Any) -> None:
    Session().get(URL, microversion="2.30", microversion_service_type="compute")

    assert network.last_request.headers["OpenStack-API-Version"] == "compute 2.30"


def test_a_profiler_that_is_loaded_traces_the_request(
    network: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    profiler = ModuleType("osprofiler.web")
    profiler.get_trace_id_headers = lambda: {"X-Trace-Info": "t"}  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "osprofiler.web", profiler)

    Session().get(URL)

    assert network.last_request.headers["X-Trace-Info"] == "t"


def test_what_requests_takes_besides_is_passed_on(network: Any) -> None:
    Session().get(URL, params={"a": "b"}, requests_auth=("me", "pw"), verify="/ca", cert="/cert")

    sent = network.last_request
    assert sent.qs == {"a": ["b"]}
    assert sent.headers["Authorization"] == requests.auth._basic_auth_str("me", "pw")
    assert (sent.verify, sent.cert) == ("/ca", "/cert")


def test_requests_own_redirects_stay_off_whatever_the_caller_says(network: Any) -> None:
    network.get(URL, status_code=302, headers={"Location": "http://b.example/"})

    answer = Session().get(URL, allow_redirects=True, redirect=False)

    assert answer.status_code == 302
    assert network.call_count == 1


def test_what_nobody_knows_is_a_type_error(network: Any) -> None:
    with pytest.raises(TypeError, match="colour"):
        Session().get(URL, colour="red")


def test_the_signatures_are_keystoneauth1s_and_more() -> None:
    from keystoneauth1.session import Session as Theirs

    for name in ("__init__", "request"):
        ours, theirs = (
            inspect.signature(getattr(cls, name)).parameters for cls in (Session, Theirs)
        )
        assert list(ours)[: len(theirs) - ("kwargs" in theirs)] == [
            k for k in theirs if k != "kwargs"
        ]
        assert {k: ours[k].default for k in theirs} == {k: p.default for k, p in theirs.items()}


# -- answers ----------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [400, 404, 500, 600, 9000])
def test_an_error_is_raised_unless_the_caller_wants_the_answer(status: int, network: Any) -> None:
    network.get(URL, status_code=status)

    with pytest.raises(exceptions.HttpError) as caught:
        Session().get(URL)
    answer = Session().get(URL, raise_exc=False)

    assert caught.value.http_status == answer.status_code == status
    assert (caught.value.url, caught.value.method) == (URL, "GET")


@pytest.mark.parametrize("status", [99, 200, 204, 304, 399])
def test_what_is_below_400_is_an_answer(status: int, network: Any) -> None:
    network.get(URL, status_code=status)

    assert Session().get(URL).status_code == status


def test_a_401_with_a_junk_receipt_is_a_typed_error(network: Any, token_plugin: Any) -> None:
    network.get(URL, status_code=401, headers={"Openstack-Auth-Receipt": "junk"}, text="junk")

    with pytest.raises(exceptions.InvalidResponse):
        Session(token_plugin()).get(URL)


@pytest.mark.parametrize(
    "body", [b"<html>", b"{", b"[" * 100_000, b'{"error": ' * 200, b"\xff\xfe"]
)
@pytest.mark.parametrize("content_type", ["text/html", "application/json", "nonsense"])
def test_an_error_may_say_anything(
    content_type: str, body: bytes, network: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    network.get(URL, status_code=502, headers={"Content-Type": content_type}, content=body)

    with pytest.raises(exceptions.BadGateway):
        Session().get(URL)


@pytest.mark.parametrize("seconds", [None, 30])
def test_an_error_that_breaks_off_while_it_is_streamed_is_an_error_still(
    seconds: float | None, serve: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    head = b"HTTP/1.1 503 Busy\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"
    server = serve(scripted.raw(head + b'{"error":'))

    with pytest.raises(exceptions.ServiceUnavailable):
        Session().get(server.url, stream=True, total_timeout=seconds)


# -- a requests.Session of the user's ---------------------------------------------------------


def test_adapters_that_the_user_mounted_are_used(token_plugin: Any) -> None:
    given = requests.Session()
    adapter = mocking.Adapter()
    adapter.register_uri("GET", "mock://a.example/x", text="mounted")
    given.mount("mock://", adapter)

    answer = Session(token_plugin(), session=given).get("mock://a.example/x")

    assert answer.text == "mounted"
    assert adapter.last_request.headers["X-Auth-Token"] == "token-of-plugin-1"


def test_an_adapter_can_be_mounted_on_the_session_itself() -> None:
    session = Session()
    adapter = mocking.Adapter()
    adapter.register_uri("GET", "mock://a.example/x", text="mounted")

    session.mount("mock://", adapter)

    assert session.get("mock://a.example/x").text == "mounted"


# -- life -------------------------------------------------------------------------------------


@pytest.fixture
def no_garbage_collection() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("outcome", ["answer", "error", "no connection", "recovery", "redirect"])
def test_a_session_that_nobody_holds_is_gone_at_once(
    outcome: str,
    no_garbage_collection: None,
    serve: Any,
    token_plugin: Any,
    dead_url: str,
) -> None:
    scripts = {
        "answer": [scripted.answer(200)],
        "error": [scripted.answer(404)],
        "no connection": [],
        "recovery": [scripted.answer(401), scripted.answer(200)],
        "redirect": [scripted.redirect("/x"), scripted.answer(200)],
    }
    server = serve(*scripts[outcome])
    session = Session(token_plugin(), collect_timing=True)
    url = dead_url if outcome == "no connection" else server.url

    try:
        session.get(url)
    except exceptions.ClientException:
        assert outcome in {"error", "no connection"}
    watched = weakref.ref(session)
    del session

    assert watched() is None


def described(session: Session) -> dict[str, Any]:
    skipped = {"auth", "_connections", "_rate_semaphore", "_discovery_cache", "_api_times"}
    return {name: value for name, value in vars(session).items() if name not in skipped}


FULL: dict[str, Any] = {
    "original_ip": "192.0.2.5",
    "verify": "/ca",
    "cert": ("/c", "/k"),
    "timeout": (3, 7),
    "user_agent": "me",
    "redirect": 3,
    "additional_headers": {"A": "b"},
    "app_name": "app",
    "app_version": "1",
    "additional_user_agent": [("lib", "2")],
    "split_loggers": True,
    "collect_timing": True,
    "connect_retries": 2,
    "tls_ciphers": "AES256-SHA",
    "tls_min_version": "1.2",
    "total_timeout": 30,
}


@pytest.mark.parametrize(
    "duplicate", [copy.deepcopy, lambda s: pickle.loads(pickle.dumps(s))], ids=["copy", "pickle"]
)
def test_a_copied_session_works_like_the_first(duplicate: Any, network: Any) -> None:
    session = Session(rate_semaphore=threading.Lock(), **FULL)
    session.get(URL)

    again = duplicate(session)

    assert described(again) == described(session)
    assert again.get_timings() == []
    assert again.get(URL).status_code == 200
    assert again.session is not session.session


class Holder(BaseAuthPlugin):
    """Holds a token."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self.token: str | None = token

    def get_token(self, session: Any) -> str | None:
        return self.token


def test_a_pickled_session_holds_no_token_unless_asked(network: Any) -> None:
    network.get(f"http://a.example/v2.0/tokens/{TOKEN}")
    session = Session(Holder(TOKEN), collect_timing=True)
    session.get(f"http://a.example/v2.0/tokens/{TOKEN}")

    assert TOKEN.encode() not in pickle.dumps(session)
    with plugin.secrets_kept():
        again = pickle.loads(pickle.dumps(session))
    assert again.get_token() == TOKEN


def test_a_deep_copy_keeps_its_plugins_token_and_shares_nothing() -> None:
    session = Session(Holder(TOKEN))

    again = copy.deepcopy(session)

    assert again.get_token() == TOKEN
    assert again.auth is not session.auth


def test_a_discovery_cache_can_be_shared_and_is_not_by_default() -> None:
    cache: dict[str, Any] = {}

    assert Session(discovery_cache=cache)._discovery_cache is cache
    assert Session()._discovery_cache is not Session()._discovery_cache


def test_a_session_shows_its_plugin_and_nothing_secret() -> None:
    session = Session(additional_headers={"X-Auth-Token": TOKEN}, original_ip="192.0.2.5")

    assert repr(session) == "<Session auth=None>"


def test_threads_share_a_session(serve: Any) -> None:
    server = serve(*[scripted.answer(200, b"fine")] * 40)
    session = Session(collect_timing=True)
    texts: list[str] = []

    def ask() -> None:
        texts.extend(session.get(server.url).text for _ in range(5))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert texts == ["fine"] * 40
    assert len(session.get_timings()) == 40


# -- the door ---------------------------------------------------------------------------------


def test_the_door_opens_to_all_that_it_names() -> None:
    assert [name for name in door.__all__ if not hasattr(door, name)] == []


def test_the_door_leads_to_what_upstreams_users_replace() -> None:
    assert door.requests is requests
    with pytest.raises(AttributeError, match="nothing_else"):
        door.nothing_else  # noqa: B018


# -- wrong objects ----------------------------------------------------------------------------


def test_what_is_no_plugin_is_refused_at_construction() -> None:
    with pytest.raises(TypeError, match="auth must be an auth plugin, not a str"):
        Session("http://keystone.example/v2.0")  # type: ignore[arg-type]


def test_what_is_no_requests_session_is_refused_at_construction() -> None:
    with pytest.raises(TypeError, match=r"session must be a requests\.Session, not a str"):
        Session(session="x")  # type: ignore[arg-type]


def test_no_redirect_limit_is_the_usual_one() -> None:
    assert Session(redirect=None).redirect == Session().redirect


def test_the_signature_is_readable() -> None:
    assert "total_timeout" in inspect.signature(Session).parameters
