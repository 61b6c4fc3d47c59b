"""Tokens in Redis, as far as no server is needed."""

import pickle
import traceback
from datetime import datetime
from typing import Any

import pytest

redis = pytest.importorskip("redis")

from ksclient.token.exceptions import (  # noqa: E402
    StoreCorrupted,
    StoreUnavailable,
    StoreUnusable,
    TokenNotFound,
)
from ksclient.token.persistence.backends.redis import DEVIATIONS, Driver, rows  # noqa: E402
from ksclient.token.persistence.backends.redis.errors import explained  # noqa: E402
from ksclient.token.persistence.lookup import load  # noqa: E402
from ksclient.token.persistence.records import Record  # noqa: E402

SECRET = "feedfacefeedfacefeedfacefeedface"


class Pool:
    def __init__(self) -> None:
        self.connection_kwargs = {"host": "redis.example", "port": 7000, "password": SECRET}
        self.disconnected = 0

    def disconnect(self, inuse_connections: bool) -> None:
        self.disconnected += 1


class Client:
    """Answers scripts with what it was given, one after the other; errors are raised."""

    def __init__(self, *answers: Any, policy: str = "noeviction", cluster: int = 0) -> None:
        self.connection_pool = Pool()
        self.answers = list(answers)
        self.policy = policy
        self.cluster = cluster
        self.sent: list[str] = []

    def info(self, section: str) -> dict[str, int]:
        return {"cluster_enabled": self.cluster}

    def config_get(self, name: str) -> dict[str, str]:
        return {name: self.policy}

    def evalsha(self, *arguments: Any) -> Any:
        return self._next("evalsha")

    def eval(self, *arguments: Any) -> Any:
        return self._next("eval")

    def _next(self, command: str) -> Any:
        self.sent.append(command)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def shown(error: BaseException) -> str:
    """Return what a reporter shows that prints variables, but not those of the test."""
    error.__traceback__ = error.__traceback__ and error.__traceback__.tb_next
    return "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())


# --- the connection ----------------------------------------------------------------------------


def test_making_a_driver_sends_nothing():
    Driver("redis://127.0.0.1:1/0")


def test_the_driver_is_installed_by_its_name():
    assert type(load("redis", {"url": "redis://127.0.0.1:1/0"})) is Driver


@pytest.mark.parametrize(
    "url",
    [
        f"http://u:{SECRET}@h/0",
        f"redis://u:{SECRET}@h:port/0",
        f"redis://h:{SECRET}",
        f"redis://h/0?nonsense={SECRET}",
        f"redis://:{SECRET}@h/0?protocol=9",
        f"redis://:{SECRET}@h..x",
        f"redis://:{SECRET}\ud800@h",
        f"redis://h/0?protocol={SECRET}",
    ],
)
def test_a_url_that_is_none_of_redis_is_told_without_quoting_it(url):
    with pytest.raises(StoreUnusable) as caught:
        Driver(url)
    assert SECRET not in shown(caught.value)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("redis://h/0?foo=1", "does not take the option 'foo'"),
        ("redis://h/0?socket_timeout=soon", "socket_timeout"),
        ("redis://h/abc", "must be a number"),
        ("redis://h/1/x", "must be a number"),
        ("redis://h/-1", "must be a number"),
    ],
)
def test_what_is_wrong_in_a_url_is_named(url, told):
    with pytest.raises(StoreUnusable, match=told) as caught:
        Driver(url)
    assert url not in shown(caught.value)


@pytest.mark.parametrize("url", ["redis://h", "redis://h/", "redis://h/7", "unix:///tmp/a@b/sock"])
def test_a_url_may_name_a_database_by_its_number_or_none(url):
    Driver(url)


@pytest.mark.parametrize(
    "url",
    ["redis://:s3@cr/et@h/0", "redis://u:12/s3cr@h/0", "redis://u:12?s3cr@h", "redis://u:1#s3@h"],
)
def test_no_part_is_shown_of_a_password_that_is_not_percent_encoded(url):
    with pytest.raises(StoreUnusable, match="percent-encode") as caught:
        Driver(url)
    assert "s3" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("url", 5, TypeError),
        ("url", None, TypeError),
        ("url", SECRET.encode(), TypeError),
        ("prefix", 5, TypeError),
        ("expiration", "3600", TypeError),
        ("expiration", -1, ValueError),
        ("clock", 5, TypeError),
        ("client", "redis://h", TypeError),
        ("client", object(), TypeError),
    ],
)
def test_an_option_of_another_type_is_refused_by_its_name(name, value, error):
    with pytest.raises(error, match=f"^{name} ") as caught:
        Driver(**{name: value})
    assert SECRET not in shown(caught.value)


