"""A link never leads away from the server that was asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksclient.auth._origin import same_origin
from ksclient.auth.discover.links import resolve, strays


@pytest.mark.parametrize(
    ("document", "href", "expected"),
    [
        ("http://host:5000", "v2.0/", "http://host:5000/v2.0/"),
        ("http://host/identity", "v2.0", "http://host/identity/v2.0"),
        ("http://host/identity/", "/v2.0/", "http://host/v2.0/"),
        ("http://host/identity", "http://host/identity/v2.0/", "http://host/identity/v2.0/"),
        ("http://host/identity", "http://host:80/other/v2.0/", "http://host/other/v2.0/"),
        ("http://host/a", "HTTP://HOST/b/v2", "http://host/b/v2"),
        ("http://me:pw@host/", "http://host/v2", "http://me:pw@host/v2"),
    ],
)
def test_a_link_on_the_same_server_keeps_its_path(document: str, href: str, expected: str) -> None:
    assert resolve(document, href) == expected
    assert not strays(document, href)


@pytest.mark.parametrize(
    ("document", "href", "expected"),
    [
        ("https://host/identity", "http://host/identity/v2.0/", "https://host/identity/v2.0/"),
        ("http://host:5000", "http://host:35357/v2.0/", "http://host:5000/v2.0/"),
        ("https://host/identity", "http://10.0.0.1:5000/v2.0/", "https://host/identity/v2.0/"),
        ("https://host/id/v2.0/", "http://10.0.0.1:5000/v2.0", "https://host/id/v2.0/"),
        ("https://host/id", "//evil.example/v3", "https://host/id/v3"),
        ("https://host/", "https://host@evil.example/v3", "https://host/v3"),
        ("https://host/net/", "http://10.0.0.1:9696", "https://host/net/"),
        ("https://host/net", "http://10.0.0.1:9696/", "https://host/net"),
        ("http://[::1]:5000/", "http://[::2]:5000/v2.0/", "http://[::1]:5000/v2.0/"),
    ],
)
def test_a_link_to_another_server_loses_its_origin(document: str, href: str, expected: str) -> None:
    assert resolve(document, href) == expected
    assert strays(document, href)


@given(st.text(max_size=40) | st.from_regex(r"\A[a-z]*:?//?[^/]{0,20}/[v0-9./]{0,8}\Z"))
def test_no_link_at_all_leads_away(href: str) -> None:
    document = "https://host:5000/identity"
    try:
        url = resolve(document, href)
    except ValueError:
        return

    assert same_origin(url, document)
