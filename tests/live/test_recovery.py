"""A token that died: no caller whose credentials are good gets to see it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from ksclient.auth import exceptions
from ksclient.auth.session import Session
from ksclient.v2_0.client import Client
from tests.live.raw import Person, Raw, unique

THREADS = 24


def logins_of(agent: str, keystone) -> int:
    sent = [(r.method, r.target) for r in keystone.requests(agent)]
    return sent.count(("POST", "/v2.0/tokens"))


def test_a_revoked_token_is_replaced_unseen(person_auth, person: Person, raw: Raw, keystone):
    agent = unique("revoked")
    session = Session(auth=person_auth, user_agent=agent)
    client = Client(session=session, interface="public", user_agent=agent)
    assert len(client.tenants.list()) == 1
    dead = session.get_token()
    raw.revoke(dead)

    assert [tenant.id for tenant in client.tenants.list()] == [person.tenant_id]

    assert session.get_token() != dead
    assert logins_of(agent, keystone) == 2


def test_many_threads_with_one_revoked_token_share_one_login(
    person_auth, person: Person, raw: Raw, keystone
):
    agent = unique("threads")
    session = Session(auth=person_auth, user_agent=agent)
    client = Client(session=session, interface="public", user_agent=agent)
    raw.revoke(session.get_token())
    start = Barrier(THREADS)

    def list_tenants(_: int) -> list[str]:
        start.wait()
        return [tenant.id for tenant in client.tenants.list()]

    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(list_tenants, range(THREADS)))

    assert answers == [[person.tenant_id]] * THREADS
    assert logins_of(agent, keystone) == 2


def test_threads_survive_a_token_that_dies_again_and_again(person_auth, person, raw, keystone):
    agent = unique("storm")
    session = Session(auth=person_auth, user_agent=agent)
    client = Client(session=session, interface="public", user_agent=agent)
    deaths = 3
    session.get_token()

    def list_tenants(_: int) -> int:
        return len(client.tenants.list())

    with ThreadPoolExecutor(8) as pool:
        for _ in range(deaths):
            running = [pool.submit(list_tenants, number) for number in range(20)]
            raw.revoke(session.get_token())
            running += [pool.submit(list_tenants, number) for number in range(20)]
            assert [task.result() for task in running] == [1] * 40

    assert logins_of(agent, keystone) <= deaths + 1


def test_a_changed_password_ends_in_one_refused_login(person_auth, person, raw, keystone):
    agent = unique("changed-password")
    session = Session(auth=person_auth, user_agent=agent)
    client = Client(session=session, interface="public", user_agent=agent)
    client.tenants.list()
    raw.change_password(person, "another-password")

    with pytest.raises(exceptions.Unauthorized):
        client.tenants.list()

    assert logins_of(agent, keystone) == 2


def test_a_caller_who_wants_no_second_login_gets_the_refusal(session: Session, raw: Raw):
    raw.revoke(session.get_token())
    public_identity = {"service_type": "identity", "interface": "public"}

    with pytest.raises(exceptions.Unauthorized):
        session.get("/tenants", endpoint_filter=public_identity, allow_reauth=False)
