"""A persistence manager: whom it asks what, in which order, and what it forgets."""

import copy
from datetime import timedelta

import pytest

from ksclient.token.exceptions import (
    InvalidTokenRef,
    StoreUnavailable,
    StoreUnusable,
    TokenNotFound,
    TokenStoreError,
)
from ksclient.token.persistence import Manager, core
from ksclient.token.persistence.backends import memory
from ksclient.token.persistence.manager import PersistenceManager
from tests.unit.token.persistence.stand_ins import LATER, NOW, Collaborators, RecordingDriver

TRUSTS = [
    {"id": "to alice", "trustor_user_id": "bob", "trustee_user_id": "alice"},
    {"id": "by alice", "trustor_user_id": "alice", "trustee_user_id": "carol"},
    {"id": "of others", "trustor_user_id": "bob", "trustee_user_id": "carol"},
]


def managed(driver, **options):
    return PersistenceManager(driver, clock=lambda: NOW, **options)


def test_upstreams_names_are_where_upstream_has_them():
    assert core.Manager is Manager
    assert core.PersistenceManager is PersistenceManager
    assert core.Driver is core.TokenDriverV8
    assert PersistenceManager.driver_namespace == "ksclient.token.persistence"


def test_a_users_tokens_go_first_then_those_of_trusts_as_trustee_then_as_trustor():
    driver = RecordingDriver()
    managed(driver, trust_api=Collaborators(trusts=TRUSTS)).delete_tokens_for_user("alice", "blue")

    assert driver.calls == [
        ("delete all", "alice", "blue", None, None),
        ("delete all", "alice", "blue", "to alice", None),
        ("delete all", "carol", "blue", "by alice", None),
    ]


def test_without_a_tenant_those_for_any_go():
    driver = RecordingDriver()
    managed(driver, trust_api=Collaborators(trusts=TRUSTS)).delete_tokens_for_user("alice")

    assert {call[2] for call in driver.calls} == {None}


def test_without_trusts_only_the_users_own_go():
    driver = RecordingDriver()
    managed(driver).delete_tokens_for_user("alice")

    assert driver.calls == [("delete all", "alice", None, None, None)]


def test_several_users_are_taken_in_order_from_anything_that_can_be_gone_through():
    driver = RecordingDriver()
    manager = managed(driver, trust_api=Collaborators(trusts=TRUSTS[:1]))
    manager.delete_tokens_for_users((user for user in ["carol", "alice"]), project_id="blue")

    assert driver.calls == [
        ("delete all", "carol", "blue", None, None),
        ("delete all", "alice", "blue", None, None),
        ("delete all", "alice", "blue", "to alice", None),
    ]


def test_a_domains_tenants_go_first_then_its_users():
    driver = RecordingDriver()
    cloud = Collaborators(
        projects=[{"id": "blue", "domain_id": "ours"}, {"id": "red", "domain_id": "theirs"}],
        members={"blue": ["bob", "alice"], "red": ["dave"]},
        users=[{"id": "alice", "domain_id": "ours"}, {"id": "dave", "domain_id": "theirs"}],
        trusts=[{"id": "to alice", "trustor_user_id": "zoe", "trustee_user_id": "alice"}],
    )
    manager = managed(
        driver, resource_api=cloud, assignment_api=cloud, identity_api=cloud, trust_api=cloud
    )
    manager.delete_tokens_for_domain("ours")

    assert driver.calls == [
        ("delete all", "bob", "blue", None, None),
        ("delete all", "alice", "blue", None, None),
        ("delete all", "alice", "blue", "to alice", None),
        ("delete all", "alice", None, None, None),
        ("delete all", "alice", None, "to alice", None),
    ]


