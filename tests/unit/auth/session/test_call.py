"""A call is a value; moved to another origin, it leaves behind what proves who sends it."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from ksclient.auth import exceptions
from ksclient.auth.session.call import Call, credential_names, position_of

TOKEN = "c4n4ry-t0k3n"
HOME = "http://a.example:5000/v2.0/tokens?x=y"
LOGIN = json.dumps({"auth": {"passwordCredentials": {"username": "me", "password": TOKEN}}})
CREDENTIALS = {
    "X-Auth-Token": TOKEN,
    "x-service-token": TOKEN,
    "AUTHORIZATION": TOKEN,
    "Cookie": TOKEN,
    "X-Plugin-Own": TOKEN,
}
HARMLESS = {"Accept": "text/plain", "User-Agent": "me"}


def call(url: str = HOME, **changes: Any) -> Call:
    values = {
        "headers": {**CREDENTIALS, **HARMLESS},
        "credentials": credential_names(["X-Plugin-Own"]),
        "options": {
            "params": {"a": 1},
            "auth": ("me", TOKEN),
            "cookies": {"s": TOKEN},
            "verify": 1,
        },
    }
    return Call("POST", url, **{**values, **changes})  # type: ignore[arg-type]


# -- where a Location leads -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/v3", "http://a.example:5000/v3"),
        ("users", "http://a.example:5000/v2.0/users"),
        ("../x", "http://a.example:5000/x"),
        ("?q=1", "http://a.example:5000/v2.0/tokens?q=1"),
        (" /v3 ", "http://a.example:5000/v3"),
        ("/v3#part", "http://a.example:5000/v3#part"),
        ("//b.example/v3", "http://b.example/v3"),
        ("https://b.example/v3", "https://b.example/v3"),
        ("http://mallory:secret@b.example/", "http://b.example/"),
        ("http://a.example:5000\\@b.example/", "http://b.example/"),
        ("http:///v3", "http://a.example:5000/v3"),
        ("/ü", "http://a.example:5000/ü"),
    ],
)
def test_a_location_is_resolved_and_loses_its_user(location: str, url: str) -> None:
    assert call().moved_to(location).url == url


@pytest.mark.parametrize(
    "location",
    [
        "http://[::1",
        "https://",
        "https:///v3",
        "http://b.example:port/",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "mailto:me@b.example",
        "ftp://b.example/",
        "data:,x",
        "gopher://b/",
    ],
)
def test_a_location_that_names_no_web_server_is_an_invalid_response(location: str) -> None:
    with pytest.raises(exceptions.InvalidResponse, match=r"a\.example") as caught:
        call().moved_to(location)

    assert caught.value.field == "Location"


def test_an_unusual_scheme_of_the_callers_may_be_kept() -> None:
    assert call("mock://a.example/x").moved_to("mock://a.example/y").url == "mock://a.example/y"


def test_the_user_in_the_callers_url_stays_on_its_own_server() -> None:
    home = call("http://me:pw@a.example:5000/v2.0")

    assert home.moved_to("/v3").url == "http://me:pw@a.example:5000/v3"
    assert home.moved_to("http://a.example:5000/v3").url == "http://me:pw@a.example:5000/v3"
    assert home.moved_to("http://x@a.example:5000/v3").url == "http://me:pw@a.example:5000/v3"
    assert home.moved_to("http://b.example/v3").url == "http://b.example/v3"


@pytest.mark.parametrize("location", ["/v3", "http://b.example/v3"])
def test_parameters_are_not_sent_again(location: str) -> None:
    assert "params" not in call().moved_to(location).options


# -- credentials ------------------------------------------------------------------------------

ABROAD = [
    "http://b.example:5000/",
    "http://a.example:35357/",
    "http://a.example/",
    "https://a.example:5000/",
    "//b.example:5000/",
    "http://a.example.b.example:5000/",
    "http://127.0.0.2:5000/",
]


@pytest.mark.parametrize("location", ABROAD)
def test_abroad_a_call_has_no_credentials(location: str) -> None:
    moved = call().moved_to(location)

    assert dict(moved.headers) == HARMLESS
    assert set(moved.options) == {"verify"}
    assert moved.is_abroad
    assert moved.left_behind == {name.lower() for name in CREDENTIALS}


@pytest.mark.parametrize("location", ["/v3", "http://A.EXAMPLE:5000/v3", "HTTP://a.example:5000/"])
def test_at_home_a_call_keeps_its_credentials(location: str) -> None:
    moved = call().moved_to(location)

    assert moved.headers == call().headers
    assert moved.options["auth"] == ("me", TOKEN)
    assert not moved.left_behind
    assert not moved.is_abroad


def test_the_usual_port_is_the_same_origin() -> None:
    assert not call("https://a.example/x").moved_to("https://a.example:443/y").left_behind


def test_credentials_that_went_missing_abroad_are_not_found_again_at_home() -> None:
    moved = call().moved_to("http://b.example/").moved_to(HOME)

    assert TOKEN not in str(dict(moved.headers))
    assert moved.left_behind >= {"x-auth-token"}


@pytest.mark.parametrize(
    "changes",
    [{"options": {"auth": ("me", "pw")}}, {"url": "http://me:pw@a.example:5000/"}],
)
def test_a_login_of_requests_own_is_left_behind_as_the_header_it_becomes(
    changes: dict[str, Any],
) -> None:
    moved = call(**{"headers": HARMLESS, **changes}).moved_to("http://b.example/")

    assert moved.left_behind == {"authorization"}


# -- bodies -----------------------------------------------------------------------------------


@pytest.mark.parametrize("body", [LOGIN, LOGIN.encode(), json.loads(LOGIN), f"password={TOKEN}"])
@pytest.mark.parametrize(
    "location", ["http://b.example:5000/", "https://b.example/", "//b.example/", "http://a.b/"]
)
def test_a_login_is_not_told_to_another_host(location: str, body: Any) -> None:
    with pytest.raises(exceptions.UnsafeRedirect) as caught:
        call(body=body).moved_to(location)

    assert TOKEN not in str(caught.value)


def test_a_login_is_not_told_in_the_clear() -> None:
    secure = call("https://a.example/v2.0/tokens", body=LOGIN)

    with pytest.raises(exceptions.UnsafeRedirect):
        secure.moved_to("http://a.example/v2.0/tokens")


@pytest.mark.parametrize("location", ["http://a.example:35357/", "https://a.example/", "/v3"])
def test_a_login_may_follow_to_another_port_or_to_https_of_its_host(location: str) -> None:
    assert call(body=LOGIN).moved_to(location).body == LOGIN


def test_an_unsafe_redirect_names_both_places_and_hides_secrets() -> None:
    with pytest.raises(exceptions.UnsafeRedirect) as caught:
        call(body=LOGIN).moved_to(f"http://b.example/v2.0/tokens/{TOKEN}?t={TOKEN}")

    error = caught.value
    assert "POST http://a.example:5000/v2.0/tokens" in str(error)
    assert "http://b.example/v2.0/tokens/" in str(error)
    assert TOKEN not in str(error)
    assert (error.url, error.location.partition("?")[0]) == (
        HOME,
        f"http://b.example/v2.0/tokens/{TOKEN}",
    )


@pytest.mark.parametrize(
    "params", [{"token": "t0k3n"}, [("token", "t0k3n")], "token=t0k3n", b"token=t0k3n"]
)
def test_a_token_among_the_parameters_is_not_carried_to_another_host(params: Any) -> None:
    call = Call("GET", "http://a.example/", options={"params": params})

    with pytest.raises(exceptions.UnsafeRedirect):
        call.moved_to("http://b.example/?token=t0k3n")

    assert call.moved_to("http://b.example/?token=another").url == "http://b.example/?token=another"


def test_a_secret_that_is_part_of_many_words_garbles_no_message() -> None:
    call = Call("GET", "http://a.example/v2.0/tokens/a")

    assert call.hide_secrets("a banana") == "a banana"


def test_parameters_that_are_none_break_no_message() -> None:
    assert Call("GET", "http://a.example/", options={"params": 5}).hide_secrets("text") == "text"


def test_a_client_certificate_is_left_behind() -> None:
    call = Call("GET", "https://a.example/", options={"cert": "me.pem", "verify": "ca.pem"})

    moved = call.moved_to("https://b.example/")

    assert moved.options == {"verify": "ca.pem"}
    assert moved.left_behind == {"the client certificate"}


def test_a_body_without_a_secret_may_go_anywhere() -> None:
    assert call(body='{"tenant": {}}').moved_to("http://b.example/").body == '{"tenant": {}}'


@pytest.mark.parametrize("body", [None, "x", b"x", bytearray(b"x"), {"a": "b"}, [("a", "b")], ()])
def test_a_body_in_memory_can_be_sent_again(body: Any) -> None:
    assert call(body=body).can_be_sent_again()


def test_a_file_is_sent_again_from_where_it_stood() -> None:
    file = io.BytesIO(b"headbody")
    file.seek(4)
    moved = call(body=file, body_start=position_of(file))
    file.read()

    assert moved.can_be_sent_again()
    assert file.read() == b"body"


def test_a_closed_file_a_generator_and_files_cannot_be_sent_again() -> None:
    file = io.BytesIO(b"body")
    start = position_of(file)
    file.close()

    assert not call(body=file, body_start=start).can_be_sent_again()
    assert not call(body=iter([b"a"])).can_be_sent_again()
    assert not call(options={"files": {"f": b""}}).can_be_sent_again()


class Pipe(io.RawIOBase):
    def tell(self) -> int:
        raise io.UnsupportedOperation("not seekable")


@pytest.mark.parametrize("body", [None, "x", b"x", {}, iter([]), Pipe()])
def test_what_is_no_file_has_no_position(body: Any) -> None:
    assert position_of(body) is None


# -- values -----------------------------------------------------------------------------------


def test_new_headers_replace_those_of_the_same_name_in_any_case() -> None:
    changed = call(headers={"x-auth-token": "old", "A": "b"}).with_headers({"X-Auth-Token": "new"})

    assert changed.headers == {"A": "b", "X-Auth-Token": "new"}


def test_renewed_credentials_are_known_as_such() -> None:
    renewed = call(headers={}, credentials=frozenset()).with_credentials({"X-Other": TOKEN})

    assert renewed.headers == {"X-Other": TOKEN}
    assert renewed.moved_to("http://b.example/").headers == {}


def test_a_call_shows_no_secret() -> None:
    shown = repr(
        call(
            f"http://me:{TOKEN}@a.example/v2.0/tokens/{TOKEN}",
            body=LOGIN,
            headers={"X-Auth-Token": TOKEN, "Authorization": TOKEN},
        )
    )

    assert TOKEN not in shown
    assert "POST http://me:" in shown


@pytest.mark.parametrize(
    "token", [TOKEN, TOKEN + "\n", TOKEN + "\r\nX: y", TOKEN + "ü", TOKEN + "'\"", "\\" + TOKEN]
)
@pytest.mark.parametrize("show", [str, repr, ascii, lambda t: repr(t.encode("latin-1"))])
def test_a_credential_is_hidden_in_errors_however_python_writes_it(token: str, show: Any) -> None:
    text = call(headers={"X-Plugin-Own": token}).hide_secrets(f"Invalid header value {show(token)}")

    assert TOKEN not in text
    assert text.startswith("Invalid header value ")


@pytest.mark.parametrize("value", [None, 5])
def test_a_header_that_is_no_text_breaks_no_message(value: Any) -> None:
    assert call(headers={"X-Auth-Token": value}).hide_secrets("as it was") == "as it was"