def test_a_client_for_asyncio_is_refused():
    import redis.asyncio

    with pytest.raises(TypeError, match="without asyncio"):
        Driver(client=redis.asyncio.Redis())


def test_a_driver_shows_where_its_server_is_and_no_password():
    shown = repr(Driver(f"redis://u:{SECRET}@h:7/0", prefix="mine:"))
    assert shown == "<Driver of Redis at h:7, prefix 'mine:'>"


def test_a_lost_connection_is_tried_once_more():
    client = Client(redis.ConnectionError(), [b"ok"])
    Driver(client=client).create_token("t1", {"user_id": "u1"})
    assert client.sent == ["evalsha", "evalsha"]


@pytest.mark.parametrize("error", [redis.ConnectionError(SECRET), redis.TimeoutError(SECRET)])
def test_a_connection_that_is_lost_twice_is_told_with_its_host(error):
    client = Client(error, error)
    with pytest.raises(StoreUnavailable, match=r"redis\.example:7000") as caught:
        Driver(client=client).delete_token(SECRET)
    assert SECRET not in shown(caught.value)
    assert pickle.loads(pickle.dumps(caught.value)).message == caught.value.message


def test_what_a_server_refuses_is_not_tried_again():
    client = Client(redis.ResponseError("MISCONF ..."))
    with pytest.raises(StoreUnavailable, match="its disk"):
        Driver(client=client).delete_token("t1")
    assert client.sent == ["evalsha"]


def test_a_replica_has_idle_connections_closed_as_another_may_be_primary_now():
    client = Client(redis.exceptions.ReadOnlyError(), [b"ok"])
    Driver(client=client).create_token("t1", {"user_id": "u1"})
    assert client.connection_pool.disconnected == 1


def test_a_script_that_the_server_does_not_know_is_sent():
    client = Client(redis.exceptions.NoScriptError(), [b"ok", []])
    with pytest.raises(TokenNotFound):
        Driver(client=client).delete_token("t1")
    assert client.sent == ["evalsha", "eval"]


def test_an_id_that_redis_scans_twice_is_revoked_once():
    pages = ([b"ok", b"5", [b"t1", b"1"]], [b"ok", b"0", [b"t1", b"1", b"t2", b"1"]])
    client = Client(pages[0], [b"ok", [1]], pages[1], [b"ok", [1]])
    assert Driver(client=client).delete_tokens("u1") == ["t1", "t2"]


def test_a_clusters_node_is_sent_no_script():
    client = Client(cluster=1)
    for _ in range(2):
        with pytest.raises(StoreUnusable, match="Redis Cluster"):
            Driver(client=client).delete_token("t1")
    assert client.sent == []


def test_a_clusters_client_is_refused():
    client = redis.RedisCluster.__new__(redis.RedisCluster)
    with pytest.raises(StoreUnusable, match="Redis Cluster"):
        Driver(client=client)


def test_each_driver_warns_once_of_a_server_that_evicts(caplog):
    driver = Driver(client=Client([b"ok"], [b"ok"], policy="volatile-lru"))
    driver.create_token("t1", {"user_id": "u1"})
    driver.create_token("t2", {"user_id": "u1"})
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_no_driver_warns_of_a_server_that_does_not_evict(caplog):
    Driver(client=Client([b"ok"])).create_token("t1", {"user_id": "u1"})
    assert not caplog.records


# --- errors ------------------------------------------------------------------------------------

