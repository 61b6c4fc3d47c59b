"""Errors travel: between threads as copies, between processes as pickles."""

from __future__ import annotations

import copy
import importlib
import pickle
import subprocess
import sys
from collections.abc import Callable

import pytest

from ksclient.auth import exceptions

Make = Callable[[type[Exception]], Exception]
TOKEN = "c4n4ry-t0k3n-0f-4-us3r"


def described(error: Exception) -> tuple[object, ...]:
    attributes = {k: v for k, v in vars(error).items() if k not in {"original", "options"}}
    return (type(error), str(error), error.args, attributes)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickled_error_is_the_same_but_for_the_answer(
    error_class: type[Exception], protocol: int, make: Make
) -> None:
    error = make(error_class)

    again = pickle.loads(pickle.dumps(error, protocol))

    assert getattr(again, "response", None) is None
    assert hasattr(again, "response") == hasattr(error, "response")
    if hasattr(error, "response"):
        error.response = None
    assert described(again) == described(error)


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy])
def test_a_copied_error_is_the_same_with_the_answer(
    duplicate: Callable[[Exception], Exception], error_class: type[Exception], make: Make
) -> None:
    error = make(error_class)

    again = duplicate(error)

    assert again is not error
    assert described(again) == described(error)
    assert getattr(again, "response", None) is getattr(error, "response", None)


@pytest.mark.parametrize(
    "duplicate", [copy.copy, copy.deepcopy, lambda e: pickle.loads(pickle.dumps(e))]
)
def test_notes_travel_with_an_error(
    duplicate: Callable[[Exception], Exception], error_class: type[Exception], make: Make
) -> None:
    error = make(error_class)
    error.add_note("as it was")

    assert duplicate(error).__notes__ == ["as it was"]


def test_a_deep_copy_shares_no_values_with_the_error() -> None:
    error = exceptions.UnsupportedParameters(["colour"])

    clone = copy.deepcopy(error)

    assert clone.names == ["colour"]
    assert clone.names is not error.names


@pytest.mark.parametrize(
    "error",
    [
        exceptions.NotFound(url=f"http://k.example/v2.0/tokens/{TOKEN}"),
        exceptions.UnsafeRedirect(url="http://a/", location=f"http://b/v2.0/tokens/{TOKEN}"),
        exceptions.UnsafeRedirect(url=f"http://me:{TOKEN}@a/", location="http://b/"),
    ],
)
def test_a_pickle_holds_no_token_from_a_url(error: Exception) -> None:
    assert TOKEN.encode() not in pickle.dumps(error)


def test_an_error_with_its_answer_pickles_no_headers(make: Make) -> None:
    error = make(exceptions.Forbidden)
    error.response.request.headers["X-Auth-Token"] = TOKEN  # type: ignore[attr-defined]

    assert TOKEN.encode() not in pickle.dumps(error)


def test_a_users_own_error_class_travels_too() -> None:
    error = QuotaExceeded("full", details="5 of 5")

    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert described(again) == described(error)


class QuotaExceeded(exceptions.Forbidden):
    """An error of an application."""


QuotaExceeded.__module__ = "application_of_a_user"
sys.modules.setdefault("application_of_a_user", sys.modules[__name__])


def test_an_error_pickled_beside_keystoneauth1_is_read_without_it() -> None:
    importlib.import_module("keystoneauth1.exceptions")
    pickled = pickle.dumps(exceptions.NotFound("no"))
    code = (
        "import pickle, sys\n"
        f"error = pickle.loads({pickled!r})\n"
        "assert 'keystoneauth1' not in sys.modules\n"
        "from ksclient.auth import exceptions\n"
        "print(type(error) is exceptions.NotFound, error)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "True no (HTTP 404)"
