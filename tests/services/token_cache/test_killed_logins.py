"""Processes are killed while they log in: the next one gets a token, and the store still works."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.testing import Cloud
from ksclient.token.cache import TokenCache
from tests.services.persistence.redis_servers import given_url
from tests.services.token_cache.stores import open_store, prefix_of

KILLS = int(os.environ.get("KSCLIENT_TEST_KILLS", "100"))
ROOT = Path(__file__).parents[3]


@pytest.fixture(params=["sqlite", "redis"])
def store(request, tmp_path):
    if request.param != "redis":
        yield request.param
        return
    redis = pytest.importorskip("redis")
    with redis.Redis.from_url(given_url()) as server:
        yield request.param
        if names := list(server.scan_iter(f"{prefix_of(tmp_path)}*", count=1000)):
            server.delete(*names)


@pytest.fixture
def cloud():
    with Cloud() as cloud:
        yield cloud


@pytest.fixture
def mortal(cloud, store, tmp_path):
    arguments = [store, str(tmp_path), cloud.auth_url, str(cloud.admin_password)]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.services.token_cache.mortal", *arguments],
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        yield process
        process.stdin.close()  # it ends


def kill_one(mortal, seconds):
    """Have a child log in again and again for a while, and kill it."""
    mortal.stdin.write("\n")
    mortal.stdin.flush()
    child = int(mortal.stdout.readline())
    time.sleep(seconds)  # it decides where one dies, and no more
    os.kill(child, signal.SIGKILL)
    assert mortal.stdout.readline() == "gone\n"


def test_processes_are_killed_while_they_log_in(cloud, store, mortal, tmp_path, caplog):
    rng = random.Random(store)
    inner = v2.Password(cloud.auth_url, "admin", str(cloud.admin_password), tenant_name="admin")
    cache = TokenCache(open_store(store, tmp_path), lock_timeout=30)
    with closing(Session()) as session:
        for _ in range(KILLS):
            kill_one(mortal, rng.random() * 0.03)
            first, second = (cache.plugin(inner).get_token(session) for _ in range(2))
            assert first == second
            cloud.requests.clear()
    assert caplog.messages == []  # a stuck lock, a broken record or file would be told
    assert list(tmp_path.glob("**/*.damaged")) == []
