"""The errors of stored tokens: one tree, no token in it."""

import copy
import inspect
import pickle

import pytest

from ksclient.auth._redact import digest
from ksclient.auth.exceptions import ClientException, HttpError, NotFound
from ksclient.token import exceptions

ALL = [
    error
    for _, error in inspect.getmembers(exceptions, inspect.isclass)
    if error.__module__ == exceptions.__name__
]


@pytest.mark.parametrize(
    ("error", "parents"),
    [
        (exceptions.TokenNotFound, {NotFound, HttpError, ClientException}),
        (exceptions.TokenStoreError, {ClientException}),
        (exceptions.TokenExists, {exceptions.TokenStoreError}),
        (exceptions.InvalidTokenRef, {exceptions.TokenStoreError, ValueError, KeyError}),
        (exceptions.DriverNotFound, {exceptions.TokenStoreError}),
        (exceptions.StoreUnavailable, {exceptions.TokenStoreError}),
        (exceptions.StoreUnusable, {exceptions.TokenStoreError}),
        (exceptions.StoreCorrupted, {exceptions.StoreUnusable, exceptions.TokenStoreError}),
        (exceptions.StoreTooNew, {exceptions.StoreUnusable, exceptions.TokenStoreError}),
    ],
)
def test_an_error_has_its_place_in_the_tree(error, parents):
    assert all(issubclass(error, parent) for parent in parents)


def test_what_is_unavailable_may_work_later_and_what_is_unusable_will_not():
    assert not issubclass(exceptions.StoreUnavailable, exceptions.StoreUnusable)
    assert not issubclass(exceptions.TokenNotFound, exceptions.TokenStoreError)


def test_a_token_that_is_not_found_is_shown_as_its_digest():
    error = exceptions.TokenNotFound("c4n4ry")

    assert digest("c4n4ry") in str(error)
    assert "c4n4ry" not in repr(vars(error)) + str(error) + repr(error)
    assert error.http_status == 404


@pytest.mark.parametrize("token_id", [None, "", 5, b"c4n4ry", ["c4n4ry"]])
def test_what_cannot_be_a_token_is_not_shown(token_id):
    assert str(exceptions.TokenNotFound(token_id)) == "Could not find the token (HTTP 404)"


def test_a_message_of_ones_own_is_shown():
    assert str(exceptions.TokenNotFound(message="Gone.")).startswith("Gone.")


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda error: pickle.loads(pickle.dumps(error))]
)
def test_an_error_is_copied_with_its_message(kind, copied):
    error = kind(message="It went wrong.")
    same = copied(error)

    assert type(same) is type(error)
    assert isinstance(same, kind)
    assert str(same) == str(error)
    assert same.message == error.message


@pytest.mark.parametrize("kind", ALL)
def test_an_error_says_something_by_itself(kind):
    assert len(str(kind())) > 10


def test_an_invalid_token_is_told_without_quotes():
    assert str(exceptions.InvalidTokenRef("It's no token.")) == "It's no token."
