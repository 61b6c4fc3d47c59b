"""Upstream's old paths: other doors to the same objects."""

import importlib
import subprocess
import sys

import pytest

import ksclient


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


def test_modules_are_attributes_of_the_package_as_upstream_has_them():
    code = "import ksclient; print(ksclient.v2_0.Client.__name__, ksclient.exceptions.NotFound)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Client <class")


def test_the_package_has_no_other_attributes():
    with pytest.raises(AttributeError, match="no_such_module"):
        _ = ksclient.no_such_module
