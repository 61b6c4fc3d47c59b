"""Origins decide where a token may go, so what is unreadable must never match."""

from __future__ import annotations

import pytest

from ksclient.auth._origin import names_server, origin, same_origin


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://Cloud.Example/v2.0", ("http", "cloud.example", 80)),
        ("HTTPS://cloud.example", ("https", "cloud.example", 443)),
        ("http://cloud.example:5000/?a=b", ("http", "cloud.example", 5000)),
        ("http://cloud.example:65535", ("http", "cloud.example", 65535)),
        ("http://cloud.example?a=b", ("http", "cloud.example", 80)),
        ("http://u:p@cloud.example:80/", ("http", "cloud.example", 80)),
        ("http://[2001:DB8::1]:35357/v2.0", ("http", "2001:db8::1", 35357)),
        ("http://[::1]/", ("http", "::1", 80)),
        ("unix://socket/path", ("unix", "socket", None)),
    ],
)
def test_names_scheme_host_and_port(url: str, expected: tuple[str, str, int]) -> None:
    assert origin(url) == expected
    assert names_server(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/v2.0",
        "v2.0/tokens",
        "//cloud.example/v2.0",
        "http://",
        "http:///v2.0",
        "http://cloud.example:port/",
        "http://cloud.example:65536/",
        "http://cloud.example:-1/",
        "http://cloud.example:59999999/",
        "http://cloud.example:6553x/",
        "http://u:p@/v2.0",
        "http://[::1/",
        "http://[nonsense]/",
    ],
)
def test_what_names_no_server_has_no_origin_and_equals_nothing(url: str) -> None:
    assert origin(url) is None
    assert not names_server(url)
    assert not same_origin(url, url)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("http://cloud.example", "HTTP://CLOUD.EXAMPLE:80/v3?x=1"),
        ("https://cloud.example:443/a", "https://cloud.example/b"),
        ("http://me:secret@cloud.example/", "http://cloud.example/"),
    ],
)
def test_spellings_of_one_server_are_one_origin(a: str, b: str) -> None:
    assert same_origin(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("http://cloud.example", "https://cloud.example"),
        ("http://cloud.example:5000", "http://cloud.example:35357"),
        ("http://cloud.example", "http://admin.cloud.example"),
        ("http://cloud.example", "http://cloud.example@elsewhere.example"),
        ("http://cloud.example:443", "https://cloud.example"),
        ("http://bücher.example", "http://xn--bcher-kva.example"),
        ("http://cloud.example", "http://cloud.example."),
        ("http://cloud.example", "http://cloud\u3002example"),
    ],
)
def test_another_scheme_host_or_port_is_another_origin(a: str, b: str) -> None:
    assert not same_origin(a, b)
