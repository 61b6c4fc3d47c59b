"""Extensions: each API has others."""

from __future__ import annotations

import pytest

from ksclient.auth import exceptions
from ksclient.v2_0.client import Client
from ksclient.v2_0.extensions import Extension
from tests.live.libraries import Library
from tests.live.refusals import refused
from tests.live.servers import Server


@pytest.fixture
def public(admin: Client) -> Client:
    """A client of the public API."""
    return Client(session=admin.session, interface="public")


def test_the_admin_api_lists_what_administrators_use(admin: Client):
    aliases = {extension.alias for extension in admin.extensions.list()}

    assert {"OS-KSADM", "OS-EC2"} <= aliases
    assert "OS-KSCRUD" not in aliases


def test_the_public_api_lists_what_users_use(public: Client):
    aliases = {extension.alias for extension in public.extensions.list()}

    assert {"OS-KSCRUD", "OS-EC2"} <= aliases
    assert "OS-KSADM" not in aliases


def test_an_extension_tells_what_it_is(either: Client):
    extension = either.extensions.get("OS-EC2")

    assert (extension.id, extension.name) == ("OS-EC2", "OpenStack EC2 API")
    assert extension.namespace.endswith("/ext/OS-EC2/v1.0")
    assert extension.description
    assert extension.updated.startswith("2013-07-07T")
    assert extension.links[0]["rel"] == "describedby"


def test_an_extension_is_found_by_alias(either: Client):
    found = either.extensions.find(alias="OS-EC2")

    assert found == either.extensions.get(found)
    assert either.extensions.findall(alias="OS-EC2") == [found]


def test_an_extension_loads_itself(either: Client):
    known = Extension(either.extensions, {"alias": "OS-EC2"})

    assert known.name == "OpenStack EC2 API"


def test_an_extension_of_the_other_api_is_not_found(admin: Client, public: Client):
    with refused(exceptions.NotFound, "OS-KSCRUD"):
        admin.extensions.get("OS-KSCRUD")
    with refused(exceptions.NotFound, "OS-KSADM"):
        public.extensions.get("OS-KSADM")


def test_anyone_may_ask(library: Library, keystone: Server):
    anyone = library.client(library.no_token(endpoint=keystone.public_url))

    assert anyone.extensions.get("OS-EC2") in anyone.extensions.list()
