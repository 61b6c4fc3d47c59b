"""What is let go is gone at once, with its connections, and whatever Python warns of is an error.

Each object lives in a program of its own, `closing.py`, with ``-W error -X dev`` and without the
garbage collector. keystoneauth1 is put beside.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.robustness.closing import ENDS, HOWS
from tests.robustness.recorder import (
    LOGIN,
    PATIENCE_SECONDS,
    Recorder,
    becomes_true,
    recorder,
)

ROOT = Path(__file__).parents[2]
HELD = {"in_flight": "GET /held", "login_in_flight": LOGIN}


@pytest.fixture(scope="module")
def server() -> Iterator[Recorder]:
    with recorder() as running:
        yield running


@contextmanager
def program(
    how: str, server: Recorder, cache: Path, library: str = "ksclient"
) -> Iterator[subprocess.Popen[str]]:
    """Run a program of `closing.py`; it is killed where it stays."""
    warnings = ["-W", "error" if library == "ksclient" else "error::ResourceWarning"]
    python = [sys.executable, *warnings, "-X", "dev"]
    with subprocess.Popen(
        [*python, "-m", "tests.robustness.closing", how, library, server.url],
        cwd=ROOT,
        env={"XDG_CACHE_HOME": str(cache), "PATH": ""},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def told_by(process: subprocess.Popen[str]) -> list[str]:
    """Return the names of what has not gone at once."""
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, process.communicate()[1]
    left: list[str] = json.loads(line)
    return left


@pytest.mark.parametrize("how", HOWS)
def test_what_is_let_go_is_gone_at_once_with_its_connections(how, server, tmp_path):
    with program(how, server, tmp_path) as process:
        left = told_by(process)
        is_closed = becomes_true(lambda: not server.open)
        _, said = process.communicate("", PATIENCE_SECONDS)

    assert (left, is_closed, said, process.returncode) == ([], True, "", 0)


@pytest.mark.parametrize("end", ENDS)
def test_a_program_ends_in_silence_whatever_it_is_about(end, server, tmp_path):
    if end in HELD:
        server.hold(HELD[end])

    with program(end, server, tmp_path) as process:
        said = process.communicate("", PATIENCE_SECONDS)

    server.last_held.let_go.set()
    assert (said, process.returncode) == (("", ""), 0)


@pytest.mark.parametrize(
    ("how", "stays"),
    [("failed", {"Session", "Password"}), ("old_client", {"Client", "UserManager", "Session"})],
)
def test_of_keystoneauth1s_objects_some_wait_for_the_garbage_collector(
    how, stays, server, tmp_path
):
    with program(how, server, tmp_path, "keystoneauth1") as process:
        assert set(told_by(process)) == stays


def test_keystoneauth1s_connections_stay_open_while_somebody_keeps_an_error(server, tmp_path):
    assert becomes_true(lambda: not server.open)

    with program("caught", server, tmp_path, "keystoneauth1") as process:
        assert told_by(process) == []
        assert len(server.open) == 1