@pytest.mark.parametrize("missing", ["resource_api", "assignment_api", "identity_api"])
def test_who_must_be_asked_about_a_domain_is_named_before_anything_is_revoked(missing):
    driver = RecordingDriver()
    known = {"resource_api", "assignment_api", "identity_api"} - {missing}
    manager = managed(driver, **dict.fromkeys(known, Collaborators()))

    with pytest.raises(TokenStoreError, match=f"{missing}="):
        manager.delete_tokens_for_domain("ours")
    assert driver.calls == []


def test_without_revoking_by_id_nobody_is_asked_anything():
    driver = RecordingDriver()
    manager = managed(driver, revoke_by_id=False, trust_api=object())
    manager.delete_token("t1")
    manager.delete_tokens("alice")
    manager.delete_tokens_for_user("alice")
    manager.delete_tokens_for_users(iter(["alice"]))
    manager.delete_tokens_for_domain("ours")

    assert manager._list_tokens("alice") == []
    assert driver.calls == []


def test_whether_to_revoke_by_id_can_be_changed_later():
    driver = RecordingDriver()
    manager = managed(driver, revoke_by_id=False)
    manager.revoke_by_id = True
    manager.delete_token("t1")

    assert driver.calls == [("delete", "t1")]


def test_a_list_is_asked_of_the_driver():
    driver = RecordingDriver()

    assert managed(driver)._list_tokens("alice", "blue", "trust", "consumer") == ["t1"]
    assert driver.calls == [("list", "alice", "blue", "trust", "consumer")]


def test_a_flush_is_the_drivers():
    assert managed(RecordingDriver()).flush_expired_tokens() == 3


def test_a_token_without_expiry_is_not_found():
    driver = RecordingDriver()
    driver.get_token = lambda token_id: {"id": token_id, "expires": None}

    with pytest.raises(TokenNotFound):
        managed(driver).get_token("t1")


def test_a_drivers_aware_expiry_is_understood():
    driver = RecordingDriver()
    driver.get_token = lambda token_id: {"id": token_id, "expires": NOW - timedelta(seconds=1)}

    with pytest.raises(TokenNotFound):
        managed(driver).get_token("t1")


def test_a_driver_that_hands_out_an_expiry_as_text_is_told_apart():
    driver = RecordingDriver()
    driver.get_token = lambda token_id: {"id": token_id, "expires": LATER.isoformat()}

    with pytest.raises(StoreUnusable, match=r"RecordingDriver .* a str: it must be a datetime"):
        managed(driver).get_token("t1")


def test_a_driver_is_given_a_copy_of_its_own():
    driver = RecordingDriver()
    data = {"user": {"id": "alice"}, "deep": {"list": [1]}}
    before = copy.deepcopy(data)
    driver.create_token = lambda token_id, given: given["deep"]["list"].append(2) or given
    managed(driver).create_token("t1", data)

    assert data == before


def test_what_cannot_be_copied_is_refused():
    driver = RecordingDriver()
    with pytest.raises(InvalidTokenRef):
        managed(driver).create_token("t1", {"user": {"id": "alice"}, "odd": (x for x in "abc")})

    assert driver.calls == []


def test_a_driver_is_asked_once_for_what_is_remembered():
    driver = RecordingDriver()
    manager = managed(driver, cache_time=60)
    manager.get_token("t1")
    manager.get_token("t1")

    assert driver.calls == [("get", "t1")]


def test_without_a_cache_a_driver_is_asked_each_time():
    driver = RecordingDriver()
    manager = managed(driver)
    manager.create_token("t1", {"user_id": "alice"})
    manager.get_token("t1")
    manager.get_token("t1")

    assert [call[0] for call in driver.calls] == ["create", "get", "get"]


def test_of_all_tokens_as_many_are_remembered_as_was_said():
    driver = RecordingDriver()
    manager = managed(driver, cache_time=60, cache_size=1)
    for token_id in ["t1", "t2", "t1"]:
        manager.get_token(token_id)

    assert len(driver.calls) == 3


