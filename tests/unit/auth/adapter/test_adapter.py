"""One client's options reach each of its requests, and nobody else's."""

from __future__ import annotations

import argparse
import copy
import inspect
import logging
import pickle
import subprocess
import sys

import keystoneauth1.adapter
import keystoneauth1.exceptions
import keystoneauth1.plugin
import pytest
import requests_mock as requests_mocks  # noqa: TC002 - pytest reads the annotation

from ksclient.auth import adapter as adapters
from ksclient.auth import exceptions
from ksclient.auth.adapter import Adapter, LegacyJsonAdapter
from ksclient.auth.fixture import TestPlugin
from ksclient.auth.plugin import AUTH_INTERFACE
from ksclient.auth.session import Session

URL = "http://service.example/v1"
LOGGER = logging.getLogger("test")


# --- what a request carries --------------------------------------------------------------------


def test_without_options_a_request_carries_nothing_but_the_limit(session) -> None:
    Adapter(session).get("/x")

    name, args, keywords = session.calls[0]
    assert (name, args) == ("request", ("/x", "GET"))
    assert keywords.keys() == {"endpoint_filter", "headers", "rate_semaphore"}
    assert keywords["endpoint_filter"] == keywords["headers"] == {}


@pytest.mark.parametrize(
    ("option", "value", "keyword"),
    [
        ("endpoint_override", URL, "endpoint_override"),
        ("user_agent", "me/1", "user_agent"),
        ("connect_retries", 0, "connect_retries"),
        ("logger", LOGGER, "logger"),
        ("allow", {"allow_unknown": True}, "allow"),
        ("client_name", "me", "client_name"),
        ("client_version", "1", "client_version"),
        ("default_microversion", "2.1", "microversion"),
        ("status_code_retries", 0, "status_code_retries"),
        ("retriable_status_codes", [], "retriable_status_codes"),
        ("raise_exc", False, "raise_exc"),
        ("connect_retry_delay", 0.0, "connect_retry_delay"),
        ("status_code_retry_delay", 0.0, "status_code_retry_delay"),
    ],
)
def test_an_option_is_a_keyword_of_each_request_until_one_has_its_own(
    session, option, value, keyword
) -> None:
    client = Adapter(session, **{option: value})

    client.get("/x")
    assert session.keywords[keyword] == value
    client.get("/x", **{keyword: "own"})
    assert session.keywords[keyword] == "own"


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("service_type", "compute"),
        ("service_name", "nova"),
        ("interface", ["internal", "public"]),
        ("region_name", "One"),
        ("version", "2"),
        ("min_version", "2"),
        ("max_version", "3"),
        ("allow_version_hack", False),
    ],
)
def test_an_option_is_part_of_the_endpoint_filter_until_one_has_its_own(
    session, option, value
) -> None:
    client = Adapter(session, **{option: value})

    client.get("/x", endpoint_filter={"other": 1})
    assert session.keywords["endpoint_filter"] == {option: value, "other": 1}
    client.get("/x", endpoint_filter={option: "own"})
    assert session.keywords["endpoint_filter"] == {option: "own"}


def test_a_plugin_of_its_own_goes_along(session, plugin) -> None:
    Adapter(session, auth=plugin).get("/x")

    assert session.keywords["auth"] is plugin


def test_an_option_changed_later_holds_from_then_on(session) -> None:
    client = Adapter(session, region_name="One")
    client.region_name = "Two"
    client.get("/x")

    assert session.keywords["endpoint_filter"] == {"region_name": "Two"}


def test_a_subclass_may_name_the_client_for_all_its_adapters(session) -> None:
    class Client(Adapter):
        client_name = "me"
        client_version = "1"

    Client(session).get("/x")
    assert (session.keywords["client_name"], session.keywords["client_version"]) == ("me", "1")
    Client(session, client_name="other").get("/x")
    assert (session.keywords["client_name"], session.keywords["client_version"]) == ("other", "1")


@pytest.mark.parametrize("other", ["min_version", "max_version"])
def test_a_version_and_a_range_contradict_each_other(session, other) -> None:
    with pytest.raises(TypeError, match="mutually exclusive"):
        Adapter(session, version="2", **{other: "2"})


def test_an_unknown_option_is_a_type_error(session) -> None:
    with pytest.raises(TypeError):
        Adapter(session, servce_type="typo")


# --- headers -----------------------------------------------------------------------------------


def test_headers_of_the_request_win_however_they_are_capitalised(session) -> None:
    client = Adapter(
        session, additional_headers={"X-One": "a", "X-Two": "a"}, global_request_id="req-a"
    )

    client.get("/x", headers={"x-one": "r", "x-openstack-request-id": "req-r"})

    assert session.keywords["headers"] == {
        "x-one": "r",
        "X-Two": "a",
        "x-openstack-request-id": "req-r",
    }


