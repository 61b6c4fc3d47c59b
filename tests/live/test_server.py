"""The server that one starts by hand."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]

pytestmark = pytest.mark.real_keystone


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_stopped_leaves_nothing_behind(stop: signal.Signals, tmp_path: Path):
    command = [sys.executable, "-m", "tests.live.keystone_server"]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            assert any("ends it" in line for line in server.stdout)
            assert list(tmp_path.iterdir()) != []

            server.send_signal(stop)

            assert server.wait(30) == 0
        finally:
            server.kill()
    assert list(tmp_path.iterdir()) == []
