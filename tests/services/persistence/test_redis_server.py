"""What Redis does with tokens, and what its faults become."""

import logging
import os
import signal
import time
import traceback
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import redis

from ksclient.token.exceptions import (
    StoreCorrupted,
    StoreTooNew,
    StoreUnavailable,
    StoreUnusable,
    TokenExists,
    TokenNotFound,
)
from ksclient.token.persistence.backends.redis import Driver
from tests.services.persistence.redis_servers import PATIENCE, OwnRedis, given_url

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECRET = "feedfacefeedfacefeedfacefeedface"


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


def token(user: str = "u1", after: timedelta = HOUR, **members: Any) -> dict[str, Any]:
    return {"user": {"id": user}, "expires": (NOON + after).replace(tzinfo=None), **members}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def prefix() -> str:
    return f"ksclient-test-{uuid.uuid4().hex}:"


@pytest.fixture
def server(prefix: str) -> Iterator[redis.Redis]:
    client = redis.Redis.from_url(given_url(), decode_responses=True, socket_timeout=5)
    yield client
    for key in client.scan_iter(f"{prefix}*", count=1000):
        client.delete(key)
    client.close()


@pytest.fixture
def driver(server: redis.Redis, prefix: str, clock: Clock) -> Driver:
    return Driver(given_url(), prefix=prefix, clock=clock)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[OwnRedis]:
    server = OwnRedis(tmp_path)
    yield server
    server.kill()


def shown(error: BaseException) -> str:
    """Return what a reporter shows that prints variables, but not those of the test."""
    error.__traceback__ = error.__traceback__ and error.__traceback__.tb_next
    return "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())


# --- expiry ------------------------------------------------------------------------------------


def test_a_tokens_key_expires_when_the_token_does(driver, server, prefix):
    driver.create_token("t1", token(after=timedelta(days=1)))
    assert 43_200_000 < server.pttl(f"{prefix}token:t1") <= 86_400_000


def test_redis_removes_an_expired_token_and_its_indexes(driver, server, prefix):
    driver.create_token("t1", token(after=timedelta(milliseconds=1)))
    until = time.monotonic() + PATIENCE
    while server.exists(f"{prefix}token:t1", f"{prefix}user:u1") and time.monotonic() < until:
        time.sleep(0.001)
    assert not server.exists(f"{prefix}token:t1", f"{prefix}user:u1")
    with pytest.raises(TokenNotFound):
        driver.get_token("t1")


def test_a_token_that_is_made_expired_is_acknowledged_and_gone(driver, server, prefix):
    ref = driver.create_token("t1", token(after=-HOUR))
    assert ref["expires"] == (NOON - HOUR).replace(tzinfo=None)
    assert list(server.scan_iter(f"{prefix}*")) == []


def test_a_token_that_redis_still_has_is_expired_by_the_clock(driver, clock):
    driver.create_token("t1", token())
    clock.now += HOUR + timedelta(microseconds=1)
    with pytest.raises(TokenNotFound):
        driver.get_token("t1")
    with pytest.raises(TokenNotFound):
        driver.delete_token("t1")


def test_microseconds_of_an_expiry_are_kept(driver):
    after = timedelta(microseconds=123_457)
    driver.create_token("t1", token(after=after))
    driver.create_token("t2", token(after=after))
    driver.delete_token("t2")
    expected = (NOON + after).replace(tzinfo=None)
    assert driver.get_token("t1")["expires"] == expected
    assert driver.list_revoked_tokens()[0]["expires"] == expected


def test_an_id_may_be_used_again_after_it_expired_by_the_clock(driver, clock):
    driver.create_token("t1", token("u1"))
    clock.now += 2 * HOUR
    driver.create_token("t1", token("u2", after=3 * HOUR))
    assert driver.get_token("t1")["user_id"] == "u2"
    assert driver._list_tokens("u1") == []


def test_a_revoked_token_leaves_a_small_record_until_it_would_have_expired(driver, server, prefix):
    driver.create_token("t1", token(token_data={"large": "x" * 1000}))
    driver.delete_token("t1")
    assert "large" not in server.get(f"{prefix}token:t1")
    assert 1_800_000 < server.pttl(f"{prefix}token:t1") <= 3_600_000
    with pytest.raises(TokenExists):
        driver.create_token("t1", token())


