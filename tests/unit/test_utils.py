"""Small helpers."""

import getpass
import hashlib
import sys
from datetime import UTC, datetime, timedelta, timezone
from io import StringIO

import pytest

from ksclient import utils
from ksclient.exceptions import CommandError, Forbidden, InvalidId, NotFound, NoUniqueMatch


class User:
    pass


class Manager:
    """Knows one user by id, one by name; refuses ids as the real managers do."""

    resource_class = User

    def get(self, user):
        if not isinstance(user, str) or user in {"", ".", ".."}:
            raise InvalidId
        if user != "u1":
            raise NotFound
        return "found by id"

    def find(self, name):
        if name == "twice":
            raise NoUniqueMatch
        if name not in {"demo", "..", "42"}:
            raise NotFound
        return "found by name"


@pytest.mark.parametrize("given", ["u1", b"u1"])
def test_an_id_is_found(given):
    assert utils.find_resource(Manager(), given) == "found by id"


@pytest.mark.parametrize("given", ["demo", b"demo", 42, ".."])
def test_a_name_is_found_even_where_it_can_be_no_id(given):
    assert utils.find_resource(Manager(), given) == "found by name"


def test_what_is_not_there_is_a_command_error_with_its_cause():
    with pytest.raises(CommandError, match="No user with a name or ID of 'x' exists") as caught:
        utils.find_resource(Manager(), "x")
    assert isinstance(caught.value.__cause__, NotFound)


@pytest.mark.parametrize(
    ("given", "told"), [(b"\xff", r"b'\\xff'"), ("\udcff", r"'\\udcff'"), (None, "None is neither")]
)
def test_what_can_be_no_name_is_a_command_error(given, told):
    with pytest.raises(CommandError, match=told) as caught:
        utils.find_resource(Manager(), given)
    str(caught.value).encode()


def test_what_is_there_twice_is_a_command_error():
    with pytest.raises(CommandError, match="Multiple user matches found for 'twice'"):
        utils.find_resource(Manager(), "twice")


def test_another_error_stays_what_it_is():
    class Closed(Manager):
        def get(self, user):
            raise Forbidden

    with pytest.raises(Forbidden):
        utils.find_resource(Closed(), "u1")


@pytest.mark.parametrize("mode", ["md5", "sha256"])
def test_a_signed_token_is_hashed(mode):
    assert utils.hash_signed_token(b"token", mode) == hashlib.new(mode, b"token").hexdigest()


def test_a_signed_token_is_hashed_by_md5_unless_told():
    assert utils.hash_signed_token(b"token") == hashlib.md5(b"token").hexdigest()


class Terminal(StringIO):
    def isatty(self):
        return True


@pytest.fixture
def typed(monkeypatch):
    """Return a function that prepares what a person types; an exception ends the input."""

    def prepare(*answers):
        left = list(answers)

        def ask(prompt):
            answer = left.pop(0)
            if isinstance(answer, type):
                raise answer
            return answer

        monkeypatch.setattr(sys, "stdin", Terminal())
        monkeypatch.setattr(getpass, "getpass", ask)

    return prepare


def test_a_password_is_asked_for_on_a_terminal(typed):
    typed("s3cret")
    assert utils.prompt_user_password() == "s3cret"


def test_no_password_is_asked_for_without_a_terminal(monkeypatch):
    monkeypatch.setattr(sys, "stdin", StringIO())
    assert utils.prompt_user_password() is None
    assert utils.prompt_for_password() is None


@pytest.mark.parametrize("prompt", [utils.prompt_user_password, utils.prompt_for_password])
def test_the_end_of_the_input_is_no_password(typed, prompt):
    typed(EOFError)
    assert prompt() is None


def test_a_new_password_is_asked_for_until_both_are_the_same(typed):
    typed("one", "two", "three", "three")
    assert utils.prompt_for_password() == "three"


NOON = datetime(2014, 2, 3, 12, 0, 5, 60)  # noqa: DTZ001 - naive ones are accepted


@pytest.mark.parametrize(
    ("at", "subsecond", "text"),
    [
        (NOON, False, "2014-02-03T12:00:05Z"),
        (NOON, True, "2014-02-03T12:00:05.000060Z"),
        (NOON.replace(tzinfo=UTC), False, "2014-02-03T12:00:05Z"),
        (NOON.replace(tzinfo=timezone(timedelta(hours=2))), False, "2014-02-03T12:00:05UTC+02:00"),
    ],
)
def test_isotime(at, subsecond, text):
    assert utils.isotime(at, subsecond) == text


def test_strtime():
    assert utils.strtime(NOON) == "2014-02-03T12:00:05.000060"


def test_now_is_the_default():
    assert utils.isotime().startswith(utils.strtime()[:10])
