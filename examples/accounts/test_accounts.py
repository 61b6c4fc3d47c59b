"""The tests of accounts.py: each has a Keystone of its own, which takes some milliseconds.

    pip install 'ksclient[testing]' pytest
    pytest examples/accounts

The fixtures and markers come with ksclient, and need no line in a conftest.py.
"""

from __future__ import annotations

import pytest
from accounts import main, open_account

from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.exceptions import Conflict, ServiceUnavailable
from ksclient.testing import Cloud
from ksclient.testing.faults import Refuse
from ksclient.v2_0.client import Client


def test_a_new_user_can_log_in(keystone_cloud: Cloud, keystone_client: Client) -> None:
    password = open_account(keystone_client, "alice")

    auth = v2.Password(keystone_cloud.auth_url, "alice", password, tenant_name="alice")
    assert Session(auth=auth).get_token()


@pytest.mark.keystone_seed({"users": ["alice"]})
def test_a_name_that_is_taken_leaves_no_tenant_behind(keystone_client: Client) -> None:
    with pytest.raises(Conflict):
        open_account(keystone_client, "alice")

    assert [tenant.name for tenant in keystone_client.tenants.list()] == ["admin"]


@pytest.mark.keystone_faults(Refuse(503), on="POST /users", times=1)
def test_a_busy_server_leaves_no_tenant_behind(keystone_client: Client) -> None:
    with pytest.raises(ServiceUnavailable):
        open_account(keystone_client, "alice")

    assert [tenant.name for tenant in keystone_client.tenants.list()] == ["admin"]


def test_one_login_will_do(keystone_cloud: Cloud, keystone_client: Client) -> None:
    open_account(keystone_client, "alice")

    assert len(keystone_cloud.requests.logins) == 1


def test_the_program_finds_the_cloud_by_its_variables(
    keystone_cloud: Cloud, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in keystone_cloud.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.argv", ["accounts", "alice"])

    main()

    password = capsys.readouterr().out.strip()
    auth = v2.Password(keystone_cloud.auth_url, "alice", password, tenant_name="alice")
    assert Session(auth=auth).get_token()
