"""What a manager adds to its driver, on each driver."""

from types import SimpleNamespace

import pytest

from ksclient.token.exceptions import TokenNotFound
from ksclient.token.persistence import Manager
from ksclient.token.persistence.manager import PersistenceManager
from tests.contract.persistence.tokens import at, token


@pytest.fixture
def caching(driver, clock):
    return PersistenceManager(driver, cache_time=1000, clock=clock)


@pytest.fixture
def careless(driver, clock):
    return PersistenceManager(driver, revoke_by_id=False, clock=clock)


def test_without_revoking_by_id_nothing_is_revoked(careless, driver):
    created = careless.create_token("t1", token(trust="trust"))

    assert careless.delete_token("t1") is None
    assert careless.delete_token("unknown") is None
    assert careless.delete_token(None) is None
    assert careless.delete_tokens("alice") is None
    assert careless.delete_tokens("alice", trust_id="trust") is None
    assert careless.delete_tokens_for_user("alice") is None
    assert careless.delete_tokens_for_users(["alice"]) is None
    assert careless.delete_tokens_for_domain("default") is None
    assert careless.get_token("t1") == created
    assert driver._list_tokens("alice") == ["t1"]


def test_without_revoking_by_id_there_is_nothing_to_list(careless):
    careless.create_token("t1", token())

    assert careless._list_tokens("alice") == []


def test_a_driver_does_not_look_at_revoking_by_id(careless, driver):
    careless.create_token("t1", token())

    assert careless.driver.delete_tokens("alice") == ["t1"]


def test_a_users_tokens_are_revoked_with_those_of_trusts_either_way(driver, clock):
    trusts = SimpleNamespace(
        list_trusts_for_trustee=lambda user: [{"id": "given to"}] if user == "alice" else [],
        list_trusts_for_trustor=lambda user: (
            [{"id": "given by", "trustee_user_id": "bob"}] if user == "alice" else []
        ),
    )
    manager = PersistenceManager(driver, trust_api=trusts, clock=clock)
    driver.create_token("alice's", token())
    driver.create_token("alice's, red", token(tenant="red"))
    driver.create_token("as trustee", token("alice", trust="given to"))
    driver.create_token("as trustor", token("bob", trust="given by"))
    driver.create_token("as trustor, red", token("bob", tenant="red", trust="given by"))
    driver.create_token("bob's", token("bob"))

    manager.delete_tokens_for_user("alice", "blue")
    assert driver._list_tokens("alice") == ["alice's, red"]
    assert set(driver._list_tokens("bob")) == {"as trustor, red", "bob's"}

    manager.delete_tokens_for_user("alice")
    assert driver._list_tokens("alice") == []
    assert driver._list_tokens("bob") == ["bob's"]


def test_the_tokens_of_a_domain_are_those_for_its_tenants_and_those_of_its_users(driver, clock):
    manager = PersistenceManager(
        driver,
        clock=clock,
        resource_api=SimpleNamespace(
            list_projects=lambda: [
                {"id": "blue", "domain_id": "ours"},
                {"id": "red", "domain_id": "theirs"},
            ]
        ),
        assignment_api=SimpleNamespace(
            list_user_ids_for_project=lambda project: {"blue": ["bob"], "red": ["carol"]}[project]
        ),
        identity_api=SimpleNamespace(list_users=lambda domain: [{"id": "alice"}]),
    )
    driver.create_token("a user's, outside", token("alice", tenant="red"))
    driver.create_token("an outsider's, inside", token("bob", tenant="blue"))
    driver.create_token("an outsider's, outside", token("bob", tenant="red"))
    driver.create_token("an outsider's, anywhere", token("bob", tenant=None))
    driver.create_token("another's", token("carol", tenant="red"))

    manager.delete_tokens_for_domain("ours")

    assert driver._list_tokens("alice") == []
    assert set(driver._list_tokens("bob")) == {"an outsider's, outside", "an outsider's, anywhere"}
    assert driver._list_tokens("carol") == ["another's"]


def test_what_a_manager_does_not_have_its_driver_has(manager, driver, monkeypatch):
    monkeypatch.setattr(driver, "colour", "blue", raising=False)

    assert manager.get_token.__func__ is not driver.get_token.__func__
    assert manager.colour == "blue"