# --- indexes -----------------------------------------------------------------------------------


def test_an_index_lives_as_long_as_its_last_token(driver, server, prefix):
    driver.create_token("t1", token(after=timedelta(days=9)))
    driver.create_token("t2", token(after=timedelta(days=1)))
    assert server.pttl(f"{prefix}user:u1") > timedelta(days=8) / timedelta(milliseconds=1)
    driver.delete_token("t1")
    assert server.pttl(f"{prefix}user:u1") <= timedelta(days=1) / timedelta(milliseconds=1)
    driver.delete_token("t2")
    assert not server.exists(f"{prefix}user:u1")


def test_writes_drop_what_expired_from_indexes(driver, server, prefix, clock):
    driver.create_token("t1", token())
    driver.delete_token("t1")
    driver.create_token("t2", token())
    clock.now += 2 * HOUR
    server.delete(f"{prefix}token:t1", f"{prefix}token:t2")  # as Redis does when they expire
    driver.create_token("t3", token(after=3 * HOUR))
    driver.create_token("t4", token(after=3 * HOUR))
    driver.delete_token("t4")
    assert server.zrange(f"{prefix}user:u1", 0, -1) == ["t3"]
    assert server.zrange(f"{prefix}revoked", 0, -1) == ["t4"]


def test_names_with_separators_do_not_share_an_index(driver):
    driver.create_token("t1", token("a:b", tenant={"id": "c"}))
    driver.create_token("t2", token("a", tenant={"id": "b:c"}))
    assert driver._list_tokens("a", tenant_id="b:c") == ["t2"]


def test_ids_and_names_of_any_script_come_back(driver):
    odd = "ünï/c:o *?[é]%"
    driver.create_token(odd, token(odd, tenant={"id": odd}))
    assert driver.get_token(odd)["id"] == odd
    assert driver.delete_tokens(odd, tenant_id=odd) == [odd]
    assert [line["id"] for line in driver.list_revoked_tokens()] == [odd]


def test_names_that_are_no_unicode_match_nothing(driver):
    driver.create_token("t1", token())
    assert driver.delete_tokens("u1", tenant_id="\ud800") == []
    assert driver._list_tokens("\ud800") == []


def test_what_json_holds_comes_back_though_lua_could_not_read_it(driver):
    deep: Any = "end"
    for _ in range(300):
        deep = [deep]
    data = {"access": {"token": {"audit_ids": ['ü/"é']}}, "deep": deep, "odd": "\ud800", "n": 2**70}
    driver.create_token("t1", token(token_data=data))
    assert driver.get_token("t1")["token_data"] == data
    driver.delete_token("t1")
    assert driver.list_revoked_tokens()[0]["audit_id"] == 'ü/"é'


# --- steps and races ---------------------------------------------------------------------------


def test_two_callers_share_a_large_deletion_without_an_id_twice(driver, prefix, clock):
    for number in range(2500):
        driver.create_token(f"t{number}", token())
    other = Driver(given_url(), prefix=prefix, clock=clock)
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda each: each.delete_tokens("u1"), (driver, other))
    assert sorted(first + second) == sorted(f"t{number}" for number in range(2500))
    assert len(driver.list_revoked_tokens()) == 2500


def test_of_threads_that_create_one_id_one_wins(driver):
    def create(number: int) -> bool:
        try:
            driver.create_token("t1", token(f"u{number}"))
        except TokenExists:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(create, range(40))) == 1


def test_of_threads_that_revoke_one_token_one_wins(driver):
    driver.create_token("t1", token())

    def delete(_number: int) -> bool:
        try:
            driver.delete_token("t1")
        except TokenNotFound:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(delete, range(40))) == 1


def test_a_child_of_a_fork_has_connections_of_its_own(driver):
    driver.create_token("t1", token())
    child = os.fork()
    if not child:
        try:
            driver.delete_token("t1")
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    with pytest.raises(TokenNotFound):
        driver.get_token("t1")


# --- flush -------------------------------------------------------------------------------------


