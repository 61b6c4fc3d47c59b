"""Tokens that other routes than a login's give."""

from datetime import UTC, datetime, timedelta

import pytest

from ksclient.testing.keystone import Keystone, Settings, logins
from ksclient.testing.keystone.refusals import Refusal
from ksclient.testing.keystone.tables import Grant, Role, Tenant, User


@pytest.fixture
def times():
    return [datetime(2026, 11, 22, tzinfo=UTC)]


@pytest.fixture
def keystone(times):
    made = Keystone(Settings(clock=lambda: times[-1]))
    made.state.users.add(User("alice", id="alice"))
    made.state.tenants.add(Tenant("acme", id="acme"))
    made.state.roles.add(Role("worker", id="worker"))
    made.state.grants[Grant("acme", "alice", "worker")] = None
    return made


def issue(keystone, tenant="acme", **more):
    user = keystone.state.users.get("alice")
    found = keystone.state.tenants.find(tenant)
    return logins.issue(keystone, user, found, **more)["access"]


def test_what_is_issued_is_stored(keystone):
    access = issue(keystone)
    stored = keystone.tokens.find(access["token"]["id"])
    assert (stored.user_id, stored.tenant_id) == ("alice", "acme")
    assert stored.document == {"access": access}


def test_a_token_may_go_on_a_chain_with_a_life_of_its_own(keystone, times):
    first = keystone.tokens.find(issue(keystone)["token"]["id"])
    times.append(times[-1] + timedelta(minutes=30))
    fresh = issue(keystone, tenant=None, parent=first, keeps_expiry=False)["token"]
    assert fresh["audit_ids"][1] == first.audit_ids[0]
    assert fresh["expires"] == "2026-11-22T01:30:00.000000Z"
    assert issue(keystone, parent=first)["token"]["expires"] == "2026-11-22T01:00:00.000000Z"


@pytest.mark.parametrize("problem", ["user", "tenant", "role"])
def test_nothing_is_issued_to_who_may_not_have_it(keystone, problem):
    if problem == "role":
        keystone.state.grants.clear()
    else:
        table = keystone.state.users if problem == "user" else keystone.state.tenants
        next(iter(table)).enabled = False
    with pytest.raises(Refusal) as caught:
        issue(keystone)
    assert caught.value.status == 401
