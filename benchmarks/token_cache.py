"""What a script pays at its start with a token cache, cold and warm, and without one; `make bench`.

Each start is a fresh Python that makes one API call on a test cloud, which is on this machine and
hashes no passwords: its login costs next to nothing. So the requests are what to compare; the
times, as ratios, are what the libraries themselves cost. Starts alternate.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ksclient.testing import Cloud

RUNS = 11
OURS = """
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.v2_0.client import Client
"""
UPSTREAM = """
from keystoneauth1.identity import v2
from keystoneauth1.session import Session
from keystoneclient.v2_0.client import Client
"""
LOGIN = """
import sys
auth = v2.Password(sys.argv[1], username="admin", password=sys.argv[2], tenant_name="admin")
"""
CACHED = """
from ksclient.token.cache import TokenCache
auth = TokenCache().plugin(auth)
"""
CALL = """
print(len(list(Client(session=Session(auth=auth)).tenants.list())))
"""
WARM = "ksclient, warm cache"
CASES = {
    WARM: OURS + LOGIN + CACHED + CALL,
    "ksclient, cold cache": OURS + LOGIN + CACHED + CALL,
    "ksclient, no cache": OURS + LOGIN + CALL,
    "keystoneclient, no cache": UPSTREAM + LOGIN + CALL,
}


def main() -> None:
    """Measure each case, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help="how often to start each")
    runs = parser.parse_args().runs
    cases = {
        name: code for name, code in CASES.items() if "keystoneauth1" not in code or upstream()
    }
    with Cloud() as cloud, tempfile.TemporaryDirectory() as folder:
        times, requests = measured(cases, runs, cloud, Path(folder))
    fastest, typical = min(times[WARM]), statistics.median(times[WARM])
    print(f"Python {sys.version.split()[0]}, {runs} starts each, of a fresh Python with one call\n")
    print(f"{'':<26} {'requests':>8} {'median':>9} {'ratio':>6} {'fastest':>9} {'ratio':>6}")
    for name, seconds in times.items():
        median, best = statistics.median(seconds), min(seconds)
        print(
            f"{name:<26} {requests[name]:>8} {median * 1000:>6.0f} ms {median / typical:>6.2f}"
            f" {best * 1000:>6.0f} ms {best / fastest:>6.2f}"
        )


def upstream() -> bool:
    """Tell whether the libraries to compare with are installed."""
    return all(importlib.util.find_spec(name) for name in ("keystoneauth1", "keystoneclient"))


def measured(
    cases: dict[str, str], runs: int, cloud: Cloud, folder: Path
) -> tuple[dict[str, list[float]], dict[str, int]]:
    """Return the seconds of all starts of each case, and the requests of its last start."""
    times: dict[str, list[float]] = {name: [] for name in cases}
    requests: dict[str, int] = {}
    for name, code in cases.items():
        start(code, cloud, folder / name)  # compiles, and fills the cache that is to be warm
    for _ in range(runs):
        for name, code in cases.items():
            if name != WARM:
                shutil.rmtree(folder / name, ignore_errors=True)
            cloud.requests.clear()
            times[name].append(start(code, cloud, folder / name))
            requests[name] = len(cloud.requests)
    return times, requests


def start(code: str, cloud: Cloud, cache: Path) -> float:
    """Return the seconds that a fresh Python takes for *code*, with *cache* as the user's."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-W", "ignore", "-c", code]
    arguments = [cloud.auth_url, str(cloud.admin_password)]
    begin = time.perf_counter()
    subprocess.run([*command, *arguments], check=True, env=environment, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