def test_upstreams_manager_is_another_way_to_it(driver, clock):
    short = Manager(driver, clock=clock)
    created = short.create_token("t1", token())

    assert short.get_token("t1") == created
    assert short._list_tokens("alice") == ["t1"]
    short.delete_token("t1")
    assert [line["id"] for line in short.list_revoked_tokens()] == ["t1"]
    assert short.flush_expired_tokens() == 0


def test_a_new_token_is_remembered(caching, driver):
    created = caching.create_token("t1", token())
    driver.delete_token("t1")  # behind the manager's back

    assert caching.get_token("t1") == created


def test_a_token_that_was_asked_for_is_remembered(caching, driver):
    created = driver.create_token("t1", token())
    caching.get_token("t1")
    driver.delete_token("t1")

    assert caching.get_token("t1") == created


def test_a_token_that_is_remembered_expires_all_the_same(caching, clock):
    created = caching.create_token("t1", token())
    clock.tick(hours=1)
    assert caching.get_token("t1") == created

    clock.tick(microseconds=1)
    with pytest.raises(TokenNotFound):
        caching.get_token("t1")


def test_what_is_not_there_is_not_remembered(caching, driver):
    with pytest.raises(TokenNotFound):
        caching.get_token("t1")
    created = driver.create_token("t1", token())

    assert caching.get_token("t1") == created


def test_a_token_that_the_manager_revokes_is_forgotten(caching):
    caching.create_token("t1", token())
    caching.create_token("x" * 500, token())
    caching.delete_token("t1")
    caching.delete_token("x" * 500)

    for token_id in ["t1", "x" * 500]:
        with pytest.raises(TokenNotFound):
            caching.get_token(token_id)


@pytest.mark.parametrize("asked", [{}, {"trust_id": "trust"}, {"tenant_id": "blue"}])
def test_tokens_that_the_manager_revokes_together_are_forgotten(caching, asked):
    caching.create_token("t1", token(trust="trust"))
    kept = caching.create_token("t2", token("bob", tenant="red"))
    caching.delete_tokens("alice", **asked)

    with pytest.raises(TokenNotFound):
        caching.get_token("t1")
    assert caching.get_token("t2") == kept


def test_what_is_remembered_is_not_the_callers_to_change(caching):
    caching.create_token("t1", token())["metadata"]["roles"].append("admin")
    caching.get_token("t1")["metadata"]["roles"].append("admin")

    assert caching.get_token("t1")["metadata"] == {"roles": ["member"]}


def revoked_by(manager):
    return [line["id"] for line in manager.list_revoked_tokens()]


def test_what_is_revoked_behind_the_managers_back_is_told_once_the_list_is_dropped(caching, driver):
    driver.create_token("t1", token())
    assert revoked_by(caching) == []
    driver.delete_token("t1")
    assert revoked_by(caching) == []

    caching.invalidate_revocation_list()
    assert revoked_by(caching) == ["t1"]


def test_any_revocation_by_the_manager_drops_the_list(caching, driver):
    driver.create_token("t1", token())
    driver.create_token("t2", token())
    assert revoked_by(caching) == []
    driver.delete_token("t1")
    caching.delete_token("t2")

    assert sorted(revoked_by(caching)) == ["t1", "t2"]


def test_revoking_tokens_drops_the_list_even_if_there_are_none(caching, driver):
    driver.create_token("t1", token())
    assert revoked_by(caching) == []
    driver.delete_token("t1")
    caching.delete_tokens("nobody")

    assert revoked_by(caching) == ["t1"]


def test_a_flush_does_not_drop_the_list(caching, driver):
    driver.create_token("t1", token())
    assert revoked_by(caching) == []
    driver.delete_token("t1")
    caching.flush_expired_tokens()

    assert revoked_by(caching) == []


def test_without_a_cache_the_list_is_always_fetched(manager, driver):
    driver.create_token("t1", token())
    assert revoked_by(manager) == []
    driver.delete_token("t1")

    assert revoked_by(manager) == ["t1"]
    manager.invalidate_revocation_list()


def test_the_list_that_is_remembered_is_not_the_callers_to_change(caching):
    caching.create_token("t1", token(expires=at(hours=1)))
    caching.delete_token("t1")
    caching.list_revoked_tokens()[0]["id"] = "changed"

    assert revoked_by(caching) == ["t1"]
