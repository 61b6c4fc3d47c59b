"""What is different in the same way in many places."""

from __future__ import annotations

from typing import Any

from tests.parity.difference import Throughout
from tests.parity.told.lines import OWN_SESSION


def _without_user_warnings(names: list[str]) -> list[str]:
    return [name for name in names if name != "UserWarning"]


def _by_session(wire: list[Any], what: str = "/tokens") -> list[Any]:
    for each in wire:
        if each["request"].endswith(what):
            for name in {"user-agent", "forwarded"} & set(each["headers"]):
                each["headers"][name] = each["headers"][name].replace("client", "session")
    return wire


def _versions_by_session(wire: list[Any]) -> list[Any]:
    return _by_session(wire, "http://public/")


THROUGHOUT = [
    Throughout(
        "`User-Agent` says `keystoneauth1/…`",
        OWN_SESSION,
        "wire",
        _by_session,
    ),
    Throughout(
        "`User-Agent` says `keystoneauth1/…`",
        ("generic.Client.discover: *",),
        "wire",
        _versions_by_session,
    ),
    Throughout(
        "A client without a session warns of that several times",
        OWN_SESSION,
        "warnings",
        _without_user_warnings,
    ),
]
