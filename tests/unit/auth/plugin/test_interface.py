"""AUTH_INTERFACE is one object, whoever carries it, and both libraries' are understood."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys

import keystoneauth1.plugin
import pytest

from ksclient.auth.plugin import (
    AUTH_INTERFACE,
    BaseAuthPlugin,
    interface_for,
    is_auth_interface,
)


@pytest.mark.parametrize(
    "carried",
    [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))],
    ids=["copy", "deepcopy", "pickle"],
)
def test_stays_itself(carried) -> None:
    assert carried({"interface": AUTH_INTERFACE})["interface"] is AUTH_INTERFACE


def test_can_be_read_in_a_log() -> None:
    assert repr(AUTH_INTERFACE) == "ksclient.auth.plugin.AUTH_INTERFACE"


@pytest.mark.parametrize("theirs_or_ours", [AUTH_INTERFACE, keystoneauth1.plugin.AUTH_INTERFACE])
def test_either_librarys_is_recognised(theirs_or_ours: object) -> None:
    assert is_auth_interface(theirs_or_ours)


@pytest.mark.parametrize("interface", [None, "public", ["admin"], object()])
def test_other_interfaces_are_not_it(interface: object) -> None:
    assert not is_auth_interface(interface)


def test_a_plugin_of_keystoneauth1_is_given_its_own() -> None:
    theirs = keystoneauth1.plugin.BaseAuthPlugin()

    assert interface_for(theirs, AUTH_INTERFACE) is keystoneauth1.plugin.AUTH_INTERFACE


@pytest.mark.parametrize("interface", [AUTH_INTERFACE, "public", None])
def test_a_plugin_of_ours_is_given_what_was_asked_for(interface: object) -> None:
    assert interface_for(BaseAuthPlugin(), interface) is interface


def test_keystoneauth1_is_not_imported_to_find_out() -> None:
    code = (
        "import sys; from ksclient.auth import plugin; plugin.is_auth_interface(object()); "
        "plugin.interface_for(None, plugin.AUTH_INTERFACE); "
        "sys.exit('keystoneauth1' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
