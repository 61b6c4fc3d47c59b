"""Setting a new cloud up with the admin token, which no login accepts."""

from __future__ import annotations

import pytest

from ksclient.auth import exceptions
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.auth.token_endpoint import Token
from ksclient.v2_0.client import Client
from tests.live.keystone_server import ADMIN_TOKEN, KeystoneServer
from tests.live.raw import unique


def test_the_admin_token_makes_a_tenant_and_a_user_who_can_log_in(bootstrap, keystone):
    tenant = bootstrap.tenants.create(unique("tenant"), description="The first", enabled=True)
    user = bootstrap.users.create(unique("user"), password="its-password", tenant_id=tenant.id)

    auth = v2.Password(keystone.public_url, user.name, "its-password", tenant_id=tenant.id)
    access = auth.get_access(Session(auth=auth))

    assert (access.user_id, access.tenant_id) == (user.id, tenant.id)


def test_the_admin_token_never_logs_in(keystone: KeystoneServer):
    agent = unique("bootstrap")
    session = Session(auth=Token(keystone.admin_url, ADMIN_TOKEN), user_agent=agent)

    Client(session=session, user_agent=agent).tenants.list()

    mine = [(r.api, r.method, r.target) for r in keystone.requests(agent)]
    assert mine == [("admin", "GET", "/v2.0/tenants")]


def test_the_admin_token_cannot_be_renewed_so_a_wrong_one_is_refused_once(keystone):
    agent = unique("wrong-admin-token")
    session = Session(auth=Token(keystone.admin_url, "not-the-token"), user_agent=agent)

    with pytest.raises(exceptions.Unauthorized):
        Client(session=session, user_agent=agent).tenants.list()

    assert len(keystone.requests(agent)) == 1
