"""In a program that uses keystoneauth1 too, either library's handlers catch the other's errors."""

from __future__ import annotations

import gc
import importlib
import traceback
import weakref
from collections.abc import Callable, Iterator

import pytest

from ksclient.auth import exceptions
from ksclient.auth.exceptions import _borders, adopted

Make = Callable[[type[Exception]], Exception]

theirs = importlib.import_module("keystoneauth1.exceptions")

NEAREST = {
    "OidcDeviceAuthorizationEndpointNotFound": "AuthPluginException",
    "OidcDeviceAuthorizationTimeOut": "AuthPluginException",
    "ReadTimeout": "ConnectTimeout",
    "TotalTimeout": "ConnectTimeout",
    "UnsafeRedirect": "ConnectionError",
    "UnusableFile": "ClientException",
}
"""The nearest classes of theirs above those that they lack."""


@pytest.fixture
def no_garbage_collection() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


def test_an_error_of_ours_is_caught_by_their_class(
    error_class: type[Exception], make: Make
) -> None:
    name = NEAREST.get(error_class.__name__, error_class.__name__)

    error = make(error_class)

    assert isinstance(error, error_class)
    assert isinstance(error, getattr(theirs, name))


def test_the_mark_of_what_may_be_retried_is_no_error_of_its_own() -> None:
    error = exceptions.ConnectFailure()

    assert isinstance(error, theirs.RetriableConnectionFailure)


def test_an_error_of_ours_has_the_name_and_the_words_of_our_class(
    error_class: type[Exception], make: Make
) -> None:
    error = make(error_class)

    assert type(error).__name__ == error_class.__name__
    assert type(error).__module__ == error_class.__module__
    last_line = "".join(traceback.format_exception_only(error))
    assert last_line.startswith(f"{error_class.__module__}.{error_class.__name__}: ")


def test_an_error_class_of_an_application_keeps_its_name() -> None:
    class QuotaExceeded(exceptions.Forbidden):
        pass

    error = QuotaExceeded("full")

    assert type(error).__name__ == "QuotaExceeded"
    assert isinstance(error, QuotaExceeded | theirs.Forbidden)


def test_one_pair_of_classes_has_one_twin() -> None:
    assert type(exceptions.NotFound()) is type(exceptions.NotFound())


@pytest.mark.parametrize(
    "name", ["NotFound", "ConnectTimeout", "SSLError", "EndpointNotFound", "MissingAuthPlugin"]
)
def test_an_error_of_theirs_is_caught_by_our_class(name: str) -> None:
    with pytest.raises(getattr(exceptions, name)) as caught, adopted():
        raise getattr(theirs, name)("as it was")

    assert isinstance(caught.value, getattr(theirs, name))
    assert str(caught.value).startswith("as it was")


def test_an_adopted_error_keeps_its_attributes_notes_and_cause() -> None:
    original = theirs.NotFound("no", details="at all", http_status=404)
    original.add_note("a note")
    cause = OSError("beneath")

    with pytest.raises(exceptions.NotFound) as caught, adopted():
        raise original from cause

    assert (caught.value.details, caught.value.http_status) == ("at all", 404)
    assert caught.value.__notes__ == ["a note"]
    assert caught.value.__cause__ is cause


def test_an_adopted_error_has_its_url_and_shows_no_token_in_it() -> None:
    url = "http://k.example/v2.0/tokens/c4n4ry"
    with pytest.raises(exceptions.NotFound) as caught, adopted():
        raise theirs.NotFound(url=url)

    assert caught.value.url == url
    assert "c4n4ry" not in repr(vars(caught.value))


def test_an_adopted_error_still_shows_where_it_was_raised() -> None:
    def far_below() -> None:
        raise theirs.NotFound("no")

    with pytest.raises(exceptions.NotFound) as caught, adopted():
        far_below()

    assert "far_below" in [f.name for f in traceback.extract_tb(caught.value.__traceback__)]


def test_a_special_case_of_theirs_is_adopted_by_the_nearest_class_of_ours() -> None:
    class Odd(theirs.Forbidden):  # type: ignore[name-defined, misc]
        pass

    Odd.__module__ = "keystoneauth1.extras.odd"

    with pytest.raises(exceptions.Forbidden) as caught, adopted():
        raise Odd("no")

    assert isinstance(caught.value, Odd)
    assert type(caught.value).__name__ == "Odd"


@pytest.mark.parametrize("error", [KeyError("x"), exceptions.NotFound(), ValueError(), OSError()])
def test_other_errors_pass_as_they_are(error: Exception) -> None:
    with pytest.raises(type(error)) as caught, adopted():
        raise error

    assert caught.value is error


def test_an_adopted_error_holds_no_frame_that_holds_it(no_garbage_collection: None) -> None:
    def fail() -> weakref.ref[Exception]:
        try:
            with adopted():
                raise theirs.NotFound("no")
        except exceptions.NotFound as error:
            return weakref.ref(error)

    assert fail()() is None


def test_an_error_class_in_their_package_that_is_no_error_is_no_twin(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(theirs, "OptionError", "not a class")

    assert _borders.twin_of(exceptions.OptionError).__mro__[1] is exceptions.OptionError
    assert theirs.AuthPluginException in _borders.twin_of(exceptions.OptionError).__mro__


def test_a_class_that_cannot_be_subclassed_has_no_twin() -> None:
    class Last(exceptions.NotFound):
        def __init_subclass__(cls, **kwargs: object) -> None:
            raise TypeError("nothing comes after this one")

    assert type(Last("gone")) is Last
