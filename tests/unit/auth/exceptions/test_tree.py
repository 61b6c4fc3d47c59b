"""The tree of errors: who catches what, and what an error says."""

from __future__ import annotations

import importlib
import inspect
import subprocess
import sys
from collections.abc import Callable

import pytest

from ksclient.auth import exceptions

Make = Callable[[type[Exception]], Exception]


def test_every_class_and_function_that_is_public_is_declared_so() -> None:
    public = {name for name, value in vars(exceptions).items() if inspect.isclass(value)} | {
        "add_hint",
        "adopted",
        "from_response",
    }

    assert public == set(exceptions.__all__)


def test_all_of_keystoneauth1s_errors_are_here_but_for_saml_and_oauth() -> None:
    theirs = importlib.import_module("keystoneauth1.exceptions")
    names = {name for name, value in vars(theirs).items() if inspect.isclass(value)}

    assert names - set(vars(exceptions)) <= set()


def test_a_class_stands_where_keystoneauth1s_stands(error_class: type[Exception]) -> None:
    theirs = importlib.import_module("keystoneauth1.exceptions")
    above = getattr(theirs, error_class.__name__, Exception).__mro__

    assert {base.__name__ for base in above} <= {base.__name__ for base in error_class.__mro__}


def test_the_drawing_shows_every_branch() -> None:
    drawing = exceptions.__doc__ or ""
    branches = [
        name
        for name, cls in vars(exceptions).items()
        if inspect.isclass(cls)
        and not issubclass(cls, exceptions.HTTPClientError | exceptions.HttpServerError)
        and not name.startswith(("Oidc", "InvalidDiscovery", "InvalidOidc", "ImpliedM"))
    ]

    assert [name for name in branches if name not in drawing] == []


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        (exceptions.ConnectTimeout, exceptions.ConnectionError),
        (exceptions.ReadTimeout, exceptions.ConnectTimeout),
        (exceptions.ConnectFailure, exceptions.RetriableConnectionFailure),
        (exceptions.ReadTimeout, exceptions.RetriableConnectionFailure),
        (exceptions.UnsafeRedirect, exceptions.ConnectionError),
        (exceptions.Unauthorized, exceptions.HTTPClientError),
        (exceptions.BadGateway, exceptions.HttpServerError),
        (exceptions.HTTPClientError, exceptions.HttpError),
        (exceptions.EmptyCatalog, exceptions.EndpointNotFound),
        (exceptions.VersionNotAvailable, exceptions.DiscoveryFailure),
        (exceptions.MissingRequiredOptions, exceptions.OptionError),
        (exceptions.ImpliedMinVersionMismatch, ValueError),
    ],
)
def test_the_wide_class_catches_the_narrow_one(narrow: type, wide: type) -> None:
    assert issubclass(narrow, wide)


@pytest.mark.parametrize("cls", [exceptions.SSLError, exceptions.UnsafeRedirect])
def test_what_will_fail_again_is_not_marked_as_retriable(cls: type) -> None:
    assert not issubclass(cls, exceptions.RetriableConnectionFailure)


def test_nobody_answered_and_somebody_answered_no_are_two_branches() -> None:
    assert not issubclass(exceptions.ConnectionError, exceptions.HttpError)
    assert not issubclass(exceptions.HttpError, exceptions.ConnectionError)


def test_an_error_without_words_has_those_of_its_class(wordless_class: type[Exception]) -> None:
    error = wordless_class()

    is_http = issubclass(wordless_class, exceptions.HttpError)
    code = f" (HTTP {vars(error)['http_status']})" if is_http else ""
    assert str(error) == vars(error)["message"]
    assert str(error) == f"{wordless_class.message}{code}"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("NoMatchingPlugin", "The plugin v9password could not be found"),
        (
            "UnsupportedParameters",
            "The following parameters were given that are unsupported: colour, size",
        ),
        (
            "MissingRequiredOptions",
            "Auth plugin requires parameters which were not given: auth_url",
        ),
        ("ServiceProviderNotFound", "The Service Provider sp1 could not be found"),
        ("InvalidResponse", "is no login"),
        ("UnknownConnectionError", "no answer"),
        ("NotFound", "It broke (HTTP 404) (Request-ID: req-1)"),
        (
            "MissingAuthMethods",
            "Not all required auth rules were satisfied: [['password', 'totp']]",
        ),
        (
            "ImpliedMinVersionMismatch",
            (
                "service_type volumev2 was given which implies major API version 2 but "
                "min_version of 3 was also given. Please update your code to use the official "
                "service_type block-storage."
            ),
        ),
    ],
)
def test_an_error_says_what_happened(name: str, text: str, make: Make) -> None:
    assert str(make(getattr(exceptions, name))) == text


@pytest.mark.parametrize(
    ("name", "attributes"),
    [
        ("NoMatchingPlugin", {"name": "v9password"}),
        ("UnsupportedParameters", {"names": ["colour", "size"]}),
        ("ServiceProviderNotFound", {"sp_id": "sp1"}),
        ("UnsafeRedirect", {"url": "http://a.example/", "location": "http://b.example/"}),
        ("MissingAuthMethods", {"receipt": "r", "methods": ["password"]}),
        ("Conflict", {"http_status": 409, "details": "at once", "request_id": "req-1"}),
        ("Conflict", {"url": "http://k.example/", "method": "GET", "retry_after": 0}),
    ],
)
def test_an_errors_values_are_attributes(
    name: str, attributes: dict[str, object], make: Make
) -> None:
    error = make(getattr(exceptions, name))

    assert {key: getattr(error, key) for key in attributes} == attributes


@pytest.mark.parametrize("retry_after", [None, "soon", float("nan"), float("inf"), -5, [1]])
def test_a_broken_retry_after_is_none_at_all(retry_after: object) -> None:
    error = exceptions.ServiceUnavailable(retry_after=retry_after)  # type: ignore[arg-type]

    assert error.retry_after == 0


def test_importing_the_errors_loads_neither_requests_nor_keystoneauth1() -> None:
    code = (
        "import sys, ksclient.auth.exceptions as e\n"
        "assert type(e.NotFound()) is e.NotFound\n"
        "mismatch = e.ImpliedVersionMismatch('volumev2', (2, 0), '3')\n"
        "assert type(mismatch) is e.ImpliedVersionMismatch\n"
        "print([m for m in ('requests', 'keystoneauth1', 'logging') if m in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
