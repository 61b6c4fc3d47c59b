"""Questions about the login go to the plugin, and errors of either library come back as ours."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from ksclient.auth import exceptions
from ksclient.auth.plugin import AUTH_INTERFACE
from ksclient.auth.session import Session

QUESTIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "get_auth_headers": ("get_headers", {}),
    "get_token": ("get_headers", {}),
    "get_endpoint": ("get_endpoint", {"service_type": "identity"}),
    "get_endpoint_data": ("get_endpoint_data", {"service_type": "identity"}),
    "get_api_major_version": ("get_api_major_version", {"service_type": "identity"}),
    "get_all_version_data": (
        "get_all_version_data",
        {"interface": "admin", "region_name": "R", "service_type": "identity"},
    ),
    "get_auth_connection_params": ("get_connection_params", {}),
    "invalidate": ("invalidate", {}),
    "get_user_id": ("get_user_id", {}),
    "get_project_id": ("get_project_id", {}),
}


class Oracle:
    """Answers any question with {}, or an error, and remembers what it was asked."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.asked: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []

    def __getattr__(self, name: str) -> Any:
        if name not in {method for method, _ in QUESTIONS.values()}:
            raise AttributeError(name)

        def answer(*args: Any, **kwargs: Any) -> Any:
            self.asked.append((name, args, kwargs))
            if self.error:
                raise self.error
            return {}

        return answer


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("own", [False, True], ids=["the session's", "given"])
def test_a_question_goes_to_the_plugin_with_the_session(question: str, own: bool) -> None:
    method, kwargs = QUESTIONS[question]
    sessions, given = Oracle(), Oracle()
    session = Session(sessions)  # type: ignore[arg-type]

    getattr(session, question)(*([given] if own else []), **kwargs)

    asked, other = (given, sessions) if own else (sessions, given)
    with_session = () if question == "invalidate" else (session,)
    assert asked.asked == [(method, with_session, kwargs)]
    assert other.asked == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_without_a_plugin_there_is_nobody_to_ask(question: str) -> None:
    with pytest.raises(exceptions.MissingAuthPlugin, match="An auth plugin is required to"):
        getattr(Session(), question)(**QUESTIONS[question][1])


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_error_of_keystoneauth1s_is_one_of_ours_too(question: str) -> None:
    theirs = importlib.import_module("keystoneauth1.exceptions")
    session = Session(Oracle(theirs.EndpointNotFound("as it was")))  # type: ignore[arg-type]

    with pytest.raises(exceptions.EndpointNotFound, match="as it was"):
        getattr(session, question)(**QUESTIONS[question][1])


def test_the_token_is_found_among_the_headers(token_plugin: Any) -> None:
    assert Session(token_plugin()).get_token() == "token-of-plugin-1"
    assert Session(token_plugin("X-Other")).get_token() is None


def test_an_override_needs_no_plugin() -> None:
    assert Session().get_endpoint(endpoint_override="http://a.example") == "http://a.example"


@pytest.mark.parametrize("params", [{}, {"cert": "c"}, {"verify": False, "cert": ("c", "k")}])
def test_a_plugin_may_change_certificates(params: dict[str, Any]) -> None:
    class Certified:
        def get_connection_params(self, session: Any) -> dict[str, Any]:
            return params

    plugin: Any = Certified()

    assert Session(plugin).get_auth_connection_params() == params


def test_a_plugin_may_change_nothing_else() -> None:
    class Meddling:
        def get_connection_params(self, session: Any) -> dict[str, Any]:
            return {"timeout": 5, "proxies": {}, "cert": "c"}

    plugin: Any = Meddling()

    with pytest.raises(exceptions.UnsupportedParameters) as caught:
        Session(plugin).get_auth_connection_params()

    assert caught.value.names == ["proxies", "timeout"]


@pytest.mark.parametrize("question", ["get_endpoint", "get_endpoint_data", "get_api_major_version"])
def test_a_plugin_of_keystoneauth1s_is_asked_with_its_own_auth_interface(question: str) -> None:
    theirs = importlib.import_module("keystoneauth1.plugin")
    asked: list[Any] = []

    class Foreign(theirs.BaseAuthPlugin):  # type: ignore[misc, name-defined]
        pass

    def note(self: Any, session: Any, **kwargs: Any) -> None:
        asked.append(kwargs["interface"])

    setattr(Foreign, question, note)

    getattr(Session(Foreign()), question)(interface=AUTH_INTERFACE)

    assert asked == [theirs.AUTH_INTERFACE]