def test_a_token_revoked_while_it_is_fetched_is_not_remembered():
    driver = RecordingDriver()
    manager = managed(driver, cache_time=60)
    really_get = driver.get_token

    def get_token(token_id):
        found = really_get(token_id)
        driver.get_token = really_get
        manager.delete_token(token_id)  # another thread does, just now
        return found

    driver.get_token = get_token
    manager.get_token("t1")
    manager.get_token("t1")

    assert [call[0] for call in driver.calls] == ["get", "delete", "get"]


def test_a_token_revoked_while_it_is_made_is_not_remembered():
    driver = RecordingDriver(revoked=["t1"])
    manager = managed(driver, cache_time=60)
    really_create = driver.create_token

    def create_token(token_id, data):
        created = really_create(token_id, data)
        manager.delete_tokens("alice")  # another thread does, just now
        return created

    driver.create_token = create_token
    manager.create_token("t1", {"user_id": "alice"})
    manager.get_token("t1")

    assert [call[0] for call in driver.calls] == ["create", "delete all", "get"]


@pytest.mark.parametrize("fails", [StoreUnavailable(), TokenNotFound("t1")])
def test_a_token_is_forgotten_even_if_revoking_it_fails(fails):
    driver = RecordingDriver(fails=fails)
    manager = managed(driver, cache_time=60)
    manager.get_token("t1")
    with pytest.raises(type(fails)):
        manager.delete_token("t1")
    manager.get_token("t1")

    assert [call[0] for call in driver.calls] == ["get", "delete", "get"]


def test_where_nobody_knows_what_was_revoked_everything_is_forgotten():
    driver = RecordingDriver(fails=StoreUnavailable())
    manager = managed(driver, cache_time=60)
    manager.get_token("t1")
    with pytest.raises(StoreUnavailable):
        manager.delete_tokens("alice")
    manager.get_token("t1")

    assert [call[0] for call in driver.calls] == ["get", "delete all", "get"]


def test_a_driver_that_does_not_tell_what_it_revoked_has_everything_forgotten():
    driver = RecordingDriver(revoked=None)
    manager = managed(driver, cache_time=60)
    manager.get_token("t1")
    manager.delete_tokens("alice")
    manager.get_token("t1")

    assert [call[0] for call in driver.calls] == ["get", "delete all", "get"]


def test_the_list_of_revoked_tokens_has_a_time_of_its_own():
    driver = RecordingDriver()
    manager = managed(driver, cache_time=60, revocation_cache_time=0)
    manager.list_revoked_tokens()
    manager.list_revoked_tokens()
    manager.get_token("t1")
    manager.get_token("t1")

    assert [call[0] for call in driver.calls] == ["list revoked", "list revoked", "get"]


def test_a_driver_that_is_named_gets_the_options_and_the_clock():
    manager = PersistenceManager("memory", clock=lambda: NOW, expiration=timedelta(minutes=5))
    created = manager.create_token("t1", {"user_id": "alice"})

    assert isinstance(manager.driver, memory.Driver)
    assert created["expires"] == (NOW + timedelta(minutes=5)).replace(tzinfo=None)


def test_the_default_is_memory():
    assert isinstance(PersistenceManager().driver, memory.Driver)
    assert isinstance(Manager().driver, memory.Driver)


def test_unknown_options_are_refused():
    with pytest.raises(TypeError, match="colour"):
        PersistenceManager("memory", colour="blue")
    with pytest.raises(TypeError, match="colour"):
        PersistenceManager(RecordingDriver(), colour="blue")


@pytest.mark.parametrize("driver", [None, 5, object(), memory])
def test_what_is_no_driver_is_refused(driver):
    with pytest.raises(TypeError, match="no token driver"):
        PersistenceManager(driver)


def test_other_attributes_are_the_drivers():
    driver = RecordingDriver()
    driver.colour = "blue"

    assert managed(driver).colour == "blue"
    assert Manager(driver).colour == "blue"
    with pytest.raises(AttributeError, match="size"):
        _ = managed(driver).size


