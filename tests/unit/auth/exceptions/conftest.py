"""Every error class of the package, and how to make one."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import pytest
import requests
from requests.structures import CaseInsensitiveDict

from ksclient.auth import exceptions

RECEIPT = (
    b'{"receipt": {"methods": ["password"], "expires_at": "2026-01-01T00:00:00Z"},'
    b' "required_auth_methods": [["password", "totp"]]}'
)


def make_response(
    status: int = 400,
    body: bytes = b"",
    content_type: str | None = "application/json",
    headers: Mapping[str, str] | None = None,
    url: str = "http://k.example/v2.0/users",
) -> requests.Response:
    response = requests.Response()
    response.status_code = status
    response._content = body
    response.headers = CaseInsensitiveDict(headers or {})
    if content_type is not None:
        response.headers["Content-Type"] = content_type
    response.url = url
    response.request = requests.Request("GET", url).prepare()
    return response


@pytest.fixture
def response() -> Callable[..., requests.Response]:
    return make_response


ARGUMENTS: dict[str, tuple[Any, ...]] = {
    "ImpliedVersionMismatch": ("volumev2", (2, 0), "3"),
    "ImpliedMinVersionMismatch": ("volumev2", (2, 0), "3"),
    "ImpliedMaxVersionMismatch": ("volumev2", (2, 0), "3"),
    "InvalidResponse": (make_response(), "is no login"),
    "MissingAuthMethods": (make_response(401, RECEIPT, headers={"Openstack-Auth-Receipt": "r"}),),
    "MissingRequiredOptions": ([SimpleNamespace(dest="auth_url")],),
    "NoMatchingPlugin": ("v9password",),
    "ServiceProviderNotFound": ("sp1",),
    "UnknownConnectionError": ("no answer", requests.exceptions.InvalidURL("no URL")),
    "UnsafeRedirect": ("no further", "http://a.example/", "http://b.example/"),
    "UnsupportedParameters": (["colour", "size"],),
    "UnusableFile": ("cannot be read", "/home/alice/auth_ref.json"),
}


def make_error(cls: type[Exception]) -> Exception:
    """Return an error of *cls*, with an answer attached where its class has a place for one."""
    if issubclass(cls, exceptions.HttpError):
        return cls("It broke", "at once", make_response(), "req-1", "http://k.example/", "GET")
    return cls(*ARGUMENTS.get(cls.__name__, ("It broke",)))


@pytest.fixture
def make() -> Callable[[type[Exception]], Exception]:
    return make_error


CLASSES = sorted(
    (
        cls
        for _, cls in inspect.getmembers(exceptions, inspect.isclass)
        if cls is not exceptions.RetriableConnectionFailure  # a mark, never raised by itself
    ),
    key=lambda cls: cls.__name__,
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for ``error_class`` with every class of the tree.

    One that asks for ``wordless_class`` runs with those that can be made without words.
    """
    for name, classes in (
        ("error_class", CLASSES),
        ("wordless_class", [cls for cls in CLASSES if has_own_words(cls)]),
    ):
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, classes, ids=lambda cls: cls.__name__)


def has_own_words(cls: type[Exception]) -> bool:
    """Tell whether *cls* says something when it is made without arguments."""
    _, *parameters = inspect.signature(cls.__init__).parameters.values()
    return hasattr(cls, "message") and all(
        each.default is not each.empty or each.kind is each.VAR_KEYWORD for each in parameters
    )
