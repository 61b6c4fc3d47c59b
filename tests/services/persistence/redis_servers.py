"""Redis servers for tests: one that is there, and others to be started, killed and broken."""

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any, NoReturn

import pytest
import redis

GIVEN = os.environ.get("KSCLIENT_TEST_REDIS_URL", "redis://127.0.0.1:6379/0")
PATIENCE = 30.0  # seconds for a server to start


def missing(what: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


def given_url() -> str:
    """Return the URL of a server that runs; skip the test where there is none."""
    try:
        redis.Redis.from_url(GIVEN, socket_timeout=5).ping()
    except redis.RedisError:
        missing("no Redis answers; KSCLIENT_TEST_REDIS_URL says where one is")
    return GIVEN


class OwnRedis:
    """A server of the test's own."""

    def __init__(self, directory: Path) -> None:
        if not shutil.which("redis-server"):
            missing("redis-server is not installed")
        self.directory = directory
        self.port = _free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *options: str) -> "OwnRedis":
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        with (self.directory / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--dir", str(self.directory), *options], stdout=log, stderr=log
            )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            try:
                self.client().ping()
            except redis.AuthenticationError:
                return self
            except redis.ConnectionError:
                time.sleep(0.02)
            else:
                return self
        pytest.fail((self.directory / "log").read_text())

    def client(self, **options: Any) -> redis.Redis:
        return redis.Redis(port=self.port, socket_timeout=5, **options)

    def send(self, number: signal.Signals) -> None:
        assert self.process
        self.process.send_signal(number)

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()


def _free_port() -> int:
    while True:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port: int = free.getsockname()[1]
        if port < 55_536:  # a cluster's node takes another one, 10,000 higher
            return port