def test_upstreams_manager_is_a_persistence_manager_with_all_that_one_has():
    short = Manager(driver="memory", expiration=60)

    assert isinstance(short, PersistenceManager)
    assert isinstance(short.driver, memory.Driver)
    assert {"delete_tokens_for_user", "get_token"} <= set(dir(Manager))


@pytest.mark.parametrize("kind", [PersistenceManager, Manager])
def test_a_manager_is_no_driver_of_another(kind):
    with pytest.raises(TypeError, match="use it as it is"):
        PersistenceManager(kind("memory"))


@pytest.mark.parametrize("kind", [PersistenceManager, Manager])
def test_upstreams_manager_forwards_to_a_persistence_manager(kind):
    persistence = kind(RecordingDriver(), cache_time=60)
    short = Manager(persistence)
    short.trust_api = trusts = Collaborators(trusts=TRUSTS)
    persistence.revoke_by_id = False

    assert short.driver is persistence.driver
    assert persistence.trust_api is trusts
    assert short.revoke_by_id is False


def test_a_manager_that_is_made_takes_no_options():
    with pytest.raises(TypeError, match="made already: cache_time"):
        Manager(PersistenceManager("memory"), cache_time=3)


@pytest.mark.parametrize("kind", [PersistenceManager, Manager])
def test_whom_a_manager_asks_may_be_assigned_later(kind):
    driver = RecordingDriver()
    manager = kind(driver)
    manager.trust_api = Collaborators(trusts=TRUSTS)
    manager.delete_tokens_for_user("alice")
    assert len(driver.calls) == 3

    manager.revoke_by_id = False
    manager.delete_tokens_for_user("alice")
    assert len(driver.calls) == 3


def test_a_manager_shows_what_it_is_of():
    assert repr(Manager("memory")) == "<Manager of <Driver of tokens in memory>>"
    assert repr(Manager.__new__(Manager)) == "<Manager of None>"


def test_a_manager_lists_its_own_attributes_and_its_drivers():
    driver = RecordingDriver()
    driver.colour = "blue"

    assert {"colour", "trust_api", "delete_tokens_for_domain"} <= set(dir(Manager(driver)))
    assert "get_token" in dir(Manager.__new__(Manager))


@pytest.mark.parametrize("users", ["carl", b"carl"])
@pytest.mark.parametrize("revoke_by_id", [True, False])
def test_one_text_is_not_several_users(users, revoke_by_id):
    driver = RecordingDriver()
    with pytest.raises(TypeError, match="several"):
        managed(driver, revoke_by_id=revoke_by_id).delete_tokens_for_users(users)

    assert driver.calls == []


@pytest.mark.parametrize(
    ("asked", "forgotten"),
    [
        ({"user_id": "alice"}, ["alice's", "alice's, trusted"]),
        ({"user_id": "alice", "tenant_id": "blue"}, ["alice's", "alice's, trusted"]),
        ({"user_id": "nobody", "trust_id": "trust"}, ["alice's, trusted", "bob's, trusted"]),
    ],
)
def test_tokens_that_another_revoked_are_forgotten_with_those_of_their_user_or_trust(
    asked, forgotten
):
    driver = RecordingDriver(revoked=[])  # another was faster
    manager = managed(driver, cache_time=60)
    kept = {
        "alice's": {"user_id": "alice"},
        "alice's, trusted": {"user_id": "alice", "trust_id": "trust"},
        "bob's": {"user_id": "bob"},
        "bob's, trusted": {"user_id": "bob", "trust_id": "trust"},
    }
    for token_id, data in kept.items():
        manager.create_token(token_id, data)
    driver.calls.clear()
    manager.delete_tokens(**asked)
    for token_id in kept:
        manager.get_token(token_id)

    assert driver.calls[1:] == [("get", token_id) for token_id in forgotten]


def test_a_manager_that_is_not_made_yet_has_no_attributes():
    for kind in (PersistenceManager, Manager):
        with pytest.raises(AttributeError):
            _ = kind.__new__(kind).get_tokens
