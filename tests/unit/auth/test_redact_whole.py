"""A secret is hidden whatever its type: also one that is an object, by mistake or by design."""

from __future__ import annotations

import json
from collections import OrderedDict
from typing import Any

import pytest

from ksclient.auth._redact import digest, has_secret, hidden, mask, mask_body, mask_quotes, secret

SECRET = "c4n4ry-S3cr3t"
CONTAINERS: list[Any] = [
    {"p": SECRET},
    {SECRET: 1},
    OrderedDict(p=SECRET),
    [SECRET],
    [[{"p": SECRET}]],
    (SECRET,),
    {SECRET},
    frozenset({SECRET}),
    bytearray(SECRET.encode()),
]


@pytest.mark.parametrize("value", CONTAINERS, ids=repr)
@pytest.mark.parametrize("name", ["password", "secret", "Passcode", "X-Auth-Token"])
def test_what_stands_under_the_name_of_a_secret_is_secret_as_a_whole(name: str, value: Any) -> None:
    document = {"user": {name: value, "id": "u1"}}

    shown = mask(document)

    assert SECRET not in repr(shown)
    assert shown["user"]["id"] == "u1"
    assert has_secret(document)


def test_equal_secrets_have_one_digest_though_they_are_objects() -> None:
    first, second = mask([{"password": {"p": 1}}, {"password": {"p": 1}}])

    assert first == second == {"password": digest(repr({"p": 1}))}


@pytest.mark.parametrize("value", [{}, [], (), None, "", 0, False, True, set(), b""], ids=repr)
def test_what_is_empty_under_the_name_of_a_secret_is_none(value: Any) -> None:
    document = {"user": {"password": value}}

    assert mask(document) is document


@pytest.mark.parametrize(
    "document",
    [
        {"auth": {"passwordCredentials": {"username": "me"}}},
        {"token": {"expires": "soon"}},
        {"trust": {"trustee_user_id": "u1"}},
        {"credential": {"access": "a"}},
    ],
    ids=repr,
)
def test_what_may_hold_a_secret_and_does_not_is_shown(document: Any) -> None:
    assert mask(document) is document


def test_a_body_with_a_secret_that_is_an_object_is_masked() -> None:
    body = json.dumps({"user": {"id": "u1", "password": {"p": SECRET}}})

    assert SECRET not in mask_body(body)
    assert '"u1"' in mask_body(body)


@pytest.mark.parametrize("value", [{"p": SECRET}, [SECRET], {"p": [{"q": SECRET}]}], ids=repr)
def test_a_server_that_quotes_a_part_of_a_secret_is_masked(value: Any) -> None:
    body = json.dumps({"user": {"password": value}})

    assert SECRET not in mask_quotes(f"{SECRET} is no string", "http://k.example/", {}, body)


@pytest.mark.parametrize("value", [v for v in CONTAINERS if type(v) is not OrderedDict], ids=repr)
def test_a_secret_of_any_type_hides_itself_and_is_equal_to_what_it_was(value: Any) -> None:
    kept = secret(value)

    assert SECRET not in repr(kept)
    assert SECRET not in repr(secret(kept))
    assert kept == value


def test_a_secret_object_goes_into_json_as_what_it_was() -> None:
    assert json.dumps(secret({"p": [SECRET]})) == json.dumps({"p": [SECRET]})


class Members(dict[str, Any]):
    """A dictionary of a user's own kind, which shows itself like any other."""


class Text(str):
    """A text of a user's own kind."""

    __slots__ = ()


def test_a_dictionary_or_a_text_of_another_kind_is_hidden_too() -> None:
    members = Members(password=SECRET)

    assert SECRET not in repr(hidden(members))
    assert hidden(members) == members
    assert SECRET not in repr(secret(members))
    assert SECRET not in repr(secret(Text(SECRET)))


def test_what_shows_itself_in_its_own_way_stays_itself() -> None:
    members = OrderedDict(id="u1")

    assert hidden(members) is secret(members) is members


BODY = json.dumps({"user": {"password": SECRET}}).encode()


@pytest.mark.parametrize(
    "value", [BODY, bytearray(BODY), {BODY.decode()}, frozenset({BODY.decode()})], ids=type
)
def test_bytes_and_sets_hide_the_secrets_in_them_from_repr(value: Any) -> None:
    assert SECRET not in repr(hidden(value))
    assert hidden(value) == value


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (b"x\xff", r"b'x\xff'"),
        (bytearray(b"x"), "bytearray(b'x')"),
        ({"x"}, "['x']"),
        (frozenset({"x"}), "['x']"),
    ],
    ids=repr,
)
def test_bytes_and_sets_without_a_secret_show_what_they_hold(value: Any, shown: str) -> None:
    assert repr(hidden(value)).replace("SecretBodyArray", "bytearray") == shown