def test_flush_removes_what_the_clock_says_is_expired(driver, server, prefix, clock):
    for number in range(1200):  # more than two steps
        driver.create_token(f"t{number}", token())
    driver.delete_token("t7")
    driver.create_token("later", token(after=3 * HOUR))
    clock.now += 2 * HOUR
    assert driver.flush_expired_tokens() == 1200
    assert sorted(server.scan_iter(f"{prefix}*", count=1000)) == [
        f"{prefix}schema",
        f"{prefix}token:later",
        f"{prefix}user:u1",
    ]


def test_flush_leaves_another_store_alone_whatever_the_prefix_has(driver, prefix, clock):
    pattern = Driver(given_url(), prefix=f"{prefix}[a-z]*", clock=clock)
    other = Driver(given_url(), prefix=f"{prefix}b", clock=clock)
    pattern.create_token("t1", token())
    other.create_token("t2", token())
    clock.now += 2 * HOUR
    assert pattern.flush_expired_tokens() == 1
    assert other.flush_expired_tokens() == 1


# --- what is there already ---------------------------------------------------------------------

JUNK: list[Callable[[redis.Redis, str], Any]] = [
    lambda server, key: server.rpush(key, "x"),
    lambda server, key: server.set(key, f"junk {SECRET}"),
    lambda server, key: server.set(key, b"\xff\xfe"),
    lambda server, key: server.set(key, "[1]"),
    lambda server, key: server.set(key, '{"expires": 5}'),
    lambda server, key: server.set(key, '{"expires": "5"}'),
]


@pytest.mark.parametrize(
    ("method", "put"),
    [("get_token", put) for put in JUNK[:-1]]  # the last says that it expired in 1970
    + [(method, put) for method in ("delete_token", "create_token") for put in JUNK],
)
def test_a_key_with_something_else_is_told_by_its_digest(driver, server, prefix, put, method):
    put(server, f"{prefix}token:{SECRET}")
    arguments = (SECRET, token()) if method == "create_token" else (SECRET,)
    with pytest.raises(StoreCorrupted) as caught:
        getattr(driver, method)(*arguments)
    assert "{SHA256}" in str(caught.value)
    assert SECRET not in shown(caught.value)
    assert server.dbsize()
    assert server.type(f"{prefix}user:u1") == "none"


@pytest.mark.parametrize("rest", ["[]", "null", "{", ""])
def test_a_token_that_is_no_object_is_told(driver, server, prefix, rest):
    driver.create_token("t1", token())
    columns = server.get(f"{prefix}token:t1").partition("\n")[0]
    server.set(f"{prefix}token:t1", f"{columns}\n{rest}")
    with pytest.raises(StoreCorrupted):
        driver.get_token("t1")


def test_a_broken_index_stops_a_write_before_it_starts(driver, server, prefix):
    server.set(f"{prefix}tenant:u1:a", "junk")
    with pytest.raises(StoreCorrupted):
        driver.create_token("t1", token(tenant={"id": "a"}))
    assert not server.exists(f"{prefix}token:t1", f"{prefix}user:u1")


def test_a_broken_revocation_list_stops_a_revocation_before_it_starts(driver, server, prefix):
    driver.create_token("t1", token())
    server.set(f"{prefix}revoked", "junk")
    for act in (lambda: driver.delete_token("t1"), driver.list_revoked_tokens):
        with pytest.raises(StoreCorrupted):
            act()
    assert driver.get_token("t1")["user_id"] == "u1"


@pytest.mark.parametrize(
    ("marker", "error"), [("2", StoreTooNew), ("0", StoreCorrupted), ("x", StoreCorrupted)]
)
def test_a_store_of_another_schema_is_left_alone(driver, server, prefix, marker, error):
    driver.create_token("t1", token())
    server.set(f"{prefix}schema", marker)
    for act in (
        lambda: driver.get_token("t1"),
        lambda: driver.create_token("t2", token()),
        lambda: driver.delete_token("t1"),
        lambda: driver.delete_tokens("u1"),
        lambda: driver._list_tokens("nobody"),
        driver.list_revoked_tokens,
        driver.flush_expired_tokens,
    ):
        with pytest.raises(error):
            act()
    assert len(list(server.scan_iter(f"{prefix}*", count=1000))) == 3


# --- clients -----------------------------------------------------------------------------------


