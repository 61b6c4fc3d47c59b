"""Writes a login in all forms that this version gives: python -m tests.unit.golden.make_auth_ref.

A release adds a folder of its own. Files that are there already are never made anew: programs have
such files, and later versions must read them.
"""

import json
import pickle
from pathlib import Path
from typing import Any

import keystoneauth1.access
import keystoneauth1.identity.v2
import keystoneclient.access

from ksclient import access
from ksclient._version import __version__
from ksclient.auth import access as auth_access
from ksclient.auth.identity import v2

URL = "http://keystone.example:5000/v2.0"
ENDPOINT = {
    "id": "e1",
    "region": "RegionOne",
    "publicURL": URL,
    "internalURL": URL,
    "adminURL": "http://keystone.example:35357/v2.0",
}
BODY: dict[str, Any] = {
    "access": {
        "token": {
            "id": "t0ken",
            "expires": "2099-01-01T00:00:00Z",
            "issued_at": "2026-01-01T00:00:00.000000Z",
            "audit_ids": ["a1"],
            "tenant": {"id": "p1", "name": "demo", "description": "Für Tests", "enabled": True},
        },
        "serviceCatalog": [
            {"type": "identity", "name": "keystone", "endpoints": [ENDPOINT], "endpoints_links": []}
        ],
        "user": {
            "id": "u1",
            "name": "alice",
            "username": "alice",
            "roles": [{"name": "member"}],
            "roles_links": [],
        },
        "metadata": {"is_admin": 0, "roles": ["r1"]},
    }
}


def forms() -> dict[str, bytes]:
    """Return what is in each file, by its name."""
    dictionary = access.AccessInfo.factory(body=BODY)
    replaced = access.AccessInfo.factory(body=BODY, auth_token="0ther")
    info = auth_access.create(body=BODY)
    made = {
        "auth_ref.json": json.dumps(dictionary).encode(),
        "auth_ref_with_another_token.json": json.dumps(replaced).encode(),
        "auth_state.json": state_of(v2, info),
        "auth_state_of_keystoneauth1.json": state_of(
            keystoneauth1.identity.v2, keystoneauth1.access.create(body=BODY)
        ),
        "auth_ref_of_keystoneclient.json": json.dumps(
            keystoneclient.access.AccessInfo.factory(body=BODY)
        ).encode(),
    }
    for protocol in (2, 4):
        made[f"access.protocol{protocol}.pickle"] = pickle.dumps(dictionary, protocol)
        made[f"auth.access.protocol{protocol}.pickle"] = pickle.dumps(info, protocol)
    made["access_with_another_token.protocol4.pickle"] = pickle.dumps(replaced, 4)
    return made


def state_of(module: Any, auth_ref: Any) -> bytes:
    """Return what the plugin in *module* writes down of a login."""
    plugin = module.Password(URL, "alice", "secret", tenant_name="demo")
    plugin.auth_ref = auth_ref
    return str(plugin.get_auth_state()).encode()


if __name__ == "__main__":
    folder = Path(__file__).with_name(__version__)
    folder.mkdir(exist_ok=True)
    for name, content in forms().items():
        if not (folder / name).exists():
            (folder / name).write_bytes(content)
