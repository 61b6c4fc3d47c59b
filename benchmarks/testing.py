"""What a test pays for a cloud of its own: its start, a first token, its end; `make bench`.

In fresh processes, with Python's own start told apart; then in one that has it imported already.
Prints medians, and the fastest, which a busy machine falsifies least.
"""

from __future__ import annotations

import http.client
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from ksclient.testing import Cloud

FRESH_RUNS = 11
RUNS = 100
REQUESTS = 500
LOGIN = {
    "auth": {
        "tenantName": "admin",
        "passwordCredentials": {"username": "admin", "password": "secret"},
    }
}
IN_FRESH_PROCESSES = {
    "start of Python": "pass",
    "import of the cloud": "from ksclient.testing import Cloud",
    "cold start to first token": f"""
from ksclient.testing import Cloud
import http.client
with Cloud() as cloud:
    connection = http.client.HTTPConnection(cloud.public_url.split("/")[2])
    headers = {{"Content-Type": "application/json"}}
    connection.request("POST", "/v2.0/tokens", {json.dumps(LOGIN)!r}, headers)
    connection.getresponse().read()
    connection.close()
""",
    "the same with a Session of ksclient": """
from ksclient.testing import Cloud
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
with Cloud() as cloud:
    Session(v2.Password(cloud.auth_url, "admin", "secret", tenant_name="admin")).get_token()
""",
}


def main() -> None:
    """Measure, and print tables."""
    print(f"Python {sys.version.split()[0]}, milliseconds{'median':>24}{'fastest':>9}\n")
    for name, code in IN_FRESH_PROCESSES.items():
        fresh(code)  # compiles, and warms the file cache
        show(name, [timed(lambda code=code: fresh(code)) for _ in range(FRESH_RUNS)])
    print()
    show("start and stop", [timed(start_and_stop) for _ in range(RUNS)])
    show("start, first token, stop", [timed(first_token) for _ in range(RUNS)])
    with Cloud() as cloud:
        connection = connected(cloud)
        show("a login", [timed(lambda: log_in(connection)) for _ in range(REQUESTS)])
        connection.close()


def show(name: str, seconds: list[float]) -> None:
    """Print a line about how long something took."""
    print(f"{name:<40} {statistics.median(seconds) * 1000:>8.2f} {min(seconds) * 1000:>8.2f}")


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that *work* takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def fresh(code: str) -> None:
    """Run *code* in a fresh Python that may keep what it compiled."""
    environment = {**os.environ}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)


def start_and_stop() -> None:
    """Have a cloud for nothing."""
    with Cloud():
        pass


def first_token() -> None:
    """Have a cloud, and one token of it."""
    with Cloud() as cloud:
        connection = connected(cloud)
        log_in(connection)
        connection.close()


def connected(cloud: Cloud) -> http.client.HTTPConnection:
    """Return a connection to the public API: no client that weighs more than the cloud."""
    return http.client.HTTPConnection(urlsplit(cloud.public_url).netloc)


def log_in(connection: http.client.HTTPConnection) -> None:
    """Get a token."""
    headers = {"Content-Type": "application/json"}
    connection.request("POST", "/v2.0/tokens", json.dumps(LOGIN), headers)
    with connection.getresponse() as answer:
        if answer.status != 200:
            raise RuntimeError(f"no token, but {answer.status} {answer.reason}")
        answer.read()


if __name__ == "__main__":
    main()
