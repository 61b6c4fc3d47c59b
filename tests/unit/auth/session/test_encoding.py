"""Bodies are JSON; what OpenStack's APIs know besides JSON's own values is written as text."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from ipaddress import ip_address
from types import ModuleType
from uuid import UUID

import pytest

from ksclient.auth._redact import SecretDict, SecretText
from ksclient.auth.session.encoding import encode


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"a": [1, None, True, "ü"]}, '{"a": [1, null, true, "\\u00fc"]}'),
        (datetime(2026, 1, 1, tzinfo=UTC), '"2026-01-01T00:00:00+00:00"'),
        (UUID(int=5), '"00000000-0000-0000-0000-000000000005"'),
        (SecretDict(a=SecretText("b")), '{"a": "b"}'),
        ({}, "{}"),
        (0, "0"),
    ],
)
def test_values_are_written_as_apis_read_them(value: object, text: str) -> None:
    assert encode(value) == text


def test_an_ip_address_of_netaddr_is_written_where_netaddr_is_loaded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    netaddr = ModuleType("netaddr")
    netaddr.IPAddress = type(ip_address("::1"))  # type: ignore[attr-defined]
    monkeypatch.setitem(__import__("sys").modules, "netaddr", netaddr)

    assert json.loads(encode([ip_address("::1")])) == ["::1"]


@pytest.mark.parametrize("value", [object(), {1, 2}, b"bytes", ip_address("127.0.0.1")])
def test_what_has_no_form_in_json_is_a_type_error(value: object) -> None:
    with pytest.raises(TypeError, match="not JSON serializable"):
        encode(value)
