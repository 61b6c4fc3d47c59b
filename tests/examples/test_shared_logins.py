"""The examples of logins that processes share, as a user runs them, on a test cloud."""

from __future__ import annotations

import secrets
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from ksclient.testing import Cloud
from ksclient.token.cache import RedisStore
from tests.examples.running import run, started
from tests.services.persistence.redis_servers import given_url

NAMES = ["admin", "wonderland"]


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with Cloud(seed={"tenants": ["wonderland"]}) as cloud:
        yield cloud


@pytest.fixture
def in_redis(cloud: Cloud) -> Iterator[dict[str, str]]:
    """An environment with a key of its own: to others, its records are not there."""
    redis = pytest.importorskip("redis")
    url, key = given_url(), secrets.token_urlsafe(32)
    yield {**cloud.environment(), "REDIS_URL": url, "TOKEN_CACHE_KEY": key}
    prefix = RedisStore(url, encryption_key=key)._prefix
    with redis.Redis.from_url(url) as server:
        names = list(server.scan_iter(f"{prefix}*", count=1000))
        assert names
        server.delete(*names)


def test_the_cron_script_logs_in_at_its_first_start_only(cloud: Cloud, tmp_path: Path):
    first = run("cron_script", given=cloud.environment(), folder=tmp_path)
    asked = len(cloud.requests)
    second = run("cron_script", given=cloud.environment(), folder=tmp_path)

    assert first == second == NAMES
    assert len(cloud.requests.logins) == 1
    assert len(cloud.requests) == asked + 1
    (file,) = tmp_path.glob("**/*.sqlite")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_workers_on_several_machines_log_in_once(
    cloud: Cloud, in_redis: dict[str, str], tmp_path: Path
):
    workers = [run("several_machines", given=in_redis, folder=tmp_path) for _ in range(2)]

    assert workers == [NAMES] * 2
    assert len(cloud.requests.logins) == 1
    assert _kept_in(tmp_path) == []


def test_workers_use_a_login_that_is_pickled(cloud: Cloud, tmp_path: Path):
    printed = run("pickled_auth_ref", given=cloud.environment(), folder=tmp_path)

    assert printed == NAMES
    assert len(cloud.requests.logins) == 1
    assert _kept_in(tmp_path) == []


def test_a_login_is_kept_in_a_file_that_others_cannot_read(cloud: Cloud, tmp_path: Path):
    file = tmp_path / "login.json"
    printed = [
        run("cached_auth_ref", str(file), given=cloud.environment(), folder=tmp_path)
        for _ in range(2)
    ]

    assert printed == [NAMES] * 2
    assert len(cloud.requests.logins) == 1
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_kept_login_that_was_revoked_is_replaced(cloud: Cloud, tmp_path: Path):
    file = tmp_path / "login.json"
    run("cached_auth_ref", str(file), given=cloud.environment(), folder=tmp_path)
    cloud.revoke_all("admin")

    assert run("cached_auth_ref", str(file), given=cloud.environment(), folder=tmp_path) == NAMES
    assert len(cloud.requests.logins) == 2
    cloud.requests.clear()
    assert run("cached_auth_ref", str(file), given=cloud.environment(), folder=tmp_path) == NAMES
    assert len(cloud.requests.logins) == 0


def test_a_kept_login_that_others_can_read_is_not_used(cloud: Cloud, tmp_path: Path):
    file = tmp_path / "login.json"
    run("cached_auth_ref", str(file), given=cloud.environment(), folder=tmp_path)
    file.chmod(0o644)

    arguments = {"given": cloud.environment(), "folder": tmp_path}
    with started("cached_auth_ref", str(file), **arguments) as process:
        output, errors = process.communicate(timeout=120)

    assert (process.returncode, output.split()) == (0, NAMES)
    assert "login.json" in errors
    assert errors.endswith("Logging in anew.\n")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def _kept_in(folder: Path) -> list[Path]:
    """Return what programs left in *folder*, but for the names of plugins that stevedore notes."""
    return [path for path in folder.iterdir() if path.name != "python-entrypoints"]
