"""The v2.0 client as a whole."""

import pickle
import subprocess
import sys

import pytest

from ksclient.auth.session import Session
from ksclient.v2_0.client import Client

HEAVY = "requests urllib3 stevedore keystoneauth1 keystoneclient ssl http.client asyncio"


@pytest.mark.parametrize(
    "module", ["ksclient", "ksclient.v2_0.client", "ksclient.session", "ksclient.adapter"]
)
def test_importing_it_loads_nothing_that_takes_long(module):
    code = f"import sys, {module}; print(*set({HEAVY!r}.split()) & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == []


def test_all_that_one_needs_is_imported_without_requests():
    code = (
        "import sys\n"
        "from ksclient.auth.identity import v2\n"
        "from ksclient.auth.session import Session\n"
        "from ksclient.v2_0.client import Client\n"
        "v2.Password('http://127.0.0.1/v2.0', 'u', 'p')\n"
        "sys.exit('requests' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_managers_share_one_adapter(keystone):
    clients = {keystone.roles.client, keystone.tenants.client, keystone.users.client}
    assert clients == {keystone._adapter}


def test_its_adapter_asks_for_identity_v2_on_the_admin_interface(keystone):
    adapter = keystone._adapter
    assert (adapter.service_type, adapter.version, adapter.interface) == (
        "identity",
        (2, 0),
        "admin",
    )


def test_it_names_itself_to_servers(cloud, keystone):
    cloud.answers("GET", "/users", {"users": []})
    keystone.users.list()
    assert cloud.last.headers["User-Agent"].startswith("ksclient/")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("projects", ": v2.0 calls them tenants"),
        ("domains", ": they came with Identity v3, which ksclient does not speak"),
        ("tenant", ""),
    ],
)
def test_what_a_client_has_not_is_told_with_what_to_use(name, hint):
    keystone = Client(session=Session())
    with pytest.raises(AttributeError) as caught:
        getattr(keystone, name)
    assert str(caught.value) == f"'Client' object has no attribute {name!r}{hint}"
    assert not hasattr(keystone, name)
    assert not hasattr(pickle.loads(pickle.dumps(keystone)), name)
