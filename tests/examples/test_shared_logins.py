"""The examples of logins that processes share, as a user runs them, on a test cloud."""

from __future__ import annotations

import os
import secrets
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ksclient.testing import Cloud
from ksclient.token.cache import RedisStore
from tests.services.persistence.redis_servers import given_url

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with Cloud(seed={"tenants": ["wonderland"]}) as cloud:
        yield cloud


@pytest.fixture
def environment(cloud: Cloud, tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "XDG_CACHE_HOME": str(tmp_path),
        "OS_AUTH_URL": cloud.auth_url,
        "OS_USERNAME": "admin",
        "OS_PASSWORD": str(cloud.admin_password),
        "OS_TENANT_NAME": "admin",
    }


@pytest.fixture
def in_redis(environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """An environment with a key of its own: to others, its records are not there."""
    redis = pytest.importorskip("redis")
    url, key = given_url(), secrets.token_urlsafe(32)
    yield {**environment, "REDIS_URL": url, "TOKEN_CACHE_KEY": key}
    prefix = RedisStore(url, encryption_key=key)._prefix
    with redis.Redis.from_url(url) as server:
        names = list(server.scan_iter(f"{prefix}*", count=1000))
        assert names
        server.delete(*names)


def run(name: str, environment: dict[str, str]) -> list[str]:
    """Run an example, and return the lines that it prints."""
    done = subprocess.run(
        [sys.executable, "-m", f"examples.{name}"],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return sorted(done.stdout.split())


def test_the_cron_script_logs_in_at_its_first_start_only(
    cloud: Cloud, environment: dict[str, str], tmp_path: Path
):
    first, asked = run("cron_script", environment), len(cloud.requests)
    second = run("cron_script", environment)

    assert first == second == ["admin", "wonderland"]
    assert len(cloud.requests.logins) == 1
    assert len(cloud.requests) == asked + 1
    (file,) = tmp_path.glob("**/*.sqlite")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_workers_on_several_machines_log_in_once(
    cloud: Cloud, in_redis: dict[str, str], tmp_path: Path
):
    workers = [run("several_machines", in_redis) for _ in range(2)]

    assert workers == [["admin", "wonderland"]] * 2
    assert len(cloud.requests.logins) == 1
    assert list(tmp_path.iterdir()) == []


def test_workers_use_a_login_that_is_pickled(
    cloud: Cloud, environment: dict[str, str], tmp_path: Path
):
    assert run("pickled_auth_ref", environment) == ["admin", "wonderland"]
    assert len(cloud.requests.logins) == 1
    assert list(tmp_path.iterdir()) == []
