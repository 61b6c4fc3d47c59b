"""The demo of `make demo`: what it shows, and what it leaves behind."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from examples.main_job import ALICE_PASSWORD, main_job
from tests.live.keystone_server import ADMIN_PASSWORD, ADMIN_TOKEN, install
from tests.live.raw import Raw

REPOSITORY = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "examples.main_job"]
PUBLIC, ADMIN = "127.0.0.1:PORT/v2.0", "127.0.0.2:PORT/v2.0"
SHOWN = {
    "a login on the public API": f"POST {PUBLIC}/tokens 200 TIME no token",
    "a list on the admin API": f"GET {ADMIN}/tenants 200 TIME DIGEST",
    "a grant": f"PUT {ADMIN}/tenants/ID/users/ID/roles/OS-KSADM/ID 200",
    "a service": "service compute in RegionOne, at http://compute.example:8774/v2.1/%(tenant_id)s",
    "the service in the user's catalog": "compute http://compute.example:8774/v2.1/ID",
    "the user's own tenants": f"GET {PUBLIC}/tenants 200 TIME DIGEST tenants wonderland",
    "a refusal": "error Forbidden: You are not authorized to perform the requested action",
    "a token that is good": f"HEAD {ADMIN}/tokens/DIGEST 200 TIME DIGEST check True",
    "whose it is": "?belongsTo=ID 200 TIME DIGEST validate of alice, for wonderland, until DATE",
    "that it is revoked": f"HEAD {ADMIN}/tokens/DIGEST 404 TIME DIGEST check False",
    "that it is replaced": f"tenants 401 TIME DIGEST POST {PUBLIC}/tokens 200 TIME no token GET",
    "an EC2 credential without its secret": "'secret': '{SHA256}ID', 'user_id': 'ID'",
    "a file for nobody else to read": "saved auth_ref.json, mode 0600",
    "another process that does not log in": f"a new one, id NUMBER GET {ADMIN}/tenants 200",
    "a client without a login": "tenants admin, lab, wonderland catalog None",
    "a conflict": "error Conflict: Conflict occurred attempting to store user",
    "a misspelt region": "RegoinOne region not found. The catalog has services: identity",
    "the right spelling": "Did you mean 'RegionOne'?",
    "that all is as before": "as before tenants: admin; users: admin; roles:",
}


@dataclass(frozen=True, slots=True)
class Run:
    """A demo that has run by itself, and the folder that was its place for temporary files."""

    code: int
    output: str
    errors: str
    temporary: Path


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Run:
    temporary = tmp_path_factory.mktemp("demo")
    environment = {**os.environ, "TMPDIR": str(temporary)}
    install()  # which, the first time, has more to say
    done = subprocess.run(
        COMMAND, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False
    )
    return Run(done.returncode, done.stdout, done.stderr, temporary)


def test_the_demo_ends_well_and_without_noise(demo: Run):
    assert (demo.code, demo.errors) == (0, "")


def test_the_demo_leaves_nothing_behind(demo: Run):
    assert demo.output.endswith("nothing is left of it but its installation in the cache.\n")
    assert list(demo.temporary.iterdir()) == []


def test_the_demo_is_short_enough_to_be_read(demo: Run):
    lines = demo.output.splitlines()

    assert len(lines) < 100
    assert [line for line in lines if len(line) > 100] == []


@pytest.mark.parametrize("what", SHOWN)
def test_the_demo_shows(what: str, demo: Run):
    assert SHOWN[what] in without_chance(demo.output)


def test_the_readme_shows_what_the_demo_shows(demo: Run):
    (excerpt,) = re.findall(r"```text\n(.*?)```", (REPOSITORY / "README.md").read_text(), re.DOTALL)

    assert without_chance(excerpt) in without_chance(demo.output)


def test_the_main_job_leaves_the_server_as_it_was(keystone, raw: Raw, tmp_path: Path):
    before = all_of(raw)

    main_job(keystone, tmp_path)

    assert all_of(raw) == before


def test_the_main_job_shows_no_secret(keystone, raw: Raw, tmp_path: Path, capfd):
    earlier = tokens_of(keystone.state)

    main_job(keystone, tmp_path)

    output = capfd.readouterr().out
    tokens = tokens_of(keystone.state) - earlier
    assert len(tokens) >= 3, "one of the admin's, two of alice's"
    assert [token for token in tokens if token[:8] in output] == []
    assert re.findall(r"/tokens/[^#]", output) == [], "only a digest of it"
    assert re.findall(r"[0-9a-f]{32}", output) == [], "tokens and EC2 secrets look like this"
    # One password is also the name of a member, whose value is shown as a digest.
    told = output.replace("'secret': ", "").replace("'secret':\n", "")
    for word in (ADMIN_PASSWORD, ADMIN_TOKEN, ALICE_PASSWORD):
        assert word not in told


@pytest.mark.parametrize(
    ("line", "stop"),
    [("Starting ", signal.SIGINT), ("2. ", signal.SIGTERM), ("7. ", signal.SIGINT)],
)
def test_a_demo_that_is_stopped_leaves_nothing_behind(
    line: str, stop: signal.Signals, tmp_path: Path
):
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        COMMAND,
        cwd=REPOSITORY,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as demo:
        try:
            assert demo.stdout is not None
            assert any(shown.startswith(line) for shown in demo.stdout)

            os.killpg(demo.pid, stop)  # as a terminal does

            output, errors = demo.communicate(timeout=30)
        finally:
            demo.kill()
    assert (demo.returncode, errors) == (130, "")
    assert output.endswith("Interrupted. Keystone has ended; nothing is left of it.\n")
    assert list(tmp_path.iterdir()) == []


def without_chance(text: str) -> str:
    """Return *text* on one line, without what differs from run to run."""
    for pattern, word in (
        (r"(?<=127\.0\.0\.[12]:)\d+", "PORT"),
        (r"\d+ ms", "TIME"),
        (r"#[0-9a-f]+", "DIGEST"),
        (r"[0-9a-f]+…", "ID"),
        (r"\d{4}-\d\d-\d\dT[\d:.]+Z", "DATE"),
        (r"(?<=a new one, id )\d+", "NUMBER"),
        (r"\s+", " "),
    ):
        text = re.sub(pattern, word, text)
    return text


def all_of(raw: Raw) -> dict[str, Any]:
    """Return all that the server lists, by plain HTTP."""
    paths = ("tenants", "users", "OS-KSADM/roles", "OS-KSADM/services", "endpoints")
    found = {path: raw("GET", f"/{path}") for path in paths}
    return {
        path: sorted(map(repr, next(value for value in body.values() if value)))
        for path, body in found.items()
    }


def tokens_of(state: Path) -> set[str]:
    """Return all tokens that the server has given out."""
    connection = sqlite3.connect(state / "keystone.db")
    try:
        return {row[0] for row in connection.execute("select id from token")}
    finally:
        connection.close()