KINDS = [
    (redis.exceptions.OutOfMemoryError("command not allowed"), StoreUnavailable, "is full"),
    (redis.ResponseError("ERR Error running script: -OOM command"), StoreUnavailable, "is full"),
    (redis.exceptions.ReadOnlyError(""), StoreUnavailable, "replica"),
    (redis.ResponseError("-READONLY You can't write"), StoreUnavailable, "replica"),
    (redis.BusyLoadingError(""), StoreUnavailable, "loading"),
    (redis.exceptions.MasterDownError(""), StoreUnavailable, "loading"),
    (redis.ResponseError("NOREPLICAS Not enough"), StoreUnavailable, "safe"),
    (redis.ResponseError("BUSY Redis is busy"), StoreUnavailable, "busy"),
    (redis.AuthenticationError(""), StoreUnavailable, "password"),
    (redis.exceptions.NoPermissionError(""), StoreUnavailable, "password"),
    (redis.exceptions.MovedError("1 h:1"), StoreUnusable, "Cluster"),
    (redis.exceptions.ClusterDownError("CLUSTERDOWN"), StoreUnusable, "Cluster"),
    (redis.ResponseError("ERR Script attempted to access a non local key in a cluster node"),
     StoreUnusable, "Cluster"),
    (redis.ResponseError("DB index is out of range"), StoreUnusable, "DB index is out of range"),
    (redis.ResponseError("WRONGTYPE Operation"), StoreCorrupted, "prefix"),
    (UnicodeDecodeError("utf-8", b"x", 0, 1, ""), StoreCorrupted, "prefix"),
    (redis.ConnectionError("h-cluster:1 OOM"), StoreUnavailable, "cannot be reached"),
    (redis.TimeoutError(""), StoreUnavailable, "in time"),
    (OSError(""), StoreUnavailable, "cannot be reached"),
    (redis.ResponseError(f"ERR what? {SECRET}"), StoreUnusable, "ResponseError"),
]  # fmt: skip


@pytest.mark.parametrize(("cause", "error", "words"), KINDS)
def test_each_error_of_redis_becomes_one_of_ours(cause, error, words):
    problem = explained(cause, "h:1")
    assert type(problem).__name__ == error.__name__
    assert words in str(problem)
    assert SECRET not in str(problem)


# --- what is written ---------------------------------------------------------------------------


def record(**members: Any) -> Record:
    data = {"user_id": "u1", "expires": datetime(2026, 1, 1, 12, 0, 0, 7), **members}  # noqa: DTZ001
    return Record.of("t1", data)


def test_a_token_comes_back_as_it_was_written():
    made = record(trust_id="r1", tenant={"id": "a"}, more=["\ud800", 2**70])
    text = rows.as_text(made, "mark")
    assert text.isascii()
    assert rows.Row.of(text).ref("t1") == made.ref()
    assert rows.Row.of(text.encode()).ref("t1") == made.ref()


def test_a_row_does_not_show_what_is_in_it():
    assert SECRET not in repr(rows.Row.of(rows.as_text(record(more=SECRET), "mark")))


@pytest.mark.parametrize(
    "text", ["", "x", "[]", "{}", '{"expires": 1}', '{"expires": "x"}', b"\xff"]
)
def test_what_is_no_token_is_told(text):
    with pytest.raises(ValueError):  # noqa: PT011 - its text may quote what was read
        rows.Row.of(text)


def test_a_token_stands_in_every_index_that_it_is_looked_up_by():
    consumer = {"token": {"OS-OAUTH1": {"consumer_id": "c"}}}
    made = record(trust_id="r", tenant={"id": "a"}, token_data=consumer)
    assert rows.indexes(made) == [
        rows.index("u1"),
        rows.index("u1", tenant_id="a"),
        rows.index("u1", consumer_id="c"),
        rows.index("anybody", trust_id="r"),
    ]


def test_names_of_two_parts_are_never_alike():
    assert rows.index("a:b", tenant_id="c") != rows.index("a", tenant_id="b:c")


def test_nobodys_tokens_are_in_no_index():
    assert rows.index(None, tenant_id="a", consumer_id="c") is None


def test_ids_are_ascii_in_keys_and_come_back():
    assert rows.member("\u00fc:/*").isascii()
    assert rows.id_of(rows.member("\u00fc:/*")) == "\u00fc:/*"


def test_moments_are_whole_microseconds():
    assert rows.microseconds(datetime(9999, 12, 31, 23, 59, 59, 999_999)) == "253402300799999999"  # noqa: DTZ001


def test_deviations_from_the_sql_driver_are_declared_in_words():
    assert all(name and text.endswith(".") for name, text in DEVIATIONS.items())