def test_headers_added_later_are_sent(session) -> None:
    client = Adapter(session)
    client.additional_headers["X-Late"] = "1"
    client.get("/x")

    assert session.keywords["headers"]["X-Late"] == "1"


def test_the_callers_dictionaries_stay_as_they_are(session) -> None:
    given: dict = {"headers": {"X-Own": "r"}, "endpoint_filter": {"own": 1}, "allow": {}}
    options: dict = {"additional_headers": {"X-One": "a"}, "allow": {"allow_unknown": True}}
    before = copy.deepcopy((given, options))

    Adapter(session, service_type="compute", **options).get("/x", **given)
    LegacyJsonAdapter(session, service_type="compute", **options).get("/x", **given)

    assert (given, options) == before


# --- verbs -------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["get", "head", "post", "put", "patch", "delete"])
@pytest.mark.parametrize("kind", [Adapter, LegacyJsonAdapter])
def test_each_verb_is_a_method(session, kind, verb) -> None:
    getattr(kind(session), verb)("/x", json={"a": 1})

    assert session.calls[0][1] == ("/x", verb.upper())
    assert session.keywords["json"] == {"a": 1}


@pytest.mark.parametrize(
    ("text", "body"),
    [('{"a": 1}', {"a": 1}), ("", None), ("<html>", None), ("[" * 100000, None)],
    ids=["json", "empty", "html", "too deep"],
)
def test_the_legacy_adapter_returns_the_document_too(fakes, text, body) -> None:
    fake_session, fake_response = fakes
    answer = fake_response(text)

    assert LegacyJsonAdapter(fake_session(answer)).get("/x") == (answer, body)


def test_the_legacy_adapter_sends_a_body_as_json_and_asks_for_json(session) -> None:
    LegacyJsonAdapter(session).post("/x", body=None)

    assert session.keywords["json"] is None
    assert session.keywords["headers"] == {"Accept": "application/json"}


def test_an_accept_header_of_the_callers_stays(session) -> None:
    LegacyJsonAdapter(session).get("/x", headers={"accept": "text/plain"})

    assert session.keywords["headers"] == {"accept": "text/plain"}


# --- what the plugin knows ---------------------------------------------------------------------

