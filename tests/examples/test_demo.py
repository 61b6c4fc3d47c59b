"""The demo of `make demo`, on the cloud in the box and on a real Keystone, as a user runs it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.live.keystone_server import install
from tests.live.servers import is_real

REPOSITORY = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "examples.main_job"]
SERVERS = {"cloud": [], "real": ["--real"]}
"""What to say to have it run where."""

PUBLIC = ADMIN = "HOST:PORT/v2.0"
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
    "an EC2 credential without its secret": "'secret': '{SHA256}ID'",
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


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest) -> str:
    """Where the demo runs."""
    name: str = request.param
    if name == "real":
        if not is_real():
            pytest.skip("needs a real Keystone: run `make live`")
        install()  # which, the first time, has more to say
    return name


@pytest.fixture(scope="module")
def demo(server: str, tmp_path_factory: pytest.TempPathFactory) -> Run:
    temporary = tmp_path_factory.mktemp("demo")
    environment = {**os.environ, "TMPDIR": str(temporary)}
    command = [*COMMAND, *SERVERS[server]]
    done = subprocess.run(
        command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False
    )
    return Run(done.returncode, done.stdout, done.stderr, temporary)


def test_the_demo_ends_well_and_without_noise(demo: Run):
    assert (demo.code, demo.errors) == (0, "")


def test_the_demo_leaves_nothing_behind(demo: Run):
    assert re.search(
        "has ended; nothing is left of it( but its installation.*)?[.]\n$", demo.output
    )
    assert list(demo.temporary.iterdir()) == []


def test_the_demo_is_short_enough_to_be_read(demo: Run):
    lines = demo.output.splitlines()

    assert len(lines) < 100
    assert [line for line in lines if len(line) > 100] == []


@pytest.mark.parametrize("what", SHOWN)
def test_the_demo_shows(what: str, demo: Run):
    assert SHOWN[what] in without_chance(demo.output)


def test_the_picture_in_the_readme_shows_what_the_demo_shows(demo: Run):
    assert "](docs/demo.svg)" in (REPOSITORY / "README.md").read_text()
    picture = ElementTree.parse(REPOSITORY / "docs" / "demo.svg")
    lines = picture.findall("{http://www.w3.org/2000/svg}text")
    drawn = "\n".join("".join(line.itertext()) for line in lines)

    assert "revoke" in drawn
    assert f" {without_chance(drawn)} " in without_chance(demo.output)


@pytest.mark.parametrize(
    ("line", "stop"),
    [("Starting ", signal.SIGINT), ("2. ", signal.SIGTERM), ("7. ", signal.SIGINT)],
)
def test_a_demo_that_is_stopped_leaves_nothing_behind(
    line: str, stop: signal.Signals, server: str, tmp_path: Path
):
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        [*COMMAND, *SERVERS[server]],
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
    assert output.endswith("Interrupted. The server has ended; nothing is left of it.\n")
    assert list(tmp_path.iterdir()) == []


def without_chance(text: str) -> str:
    """Return *text* on one line, without what differs from run to run."""
    for pattern, word in (
        (r"127\.0\.0\.[12]:\d+", "HOST:PORT"),
        (r"\d+ ms", "TIME"),
        (r"\breq-[0-9a-f-]{36}", "REQUEST"),
        (r"#[0-9a-f]+", "DIGEST"),
        (r"[0-9a-f]+…", "ID"),
        (r"\d{4}-\d\d-\d\dT[\d:.]+Z", "DATE"),
        (r"(?<=a new one, id )\d+", "NUMBER"),
        (r"\s+", " "),
    ):
        text = re.sub(pattern, word, text)
    return text
