"""What is secret is never shown, whatever else it stands beside; what is not, stays readable."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksclient.auth import _redact
from ksclient.auth._redact import (
    SecretDict,
    SecretList,
    SecretText,
    digest,
    has_secret,
    hidden,
    is_secret_header,
    mask,
    mask_body,
    mask_header,
    mask_members,
    mask_quotes,
    mask_text,
    secret,
    secrets_in_url,
    token_in,
)

SECRET = "c4n4ry-S3cr3t"


# -- digests ----------------------------------------------------------------------------------


def test_one_secret_has_one_digest_and_another_has_another() -> None:
    assert digest(SECRET) == digest(SECRET) == digest(SECRET.encode())
    assert digest(SECRET) != digest(SECRET + "x")


def test_a_digest_cannot_be_guessed_without_the_salt_of_the_process() -> None:
    import hashlib

    assert hashlib.sha256(SECRET.encode()).hexdigest() not in digest(SECRET)


@given(st.text() | st.binary())
def test_everything_has_a_digest(secret: str | bytes) -> None:
    assert digest(secret).startswith("{SHA256}")


def test_half_a_character_has_a_digest() -> None:
    assert digest("\ud800").startswith("{SHA256}")


# -- headers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "X-Auth-Token",
        "x-service-token",
        "AUTHORIZATION",
        "Cookie",
        "Set-Cookie",
        "X-Subject-Token",
        "Proxy-Authorization",
        "X-Storage-Token",
        "X-Auth-Key",
        "Openstack-Auth-Receipt",
    ],
)
def test_headers_that_carry_credentials_become_digests(name: str) -> None:
    assert is_secret_header(name)
    assert mask_header(name, SECRET) == digest(SECRET)


def test_other_headers_are_shown_but_for_the_tokens_in_their_urls() -> None:
    assert mask_header("Accept", "application/json") == "application/json"
    assert SECRET not in mask_header("Location", f"http://k.example/v2.0/tokens/{SECRET}")


@pytest.mark.parametrize(("name", "value"), [("Accept", None), ("X-Auth-Token", None), ("X-N", 5)])
def test_a_header_that_is_no_text_can_be_shown(name: str, value: object) -> None:
    assert mask_header(name, value) == str(value)


# -- texts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        f"http://k.example/v2.0/tokens/{SECRET}",
        f"http://k.example/v2.0/tokens/{SECRET}/endpoints?a=b",
        f"/v2.0/tokens/{SECRET}#x",
        f"GET /v2.0/tokens/{SECRET} HTTP/1.1",
        f'"http://k.example/v2.0/tokens/{SECRET}"',
        f"(with url: /v2.0/tokens/{SECRET})",
        f"/v2.0/tokens/revoked /v2.0/tokens/{SECRET}",
        f"http://k.example/v2.0/tokens/tokens/{SECRET}",
        f"http://me:{SECRET}@k.example/",
        f"HTTPS://me:{SECRET}@k.example/",
        f"http://me:p@{SECRET}@k.example/",
        f"http://:{SECRET}@k.example/",
        f"http://k.example/?password={SECRET}",
        f"http://k.example/?a=b&apiKey={SECRET}&c=d",
        f"http://k.example/vnc?token={SECRET}",
        f"username=me&password={SECRET}",
        f"client_secret={SECRET}",
        "password=tokens",
        '{"password": "revoked"',
    ],
)
def test_secrets_in_urls_and_forms_are_hidden(text: str) -> None:
    assert SECRET not in mask_text(text)
    assert "{SHA256}" in mask_body(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "http://k.example:5000/v2.0/tokens",
        "http://k.example:5000/v2.0/tokens/",
        "http://k.example/v2.0/tokens/revoked",
        "http://k.example/v2.0/tokens/tokens answered 404",
        "http://k.example/v2.0/users?name=me&marker=5",
        '{"url": "http://k.example:5000", "email": "me@k.example"}',
        "http://k.example:5000, or write to me@k.example",
        "ftp://me@k.example/",
        "status=password&my-token=none&mytoken=5",
    ],
)
def test_texts_without_a_secret_stay_as_they_are(text: str) -> None:
    assert mask_text(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "a" * 200000,
        "://" * 70000,
        "/tokens/" * 30000,
        "http://" + ":" * 200000,
        "token" * 40000,
        '"id"' * 50000,
        '"id":"' * 30000,
        "{" + '"password":"\\' * 15000,
    ],
)
def test_a_long_text_is_masked_in_a_moment(text: str) -> None:
    start = time.process_time()

    mask_body(text)

    assert time.process_time() - start < 5


def test_the_token_of_a_url_is_found() -> None:
    assert token_in(f"http://k.example/v2.0/tokens/{SECRET}/endpoints?x=y") == SECRET
    assert token_in("http://k.example/v2.0/tokens/revoked") is None
    assert token_in("http://k.example/v2.0/tokens/tokens") is None
    assert token_in("http://k.example/v2.0/tenants/x") is None


@pytest.mark.parametrize(
    ("url", "secrets"),
    [
        (f"http://k.example/v2.0/tokens/{SECRET}/endpoints", {SECRET}),
        (f"http://k.example/?a=b&token={SECRET}", {SECRET}),
        (f"?password={SECRET}", {SECRET}),
        (f"http://me:{SECRET}@k.example/", {SECRET}),
        ("http://k.example/v2.0/tokens/a%2Fb", {"a%2Fb", "a/b"}),
        ("http://k.example/v2.0/tokens/revoked", set()),
    ],
)
def test_the_secrets_of_a_url_are_found_as_they_stand_and_unquoted(
    url: str, secrets: set[str]
) -> None:
    assert secrets_in_url(url) == secrets


# -- what servers quote -----------------------------------------------------------------------


def test_a_server_that_quotes_the_urls_token_is_masked() -> None:
    said = f"Could not find token: {SECRET}."

    shown = mask_quotes(said, f"http://k.example/v2.0/tokens/{SECRET}", {})

    assert shown == f"Could not find token: {digest(SECRET)}."


def test_a_server_that_quotes_the_urls_token_unquoted_is_masked() -> None:
    shown = mask_quotes("No token c4n4ry+/S3cr3t=", "http://k/tokens/c4n4ry%2B%2FS3cr3t%3D", {})

    assert "S3cr3t" not in shown


@pytest.mark.parametrize("value", [SECRET, SECRET.encode()])
def test_a_server_that_quotes_a_token_header_is_masked(value: Any) -> None:
    shown = mask_quotes(f"Bad token {SECRET}", "http://k.example/", {"x-auth-token": value})

    assert shown == f"Bad token {digest(SECRET)}"


def test_a_short_secret_is_hidden_where_it_is_a_word_of_its_own() -> None:
    said = "No token ADMIN. ADMINISTRATOR is a role"

    shown = mask_quotes(said, "http://k.example/", {"X-Auth-Token": "ADMIN"})

    assert shown == f"No token {digest('ADMIN')}. ADMINISTRATOR is a role"


def test_a_secret_of_two_letters_does_not_spoil_a_servers_words() -> None:
    said = "This is not accepted"

    assert mask_quotes(said, "http://k.example/tokens/a", {"X-Auth-Token": "is"}) == said


def test_a_password_that_is_a_number_is_hidden_in_quotes_too() -> None:
    body = json.dumps({"user": {"password": 7041776123}})

    assert "7041776123" not in mask_quotes("7041776123 is no string", "http://k.example/", {}, body)


def test_a_quoted_path_is_hidden_though_its_slashes_are_decoded() -> None:
    said = "Could not find token: not%20a/token%3F"

    shown = mask_quotes(said, "http://k.example/tokens/not%20a%2Ftoken%3F", {})

    assert "token%3F" not in shown


def test_headers_without_credentials_are_no_secrets() -> None:
    said = "application/json is not accepted"

    assert mask_quotes(said, "http://k.example/", {"Accept": "application/json"}) == said


# -- documents --------------------------------------------------------------------------------

LOGINS = [
    {"auth": {"passwordCredentials": {"username": "me", "password": SECRET}}},
    {"auth": {"token": {"id": SECRET}, "tenantName": "t"}},
    {"auth": {"RAX-KSKEY:apiKeyCredentials": {"username": "me", "apiKey": SECRET}}},
    {"auth": {"apiAccessKeyCredentials": {"accessKey": "k", "secretKey": SECRET}}},
    {"auth": {"identity": {"password": {"user": {"password": SECRET}}}}},
    {"auth": {"identity": {"totp": {"user": {"passcode": SECRET}}}}},
    {"access": {"token": {"id": SECRET, "expires": "2026-01-01T00:00:00Z"}}},
    {"user": {"password": SECRET}},
    {"user": {"original_password": SECRET}},
    {"user": {"OS-KSADM:password": SECRET}},
    {"credential": {"access": "a", "secret": SECRET}},
    {"credentials": {"signature": SECRET}},
    {"server": {"adminPass": SECRET}},
    {"a": [{"b": ({"PassWord": SECRET},)}]},
    {"password": [SECRET, SECRET]},
    {"password": SECRET.encode()},
    {"headers": {"X-Auth-Token": SECRET}},
]


@pytest.mark.parametrize("document", LOGINS)
def test_secrets_in_documents_are_hidden(document: dict[str, Any]) -> None:
    assert SECRET not in repr(mask(document))
    assert has_secret(document)


def test_masking_leaves_the_document_itself_alone() -> None:
    document = {"auth": {"token": {"id": SECRET}}}

    mask(document)

    assert document == {"auth": {"token": {"id": SECRET}}}


@pytest.mark.parametrize("pin", [123456, 3.5])
def test_a_number_can_be_secret_too(pin: float) -> None:
    assert str(pin) not in repr(mask({"passcode": pin}))


@pytest.mark.parametrize(
    "document",
    [
        {"tenant": {"id": "t1", "name": "password"}},
        {"password": ""},
        {"password": None},
        {"password": True},
        {"user": {"id": "u1", "email": "me@k.example"}},
        {"token": {"id": "a-flat-document-of-another-kind"}},
        {"tokens": [{"id": "5"}]},
        [],
        [1, "two", None],
        "text",
        5,
        None,
    ],
)
def test_what_holds_no_secret_is_returned_itself(document: Any) -> None:
    assert mask(document) is document
    assert not has_secret(document)


# -- bodies -----------------------------------------------------------------------------------


@pytest.mark.parametrize("document", [d for d in LOGINS if d != {"password": SECRET.encode()}])
def test_secrets_in_json_bodies_are_hidden(document: dict[str, Any]) -> None:
    body = json.dumps(document)

    assert SECRET not in mask_body(body)
    assert has_secret(body)
    assert has_secret(body.encode())


@pytest.mark.parametrize(
    "body",
    [
        '{"tenant":   {"id": "t1"}}',
        '{"b": 1, "a": 2}',
        '"text"',
        "[]",
        "no JSON at all",
        "",
        '{"name": "\\u2603"}',
        '{"id": "5", "description": "password"}',
        '\ufeff{"id": "5"}',
    ],
)
def test_a_body_without_a_secret_keeps_its_very_text(body: str) -> None:
    assert mask_body(body) == body
    assert not has_secret(body)


@pytest.mark.parametrize(
    "body",
    [
        "\ufeff" + json.dumps({"access": {"token": {"id": SECRET}}}),
        json.dumps({"access": {"token": {"id": SECRET}}})[:-3],
        json.dumps({"auth": {"passwordCredentials": {"password": SECRET}}})[:-8],
        json.dumps({"password": SECRET, "number": 5})[:-1] + "9" * 5000 + "}",
        '{"password" : "' + SECRET,
        "[" * 100_000 + f'{{"password": "{SECRET}"}}',
        f"grant_type=password&username=me&password={SECRET}",
        json.dumps({"error": {"message": f"see http://k.example/v2.0/tokens/{SECRET}"}}),
        f'{{"link": "http:\\/\\/k.example\\/v2.0\\/tokens\\/{SECRET}"}}',
        f"<a href='/v2.0/tokens/{SECRET}'>",
    ],
)
def test_secrets_in_bodies_that_are_broken_or_no_json_are_hidden(body: str) -> None:
    assert SECRET not in mask_body(body)


@pytest.mark.parametrize("levels", [200, 400, 900, 5000])
def test_a_deep_body_is_hidden_or_masked_and_breaks_nothing(levels: int) -> None:
    body = '{"a":' * levels + f'{{"password": "{SECRET}"}}' + "}" * levels

    assert SECRET not in mask_body(body)
    assert has_secret(body)


def test_a_document_too_deep_to_be_searched_is_taken_to_hold_a_secret() -> None:
    deep: dict[str, Any] = {}
    for _ in range(5000):
        deep = {"a": deep}

    assert has_secret(deep)


def test_half_a_character_as_a_password_breaks_nothing() -> None:
    assert "ud800" not in mask_body('{"password": "\\ud800"}')


@pytest.mark.parametrize(
    "form", [{"password": SECRET}, [("user", "me"), ("password", SECRET)], f"password={SECRET}"]
)
def test_a_form_may_hold_a_secret(form: Any) -> None:
    assert has_secret(form)


@pytest.mark.parametrize("body", [None, b"\xff\x00", object(), iter([b"a"]), [1, 2], [("a", "b")]])
def test_a_body_of_another_kind_holds_none(body: Any) -> None:
    assert not has_secret(body)


# -- what shows itself ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "values",
    [
        *LOGINS,
        {"json": {"auth": {"passwordCredentials": {"password": SECRET}}}},
        {"data": json.dumps({"user": {"password": SECRET}})},
        {"token": {"id": SECRET}},
        {"url": f"http://k.example/v2.0/tokens/{SECRET}"},
        {"headers": {"X-Service-Token": SECRET}},
        {"auth": ("me", SECRET)},
        {"requests_auth": ("me", SECRET)},
        {"cookies": {"session": SECRET}},
    ],
)
def test_a_dictionary_hides_its_secrets_from_repr(values: dict[str, Any]) -> None:
    secretive = SecretDict(values)

    assert SECRET not in repr(secretive)
    assert SECRET not in f"{secretive} {[secretive]!r}"
    assert secretive == values


def test_a_dictionary_without_a_secret_shows_itself_like_any_other() -> None:
    assert repr(SecretDict(a=1, b=["x"])) == "{'a': 1, 'b': ['x']}"


def test_a_dictionary_too_deep_to_be_shown_says_so() -> None:
    deep: dict[str, Any] = {}
    for _ in range(5000):
        deep = {"a": deep}

    assert repr(SecretDict(deep)) == "<nested too deep to be shown>"


def test_a_text_hides_its_secrets_from_repr_and_is_itself_otherwise() -> None:
    url = f"http://k.example/v2.0/tokens/{SECRET}"

    assert SECRET not in repr(SecretText(url))
    assert SecretText(url) == url
    assert str(SecretText(url)) == url
    assert json.dumps(SecretText(url)) == json.dumps(url)


def test_texts_and_dictionaries_can_be_hidden_and_others_stay_themselves() -> None:
    other = (SECRET,)

    assert type(hidden("x")) is SecretText
    assert type(hidden({})) is SecretDict
    assert type(hidden([])) is SecretList
    assert hidden(other) is other
    assert hidden(hidden("x")) == "x"


def test_a_list_hides_its_secrets_from_repr() -> None:
    assert SECRET not in repr(hidden([{"password": SECRET}, {"id": "u1"}]))
    assert repr(hidden([{"id": "u1"}])) == "[{'id': 'u1'}]"


def test_a_list_too_deep_to_be_shown_says_so() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert repr(hidden(deep)) == "<nested too deep to be shown>"


def test_a_password_shows_its_digest_and_is_itself_otherwise() -> None:
    password = secret(SECRET)

    assert repr(password) == digest(SECRET)
    assert password == SECRET
    assert str(password) == SECRET
    assert json.dumps(password) == json.dumps(SECRET)


@pytest.mark.parametrize("value", [None, 5])
def test_what_is_no_text_is_no_password(value: Any) -> None:
    assert secret(value) is value


def test_a_thing_inside_a_document_too_deep_to_be_shown_says_so() -> None:
    deep: dict[str, Any] = {}
    for _ in range(100_000):
        deep = {"a": deep}
    assert "too deep" in repr(mask_members(deep))


def test_the_list_of_secret_headers_is_in_lower_case() -> None:
    assert {name.lower() for name in _redact.SECRET_HEADERS} == set(_redact.SECRET_HEADERS)


def test_bytes_hide_themselves_and_are_equal_to_what_they_are() -> None:
    hidden_bytes = secret(b"s3cret")

    assert hidden_bytes == b"s3cret"
    assert repr(hidden_bytes) == digest(b"s3cret")