@pytest.mark.parametrize("options", [{"decode_responses": True}, {"protocol": 3}, {}])
def test_the_applications_own_client_is_used(server, prefix, options):
    with redis.Redis.from_url(given_url(), **options) as client:
        driver = Driver("redis://127.0.0.1:1/0", prefix=prefix, client=client)
        driver.create_token("t1", {"user_id": "u1"})
        driver.create_token("t2", {"user_id": "u1"})
        driver.delete_token("t1")
        assert driver.get_token("t2")["user_id"] == "u1"
        assert driver._list_tokens("u1") == ["t2"]
        assert [line["id"] for line in driver.list_revoked_tokens()] == ["t1"]
        assert driver.flush_expired_tokens() == 0


class LosesAnswers(redis.Redis):
    """Hands commands on, and loses the answer to the next one when told to."""

    loses = False

    def evalsha(self, *arguments: Any) -> Any:
        answer = super().evalsha(*arguments)
        if self.loses:
            self.loses = False
            raise redis.ConnectionError("lost")
        return answer


@pytest.fixture
def losing(server, prefix, clock) -> Iterator[tuple[LosesAnswers, Driver]]:
    with LosesAnswers.from_url(given_url()) as client:
        driver = Driver(prefix=prefix, client=client, clock=clock)
        driver.create_token("first", token("nobody"))
        driver.delete_token("first")  # the server knows the scripts from here on
        yield client, driver


def test_a_creation_whose_answer_was_lost_is_known_again(losing):
    client, driver = losing
    client.loses = True
    driver.create_token("t1", token())
    assert not client.loses
    with pytest.raises(TokenExists):
        driver.create_token("t1", token())


def test_a_revocation_whose_answer_was_lost_is_known_again(losing):
    client, driver = losing
    driver.create_token("t1", token())
    client.loses = True
    driver.delete_token("t1")
    assert not client.loses
    with pytest.raises(TokenNotFound):
        driver.delete_token("t1")


def test_a_deletion_whose_answer_was_lost_still_returns_its_ids(losing, monkeypatch):
    client, driver = losing
    driver.create_token("t1", token())
    driver.create_token("t2", token())
    driver.delete_token("t2")
    run = driver._run

    def losing_run(*arguments: Any) -> Any:
        client.loses = True
        return run(*arguments)

    monkeypatch.setattr(driver, "_run", losing_run)
    assert driver.delete_tokens("u1") == ["t1"]
    assert driver.delete_tokens("u1") == []


# --- faults ------------------------------------------------------------------------------------


def test_what_was_acknowledged_survives_a_kill(own):
    durable = ("--appendonly", "yes", "--appendfsync", "always")
    driver = Driver(own.start(*durable).url)
    for number in range(50):
        driver.create_token(f"t{number}", {"user_id": "u1"})
    driver.delete_token("t1")
    own.kill()
    own.start(*durable)
    assert len(driver._list_tokens("u1")) == 49
    with pytest.raises(TokenNotFound):
        driver.get_token("t1")
    assert [line["id"] for line in driver.list_revoked_tokens()] == ["t1"]


def test_a_server_that_is_away_is_told_and_used_again_when_it_is_back(own):
    url = own.start().url
    driver = Driver(url.replace("redis://", f"redis://:{SECRET}@"))
    own.client().config_set("requirepass", SECRET)
    driver.create_token("t1", {"user_id": "u1"})
    own.kill()
    with pytest.raises(StoreUnavailable) as caught:
        driver.get_token("t1")
    assert f"127.0.0.1:{own.port} cannot be reached" in str(caught.value)
    assert SECRET not in shown(caught.value)
    own.start("--requirepass", SECRET)
    driver.create_token("t2", {"user_id": "u1"})
    assert driver._list_tokens("u1") == ["t2"]


def test_idle_connections_that_the_server_closed_cost_nobody_an_error(own):
    driver = Driver(own.start().url)
    driver.create_token("t1", {"user_id": "u1"})
    own.client().client_kill_filter(_type="normal")
    assert driver.get_token("t1")["user_id"] == "u1"


def test_scripts_that_the_server_forgot_are_sent_again(own):
    driver = Driver(own.start().url)
    driver.create_token("t1", {"user_id": "u1"})
    own.client().script_flush()
    driver.create_token("t2", {"user_id": "u1"})
    assert driver.delete_tokens("u1")


