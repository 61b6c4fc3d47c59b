"""Tokens at rest: what stores of logins and of tokens show, log, name and write."""

from __future__ import annotations

import contextlib
import os
import pickle
from pathlib import Path

import pytest

from ksclient.auth import access, exceptions
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.testing.faults import HTMLError
from ksclient.token.cache import MemoryStore, RedisStore, SQLiteStore, TokenCache
from ksclient.token.exceptions import TokenNotFound, TokenStoreError
from ksclient.token.persistence.backends import memory, redis, sql
from tests.robustness.canary import Told, told_by
from tests.robustness.canary_world import world

NOWHERE = "127.0.0.1:9"

STORES = {
    "sqlite": lambda w, place: SQLiteStore(place / "tokens.sqlite"),
    "sqlite, a broken file": lambda w, place: SQLiteStore(_broken(place / "broken.sqlite")),
    "sqlite, no folder": lambda w, place: SQLiteStore(_broken(place / "file") / "tokens.sqlite"),
    "redis, nobody there": lambda w, place: RedisStore(
        f"redis://me:{w.userinfo}@{NOWHERE}/0", encryption_key=w.key
    ),
    "memory": lambda w, place: MemoryStore(),
}


def _broken(path: Path) -> Path:
    path.write_bytes(b"no database" * 99)
    path.chmod(0o600)
    return path


@pytest.mark.parametrize("store", STORES)
def test_a_token_cache_shows_no_secret_and_writes_no_password(store, tmp_path):
    with world() as w:
        w.key = w.canaries.plant("key of the cache")
        told = Told()
        with told.listening():
            made = STORES[store](w, tmp_path)
            cache = TokenCache(made, lock_timeout=0.1)
            plugin = cache.plugin(
                v2.Password(
                    w.auth_url(userinfo=True),
                    "bob",
                    w.password,
                    trust_id=w.trust_id,
                    tenant_name="acme",
                )
            )
            session = Session(auth=plugin)
            assert session.get_token()
            plugin.invalidate()
            told.add("repr", f"{made!r} {cache!r} {plugin!r} {session!r}")
            told.add("pickle", pickle.dumps(plugin).decode("latin-1"))
            w.cloud.faults.script(HTMLError(500), times=None)
            with pytest.raises(exceptions.HttpError) as caught:
                session.get_token()
            told.told += told_by(caught.value)
        assert w.canaries.hits_in(told.told) == []
        for path in (Path(at) / name for at, _, names in os.walk(tmp_path) for name in names):
            assert w.canaries.hits(str(path.name)) == set()
            assert w.canaries.hits(path.read_bytes()) <= {"an issued token"}  # what it is for


def _tokens(driver, w):
    """Yield what can be done with a store of tokens, with a token in the hand."""
    data = {"user": {"id": "u"}, "tenant": {"id": "t"}, "token_data": {}}
    yield lambda: driver.create_token(w.subject, {**data, "id": w.subject}) and None
    yield lambda: driver.create_token(w.subject, data) and None
    yield lambda: driver.get_token(w.subject) and None
    yield lambda: driver.delete_token(w.subject)
    yield lambda: driver.get_token(w.subject)
    yield lambda: driver.delete_token(w.subject)
    yield lambda: driver.create_token(None, {})
    yield lambda: driver.get_token(w.subject.encode())
    yield lambda: driver.delete_tokens("u", trust_id=w.trust_id)
    yield driver.flush_expired_tokens


DRIVERS = {
    "memory": lambda w, place: memory.Driver(),
    "sqlite": lambda w, place: sql.Driver(f"sqlite:///{place}/tokens.db"),
    "sqlite, a broken file": lambda w, place: sql.Driver(
        f"sqlite:///{_broken(place / 'broken.db')}"
    ),
    "postgresql, nobody there": lambda w, place: sql.Driver(
        f"postgresql+psycopg://me:{w.userinfo}@{NOWHERE}/cloud", timeout=1
    ),
    "mariadb, nobody there": lambda w, place: sql.Driver(
        f"mysql+pymysql://me:{w.userinfo}@{NOWHERE}/cloud", timeout=1
    ),
    "an unescaped password": lambda w, place: sql.Driver(
        f"postgresql+psycopg://me:{w.userinfo}@x@{NOWHERE}/cloud"
    ),
    "no such database": lambda w, place: sql.Driver(f"nosuch://me:{w.userinfo}@{NOWHERE}/cloud"),
    "redis, nobody there": lambda w, place: redis.Driver(f"redis://me:{w.userinfo}@{NOWHERE}/0"),
    "redis, no URL": lambda w, place: redis.Driver(f"reddis://me:{w.userinfo}@{NOWHERE}/0"),
}


@pytest.mark.parametrize("kind", DRIVERS)
def test_a_store_of_tokens_shows_neither_tokens_nor_its_password(kind, tmp_path):
    with world() as w:
        told = Told()
        with told.listening():
            try:
                driver = DRIVERS[kind](w, tmp_path)
                told.add("repr", repr(driver))
                acts = list(_tokens(driver, w))
            except (TokenStoreError, TypeError, ValueError) as error:
                told.told += told_by(error)
                acts = []
            for act in acts:
                try:
                    told.add("result", repr(act()))
                except (TokenStoreError, TokenNotFound, TypeError, ValueError) as error:
                    told.told += told_by(error)
        assert told.told
        assert w.canaries.hits_in(told.told) == []


def test_a_login_that_is_saved_is_named_by_nobody_and_shown_by_no_error(tmp_path):
    with world() as w:
        found = v2.Password(w.cloud.auth_url, "alice", w.password).get_auth_ref(Session())
        path = tmp_path / "login.json"
        found.save(path)
        told = Told()
        with told.listening():
            told.add("repr", repr(access.AccessInfoV2.load(path)))
            path.write_text(path.read_text()[:-20])
            with contextlib.suppress(OSError), pytest.raises(Exception) as caught:  # noqa: PT011
                access.AccessInfoV2.load(path)
            told.told += told_by(caught.value)
        assert w.canaries.hits_in(told.told) == []
        assert w.canaries.hits(path.read_bytes()) == {"an issued token"}