QUESTIONS = [
    "get_token",
    "get_endpoint",
    "get_endpoint_data",
    "get_api_major_version",
    "invalidate",
    "get_user_id",
    "get_project_id",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_goes_to_the_adapters_plugin_or_the_one_given(session, plugin, question) -> None:
    own = object()
    client = Adapter(session, auth=plugin)

    assert getattr(client, question)() is session.answer
    getattr(client, question)(own)

    assert [call[1] for call in session.calls] == [(plugin,), (own,)]


@pytest.mark.parametrize("question", ["get_endpoint", "get_endpoint_data", "get_api_major_version"])
def test_a_question_about_the_endpoint_says_which(session, question) -> None:
    getattr(Adapter(session, service_type="compute", min_version="2"), question)()

    assert session.keywords == {"service_type": "compute", "min_version": "2"}


@pytest.mark.parametrize("question", ["get_endpoint", "get_api_major_version"])
def test_such_a_question_may_be_about_another_one(session, question) -> None:
    getattr(Adapter(session, service_type="compute"), question)(service_type="image")

    assert session.keywords == {"service_type": "image"}


def test_an_override_is_the_endpoint(session) -> None:
    client = Adapter(session, endpoint_override=URL)

    assert client.get_endpoint() == URL
    client.get_endpoint_data()
    assert session.keywords == {"endpoint_override": URL}
    client.get_api_major_version()
    assert session.keywords == {"endpoint_override": URL}


def test_all_versions_are_those_of_the_service_as_the_adapters_plugin_sees_it(
    session, plugin
) -> None:
    Adapter(session, service_type="compute", auth=plugin).get_all_version_data(None, "One")

    assert session.keywords == {
        "interface": None,
        "region_name": "One",
        "service_type": "compute",
        "auth": plugin,
    }


# --- together with others ----------------------------------------------------------------------


def test_an_adapter_can_be_another_ones_session(requests_mock: requests_mocks.Mocker) -> None:
    requests_mock.get("https://openstack.example.com/identity/internal/x", text="found")
    auth = TestPlugin(endpoint="https://openstack.example.com/%(service_type)s/%(interface)s")
    inner = Adapter(Session(), interface="internal")

    assert Adapter(inner, service_type="identity", auth=auth).get("/x").text == "found"


def test_auth_interface_is_translated_for_a_plugin_of_keystoneauth1(fakes) -> None:
    theirs = keystoneauth1.plugin.BaseAuthPlugin()
    session = fakes[0](auth=theirs)
    client = Adapter(session, interface=AUTH_INTERFACE)

    client.get("/x")
    assert session.keywords["endpoint_filter"] == {"interface": keystoneauth1.plugin.AUTH_INTERFACE}
    client.get_endpoint()
    assert session.keywords == {"interface": keystoneauth1.plugin.AUTH_INTERFACE}


@pytest.mark.parametrize("question", [*QUESTIONS, "get_all_version_data"])
def test_an_error_of_keystoneauth1s_session_is_one_of_ours_too(fakes, question) -> None:
    client = Adapter(fakes[0](keystoneauth1.exceptions.Unauthorized("no")))

    with pytest.raises(exceptions.Unauthorized):
        getattr(client, question)()
    with pytest.raises(exceptions.Unauthorized):
        client.get("/x")


def test_an_old_session_of_keystoneclient_gets_what_it_knows_and_a_warning(fakes) -> None:
    old = type("Old", (fakes[0],), {"__module__": "keystoneclient.session"})()

    with pytest.warns(DeprecationWarning, match="deprecated"):
        Adapter(old, client_name="me").get("/x")

    assert old.keywords.keys() == {"endpoint_filter", "headers"}


# --- limits, copies, imports, parity -----------------------------------------------------------


def test_the_limits_make_the_semaphore(session) -> None:
    semaphore = Adapter(session, rate_limit=4, concurrency=2)._rate_semaphore

    assert (semaphore._rate_delay, semaphore._concurrency) == (0.25, 2)


def test_all_requests_of_an_adapter_share_its_limits(session) -> None:
    client = Adapter(session)
    client.get("/x")
    client.get("/y")

    assert session.calls[0][2]["rate_semaphore"] is session.calls[1][2]["rate_semaphore"]


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_copy_has_the_same_options(session, copied) -> None:
    clone = copied(Adapter(session, region_name="One", rate_limit=4))

    assert (clone.region_name, clone._rate_semaphore._rate_delay) == ("One", 0.25)


def test_an_adapter_over_a_session_pickles() -> None:
    clone = pickle.loads(pickle.dumps(Adapter(Session(), service_type="compute", concurrency=2)))

    assert (clone.service_type, clone._rate_semaphore._concurrency) == ("compute", 2)


def test_requests_is_not_imported_before_the_first_request() -> None:
    code = (
        "import sys; from ksclient.auth import adapter; adapter.Adapter(None); "
        "sys.exit('requests' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("name", ["Adapter", "LegacyJsonAdapter"])
def test_the_public_methods_have_keystoneauth1s_parameters(name: str) -> None:
    theirs, ours = getattr(keystoneauth1.adapter, name), getattr(adapters, name)

    for method, function in inspect.getmembers(theirs, callable):
        if method.startswith("_") and method != "__init__":
            continue
        expected = inspect.signature(function).parameters.values()
        found = inspect.signature(getattr(ours, method)).parameters.values()
        assert [(p.name, p.kind, p.default) for p in found] == [
            (p.name, p.kind, p.default) for p in expected
        ], method


# --- the command line --------------------------------------------------------------------------


def parsers(register: str, *arguments: str) -> list[argparse.Namespace]:
    """Return what our parser and keystoneauth1's make of an empty command line."""
    parsed = []
    for module in (adapters, keystoneauth1.adapter):
        parser = argparse.ArgumentParser()
        getattr(module, register)(parser, *arguments)
        parsed.append(parser.parse_args([]))
    return parsed


@pytest.mark.parametrize(
    ("register", "arguments"),
    [
        ("register_adapter_argparse_arguments", ()),
        ("register_adapter_argparse_arguments", ("compute",)),
        ("register_service_adapter_argparse_arguments", ("block-storage",)),
    ],
)
@pytest.mark.parametrize("environment", [False, True])
def test_the_command_line_is_keystoneauth1s(monkeypatch, register, arguments, environment) -> None:
    if environment:
        monkeypatch.setenv("OS_INTERFACE", "internal")
        monkeypatch.setenv("OS_SERVICE_TYPE", "image")
        monkeypatch.setenv("OS_BLOCK_STORAGE_API_VERSION", "3")

    ours, theirs = parsers(register, *arguments)

    assert ours == theirs


@pytest.mark.parametrize("kind", [Adapter, LegacyJsonAdapter])
def test_adapters_register_the_same_arguments(kind) -> None:
    parser = argparse.ArgumentParser()
    kind.register_argparse_arguments(parser, "compute")
    kind.register_service_argparse_arguments(parser, "image")

    parsed = parser.parse_args(["--os-image-interface", "admin"])

    assert (parsed.os_service_type, parsed.os_image_interface) == ("compute", "admin")


# --- help --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(inspect.signature(Adapter).parameters))
def test_help_explains_each_argument(name: str) -> None:
    assert f"\n    {name}: " in inspect.getdoc(Adapter)
