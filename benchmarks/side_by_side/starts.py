"""What is measured in fresh processes: imports, scripts and commands."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.side_by_side.stand_in import Control

NOTHING = "pass"
CLIENT = "import {client}.v2_0.client"
SESSION = "from {auth}.session import Session\nfrom {auth}.identity import v2"
LOGIN = (
    SESSION
    + "\n"
    + CLIENT
    + """
import sys
auth = v2.Password(sys.argv[1], username="admin", password="secret", tenant_name="admin")
"""
)
CACHED = """
from ksclient.token.cache import TokenCache
auth = TokenCache().plugin(auth)
"""
CALL = """
assert len({client}.v2_0.client.Client(session=Session(auth=auth)).tenants.list()) == 10
"""
OURS, THEIRS = (
    {"auth": "ksclient.auth", "client": "ksclient"},
    {"auth": "keystoneauth1", "client": "keystoneclient"},
)


def script(code: str, library: Mapping[str, str]) -> list[str]:
    """Return the command that runs *code* with the modules of *library*."""
    return [sys.executable, "-W", "ignore", "-c", code.format(**library)]


@dataclass(frozen=True)
class Start:
    """What one start took.

    Attributes:
        cpu: Seconds of processor time, Python's own start and end included.
        wall: Seconds on the clock.
        requests: How many requests it sent.
    """

    cpu: float
    wall: float
    requests: int


@dataclass(frozen=True)
class Starter:
    """Starts commands that ask the server at *url*, with a home of their own."""

    url: str
    home: Path
    control: Control = field(repr=False)

    def start(self, command: list[str]) -> Start:
        """Run *command* with the server's address, and return what it took.

        Raises:
            RuntimeError: If it fails.
        """
        before = self.control.counted()
        wall = time.perf_counter()
        process = subprocess.Popen(
            [*command, *([self.url] if command[0] == sys.executable else [])],
            env=self._environment(),
            stdout=subprocess.DEVNULL,
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - wall
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{command} failed: {process.returncode}")
        sent = self.control.counted().since(before)
        cpu = used.ru_utime + used.ru_stime
        return Start(cpu, wall, sent.requests)

    def _environment(self) -> dict[str, str]:
        environment = {
            **os.environ,
            "XDG_CACHE_HOME": str(self.home),
            "OS_AUTH_URL": self.url,
            "OS_USERNAME": "admin",
            "OS_PASSWORD": "secret",
            "OS_TENANT_NAME": "admin",
            "OS_IDENTITY_API_VERSION": "2",
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # users' modules are compiled once
        return environment


@contextmanager
def starter(url: str) -> Iterator[Starter]:
    """Open a starter, whose home is gone at the end."""
    with tempfile.TemporaryDirectory() as home:
        yield Starter(url, Path(home), Control(url))


def loaded(command: list[str], url: str) -> tuple[int, int]:
    """Return how many modules a script has loaded in the end, and its most memory in bytes.

    The system's own figure for a child is of no use: it counts what its parent had at the fork.
    """
    code = f"{command[-1]}\n{_LOADED}"
    done = subprocess.run([*command[:-1], code, url], check=True, capture_output=True, text=True)
    modules, peak = done.stdout.split()
    return int(modules), int(peak) * 1024


_LOADED = """
import sys
from pathlib import Path
status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
print(len(sys.modules), status["VmHWM"].split()[0])
"""


def commands() -> dict[str, list[str]]:
    """Return the commands that list tenants, of those that are installed.

    ``openstack`` is the one that ``benchmarks/cli.py --install`` installs.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    theirs = cache / "ksclient" / "openstackclient-6" / "bin"
    wanted = {
        "ksclient": (Path(sys.executable).parent, ["ksclient", "tenant-list"]),
        "upstream": (theirs, ["openstack", "project", "list"]),
    }
    return {
        name: [path, *words[1:]]
        for name, (folder, words) in wanted.items()
        if (path := shutil.which(words[0], path=str(folder)))
    }
