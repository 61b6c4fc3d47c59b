"""What a command costs, beside what it replaces: the command ``openstack``; `make bench`.

Each run is a process against one test cloud, on this machine, whose requests cost next to nothing:
so it is start-up that is compared. ``openstack`` is a python-openstackclient 6, which speaks
Identity v2.0 still; ``--install`` puts one into an environment of its own, in the cache of this
user. Runs alternate.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path

from ksclient.testing import Cloud

RUNS = 11
WANTED = ("python-openstackclient>=6,<7", "setuptools<81")
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
PEER = CACHE / "ksclient" / "openstackclient-6"
OURS = str(Path(sys.executable).parent / "ksclient")
THEIRS = str(PEER / "bin" / "openstack")

# A process begins with the memory of who starts it, which this one should not add to.
RUNNER = """
import os, sys, time
begin = time.perf_counter()
child = os.posix_spawn(
    sys.argv[1], sys.argv[1:], os.environ,
    file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
)
_, status, used = os.wait4(child, 0)
print(time.perf_counter() - begin, used.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""


@dataclass(frozen=True)
class Case:
    """A command to run.

    Attributes:
        name: What it is called in the table.
        command: Its words.
        beside: The name of what it is compared with.
    """

    name: str
    command: tuple[str, ...]
    beside: str


CASES = (
    Case("ksclient --version", (OURS, "--version"), ""),
    Case("ksclient token-get", (OURS, "--os-cache", "token-get"), ""),
    Case("openstack token issue", (THEIRS, "token", "issue"), "ksclient token-get"),
    Case("ksclient tenant-list", (OURS, "--os-cache", "tenant-list"), ""),
    Case("openstack project list", (THEIRS, "project", "list"), "ksclient tenant-list"),
)


@dataclass
class Measured:
    """What was measured of a case.

    Attributes:
        seconds: Wall time of each run.
        megabytes: The largest memory of a run.
        requests: What the last run sent.
    """

    seconds: list[float]
    megabytes: float = 0
    requests: int = 0


def main() -> None:
    """Measure each case, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help="how often to run each")
    parser.add_argument("--install", action="store_true", help="install openstack, if it is not")
    options = parser.parse_args()
    if options.install and not Path(THEIRS).exists():
        install()
    cases = [case for case in CASES if Path(case.command[0]).exists()]
    with Cloud() as cloud, tempfile.TemporaryDirectory() as cache:
        found = measured(cases, options.runs, cloud, cache)
    python = f"Python {sys.version.split()[0]}"
    print(f"{python}, {options.runs} runs each; ksclient with a token that is kept\n")
    print(f"{'':<24} {'requests':>8} {'median':>9} {'ratio':>6} {'fastest':>9} {'memory':>8}")
    for case in cases:
        print(row(case, found))
    if len(cases) < len(CASES):
        print(f"\nopenstack is not in {PEER}: --install puts it there, to compare with.")


def install() -> None:
    """Make an environment with ``openstack``."""
    print(f"installing {WANTED[0]} in {PEER}", flush=True)
    venv.create(PEER, with_pip=True, clear=True)
    pip = [str(PEER / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", *WANTED], check=True)


def measured(cases: list[Case], runs: int, cloud: Cloud, cache: str) -> dict[str, Measured]:
    """Return what all runs of each case took."""
    found = {case.name: Measured([]) for case in cases}
    for case in cases:
        run(case, cloud, cache)  # compiles, and fills the cache that is to be warm
    for _ in range(runs):
        for case in cases:
            cloud.requests.clear()
            seconds, megabytes = run(case, cloud, cache)
            of_case = found[case.name]
            of_case.seconds.append(seconds)
            of_case.megabytes = max(of_case.megabytes, megabytes)
            of_case.requests = len(cloud.requests)
    return found


def run(case: Case, cloud: Cloud, cache: str) -> tuple[float, float]:
    """Return the seconds and the megabytes of one run."""
    environment = {**os.environ, **cloud.environment(), "XDG_CACHE_HOME": cache}
    environment["OS_AUTH_TYPE"] = "v2password"
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", RUNNER, *case.command],
        check=False,
        env=environment,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"{case.name} failed: {done.stderr}")
    seconds, kilobytes = done.stdout.split()
    return float(seconds), int(kilobytes) / 1024


def row(case: Case, found: dict[str, Measured]) -> str:
    """Return a line of the table."""
    of_case = found[case.name]
    median = statistics.median(of_case.seconds)
    ratio = ""
    if case.beside:
        ratio = f"{median / statistics.median(found[case.beside].seconds):.1f}"
    return (
        f"{case.name:<24} {of_case.requests:>8} {median * 1000:>6.0f} ms {ratio:>6}"
        f" {min(of_case.seconds) * 1000:>6.0f} ms {of_case.megabytes:>5.0f} MB"
    )


if __name__ == "__main__":
    main()
