"""Upstream's old paths: other doors to the same objects."""

import importlib

import pytest


@pytest.mark.parametrize(
    ("door", "room", "names"),
    [
        ("ksclient.session", "ksclient.auth.session", ["Session", "TCPKeepAliveAdapter"]),
        ("ksclient.adapter", "ksclient.auth.adapter", ["Adapter", "LegacyJsonAdapter"]),
        ("ksclient.fixture", "ksclient.auth.fixture", ["DiscoveryList", "V2Discovery", "V2Token"]),
        ("ksclient.fixture.v2", "ksclient.auth.fixture.v2", ["Token"]),
        (
            "ksclient.fixture.exception",
            "ksclient.auth.fixture.exception",
            ["FixtureValidationError"],
        ),
    ],
)
def test_a_door_leads_to_the_same_objects(door, room, names):
    for name in names:
        found = getattr(importlib.import_module(door), name)
        assert found is getattr(importlib.import_module(room), name)