def test_a_server_that_hangs_is_told_in_time(own):
    driver = Driver(f"{own.start().url}?socket_timeout=0.2")
    driver.create_token("t1", {"user_id": "u1"})
    driver.delete_token("t1")  # the server knows the script from here on
    driver.create_token(SECRET, {"user_id": "u1"})
    own.send(signal.SIGSTOP)
    try:
        with pytest.raises(StoreUnavailable, match="did not answer in time") as caught:
            driver.delete_token(SECRET)
    finally:
        own.send(signal.SIGCONT)
    assert SECRET not in shown(caught.value)
    patient = Driver(own.url)
    with pytest.raises(TokenNotFound):  # both attempts reached it after all
        patient.get_token(SECRET)
    assert len(patient.list_revoked_tokens()) == 2


def test_a_read_only_replica_is_told(own):
    driver = Driver(own.start().url)
    driver.create_token("t1", {"user_id": "u1"})
    own.client().replicaof("127.0.0.1", 1)
    assert driver.get_token("t1")["user_id"] == "u1"
    with pytest.raises(StoreUnavailable, match="read-only replica"):
        driver.create_token("t2", {"user_id": "u1"})
    own.client().replicaof("NO", "ONE")
    driver.create_token("t2", {"user_id": "u1"})


def test_a_full_server_refuses_tokens_and_still_revokes(own):
    driver = Driver(own.start("--maxmemory-policy", "noeviction").url)
    for number in range(3):
        driver.create_token(f"t{number}", {"user_id": "u1"})
    own.client().config_set("maxmemory", 1)
    with pytest.raises(StoreUnavailable, match="is full"):
        driver.create_token("t4", {"user_id": "u1"})
    assert not own.client().exists("ksclient:token:t4")
    driver.delete_token("t1")
    assert sorted(driver.delete_tokens("u1")) == ["t0", "t2"]
    assert len(driver.list_revoked_tokens()) == 3
    own.client().config_set("maxmemory", 0)
    driver.create_token("t4", {"user_id": "u1"})


def test_a_wrong_password_is_told_without_it(own):
    own.start("--requirepass", "right")
    for url in (own.url, own.url.replace("redis://", f"redis://:{SECRET}@")):
        with pytest.raises(StoreUnavailable, match="refuses the user") as caught:
            Driver(url).get_token("t1")
        assert SECRET not in shown(caught.value)


def test_a_user_that_may_do_little_is_enough(own, caplog):
    own.start()
    commands = (
        "-@all +evalsha +eval +scan +type +get +set +del +zadd +zrem +zscan +zrevrange "
        "+zrangebyscore +pexpire"
    )
    own.client().execute_command(
        "ACL", "SETUSER", "keeper", "on", f">{SECRET}", "~mine:*", *commands.split()
    )
    url = own.url.replace("redis://", f"redis://keeper:{SECRET}@")
    driver = Driver(url, prefix="mine:")
    driver.create_token("t1", {"user_id": "u1"})
    assert driver.delete_tokens("u1") == ["t1"]
    assert len(driver.list_revoked_tokens()) == 1
    assert driver.flush_expired_tokens() == 0
    assert not caplog.records
    with pytest.raises(StoreUnavailable, match="refuses the user"):
        Driver(url, prefix="others:").create_token("t1", {"user_id": "u1"})


def test_a_server_that_evicts_is_warned_of_once(own, caplog):
    driver = Driver(own.start("--maxmemory-policy", "allkeys-lru").url)
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            driver._list_tokens("u1")
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "allkeys-lru" in caplog.text


def test_a_cluster_is_refused(own):
    driver = Driver(own.start("--cluster-enabled", "yes").url)
    with pytest.raises(StoreUnusable, match="Redis Cluster"):
        driver.create_token("t1", {"user_id": "u1"})


def test_a_cluster_of_one_server_with_all_slots_is_refused(own):
    client = own.start("--cluster-enabled", "yes").client()
    client.execute_command("CLUSTER ADDSLOTS", *range(16384))
    until = time.monotonic() + PATIENCE
    while client.execute_command("CLUSTER INFO")["cluster_state"] != "ok":
        assert time.monotonic() < until
        time.sleep(0.05)
    with pytest.raises(StoreUnusable, match="Redis Cluster"):
        Driver(own.url).create_token("t1", {"user_id": "u1"})
